"""Head-count arithmetic: exact where nothing is random, waits or comes back; and what it makes of levers."""

import re
from pathlib import Path

import pytest

from sim.engines import get_engine
from sim.experiments.forecast import added_forecast, forecast
from sim.experiments.forecasting.journeys import Made, first_visits, journeys, outcome, time_through
from sim.experiments.forecasting.sharing import share_done, shared_out
from sim.measures.registry import MEASURES
from sim.model.build import build
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.schema import EitherItem, TogetherItem

BASE = """\
scenario: Clockwork
run_length: 10 weeks
warm_up: 2 weeks
behaviour: {quality_noise: 0, speed_slope: 2.5, reliance: 60 %, overhead: 30 %, fluency_slope: 0.5,
  overhead_slope: 0.2, discernment: 30 %, literacy_slope: 0.5}
loops: {off: [failure-demand]}
task_types:
  letter: {arrivals: {every: 2 h}, value: 50 USD, route: [write]}
steps:
  write: {service_time: 40 min, skills: {writing: 100 %}, difficulty: 0.4, standard: 50 %, done_by: [writers]}
people:
  writers: {headcount: 12, wage: 30 USD/h, skills: {writing: 0.62, ai_fluency: 0.4}}
"""
ASSISTED = BASE.replace("done_by: [writers]}", "done_by: [writers], assisted_by: helper, exposure: 50 %}") + (
    "tools:\n  helper: {capability: {writing: 0.7}, price: [30 USD per person per month, 0.1 USD per use]}\n"
)
TWO_STEPS = BASE.replace("route: [write]", "route: [write, layout, check]").replace(
    "people:",
    """\
  layout: {service_time: 20 min, done_by: [robot], hand_off: {delay: 15 min}}
  check:
    service_time: 12 min
    skills: {editing: 100 %}
    done_by: [editors]
    reviews: [write, layout]
    ai_review_time: 1.9
    hand_off: {context_loss: 10 %}
tools:
  robot: {speed: 4, slots: 4, price: [2 USD/h, 100 USD per month]}
people:
  editors: {headcount: 6, wage: 40 USD/h, skills: {editing: 0.7}}""",
)
SIDE_BY_SIDE = TWO_STEPS.replace("[write, layout, check]", "[together: [write, layout], check]")
MARKET = BASE.replace("done_by: [writers]", "done_by: [pens]") + (
    "freelancers:\n  pens: {seats: 6, rate: 40 USD/h, client_fee: 5 %, skills: {writing: 0.7}}\n"
)
CLOSED = (  # a cycle of 4 h, and a window that begins and ends an hour after its last delivery
    BASE.replace("{every: 2 h}", "{population: 5, away_for: 200 min}")
    .replace("speed_slope: 2.5", "speed_slope: 0")
    .replace("10 weeks", "1681 h")
    .replace("2 weeks", "337 h")
)
TRAINED = ASSISTED + (
    "strategies:\n  now:\n"
    "    - {train: writers, in: {writing: +0.1, ai_fluency: +0.2}, price: 900 USD per person}\n"
)
UPGRADED = ASSISTED + (
    "strategies:\n  now: [{upgrade: helper, to: {capability: {writing: +0.1}, price: 60 USD per person per"
    " month}, price: 5000 USD}]\n"
)
LATER = ASSISTED + (
    "strategies:\n  now: [{train: writers, in: {writing: +0.1}, from: week 6, price: 900 USD per person}]\n"
)
MORE_HANDS = (
    MARKET + "strategies:\n  now: [{hire: pens, seats: 3}, {set: {freelancers.pens.client_fee: 10 %}}]\n"
)
EXACT = {
    "one step": BASE,
    "assisted work": ASSISTED,
    "two steps, a tool alone and a review": TWO_STEPS,
    "side by side": SIDE_BY_SIDE,
    "freelancers": MARKET,
    "a closed population": CLOSED,
    "trained from the start": TRAINED,
    "trained and paid for on the way": LATER,
    "another version of the tool from the start": UPGRADED,
    "more freelancers at another fee": MORE_HANDS,
}


def loaded_from(folder: Path, text: str) -> LoadedScenario:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def strategy_of(loaded: LoadedScenario) -> str:
    return loaded.strategies[-1]


def simulated(loaded: LoadedScenario, strategy: str) -> dict[str, float]:
    record = get_engine("reference")(build(loaded.under(strategy)), 1, 0)
    return {name: measure.value(record) for name, measure in MEASURES.items()}


def coincide(said: dict[str, float], seen: dict[str, float]) -> bool:
    return all(seen[name] == pytest.approx(number, rel=1e-9, abs=1e-9) for name, number in said.items())


@pytest.mark.parametrize("name", EXACT)
def test_without_luck_queues_and_returns_head_counts_are_exact(name: str, tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, EXACT[name])
    said, seen = added_forecast(loaded, strategy_of(loaded)), simulated(loaded, strategy_of(loaded))
    assert {"throughput", "flow_time", "quality", "cost", "cost_per_good_task", "margin"} <= set(said)
    assert {measure: seen[measure] for measure in said} == pytest.approx(said, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["one step", "assisted work", "trained from the start"])
def test_the_exactness_would_notice_work_that_takes_a_thousandth_longer(name: str, tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, EXACT[name])
    said = added_forecast(loaded, strategy_of(loaded))
    wrong = loaded_from(tmp_path, EXACT[name].replace("service_time: 40 min", "service_time: 2402 s"))
    assert not coincide(said, simulated(wrong, strategy_of(wrong)))


@pytest.mark.parametrize(("text", "more"), [(BASE, 3.0), (CLOSED, 0.0)])
def test_open_tasks_are_done_over_the_run_beside_what_arrives(text: str, more: float, tmp_path: Path) -> None:
    """Thirty in ten weeks; those of a closed source are among the tasks that its customers bring."""
    (tmp_path / "today.csv").write_text(f"task_type,tasks\nletter,{30 if more else 5}\n", encoding="utf-8")
    text = re.sub("warm_up: .*\n", "", text)
    without = forecast(loaded_from(tmp_path, text).under())
    said = forecast(loaded_from(tmp_path, f"snapshot: today.csv\n{text}").under())

    assert said["delivered_per_week"] - without["delivered_per_week"] == pytest.approx(more)


def test_the_spreadsheet_delivers_no_more_than_the_hours_allow(tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, CLOCK_OUT)
    said = forecast(loaded.under())
    assert said["throughput"] == pytest.approx(40.0)
    assert said["utilisation"] == pytest.approx(1.0)
    assert said["cost"] == pytest.approx(40.0 * 30.0)


CLOCK_OUT = """\
scenario: Too much
run_length: 8 weeks
task_types: {letter: {arrivals: 84 per week, route: [write]}}
steps: {write: {service_time: 1 h, skills: {writing: 60 %, layout: 40 %}, done_by: [writers]}}
people:
  writers:
    {headcount: 1, wage: 30 USD/h, hours: "Mon-Fri 9:00-17:00", skills: {writing: 0.6, layout: 0.5}}
strategies:
  two at once:
    - set: {people.writers.headcount: 2}
    - set: {steps.write.service_time: 30 min}
  hand in hand:
    - set: {steps.write.skills.writing: 50 %}
    - set: {steps.write.skills.layout: 50 %}
    - set: {people.writers.headcount: 2}
  later: [{set: {steps.write.service_time: 30 min}, from: week 5}]
"""


def test_effects_of_levers_are_added_and_their_interplay_is_left_out(tmp_path: Path) -> None:
    """Twice the people: 80 a week; twice the speed: 80; both: all 84 that arrive; added: 120."""
    loaded = loaded_from(tmp_path, CLOCK_OUT)
    assert forecast(loaded.under("two at once"))["throughput"] == pytest.approx(84.0)
    assert added_forecast(loaded, "two at once")["throughput"] == pytest.approx(40.0 + 40.0 + 40.0)


def test_levers_that_make_no_sense_alone_are_taken_together(tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, CLOCK_OUT)
    assert added_forecast(loaded, "hand in hand") == pytest.approx(forecast(loaded.under("hand in hand")))


def test_a_dated_change_counts_in_full_from_its_date_on(tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, CLOCK_OUT)
    assert forecast(loaded.under("later"))["throughput"] == pytest.approx(0.5 * (40.0 + 80.0))


def test_a_lever_that_waits_for_a_backlog_never_acts_on_paper(tmp_path: Path) -> None:
    rule = MARKET.replace("seats: 6", "seats: 1") + (
        "strategies:\n  rule: [{hire: pens, seats: 1, when: backlog of write > 1 week of work}]\n"
    )
    loaded = loaded_from(tmp_path, rule)
    assert forecast(loaded.under("rule")) == forecast(loaded.under())


def test_a_tool_that_half_of_the_people_use_helps_half(tmp_path: Path) -> None:
    all_of, half, none = (
        forecast(
            loaded_from(tmp_path, ASSISTED.replace("helper: {", f"helper: {{adopted: {share} %, ")).under()
        )
        for share in (100, 50, 0)
    )
    assert all_of["flow_time"] < none["flow_time"]
    assert half["flow_time"] == pytest.approx(0.5 * (all_of["flow_time"] + none["flow_time"]))


def test_spreads_and_quantiles_are_not_said() -> None:
    said = forecast(load_scenario("scenarios/content-agency").under())
    assert not {"quality_spread", "flow_time_p95", "throughput_week_spread", "wip"} & set(said)


# --- routes --------------------------------------------------------------------------------------


def test_branches_side_by_side_take_as_long_as_the_longest() -> None:
    route = ["a", TogetherItem(together=["b", ["c", "d"]]), "e"]
    assert time_through(route, {"a": 1.0, "b": 5.0, "c": 2.0, "d": 2.0, "e": 1.0}) == 7.0


def test_only_the_first_visit_is_nobody_elses_work() -> None:
    route = [EitherItem(either={"a": 0.5, "skip": 0.5}), "b", "c"]
    assert first_visits(route) == {"a": 1.0, "b": 0.5, "c": 0.0}


def test_journeys_add_up() -> None:
    route = ["a", EitherItem(either={"b": 0.2, "leave": 0.3, "skip": 0.5}), "c"]
    found = journeys(route)
    assert found[frozenset("a")] == pytest.approx(0.3)
    assert found[frozenset("abc")] == pytest.approx(0.2)
    assert sum(found.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("combine", "quality", "defective"),
    [("weakest link", 0.4, 1.0), ("effort-weighted mean", 0.7, 1.0), ("best of parallel", 0.8, 0.0)],
)
def test_qualities_combine_as_in_a_run(combine: str, quality: float, defective: float) -> None:
    route = [TogetherItem(together=["a", "b"])]
    made = {"a": Made(3.0, 0.8, 0.0), "b": Made(1.0, 0.4, 1.0)}
    assert outcome(route, combine, made) == pytest.approx((quality, 1.0, defective))


def test_who_can_do_one_thing_only_is_given_it_first() -> None:
    effort, able = {"any": 6.0, "own": 6.0}, {"any": ["a", "b"], "own": ["a"]}
    pace = dict.fromkeys([("any", "a"), ("any", "b"), ("own", "a")], 1.0)
    mix = shared_out(effort, able, pace, {"a": 10.0, "b": 10.0})
    assert mix["own"] == {"a": 1.0}
    assert mix["any"] == pytest.approx({"a": 4.0 / 6.0, "b": 2.0 / 6.0})
    assert share_done(effort, able, pace, {"a": 10.0, "b": 10.0}) == {"any": 1.0, "own": 1.0}
    assert share_done(effort, able, pace, {"a": 3.0, "b": 10.0})["own"] == pytest.approx(0.5)
