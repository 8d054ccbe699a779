"""When pools are busier than on average, and for how long too busy."""

from pathlib import Path

import pytest

from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.load_estimate import estimate_load
from sim.scenario.load_peaks import Peak, long_overload, peaks
from sim.scenario.telling.load import load_sentences

DESK = """\
scenario: Desk
start: 2026-01-01
run_length: 52 weeks
task_types:
  ticket: {arrivals: {rate: 60 per week, hours: Mon-Fri 9:00-17:00}, route: [answer]}
steps: {answer: {service_time: 1 h, done_by: [clerks]}}
people: {clerks: {headcount: 2, hours: Mon-Fri 9:00-17:00}}
"""


def load(folder: Path, keys: str, *changes: tuple[str, str]) -> LoadedScenario:
    text = DESK.replace("hours: Mon-Fri 9:00-17:00}, route", f"hours: Mon-Fri 9:00-17:00, {keys}}}, route")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder)


def found(folder: Path, keys: str, *changes: tuple[str, str]) -> list[tuple[str, float]]:
    loaded = load(folder, keys, *changes)
    (load_of,) = estimate_load(loaded.scenario)
    return [(peak.when, peak.utilisation) for peak in peaks(loaded.scenario, folder, load_of)]


def overload(folder: Path, keys: str, *changes: tuple[str, str]) -> Peak | None:
    loaded = load(folder, keys, *changes)
    (load_of,) = estimate_load(loaded.scenario)
    return long_overload(loaded.scenario, folder, load_of)


UNDATED = ("start: 2026-01-01\n", "")
YEAR = (31 * 1.4 + 334.2425) / 365.2425
"""Mean weight of a year with 140 % in December."""


@pytest.mark.parametrize(
    ("keys", "changes", "expected"),
    [
        ("batch: 1", (), []),
        ("months: {Dec: 140 %}", (), [("in Dec", 0.75 * 1.4 / YEAR)]),
        ("weekdays: {Mon: 200 %}", (), [("on Mon", 60 * 2 / 6 / 16)]),
        ("changes: [{from: week 14, by: +20 %}]", (UNDATED,), [("from week 14 on", 0.9)]),
        ("changes: [{from: week 14, by: -20 %}]", (UNDATED,), [("until week 14", 0.75)]),
        (
            "changes: [{from: week 14, by: +20 %}, {from: week 27, by: -50 %}]",
            (UNDATED,),
            [("from week 14 on until week 27", 0.9)],
        ),
        ("changes: [{from: 2026-04-02, by: +20 %}]", (), [("from 2026-04-02 on", 0.9)]),
    ],
)
def test_the_busiest_time_is_named(
    tmp_path: Path, keys: str, changes: tuple, expected: list[tuple[str, float]]
) -> None:
    told = found(tmp_path, keys, *changes)

    assert [when for when, _ in told] == [when for when, _ in expected]
    assert [busy for _, busy in told] == pytest.approx([busy for _, busy in expected])


def test_growth_makes_the_last_month_the_busiest(tmp_path: Path) -> None:
    (dated,) = found(tmp_path, "growth: 2 % per month")
    (undated,) = found(tmp_path, "growth: 2 % per month", UNDATED)

    assert (dated[0], undated[0]) == ("in Dec", "in month 12")
    assert dated[1] == pytest.approx(0.75 * 1.02**11.5, rel=0.005)


def test_work_that_comes_on_days_off_waits_for_the_next_day_at_work(tmp_path: Path) -> None:
    """Two of seven days, and Monday's own, fall on Monday: 3 / 7 of 60 h for 16 h."""
    around_the_clock = ("hours: Mon-Fri 9:00-17:00, weekdays", "weekdays")

    assert found(tmp_path, "weekdays: {Mon: 100 %}", around_the_clock) == [
        ("on Mon", pytest.approx(60 * 3 / 7 / 16))
    ]


def test_a_weekday_of_more_work_than_hours_is_no_overload(tmp_path: Path) -> None:
    assert found(tmp_path, "weekdays: {Mon: 200 %}")[0][1] > 1.0
    assert overload(tmp_path, "weekdays: {Mon: 200 %}") is None
    assert load_scenario(tmp_path).warnings == ()


@pytest.mark.parametrize(
    ("keys", "when", "is_passing"),
    [
        ("months: {Oct: 160 %, Nov: 160 %}", "from Oct to Nov", True),
        ("months: {Feb: 150 %}", "in Feb", True),
        ("changes: [{from: 2026-04-02, by: +40 %}]", "from 2026-04-02 on", False),
        ("growth: 3 % per month", "from Nov to Dec", False),
    ],
)
def test_more_work_than_hours_for_a_month_or_longer_is_an_overload_of_that_time(
    tmp_path: Path, keys: str, when: str, is_passing: bool
) -> None:
    peak = overload(tmp_path, keys)

    assert peak is not None
    assert (peak.when, peak.is_passing) == (when, is_passing)
    assert peak.utilisation > 1.0


def test_a_shorter_peak_or_one_that_lasts_as_long_as_the_run_is_none_of_a_time(tmp_path: Path) -> None:
    short = "changes: [{from: 2026-04-02, by: +60 %}, {from: 2026-04-29, by: -60 %}]"

    assert overload(tmp_path, short) is None
    assert overload(tmp_path, short.replace("04-29", "04-30")) is not None
    assert overload(tmp_path, "months: {Dec: 110 %}", ("60 per week", "120 per week")) is None


def test_a_passing_overload_is_warned_of_in_words_of_a_peak(tmp_path: Path) -> None:
    (warning,) = load(tmp_path, "months: {Nov: 140 %}").warnings

    assert "people.clerks: in Nov the first visits alone take 81 h a week, 102 % of the hours" in warning
    assert (
        "on average over the run it is 75 %, so a queue builds up in that time and is worked off" in warning
    )
    assert "as long as the run lasts" not in warning


def test_an_overload_that_stays_is_warned_of_until_the_end(tmp_path: Path) -> None:
    (warning,) = load(tmp_path, "changes: [{from: 2026-04-02, by: +40 %}]").warnings

    assert "from 2026-04-02 on" in warning
    assert "a queue builds up in that time until the run ends" in warning


def test_the_average_and_the_peaks_are_said_together(tmp_path: Path) -> None:
    loaded = load(tmp_path, "months: {Nov: 140 %}, weekdays: {Mon: 120 %}")
    first, _ = load_sentences(loaded.scenario, tmp_path)

    assert first == (
        "clerks: 60 h of work a week for 80 h, 75 % busy on average, 102 % in Nov, 86.5 % on Mon; "
        "in Nov a queue would build up that is worked off later."
    )


def test_a_steady_demand_is_said_as_before(tmp_path: Path) -> None:
    loaded = load(tmp_path, "batch: 1")

    assert load_sentences(loaded.scenario, tmp_path)[0] == (
        "clerks: 60 h of work a week for 80 h, 75 % busy."
    )
