"""Tools that reach people one by one: roll-out, dip, access, adoption.  Worked out by hand."""

import numpy as np
import pytest

from sim.records.record import Account, Mode, RunRecord, Stock
from tests.running import run_text
from tests.unit.engine.test_stocks import stock

WEEK = 168.0
MONTH = 365.25 * 24.0 / 12.0


def office(
    lever: str = "",
    tool: str = "",
    behaviour: str = "{reliance: 100 %}",
    headcount: int = 40,
    rest: str = "",
) -> RunRecord:
    """Return 30 weeks of people with a tool that halves their hours, always busy."""
    levers = f"[{{upgrade: helper, {lever}}}]" if lever else "[]"
    return run_text(
        f"""
scenario: Office
run_length: 30 weeks
task_types: {{t: {{arrivals: {{every: 30 min}}, route: [do]}}}}
steps: {{do: {{service_time: 40 h, done_by: [anna, bert], assisted_by: helper, exposure: 50 %}}}}
people: {{anna: {{headcount: {headcount}}}, bert: {{headcount: 4}}}}
tools: {{helper: {{{tool}}}}}
behaviour: {behaviour}
strategies: {{change: {levers}}}
{rest}
""",
        strategy="change",
    )


def assisted_share(record: RunRecord, begin: float, end: float, pool: str = "anna") -> float:
    """Return the share of a pool's visits begun in a window that were assisted."""
    v = record.visits
    of_pool = record.actors["pool"][v["actor"]] == record.names.pools.index(pool)
    rows = of_pool & (v["started_at"] >= begin) & (v["started_at"] < end)
    return float(np.mean(v["mode"][rows] == Mode.ASSISTED))


def test_without_any_of_it_everybody_has_the_tool() -> None:
    assert assisted_share(office(), 0.0, 30 * WEEK) == 1.0


def test_a_share_uses_it_and_the_others_work_alone() -> None:
    record = office(tool="adopted: 30 %")
    v = record.visits
    modes = [set(v["mode"][v["actor"] == actor].tolist()) for actor in range(40)]

    assert all(len(each) == 1 for each in modes)  # a person does or does not
    assert sum(each == {Mode.ASSISTED} for each in modes) == pytest.approx(12, abs=8)


def test_adoption_follows_the_logistic_curve_of_the_lowest_tercile() -> None:
    """From 20 to 50 % in five months (Brynjolfsson et al. 2025)."""
    record = office(
        tool="adopted: 20 %", behaviour="{reliance: 100 %, adoption_time: 3.607 months}", headcount=8
    )
    share = stock(record, Stock.ADOPTION, "helper")
    months = np.arange(1, len(share) + 1) * WEEK / MONTH

    assert np.interp(5.0, months, share) == pytest.approx(0.5, abs=1e-3)
    assert assisted_share(record, 0.0, WEEK) <= assisted_share(record, 29 * WEEK, 30 * WEEK)


def test_nobody_beyond_the_limit_ever_uses_it() -> None:
    record = office(
        tool="adopted: 20 %, adoption_limit: 40 %", behaviour="{adoption_time: 1 week}", headcount=4
    )

    assert stock(record, Stock.ADOPTION, "helper")[-1] == pytest.approx(0.4, abs=1e-3)


def test_trust_that_falls_slows_the_spread() -> None:
    """All work is defective and sent back: each visit with the tool is a bad experience."""

    def spread(memory: str) -> float:
        record = run_text(f"""
scenario: Doubt
run_length: 20 weeks
task_types: {{t: {{arrivals: {{every: 4 h}}, route: [do, check]}}}}
steps:
  do: {{service_time: 1 h, done_by: [anna], assisted_by: helper, exposure: 50 %, error_probability: 90 %}}
  check: {{service_time: 10 min, done_by: [anna], reviews: [do], detection: 100 %, rework: {{at_most: 1}}}}
people: {{anna: {{headcount: 10}}}}
tools: {{helper: {{adopted: 20 %}}}}
behaviour: {{reliance: 100 %, adoption_time: 1 month, trust: 50 %{memory}}}
""")
        return stock(record, Stock.ADOPTION, "helper")[-1]

    assert spread(", trust_memory: 5") < spread("") - 0.1


def test_a_roll_out_reaches_one_person_after_another() -> None:
    record = office("from: week 3, to: {access: [anna]}, roll_out: 10 weeks", "access: [bert]")

    v = record.visits
    anna = record.actors["pool"][v["actor"]] == record.names.pools.index("anna")
    first = [
        v["started_at"][anna & (v["actor"] == actor) & (v["mode"] == Mode.ASSISTED)].min()
        for actor in range(40)
    ]
    reached = (np.array(first) - 2 * WEEK) / (10 * WEEK)

    assert min(reached) >= 0.0
    assert max(reached) <= 1.0 + 40.0 / (10 * WEEK)
    assert np.mean(reached) == pytest.approx(0.5, abs=4.5 * 12**-0.5 / 40**0.5)
    assert assisted_share(record, 14 * WEEK, 15 * WEEK, "bert") == 0.0


def test_each_person_keeps_the_version_once_he_has_it() -> None:
    record = office("from: week 3, to: {access: [anna]}, roll_out: 10 weeks", "access: [bert]")
    v = record.visits
    for actor in range(40):
        modes = v["mode"][v["actor"] == actor]
        assert np.all(np.diff(np.where(modes == Mode.ASSISTED, 1, 0)) >= 0)


def test_a_dip_wears_off_day_by_day() -> None:
    """Assisted, the visit takes 20 h; on the first day with the new version a fifth of the speed is lost."""
    record = office("from: week 3, to: {jaggedness: 0}, dip: 20 %, dip_for: 4 weeks", headcount=1)
    v = record.visits
    rows = v["actor"] == 0
    times, hours = v["started_at"][rows], v["service_time"][rows]
    at = 2 * WEEK
    first = int(np.argmax(times >= at))
    since = (times[first] - at) / (4 * WEEK)

    assert hours[times < at] == pytest.approx(np.full(int(np.sum(times < at)), 20.0))
    assert hours[first] == pytest.approx(20.0 / (0.8 + 0.2 * since))
    assert hours[times > at + 4 * WEEK] == pytest.approx(np.full(int(np.sum(times > at + 4 * WEEK)), 20.0))


def test_access_is_paid_for_those_who_have_it_while_they_have_it() -> None:
    record = office(
        "from: week 6, to: {access: [anna, bert], price: 20 USD per person per month}",
        "access: [bert], price: 10 USD per person per month",
    )
    tools = record.ledger["account"] == Account.TOOLS

    before, after = 5 * WEEK / MONTH, 25 * WEEK / MONTH
    assert record.ledger["amount"][tools][0] == pytest.approx(4 * 10 * before + 44 * 20 * after)


def test_an_upgrade_waits_for_its_condition() -> None:
    """Nothing waits until demand rises in week 11."""
    record = run_text(
        """
scenario: Waits
run_length: 30 weeks
task_types:
  t: {arrivals: {rate: 10 per week, changes: [{from: week 11, by: +900 %}]}, route: [do]}
steps: {do: {service_time: 2 h, done_by: [anna], assisted_by: helper, exposure: 50 %}}
people: {anna: {headcount: 1, hours: Mon-Fri 9:00-17:00}}
tools: {helper: {access: [bert]}}
behaviour: {reliance: 100 %}
strategies: {change: [{upgrade: helper, when: pressure of anna > 3, to: {access: [anna]}, price: 700 USD}]}
""".replace("people: {anna:", "people: {bert: {headcount: 1}, anna:"),
        strategy="change",
    )
    v = record.visits
    first = v["started_at"][v["mode"] == Mode.ASSISTED].min()
    pressure = stock(record, Stock.PRESSURE, "anna")
    week = int(np.argmax(np.array(pressure) > 3.0)) + 1

    assert week > 10
    assert (week - 1) * WEEK <= first <= (week - 1) * WEEK + 24  # pressure: what held in the week
    assert record.ledger["amount"][record.ledger["account"] == Account.TOOL_CHANGE][0] == 700.0


def test_a_second_upgrade_leaves_the_roll_out_and_the_dip_of_the_first() -> None:
    def hours(second: str) -> np.ndarray:
        record = run_text(
            f"""
scenario: Two
run_length: 20 weeks
task_types: {{t: {{arrivals: {{every: 1 h}}, route: [do]}}}}
steps: {{do: {{service_time: 10 h, done_by: [anna], assisted_by: helper, exposure: 50 %}}}}
people: {{anna: {{headcount: 8}}}}
tools: {{helper: {{jaggedness: 0}}}}
behaviour: {{reliance: 100 %}}
strategies:
  change:
    - {{upgrade: helper, to: {{speed: 1}}, from: week 3, roll_out: 10 weeks, dip: 50 %, dip_for: 6 weeks}}
    {second}
""",
            strategy="change",
        )
        return np.asarray(record.visits["service_time"])

    later = "- {upgrade: helper, to: {price: 5 USD per person per month}, from: week 5}"

    assert max(hours("")) > 6.0
    np.testing.assert_array_equal(hours(later), hours(""))
