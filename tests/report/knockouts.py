"""Knock-outs that nothing was run for: shares as a test wants them."""

from collections.abc import Mapping, Sequence

from sim.experiments.knockout import Knockout
from sim.measures.registry import MEASURES
from sim.rules.loops import LOOP_NAMES
from sim.statistics.estimate import Estimate


def knocked_out(
    shares: Mapping[str, tuple[float, float]], measures: Sequence[str] = ("flow_time",), currency: str = "USD"
) -> Knockout:
    """Return a knock-out of some loops in which each has the same share of every measure.

    Args:
        shares: by loop, the mean share and its half-width.
        measures: that were measured.
        currency: of the scenario.
    """
    loops = tuple(name for name in LOOP_NAMES if name in shares)
    found = {loop: dict.fromkeys(measures, Estimate(*shares[loop], 10)) for loop in loops}
    total = sum(shares[loop][0] for loop in loops)
    return Knockout(
        scenario="Planted",
        strategy="do nothing",
        future="",
        currency=currency,
        loops=loops,
        off_from=168.0,
        measures=tuple(MEASURES[name] for name in measures),
        level=dict.fromkeys(measures, Estimate(61.0, 1.2, 10)),
        whole=dict.fromkeys(measures, Estimate(total, 1.0, 10)),
        alone=found,
        share=found,
        is_exact=True,
        replications=10,
        seed=1,
        engine="reference",
    )
