"""Every distribution has the parameters that people gave it."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from sim.model.distributions import DistributionTable
from sim.rules.sampling import sampled
from sim.scenario.quantities import Distribution, DistributionKind


def quantile_of(distribution: Distribution, draw: float) -> float:
    table = DistributionTable()
    row = table.add(distribution)
    d = table.finished()
    parameters = (int(d.kind[row]), float(d.a[row]), float(d.b[row]), float(d.c[row]))
    return sampled(*parameters, d.table.tolist(), int(d.offset[row]), int(d.size[row]), draw)


CASES = [
    (Distribution(DistributionKind.EXPONENTIAL, mean=5.0), stats.expon(scale=5.0)),
    (
        Distribution(DistributionKind.LOGNORMAL, mean=5.0, cv=0.5),
        stats.lognorm(math.sqrt(math.log(1.25)), scale=5.0 / math.sqrt(1.25)),
    ),
    (Distribution(DistributionKind.GAMMA, mean=5.0, cv=0.5), stats.gamma(4.0, scale=1.25)),
    (Distribution(DistributionKind.GAMMA, mean=2.0, cv=1.5), stats.gamma(1 / 2.25, scale=4.5)),
    (Distribution(DistributionKind.GAMMA, mean=8.0, cv=0.05), stats.gamma(400.0, scale=0.02)),
    (Distribution(DistributionKind.TRIANGULAR, low=1.0, mode=2.0, high=6.0), stats.triang(0.2, 1.0, 5.0)),
    (Distribution(DistributionKind.UNIFORM, low=1.0, high=3.0), stats.uniform(1.0, 2.0)),
]


@pytest.mark.parametrize(("distribution", "frozen"), CASES)
@pytest.mark.parametrize("draw", [1e-9, 0.01, 0.2, 0.5, 0.9, 0.999, 1 - 1e-9])
def test_quantiles_are_those_of_the_book(
    distribution: Distribution, frozen: stats.rv_continuous, draw: float
) -> None:
    assert quantile_of(distribution, draw) == pytest.approx(frozen.ppf(draw), rel=1e-5)


@pytest.mark.parametrize("cv", [0.05, 0.3, 0.8, 1.0, 1.5, 3.0])
def test_a_gamma_from_the_table_keeps_its_mean_and_its_spread(cv: float) -> None:
    gamma = Distribution(DistributionKind.GAMMA, mean=5.0, cv=cv)
    table = DistributionTable()
    row = table.add(gamma)
    d = table.finished()
    parameters = (int(d.kind[row]), 0.0, 0.0, 0.0, d.table.tolist(), int(d.offset[row]), int(d.size[row]))

    scores = np.linspace(-8.0, 8.0, 16_001)
    draws = np.clip(stats.norm.cdf(scores), 1e-16, 1.0 - 1e-16)
    values = np.array([sampled(*parameters, float(draw)) for draw in draws])

    def moment(power: int) -> float:
        return float(np.trapezoid(values**power * stats.norm.pdf(scores), scores))

    mean = moment(1)
    assert mean == pytest.approx(5.0, rel=1e-5)
    assert math.sqrt(moment(2) - mean * mean) / mean == pytest.approx(cv, rel=1e-5)


def test_quantiles_never_fall_as_the_draw_rises() -> None:
    """Monotone in the draw: what keeps common random numbers aligned."""
    draws = np.linspace(1e-6, 1 - 1e-6, 2001)
    for distribution, _ in CASES:
        values = [quantile_of(distribution, float(draw)) for draw in draws[::100]]
        assert all(low <= high for low, high in itertools.pairwise(values))


def test_no_spread_means_a_constant() -> None:
    for kind in (DistributionKind.LOGNORMAL, DistributionKind.GAMMA):
        assert quantile_of(Distribution(kind, mean=3.0, cv=0.0), 0.123) == 3.0


def test_an_empirical_distribution_returns_its_values_in_order() -> None:
    """N values split the unit interval evenly, smallest first."""
    values = Distribution(DistributionKind.EMPIRICAL, values=(3.0, 1.0, 2.0, 2.0))

    assert [quantile_of(values, u) for u in (0.1, 0.3, 0.6, 0.8)] == [1.0, 2.0, 2.0, 3.0]


def test_equal_distributions_share_a_row() -> None:
    table = DistributionTable()

    assert table.add(Distribution(DistributionKind.CONSTANT, mean=1.0)) == table.add(
        Distribution(DistributionKind.CONSTANT, mean=1.0)
    )
