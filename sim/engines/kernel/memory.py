"""One block of memory for a run: the kernel's tables, reached from one record.

A compiled function gets the world alone, a pointer.  The world holds numbers that exist once, and the
addresses of tables; ``table`` makes what turns an address and a row's number into the row that stands there.
A row is a pointer too, of a type that knows its table's fields: short names and nothing but loads and stores
keep compiling quick.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, models, register_model
from numba.np.arrayobj import make_array, populate_array

Row = Any
"""A row of a table, as compiled functions see it."""
World = Any
"""The row from which everything is reached."""
_WORD = ir.IntType(64)
_KINDS = {"f": types.float64, "i": types.int64, "u": types.uint64}


class RowType(types.Type):
    """The type of the rows of one table."""

    def __init__(self, table: str, row: np.dtype[Any]) -> None:
        super().__init__(name=f"Row({table})")
        self.table = table
        self.fields = {name: (_KINDS[kind.kind], offset) for name, (kind, offset, *_) in _fields(row).items()}


def _fields(row: np.dtype[Any]) -> dict[str, Any]:
    return dict(row.fields or {})


register_model(RowType)(models.OpaqueModel)


@infer_getattr
class _RowFields(AttributeTemplate):
    key = RowType

    def generic_resolve(self, row: RowType, field: str) -> Any:  # type: ignore[override]
        return row.fields[field][0] if field in row.fields else None


def _place(builder: Any, row: Any, offset: int, kind: Any) -> Any:
    """Emit the address of what stands at an offset, as a pointer to its kind."""
    address = builder.add(builder.ptrtoint(row, _WORD), _WORD(offset))
    return builder.inttoptr(address, kind.as_pointer())


def _mark(builder: Any, access: Any, table: str, field: str) -> None:
    """Tell LLVM what an access touches: one field of the rows of one table, and nothing else.

    What is stored in other fields cannot change what has been loaded, so it need not be loaded again.
    """
    module = builder.module
    root = module.add_metadata(["tables"])
    kind = module.add_metadata([f"{table}.{field}", root, _WORD(0)])
    access.set_metadata("tbaa", module.add_metadata([kind, kind, _WORD(0)]))


def _constant(builder: Any, load: Any) -> Any:
    """Tell LLVM that what is loaded stays as it is while the kernel runs."""
    load.set_metadata("invariant.load", builder.module.add_metadata([]))
    return load


@lower_getattr_generic(RowType)
def _load_field(context: Any, builder: Any, row: RowType, value: Any, field: str) -> Any:
    kind, offset = row.fields[field]
    found = builder.load(_place(builder, value, offset, context.get_value_type(kind)))
    _mark(builder, found, row.table, field)
    return found


@lower_setattr_generic(RowType)
def _store_field(context: Any, builder: Any, signature: Any, arguments: Any, field: str) -> None:
    row, value = signature.args
    kind, offset = row.fields[field]
    stored = context.cast(builder, arguments[1], value, kind)
    place = _place(builder, arguments[0], offset, context.get_value_type(kind))
    _mark(builder, builder.store(stored, place), row.table, field)


def table(world: np.dtype[Any], name: str, row: np.dtype[Any]) -> Any:
    """Return a compiled function (world, number) → the row of that number.

    Args:
        world: type of the world, which has the table's address under ``name``.
        name: of the table.
        row: type of a row.
    """
    kind, offset = RowType(name, row), _fields(world)[name][1]

    @intrinsic
    def row_of(_typing: Any, world: Any, number: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            number = context.cast(builder, arguments[1], signature.args[1], types.int64)
            first = _constant(builder, builder.load(_place(builder, arguments[0], offset, _WORD)))
            address = builder.add(first, builder.mul(number, _WORD(row.itemsize)))
            return builder.inttoptr(address, context.get_value_type(kind))

        return kind(world, number), emit

    return row_of


def world_at(world: np.dtype[Any]) -> Any:
    """Return a compiled function (address) → the world that stands there."""
    kind = RowType("world", world)

    @intrinsic
    def world_of(_typing: Any, address: Any) -> Any:
        def emit(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(kind))

        return kind(address), emit

    return world_of


def column(world: np.dtype[Any], name: str) -> Any:
    """Return a compiled function (world) → a column of numbers, for the rules that take sequences."""
    offset, size = _fields(world)[name][1], _fields(world)[name + "_size"][1]
    kind = types.Array(types.float64, 1, "C")

    @intrinsic
    def numbers(_typing: Any, world: Any) -> Any:
        def emit(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            array = make_array(kind)(context, builder)
            first = _constant(builder, builder.load(_place(builder, arguments[0], offset, _WORD)))
            length = _constant(builder, builder.load(_place(builder, arguments[0], size, _WORD)))
            step = context.get_constant(types.intp, 8)
            populate_array(
                array,
                data=builder.inttoptr(first, array.data.type),
                shape=cgutils.pack_array(builder, [length]),
                strides=cgutils.pack_array(builder, [step]),
                itemsize=step,
                meminfo=None,
            )
            return array._getvalue()

        return kind(world), emit

    return numbers


def copier(row: np.dtype[Any]) -> Any:
    """Return a compiled function (target, source) that copies a row of this type over another one."""

    @intrinsic
    def copy(_typing: Any, target: Any, source: Any) -> Any:
        def emit(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            cgutils.raw_memcpy(builder, arguments[0], arguments[1], _WORD(row.itemsize), 1)
            return context.get_dummy_value()

        return types.none(target, source), emit

    return copy
