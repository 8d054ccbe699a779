"""Where defects are booked: their birth, and what became of them; every story is worked out by hand."""

from collections import Counter

import numpy as np
import pytest

from sim.engines import get_engine
from sim.measures.books.books import Books, books_of
from sim.measures.books.causes import Birth, Fate, Side
from sim.records.record import RunRecord
from tests.book_laws import every_defect_is_booked_once
from tests.running import model_of


def run(text: str) -> tuple[RunRecord, Books]:
    """Return one replication and its books, in which each defect stands once."""
    model = model_of(text)
    record = get_engine("reference")(model, 1, 0)
    books = books_of(model, record)
    every_defect_is_booked_once(model, record, books)
    return record, books


def births(books: Books) -> set[Birth]:
    return {Birth(birth) for birth in books.defects["birth"].tolist()}


def fates(books: Books) -> list[Fate]:
    """Return what became of the defects, in order of their visits."""
    return [Fate(fate) for fate in books.defects["fate"].tolist()]


# --- births ---------------------------------------------------------------------------------------


def skilled(step: str, skill: float, more: str = "", people: str = "", length: str = "40 h") -> str:
    """Return drafts at 10, 20 and 30 h by somebody with some skill, of difficulty 0.5, without luck."""
    return f"""
scenario: Skilled
run_length: {length}
behaviour: {{quality_slope: 6, quality_noise: 0}}
task_types: {{t: {{arrivals: {{every: 10 h}}, route: [brief, draft]}}}}
steps:
  brief: {{service_time: 1 h, done_by: [eva]}}
  draft: {{service_time: 4 h, skills: {{writing: 100 %}}, difficulty: 0.5, standard: 50 %, {step}}}
people:
  anna: {{headcount: 1, skills: {{writing: {skill}}}{people}}}
  eva: {{headcount: 1}}
{more}
"""


TOOL = "tools: {helper: {capability: {writing: %s}}}"


def test_a_person_who_is_not_up_to_it_has_made_it() -> None:
    _, books = run(skilled("done_by: [anna]", 0.4))

    assert births(books) == {Birth.PERSON}
    assert set(books.defects["side"].tolist()) == {Side.HUMAN}
    assert set(fates(books)) == {Fate.UNREVIEWED}


def test_a_tool_alone_has_made_it() -> None:
    _, books = run(skilled("done_by: [robot]", 0.9, "tools: {robot: {slots: 1, capability: {writing: 0.3}}}"))

    assert births(books) == {Birth.TOOL}
    assert set(books.defects["passed_side"].tolist()) == {Side.MACHINE}


def test_who_would_have_done_it_alone_was_misled() -> None:
    """0.6 is enough; with half of the work from a tool of 0.2, none of it seen through, 0.4 is left."""
    step = "done_by: [anna], assisted_by: helper, exposure: 50 %, reliance: 100 %, discernment: 0 %"
    record, books = run(skilled(step, 0.6, TOOL % 0.2))

    assert record.visits["ai_lift"][record.visits["defective"]] == pytest.approx(-0.2)
    assert births(books) == {Birth.MISLED}


def test_who_could_not_do_it_alone_either_was_not_misled() -> None:
    step = "done_by: [anna], assisted_by: helper, exposure: 50 %, reliance: 100 %, discernment: 0 %"
    _, books = run(skilled(step, 0.45, TOOL % 0.2))

    assert births(books) == {Birth.PERSON}


def test_what_a_hand_off_took_away_is_the_hand_offs() -> None:
    _, books = run(skilled("done_by: [anna]", 0.55, "hand_off: {quality_loss: 0.1}"))

    assert births(books) == {Birth.HAND_OFF}


def test_a_tool_that_would_have_helped_and_is_not_used() -> None:
    """0.45 alone; with half of the work from a tool of 0.8 it would be 0.625.  Nobody has taken it up."""
    step = "done_by: [anna], assisted_by: helper, exposure: 50 %, reliance: 100 %"
    unused = "tools: {helper: {capability: {writing: 0.8}, adopted: 0 %}}"
    _, books = run(skilled(step, 0.45, unused))

    assert births(books) == {Birth.UNUSED}


def test_a_tool_that_one_may_not_use_is_not_left_unused() -> None:
    step = "done_by: [anna], assisted_by: helper, exposure: 50 %, reliance: 100 %"
    _, books = run(skilled(step, 0.45, "tools: {helper: {capability: {writing: 0.8}, access: [eva]}}"))

    assert births(books) == {Birth.PERSON}


def sometimes_down(tool: str) -> str:
    """Return drafts at 13, 25 and 37 h, at the second of which the tool is down, from 24 to 27 h."""
    step = "done_by: [anna], assisted_by: helper, exposure: 50 %, reliance: 100 %"
    down = f"tools: {{helper: {{{tool}, outages: {{dates: [{{from: day 2, lasting: 3 h}}]}}}}}}"
    return skilled(step, 0.45, down, length="48 h").replace("every: 10 h", "every: 12 h")


def test_a_tool_that_is_down_and_that_one_works_with_otherwise_is_the_machines() -> None:
    """0.45 alone, 0.625 with the tool: only the draft without it is defective."""
    record, books = run(sometimes_down("capability: {writing: 0.8}"))

    assert record.visits["started_at"][books.defects["visit"]].tolist() == [25.0]
    assert births(books) == {Birth.DOWN}
    assert books.defects["side"].tolist() == books.defects["passed_side"].tolist() == [Side.MACHINE]


def test_a_tool_that_is_down_is_still_unused_by_those_who_never_use_it() -> None:
    """The twin: nobody has taken it up, which is seen at 13 h, when it is up."""
    _, books = run(sometimes_down("capability: {writing: 0.8}, adopted: 0 %"))

    assert [Birth(birth) for birth in books.defects["birth"].tolist()] == [Birth.UNUSED] * 3


def test_who_is_tired_has_made_it_for_that_reason() -> None:
    """0.52 is enough for those who are rested, and not in hours far beyond the threshold."""
    text = skilled("done_by: [anna]", 0.52, length="12 weeks").replace("every: 10 h", "every: 4 h")
    tired = text.replace(
        "quality_noise: 0}", "quality_noise: 0, fatigue_threshold: 40 h, fatigue_errors: 0.2}"
    )
    _, books = run(tired)

    assert births(books) == {Birth.STRAIN}
    assert not len(run(text)[1].defects["visit"])


# --- fates ----------------------------------------------------------------------------------------


def reviewed(
    detection: str, rework: str = "{at_most: 1}", length: str = "40 h", made_by: str = "[anna]"
) -> str:
    """Return drafts that are always defective, and a review."""
    return f"""
scenario: Reviewed
run_length: {length}
task_types: {{t: {{arrivals: {{every: 10 h}}, route: [draft, review]}}}}
steps:
  draft: {{service_time: 1 h, done_by: {made_by}, error_probability: 100 %}}
  review: {{service_time: 1 h, done_by: [eva], reviews: [draft], detection: {detection}, rework: {rework}}}
people: {{anna: {{headcount: 1}}, eva: {{headcount: 1}}}}
tools: {{robot: {{slots: 1}}}}
"""


def test_what_is_found_is_done_again_until_the_limit_lets_it_pass() -> None:
    record, books = run(reviewed("100 %", length="29 h"))

    assert fates(books) == [Fate.FOUND, Fate.LIMIT] * 2
    assert books.defects["passed_at"].tolist()[1] == record.names.steps.index("review")
    assert books.defects["judge"].tolist()[:2] == [1, 3]


def test_what_nobody_finds_is_missed_by_a_person() -> None:
    _, books = run(reviewed("0 %", length="29 h"))

    assert fates(books) == [Fate.MISSED] * 2
    assert set(books.defects["passed_side"].tolist()) == {Side.HUMAN}


def test_passing_the_output_of_ai_is_an_interaction() -> None:
    _, books = run(reviewed("0 %", made_by="[robot]"))

    assert set(books.defects["side"].tolist()) == {Side.MACHINE}
    assert set(books.defects["passed_side"].tolist()) == {Side.INTERACTION}


def test_what_is_not_delivered_yet_is_inside() -> None:
    _, books = run(reviewed("100 %", length="12 h"))

    assert fates(books) == [Fate.INSIDE]


def test_what_is_done_again_for_another_reason_is_redone_by_chance() -> None:
    route = "[draft, again: {from: draft, chance: 99.9999999 %}, review]"
    _, books = run(reviewed("0 %", length="14 h").replace("[draft, review]", route))

    assert fates(books) == [Fate.REDONE] * 2 + [Fate.INSIDE]


def test_of_the_best_of_parallel_attempts_the_other_one_is_dropped() -> None:
    text = """
scenario: Best
run_length: 300 h
task_types: {t: {arrivals: {every: 3 h}, route: [together: [one, two]], quality: best of parallel}}
steps:
  one: {service_time: 1 h, done_by: [anna], error_probability: 50 %}
  two: {service_time: 1 h, done_by: [eva], error_probability: 10 %}
people: {anna: {headcount: 1}, eva: {headcount: 1}}
"""
    record, books = run(text)
    found = Counter(fates(books))

    assert found[Fate.DROPPED] > 0
    assert (
        found[Fate.DROPPED] + found[Fate.UNREVIEWED] + found[Fate.INSIDE] == record.visits["defective"].sum()
    )


def test_a_repair_that_fails_again_is_booked_to_itself() -> None:
    text = reviewed("0 %", length="100 h").replace(
        "route: [draft, review]",
        "route: [draft, review], escaped_defects: {return_chance: 100 %, after: 1 h}",
    )
    record, books = run(text)
    repairs = np.flatnonzero(record.tasks["parent"] >= 0)

    assert len(repairs) > 0
    begun = set(record.visits["task"][~np.isnan(record.visits["ended_at"])].tolist())
    assert set(repairs.tolist()) & begun <= set(books.defects["task"].tolist())
