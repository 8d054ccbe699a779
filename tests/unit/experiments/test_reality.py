"""Reality checks: what must hold of a model is tested before every experiment, and can fail."""

import math
from pathlib import Path
from typing import NoReturn

import pytest

import sim
from sim.engines import get_engine
from sim.errors import ScenarioError
from sim.experiments.account import warnings_of
from sim.experiments.reality import (
    AT_A_LOOK,
    CONFIDENCE,
    LOOKS,
    Answer,
    RealityError,
    answer_of,
    check_reality,
    statements_of,
)
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.notation.expectation import Expects
from sim.scenario.telling.diff import diff
from sim.scenario.telling.explain import explain
from sim.statistics.estimate import Estimate

DESK = """\
scenario: Desk
run_length: 8 weeks
task_types:
  ticket: {arrivals: {rate: 60 per week, hours: Mon-Fri 9:00-17:00}, route: [answer, check]}
steps:
  answer: {service_time: {exponential: 1 h}, done_by: [agents], error_probability: 10 %}
  check: {reviews: [answer], service_time: 10 min, done_by: [editors]}
people:
  agents: {headcount: 3, hours: Mon-Fri 9:00-17:00}
  editors: {headcount: 1, hours: Mon-Fri 9:00-17:00}
strategies:
  one more: [set: {people.agents.headcount: 4}]
checks:
"""
HARDLY = "steps.answer.error_probability: 10.1 %"
NOBODY = "  no editors: {set: {people.editors.headcount: 0}, expect: delivered_per_week below 0.1 per week}\n"
MORE = "  more: {set: {people.agents.headcount: 6}, expect: [flow_time falls, delivered_per_week stays]}\n"


def load(folder: Path, checks: str) -> LoadedScenario:
    (folder / "scenario.yaml").write_text(DESK + checks, encoding="utf-8")
    return load_scenario(folder)


def answers(loaded: LoadedScenario) -> list[Answer]:
    engine = get_engine("kernel")
    return [each.answer for name in loaded.scenario.checks for each in statements_of(loaded, name, engine, 1)]


def test_what_must_hold_holds(tmp_path: Path) -> None:
    assert answers(load(tmp_path, NOBODY + MORE)) == [Answer.HOLDS] * 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("below 0.1", "above 0.1"),
        ("flow_time falls", "flow_time rises"),
        ("flow_time falls", "flow_time stays"),
        ("flow_time falls", "flow_time below 30 min"),
        ("delivered_per_week stays", "quality falls"),
    ],
)
def test_the_contrary_does_not(tmp_path: Path, old: str, new: str) -> None:
    """Quality is not defined here, so nothing can be said of it."""
    found = answers(load(tmp_path, (NOBODY + MORE).replace(old, new)))

    assert (Answer.OPEN if "quality" in new else Answer.FAILS) in found


def test_what_changes_nothing_neither_falls_nor_rises(tmp_path: Path) -> None:
    same = [
        f"  {word}: {{set: {{people.agents.headcount: 3}}, expect: flow_time {word}}}\n"
        for word in ("falls", "rises", "stays")
    ]

    assert answers(load(tmp_path, "".join(same))) == [Answer.FAILS, Answer.FAILS, Answer.HOLDS]


def test_what_is_rare_is_not_decided_by_the_first_runs_without_it(tmp_path: Path) -> None:
    """One case in ten thousand fails; eight runs without a failure say nothing of how often that is."""
    text = DESK.replace("error_probability: 10 %", "error_probability: 0.01 %")
    assert text != DESK
    (tmp_path / "scenario.yaml").write_text(
        text + "  rare: {set: {steps.answer.error_probability: 0.02 %}, expect: rework_rate rises}\n", "utf-8"
    )
    loaded = load_scenario(tmp_path)
    (tested,) = statements_of(loaded, "rare", get_engine("kernel"), 1)

    assert tested.answer is not Answer.FAILS
    assert tested.found.replications > LOOKS[0]


def test_what_may_go_wrong_is_shared_out_among_the_looks() -> None:
    assert len(LOOKS) * (1.0 - AT_A_LOOK) == pytest.approx(1.0 - CONFIDENCE)


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_an_experiment_with_a_model_that_fails_is_refused(tmp_path: Path, verb: str) -> None:
    load(tmp_path, MORE.replace("falls", "rises"))
    experiment = getattr(sim, verb)

    with pytest.raises(
        RealityError, match=r"check 'more' does not hold: flow_time rises; the change of flow_time is -"
    ):
        experiment(tmp_path, replications=2)


def test_what_stays_open_is_a_warning_after_as_many_runs_as_it_may_take(tmp_path: Path) -> None:
    loaded = load(tmp_path, f"  even: {{set: {{{HARDLY}}}, expect: flow_time rises}}\n")

    (open_,) = check_reality(loaded, get_engine("kernel"), 1)
    assert open_.startswith("check 'even' is not decided: flow_time rises")
    assert any("is not decided" in each for each in sim.compare(tmp_path, replications=2, split=0).warnings)
    assert any(
        "is not decided" in each for each in warnings_of(sim.run(tmp_path, replications=2), loaded, "")
    )
    (tested,) = statements_of(loaded, "even", get_engine("kernel"), 1)
    assert tested.answer is Answer.OPEN


@pytest.mark.parametrize("expect", ["on_time_share rises", "on_time_share below 10 %", "on_time_share stays"])
def test_a_statement_about_a_measure_without_a_value_does_not_hold(tmp_path: Path, expect: str) -> None:
    """Nothing has a due date here, so that nothing could ever be said of the share on time."""
    loaded = load(tmp_path, f"  even: {{set: {{people.agents.headcount: 4}}, expect: {expect}}}\n")

    with pytest.raises(RealityError, match="on_time_share has no value in any of the runs; ask for what has"):
        check_reality(loaded, get_engine("kernel"), 1)


def test_a_check_may_ask_about_a_strategy(tmp_path: Path) -> None:
    loaded = load(tmp_path, "  under: {strategy: one more, expect: utilisation.agents below 60 %}\n")

    assert answers(loaded) == [Answer.HOLDS]


def test_without_checks_nothing_is_run() -> None:
    loaded = load_scenario(Path(__file__).parents[3] / "scenarios" / "first-queue")

    def no_engine(*_: object) -> NoReturn:
        raise AssertionError("nothing was to be run")

    assert check_reality(loaded, no_engine, 1) == ()


def test_checks_are_explained(tmp_path: Path) -> None:
    told = explain(load(tmp_path, NOBODY + MORE))

    assert (
        "What must hold\n- no editors: delivered per week below 0.1 per week, if editors: headcount 1 → 0 "
        in told
    )


def test_another_check_is_told_as_a_difference(tmp_path: Path) -> None:
    first = load(tmp_path, NOBODY)
    second = load(tmp_path, NOBODY.replace("below 0.1", "below 0.2"))

    (found,) = diff(first, second)
    assert "delivered_per_week below 0.1 per week → delivered_per_week below 0.2 per week" in found.sentence


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        ("  x: {expect: flowtime falls}\n", "unknown measure 'flowtime'; did you mean 'flow_time'?"),
        (
            "  x: {expect: flow_time sinks}\n",
            "is no statement about a measure; name one and say falls",
        ),
        (
            "  x: {expect: flow_time below 3 USD}\n",
            "write it like 'flow_time below 2 h'",
        ),
        (
            "  x: {set: {people.agent.headcount: 0}, expect: wip falls}\n",
            "did you mean 'people.agents'?",
        ),
        (
            "  x: {strategy: two more, expect: flow_time falls}\n",
            "there is no strategy of this name",
        ),
        ("  x: {set: {people.agents.headcount: 2}}\n", "expect"),
        (
            "  x: {set: {compare.budget: 3 USD}, expect: flow_time falls}\n",
            "'compare' is the same for all strategies",
        ),
    ],
)
def test_mistakes_in_checks(tmp_path: Path, checks: str, told: str) -> None:
    with pytest.raises(ScenarioError) as error:
        load(tmp_path, checks)
    assert told in str(error.value)


def test_nobody_is_a_mistake_still_in_a_strategy(tmp_path: Path) -> None:
    text = DESK.replace("headcount: 4", "headcount: 0") + NOBODY
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ScenarioError, match="nobody may do answer"):
        load_scenario(tmp_path)


@pytest.mark.parametrize(
    ("expects", "found", "room", "answer"),
    [
        (Expects.FALLS, (-2.0, 1.0), 0.0, Answer.HOLDS),
        (Expects.FALLS, (-2.0, 3.0), 0.0, Answer.OPEN),
        (Expects.FALLS, (2.0, 1.0), 0.0, Answer.FAILS),
        (Expects.RISES, (0.0, 0.0), 0.0, Answer.FAILS),
        (Expects.STAYS, (0.5, 0.2), 1.0, Answer.HOLDS),
        (Expects.STAYS, (0.9, 0.2), 1.0, Answer.OPEN),
        (Expects.STAYS, (1.5, 0.2), 1.0, Answer.FAILS),
        (Expects.BELOW, (3.0, 0.5), 4.0, Answer.HOLDS),
        (Expects.ABOVE, (3.0, 0.5), 4.0, Answer.FAILS),
        (Expects.ABOVE, (math.nan, math.inf), 4.0, Answer.FAILS),
    ],
)
def test_an_interval_decides(
    expects: Expects, found: tuple[float, float], room: float, answer: Answer
) -> None:
    assert answer_of(expects, Estimate(*found, 8), room) is answer
