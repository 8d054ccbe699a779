"""Where the hours of a task's life are booked: every story is worked out by hand."""

import dataclasses
from collections import Counter

import numpy as np
import pytest

from sim.engines import get_engine
from sim.measures.books.books import Books, books_of
from sim.measures.books.causes import CAUSES, Cause, Side
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.book_laws import every_stretch_is_shared_out, the_books_close, waits_are_blamed_on_what_others_did
from tests.conformance.drawn import compare
from tests.running import SCENARIOS, SHIPPED, model_of, shipped_model


def run(
    text: str, strategy: str = "do nothing", files: dict[str, str] | None = None
) -> tuple[RunRecord, Books]:
    """Return one replication and its books, which have been found in order."""
    model = model_of(text, strategy, files=files)
    record = get_engine("reference")(model, 1, 0)
    books = books_of(model, record)
    the_books_close(model, record, books)
    waits_are_blamed_on_what_others_did(model, record, books)
    return record, books


def booked(books: Books, task: int) -> dict[str, float]:
    """Return the hours of a task by the name of what they are booked to."""
    hours: Counter[str] = Counter()
    of_task = books.spans["task"][books.hours["span"]] == task
    for cause, part in zip(books.hours["cause"][of_task], books.hours["hours"][of_task], strict=True):
        hours[CAUSES[Cause(cause)].name] += float(part)
    return dict(hours)


def sides(books: Books, cause: Cause) -> dict[Side, float]:
    """Return the hours that are booked to a cause, by side."""
    own = books.hours["cause"] == cause
    return {
        side: float(hours)
        for side in Side
        if (hours := books.hours["hours"][own & (books.hours["side"] == side)].sum()) > 0.0
    }


def scene(
    steps: str, people: str, arrivals: str = "every: 10 h", length: str = "30 h", more: str = ""
) -> str:
    """Return tasks of one type at 10 h and 20 h that go through a step, or a few."""
    route = ", ".join(part.split(":")[0] for part in steps.split("; "))
    return f"""
scenario: Scene
run_length: {length}
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [{route}]}}}}
steps: {{{steps.replace("; ", ", ")}}}
people: {{{people}}}
{more}
"""


DRAFT = "draft: {service_time: 4 h, done_by: [anna]}"


# --- waiting for people ---------------------------------------------------------------------------


def test_work_is_booked_to_those_who_do_it() -> None:
    _, books = run(scene(DRAFT, "anna: {headcount: 1}"))

    assert booked(books, 0) == {"work by people": 4.0}


def test_a_task_that_finds_all_busy_waits_for_them() -> None:
    _, books = run(scene(DRAFT.replace("4 h", "12 h"), "anna: {headcount: 1}", length="40 h"))

    assert booked(books, 1) == pytest.approx({"all busy": 2.0, "work by people": 12.0})


def test_those_of_the_same_batch_wait_for_one_another() -> None:
    _, books = run(scene(DRAFT, "anna: {headcount: 1}", "every: 10 h, batch: 2"))

    assert booked(books, 1) == pytest.approx({"batch": 4.0, "work by people": 4.0})


def test_one_that_is_overtaken_waits_because_of_priority() -> None:
    """At 10 h one begins; at 11 h a normal one comes, at 12 h an urgent one, which is taken at 14 h."""
    text = """
scenario: Overtaken
run_length: 30 h
task_types:
  a: {arrivals: {every: 10 h}, route: [draft]}
  n: {arrivals: {every: 11 h}, route: [draft]}
  u: {arrivals: {every: 12 h}, route: [draft], priority: urgent}
steps: {draft: {service_time: 4 h, done_by: [anna]}}
people: {anna: {headcount: 1}}
"""
    _, books = run(text)

    assert booked(books, 1) == pytest.approx({"all busy": 3.0, "priority": 4.0, "work by people": 4.0})
    assert booked(books, 2) == pytest.approx({"all busy": 2.0, "work by people": 4.0})


def test_the_night_between_two_days_is_off_shift_waiting_or_in_hand() -> None:
    """One comes at 10 h and takes 9 h: 10-17 h, 33-35 h; the other comes at 20 h and waits until 35 h."""
    hours = "anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}"
    _, books = run(scene(DRAFT.replace("4 h", "9 h"), hours, length="60 h"))

    assert booked(books, 0) == pytest.approx({"work by people": 9.0, "off shift": 16.0})
    assert booked(books, 1) == pytest.approx(
        {"off shift": 13.0 + 16.0, "all busy": 2.0, "work by people": 9.0}
    )


def test_a_holiday_is_an_absence_and_its_night_is_not() -> None:
    """Monday 5 January is a holiday: who comes at 10:00 that day waits until Tuesday 9:00."""
    hours = "anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}"
    more = "start: 2026-01-05\nholidays: [2026-01-05]"
    _, books = run(scene(DRAFT, hours, length="48 h", more=more))

    assert booked(books, 0) == pytest.approx({"absence": 7.0, "off shift": 16.0, "work by people": 4.0})


def test_waiting_is_shared_among_all_who_might_have_ended_it() -> None:
    """Two people; one works on the task before, the other sits in a course, from 9 h on for 5 h."""
    text = """
scenario: Course
run_length: 1 week
task_types: {t: {arrivals: {every: 26 h, batch: 2}, route: [draft]}}
steps: {draft: {service_time: 4 h, done_by: [anna]}}
people: {anna: {headcount: 2, hours: Mon-Fri 0:00-20:00, skills: {s: 0.5}}, tom: {headcount: 1}}
strategies:
  learn:
    - {train: anna, in: {s: +0.2}, for: 1 week, time: 5 h per week}
"""
    record, books = run(text, "learn")
    away = record.absences
    spans = books.hours["span"][books.hours["cause"] == Cause.TRAINING]

    assert len(away["actor"]) >= 2
    assert (books.spans["since"][spans] < away["until"].max()).all()


def test_an_empty_seat_is_a_vacancy_and_a_search_is_the_market() -> None:
    vacancy = """
scenario: Vacancy
run_length: 200 h
task_types: {t: {arrivals: {every: 150 h}, route: [draft]}}
steps: {draft: {service_time: 4 h, done_by: [anna, fred]}}
people: {anna: {headcount: 1}}
freelancers: {fred: {rate: 20 USD/h, seats: 1, search_delay: 155 h}}
"""
    _, books = run(vacancy.replace("every: 150 h", "every: 150 h, batch: 2"))

    assert booked(books, 0) == pytest.approx({"work by people": 4.0})
    assert booked(books, 1) == pytest.approx({"batch": 2.0, "market": 2.0, "work by people": 4.0})
    assert sides(books, Cause.MARKET) == {Side.HUMAN: pytest.approx(2.0)}


# --- waiting for tools ----------------------------------------------------------------------------

TOOL = """
scenario: Tool
run_length: 40 h
task_types: {t: {arrivals: {every: 10 h, batch: 2}, route: [draft]}}
steps: {draft: {service_time: 4 h, done_by: [robot]}}
people: {anna: {headcount: 1}}
tools: {robot: {slots: 1}}
"""


def test_a_busy_slot_is_the_machines_and_a_batch_before_it_too() -> None:
    _, books = run(TOOL)

    assert booked(books, 0) == {"work by tools": 4.0}
    assert booked(books, 1) == pytest.approx({"batch": 4.0, "work by tools": 4.0})
    assert sides(books, Cause.BATCH) == {Side.MACHINE: pytest.approx(3 * 4.0)}


def test_an_outage_is_waited_for_and_sat_out() -> None:
    """Down from 24 h to 27 h: the first, of 22 h, is in the slot then, the second before it."""
    outage = "robot: {slots: 1, outages: {dates: [{from: day 2, lasting: 3 h}]}}"
    text = TOOL.replace("robot: {slots: 1}", outage).replace("every: 10 h", "every: 22 h")
    _, books = run(text)

    assert booked(books, 0) == pytest.approx({"work by tools": 4.0, "outage": 3.0})
    assert booked(books, 1) == pytest.approx({"batch": 4.0, "outage": 3.0, "work by tools": 4.0})


def test_a_rate_limit_is_a_wait_for_a_slot() -> None:
    """For half an hour one slot in nine works on the other of the batch; the limit holds the rest."""
    text = TOOL.replace("slots: 1", "slots: 9, rate_limit: 1 per hour").replace("4 h", "30 min")
    _, books = run(text)

    assert booked(books, 1) == pytest.approx(
        {"batch": 0.5 / 9.0, "tool slot": 1.0 - 0.5 / 9.0, "work by tools": 0.5}
    )


# --- between people -------------------------------------------------------------------------------

TWO = "draft: {service_time: 4 h, done_by: [anna]}; edit: {service_time: 2 h, done_by: [eva]}"


def test_the_way_to_another_and_getting_into_it_are_a_hand_off() -> None:
    more = "hand_off: {delay: 30 min, context_loss: 25 %}"
    _, books = run(scene(TWO, "anna: {headcount: 1}, eva: {headcount: 1}", more=more))

    assert booked(books, 0) == pytest.approx({"work by people": 6.0, "hand-off": 0.5 + 0.5})
    assert sides(books, Cause.HAND_OFF)[Side.INTERACTION] == pytest.approx(2.0)


def test_a_limit_holds_back_though_somebody_is_free() -> None:
    limited = DRAFT.replace("done_by", "work_in_process_limit: 1, done_by")
    _, books = run(scene(limited, "anna: {headcount: 2}", "every: 10 h, batch: 2"))

    assert booked(books, 1) == pytest.approx({"limit on work in process": 4.0, "work by people": 4.0})


def test_a_limit_holds_back_nobody_where_all_are_busy() -> None:
    """The twin: with one person the column is full too, but without the limit the task would wait as long."""
    limited = DRAFT.replace("done_by", "work_in_process_limit: 1, done_by")
    _, books = run(scene(limited, "anna: {headcount: 1}", "every: 10 h, batch: 2"))

    assert booked(books, 1) == pytest.approx({"batch": 4.0, "work by people": 4.0})


def test_a_limit_holds_a_tool_back_too() -> None:
    """Two slots, one of them free: the column is full, and no rate limit is there."""
    text = TOOL.replace("slots: 1", "slots: 2").replace("done_by", "work_in_process_limit: 1, done_by")
    _, books = run(text)

    assert booked(books, 1) == pytest.approx({"limit on work in process": 4.0, "work by tools": 4.0})
    assert sides(books, Cause.LIMIT) == {Side.INTERACTION: pytest.approx(3 * 4.0)}


CHANGED = """
scenario: Changed
run_length: 60 h
task_types:
  t: {arrivals: {every: 20 h}, route: [draft]}
  o: {arrivals: {every: 15 h}, route: [other]}
steps:
  draft: {service_time: 2 h, done_by: [anna]}
  other: {service_time: 14 h, done_by: [anna]}
people: {anna: {headcount: 1}, eva: {headcount: 1}}
strategies:
  eva too:
    - {from: day 2, set: {steps.draft.done_by: [eva]}}
"""


def test_a_wait_is_booked_by_who_may_end_it_at_each_moment() -> None:
    """A draft of 20 h waits while Anna is busy until 24 h, when Eva may do it, who is free."""
    _, books = run(CHANGED, "eva too")

    assert booked(books, 1) == pytest.approx({"all busy": 4.0, "work by people": 2.0})


def test_a_wait_after_a_change_is_for_those_who_may_from_then_on() -> None:
    """From 24 h on it is for Eva, who is there from Tuesday 9:00, and not for Anna, who is free at 29 h."""
    text = CHANGED.replace("eva: {headcount: 1}", "eva: {headcount: 1, hours: Mon-Fri 9:00-17:00}")
    _, books = run(text, "eva too")

    assert booked(books, 1) == pytest.approx({"all busy": 4.0, "off shift": 9.0, "work by people": 2.0})


def test_the_door_is_a_limit_too() -> None:
    _, books = run(
        scene(DRAFT, "anna: {headcount: 2}", "every: 10 h, batch: 2", more="work_in_process_limit: 1")
    )

    assert booked(books, 1) == pytest.approx({"limit on work in process": 4.0, "work by people": 4.0})


def test_only_the_branch_that_comes_last_is_booked() -> None:
    text = scene(TWO, "anna: {headcount: 1}, eva: {headcount: 1}").replace(
        "[draft, edit]", "[together: [draft, edit]]"
    )
    _, books = run(text)

    assert booked(books, 0) == {"work by people": 4.0}


# --- with a tool ----------------------------------------------------------------------------------

ASSISTED = """
scenario: Assisted
run_length: 40 h
task_types: {t: {arrivals: {every: 10 h}, route: [draft, review]}}
steps:
  draft:
    service_time: 4 h
    done_by: [anna]
    assisted_by: helper
    exposure: 50 %
    reliance: 100 %
    overhead: 40 %
  review: {service_time: 1 h, done_by: [eva], reviews: [draft], detection: 0 %, ai_review_time: 2}
people: {anna: {headcount: 1}, eva: {headcount: 1}}
tools: {helper: {}}
"""


def test_prompting_and_the_longer_review_are_booked_apart_from_the_work() -> None:
    """Half of 4 h goes to the tool at 0.4 h each: 2 + 0.8 h; half of the work is AI's: 1.5 h of review."""
    _, books = run(ASSISTED)

    assert booked(books, 0) == pytest.approx(
        {"work by people": 2.0 + 1.0, "prompting and checking": 0.8, "longer review of AI output": 0.5}
    )


def test_a_review_queue_is_an_interaction_as_far_as_ai_made_the_work() -> None:
    """Two drafts at once: both at 12.8 h; the second review begins 1.5 h later."""
    text = ASSISTED.replace("every: 10 h", "every: 10 h, batch: 2").replace(
        "anna: {headcount: 1}", "anna: {headcount: 2}"
    )
    _, books = run(text.replace("run_length: 40 h", "run_length: 19 h"))

    assert booked(books, 1)["review queue"] == pytest.approx(1.5)
    assert sides(books, Cause.REVIEW_QUEUE) == pytest.approx({Side.HUMAN: 0.75, Side.INTERACTION: 0.75})


# --- again ----------------------------------------------------------------------------------------

AGAIN = """
scenario: Again
run_length: 40 h
task_types: {t: {arrivals: {every: 10 h}, route: [draft, review]}}
steps:
  draft: {service_time: 4 h, done_by: [anna], error_probability: 100 %}
  review:
    service_time: 1 h
    done_by: [eva]
    reviews: [draft]
    detection: 100 %
    rework: {effort: 50 %, at_most: 1}
people: {anna: {headcount: 1}, eva: {headcount: 1}}
"""


def test_rework_is_from_a_review_that_sends_back_to_the_end_of_the_next() -> None:
    record, books = run(AGAIN)
    inside = books.hours["cause"] == Cause.REWORK

    assert booked(books, 0) == pytest.approx({"work by people": 5.0, "rework": 3.0})
    assert set(books.hours["within"][inside].tolist()) == {Cause.PERSON}
    assert sides(books, Cause.REWORK)[Side.HUMAN] == pytest.approx(float(record.tasks["reworks"].sum()) * 3.0)


def test_a_false_alarm_is_on_the_side_of_the_reviewer() -> None:
    text = AGAIN.replace("error_probability: 100 %", "error_probability: 0 %")
    text = text.replace("detection: 100 %", "detection: 100 %\n    false_alarm: 99.9999999 %")
    _, books = run(text.replace("[eva]", "[robot]") + "tools: {robot: {slots: 1}}\n")

    assert sides(books, Cause.REWORK) == {Side.MACHINE: pytest.approx(3 * 3.0)}


def test_what_was_open_at_the_start_has_a_past_that_nobody_knows() -> None:
    snapshot = "task_type,step,tasks,arrived\nt,draft,1,5 h\n"
    text = scene(DRAFT, "anna: {headcount: 1}") + "snapshot: open.csv\n"
    record, books = run(text, files={"open.csv": snapshot})

    assert record.tasks["arrived_at"][0] == -5.0
    assert booked(books, 0) == {"before the run": 5.0, "work by people": 4.0}


# --- every run ------------------------------------------------------------------------------------


def test_books_close_and_say_who_did_what_on_drawn_scenarios() -> None:
    count = Counter[str]()

    def look(model: Model, record: RunRecord) -> None:
        books = books_of(model, record)
        the_books_close(model, record, books)
        waits_are_blamed_on_what_others_did(model, record, books)
        count.update(CAUSES[Cause(cause)].name for cause in np.unique(books.hours["cause"]).tolist())

    compare(40, 300, look)

    assert len(count) > 15


@pytest.mark.parametrize("name", SHIPPED)
def test_books_of_shipped_scenarios_close(name: str) -> None:
    model = shipped_model(name, load_scenario(SCENARIOS / name).strategies[-1])
    record = get_engine("kernel")(model, 1, 0)

    the_books_close(model, record, books_of(model, record))


def test_engines_book_alike() -> None:
    name = "living-agency"
    models = [shipped_model(name, load_scenario(SCENARIOS / name).strategies[-1]) for _ in range(2)]
    books, again = (
        books_of(model, get_engine(engine)(model, 1, 0))
        for model, engine in zip(models, ("kernel", "reference"), strict=True)
    )

    for table in ("spans", "hours", "defects"):
        for column, values in getattr(books, table).items():
            np.testing.assert_array_equal(values, getattr(again, table)[column])


def test_books_with_an_entry_less_do_not_close() -> None:
    model = model_of(AGAIN)
    record = get_engine("reference")(model, 1, 0)
    books = books_of(model, record)
    torn = dataclasses.replace(books, hours={name: column[1:] for name, column in books.hours.items()})

    every_stretch_is_shared_out(record, books)
    with pytest.raises(AssertionError):
        every_stretch_is_shared_out(record, torn)
