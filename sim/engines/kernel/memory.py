"""One block of memory for a run: the kernel's tables, reached from one record.

A compiled function gets the world alone, a pointer.  The world holds numbers that exist once, and the
addresses of tables; ``table`` makes what turns an address and a row into the record that stands there.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.base import BaseContext
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

Row = Any
"""A record of a table, as compiled functions see it."""
World = Any
"""The record from which everything is reached."""
_WORD = ir.IntType(64)


def _address(builder: Any, world: Any, offset: int) -> Any:
    """Emit the load of an address that stands in the world."""
    place = builder.add(builder.ptrtoint(world, _WORD), _WORD(offset))
    return builder.load(builder.inttoptr(place, _WORD.as_pointer()))


def table(world: np.dtype[Any], name: str, row: np.dtype[Any]) -> Any:
    """Return a compiled function (world, number) → the record of that row.

    Args:
        world: type of the world, which has the table's address under ``name``.
        name: of the table.
        row: type of a row.
    """
    record = from_dtype(row)
    offset = world.fields[name][1]  # type: ignore[index]

    @intrinsic  # type: ignore[untyped-decorator]
    def row_of(_typing: Any, world: Any, number: Any) -> Any:
        def emit(context: BaseContext, builder: Any, signature: Any, arguments: Any) -> Any:
            place = context.cast(builder, arguments[1], signature.args[1], types.int64)
            steps = builder.mul(place, _WORD(row.itemsize))
            address = builder.add(_address(builder, arguments[0], offset), steps)
            return builder.inttoptr(address, context.get_value_type(record))

        return record(world, number), emit

    return row_of


def column(world: np.dtype[Any], name: str) -> Any:
    """Return a compiled function (world) → a column of numbers, for the rules that take sequences."""
    offset, size = world.fields[name][1], world.fields[name + "_size"][1]  # type: ignore[index]
    kind = types.Array(types.float64, 1, "C")

    @intrinsic  # type: ignore[untyped-decorator]
    def numbers(_typing: Any, world: Any) -> Any:
        def emit(context: BaseContext, builder: Any, _signature: Any, arguments: Any) -> Any:
            array = make_array(kind)(context, builder)
            data = builder.inttoptr(_address(builder, arguments[0], offset), array.data.type)
            length = _address(builder, arguments[0], size)
            step = context.get_constant(types.intp, 8)
            populate_array(
                array,
                data=data,
                shape=cgutils.pack_array(builder, [length]),
                strides=cgutils.pack_array(builder, [step]),
                itemsize=step,
                meminfo=None,
            )
            return array._getvalue()

        return kind(world), emit

    return numbers


@intrinsic  # type: ignore[untyped-decorator]
def copy_row(_typing: Any, target: Any, source: Any) -> Any:
    """Copy a record over another one of the same type; compiled functions only."""

    def emit(context: BaseContext, builder: Any, signature: Any, arguments: Any) -> Any:
        cgutils.raw_memcpy(builder, arguments[0], arguments[1], _WORD(1), source.size)
        return context.get_dummy_value()

    return types.none(target, source), emit
