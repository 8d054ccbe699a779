"""Simultaneous events: one stated order, whoever was scheduled first."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.engines.calendar import EventCalendar
from sim.engines.order import Kind
from tests.running import run_text
from tests.unit.engine.reading import visits

TRACES = {f"{hour}.csv": f"arrived\n{hour}\n" for hour in range(1, 60)}


def at(hour: int) -> str:
    """Return arrivals of a single task."""
    return f"{{trace: {{file: {hour}.csv, column: arrived}}}}"


# --- the calendar --------------------------------------------------------------------------------


def happened(places: list[tuple[float, Kind, int]]) -> list[tuple[float, Kind, int]]:
    """Return places in the order in which a calendar lets them happen."""
    clock, order = EventCalendar(), []
    for place in places:
        event = clock.at(*place)
        event.callbacks.append(lambda _, place=place: order.append((clock.now, *place[1:])))
    clock.run(1e9)
    return order


def test_simultaneous_events_go_by_kind_and_entity_whoever_was_scheduled_first() -> None:
    places = [(1.0, kind, entity) for kind in (Kind.COMPLETE, Kind.SHIFT, Kind.ARRIVE) for entity in (0, 7)]

    for order in itertools.permutations(places):
        assert happened(list(order)) == places


def test_kinds_have_the_documented_order() -> None:
    """Numbers of kinds are an interface between engines."""
    assert [kind.name for kind in sorted(Kind)] == [
        "WEEK_END",
        "LEVER",
        "WEEK",
        "TOOL_READY",
        "COMPLETE",
        "TRANSIT",
        "SHIFT",
        "OFFER",
        "JOIN",
        "RETURN",
        "ARRIVE",
    ]


@given(st.floats(0.0, 1e5), st.floats(0.0, 1e5))
@example(27.75129600734087, 306.68333333333334)
@example(39.6552646571349, 120.22779691035346)
def test_events_happen_exactly_when_they_are_meant_to(first: float, second: float) -> None:
    """Scheduled from any moment: in the examples now + (moment - now) misses it by the last digit."""
    now, moment = sorted((first, second))
    clock, seen = EventCalendar(), []
    clock.at(now, Kind.SHIFT, 0).callbacks.append(
        lambda _: clock.at(moment, Kind.COMPLETE, 0).callbacks.append(lambda _: seen.append(clock.now))
    )
    clock.run(1e9)

    assert seen == [moment]


def test_the_horizon_itself_is_not_reached() -> None:
    clock, seen = EventCalendar(), []
    for moment in (1.0, 2.0, 3.0):
        clock.at(moment, Kind.ARRIVE, 0).callbacks.append(lambda _: seen.append(clock.now))
    clock.run(2.0)

    assert seen == [1.0]


def test_what_is_never_never_happens() -> None:
    clock = EventCalendar()
    clock.at(float("inf"), Kind.ARRIVE, 0)
    clock.run(1e300)

    assert clock.now == 0.0


# --- in the story --------------------------------------------------------------------------------


def story(
    types: str, steps: str, people: str, more: str = "", strategy: str = "do nothing"
) -> list[tuple[object, ...]]:
    record = run_text(
        f"scenario: Ties\nrun_length: 59 h\ntask_types:\n{types}\nsteps:\n{steps}\npeople:\n{people}\n{more}",
        strategy=strategy,
        files=TRACES,
    )
    names = record.names.task_types
    rows = visits(record, "task", "who", "started_at")
    return [(names[record.tasks["task_type"][task]], who, start) for task, who, start in rows]


def test_who_ends_a_visit_takes_the_next_before_anyone_arrives() -> None:
    """At 5 h anna ends a, b waits since 2 h, and an urgent task arrives."""
    rows = story(
        f"  a: {{arrivals: {at(1)}, route: [s]}}\n  b: {{arrivals: {at(2)}, route: [s]}}\n"
        f"  u: {{arrivals: {at(5)}, priority: urgent, route: [s]}}",
        "  s: {service_time: 4 h, done_by: [anna]}",
        "  anna: {headcount: 1}",
    )

    assert rows == [("a", "anna", 1), ("b", "anna", 5), ("u", "anna", 9)]


def test_of_two_who_end_at_once_the_lower_number_takes_the_better_task() -> None:
    """Anna and bert end at 5 h; the high task goes to anna, actor 0, though bert began first."""
    rows = story(
        f"  a: {{arrivals: {at(1)}, route: [long]}}\n  b: {{arrivals: {at(3)}, route: [short]}}\n"
        f"  c: {{arrivals: {at(4)}, route: [both]}}\n"
        f"  d: {{arrivals: {at(4)}, priority: high, route: [both]}}",
        "  long: {service_time: 4 h, done_by: [bert]}\n  short: {service_time: 2 h, done_by: [anna]}\n"
        "  both: {service_time: 1 h, done_by: [bert, anna]}",
        "  anna: {headcount: 1}\n  bert: {headcount: 1}",
    )

    assert sorted(rows[2:]) == [("c", "bert", 5), ("d", "anna", 5)]


def test_who_is_free_and_on_duty_at_an_arrival_takes_it_at_once() -> None:
    """9 h is the beginning of the shift and the moment of the arrival."""
    rows = story(
        f"  a: {{arrivals: {at(9)}, route: [s]}}",
        "  s: {service_time: 1 h, done_by: [anna]}",
        '  anna: {headcount: 1, hours: "Mon 9:00-17:00"}',
    )

    assert rows == [("a", "anna", 9)]


def test_a_task_that_arrives_when_the_shift_ends_waits() -> None:
    rows = story(
        f"  a: {{arrivals: {at(17)}, route: [s]}}",
        "  s: {service_time: 1 h, done_by: [anna], end_of_shift: finish}",
        '  anna: {headcount: 1, hours: "Mon-Tue 9:00-17:00"}',
    )

    assert rows == [("a", "anna", 33)]


def test_who_ends_with_the_shift_takes_nothing_more() -> None:
    rows = story(
        f"  a: {{arrivals: {at(9)}, route: [s]}}\n  b: {{arrivals: {at(10)}, route: [s]}}",
        "  s: {service_time: 8 h, done_by: [anna], end_of_shift: finish}",
        '  anna: {headcount: 1, hours: "Mon-Tue 9:00-17:00"}',
    )

    assert rows == [("a", "anna", 9), ("b", "anna", 33)]


def test_a_task_comes_out_of_transit_before_the_shift_begins_and_competes_for_it() -> None:
    """The urgent one leaves step one at 8 h and is in transit until 9 h, when anna comes."""
    rows = story(
        f"  a: {{arrivals: {at(3)}, route: [s]}}\n"
        f"  u: {{arrivals: {at(7)}, priority: urgent, route: [one, s]}}",
        "  one: {service_time: 1 h, done_by: [bert]}\n"
        "  s: {service_time: 1 h, done_by: [anna], hand_off: {delay: 1 h}}",
        '  anna: {headcount: 1, hours: "Mon 9:00-17:00"}\n  bert: {headcount: 1}',
    )

    assert rows == [("u", "bert", 7), ("u", "anna", 9), ("a", "anna", 10)]


def test_one_shift_relieves_the_other_without_a_gap() -> None:
    rows = story(
        f"  a: {{arrivals: {at(16)}, route: [s]}}\n  b: {{arrivals: {at(16)}, route: [s]}}",
        "  s: {service_time: 1 h, done_by: [early, late]}",
        '  early: {headcount: 1, hours: "Mon 9:00-17:00"}\n  late: {headcount: 1, hours: "Mon 17:00-20:00"}',
    )

    assert rows == [("a", "early", 16), ("b", "late", 17)]


@pytest.mark.parametrize("prefer", ["[anna, bert]", "[bert, anna]"])
@pytest.mark.parametrize("hours", [("Mon-Tue", "Mon-Wed"), ("Mon-Wed", "Mon-Tue"), ("Mon-Tue", "Mon-Tue")])
def test_preferences_hold_among_pools_that_come_on_duty_together(prefer: str, hours: tuple[str, str]) -> None:
    """One task waits for 9:00, when both pools begin, each by a calendar of its own."""
    rows = story(
        f"  a: {{arrivals: {at(3)}, route: [s]}}",
        f"  s: {{service_time: 1 h, done_by: {prefer}}}",
        f'  anna: {{headcount: 1, hours: "{hours[0]} 9:00-17:00"}}\n'
        f'  bert: {{headcount: 1, hours: "{hours[1]} 9:00-17:00"}}',
    )

    assert rows == [("a", prefer[1:5], 9)]


def test_the_longest_idle_of_a_pool_comes_first_also_when_members_have_hours_of_their_own() -> None:
    """Ann has worked until 11 h on Monday, ben until 10 h: on Tuesday at 9:00 it is ben's turn."""
    rows = story(
        f"  a: {{arrivals: {at(9)}, route: [s]}}\n  b: {{arrivals: {at(9)}, route: [t]}}\n"
        f"  c: {{arrivals: {at(30)}, route: [t]}}",
        "  s: {service_time: 2 h, done_by: [team]}\n  t: {service_time: 1 h, done_by: [team]}",
        '  team: {workers: {ann: {hours: "Mon-Tue 9:00-17:00"}, ben: {hours: "Mon-Wed 9:00-17:00"}}}',
    )

    assert rows == [("b", "team 1", 9), ("a", "team 0", 9), ("c", "team 1", 33)]


def test_the_best_waiting_task_is_offered_first_at_the_beginning_of_a_shift() -> None:
    rows = story(
        f"  a: {{arrivals: {at(1)}, route: [s]}}\n  b: {{arrivals: {at(2)}, priority: high, route: [s]}}\n"
        f"  c: {{arrivals: {at(3)}, route: [s]}}",
        "  s: {service_time: 1 h, done_by: [anna]}",
        '  anna: {headcount: 2, hours: "Mon 9:00-17:00"}',
    )

    assert sorted(rows) == [("a", "anna 1", 9), ("b", "anna 0", 9), ("c", "anna 0", 10)]


def test_a_freelancer_who_joins_takes_what_waits_before_what_arrives() -> None:
    rows = story(
        f"  a: {{arrivals: {at(1)}, route: [s]}}\n  b: {{arrivals: {at(24)}, priority: urgent, route: [s]}}",
        "  s: {service_time: 1 h, done_by: [fred]}",
        "  nobody: {headcount: 1}",
        "freelancers: {fred: {rate: 20 USD/h, seats: 1, search_delay: 24 h}}",
    )

    assert rows == [("a", "fred", 24), ("b", "fred", 25)]


def test_a_tool_that_is_ready_again_counts_for_who_begins_at_that_moment() -> None:
    """The bot may start at 9 h again, when anna's shift begins: the waiting task goes to the bot."""
    rows = story(
        f"  a: {{arrivals: {at(1)}, route: [s]}}\n  b: {{arrivals: {at(2)}, route: [s]}}",
        "  s: {service_time: 1 h, done_by: [bot, anna]}",
        '  anna: {headcount: 1, hours: "Mon 9:00-17:00"}',
        "tools: {bot: {slots: 5, rate_limit: 21 per week}}",
    )

    assert rows == [("a", "bot 0", 1), ("b", "bot 0", 9)]
