"""A sweep as JSON for machines: the points, and the estimates of the measures that were asked for."""

from collections.abc import Sequence

from sim.experiments.sweeping.account import sentences
from sim.experiments.sweeping.effects import sides_of
from sim.experiments.sweeping.findings import Estimates, Sweep
from sim.experiments.wording import unit_in

Json = dict[str, object]


def sweep_json(sweep: Sweep, measures: Sequence[str]) -> Json:
    """Return a sweep, strategy by strategy and measure by measure; lists go by point."""
    return {
        "scenario": sweep.scenario,
        "question": sweep.question,
        "verdict": list(sentences(sweep, measures)),
        "currency": sweep.currency,
        "future": sweep.future,
        "baseline": sweep.baseline,
        "design": sweep.design.kind,
        "keys": list(sweep.design.keys),
        "stated": dict(sweep.stated),
        "points": [dict(point) for point in sweep.design.points],
        "replications": sweep.replications,
        "seed": sweep.seed,
        "engine": sweep.engine,
        "notes": list(sweep.notes),
        "failed": [
            {"point": each.point, "strategy": each.strategy, "reason": each.reason} for each in sweep.failed
        ],
        "strategies": {
            strategy: {name: _measure(sweep, strategy, name) for name in measures}
            for strategy in sweep.strategies
        },
    }


def _measure(sweep: Sweep, strategy: str, name: str) -> Json:
    measure = sweep.measure(name)
    said: Json = {"title": measure.title, "unit": unit_in(measure.unit, sweep.currency)}
    said["level"] = _estimates(sweep.level(strategy, name))
    if strategy != sweep.baseline:
        said["difference"] = _estimates(sweep.difference(strategy, name))
        sides = sides_of(sweep, strategy, name)
        said["clear"] = (sides.higher | sides.lower).tolist()
    return said


def _estimates(known: Estimates) -> Json:
    return {
        "mean": known.mean.tolist(),
        "half_width": known.half_width.tolist(),
        "confidence": known.confidence,
    }
