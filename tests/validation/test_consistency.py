"""What a published experiment asks for must be in the scenario beside it; a slip is told at its place."""

import re
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.validation.judging import judge
from sim.validation.published import read_published

SCENARIO = """\
scenario: Small desk
run_length: 4 weeks
task_types:
  ticket: {arrivals: 20 per week, route: [answer]}
steps:
  answer: {service_time: 1 h, done_by: [agents]}
people:
  agents: {headcount: 2, hours: Mon-Fri 9:00-17:00}
strategies:
  one more: [{set: {people.agents.headcount: 3}}]
"""
PUBLISHED = """\
experiment: mine
title: Small
source: Noy & Zhang (2023)
replications: 2
fitted:
  - {key: steps.answer.service_time, to: [wait]}
rows:
  - {say: wait, published: 1, tolerance: 9, use: calibrated, measure: wait, of: answer}
  - {say: pace, published: above 0, use: judged, measure: mean_pace, of: agents}
  - say: sooner
    published: below 9
    use: judged
    measure: flow_time
    strategy: one more
    against: do nothing
    kind: difference
  - {say: late, published: above 0, use: judged, measure: touch_time, weeks: 2 to 3}
"""


def folder_with(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in PUBLISHED
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    (folder / "published.yaml").write_text(PUBLISHED.replace(old, new, 1) if old else PUBLISHED, "utf-8")
    return folder


def test_what_is_there_is_judged(tmp_path: Path) -> None:
    judgement = judge(read_published(folder_with(tmp_path)), engine="reference")

    assert len(judgement.rows) == 4


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "measure: flow_time\n    strategy: one more",
            "measure: effect_size\n    of: ticket beyond tikcet\n    strategy: one more",
            ":14:5: rows[2].of = ticket beyond tikcet: effect_size is of task types by how their names begin",
        ),
        (
            "published: above 0, use: judged, measure: mean_pace, of: agents",
            "published: 91, tolerance: 3, use: judged, measure: utilisation.agents",
            "9:17: rows[1].published = 91: utilisation.agents lies between 0 and 1; write '91 %' for a share",
        ),
        ("of: answer", "of: anwser", "8:77: rows[0].of = anwser: wait is of a step; did you mean 'answer'?"),
        (", of: answer", "", "8:62: rows[0].measure = wait: wait is of a step; choose from answer"),
        ("of: agents", "of: agent", "9:70: rows[1].of = agent: mean_pace is of a pool"),
        ("mean_pace", "month_of_pace", "month_of_pace is of a pace and a pool, e.g. '2.5 agents'"),
        ("touch_time", "touch_time, of: tickets", "touch_time is of a task type; did you mean 'ticket'?"),
        ("flow_time", "flow_time\n    of: ticket", "flow_time is of the whole organisation; leave 'of' out"),
        ("measure: flow_time", "measure: flow_tim", "there is no such number; did you mean 'flow_time'?"),
        ("measure: flow_time", "measure: stock.strain\n    of: answer", "stock.strain is of a pool"),
        (
            "strategy: one more",
            "strategy: one mor",
            "there is no strategy 'one mor'; did you mean 'one more'?",
        ),
        ("against: do nothing", "against: nothing", "there is no strategy 'nothing'"),
        ("against: do nothing", "against: do nothing\n    future: boom", "there is no future 'boom'"),
        ("    kind: difference\n", "", "a level is of one strategy alone; add e.g. 'kind: difference'"),
        ("    against: do nothing\n", "", "a difference is beside something; add e.g. 'against: do nothing'"),
        ("measure: mean_pace", "measure: speed", "speed is read from two runs"),
        ("2 to 3", "2 to 30", "the run has weeks 1 to 4"),
        ("2 to 3", "3 to 2", "the first week comes first; write '2 to 3'"),
        (
            "measure: flow_time",
            "measure: stock.strian\n    of: agents",
            "no such stock; did you mean 'strain'?",
        ),
        ("measure: flow_time", "measure: stock.skill.x\n    of: agents", "no step asks for the skill 'x'"),
        ("against: do nothing", "against: [do nothing, one more]", "only effect_size is against the best"),
        (
            "measure: flow_time\n    strategy: one more\n    against: do nothing",
            "measure: wait\n    of: answer\n    strategy: one more\n    against: forecast",
            "head counts alone say nothing of wait",
        ),
        (
            "measure: flow_time",
            "measure: speed\n    of: agents\n    weeks: 1 to 2",
            "speed is read from whole runs; leave the weeks out",
        ),
        ("answer.service_time", "answer.servicetime", "did you mean 'steps.answer.service_time'?"),
        ("steps.answer.service_time", "steps", "this is a whole section; name the value in it"),
        ("tolerance: 9", "within: 9 %", "the number is not in per cent; write e.g. 'tolerance: 9'"),
        ("published: 1, tolerance: 9", "published: 1 %, tolerance: 9", "in per cent; write 'within: 9 %'"),
        ("tolerance: 9", "interval: 2 to 3", "the number does not lie in it; correct one of them"),
        ("tolerance: 9", "interval: 0 to 3, tolerance: 9", "it stands beside 'interval'; keep one of them"),
        ("above 0", "above 0, tolerance: 2", "a place ('above 0') has no interval and no tolerance"),
        ("tolerance: 9", "tolerance: 9, unit: '%'", "not in per cent; write the unit of the number, not '%'"),
        ("2 to 3", "week 2 to 3", "these are no weeks; write '13 to 20'"),
    ],
)
def test_what_is_not_there_is_told_at_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(told)) as caught:
        judge(read_published(folder_with(tmp_path, old, new)), engine="reference")

    assert re.match(r".*published\.yaml:\d+:\d+: ", caught.value.problems[0])
    assert len(caught.value.problems) == 1


def test_what_is_no_yaml_is_told_alone(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_published(folder_with(tmp_path, "to: [wait]}", "to: [wait}"))

    assert len(caught.value.problems) == 1
    assert "published.yaml:6:" in caught.value.problems[0]
