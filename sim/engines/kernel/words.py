"""What a processor does to a word of bits in one instruction, and Python has no word for."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic


def _trailing_zeros(_typing: Any, _word: Any) -> Any:
    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), emit


trailing_zeros: Any = intrinsic(_trailing_zeros)
"""(word) → the number of the lowest bit that is set; the word is not zero."""
