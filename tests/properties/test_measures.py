"""Laws that hold for the measures of any record, drawn by Hypothesis."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.registry import MEASURES, measures_of
from sim.model.names import Names, PoolKind
from sim.records.columns import TABLES
from sim.records.record import Mode, Outcome, RunRecord
from sim.records.sample import sample_of
from sim.records.totals import totals_of

HORIZON, WARM_UP = 15 * 168.0, 100.0
NAMES = Names(
    ("article",), ("draft", "layout"), ("writers", "tool"), (PoolKind.PEOPLE, PoolKind.TOOL), (), "USD"
)
SHARES = (
    "on_time_share", "failure_demand_share", "first_pass_yield", "escape_rate", "rework_rate", "utilisation",
    "ai_share", "assisted_share", "flow_efficiency", "late_share",
)  # fmt: skip
hours = st.floats(0.0, HORIZON, allow_subnormal=False).map(lambda hour: round(hour, 3))
unit = st.floats(0.0, 1.0, allow_subnormal=False)


@st.composite
def a_task(draw: st.DrawFn) -> dict[str, object]:
    arrived_at, flow_time = draw(hours), draw(hours)
    inside = arrived_at + flow_time > HORIZON
    return {
        "parent": draw(st.sampled_from((-1, -1, -1, 0))),
        "arrived_at": arrived_at,
        "delivered_at": float("nan") if inside else arrived_at + flow_time,
        "due_at": draw(st.sampled_from((float("inf"), arrived_at + 40.0, arrived_at + 400.0))),
        "quality": draw(st.one_of(st.just(float("nan")), unit)),
        "defective": draw(st.booleans()),
        "value": draw(st.integers(0, 500)),
        "service_time": draw(unit) * flow_time,
        "reworks": draw(st.integers(0, 3)),
        "hand_offs": draw(st.integers(0, 5)),
    }


a_visit = st.fixed_dictionaries(
    {
        "ended_at": st.one_of(st.just(float("nan")), hours),
        "service_time": st.floats(0.01, 40.0),
        "mode": st.sampled_from([int(mode) for mode in Mode]),
        "outcome": st.sampled_from([int(outcome) for outcome in Outcome]),
        "rework": st.booleans(),
        "quality": st.one_of(st.just(float("nan")), unit),
        "actor": st.integers(0, 3),
        "step": st.integers(0, 1),
    }
)


@st.composite
def an_actor(draw: st.DrawFn) -> dict[str, object]:
    on_duty, overtime = draw(hours), draw(unit)
    return {
        "pool": draw(st.integers(0, 1)),
        "busy_time": draw(unit) * (on_duty + overtime),
        "available_time": on_duty,
        "overtime": overtime,
    }


def table(name: str, rows: list[dict[str, object]]) -> dict[str, np.ndarray]:
    return {
        column.name: np.array([row.get(column.name, 0) for row in rows], column.dtype)
        for column in TABLES[name]
    }


records = st.builds(
    lambda tasks, visits, actors, good, amounts: RunRecord(
        1, 0, "drawn", HORIZON, WARM_UP, NAMES,
        tasks=table("tasks", tasks),
        visits=table("visits", visits),
        waiting=table("waiting", []),
        duties=table("duties", []),
        actors=table("actors", actors),
        weeks=table(
            "weeks",
            [{"week": week, "good": count, "quality": 0.5} for week, count in enumerate(good, start=1)],
        ),
        pool_weeks=table("pool_weeks", []),
        stocks=table("stocks", []),
        ledger=table("ledger", [{"amount": amount, "measured_amount": amount} for amount in amounts]),
        absences=table("absences", []),
        levers=table("levers", []),
    ),
    st.lists(a_task(), max_size=25),
    st.lists(a_visit, max_size=15),
    st.lists(an_actor(), min_size=4, max_size=6),
    st.lists(st.integers(0, 40), min_size=15, max_size=15),
    st.lists(st.floats(0.0, 1e4), max_size=4),
)  # fmt: skip


def values(record: RunRecord) -> dict[str, float]:
    totals = totals_of(record)
    return {measure.name: measure.value(totals) for measure in measures_of(record.names)}


@given(records)
def test_every_measure_is_a_finite_number_or_undefined(record: RunRecord) -> None:
    assert not np.isinf(list(values(record).values())).any()


@given(records)
def test_shares_lie_between_nothing_and_all(record: RunRecord) -> None:
    found = values(record)

    for name in (*SHARES, "utilisation.writers", "utilisation.tool"):
        assert np.isnan(found[name]) or -1e-12 <= found[name] <= 1.0 + 1e-12
    assert not found["ai_share"] + found["assisted_share"] > 1.0 + 1e-12


@given(records)
def test_deliveries_are_good_or_defective(record: RunRecord) -> None:
    found = values(record)

    assert found["throughput"] + found["escaped_defects"] == pytest.approx(found["delivered_per_week"])


@given(records)
def test_margin_is_what_value_leaves_after_cost(record: RunRecord) -> None:
    found = values(record)

    assert found["margin"] == found["value"] - found["cost"]


@given(records)
def test_work_in_process_is_the_area_under_the_curve_of_tasks_inside(record: RunRecord) -> None:
    """Little's law on the path: the mean of the curve is the tasks' hours inside over the window."""
    arrived = np.sort(record.tasks["arrived_at"])
    gone = np.sort(record.tasks["delivered_at"])  # nan last
    moments = np.unique(np.concatenate([arrived, gone[~np.isnan(gone)], [WARM_UP, HORIZON]]))
    moments = moments[(moments >= WARM_UP) & (moments <= HORIZON)]
    inside = np.searchsorted(arrived, moments, side="right") - np.searchsorted(gone, moments, side="right")
    area = np.sum(inside[:-1] * np.diff(moments))

    assert values(record)["wip"] * (HORIZON - WARM_UP) == pytest.approx(area, rel=1e-9, abs=1e-9)


@given(records)
def test_percentiles_are_in_order_around_what_was_observed(record: RunRecord) -> None:
    found = values(record)
    ladders = (
        ("flow_time_p50", "flow_time_p85", "flow_time_p95"),
        ("throughput_week_es10", "throughput_week_p10", "throughput_week_p50", "throughput_week_p90"),
        ("quality_es05", "quality_p05", "quality_p50", "quality_p95"),
        ("tardiness_p95", "tardiness_es05"),
    )

    for ladder in ladders:
        rungs = [found[name] for name in ladder]
        assert np.isnan(rungs).all() or rungs == sorted(rungs), ladder


@given(records)
def test_means_lie_between_the_ends_of_what_they_are_means_of(record: RunRecord) -> None:
    found = values(record)

    assert not found["quality_es05"] > found["quality"] + 1e-12
    assert not found["tardiness_es05"] < found["tardiness"] - 1e-9
    assert not found["tardiness"] < 0.0


@given(records)
def test_nothing_is_late_when_all_is_in_time_and_all_when_nobody_works(record: RunRecord) -> None:
    """The same due dates, once met at once and once never."""
    prompt = replace(record, tasks={**record.tasks, "delivered_at": record.tasks["arrived_at"]})
    never = replace(
        record, tasks={**record.tasks, "delivered_at": np.full(len(record.tasks["task"]), np.nan)}
    )

    assert values(prompt)["late_share"] in (0.0, pytest.approx(np.nan, nan_ok=True))
    assert values(never)["late_share"] in (1.0, pytest.approx(np.nan, nan_ok=True))
    assert np.isnan(values(prompt)["late_share"]) == np.isnan(values(never)["late_share"])
    assert np.isnan(values(never)["tardiness"])


@given(records)
def test_people_who_change_names_are_as_far_apart_as_before(record: RunRecord) -> None:
    """Tools and people keep their pools: the numbers of the actors are turned round, and of the steps."""
    last = len(record.actors["pool"]) - 1
    renamed = replace(
        record,
        actors={name: column[::-1] for name, column in record.actors.items()},
        visits={**record.visits, "actor": last - record.visits["actor"], "step": 1 - record.visits["step"]},
    )

    np.testing.assert_array_equal(
        values(renamed)["quality_person_spread"], values(record)["quality_person_spread"]
    )


@given(records)
def test_what_everybody_makes_alike_has_no_spread_between_people(record: RunRecord) -> None:
    alike = replace(
        record, visits={**record.visits, "quality": 0.1 + 0.6 * record.visits["step"].astype(np.float64)}
    )

    assert not values(alike)["quality_person_spread"] > 0.0


@given(st.lists(st.floats(0.0, 1e6), min_size=1, max_size=200), st.integers(1, 99))
def test_tail_mean_is_the_mean_of_as_many_values_as_the_percentage_says(
    numbers: list[float], percent: int
) -> None:
    """Each value stands for 100 hundredths; the lowest n · percent of these are averaged the slow way."""
    hundredths = [number for number in sorted(numbers) for _ in range(100)]
    taken = len(numbers) * percent
    found = sample_of(np.array(numbers))

    assert found.lowest_mean(percent) == pytest.approx(math.fsum(hundredths[:taken]) / taken, abs=1e-9)
    assert found.highest_mean(percent) == pytest.approx(math.fsum(hundredths[-taken:]) / taken, abs=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200), st.integers(1, 99))
def test_quantile_is_the_smallest_value_that_enough_do_not_exceed(numbers: list[float], percent: int) -> None:
    found = sample_of(np.array(numbers)).quantile(percent)
    not_above = sum(number <= found for number in numbers)
    below = sum(number < found for number in numbers)

    assert found in numbers
    assert 100 * not_above >= percent * len(numbers) > 100 * below


@given(records)
def test_order_of_rows_does_not_matter(record: RunRecord) -> None:
    turned = RunRecord(
        1, 0, "drawn", HORIZON, WARM_UP, NAMES,
        **{
            name: {column: rows[::-1] for column, rows in getattr(record, name).items()} for name in TABLES
        },
    )  # fmt: skip
    last = len(turned.actors["pool"]) - 1
    turned.visits["actor"] = last - turned.visits["actor"]

    assert values(turned) == pytest.approx(values(record), rel=1e-9, abs=1e-9, nan_ok=True)


@given(records)
def test_doubling_all_times_doubles_flow_times_and_halves_throughput_bit_for_bit(record: RunRecord) -> None:
    slow = RunRecord(
        1, 0, "drawn", 2.0 * HORIZON, 2.0 * WARM_UP, NAMES,
        tasks={
            **record.tasks,
            **{name: 2.0 * record.tasks[name] for name in ("arrived_at", "delivered_at", "due_at")},
        },
        **{name: getattr(record, name) for name in TABLES if name != "tasks"},
    )  # fmt: skip
    once, twice = values(record), values(slow)

    doubled = ("flow_time", "flow_time_p95", "tardiness", "tardiness_p95", "tardiness_es05")
    same = ("wip", "on_time_share", "late_share", "quality_es05", "quality_p95")
    factors = dict.fromkeys(doubled, 2.0) | dict.fromkeys(same, 1.0) | {"throughput": 0.5}
    for name, factor in factors.items():
        np.testing.assert_array_equal(twice[name], factor * once[name], err_msg=name)


def test_each_share_is_a_measure() -> None:
    assert set(SHARES) <= set(MEASURES)
