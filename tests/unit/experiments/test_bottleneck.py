"""What an hour of each pool brings: worked out by hand, told with care, and never called clear by luck."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.api import load_scenario
from sim.errors import UsageError
from sim.experiments.bottleneck import Bottleneck, _ahead, _together, bottleneck, pools_at_work
from sim.experiments.bottleneck_words import in_words
from sim.measures.registry import MEASURES
from sim.scenario.load import LoadedScenario
from sim.statistics.estimate import Estimate, estimate
from tests.running import model_of

LINE = """
scenario: Two stations
run_length: 10 weeks
task_types:
  part: {arrivals: {every: 90 min}, route: [mill, polish]}
steps:
  mill: {service_time: 2 h, done_by: [millers]}
  polish: {service_time: 1 h, done_by: [polishers]}
people:
  millers: {headcount: 1, hours: always}
  polishers: {headcount: 1, hours: always}
  guards: {headcount: 4}
"""


def scenario(folder: object, text: str = LINE) -> LoadedScenario:
    path = folder / "scenario.yaml"  # type: ignore[operator]
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def test_an_hour_of_the_slower_station_brings_what_arithmetic_says(tmp_path: object) -> None:
    """Parts come every 1.5 h from 1.5 h on; a miller makes one in 2 h, two of them keep pace with demand.

    One miller: the k-th part leaves at 1.5 + 2 k + 1; two: 3 h after it came.  At the horizon none counts.
    """
    found = bottleneck(scenario(tmp_path), replications=3, jobs=1)

    horizon, weeks = 1680.0, 10.0
    alone, with_two = (math.ceil(hours) - 1 for hours in ((horizon - 2.5) / 2.0, (horizon - 3.0) / 1.5))
    brings = (with_two - alone) / weeks / 168.0
    assert found.pools == ("millers", "polishers")
    assert found.hours == {"millers": 168.0, "polishers": 168.0}
    values = found.values["throughput"]
    assert values["millers"].mean == pytest.approx(brings, abs=1e-12)
    assert (values["polishers"].mean, values["polishers"].half_width) == (0.0, 0.0)
    assert found.ahead == {"throughput": "millers", "flow_time": "millers"}
    assert in_words(found)[0] == (
        "The bottleneck is the millers: one more hour a week brings +0.1661 tasks a week."
    )


def test_a_busy_pool_that_follows_demand_is_no_bottleneck(tmp_path: object) -> None:
    text = LINE.replace("every: 90 min", "every: 125 min")

    found = bottleneck(scenario(tmp_path, text), replications=3, jobs=1)

    assert found.utilisation["millers"].mean > 0.95
    assert found.ahead == {"throughput": None, "flow_time": None}
    assert in_words(found)[0] == (
        "No bottleneck is clear: of no pool does one more hour a week surely bring good tasks."
    )


def test_pools_that_do_no_step_are_left_out() -> None:
    assert pools_at_work(model_of(LINE)) == ["millers", "polishers"]


def test_a_scenario_in_which_no_seat_does_a_step_is_refused(tmp_path: object) -> None:
    text = LINE.replace("done_by: [millers]", "done_by: [helpers]").replace("[polishers]", "[helpers]")
    text += "freelancers:\n  helpers: {seats: 0, rate: 30 USD per hour}\nstrategies:\n"
    text += "  help: [{hire: helpers, seats: 1, from: week 2}]\n"

    with pytest.raises(UsageError, match=r"^bottleneck: no pool that does a step has a seat from which"):
        bottleneck(scenario(tmp_path, text), replications=2, jobs=1)


def made_up(**values: Estimate) -> Bottleneck:
    """Return a bottleneck with these values of throughput; the first pool is the busiest."""
    pools = tuple(values)
    ahead = next((pool for pool in pools if values[pool].mean >= 1.0), None)
    return Bottleneck(
        scenario="Desk",
        strategy="do nothing",
        future="",
        currency="USD",
        pools=pools,
        measures=(MEASURES["throughput"],),
        utilisation={pool: Estimate(0.9 - 0.1 * place, 0.01, 20) for place, pool in enumerate(pools)},
        hours=dict.fromkeys(pools, 40.0),
        share={pool: 0.5 if pool == "editors" else 0.1 for pool in pools},
        values={"throughput": values},
        ahead={"throughput": ahead},
        replications=20,
        seed=1,
        engine="reference",
    )


def test_the_busiest_is_not_the_bottleneck() -> None:
    found = made_up(writers=Estimate(0.01, 0.02, 20), editors=Estimate(1.2, 0.2, 20))

    assert in_words(found) == [
        "The bottleneck is the editors: one more hour a week brings +1.20 ± 0.20 tasks a week.",
        "Busier than editors (80 %), yet without a clear gain by one more hour: writers (90 %).",
        "One seat is much of its pool, so that its first hours may bring more than the mean: editors "
        "(+50 %).",
    ]


def test_where_several_help_none_is_called_the_bottleneck() -> None:
    found = made_up(writers=Estimate(0.5, 0.2, 20), clerks=Estimate(0.6, 0.2, 20))

    assert in_words(found) == [
        "One more hour a week brings +0.60 ± 0.20 tasks a week (the clerks) and +0.50 ± 0.20 tasks a week "
        "(the writers); which of them most is not clear from 20 replications."
    ]


def test_a_pool_is_ahead_only_where_it_is_clearly_better_than_every_other() -> None:
    good = np.linspace(0.9, 1.1, 20)
    tied = {"one": good, "two": good + np.tile([0.1, -0.1], 10)}

    assert _ahead(MEASURES["throughput"], {"one": good, "two": good - 0.5}) == "one"
    assert _ahead(MEASURES["throughput"], tied) is None
    assert _ahead(MEASURES["flow_time"], {"one": good, "two": good}) is None


FALSE_ALARM = 1e-6
"""Of the test below: the chance that it fails although all is right, bounded by Hoeffding."""


def _share_that_miss(several: int, *, together: bool) -> float:
    """Return in how many of 2,000 draws some of several intervals misses the true value of 0."""
    random = np.random.default_rng(20260101)
    draws: NDArray[np.float64] = random.standard_normal((2000, several, 20))
    interval = (lambda values: _together(values, several)) if together else estimate
    return float(np.mean([any(interval(values).is_clear for values in draw) for draw in draws]))


def test_intervals_hold_together_and_would_not_alone() -> None:
    room = math.sqrt(math.log(1.0 / FALSE_ALARM) / (2.0 * 2000))

    assert _share_that_miss(6, together=True) < 0.05 + room
    assert _share_that_miss(6, together=False) > 0.05 + room
