"""Findings made up from a seeded generator: the report must not care where numbers come from."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from sim.experiments.findings import QUALITY_BINS, Comparison, Difference, Replications
from sim.measures.measure import Direction, Measure
from sim.model.names import Names, PoolKind
from sim.statistics.comparisons import p_value
from sim.statistics.control_variates import Controlled
from sim.statistics.estimate import Estimate

MEASURES = tuple(
    Measure(name, title, unit, direction, f"made-up {title}", lambda record: record.horizon)
    for name, title, unit, direction in (
        ("throughput", "throughput", "tasks/week", Direction.LARGER),
        ("flow_time", "flow time", "h", Direction.SMALLER),
        ("flow_time_p95", "flow time, 95th percentile", "h", Direction.SMALLER),
        ("quality_mean", "delivered quality", "1", Direction.LARGER),
        ("quality_spread", "spread of delivered quality", "1", Direction.SMALLER),
        ("cost_per_good_task", "cost per good task", "currency/task", Direction.SMALLER),
        ("utilisation", "utilisation", "1", Direction.NEITHER),
    )
)
CENTRES = (61.3, 96.0, 240.0, 0.71, 0.142, 218.0, 0.83)
SPREADS = (3.0, 8.0, 25.0, 0.008, 0.004, 7.0, 0.01)
EFFECTS = {
    "do nothing": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    "upskill": (2.7, -6.0, -14.0, 0.021, -0.004, -3.0, -0.01),
    "upgrade tools": (5.9, -14.0, -40.0, 0.034, 0.011, -9.0, -0.02),
    "flexible talent": (3.4, -21.0, -61.0, -0.006, 0.0004, 12.0, -0.05),
    "all three": (10.8, -33.0, -88.0, 0.047, 0.003, 4.0, -0.07),
}
NAMES = Names(
    ("article", "translation"),
    ("draft", "review"),
    ("writers", "assistant", "content_writers"),
    (PoolKind.PEOPLE, PoolKind.TOOL, PoolKind.FREELANCERS),
    ("writing",),
    "USD",
)


def estimate(values: np.ndarray) -> Estimate:
    """Mean and normal 95 % half-width, good enough for pictures."""
    if len(values) < 2:
        return Estimate(float(values.mean()), float("inf"), len(values))
    return Estimate(float(values.mean()), float(2.1 * values.std(ddof=1) / len(values) ** 0.5), len(values))


def made_up_replications(
    strategy: str, *, replications: int = 20, weeks: int = 52, seed: int = 7
) -> Replications:
    """What a strategy might have given; the same luck for each, its own effect on top."""
    luck, own = np.random.default_rng(seed), np.random.default_rng([seed, len(strategy)])
    effect = np.array(EFFECTS.get(strategy, EFFECTS["upskill"]))
    shape = (replications, len(MEASURES))
    values = CENTRES + luck.normal(0, SPREADS, shape) + effect + own.normal(0, 0.25, shape) * SPREADS
    ramp = np.clip((np.arange(weeks) - 12) / 10.0, 0, 1)
    good = np.round(61 + luck.normal(0, 5, (replications, weeks)) + effect[0] * ramp)
    wip = np.abs(70 + np.cumsum(luck.normal(0, 3, (replications, weeks)), axis=1) + effect[1] * ramp)
    quality = luck.normal(0.71 + effect[3], 0.13, (replications, 600))
    series = {
        "arrivals": good + 3,
        "delivered": good + 2,
        "good": good,
        "wip": np.round(wip),
        "mean_wip": wip,
        "quality": luck.normal(0.7, 0.01, (replications, weeks)),
        "value": 450.0 * good,
        "cost": np.full((replications, weeks), 15_000.0 + abs(effect[1])),
    }
    counts = np.array([np.histogram(np.clip(row, 0, 1), QUALITY_BINS, (0, 1))[0] for row in quality])
    return Replications(
        strategy,
        MEASURES,
        values,
        np.arange(1, weeks + 1),
        series,
        {
            (pool, name): own.uniform(1, 40, (replications, weeks))
            for pool in NAMES.pools
            for name in ("busy_time", "available_time", "training_time", "actors")
        },
        counts,
        {
            ("wages", "writers"): own.normal(9e5, 1e4, replications),
            ("tools", "assistant"): np.full(replications, 1e4),
        },
    )


def made_up_comparison(
    strategies: Sequence[str] = tuple(EFFECTS),
    *,
    baseline: str = "do nothing",
    budget: float | None = 120_000.0,
    **options: int,
) -> Comparison:
    """A comparison of made-up strategies."""
    found = {name: made_up_replications(name, **options) for name in strategies}
    base = found[baseline]
    differences = {
        name: {
            measure.name: Difference(
                measure,
                estimate(each.values[:, i]),
                estimate(each.values[:, i] - base.values[:, i]),
                float("nan") if each is base else 8.3,
                estimate(each.values[:, i] - base.values[:, i]),
                p_value(each.values[:, i] - base.values[:, i]),
                Controlled(estimate(each.values[:, i] - base.values[:, i]), 1.0 if each is base else 4.6, 7),
            )
            for i, measure in enumerate(MEASURES)
        }
        for name, each in found.items()
    }
    spending = {
        name: estimate(
            np.array([0.0, 0.0]) if name == baseline else np.array([98_000.0, 131_000.0, 117_000.0])
        )
        for name in strategies
    }
    return Comparison(
        "Content agency",
        "Where do the next 120,000 USD do most for good articles per week, without wilder quality?",
        "USD",
        "",
        baseline,
        1,
        "reference",
        52 * 168.0,
        12 * 168.0,
        budget,
        tuple(measure.name for measure in MEASURES[:6]),
        found,
        differences,
        spending,
        {name: None if name == "flexible talent" else 110_000.0 for name in strategies},
        NAMES,
    )


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    return made_up_comparison()


@pytest.fixture
def compared() -> Callable[..., Comparison]:
    return made_up_comparison


@pytest.fixture
def replicated() -> Callable[..., Replications]:
    return made_up_replications
