"""A loop that is off keeps the value of its cut, and nothing else changes by it."""

import numpy as np
import pytest

from sim.records.record import RunRecord, Stock
from tests.running import run_text
from tests.unit.engine.test_stocks import stock

ALL = """
scenario: Loops
run_length: 16 weeks
warm_up: 4 weeks
task_types:
  t:
    arrivals: {{rate: 24 per week, hours: Mon-Fri 9:00-17:00}}
    route: [draft, review]
    escaped_defects: {{return_chance: 80 %, after: 1 week}}
steps:
  draft:
    service_time: {{lognormal: {{mean: 4 h, cv: 0.5}}}}
    skills: {{writing: 100 %}}
    standard: 50 %
    done_by: [writers]
    assisted_by: bot
    exposure: 40 %
  review: {{service_time: 30 min, reviews: [draft], detection: 70 %, done_by: [editors]}}
people:
  writers: {{headcount: 2, hours: Mon-Fri 9:00-17:00, skills: {{writing: 0.6 ± 0.1}}}}
  editors: {{headcount: 1, hours: Mon-Fri 9:00-17:00}}
tools: {{bot: {{capability: {{writing: 0.6}}, jaggedness: 0.2}}}}
behaviour: {{preset: living-organisation, ai_learning: -30 %, pace: 0.1, switching: 5 %,
  turnover: {turnover}}}
loops: {{off: [{off}]}}
"""


def run(*off: str, turnover: str = "60 %") -> RunRecord:
    return run_text(ALL.format(off=", ".join(off), turnover=turnover))


CUTS = {
    "overtime-relief": Stock.OVERTIME,
    "working-harder": Stock.PACE,
    "corner-cutting": Stock.CARE,
    "congestion-switching": Stock.SWITCHING,
    "onboarding-burden": Stock.KEPT_BY_MENTORS,
    "trust-adoption": Stock.TRUST,
}
"""The cuts that the weekly record shows; week 4 ends with the warm-up."""


@pytest.mark.parametrize("loop", CUTS)
def test_the_cut_keeps_its_value_from_the_end_of_the_warm_up_on(loop: str) -> None:
    turnover = "0 %" if loop == "trust-adoption" else "60 %"  # people who come bring their own trust
    off, on = run(loop, turnover=turnover), run(turnover=turnover)
    frozen, free = stock(off, CUTS[loop], "writers"), stock(on, CUTS[loop], "writers")

    assert frozen[:4] == free[:4]
    assert len({round(value, 9) for value in frozen[4:]}) == 1
    assert len({round(value, 9) for value in free[4:]}) > 1


@pytest.mark.parametrize("loop", [*CUTS, "fatigue-rework", "learning-by-doing", "complacency",
                                  "reliance-deskilling", "attrition-spiral", "failure-demand",
                                  "review-bottleneck"])  # fmt: skip
def test_the_past_of_a_run_does_not_know_that_a_loop_will_be_off(loop: str) -> None:
    off, on = run(loop), run()
    early = on.visits["ended_at"] <= 4.0 * 168.0

    np.testing.assert_array_equal(off.visits["ended_at"][: early.sum()], on.visits["ended_at"][: early.sum()])


def test_a_skill_that_is_frozen_is_neither_learned_nor_forgotten() -> None:
    level = stock(run("learning-by-doing", turnover="0 %"), Stock.SKILL, "writers", "writing")
    free = stock(run(turnover="0 %"), Stock.SKILL, "writers", "writing")

    assert level[:4] == free[:4]
    assert level[-1] == level[4] != free[-1]


def test_frozen_failure_demand_brings_work_back_at_the_rate_of_the_warm_up() -> None:
    """Good deliveries come back as well, as many as defects did: the share is that of the warm-up."""
    record = run("failure-demand")
    parents = record.tasks["parent"]
    back = parents[parents >= 0]
    late = record.tasks["delivered_at"][back] > 4.0 * 168.0

    assert late.any()
    assert not record.tasks["defective"][back[late]].all()
    assert record.tasks["defective"][back[~late]].all()
