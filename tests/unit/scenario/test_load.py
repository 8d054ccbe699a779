"""Loading: from a folder or file to a scenario, and under strategies and futures."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError, UsageError
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.quantities import When
from sim.scenario.schema import Hire, Train, Upgrade

FIRST_QUEUE = """\
scenario: First queue
question: How long do customers wait, and would a third clerk pay?
run_length: 26 weeks

task_types:
  request:
    arrivals: 60 per week
    route: [answer]

steps:
  answer:
    service_time: {exponential: 60 min}
    done_by: [clerks]

people:
  clerks:
    headcount: 2
    wage: 30 USD/h
    hours: Mon-Fri 9:00-17:00

strategies:
  third clerk:
    - set: {people.clerks.headcount: 3}
"""

AGENCY = """\
scenario: Agency
run_length: 52 weeks
task_types:
  article: {arrivals: 20 per week, value: 400 USD, route: [draft]}
steps:
  draft:
    service_time: 5 h
    skills: {writing: 100 %}
    done_by: [writers, "night writers", freelance]
    assisted_by: assistant
    exposure: 60 %
people:
  writers: {headcount: 8, wage: 36 USD/h, skills: {writing: 0.65}}
  night writers: {headcount: 1, skills: {writing: 0.5}}
tools:
  assistant: {capability: {writing: 0.6}}
freelancers:
  freelance: {rate: 30 USD/h, seats: 1, hours: Mon-Fri 9-17, skills: {writing: 0.6}}
strategies:
  upskill:
    - {train: writers, in: {writing: +0.1}, from: week 13}
  upgrade:
    - {upgrade: assistant, to: {jaggedness: 0.1}}
    - set: {people."night writers".headcount: 2, task_types.article.arrivals.growth: 1 % per month}
  talent:
    - {hire: freelance, seats: 2}
  both: {combine: [upskill, upgrade]}
  everything: {combine: [both, talent, upskill]}
futures:
  slump: {task_types.article.arrivals: 10 per week}
  generous: {task_types.article: {value: 500 USD, due: 5 working days}}
"""


@pytest.fixture
def agency(tmp_path: Path) -> LoadedScenario:
    (tmp_path / "scenario.yaml").write_text(AGENCY, encoding="utf-8")
    return load_scenario(tmp_path)


def problems_of(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return caught.value.problems


def test_a_first_useful_scenario_fits_in_25_lines(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(FIRST_QUEUE, encoding="utf-8")

    loaded = load_scenario(tmp_path)

    assert len(FIRST_QUEUE.splitlines()) <= 25
    assert loaded.warnings == ()
    assert loaded.strategies == ("do nothing", "third clerk")
    assert loaded.under("third clerk").scenario.people["clerks"].headcount == 3
    assert loaded.under().scenario.people["clerks"].headcount == 2


def test_a_folder_means_its_scenario_file_and_a_text_path_is_taken(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(FIRST_QUEUE, encoding="utf-8")

    assert load_scenario(tmp_path).scenario == load_scenario(str(tmp_path / "scenario.yaml")).scenario


def test_values_keep_their_origin(agency: LoadedScenario, tmp_path: Path) -> None:
    origin = agency.origins["people", "writers", "wage"]

    assert (origin.file, origin.line, origin.column) == (str(tmp_path / "scenario.yaml"), 13, 27)
    assert agency.tree["people"]["writers"]["wage"] == "36 USD/h"


def test_do_nothing_pulls_no_lever(agency: LoadedScenario) -> None:
    assert agency.under().levers == ()
    assert agency.under().scenario.task_types == agency.scenario.task_types


def test_a_combination_pulls_the_levers_of_its_parts_in_order_and_each_part_once(
    agency: LoadedScenario, tmp_path: Path
) -> None:
    effective = agency.under("everything")

    assert [type(lever) for lever in effective.levers] == [Train, Upgrade, Hire]
    assert effective.levers[0].from_ == When(hours=12 * 168.0)
    assert effective.scenario.people["night writers"].headcount == 2
    assert (effective.strategy, effective.future, effective.folder) == ("everything", "", tmp_path)


def test_a_set_opens_a_shorthand_and_keeps_what_it_said(agency: LoadedScenario) -> None:
    arrivals = agency.under("upgrade").scenario.task_types["article"].arrivals

    assert arrivals.rate == pytest.approx(20 / 168)
    assert arrivals.growth > 0
    assert agency.under().scenario.task_types["article"].arrivals.growth == 0


def test_a_future_changes_what_it_names_and_a_mapping_only_its_keys(agency: LoadedScenario) -> None:
    assert agency.under(future="slump").scenario.task_types["article"].arrivals.rate == pytest.approx(
        10 / 168
    )
    generous = agency.under("both", "generous").scenario.task_types["article"]
    assert (generous.value, generous.route) == (500, ["draft"])
    assert generous.arrivals.growth > 0


def test_a_changed_value_comes_from_the_line_of_its_change(agency: LoadedScenario) -> None:
    tree, origins = agency.resolved("upgrade")

    assert tree["people"]["night writers"]["headcount"] == 2
    assert origins["people", "night writers", "headcount"].line == 24


def test_an_unknown_strategy_or_future_is_a_usage_error_with_a_hint(agency: LoadedScenario) -> None:
    with pytest.raises(UsageError, match="did you mean 'upskill'"):
        agency.under("upskil")
    with pytest.raises(UsageError, match="did you mean 'slump'"):
        agency.under(future="slum")
    with pytest.raises(UsageError, match="the scenario has do nothing, upskill"):
        agency.under("xyz")


@pytest.mark.parametrize("name", ["do nothing", "Do nothing", "do_nothing"])
@pytest.mark.parametrize("levers", ["[set: {people.clerks.headcount: 3}]", "{combine: [more]}", "as we are"])
def test_do_nothing_stays_without_levers(tmp_path: Path, name: str, levers: str) -> None:
    text = f"{FIRST_QUEUE}  more: [set: {{people.clerks.wage: 35 USD/h}}]\n  {name}: {levers}\n"
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")

    (problem,) = problems_of(tmp_path)

    assert ":25:3: 'do nothing' is the strategy without levers, in every scenario; give this one" in problem
    assert "add 'compare: {baseline: <that name>}'" in problem


def test_do_nothing_may_be_named_without_levers(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(FIRST_QUEUE + "  do nothing: []\n", encoding="utf-8")

    loaded = load_scenario(tmp_path)

    assert loaded.strategies == ("third clerk", "do nothing")
    assert loaded.under().levers == ()


def test_a_strategy_and_a_future_that_contradict_each_other_are_told_at_the_change(tmp_path: Path) -> None:
    text = AGENCY + '  nobody: {people.writers.headcount: 0, people."night writers".headcount: 0}\n'
    text = text.replace("{hire: freelance, seats: 2}", "set: {steps.draft.done_by: [writers, night writers]}")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    loaded = load_scenario(tmp_path)

    with pytest.raises(ScenarioError) as caught:
        loaded.under("talent", "nobody")

    assert len(caught.value.problems) == 1
    assert "nobody may do draft" in caught.value.problems[0]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        AGENCY.replace("20 per week", "20 per day")
        .replace("service_time: 5 h", "service_tme: 5 h")
        .replace("exposure: 60 %", "exposure: 60")
        .replace("done_by: [writers", "done_by: [writer")
        .replace("headcount: 8", "headcount: 8, headcount: 9")
        .replace("{hire: freelance, seats: 2}", "{hire: freelancers, seats: 0}")
        .replace("article.arrivals: 10", "artcle.arrivals: 10")
    )
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")

    lines = [int(problem.split(":")[1]) for problem in problems_of(tmp_path / "scenario.yaml")]

    assert lines == [4, 7, 9, 11, 13, 26, 26, 30]


def test_a_message_shows_place_key_value_rule_advice_and_the_line_with_a_caret(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(AGENCY.replace("36 USD/h", "36"), encoding="utf-8")

    assert problems_of(tmp_path / "scenario.yaml") == [
        f"{tmp_path / 'scenario.yaml'}:13:27: people.writers.wage = 36: "
        "money needs its currency; write '36 USD/h'\n"
        "      writers: {headcount: 8, wage: 36, skills: {writing: 0.65}}\n"
        "                              ^"
    ]


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "1:1: the file is empty"),
        (b"\xff\xfea\x00", "UTF-16"),
        (b"scenario: x\nname: \xe4\n", "2:7: the byte 0xe4 is not UTF-8"),
        (b"\x89PNG\x00\x01", "not a text file"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (b"\xef\xbb\xbf[1]", "key: value"),
    ],
)
def test_a_file_that_is_no_scenario_is_told_in_one_message(
    tmp_path: Path, content: bytes, advice: str
) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(content)

    (problem,) = problems_of(path)

    assert problem.startswith(str(path))
    assert advice in problem


def test_a_missing_file_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "agency").mkdir()

    assert "did you mean" in problems_of(tmp_path / "agenci")[0]
    assert "no scenario.yaml" in problems_of(tmp_path / "agency")[0]
    assert "check the path" in problems_of(tmp_path / "nowhere" / "at" / "all.yaml")[0]
    assert "cannot be read" in problems_of(Path("a\0b"))[0]


def test_a_folder_with_another_yaml_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(FIRST_QUEUE, encoding="utf-8")

    assert str(tmp_path / "desk.yaml") in problems_of(tmp_path)[0]


def loaded_with(folder: Path, levers: str) -> LoadedScenario:
    (folder / "scenario.yaml").write_text(f"{FIRST_QUEUE}  part: [set: {levers}]\n", encoding="utf-8")
    return load_scenario(folder)


@pytest.mark.parametrize(
    "levers",
    [
        "{people.clerks.workers.Part timer: {hours: Mon-Fri 9:00-13:00}, people.clerks.headcount: 3}",
        "{people.clerks: {headcount: 3, workers: {Part timer: {hours: Mon-Fri 9:00-13:00}}}}",
    ],
)
def test_a_strategy_may_add_a_worker_where_the_base_names_none(tmp_path: Path, levers: str) -> None:
    loaded = loaded_with(tmp_path, levers)
    clerks = loaded.under("part").scenario.people["clerks"]

    assert loaded.scenario.people["clerks"].workers == {}
    assert clerks.headcount == 3
    assert [worker.hours and worker.hours.hours_per_week for worker in clerks.workers.values()] == [20.0]


@pytest.mark.parametrize(
    ("levers", "advice"),
    [
        (
            "{people.clerks.workers.Ann.hours: Mon 9-12}",
            "to add somebody, write 'people.clerks.workers.Ann: {hours",
        ),
        (
            "{people.clerks.workers.Ann: {hous: Mon 9-12}}",
            ":24:44: unknown key 'hous'; did you mean 'hours'?",
        ),
        (
            "{people.clerks.workers: {Ann: {}, Bob: {}, Cy: {}}}",
            ":17:5: people.clerks.headcount = 2: under 'part', 3 workers are named; write 'headcount: 3'",
        ),
        ("{people.clerk.workers.Ann: {}}", "did you mean 'people.clerks'?"),
    ],
)
def test_a_worker_that_a_strategy_adds_is_checked_like_any_other(
    tmp_path: Path, levers: str, advice: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded_with(tmp_path, levers)

    (problem,) = caught.value.problems
    assert advice in problem


def test_a_worker_with_a_name_like_another_is_taken_for_a_slip(tmp_path: Path) -> None:
    text = FIRST_QUEUE.replace("headcount: 2", "headcount: 2\n    workers: {Adele: {}}")
    (tmp_path / "scenario.yaml").write_text(
        f"{text}  part: [set: {{people.clerks.workers.Adel: {{wage: 9 USD/h}}}}]\n", encoding="utf-8"
    )

    (problem,) = problems_of(tmp_path)
    assert "did you mean 'people.clerks.workers.Adele'? somebody new needs a name less alike" in problem


def test_what_the_message_on_part_time_staff_recommends_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded_with(tmp_path, "{people.clerks.headcount: 2.5}")
    (problem,) = caught.value.problems
    recommended = problem.splitlines()[0].rpartition(": '")[2].removesuffix("'")

    loaded = loaded_with(tmp_path, f"{{people.clerks: {{headcount: 3, {recommended}}}}}")

    assert loaded.under("part").scenario.people["clerks"].workers["Part timer"].hours is not None


@pytest.mark.parametrize(("budget", "amount"), [("52,178.57 USD per year", 26_000), ("26,000 USD", 26_000)])
def test_a_budget_is_the_amount_for_the_whole_run(tmp_path: Path, budget: str, amount: float) -> None:
    text = f"{FIRST_QUEUE}compare: {{budget: '{budget}'}}\n"
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")

    assert load_scenario(tmp_path).scenario.compare.budget == pytest.approx(amount)


def test_a_budget_per_year_is_no_second_mistake_where_the_run_length_is_one(tmp_path: Path) -> None:
    text = f"{FIRST_QUEUE}compare: {{budget: 30000 USD per year}}\n".replace("26 weeks", "26")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")

    (problem,) = problems_of(tmp_path)
    assert "run_length = 26: it has no unit of time" in problem
