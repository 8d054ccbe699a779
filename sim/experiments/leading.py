"""Which measure a verdict speaks of first."""

from sim.experiments.demand import follows_demand
from sim.experiments.findings import Comparison
from sim.experiments.judgement import measure_of
from sim.measures.measure import Direction


def leading(comparison: Comparison) -> str:
    """Return the measure of the headline: the first of the foreground of which more or less is better.

    One of output does not lead where it merely follows demand, unless there is no other.
    """
    with_side = [
        name
        for name in comparison.foreground
        if measure_of(comparison, name).direction is not Direction.NEITHER
    ]
    telling = (name for name in with_side if not follows_demand(comparison, name))
    return next(telling, next(iter(with_side), comparison.foreground[0]))
