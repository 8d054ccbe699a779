"""Points in input space: keys of a loaded scenario set to values."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.scenario.changing.points import in_words
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.telling.resolve import resolve

TEXT = """\
scenario: Desk
run_length: 26 weeks
warm_up: 4 weeks
task_types:
  request: {arrivals: 60 per week, route: [answer, close out]}
steps:
  answer: {service_time: {lognormal: {mean: 1 h, cv: 0.5}}, done_by: [clerks], skills: {tact: 100 %}}
  close out: {service_time: 5 min, done_by: [clerks], skills: {tact: 100 %}}
people:
  clerks: {headcount: 2, wage: 30 USD/h, skills: {tact: 0.5}, hours: Mon-Fri 9:00-17:00}
  bosses: {headcount: 1}
strategies:
  third clerk:
    - set: {people.clerks.headcount: 3}
      price: 1,000 USD
  course:
    - {train: clerks, in: {tact: +0.1}, from: week 5, price: 100 USD per person}
futures:
  busy: {task_types.request.arrivals: 80 per week}
"""


@pytest.fixture
def desk(tmp_path: Path) -> LoadedScenario:
    path = tmp_path / "scenario.yaml"
    path.write_text(TEXT)
    return load_scenario(path)


def refusal(desk: LoadedScenario, point: dict[str, object]) -> str:
    with pytest.raises(ScenarioError) as caught:
        desk.at(point)
    return str(caught.value)


def test_a_point_sets_keys_and_leaves_everything_else(desk: LoadedScenario) -> None:
    there = desk.at({"people.clerks.headcount": 4, "steps.answer.service_time.lognormal.mean": "90 min"})

    assert there.scenario.people["clerks"].headcount == 4
    assert there.scenario.steps["answer"].service_time.expected == 1.5
    assert there.scenario.people["clerks"].wage == 30.0
    assert desk.scenario.people["clerks"].headcount == 2
    assert desk.scenario == load_scenario(desk.path).scenario


def test_the_point_where_nothing_is_set_is_the_scenario_itself(desk: LoadedScenario) -> None:
    assert desk.at({}).scenario == desk.scenario
    assert desk.at({"people.clerks.headcount": 2}).scenario == desk.scenario


def test_a_point_equals_the_file_with_the_values_written_into_it(desk: LoadedScenario) -> None:
    text = TEXT.replace("{headcount: 2,", "{headcount: 7,").replace("60 per week", "75 per week")
    other = desk.path.with_name("other.yaml")
    other.write_text(text)

    there = desk.at({"people.clerks.headcount": 7, "task_types.request.arrivals": "75 per week"})

    written = load_scenario(other)
    assert there.scenario == written.scenario
    for name in desk.strategies:
        assert there.under(name).scenario == written.under(name).scenario


def test_a_key_that_the_file_leaves_out_may_be_set(desk: LoadedScenario) -> None:
    there = desk.at({"work_in_process_limit": 9, "hand_off.delay": "10 min", "behaviour.reliance": "30 %"})

    assert there.scenario.work_in_process_limit == 9
    assert there.scenario.hand_off.delay.expected == pytest.approx(1 / 6)


def test_a_shorthand_is_opened(desk: LoadedScenario) -> None:
    there = desk.at({"task_types.request.arrivals.hours": "always"})

    assert there.tree["task_types"]["request"]["arrivals"] == {"rate": "60 per week", "hours": "always"}


def test_names_with_spaces_stand_in_quotes(desk: LoadedScenario) -> None:
    there = desk.at({'steps."close out".service_time': "6 min"})

    assert there.scenario.steps["close out"].service_time.expected == 0.1


def test_levers_of_strategies_are_keys_too(desk: LoadedScenario) -> None:
    there = desk.at({"strategies.course[0].price": "250 USD per person"})

    (lever,) = there.under("course").levers
    assert lever.price == 250.0
    assert there.strategies == desk.strategies


def test_what_a_strategy_or_a_future_sets_wins_over_the_point(desk: LoadedScenario) -> None:
    there = desk.at({"people.clerks.headcount": 5})

    assert there.under("third clerk").scenario.people["clerks"].headcount == 3
    assert there.under("course").scenario.people["clerks"].headcount == 5
    assert there.under("course", "busy").scenario.people["clerks"].headcount == 5


def test_points_follow_each_other(desk: LoadedScenario) -> None:
    there = desk.at({"people.clerks.headcount": 5}).at({"people.clerks.wage": "20 USD/h"})

    assert (there.scenario.people["clerks"].headcount, there.scenario.people["clerks"].wage) == (5, 20.0)


def test_numbers_of_numpy_are_numbers(desk: LoadedScenario) -> None:
    there = desk.at({"people.clerks.headcount": np.int64(6), "people.clerks.skills": {"x": np.float64(0.5)}})

    assert there.tree["people"]["clerks"]["headcount"] == 6
    assert type(there.tree["people"]["clerks"]["headcount"]) is int


def test_a_point_travels_to_another_process(desk: LoadedScenario) -> None:
    there = pickle.loads(pickle.dumps(desk)).at({"people.clerks.headcount": 6})

    assert there.scenario == desk.at({"people.clerks.headcount": 6}).scenario


@pytest.mark.parametrize(
    ("point", "message"),
    [
        (
            {"people.clerks.headcout": 3},
            "people.clerks.headcout = 3: unknown key 'headcout'; did you mean 'headcount'?",
        ),
        (
            {"people.clerk.headcount": 3},
            "people.clerk.headcount = 3: 'people.clerk' is not there to change; did you mean "
            "'people.clerks'?",
        ),
        (
            {"clerks.headcount": 3},
            "clerks.headcount = 3: a path begins with its section; did you mean 'people.clerks.headcount'?",
        ),
        (
            {"peeple.clerks.headcount": 3},
            "peeple.clerks.headcount = 3: unknown key 'peeple'; did you mean 'people.clerks.headcount'?",
        ),
        (
            {"people..headcount": 3},
            "people..headcount = 3: that is not a path; write it like 'people.editors.headcount'",
        ),
        (
            {"currency": "EUR"},
            "currency = EUR: 'currency' is the same at all points; change it in the scenario itself",
        ),
        (
            {"people.clerks.wage": "30"},
            "people.clerks.wage = 30: money needs its currency; write '30 USD/h'",
        ),
        (
            {"people.clerks.headcount": None},
            "people.clerks.headcount = None: a number, text, a list or a mapping belongs here; to leave "
            "the key as it is, leave it out",
        ),
        (
            {"strategies.course[3].price": "5 USD"},
            "strategies.course[3].price = 5 USD: 'strategies.course' is a list of 1, counted from 0; "
            "replace it as a whole",
        ),
        (
            {"steps.answer.service_time": {"lognormal": {"mean": "5 d", "cv": 0.1}}},
            "steps.answer.service_time = {lognormal: {mean: 5 d, cv: 0.1}}: steps.answer."
            "service_time.lognormal.mean = 5 d: effort is counted in working time; write "
            "'5 working days' (8 h each) or '40 hours'",
        ),
        (
            {"run_length": "3 weeks"},
            "scenario.yaml:3:1: with run_length = 3 weeks, warm_up = 4 weeks: it leaves nothing to measure "
            "in a run_length of 3 weeks; make it shorter",
        ),
    ],
)
def test_a_mistake_names_the_key_the_value_and_what_would_be_right(
    desk: LoadedScenario, point: dict[str, object], message: str
) -> None:
    assert message in refusal(desk, point)


def test_what_the_point_sets_is_told_as_such_in_the_resolved_file(desk: LoadedScenario) -> None:
    lines = resolve(desk.at({"people.clerks.headcount": 6})).splitlines()

    (line,) = (line for line in lines if line.strip().startswith("headcount: 6"))
    assert line.endswith("# set at this point")


def test_all_mistakes_are_told_at_once(desk: LoadedScenario) -> None:
    message = refusal(desk, {"people.clerks.headcount": 2.5, "people.clerks.wage": "many"})

    assert "people.clerks.headcount = 2.5: " in message
    assert "people.clerks.wage = many: " in message
    assert message.endswith("2 mistakes")


def test_the_first_keys_of_a_point_are_named() -> None:
    assert in_words({"a": 1, "b": 2, "c": 3, "d": 4}) == "a = 1, b = 2, c = 3 and 1 more"
