"""How tasks enter: rates that change, renewals, batches, traces, closed populations; and due dates."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.engines import get_engine
from sim.errors import ScenarioError
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.running import model_of, run_text
from tests.unit.engine.reading import tasks, visits

WEEK = 168.0


def source(arrivals: str, length: str = "8 weeks", head: str = "", task: str = "") -> str:
    """Return tasks that are done in no time."""
    return f"""
scenario: Sources
run_length: {length}
{head}
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [draft]{task}}}}}
steps: {{draft: {{service_time: 0 h, done_by: [anna]}}}}
people: {{anna: {{headcount: 1}}}}
"""


def arrivals(text: str, replication: int = 0) -> np.ndarray:
    return np.asarray(run_text(text, replication=replication).tasks["arrived_at"])


def pieces(model: Model) -> list[tuple[float, float]]:
    """Return (from, tasks per week) of the only source."""
    return [(float(f), float(r) * WEEK) for f, r in zip(model.types.rate_from, model.types.rate, strict=True)]


def expected(model: Model, begin: float, end: float) -> float:
    """Return the integral of the stated rate over a window."""
    edges = np.append(model.types.rate_from, np.inf)
    length = np.clip(edges[1:], begin, end) - np.clip(edges[:-1], begin, end)
    return float(np.sum(model.types.rate * length))


def counted(text: str, begin: float, end: float, replications: int = 4) -> int:
    runs = [arrivals(text, replication) for replication in range(replications)]
    return sum(int(np.count_nonzero((run >= begin) & (run < end))) for run in runs)


# --- rates ---------------------------------------------------------------------------------------


def test_a_poisson_rate_gives_exponential_gaps() -> None:
    """Kolmogorov-Smirnov at 1e-6 over 8,000 gaps; a rate 10 % higher would be noticed."""
    times = arrivals(source("rate: 1000 per week"))
    gaps = np.diff(times) * 1000.0 / WEEK

    assert stats.kstest(gaps, "expon").pvalue > 1e-6
    assert stats.kstest(gaps * 1.1, "expon").pvalue < 1e-6


def test_a_rate_of_none_brings_nothing() -> None:
    assert len(arrivals(source("rate: 0 per week"))) == 0


def test_steps_in_demand_multiply() -> None:
    text = "rate: 100 per week, changes: [{from: week 3, by: -20 %}, {from: week 5, by: +50 %}]"

    assert pieces(model_of(source(text))) == [
        (0.0, pytest.approx(100.0)),
        (2 * WEEK, pytest.approx(80.0)),
        (4 * WEEK, pytest.approx(120.0)),
    ]


def test_a_step_in_demand_before_the_start_holds_from_the_first_hour() -> None:
    text = source("rate: 100 per week, changes: [{from: 2025-06-02, by: -20 %}]", head="start: 2026-01-05")

    assert pieces(model_of(text)) == [(0.0, pytest.approx(80.0))]


def test_arrivals_follow_a_step_in_demand() -> None:
    """4 runs, weeks 1-4 at 300 and 5-8 at 150 a week (Poisson test at 1e-6)."""
    text = source("rate: 300 per week, changes: [{from: week 5, by: -50 %}]")

    def p_value(count: int, mean: float) -> float:
        return 2.0 * min(float(stats.poisson.cdf(count, mean)), float(stats.poisson.sf(count - 1, mean)))

    before, after = counted(text, 0.0, 4 * WEEK), counted(text, 4 * WEEK, 8 * WEEK)
    assert p_value(before, 4800.0) > 1e-6
    assert p_value(after, 2400.0) > 1e-6
    assert p_value(after, 2400.0 * 1.2) < 1e-6


def test_the_first_arrivals_keep_their_luck_when_the_rate_changes_later() -> None:
    plain = arrivals(source("rate: 100 per week"))
    changed = arrivals(source("rate: 100 per week, changes: [{from: week 5, by: +80 %}]"))
    before = plain < 4 * WEEK

    np.testing.assert_array_equal(plain[before], changed[: before.sum()])
    assert len(changed) > len(plain)


def test_growth_compounds() -> None:
    """3 % a week: after 10 weeks the rate is 1.03^10 times the first, to the half day of its steps."""
    model = model_of(source("rate: 100 per week, growth: 3 % per week", "11 weeks"))
    rates = dict(pieces(model))

    assert rates[0.0] == pytest.approx(100.0 * 1.03 ** (0.5 / 7.0), rel=1e-12)
    assert rates[70 * 24.0] == pytest.approx(100.0 * 1.03 ** (10.0 + 0.5 / 7.0), rel=1e-12)
    # the mean of the continuous curve over each day is met to 1e-6
    curve = 100.0 / WEEK * (1.03**11 - 1.0) / (np.log(1.03) / WEEK)
    assert expected(model, 0.0, 11 * WEEK) == pytest.approx(curve, rel=2e-6)


@pytest.mark.parametrize("start", ["2026-01-05", "2026-01-08", "2026-01-11"])
def test_weekdays_have_their_share_whatever_day_the_run_begins(start: str) -> None:
    """8 January 2026 is a Thursday; Mondays have twice the usual, weekends nothing: 70 in six shares."""
    text = source(
        "rate: 70 per week, weekdays: {Mon: 200 %, Sat: 0 %, Sun: 0 %}", "2 weeks", f"start: {start}"
    )
    first = int(start[-2:]) - 5
    rates = [rate for _, rate in pieces(model_of(text))]

    assert rates == [
        pytest.approx(7 * {0: 70 / 6 * 2, 5: 0.0, 6: 0.0}.get((first + day) % 7, 70 / 6)) for day in range(14)
    ]


def test_months_have_their_share() -> None:
    text = source("rate: 70 per week, months: {Feb: 150 %}", "10 weeks", "start: 2026-01-05")
    rates = dict(pieces(model_of(text)))
    usual = 70.0 / (1.0 + 0.5 * 28.2425 / 365.2425)  # so that the mean over a year is 70

    assert {day for day in range(70) if rates[day * 24.0] == pytest.approx(1.5 * usual)} == set(range(27, 55))
    assert rates[26 * 24.0] == rates[55 * 24.0] == pytest.approx(usual)


@pytest.mark.parametrize("start", ["2026-01-05", "2026-01-08", "2026-01-11"])
def test_hours_keep_the_mean_of_the_week(start: str) -> None:
    """Mon-Fri 9-17 is 40 of 168 h: the rate there is 4.2 times as high, and 0 elsewhere."""
    text = source('rate: 100 per week, hours: "Mon-Fri 9:00-17:00"', "4 weeks", f"start: {start}")
    model = model_of(text)
    times = arrivals(text)
    hour_of_week = (times + (int(start[-2:]) - 5) * 24.0) % WEEK

    for week in range(4):
        assert expected(model, week * WEEK, (week + 1) * WEEK) == pytest.approx(100.0)
    assert np.all((hour_of_week % 24.0 >= 9.0) & (hour_of_week % 24.0 < 17.0) & (hour_of_week < 120.0))
    assert len(times) > 300


def test_everything_about_a_rate_works_together() -> None:
    """Hours x weekday x step: Monday of week 3, 9-17 h: 100 · 4.2 · 1.3 / 1.06 · 0.5 a week."""
    text = source(
        'rate: 100 per week, hours: "Mon-Fri 9:00-17:00", weekdays: {Mon: 130 %}, '
        "changes: [{from: week 3, by: -50 %}]"
    )
    rates = dict(pieces(model_of(text)))

    usual = 100 * 4.2 / 1.06
    assert rates[9.0] == pytest.approx(usual * 1.3)
    assert rates[17.0] == rates[2 * WEEK] == 0.0
    assert rates[2 * WEEK + 9.0] == pytest.approx(usual * 1.3 * 0.5)
    assert rates[2 * WEEK + 33.0] == pytest.approx(usual * 0.5)


# --- renewals, batches ---------------------------------------------------------------------------


def test_arrivals_at_a_constant_time_apart_begin_after_the_first_interval() -> None:
    assert arrivals(source("every: 30 h", "100 h")).tolist() == [30.0, 60.0, 90.0]


@pytest.mark.parametrize("every", ["0 h", "{uniform: {low: 0 h, high: 0 h}}", "{exponential: 0 h}"])
def test_arrivals_without_any_time_between_them_are_refused(every: str) -> None:
    """They would never end."""
    with pytest.raises(ScenarioError, match=r"arrivals\.every"):
        run_text(source(f"every: {every}"))


def test_what_would_happen_at_the_horizon_does_not() -> None:
    assert arrivals(source("every: 50 h", "100 h")).tolist() == [50.0]


def test_each_arrival_of_a_renewal_has_its_own_gap() -> None:
    gaps = np.diff(arrivals(source("every: {uniform: {low: 1 h, high: 3 h}}", "200 weeks")))

    assert stats.kstest((gaps - 1.0) / 2.0, "uniform").pvalue > 1e-6
    assert stats.kstest((gaps - 1.0) / 2.4, "uniform").pvalue < 1e-6


@pytest.mark.parametrize(("batch", "sizes"), [("3", {3}), ("2.5", {3}), ("0.2", {1})])
def test_a_batch_is_rounded_to_a_whole_number_of_at_least_one(batch: str, sizes: set[int]) -> None:
    times = arrivals(source(f"every: 10 h, batch: {batch}", "100 h"))

    assert set(np.unique(times, return_counts=True)[1].tolist()) == sizes


def test_batches_may_be_drawn() -> None:
    """Uniform from 0.5 to 4.5 rounds to 1, 2, 3, 4 alike (chi-square at 1e-6)."""
    times = arrivals(source("every: 1 h, batch: {uniform: {low: 0.5, high: 4.5}}", "24 weeks"))
    sizes = np.unique(times, return_counts=True)[1]

    assert stats.chisquare(np.bincount(sizes, minlength=5)[1:]).pvalue > 1e-6
    assert set(sizes.tolist()) == {1, 2, 3, 4}


# --- traces --------------------------------------------------------------------------------------


def run_file(folder: Path, text: str, csv: bytes) -> RunRecord:
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (folder / "arrivals.csv").write_bytes(csv)
    return get_engine("reference")(build(load_scenario(folder).under()), 1, 0)


TRACE = "trace: {file: arrivals.csv, column: arrived}"


@pytest.mark.parametrize(
    ("csv", "head", "times"),
    [
        (b"arrived,who\n5.5,a\n0,b\n20,c\n3e1,d\n", "", [0.0, 5.5, 20.0, 30.0]),
        (b"\xef\xbb\xbfarrived\n5.5\n", "", [5.5]),
        (b"who, arrived \nx, 5.5 \n", "", [5.5]),
        (b"arrived\n5.5\n5.5\n700\n", "", [5.5, 5.5]),
        (b"arrived\n2026-01-06T12:30\n2026-01-05 00:00\n", "start: 2026-01-05", [0.0, 36.5]),
    ],
)
def test_a_trace_is_played_as_it_stands_in_the_file(
    tmp_path: Path, csv: bytes, head: str, times: list[float]
) -> None:
    """Sorted, with or without a byte order mark, in local time; what lies beyond the run does not come."""
    record = run_file(tmp_path, source(TRACE, "100 h", head), csv)

    assert record.tasks["arrived_at"].tolist() == times


def test_a_trace_may_come_in_batches(tmp_path: Path) -> None:
    record = run_file(tmp_path, source(f"{TRACE}, batch: 2", "100 h"), b"arrived\n5\n6\n")

    assert record.tasks["arrived_at"].tolist() == [5.0, 5.0, 6.0, 6.0]


# --- closed populations --------------------------------------------------------------------------


def test_each_customer_comes_back_after_the_delivery_and_a_time_away() -> None:
    """Two customers, 10 h away, one server of 4 h: 10 and 10, done 14 and 18, back 24 and 28, ..."""
    text = source("population: 2, away_for: 10 h", "40 h").replace("service_time: 0 h", "service_time: 4 h")
    record = run_text(text)

    assert tasks(record, "arrived_at") == [10.0, 10.0, 24.0, 28.0, 38.0]
    assert visits(record, "started_at", "ended_at")[:4] == [(10, 14), (14, 18), (24, 28), (28, 32)]


def test_customers_at_the_door_come_back_too() -> None:
    text = source("population: 3, away_for: 10 h", "40 h").replace("service_time: 0 h", "service_time: 4 h")
    record = run_text(text.replace("run_length", "work_in_process_limit: 1\nrun_length"))

    assert tasks(record, "arrived_at") == [10.0, 10.0, 10.0, 24.0, 28.0, 32.0, 38.0]


def test_a_customer_let_in_and_out_by_another_goes_home_at_that_moment() -> None:
    """The door is full with an open task until 12 h; then customers pass at once and are back at 22 h."""
    text = """
scenario: Through the door
run_length: 30 h
work_in_process_limit: 1
task_types:
  open: {arrivals: {every: 8 h}, route: [draft]}
  guest: {arrivals: {population: 2, away_for: 10 h}, route: [either: {draft: 0 %, leave: 100 %}]}
steps: {draft: {service_time: 4 h, done_by: [anna]}}
people: {anna: {headcount: 1}}
"""
    record = run_text(text)
    guests = record.tasks["task_type"] == record.names.task_types.index("guest")

    assert record.tasks["arrived_at"][guests].tolist() == [10.0, 10.0, 22.0, 22.0]
    assert record.tasks["delivered_at"][guests].tolist() == [12.0, 12.0, 22.0, 22.0]


def test_every_task_of_a_customer_has_its_own_luck() -> None:
    """Topics of 10,000: neither customers nor their visits share them."""
    text = source("population: 3, away_for: 10 h", "200 h", task=", topics: 10000")

    topics = tasks(run_text(text), "topic")
    assert len(set(topics)) == len(topics) == 3 * 19


def test_a_population_never_has_more_inside_than_there_are_customers() -> None:
    text = source("population: 5, away_for: {exponential: 3 h}", "1000 h")
    record = run_text(text.replace("service_time: 0 h", "service_time: {exponential: 2 h}"))
    arrived, delivered = record.tasks["arrived_at"], record.tasks["delivered_at"]
    inside = np.searchsorted(arrived, arrived, side="right") - np.searchsorted(np.sort(delivered), arrived)

    assert inside.max() == 5
    assert len(arrived) > 100


# --- what luck gives a task at birth ---------------------------------------------------------------


def test_priorities_have_their_shares() -> None:
    """Chi-square at 1e-6; 20 % urgent instead of 15 % would be noticed."""
    shares = "priority: {urgent: 15 %, high: 25 %, low: 60 %}"
    ranks = run_text(source("every: 1 h", "24 weeks", task=f", {shares}")).tasks["priority"]
    seen = np.bincount(ranks, minlength=4)

    assert seen[2] == 0
    seen = seen[[0, 1, 3]]
    assert stats.chisquare(seen, seen.sum() * np.array([0.15, 0.25, 0.60])).pvalue > 1e-6
    assert stats.chisquare(seen, seen.sum() * np.array([0.20, 0.25, 0.55])).pvalue < 1e-6


@pytest.mark.parametrize(("rank", "number"), [("urgent", 0), ("high", 1), ("normal", 2), ("low", 3)])
def test_one_priority_may_hold_for_all(rank: str, number: int) -> None:
    assert set(tasks(run_text(source("every: 1 h", task=f", priority: {rank}")), "priority")) == {number}


def test_topics_are_equally_likely() -> None:
    topics = run_text(source("every: 1 h", "24 weeks", task=", topics: 8")).tasks["topic"]

    assert stats.chisquare(np.bincount(topics, minlength=9)[:8]).pvalue > 1e-6
    assert topics.max() == 7


@pytest.mark.parametrize(
    ("due", "arrived", "promised"),
    [
        ("10 h", 30.0, 40.0),
        ("1 week", 30.0, 198.0),
        ("1 working day", 30.0, 54.0),  # Tuesday 6:00 to Wednesday 6:00
        ("2 working days", 102.0, 102.0 + 96.0),  # Friday 6:00 to Tuesday 6:00
        ("1 working day", 130.0, 192.0),  # Saturday counts as Monday 0:00: Tuesday 0:00
        ("1.5 working days", 30.0, 66.0),
        ("5 working days", 54.0, 54.0 + 168.0),
    ],
)
def test_due_dates_count_working_days_or_hours(due: str, arrived: float, promised: float) -> None:
    record = run_text(source(f"every: {arrived} h", "1 week", task=f", due: {due}"))

    assert tasks(record, "arrived_at")[0] == arrived
    assert tasks(record, "due_at")[0] == pytest.approx(promised)


def test_holidays_are_no_working_days() -> None:
    """Tuesday 2026-01-06 is a holiday: one working day after Monday noon is Wednesday noon."""
    text = source(
        "every: 12 h", "1 week", "start: 2026-01-05\nholidays: [2026-01-06]", ", due: 1 working day"
    )

    assert tasks(run_text(text), "due_at")[0] == 60.0


def test_without_a_promise_nothing_is_ever_due() -> None:
    assert set(tasks(run_text(source("every: 12 h", "1 week")), "due_at")) == {np.inf}
