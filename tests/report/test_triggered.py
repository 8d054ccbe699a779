"""When levers that wait for a condition have acted is told from what happened."""

import math
from pathlib import Path

import numpy as np

from sim.experiments.replicate import replicate
from sim.report.triggered import _when, triggered_sentences
from sim.scenario.load import load_scenario

WEEK = 168.0
TEXT = """
scenario: Waits
run_length: 8 weeks
task_types: {t: {arrivals: {every: 2 h}, route: [do]}}
steps: {do: {service_time: 4 h, done_by: [anna, pens]}}
people: {anna: {headcount: 1}}
freelancers: {pens: {rate: 20 USD/h}}
strategies:
  rule:
    - {hire: pens, when: backlog of do > 50 tasks, at_most: 1}
    - {set: {steps.do.service_time: 3 h}, when: backlog of do > 5000 tasks}
    - {train: anna, in: {x: +0.1}, from: week 3}
"""


def test_a_lever_that_came_is_told_with_its_weeks() -> None:
    moments = np.array([3 * WEEK, 4 * WEEK, math.inf, 6 * WEEK])

    assert _when(moments) == "came in week 5 (median; week 4 to 7), in 3 of 4 replications"
    assert _when(np.array([3 * WEEK, 3 * WEEK])) == "came in week 4, in every replication"


def test_each_lever_with_a_condition_has_its_sentence_and_no_other(tmp_path: Path) -> None:
    """Half of what comes is done: 42 more wait each week, 84 at the second look, which is above 50."""
    path = tmp_path / "scenario.yaml"
    path.write_text(TEXT.replace("in: {x: +0.1}", "in: {ai_fluency: +0.1}"), encoding="utf-8")
    loaded = load_scenario(path)
    found = replicate(loaded, "rule", replications=2, jobs=1)

    assert triggered_sentences(loaded, found) == [
        "The hiring of pens came in week 3, in every replication.",
        "The change of how anna work never came: its condition did not hold at any look in 2 replications.",
    ]
