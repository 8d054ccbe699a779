"""Throughput that follows demand is told as that, and does not lead the verdict."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from sim.experiments.demand import follows_demand, on_demand
from sim.experiments.findings import Comparison, Replications
from sim.experiments.verdict import headline, leading, verdict

Results = Callable[..., Replications]
Comparing = Callable[..., Comparison]
MEASURES = ("throughput", "flow_time", "failure_demand_share")


@pytest.fixture
def delivering(replications: Results, comparison: Comparing) -> Callable[..., Comparison]:
    """Return a comparison of two strategies with these tasks in, delivered and good in weeks 2 to 4."""

    def made(
        counts: Sequence[tuple[float, float, float]],
        foreground: tuple[str, ...] = MEASURES[:2],
        repairs: float = 0.0,
    ) -> Comparison:
        results = []
        for name, (arrivals, done, good), shift in zip(
            ("do nothing", "more"), counts, (0.0, 5.0), strict=True
        ):
            values = [100.0 + shift, 101.0 + shift, 102.0 + shift, 103.5 + shift]
            found = replications(name, {MEASURES[0]: values, MEASURES[1]: values, MEASURES[2]: [repairs] * 4})
            weekly = {"arrivals": arrivals, "delivered": done, "good": good}
            series = {key: np.tile([9999.0, count, count, count], (4, 1)) for key, count in weekly.items()}
            series["good"][:, 0] = 0.0
            results.append(replace(found, weeks=np.arange(1, 5), series=series))
        return comparison(results, foreground=foreground)

    return made


def test_where_nearly_all_is_delivered_throughput_does_not_lead(
    delivering: Callable[..., Comparison],
) -> None:
    found = delivering([(100.0, 97.0, 97.0), (100.0, 99.0, 99.0)])

    assert leading(found) == "flow_time"
    assert headline(found).endswith("clearly raises the flow time.")
    assert verdict(found)[1:3] == (
        "Throughput: clearly higher under 'more' (by 5 tasks a week).",
        "Nearly all that comes in is delivered under every strategy (97 % or more): throughput follows "
        "demand, and the gain is what no longer waits at the end.",
    )


def test_throughput_leads_where_something_is_left_over_under_one_strategy(
    delivering: Callable[..., Comparison],
) -> None:
    found = delivering([(100.0, 96.9, 96.9), (100.0, 99.0, 99.0)])

    assert leading(found) == "throughput"
    assert not [said for said in verdict(found) if "follows demand" in said]


def test_throughput_leads_where_it_is_all_that_is_asked_for(delivering: Callable[..., Comparison]) -> None:
    found = delivering([(100.0, 99.0, 99.0), (100.0, 99.0, 99.0)], ("throughput",))

    assert leading(found) == "throughput"
    assert [said for said in verdict(found) if "throughput follows demand" in said]


def test_good_tasks_do_not_follow_demand_where_defects_are_delivered(
    delivering: Callable[..., Comparison],
) -> None:
    found = delivering([(100.0, 99.0, 80.0), (100.0, 99.0, 85.0)])

    assert leading(found) == "throughput"
    assert on_demand(found, "throughput") == [
        "Nearly all that comes in is delivered under every strategy (97 % or more): a difference in good "
        "tasks is one in defects, or in what still waits at the end."
    ]


def test_repairs_are_no_demand(delivering: Callable[..., Comparison]) -> None:
    """110 come in, 10 of them repairs; all 100 others are delivered."""
    counts = [(110.0, 100.0, 100.0), (110.0, 100.0, 100.0)]

    assert follows_demand(delivering(counts, repairs=10.0 / 110.0), "throughput")
    assert not follows_demand(delivering(counts), "throughput")


def test_open_tasks_are_demand_where_no_warm_up_is_left_out(delivering: Callable[..., Comparison]) -> None:
    """Some 10,000 come in, 2,000 more were there: as many are delivered as come in, and much is left over."""
    found = delivering([(100.0, 99.0, 99.0)] * 2)
    from_today = replace(found, warm_up=0.0, open_tasks=2000)

    assert on_demand(replace(from_today, open_tasks=0), "delivered_per_week")
    assert not on_demand(from_today, "delivered_per_week")
    assert on_demand(replace(found, open_tasks=2000), "delivered_per_week")


def test_nothing_is_known_without_arrivals(delivering: Callable[..., Comparison]) -> None:
    assert not follows_demand(delivering([(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]), "throughput")
    assert not follows_demand(delivering([(100.0, 99.0, 99.0)] * 2), "flow_time")
