"""Tools: slots, rate limits, outages, prices."""

import numpy as np
import pytest
from scipy import stats

from sim.records.record import RunRecord
from tests.running import run_text
from tests.unit.engine.reading import by_pool_and_week, column, ledger, visits

MONTH = 365.25 * 24.0 / 12.0


def office(
    tool: str, arrivals: str = "every: 10 h, batch: 5", done_by: str = "[bot, anna]", more: str = ""
) -> str:
    """Return drafts of 1 h that a bot does alone, or anna."""
    return f"""
scenario: Tools
run_length: 19 h
task_types: {{t: {{arrivals: {{{arrivals}}}, route: [draft]}}}}
steps: {{draft: {{service_time: 1 h, done_by: {done_by}}}}}
people: {{anna: {{headcount: 1}}}}
tools: {{bot: {{{tool}}}}}
{more}
"""


def starts(record: RunRecord) -> list[tuple[object, ...]]:
    return visits(record, "who", "started_at")


# --- slots and rate limits -----------------------------------------------------------------------


def test_a_tool_does_as_many_visits_at_once_as_it_has_slots() -> None:
    record = run_text(office("slots: 3", done_by="[bot]"))

    assert starts(record) == [
        ("bot 0", 10.0),
        ("bot 1", 10.0),
        ("bot 2", 10.0),
        ("bot 0", 11.0),
        ("bot 1", 11.0),
    ]


def test_when_all_slots_are_taken_the_next_in_the_list_does_it() -> None:
    record = run_text(office("slots: 2"))

    assert sorted(starts(record)) == [
        ("anna", 10.0),
        ("anna", 11.0),
        ("bot 0", 10.0),
        ("bot 0", 11.0),
        ("bot 1", 10.0),
    ]


def test_a_rate_limit_spaces_starts_evenly() -> None:
    """Four an hour: one each 15 min, though ten slots are free."""
    record = run_text(office("slots: 10, rate_limit: 4 per hour", done_by="[bot]"))

    assert column(record, "started_at") == [10.0, 10.25, 10.5, 10.75, 11.0]


def test_a_rate_limit_does_not_save_up_starts() -> None:
    """Two tasks at 2 h, 4 h, 6 h: the second of each pair waits 30 min, however long the tool was idle."""
    record = run_text(office("slots: 10, rate_limit: 2 per hour", "every: 2 h, batch: 2", "[bot]"))

    assert column(record, "started_at")[:6] == [2.0, 2.5, 4.0, 4.5, 6.0, 6.5]


def test_a_held_back_tool_leaves_the_task_to_the_next_in_the_list() -> None:
    """Bot may start at 10 h and, twice, 30 min after; anna works on one after the other."""
    record = run_text(office("slots: 10, rate_limit: 2 per hour"))

    assert sorted((who.split()[0], start) for who, start in starts(record)) == [
        ("anna", 10.0),
        ("anna", 11.0),
        ("bot", 10.0),
        ("bot", 10.5),
        ("bot", 11.0),
    ]


@pytest.mark.parametrize("rate", [7, 3, 11, 1])
def test_no_task_is_forgotten_behind_a_rate_limit(rate: int) -> None:
    """Two hundred tasks at once: a seventh of an hour has no exact end on the computer."""
    text = office(f"slots: 20, rate_limit: {rate} per hour", "every: 900 h, batch: 200", "[bot]")
    record = run_text(text.replace("run_length: 19 h", "run_length: 1799 h"))

    np.testing.assert_allclose(column(record, "started_at"), 900.0 + np.arange(200) / rate, rtol=1e-12)


def test_who_waits_for_the_rate_limit_goes_before_who_comes_at_that_moment() -> None:
    """Limit one an hour.  A task waits since 2 h for the start at 3 h; another comes out of a step at 3 h."""
    record = run_text("""
scenario: A tie at a rate limit
run_length: 6 h
task_types:
  first: {arrivals: {every: 2 h, batch: 2}, route: [draft]}
  later: {arrivals: {every: 2.5 h}, route: [outline, draft]}
steps:
  draft: {service_time: 6 min, done_by: [bot]}
  outline: {service_time: 30 min, done_by: [anna]}
people: {anna: {headcount: 1}}
tools: {bot: {slots: 9, rate_limit: 1 per hour}}
""")

    assert visits(record, "task", "ready_at", "started_at", step="draft")[:4] == [
        (0, 2.0, 2.0),
        (1, 2.0, 3.0),
        (2, 3.0, 4.0),
        (3, 4.0, 5.0),
    ]


# --- outages -------------------------------------------------------------------------------------


def test_outages_at_known_moments_take_the_tool_away() -> None:
    """Down all day 2 and from week 2 on for 10 h."""
    text = office(
        "outages: {dates: [{from: day 2, lasting: 24 h}, {from: week 2, lasting: 10 h}]}", "every: 11 h"
    )
    record = run_text(text.replace("run_length: 19 h", "run_length: 2 weeks"))

    assert visits(record, "who", "started_at")[:5] == [
        ("bot", 11.0),
        ("bot", 22.0),
        ("anna", 33.0),
        ("anna", 44.0),
        ("bot", 55.0),
    ]
    assert ("anna", 176.0) in starts(record)
    assert by_pool_and_week(record, "available_time")["bot"] == [144.0, 158.0]


def test_an_outage_may_begin_before_the_run_or_lie_on_another() -> None:
    dates = "[{from: 2025-12-31, lasting: 8 calendar days}, {from: 2026-01-07, lasting: 48 h}]"
    text = office(f"outages: {{dates: {dates}}}").replace(
        "run_length: 19 h", "run_length: 1 week\nstart: 2026-01-05"
    )
    record = run_text(text)

    assert by_pool_and_week(record, "available_time")["bot"] == [168.0 - 96.0]


RANDOM = """
scenario: Random outages
run_length: {weeks} weeks
task_types: {{t: {{arrivals: {{every: 10 h}}, route: [draft]}}}}
steps: {{draft: {{service_time: {hours} h, done_by: [bot]}}}}
tools: {{bot: {{outages: {{every: {every}, lasting: {lasting}{dates}}}}}}}
"""


def test_random_outages_alternate_with_time_up() -> None:
    """Up for 30 h, down for 6 h, and so on; 8 h of work each 10 h."""
    record = run_text(RANDOM.format(weeks=1, hours=8, every="30 h", lasting="6 h", dates=""))

    assert visits(record, "started_at", "ended_at")[:5] == [
        (10.0, 18.0),
        (20.0, 28.0),
        (36.0, 44.0),
        (44.0, 52.0),
        (52.0, 60.0),
    ]
    assert by_pool_and_week(record, "available_time")["bot"] == [168.0 - 4 * 6.0]


def test_outages_at_known_moments_come_on_top_of_random_ones() -> None:
    """Down 30-36 h, 66-72 h, ... and on day 3 (48-72 h)."""
    dates = ", dates: [{from: day 3, lasting: 24 h}]"
    record = run_text(RANDOM.format(weeks=1, hours=8, every="30 h", lasting="6 h", dates=dates))

    assert visits(record, "started_at", "ended_at")[:4] == [
        (10.0, 18.0),
        (20.0, 28.0),
        (36.0, 44.0),
        (44.0, 76.0),
    ]
    assert by_pool_and_week(record, "available_time")["bot"] == [168.0 - 4 * 6.0 - 18.0]


def test_random_outages_last_as_long_as_stated() -> None:
    """Availability 30/40 over 40 runs of 30 weeks; a t-test at 1e-6 that 30/38 would fail."""

    def availability(lasting: str) -> list[float]:
        text = RANDOM.format(weeks=30, hours=1, every="{exponential: 30 h}", lasting=lasting, dates="")
        text = text.replace("every: 10 h", "every: 5000 h")
        return [
            float(run_text(text, replication=r).actors["available_time"][0]) / (30 * 168.0) for r in range(40)
        ]

    assert stats.ttest_1samp(availability("{exponential: 10 h}"), 0.75).pvalue > 1e-6
    assert stats.ttest_1samp(availability("{exponential: 8 h}"), 0.75).pvalue < 1e-6


def test_random_outages_are_the_same_whatever_else_changes() -> None:
    text = RANDOM.format(
        weeks=20, hours=1, every="{exponential: 30 h}", lasting="{exponential: 5 h}", dates=""
    )
    left, right = run_text(text), run_text(text.replace("every: 10 h", "every: 3 h"))

    assert by_pool_and_week(left, "available_time") == by_pool_and_week(right, "available_time")
    assert by_pool_and_week(run_text(text, replication=1), "available_time") != by_pool_and_week(
        left, "available_time"
    )


# --- prices --------------------------------------------------------------------------------------

PRICED = """
scenario: Prices
run_length: 4 weeks
warm_up: 1 week
task_types: {{t: {{arrivals: {{every: 50 h}}, route: [draft, edit]}}}}
steps:
  draft: {{service_time: 2 h, done_by: [bot]}}
  edit: {{service_time: 4 h, done_by: [anna, fred], assisted_by: bot, exposure: 50 %}}
people: {{anna: {{headcount: 3}}, bert: {{headcount: 2}}}}
freelancers: {{fred: {{rate: 20 USD/h, seats: 1}}}}
tools: {{bot: {{price: {price}{more}}}}}
strategies:
  upgrade: [{{upgrade: bot, to: {{price: {new}, speed: 2}}, from: week 3, price: 500 USD}}]
"""
WEEKS = 168.0 / MONTH
"""A week in months."""


def bill(
    price: str, more: str = "", new: str = "0 USD per use", strategy: str = "do nothing"
) -> tuple[float, float]:
    """Return what the bot costs over the run, and after the warm-up."""
    record = run_text(PRICED.format(price=price, more=more, new=new), strategy=strategy)
    return (
        ledger(record).get(("TOOLS", "bot"), 0.0),
        ledger(record, "measured_amount").get(("TOOLS", "bot"), 0.0),
    )


@pytest.mark.parametrize(
    ("price", "more", "whole", "measured"),
    [
        # 13 drafts (50, 100, ... 650 h), of which 10 from 200 h on, and as many assisted edits
        ("0.50 USD per use", "", 26 * 0.5, 20 * 0.5),
        ("3 USD/h", "", 13 * 2 * 3.0, 10 * 2 * 3.0),
        ("100 USD per month", "", 4 * WEEKS * 100.0, 3 * WEEKS * 100.0),
        # anna's three and the freelancer use it; bert's two do no step that it assists
        ("10 USD per person per month", "", 4 * 4 * WEEKS * 10.0, 4 * 3 * WEEKS * 10.0),
        ("10 USD per person per month", ", access: [bert]", 2 * 4 * WEEKS * 10.0, 2 * 3 * WEEKS * 10.0),
        ("[0.50 USD per use, 3 USD/h]", "", 13.0 + 78.0, 10.0 + 60.0),
        ("[1 USD per use, 2 USD per use]", "", 78.0, 60.0),
    ],
)
def test_a_tool_costs_what_is_stated(price: str, more: str, whole: float, measured: float) -> None:
    assert bill(price, more) == (pytest.approx(whole), pytest.approx(measured))


def test_each_tool_is_paid_for_those_who_use_it() -> None:
    """Bert's two use the other tool, which costs 7 USD for each of them."""
    text = PRICED.format(price="10 USD per person per month", more="", new="0 USD per use")
    text = text.replace("tools: {", "tools: {other: {price: 7 USD per person per month, access: [bert]}, ")
    record = run_text(text)

    assert ledger(record)["TOOLS", "bot"] == pytest.approx(4 * 4 * WEEKS * 10.0)
    assert ledger(record)["TOOLS", "other"] == pytest.approx(2 * 4 * WEEKS * 7.0)


def test_without_access_assistance_is_no_use() -> None:
    assert bill("0.50 USD per use", ", access: [bert]") == (pytest.approx(6.5), pytest.approx(5.0))


@pytest.mark.parametrize(
    ("price", "new", "whole", "measured"),
    [
        # drafts at 50 ... 300 h (6) at the old price, 350 ... 650 h (7) at the new; edits alike
        ("1 USD per use", "3 USD per use", 12 + 42, 6 + 42),
        # 2 h each before, 1 h each after (speed 2)
        ("1 USD/h", "3 USD/h", 12 + 21, 6 + 21),
        ("100 USD per month", "300 USD per month", 800 * WEEKS, 700 * WEEKS),
        ("100 USD per person per month", "0 USD per use", 4 * 200 * WEEKS, 4 * 100 * WEEKS),
    ],
)
def test_an_upgrade_changes_the_price_from_its_date_on(
    price: str, new: str, whole: float, measured: float
) -> None:
    assert bill(price, new=new, strategy="upgrade") == (pytest.approx(whole), pytest.approx(measured))


def test_an_upgrade_is_paid_once_at_its_date() -> None:
    record = run_text(PRICED.format(price="1 USD per use", more="", new="1 USD per use"), strategy="upgrade")

    assert ledger(record)["TOOL_CHANGE", "bot"] == 500.0
    assert ledger(record, "measured_amount")["TOOL_CHANGE", "bot"] == 500.0


def test_a_visit_that_begins_with_the_new_version_has_its_speed_and_its_price() -> None:
    """The bot is never idle; the upgrade comes at 336 h, when one visit ends and the next begins."""
    record = run_text(
        """
scenario: At the moment of an upgrade
run_length: 340 h
task_types: {t: {arrivals: {every: 2 h, batch: 2}, route: [draft]}}
steps: {draft: {service_time: 2 h, done_by: [bot]}}
tools: {bot: {price: 1 USD per use}}
strategies:
  upgrade: [{upgrade: bot, to: {price: 10 USD per use, speed: 2}, from: week 3}]
""",
        strategy="upgrade",
    )
    old, new = (
        [hours for start, hours in visits(record, "started_at", "service_time") if (start >= 336.0) is later]
        for later in (False, True)
    )

    assert set(old) == {2.0}
    assert set(new) == {1.0}
    assert ledger(record)["TOOLS", "bot"] == len(old) + 10.0 * len(new)
