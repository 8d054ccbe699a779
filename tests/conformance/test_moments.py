"""Moments at which two things meet: drawn scenarios hardly ever have them, so they stand here by name."""

import numpy as np

from sim.engines import get_engine
from sim.engines.conformance import check_engine
from sim.engines.kernel.run import totals
from sim.model.model import Model
from sim.records.record import RunRecord
from tests.running import model_of, run_text
from tests.unit.engine.reading import visits

HOURS_CHANGE_IN_CLASS = """\
scenario: A course that goes on while the team begins to work longer
run_length: 8 weeks
behaviour: {overtime: 125 %}
task_types:
  call: {arrivals: {every: 15 min}, route: [answer]}
steps:
  answer: {service_time: 1 h, skills: {talking: 100 %}, done_by: [clerks]}
people:
  clerks: {headcount: 2, hours: Mon-Fri 9:00-17:00, skills: {talking: 0.5}}
strategies:
  learn:
    - {train: clerks, in: {talking: +0.2}, from: week 1, for: 1 week, time: 50 h per week}
"""
A_VISIT_BEGINS_WITH_THE_UPGRADE = """\
scenario: An answer that begins at the moment of the upgrade
run_length: 4 weeks
task_types:
  call: {arrivals: {every: 8 h}, route: [answer]}
steps:
  answer: {service_time: 1 h, skills: {talking: 100 %}, done_by: [bot]}
tools:
  bot: {capability: {talking: 0.5}, price: 1 USD per use, speed: 1}
strategies:
  newer:
    - {upgrade: bot, to: {price: 100 USD per use}, from: week 3}
"""


def both_agree(model: Model) -> None:
    check_engine(get_engine("kernel"), model, rounds=1)
    check_engine(totals, model, rounds=1)


def weeks_prolonged(record: RunRecord) -> set[int]:
    """Return the weeks in which the team has more hours than the usual 80."""
    return {
        int(week)
        for week, hours in zip(record.pool_weeks["week"], record.pool_weeks["available_time"], strict=True)
        if hours > 80.0
    }


def test_hours_that_change_while_somebody_is_in_class() -> None:
    record = run_text(HOURS_CHANGE_IN_CLASS, strategy="learn")
    longest = np.argmax(record.absences["until"] - record.absences["since"])
    since, until = (record.absences[name][longest] for name in ("since", "until"))

    assert since < 168.0 < until
    assert 1 not in weeks_prolonged(record)
    assert 2 in weeks_prolonged(record)
    both_agree(model_of(HOURS_CHANGE_IN_CLASS, "learn"))


def test_a_visit_that_begins_at_the_moment_of_an_upgrade() -> None:
    record = run_text(A_VISIT_BEGINS_WITH_THE_UPGRADE, strategy="newer")

    assert 336.0 in record.visits["started_at"]
    both_agree(model_of(A_VISIT_BEGINS_WITH_THE_UPGRADE, "newer"))


SOMEBODY_LEAVES_WORK_BEHIND = """\
scenario: A freelancer is released while several pieces wait for nobody but her
run_length: 6 weeks
task_types:
  piece: {arrivals: {every: 30 min}, route: [draft, check]}
steps:
  draft: {service_time: 2 h, done_by: [ada, writers]}
  check:
    reviews: [draft]
    service_time: 1 min
    done_by: [editor]
    false_alarm: 100 %
    rework: {effort: 100 %, at_most: 1, back_to: same actor}
people:
  writers: {headcount: 1}
  editor: {headcount: 1}
freelancers:
  ada: {rate: 20 USD/h, seats: 0}
strategies:
  hire: [{hire: ada, seats: 1, from: week 1, until: week 3}]
"""


def test_somebody_leaves_while_several_pieces_wait_for_nobody_else() -> None:
    record = run_text(SOMEBODY_LEAVES_WORK_BEHIND, strategy="hire")
    told = visits(record, "who", "task", "ready_at", "started_at", step="draft")
    hers = {task for who, task, *_ in told if who == "ada"}
    left = [each for each in told if each[0] != "ada" and each[1] in hers and each[2] < 336.0 <= each[3]]

    assert len(left) >= 2
    both_agree(model_of(SOMEBODY_LEAVES_WORK_BEHIND, "hire"))
