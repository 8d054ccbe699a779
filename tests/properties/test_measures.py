"""Laws that hold for the measures of any record, drawn by Hypothesis."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.registry import MEASURES, measures_of
from sim.model.names import Names, PoolKind
from sim.records.columns import TABLES
from sim.records.record import Mode, Outcome, RunRecord
from sim.records.sample import sample_of

HORIZON, WARM_UP = 504.0, 100.0
NAMES = Names(("article",), ("draft",), ("writers", "tool"), (PoolKind.PEOPLE, PoolKind.TOOL), (), "USD")
SHARES = (
    "on_time_share", "failure_demand_share", "first_pass_yield", "escape_rate", "rework_rate", "utilisation",
    "ai_share", "assisted_share", "flow_efficiency",
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
        "due_at": draw(st.sampled_from((float("inf"), arrived_at + 40.0))),
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
    lambda tasks, visits, actors, amounts: RunRecord(
        1, 0, "drawn", HORIZON, WARM_UP, NAMES,
        tasks=table("tasks", tasks),
        visits=table("visits", visits),
        actors=table("actors", actors),
        weeks=table("weeks", [{"week": week, "good": week * week, "quality": 0.5} for week in (1, 2, 3)]),
        pool_weeks=table("pool_weeks", []),
        stocks=table("stocks", []),
        ledger=table("ledger", [{"amount": amount, "measured_amount": amount} for amount in amounts]),
        absences=table("absences", []),
        levers=table("levers", []),
    ),
    st.lists(a_task(), max_size=25),
    st.lists(a_visit, max_size=15),
    st.lists(an_actor(), max_size=5),
    st.lists(st.floats(0.0, 1e4), max_size=4),
)  # fmt: skip


def values(record: RunRecord) -> dict[str, float]:
    return {measure.name: measure.value(record) for measure in measures_of(record.names)}


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
    p50, p85, p95 = (found[f"flow_time_p{percent}"] for percent in (50, 85, 95))

    assert np.isnan(p50) or p50 <= p85 <= p95


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

    for name, factor in (("flow_time", 2.0), ("flow_time_p95", 2.0), ("throughput", 0.5), ("wip", 1.0)):
        np.testing.assert_array_equal(twice[name], factor * once[name])
    np.testing.assert_array_equal(twice["on_time_share"], once["on_time_share"])


def test_each_share_is_a_measure() -> None:
    assert set(SHARES) <= set(MEASURES)
