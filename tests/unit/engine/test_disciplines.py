"""Who is served first: priority, then the queue discipline, then who has waited longest."""

import pytest

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import visits

TRACES = {f"{moment}.csv": f"arrived\n{moment}\n" for moment in range(1, 9)}
"""Traces of single tasks."""


def desk(types: str, discipline: str = "first come") -> RunRecord:
    """Return one person who is busy with a long task from 1 h to 9 h while others come."""
    return run_text(
        f"""
scenario: Desk
run_length: 29 h
queue: {discipline}
task_types:
  busy: {{arrivals: {one(1)}, route: [long]}}
{types}
steps:
  long: {{service_time: 8 h, done_by: [anna]}}
  short: {{service_time: 1 h, done_by: [anna]}}
  middle: {{service_time: {{exponential: 2 h}}, done_by: [anna]}}
people: {{anna: {{headcount: 1}}}}
""",
        files=TRACES,
    )


def one(moment: float) -> str:
    """Return arrivals of one task at a moment."""
    return f"{{trace: {{file: {moment}.csv, column: arrived}}}}"


def of_type(name: str, moment: int, more: str) -> str:
    return f"  {name}: {{arrivals: {one(moment)}, {more}}}\n"


def order(types: str, discipline: str = "first come") -> str:
    """Return the types of the tasks that anna takes after the long one, in order."""
    record = desk(types, discipline)
    names = record.names.task_types
    taken = [names[record.tasks["task_type"][task]] for (task,) in visits(record, "task")]
    assert taken[0] == "busy"
    return "".join(taken[1:])


def test_first_come_first_served() -> None:
    types = (
        of_type("a", 5, "route: [short]")
        + of_type("b", 3, "route: [short]")
        + of_type("c", 4, "route: [short]")
    )

    assert order(types) == "bca"


@pytest.mark.parametrize("discipline", ["first come", "earliest due date", "shortest expected"])
def test_a_better_priority_goes_before_every_discipline(discipline: str) -> None:
    """The urgent one comes last, is due last and takes longest."""
    types = (
        of_type("a", 5, "priority: low, due: 1 h, route: [short]")
        + of_type("b", 6, "priority: normal, due: 2 h, route: [short]")
        + of_type("c", 7, "priority: high, due: 3 h, route: [middle]")
        + of_type("d", 8, "priority: urgent, due: 4 weeks, route: [long]")
    )

    assert order(types, discipline) == "dcba"


def test_the_earliest_due_date_goes_first_and_no_promise_last() -> None:
    """Due: a never, b at 17 h, c at 12 h, d at 13 h, e at 12 h too but later in the queue."""
    types = (
        of_type("a", 3, "route: [short]")
        + of_type("b", 4, "due: 13 h, route: [short]")
        + of_type("c", 5, "due: 7 h, route: [short]")
        + of_type("d", 6, "due: 7 h, route: [short]")
        + of_type("e", 7, "due: 5 h, route: [short]")
    )

    assert order(types, "earliest due date") == "cedba"


def test_the_shortest_expected_goes_first_whatever_it_takes() -> None:
    """Middle is expected to take 2 h, more than short and less than long, however long it turns out."""
    types = (
        of_type("l", 3, "route: [long]")
        + of_type("m", 4, "route: [middle]")
        + of_type("s", 5, "route: [short]")
    )

    assert order(types, "shortest expected") == "sml"


def test_ties_go_to_who_joined_the_queue_first_over_all_steps() -> None:
    types = (
        of_type("a", 4, "route: [short]")
        + of_type("b", 4, "route: [middle]")
        + of_type("c", 4, "route: [short]")
    )

    assert order(types) == "abc"


def test_waiting_tasks_of_all_steps_compete_by_priority() -> None:
    types = (
        of_type("a", 4, "priority: low, route: [short]")
        + of_type("b", 5, "priority: high, route: [middle]")
        + of_type("c", 6, "priority: normal, route: [short]")
    )

    assert order(types) == "bca"


def test_service_is_not_interrupted_by_a_better_task() -> None:
    record = desk(of_type("u", 2, "priority: urgent, route: [short]"))

    assert visits(record, "step", "started_at", "ended_at") == [("long", 1.0, 9.0), ("short", 9.0, 10.0)]


def test_rework_counts_with_its_share_of_the_effort() -> None:
    """At 8 h a rework of 30 min (of a draft of 5 h) has waited since 7 h, a brief of 2 h since 4 h."""
    record = run_text(
        f"""
scenario: Short rework
run_length: 29 h
queue: shortest expected
task_types:
  a: {{arrivals: {one(1)}, route: [draft, review]}}
  b: {{arrivals: {one(3)}, route: [brief]}}
  c: {{arrivals: {one(4)}, route: [brief]}}
steps:
  draft: {{service_time: 5 h, error_probability: 100 %, done_by: [anna]}}
  brief: {{service_time: 2 h, done_by: [anna]}}
  review: {{service_time: 1 h, reviews: [draft], rework: {{at_most: 1, effort: 10 %}}, done_by: [rita]}}
people: {{anna: {{headcount: 1}}, rita: {{headcount: 1}}}}
""",
        files=TRACES,
    )

    by_anna = [row for row in visits(record, "who", "task", "started_at") if row[0] == "anna"]
    assert by_anna == [("anna", 0, 1.0), ("anna", 1, 6.0), ("anna", 0, 8.0), ("anna", 2, 8.5)]
