"""Whatever is drawn from a range is written so that a scenario takes it, in every notation."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.experiments.futures import draw
from sim.experiments.sweeping.factors import kept_whole
from sim.experiments.uncertain import uncertainties_of
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.notation.ranges import range_between
from sim.scenario.schema.uncertainty import Uncertainty

DESK = """\
scenario: Desk
run_length: 8 weeks
currency: EUR
task_types:
  request:
    arrivals: {rate: 30 per week, growth: 1 % per month, changes: [{from: week 3, by: +10 %}]}
    route: [answer, check]
    value: 300 EUR
    due: 3 working days
steps:
  answer:
    service_time: {lognormal: {mean: 90 min, cv: 0.5}}
    done_by: [clerks, outside]
    assisted_by: assistant
    exposure: 40 %
    skills: {writing: 1}
    difficulty: 0.5 ± 0.15
  check: {service_time: 5 min, done_by: [clerks], reviews: [answer], detection: 80 %}
people:
  clerks: {headcount: 3, wage: 30 EUR/h, skills: {writing: 0.6}, ramp_time: 6 weeks}
freelancers:
  outside: {rate: 40 EUR/h, fill_probability: 60 %, skills: {writing: 0.6}, search_delay: 2 h}
tools:
  assistant: {capability: {writing: 0.6}, price: 30 EUR per person per month, rate_limit: 40/h}
behaviour: {hiring_cost: 1200 EUR per person, overtime: 120 %, fatigue_threshold: 49 h, ai_learning: +10 %}
strategies:
  more: [{hire: clerks, seats: 1}]
"""
RANGES = {
    "money": ("task_types.request.value", "100 EUR to 900 EUR"),
    "money with thousands": ("task_types.request.value", "1,000 EUR to 9,000 EUR"),
    "money per hour": ("people.clerks.wage", "20 EUR/h to 220 EUR/h"),
    "a rate of freelancers": ("freelancers.outside.rate", "15 EUR/h to 140 EUR/h"),
    "money per person": ("behaviour.hiring_cost", "100 EUR per person to 900 EUR per person"),
    "a price of a tool": (
        "tools.assistant.price",
        "3 EUR per person per month to 300 EUR per person per month",
    ),
    "work": ("steps.check.service_time", "2 min to 300 min"),
    "elapsed time": ("people.clerks.ramp_time", "1 weeks to 200 weeks"),
    "working days": ("task_types.request.due", "1 working days to 200 working days"),
    "effort": ("behaviour.fatigue_threshold", "100 h to 149 h"),
    "a moment": ("task_types.request.arrivals.changes[0].from", "week 2 to week 7"),
    "a rate": ("task_types.request.arrivals.rate", "30 per week to 300 per week"),
    "a rate of a tool": ("tools.assistant.rate_limit", "4/h to 400/h"),
    "growth": ("task_types.request.arrivals.growth", "-10 % per month to 20 % per month"),
    "a share": ("steps.check.detection", "5 % to 95 %"),
    "a stretch": ("behaviour.overtime", "100 % to 150 %"),
    "a change": ("task_types.request.arrivals.changes[0].by", "-19 % to +10 %"),
    "a score": ("tools.assistant.capability.writing", "0.5 to 0.7"),
    "a plain number": ("steps.answer.service_time.lognormal.cv", "0.1 to 2"),
    "a count": ("people.clerks.headcount", "2 to 9"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> LoadedScenario:
    path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    return load_scenario(path)


@pytest.mark.parametrize("notation", RANGES)
def test_what_is_drawn_is_taken_by_the_scenario(notation: str, desk: LoadedScenario) -> None:
    """Ends that are whole numbers, and numbers of all lengths between them."""
    key, between = RANGES[notation]
    between_ends = uncertainties_of(_with(desk, key, between))[key].between
    assert between_ends is not None
    values = kept_whole(key, between_ends, desk)
    shares = [*(place / 23.0 for place in range(23)), 0.0015, 0.3155342, 0.427]

    for value in dict.fromkeys(map(values.at, shares)):
        desk.at({key: value})


def _with(desk: LoadedScenario, key: str, between: str) -> LoadedScenario:
    path = desk.path.with_name("unsure.yaml")
    path.write_text(f"{DESK}uncertainties:\n  {key}: {between}\n", encoding="utf-8")
    return load_scenario(path)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    low=some.integers(0, 99_999),
    wide=some.integers(1, 99_999),
    share=some.floats(0.0, 1.0, exclude_max=True),
    unit=some.sampled_from([" EUR", " min", " %", "/h", " per week"]),
)
def test_no_value_with_a_unit_has_a_fraction_that_may_be_read_as_thousands(
    low: int, wide: int, share: float, unit: str
) -> None:
    written = range_between(f"{low}{unit}", f"{low + wide}{unit}").at(share)
    digits = str(written).removesuffix(unit)

    assert len(digits.partition(".")[2]) != 3
    assert float(digits) == pytest.approx(low + share * wide, rel=1e-5, abs=1e-12)


def test_levels_of_a_range_are_written_the_same_way() -> None:
    assert range_between("100 EUR", "101 EUR").levels(9)[1] == "100.1250 EUR"
    assert Uncertainty(range="100 EUR to 900 EUR").at(0.3155342) == "352.4270 EUR"


def test_what_presets_publish_is_drawn_and_taken() -> None:
    """The shipped desk in every preset's range: no value that is drawn is refused."""
    loaded = load_scenario(Path("scenarios/unsure-desk"))
    drawn = draw(uncertainties_of(loaded), 5, seed=3)

    assert any(drawn.of_a_study)
    for point in drawn.points:
        loaded.at(point)
