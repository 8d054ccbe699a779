"""Measures that mean nothing in a scenario are left out, with the reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.experiments.account import account, meaningless, spoken_of, warnings_of
from sim.experiments.compare import compare
from sim.experiments.defined import NEEDS, left_out, left_out_in_words
from sim.experiments.findings import Replications
from sim.experiments.replicate import replicate
from sim.measures.registry import MEASURES
from sim.scenario.load import LoadedScenario, load_scenario

PLAIN = """\
scenario: Queue
run_length: 4 weeks
task_types:
  request: {arrivals: 60 per week, route: [answer]}
steps:
  answer: {service_time: 30 min, done_by: [clerks]}
people:
  clerks: {headcount: 1}
strategies:
  two clerks: [set: {people.clerks.headcount: 2}]
"""
STATED = {
    "quality": ("done_by: [clerks]}", "done_by: [clerks], error_probability: 10 %}"),
    "on_time_share": ("per week,", "per week, due: 1 working day,"),
    "value": ("per week,", "per week, value: 10 USD,"),
    "cost": ("headcount: 1}", "headcount: 1, wage: 20 USD/h}"),
    "cost_per_good_task": ("headcount: 1}", "headcount: 1, wage: 20 USD/h}"),
    "overtime": ("done_by: [clerks]}", "done_by: [clerks], end_of_shift: finish}"),
}


def loaded_from(folder: Path, text: str) -> LoadedScenario:
    path = folder / "queue.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def reasons(loaded: LoadedScenario) -> dict[str, str]:
    return left_out([loaded.scenario], (), list(MEASURES.values()))


def test_a_plain_queue_has_neither_quality_nor_money(tmp_path: Path) -> None:
    found = reasons(loaded_from(tmp_path, PLAIN))

    assert set(found) == {name for need in NEEDS for name in need.measures}
    assert found["quality"] == "no step has a standard or a probability of errors"
    assert found["margin"] == "it takes a value of tasks and wages"


@pytest.mark.parametrize("name", STATED)
def test_what_a_scenario_states_makes_a_measure_mean_something(tmp_path: Path, name: str) -> None:
    before, after = STATED[name]
    assert name in reasons(loaded_from(tmp_path, PLAIN))
    assert name not in reasons(loaded_from(tmp_path, PLAIN.replace(before, after)))


def test_margin_takes_value_and_wages(tmp_path: Path) -> None:
    value, wage = (STATED[name] for name in ("value", "cost"))

    assert "margin" in reasons(loaded_from(tmp_path, PLAIN.replace(*value)))
    assert "margin" in reasons(loaded_from(tmp_path, PLAIN.replace(*wage)))
    assert "margin" not in reasons(loaded_from(tmp_path, PLAIN.replace(*value).replace(*wage)))


def test_one_strategy_that_states_it_is_enough(tmp_path: Path) -> None:
    loaded = loaded_from(
        tmp_path, PLAIN.replace("headcount: 2}", "headcount: 2, people.clerks.wage: 9 USD/h}")
    )
    scenarios = [loaded.under(name).scenario for name in ("do nothing", "two clerks")]

    assert "cost" not in left_out(scenarios, (), list(MEASURES.values()))
    assert "cost" in left_out(scenarios[:1], (), list(MEASURES.values()))


def test_a_measure_without_a_value_in_any_replication_is_left_out(
    replications: Callable[..., Replications], tmp_path: Path
) -> None:
    nan = float("nan")
    never = replications("a", {"flow_time": [nan, nan], "throughput": [0.0, nan]})
    once = replications("b", {"flow_time": [nan, 3.0], "throughput": [0.0, nan]})
    scenario = loaded_from(tmp_path, PLAIN).scenario

    assert left_out([scenario], [never], never.measures) == {"flow_time": "no value in any replication"}
    assert left_out([scenario], [never, once], never.measures) == {}


def test_measures_with_one_reason_are_told_together() -> None:
    said = left_out_in_words(
        {"quality": "no standard", "quality_spread": "no standard", "margin": "no value"},
        list(MEASURES.values()),
    )

    assert said == "Left out: quality and spread of quality (no standard); margin (no value)."


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    assert left_out_in_words({}, list(MEASURES.values())) == ""


def test_comparison_shows_what_is_left_and_says_what_is_not(tmp_path: Path) -> None:
    found = compare(loaded_from(tmp_path, PLAIN), replications=2, jobs=1)

    assert found.foreground == ("throughput", "flow_time")
    assert list(found.left_out) == ["quality", "quality_spread", "cost_per_good_task"]


def test_comparison_of_nothing_that_means_anything_falls_back_to_throughput(tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, PLAIN + "compare: {measures: {margin: {}}}\n")
    found = compare(loaded, replications=2, jobs=1)

    assert found.foreground == ("throughput",)
    assert list(found.left_out) == ["margin"]


def test_account_of_a_run_speaks_of_what_is_to_be_compared(replications: Callable[..., Replications]) -> None:
    """1, 2, 3 have a half-width of 4.3027 / √3 = 2.48."""
    found = replications(
        "upskill",
        {
            "throughput": [60.0, 61.0, 62.0],
            "flow_time": [60.0, 61.0, 62.0],
            "escape_rate": [0.1, 0.1, 0.1],
            "hand_offs": [2.0, 2.0, 2.0],
        },
    )

    assert account(found, ["throughput", "flow_time", "escape_rate", "hand_offs"], "USD", "boom") == (
        "Under 'upskill' in the future 'boom', the throughput is 61.0 ± 2.5 tasks a week.",
        "The flow time is 61.0 ± 2.5 hours (about 2.5 days; nights and weekends count), the share of escaped "
        "defects is 10 % and the hand-offs per task are 2.",
        "Each number: mean and half of its 95 % interval over 3 replications. Whether that is good, only a "
        "comparison with other strategies shows.",
    )


def test_account_of_one_replication_has_no_intervals(replications: Callable[..., Replications]) -> None:
    headline, basis = account(replications("x", {"throughput": [61.0]}), ["throughput"], "USD")

    assert headline == "Under 'x', the throughput is 61 tasks a week."
    assert basis.startswith("Each number: one replication, so without an interval.")


def test_run_speaks_only_of_what_means_something(tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, PLAIN)
    result = replicate(loaded, "two clerks", replications=2, jobs=1)

    assert spoken_of(result, loaded, "") == ("throughput", "flow_time")
    assert "cost" in meaningless(result, loaded, "")
    assert warnings_of(result, loaded, "") == ()


def test_a_tool_that_only_assists_has_no_utilisation(tmp_path: Path) -> None:
    text = PLAIN.replace("done_by: [clerks]}", "done_by: [clerks], assisted_by: helper, exposure: 20 %}")
    loaded = loaded_from(tmp_path, f"{text}tools:\n  helper: {{}}\n")
    result = replicate(loaded, replications=2, jobs=1)

    assert "utilisation.helper" in meaningless(result, loaded, "")
    assert "utilisation.clerks" not in meaningless(result, loaded, "")
