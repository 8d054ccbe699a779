"""Exact sums in compiled functions."""

from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row
from sim.records.exact_sum import DIGITS

COARSE, FINER = 2.0 ** DIGITS[0], 2.0 ** DIGITS[1]


@operation
def add(sums: Row, number: float) -> None:
    """Add a number exactly: as ``sim.records.exact_sum`` cuts it."""
    rest = number * COARSE
    whole = int(rest)
    sums.coarse += whole
    rest = (rest - float(whole)) * FINER
    whole = int(rest)
    sums.middle += whole
    sums.fine += int((rest - float(whole)) * FINER)
