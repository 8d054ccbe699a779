"""The record: every column means what it says, and the books close."""

import math

import numpy as np
import pytest

from sim.records.columns import TABLES
from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import by_pool_and_week, column, ledger, tasks, visits, weekly

WEEK = 168.0


def books(
    step: str = "service_time: 10 h",
    people: str = "headcount: 1, wage: 10 USD/h",
    arrivals: str = "every: 100 h",
    length: str = "3 weeks",
    head: str = "",
    task: str = "",
) -> str:
    return f"""
scenario: Books
run_length: {length}
{head}
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [draft]{task}}}}}
steps: {{draft: {{done_by: [anna], {step}}}}}
people: {{anna: {{{people}}}}}
"""


# --- weeks ---------------------------------------------------------------------------------------


def test_a_visit_across_the_end_of_a_week_is_split_between_the_weeks() -> None:
    """Visits of 90 h at 100, 200, 300, 400 h, and one at 500 h that the horizon cuts."""
    record = run_text(books("service_time: 90 h"))

    assert by_pool_and_week(record, "busy_time")["anna"] == [68.0, 22.0 + 90.0 + 36.0, 54.0 + 90.0 + 4.0]
    assert record.actors["busy_time"].tolist() == [364.0]


def test_a_visit_may_cross_several_weeks() -> None:
    record = run_text(books("service_time: 350 h"))

    assert by_pool_and_week(record, "busy_time")["anna"] == [68.0, 168.0, 168.0]


def test_a_visit_in_hand_at_the_horizon_counts_up_to_it() -> None:
    record = run_text(books("service_time: 350 h", length="10 calendar days"))

    assert visits(record, "started_at", "ended_at", "service_time", "outcome") == [
        (100.0, pytest.approx(math.nan, nan_ok=True), 350.0, "NO_REVIEW")
    ]
    assert record.actors["busy_time"].tolist() == [140.0]
    assert by_pool_and_week(record, "busy_time")["anna"] == [68.0, 72.0]
    assert tasks(record, "visits") == [0, 0]
    assert tasks(record, "service_time") == [0.0, 0.0]


def test_hours_off_are_no_hours_of_a_visit() -> None:
    """Mon-Fri 9-17; 100 h is Friday 4:00: 8 h on Friday, and 2 h on Monday (177-179 h)."""
    record = run_text(
        books(people='headcount: 1, hours: "Mon-Fri 9:00-17:00"', arrivals="every: 100 h, batch: 1")
    )

    assert visits(record, "started_at", "ended_at", "service_time")[0] == (105.0, 179.0, 10.0)
    assert by_pool_and_week(record, "busy_time")["anna"] == [8.0, 2.0 + 10.0, 10.0 + 10.0]
    assert by_pool_and_week(record, "available_time")["anna"] == [40.0, 40.0, 40.0]


def test_the_last_week_may_be_short() -> None:
    record = run_text(books(length="10 calendar days"))

    assert weekly(record, "week") == [1, 2]
    assert weekly(record, "ended_at") == [168.0, 240.0]
    assert by_pool_and_week(record, "available_time")["anna"] == [168.0, 72.0]
    assert weekly(record, "mean_wip") == [pytest.approx(10.0 / 168.0), pytest.approx(10.0 / 72.0)]


def test_weeks_count_what_enters_and_leaves_and_what_is_inside() -> None:
    """Arrivals 100, 200, ... 500 h; each takes 90 h and is delivered at 190, 290, ... 490 h."""
    record = run_text(books("service_time: 90 h"))

    assert weekly(record, "arrivals") == [1, 2, 2]
    assert weekly(record, "delivered") == weekly(record, "good") == [0, 2, 2]
    assert weekly(record, "wip") == [1, 1, 1]
    assert weekly(record, "mean_wip") == [
        pytest.approx(68 / WEEK),
        pytest.approx(148 / WEEK),
        pytest.approx(148 / WEEK),
    ]


def test_what_happens_at_the_end_of_a_week_belongs_to_the_next_one() -> None:
    """Arrivals at 84, 168, 252, 336 and 420 h, delivered 84 h later."""
    record = run_text(books("service_time: 84 h", arrivals="every: 84 h"))

    assert weekly(record, "arrivals") == [1, 2, 2]
    assert weekly(record, "delivered") == [0, 2, 2]
    assert weekly(record, "wip") == [1, 1, 1]


def test_tasks_inside_are_those_entered_less_those_left_every_week() -> None:
    """Whatever happens exactly at the end of a week: 4 h and 7 h divide 168 h."""
    text = books("service_time: 7 h", "headcount: 2", "every: 4 h, batch: 2", "12 weeks")
    record = run_text(text)
    inside = np.cumsum(record.weeks["arrivals"]) - np.cumsum(record.weeks["delivered"])

    np.testing.assert_array_equal(record.weeks["wip"], inside)


def test_repairs_are_no_deliveries_of_their_own() -> None:
    defects = ", escaped_defects: {return_chance: 100 %, after: 20 h}"
    record = run_text(books("service_time: 10 h, error_probability: 100 %", task=defects))

    assert weekly(record, "delivered") == [1, 2, 1]
    assert weekly(record, "good") == [0, 0, 0]
    assert sum(weekly(record, "arrivals")) == len(record.tasks["task"]) > 10


def test_the_quality_of_a_week_is_the_mean_of_its_deliveries() -> None:
    step = "service_time: 10 h, skills: {s: 100 %}, difficulty: {mean: 0.5, sd: 0.1}, standard: 50 %"
    record = run_text(books(step, "headcount: 1, skills: {s: 0.5}"))
    quality = record.tasks["quality"]

    assert weekly(record, "quality") == [
        pytest.approx(quality[0]),
        pytest.approx(quality[1:3].mean()),
        pytest.approx(quality[3]),
    ]


def test_a_week_without_deliveries_has_no_quality() -> None:
    assert np.isnan(run_text(books("service_time: 90 h")).weeks["quality"][0])


# --- warm-up -------------------------------------------------------------------------------------


def test_a_warm_up_within_a_week_cuts_hours_and_money_to_the_hour() -> None:
    """A warm-up of 192 h: 3 h are left of the first visit, and 312 of the 504 h that are paid."""
    record = run_text(books("service_time: 95 h", head="warm_up: 8 calendar days"))

    # 100-195, 200-295, 300-395, 400-495, 500-504
    assert record.actors["busy_time"].tolist() == [3.0 + 95.0 * 3 + 4.0]
    assert record.actors["available_time"].tolist() == [504.0 - 192.0]
    assert ledger(record) == {("WAGES", "anna"): 5040.0}
    assert ledger(record, "measured_amount") == {("WAGES", "anna"): 3120.0}
    assert sum(by_pool_and_week(record, "available_time")["anna"]) == 504.0


def test_overtime_is_measured_after_the_warm_up() -> None:
    """A visit of 20 h from Thursday 15:00 (87 h) to Friday 11:00 (107 h), warm-up until Friday 4:00 (100 h).

    Beyond the shift lie 17:00-9:00; of these 4:00-9:00 after the warm-up.
    """
    people = 'headcount: 1, wage: 10 USD/h, hours: "Mon-Fri 9:00-17:00"'
    text = books(
        "service_time: 20 h, end_of_shift: finish",
        people,
        "population: 1, away_for: 87 h",
        "160 h",
        "warm_up: 100 h",
    )
    record = run_text(text)

    assert record.actors["overtime"].tolist() == [5.0]
    assert record.actors["busy_time"].tolist() == [7.0]
    assert ledger(record)["OVERTIME", "anna"] == 160.0
    assert ledger(record, "measured_amount")["OVERTIME", "anna"] == 50.0


def test_overtime_of_a_visit_in_hand_counts_up_to_the_horizon() -> None:
    people = 'headcount: 1, wage: 10 USD/h, hours: "Mon-Fri 9:00-17:00"'
    text = books("service_time: 20 h, end_of_shift: finish", people, "population: 1, away_for: 87 h", "100 h")
    record = run_text(text)

    assert visits(record, "started_at", "ended_at")[0][0] == 87.0
    assert record.actors["busy_time"].tolist() == [13.0]
    assert record.actors["overtime"].tolist() == [11.0]


# --- the whole -----------------------------------------------------------------------------------

RICH = """
scenario: Everything at once
run_length: 9.4 weeks
warm_up: 10 calendar days
start: 2026-01-08
holidays: [2026-01-20]
behaviour: knowledge-work
work_in_process_limit: 60
hand_off: {delay: 30 min, context_loss: 10 %, quality_loss: 0.02}
task_types:
  article:
    arrivals: {rate: 50 per week, weekdays: {Mon: 130 %}}
    value: 400 USD
    route: [draft, together: [check, [sketch, layout]], either: {proof: 30 %, skip: 60 %, leave: 10 %},
            again: {from: draft, chance: 5 %}]
    escaped_defects: {return_chance: 50 %, after: {exponential: 2 calendar days}, effort: 50 %}
  memo: {arrivals: {population: 6, away_for: {exponential: 2 calendar days}}, route: [draft]}
steps:
  draft:
    service_time: {lognormal: {mean: 4 h, cv: 0.6}}
    skills: {writing: 100 %}
    difficulty: {mean: 0.5, sd: 0.1}
    standard: 50 %
    done_by: [writers, bot, fred]
    assisted_by: bot
    exposure: 50 %
    end_of_shift: finish
    work_in_process_limit: 20
  check:
    {service_time: 45 min, reviews: [draft], detection: 70 %, false_alarm: 5 %, rework: {back_to: same actor},
     done_by: [editors], end_of_shift: hand over}
  sketch: {service_time: {gamma: {mean: 2 h, cv: 0.5}}, done_by: [bot, editors], end_of_shift: restart}
  layout: {service_time: 1 h, error_probability: 10 %, done_by: [editors]}
  proof: {service_time: 20 min, done_by: [writers, editors]}
people:
  writers: {headcount: 5, wage: 30 USD/h, hours: "Mon-Fri 9:00-17:00", skills: {writing: 0.6 ± 0.1}}
  editors: {headcount: 3, wage: 40 USD/h, overtime_premium: 25 %, hours: "Mon-Fri 13:00-21:00"}
tools:
  bot:
    capability: {writing: 0.5}
    jaggedness: 0.2
    slots: 2
    rate_limit: 1 per hour
    price: [0.5 USD per use, 1 USD/h, 20 USD per person per month, 10 USD per month]
    outages: {every: {exponential: 90 h}, lasting: {exponential: 6 h}}
freelancers:
  fred: {rate: 15-40 USD/h, seats: 1, client_fee: 5 %, search_delay: {exponential: 50 h},
         skills: {writing: 0.6 ± 0.1}}
strategies:
  all:
    - {train: writers, in: {writing: +0.1}, from: week 3, price: 100 USD per person}
    - {upgrade: bot, to: {capability: {writing: +0.2}, price: 2 USD per use}, from: week 5, price: 50 USD}
    - {hire: fred, seats: 2, from: week 4, until: week 7, budget: 900 USD}
"""


@pytest.fixture(scope="module", params=range(3))
def rich(request: pytest.FixtureRequest) -> RunRecord:
    return run_text(RICH, seed=request.param, strategy="all")


def test_the_rich_run_has_everything_in_it(rich: RunRecord) -> None:
    """Else the laws below would hold of nothing."""
    assert len(rich.tasks["task"]) > 300
    assert set(rich.visits["outcome"]) >= {0, 1, 2, 3, 5}
    assert set(rich.visits["mode"]) == {0, 1, 2}
    assert np.any(rich.tasks["parent"] >= 0)
    assert np.any(np.isfinite(rich.actors["left_at"]))
    assert set(ledger(rich)) >= {
        ("WAGES", "writers"),
        ("OVERTIME", "writers"),
        ("TOOLS", "bot"),
        ("FREELANCERS", "fred"),
        ("CLIENT_FEES", "fred"),
        ("TRAINING", "writers"),
        ("TOOL_CHANGE", "bot"),
    }


def test_tables_have_the_columns_and_types_of_the_contract(rich: RunRecord) -> None:
    for name, columns in TABLES.items():
        table = getattr(rich, name)
        assert list(table) == [column.name for column in columns]
        assert [str(table[c.name].dtype) for c in columns] == [c.dtype for c in columns]
        assert len({len(values) for values in table.values()}) == 1
        assert not any(values.flags.writeable for values in table.values())


def test_busy_hours_of_the_weeks_add_up_to_those_of_the_visits(rich: RunRecord) -> None:
    """Ended visits have their hands-on hours; those in hand are cut at the horizon."""
    v = rich.visits
    pool = rich.actors["pool"][v["actor"]]
    ended = ~np.isnan(v["ended_at"])
    for number, name in enumerate(rich.names.pools):
        weeks = math.fsum(by_pool_and_week(rich, "busy_time")[name])
        of_ended = math.fsum(v["service_time"][ended & (pool == number)])
        in_hand = math.fsum(v["service_time"][~ended & (pool == number)])
        assert of_ended - 1e-6 <= weeks <= of_ended + in_hand + 1e-6


def test_hands_on_hours_are_those_on_duty_plus_overtime(rich: RunRecord) -> None:
    """Service time is booked at the start, hours on duty from the calendar at the end: they agree."""
    whole = run_text(RICH.replace("warm_up: 10 calendar days", ""), seed=rich.seed, strategy="all")
    v = whole.visits
    ended = ~np.isnan(v["ended_at"])
    in_hand = ~ended
    busy = whole.actors["busy_time"]
    planned = np.bincount(v["actor"][ended], v["service_time"][ended], len(busy))
    free = np.ones(len(busy), dtype=bool)
    free[v["actor"][in_hand]] = False

    np.testing.assert_allclose(busy[free], planned[free], atol=1e-6)
    assert np.all(busy + 1e-6 >= planned)


def test_nobody_works_more_hours_on_duty_than_there_are(rich: RunRecord) -> None:
    a = rich.actors
    assert np.all(a["busy_time"] - a["overtime"] <= a["available_time"] + 1e-6)
    assert np.all(a["overtime"][rich.names.pool_kinds[0] == a["pool"]] >= 0.0)


def test_nobody_does_two_visits_at_once(rich: RunRecord) -> None:
    v = rich.visits
    order = np.lexsort((v["started_at"], v["actor"]))
    same = v["actor"][order][1:] == v["actor"][order][:-1]
    ended = np.where(np.isnan(v["ended_at"]), np.inf, v["ended_at"])[order][:-1]

    assert np.all(v["started_at"][order][1:][same] >= ended[same])


def test_a_task_adds_up_its_visits(rich: RunRecord) -> None:
    v, count = rich.visits, len(rich.tasks["task"])
    ended = ~np.isnan(v["ended_at"])
    last_part = ended & (v["outcome"] != 5)

    np.testing.assert_array_equal(np.bincount(v["task"][ended], minlength=count), rich.tasks["visits"])
    np.testing.assert_allclose(
        np.bincount(v["task"][ended], v["service_time"][ended], count), rich.tasks["service_time"], atol=1e-9
    )
    np.testing.assert_array_equal(
        np.bincount(v["task"][last_part & v["rework"]], minlength=count), rich.tasks["reworks"]
    )
    np.testing.assert_array_equal(
        np.bincount(v["task"][ended & v["hand_off"]], minlength=count), rich.tasks["hand_offs"]
    )


def test_visits_are_numbered_in_order_of_ending_and_those_in_hand_come_last(rich: RunRecord) -> None:
    ended = rich.visits["ended_at"]
    known = ended[~np.isnan(ended)]

    assert np.all(np.diff(known) >= 0.0)
    assert np.all(np.isnan(ended[len(known) :]))
    np.testing.assert_array_equal(rich.visits["visit"], np.arange(len(ended)))


def test_tasks_are_numbered_in_order_of_arrival(rich: RunRecord) -> None:
    assert np.all(np.diff(rich.tasks["arrived_at"]) >= 0.0)
    np.testing.assert_array_equal(rich.tasks["task"], np.arange(len(rich.tasks["task"])))
    for number in range(len(rich.names.task_types)):
        own = (rich.tasks["task_type"] == number) & (rich.tasks["parent"] < 0)
        np.testing.assert_array_equal(rich.tasks["number"][own], np.arange(own.sum()))


def test_a_visit_is_ready_then_started_then_ended(rich: RunRecord) -> None:
    v = rich.visits
    ended = ~np.isnan(v["ended_at"])

    assert np.all(v["ready_at"] <= v["started_at"])
    assert np.all(v["started_at"][ended] <= v["ended_at"][ended])
    assert np.all(v["service_time"][ended] <= v["ended_at"][ended] - v["started_at"][ended] + 1e-9)
    assert np.all(v["ready_at"] >= rich.tasks["arrived_at"][v["task"]])


def test_attempts_count_the_visits_to_a_step(rich: RunRecord) -> None:
    """A visit handed over keeps its number; every other adds one."""
    seen: dict[tuple[int, int], int] = {}
    for task, step, attempt in sorted(
        zip(rich.visits["task"], rich.visits["step"], rich.visits["attempt"], strict=True)
    ):
        assert attempt - seen.get((task, step), 0) in (0, 1)
        seen[task, step] = attempt


def test_hand_overs_make_nothing(rich: RunRecord) -> None:
    v = rich.visits
    part = (v["outcome"] == 5) | np.isnan(v["ended_at"])

    assert np.all(np.isnan(v["quality"][part]))
    assert not np.any(v["defective"][part])


def test_the_ledger_is_what_hours_and_prices_make(rich: RunRecord) -> None:
    """Each account worked out again from the other tables, over the measured part."""
    measured = ledger(rich, "measured_amount")
    a = rich.actors
    for name, wage in (("writers", 30.0), ("editors", 40.0)):
        own = a["pool"] == rich.names.pools.index(name)
        assert measured["WAGES", name] == pytest.approx(wage * math.fsum(a["available_time"][own]))
    writers = a["pool"] == rich.names.pools.index("writers")
    assert measured["OVERTIME", "writers"] == pytest.approx(30.0 * math.fsum(a["overtime"][writers]))
    fred = a["pool"] == rich.names.pools.index("fred")
    paid = math.fsum(a["busy_time"][fred] * a["rate"][fred])
    assert measured["FREELANCERS", "fred"] == pytest.approx(paid)
    assert measured["CLIENT_FEES", "fred"] == pytest.approx(0.05 * paid)
    assert ledger(rich)["TRAINING", "writers"] == 500.0
    assert ledger(rich)["TOOL_CHANGE", "bot"] == 50.0
    assert all(ledger(rich)[row] >= amount - 1e-9 for row, amount in measured.items())


def test_flow_time_is_the_area_under_the_tasks_inside(rich: RunRecord) -> None:
    """Little's law on this path."""
    t = rich.tasks
    left = np.where(np.isnan(t["delivered_at"]), rich.horizon, t["delivered_at"])
    area = math.fsum(rich.weeks["mean_wip"] * np.diff(np.append(0.0, rich.weeks["ended_at"])))

    assert area == pytest.approx(math.fsum(left - t["arrived_at"]))


def test_no_more_tasks_are_inside_than_the_limit_allows(rich: RunRecord) -> None:
    """Started and not delivered: at most 60."""
    begun = np.full(len(rich.tasks["task"]), np.inf)
    np.minimum.at(begun, rich.visits["task"], rich.visits["started_at"])
    moments = begun[np.isfinite(begun)]
    delivered = np.sort(rich.tasks["delivered_at"])
    inside = np.searchsorted(np.sort(moments), moments, side="right") - np.searchsorted(
        delivered[~np.isnan(delivered)], moments, side="right"
    )

    assert inside.max() <= 60


def test_a_seat_that_was_never_filled_has_worked_nothing() -> None:
    text = books() + "freelancers: {fred: {rate: 20 USD/h, seats: 1, search_delay: 99 weeks}}\n"
    record = run_text(text.replace("done_by: [anna]", "done_by: [anna, fred]"))

    assert record.actors["joined_at"].tolist() == [0.0, np.inf]
    assert record.actors["available_time"].tolist() == [504.0, 0.0]
    assert by_pool_and_week(record, "actors")["fred"] == [0, 0, 0]


def test_actors_of_a_week_are_those_there_at_its_end() -> None:
    """Seats open at 336 h and close at 504 h: there at the end of week 3 only."""
    text = books(length="5 weeks", arrivals="every: 800 h") + (
        "freelancers: {fred: {rate: 20 USD/h}}\n"
        "strategies: {x: [{hire: fred, seats: 2, from: week 3, until: week 4}]}\n"
    )
    record = run_text(text.replace("done_by: [anna]", "done_by: [anna, fred]"), strategy="x")

    assert by_pool_and_week(record, "actors")["fred"] == [0, 0, 2, 0, 0]
    assert by_pool_and_week(record, "available_time")["fred"] == [0.0, 0.0, 336.0, 0.0, 0.0]
    assert column(record, "who") == ["anna"]


def test_the_books_of_a_week_do_not_depend_on_when_the_run_ends() -> None:
    """To the last digit, also with visits of several actors in hand at the end."""
    text = books("service_time: {exponential: 7 h}", "headcount: 3", "every: 2.1 h", "WEEKS weeks")
    short, long = (run_text(text.replace("WEEKS", weeks)) for weeks in ("2", "4"))

    for name in ("busy_time", "available_time", "actors"):
        assert by_pool_and_week(short, name)["anna"] == by_pool_and_week(long, name)["anna"][:2]
