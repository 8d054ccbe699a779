"""The gap between head counts and simulation: its parts add up, and are nothing without their cause."""

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiments.compare import compare
from sim.experiments.findings import PARTS, Comparison, Gap
from sim.experiments.gaps import parts_between
from sim.report.gaps import (
    basis_of_gaps,
    gap_in_words,
    gap_tables,
    headline_gaps,
    parts_by_luck,
    shown,
)
from sim.report.machine import comparison_json
from sim.report.tables import comparison_tables
from sim.scenario.load import load_scenario
from sim.statistics.estimate import Estimate

SCENARIOS = Path(__file__).parents[3] / "scenarios"
INTERPLAY, QUEUEING, REWORK, RAMP, FEEDBACK = PARTS
DESK = """\
scenario: Desk
run_length: 8 weeks
warm_up: 2 weeks
task_types: {request: {arrivals: 40 per week, route: [answer]}}
steps: {answer: {service_time: {exponential: 90 min}, done_by: [clerks]}}
people: {clerks: {headcount: 2, wage: 30 EUR/h, hours: "Mon-Fri 9:00-17:00"}}
currency: EUR
strategies:
  third clerk: [{set: {people.clerks.headcount: 3}}]
  faster: [{set: {people.clerks.headcount: 3}}, {set: {steps.answer.service_time: {exponential: 60 min}}}]
"""
REVIEWED = DESK.replace("route: [answer]", "route: [answer, check]").replace(
    "done_by: [clerks]}}",
    "done_by: [clerks], error_probability: 30 %}, "
    "check: {service_time: 5 min, done_by: [clerks], reviews: [answer]}}",
)
NEWCOMERS = DESK.replace("headcount: 2,", "headcount: 4, newcomers: 2,").replace(
    "currency:", "behaviour: {ramp_time: 20 weeks, ramp_start: 40 %, mentoring: 25 %}\ncurrency:"
)
COURSE = (
    DESK.replace("currency:", "behaviour: {speed_slope: 2}\ncurrency:")
    .replace("done_by: [clerks]", "done_by: [clerks], skills: {tact: 100 %}")
    .replace("headcount: 2,", "headcount: 2, skills: {tact: 0.5},")
) + "  course: [{train: clerks, in: {tact: +0.1}, from: week 3, for: 3 weeks, time: 15 h per week}]\n"
PRESSED = DESK.replace(
    "currency:", "behaviour: {pace: 0.5, pace_limit: 150 %, normal_backlog: 1 calendar day}\ncurrency:"
).replace("40 per week", "50 per week")


@cache
def found(text: str, *strategies: str, replications: int = 3, split: int = 3) -> Comparison:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return compare(load_scenario(path), strategies, replications=replications, split=split, jobs=1)


def short_agency(behaviour: str) -> str:
    text = (SCENARIOS / "content-agency" / "scenario.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("run_length: 52 weeks", "run_length: 14 weeks"),
        ("warm_up: 12 weeks", "warm_up: 2 weeks"),
        ("from: week 13", "from: week 4"),
        ("behaviour: knowledge-work", f"behaviour: {behaviour}"),
    ):
        assert before in text
        text = text.replace(before, after)
    return text


def parts(gap: Gap) -> dict[str, float]:
    return {name: known.mean for name, known in gap.parts.items()}


@pytest.mark.parametrize("behaviour", ["knowledge-work", "living-organisation"])
def test_parts_add_up_to_the_gap_on_every_measure_of_a_rich_scenario(behaviour: str) -> None:
    comparison = found(short_agency(behaviour), "all three", replications=2, split=2)
    for gaps in comparison.gaps.values():
        assert {"throughput", "flow_time", "quality", "cost", "cost_per_good_task", "margin"} <= set(gaps)
        for gap in gaps.values():
            assert list(gap.parts) == list(PARTS)
            assert sum(parts(gap).values()) == pytest.approx(gap.gap.mean, rel=1e-9, abs=1e-9)
            assert gap.forecast + gap.gap.mean == pytest.approx(gap.simulated.mean, rel=1e-9)


def test_a_living_organisation_feeds_back_and_one_that_stands_still_does_not() -> None:
    for behaviour, lives in (("knowledge-work", False), ("living-organisation", True)):
        comparison = found(short_agency(behaviour), "all three", replications=2, split=2)
        gap = comparison.gaps["do nothing"]["flow_time"]
        assert (parts(gap)[FEEDBACK] != 0.0) is lives
        assert (parts(gap)[RAMP] != 0.0) is lives


def test_a_part_is_exactly_nothing_where_its_cause_is_absent() -> None:
    for gap in found(DESK, "third clerk").gaps["third clerk"].values():
        assert [parts(gap)[name] for name in (INTERPLAY, REWORK, RAMP, FEEDBACK)] == [0.0] * 4
    assert parts(found(DESK, "third clerk").gaps["third clerk"]["flow_time"])[QUEUEING] > 0.0


def test_without_variability_there_is_no_gap_at_all() -> None:
    regular = DESK.replace("40 per week", "{every: 4 h}").replace("{exponential: 90 min}", "90 min")
    text = regular.replace(', hours: "Mon-Fri 9:00-17:00"', "")
    for gap in found(text, "third clerk").gaps["third clerk"].values():
        assert gap.gap.mean == pytest.approx(0.0, abs=1e-9 * max(1.0, abs(gap.forecast)))


@pytest.mark.parametrize(
    ("text", "strategy", "cause"),
    [
        (REVIEWED, "do nothing", REWORK),
        (NEWCOMERS, "do nothing", RAMP),
        (COURSE, "course", RAMP),
        (PRESSED, "do nothing", FEEDBACK),
    ],
)
def test_each_cause_is_found_where_it_is_at_work_and_nowhere_else(
    text: str, strategy: str, cause: str
) -> None:
    gap = found(text, strategy).gaps[strategy]["flow_time"]
    others = {REWORK, RAMP, FEEDBACK} - {cause}
    assert abs(parts(gap)[cause]) > 0.01 * gap.simulated.mean
    assert [parts(gap)[name] for name in sorted(others)] == [0.0, 0.0]


def test_rework_ramps_and_courses_slow_and_haste_relieves() -> None:
    assert parts(found(REVIEWED, "do nothing").gaps["do nothing"]["flow_time"])[REWORK] > 0.0
    assert parts(found(NEWCOMERS, "do nothing").gaps["do nothing"]["flow_time"])[RAMP] > 0.0
    assert parts(found(COURSE, "course").gaps["course"]["flow_time"])[RAMP] > 0.0
    assert parts(found(PRESSED, "do nothing").gaps["do nothing"]["flow_time"])[FEEDBACK] < 0.0


def test_two_levers_on_the_same_hours_interplay() -> None:
    """60 h of work for 80: 3/4; a third clerk alone 60/120, faster work alone 40/80, both 40/120."""
    gap = found(DESK, "faster").gaps["faster"]["utilisation"]
    assert gap.forecast == pytest.approx(3 / 4 - 1 / 4 - 1 / 4)
    assert parts(gap)[INTERPLAY] == pytest.approx(1 / 3 - 1 / 4)


def test_the_split_does_not_change_what_is_compared() -> None:
    split, whole = found(DESK, "third clerk", split=2), found(DESK, "third clerk", split=0)
    for name, result in whole.replications.items():
        assert np.array_equal(result.values, split.replications[name].values, equal_nan=True)
    assert (split.split, whole.split) == (2, 0)
    assert whole.gaps["third clerk"]["throughput"].parts == {}
    assert whole.gaps["third clerk"]["throughput"].gap.replications == 3
    assert split.gaps["third clerk"]["throughput"].gap.replications == 2


def test_the_split_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(DESK, encoding="utf-8")
    shared = compare(load_scenario(tmp_path), ["third clerk"], replications=3, split=3, jobs=2)
    assert shared.gaps == found(DESK, "third clerk").gaps


def test_no_more_replications_are_split_than_there_are() -> None:
    assert found(DESK, "third clerk", replications=2, split=9).split == 2


def test_a_negative_split_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(DESK, encoding="utf-8")
    with pytest.raises(UsageError, match="split = -1: should be a whole number from 0 up"):
        compare(load_scenario(tmp_path), replications=1, split=-1)


def test_parts_follow_the_ladder_step_by_step() -> None:
    rungs = [np.array([float(value)] * 2) for value in (10.0, 11.0, 8.0, 7.0, 7.0, 4.0)]
    assert [known.mean for known in parts_between(rungs).values()] == [1.0, -3.0, -1.0, 0.0, -3.0]


# --- what is said of it --------------------------------------------------------------------------


def test_the_sentence_says_forecast_simulation_gap_and_parts() -> None:
    comparison = found(REVIEWED, "do nothing")
    gap = comparison.gaps["do nothing"]["throughput"]
    said = gap_in_words(comparison, "do nothing", "throughput")
    start = "'do nothing': head counts alone would have said 40 tasks a week for the throughput; simulated "
    assert said.startswith(start)
    assert f"; of the gap of {gap.gap.mean:+.0f}"[:17] in said
    assert f"{QUEUEING} " in said
    assert f"{REWORK} " in said
    assert FEEDBACK not in said
    assert headline_gaps(comparison) == [said]


def test_measures_without_a_forecast_are_not_in_the_tables() -> None:
    comparison = found(REVIEWED, "do nothing")
    assert "quality_spread" in comparison.foreground
    assert shown(comparison) == ["throughput", "flow_time", "quality", "cost_per_good_task"]
    assert len(list(gap_tables(comparison))) == 4


def basis(comparison: Comparison) -> str:
    return basis_of_gaps(comparison, shown(comparison))


def test_the_basis_says_over_which_replications_the_gap_holds() -> None:
    assert "Simulated and gap: over the first 2 replications;" in basis(found(DESK, split=2))
    assert "Simulated and gap: over 3 replications;" in basis(found(DESK, split=3))
    assert basis(found(DESK, split=0)).endswith("With --split N the gap is split into parts.")
    assert basis(found(DESK, split=1)).count("interval") == 0


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (2.0, ""),
        (
            12.0,
            "Parts that are not told from luck yet, as an interval is wider than the whole gap: throughput "
            "under every strategy; about --split 20 would do (and --replications 20).",
        ),
    ],
)
def test_parts_that_are_noise_say_which_split_would_do(part: float, said: str) -> None:
    """Twice as wide as the gap with five replications: twenty halve it."""
    comparison = found(DESK, "do nothing")
    gap = comparison.gaps["do nothing"]["throughput"]
    parts = {QUEUEING: Estimate(-36.0, part, 5), REWORK: Estimate(30.0, part, 5)}
    noisy = replace(gap, gap=Estimate(-6.0, 2.0, 5), parts=parts)

    alone = replace(comparison, gaps={"do nothing": {"throughput": noisy}})
    assert parts_by_luck(alone, ["throughput", "flow_time"]) == said


def test_machines_and_tables_get_the_same_numbers() -> None:
    comparison = found(REVIEWED, "do nothing")
    gap = comparison.gaps["do nothing"]["flow_time"]
    strategies = comparison_json(comparison)["strategies"]
    assert isinstance(strategies, dict)
    told = strategies["do nothing"]["head_counts"]["flow_time"]
    assert told["forecast"] == gap.forecast
    assert told["parts"][QUEUEING]["mean"] == gap.parts[QUEUEING].mean
    _, table = comparison_tables(comparison)["head_counts"]
    rows = list(zip(table["measure"], table["part"], table["mean"], strict=True))
    assert ("flow_time", "head counts", gap.forecast) in rows
    assert ("flow_time", QUEUEING, gap.parts[QUEUEING].mean) in rows
    assert all(math.isfinite(mean) for _, _, mean in rows)


def test_a_gap_that_does_not_add_up_would_be_noticed() -> None:
    gap = found(REVIEWED, "do nothing").gaps["do nothing"]["flow_time"]
    wrong = replace(gap, parts={**gap.parts, QUEUEING: gap.parts[REWORK]})
    assert sum(parts(wrong).values()) != pytest.approx(gap.gap.mean, rel=1e-9)
