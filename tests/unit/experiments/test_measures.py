"""Every measure on a record made by hand; the sums stand beside the numbers."""

import math
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from sim.measures.people import pool_measures
from sim.measures.registry import MEASURES, measures_of, measures_table
from sim.records.record import RunRecord

BY_HAND = {
    "throughput": 3 / 3,  # tasks 2, 3 and 6 in 3 weeks
    "delivered_per_week": 4 / 3,  # and the defective one
    **dict.fromkeys(("throughput_week_p10", "throughput_week_p50", "throughput_week_p90"), math.nan),
    "throughput_week_es10": math.nan,  # three weeks are too few for tenths
    "throughput_week_spread": math.sqrt((4 + 1 + 9) / 2),  # 1, 2, 6 around 3
    "flow_time": (50 + 100 + 150 + 272) / 4,
    "flow_time_p50": 100,  # rank ⌈0.50 · 4⌉ = 2
    "flow_time_p85": 272,  # rank ⌈0.85 · 4⌉ = 4
    "flow_time_p95": 272,
    "flow_efficiency": (5 + 10 + 15 + 4) / (50 + 100 + 150 + 272),
    "on_time_share": 2 / 3,  # early, late, on the hour
    "late_share": 2
    / 5,  # one delivered late and one still inside, beside three in time, one before the window
    "tardiness": 10 / 3,
    "tardiness_p95": 10,  # rank ⌈0.95 · 3⌉ = 3
    "tardiness_es05": 10,  # of 0.15 deliveries
    "wip": (32 + 100 + 150 + 40 + 272 + 72) / 504,
    "hand_offs": (2 + 4 + 0 + 2) / 4,
    "failure_demand_share": 1 / 5,  # one repair among five arrivals
    "quality": (0.8 + 0.6 + 0.4) / 3,
    "quality_spread": 0.2,  # √((0.04 + 0 + 0.04) / 2)
    "quality_p05": 0.4,
    "quality_p50": 0.6,  # rank ⌈0.50 · 3⌉ = 2
    "quality_p95": 0.8,
    "quality_es05": 0.4,  # of 0.15 deliveries
    "quality_person_spread": math.sqrt((2 / 64 + 1 / 16 - 2 / 64) / (3 - 5 / 3)),  # 0.5 and 0.75; 1.0; n₀ 4/3
    "quality_week_spread": math.sqrt(0.02),  # 0.5 and 0.7 around 0.6
    "first_pass_yield": 2 / 4,  # one reworked, one defective
    "escape_rate": 1 / 4,
    "escaped_defects": 1 / 3,
    "rework_rate": 1 / 4,  # the visit handed over is not complete
    "rework_hours": 4 / 3,
    "utilisation": (30 + 100 + 66) / (40 + 120 + 5 + 80),
    "overtime": 5 / 3,
    "freelance_hours": 30 / 3,
    "ai_share": 3 / 20,  # of 6 + 2 + 4 + 3 + 5 hours
    "assisted_share": 9 / 20,
    "value": 250 / 3,
    "cost": 7500 / 3,
    "cost_per_good_task": 7500 / 3,
    "margin": (250 - 7500) / 3,
}
WEEK = 168.0
DEFINED_WITHOUT_WORK = {
    "throughput", "delivered_per_week", "wip", "escaped_defects", "rework_hours", "overtime",
    "freelance_hours", "value", "cost", "margin",
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURES)
def test_measure_is_the_number_worked_out_by_hand(name: str, record: RunRecord) -> None:
    assert MEASURES[name].value(record) == pytest.approx(BY_HAND[name], rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", MEASURES)
def test_measure_of_nothing_is_zero_or_undefined_never_an_error(name: str, empty: RunRecord) -> None:
    value = MEASURES[name].value(empty)

    assert value == 0.0 if name in DEFINED_WITHOUT_WORK else math.isnan(value)


def test_each_pool_has_its_utilisation(record: RunRecord) -> None:
    found = {measure.name: measure.value(record) for measure in pool_measures(record.names)}

    assert found == pytest.approx(
        {
            "utilisation.assistant": 90 / 504,
            "utilisation.content_writers": 30 / 40,
            "utilisation.writers": 166 / 205,
        }
    )


def test_weeks_that_reach_out_of_the_window_do_not_count_for_the_spread(
    new_record: Callable[..., RunRecord],
) -> None:
    weeks = [{"week": week, "good": good} for week, good in enumerate((50, 50, 3, 5, 50), start=1)]
    cut = new_record(warm_up=200.0, horizon=700.0, weeks=weeks)

    assert MEASURES["throughput_week_spread"].value(cut) == pytest.approx(math.sqrt(2))


def test_bad_weeks_are_told_by_ranks_and_their_mean(new_record: Callable[..., RunRecord]) -> None:
    """Of 1 to 15 the ranks are ⌈1.5⌉, ⌈7.5⌉ and ⌈13.5⌉; the worst tenth is a week and a half."""
    weeks = [{"week": week, "good": 16 - week} for week in range(1, 16)]
    record = new_record(warm_up=0.0, horizon=15 * WEEK, weeks=weeks)
    found = [MEASURES[f"throughput_week_{name}"].value(record) for name in ("p10", "p50", "p90", "es10")]

    assert found == [2.0, 8.0, 14.0, pytest.approx((1 * 1 + 0.5 * 2) / 1.5, rel=1e-15)]


@pytest.mark.parametrize(("weeks", "told"), [(9, False), (10, True)])
def test_tenths_of_weeks_take_ten_whole_weeks(
    new_record: Callable[..., RunRecord], weeks: int, told: bool
) -> None:
    rows = [{"week": week, "good": week} for week in range(1, weeks + 3)]  # the first and the last are cut
    record = new_record(warm_up=0.5 * WEEK, horizon=(weeks + 1.5) * WEEK, weeks=rows)

    for name in ("p10", "p50", "p90", "es10"):
        assert math.isnan(MEASURES[f"throughput_week_{name}"].value(record)) != told


def test_a_late_task_counts_wherever_it_is_and_once_its_due_date_has_come(
    new_record: Callable[..., RunRecord],
) -> None:
    tasks = [
        {"arrived_at": 10, "due_at": 672},  # not delivered by the end of the window
        {"arrived_at": 10, "due_at": 673},  # it still has an hour
        {"arrived_at": 10, "due_at": 168},  # late before the window
        {"arrived_at": 10, "due_at": 169, "delivered_at": 169},
        {"arrived_at": 10, "due_at": 200, "delivered_at": 201},
        {"arrived_at": 10},
    ]
    record = new_record(tasks=tasks)

    assert MEASURES["late_share"].value(record) == 2 / 3
    assert MEASURES["on_time_share"].value(record) == 1 / 2  # survivors only
    assert MEASURES["tardiness"].value(record) == 1 / 2


def test_delivery_in_hand_or_after_repair_never_raises_throughput(
    new_record: Callable[..., RunRecord],
) -> None:
    repairs = [{"arrived_at": 200, "delivered_at": 300, "parent": 0}, {"arrived_at": 200}]

    assert MEASURES["throughput"].value(new_record(tasks=repairs)) == 0.0


def test_registry_knows_each_measure_by_its_name_and_says_what_it_is() -> None:
    units = {"1", "1/task", "h", "tasks", "tasks/week", "h/week", "currency/week", "currency/task"}

    assert set(MEASURES) == set(BY_HAND)
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.unit in units
        assert measure.title
        assert measure.unit == "1" or not measure.is_share
        assert len(measure.definition) > 20


def test_measures_travel_between_processes(record: RunRecord) -> None:
    measures = measures_of(record.names)

    travelled = pickle.loads(pickle.dumps(measures))

    assert [m.name for m in travelled] == [m.name for m in measures]
    np.testing.assert_array_equal([m.value(record) for m in travelled], [m.value(record) for m in measures])


def test_table_for_the_documentation_has_a_row_for_each_measure() -> None:
    lines = measures_table().splitlines()

    assert len(lines) == 2 + len(MEASURES)
    assert lines[2] == (
        "| `throughput` | tasks/week | larger | good tasks delivered in the window / its weeks; "
        "a repair never counts |"
    )
