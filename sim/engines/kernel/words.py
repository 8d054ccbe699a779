"""What a processor does to a word of bits in one instruction, and Python has no word for."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic


@intrinsic
def trailing_zeros(_typing: Any, _word: Any) -> Any:
    """Return the number of the lowest bit that is set in a word that is not zero."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), emit
