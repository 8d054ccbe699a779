"""The links of loops that work itself carries: nudge the cause in a run, watch the effect."""

from collections.abc import Callable

import numpy as np
import pytest

from sim.records.record import Account, Mode, RunRecord, Stock
from sim.rules.loops import LOOPS
from tests.running import run_text

WEEK = 168.0


def desk(**changes: str) -> RunRecord:
    """Return 12 weeks of two busy writers and an editor, with some values changed."""
    values = {
        "arrivals": "16 per week", "headcount": "2", "effort": "4 h", "errors": "20 %", "detection": "70 %",
        "exposure": "40 %", "returns": "50 %", "behaviour": "", "newcomers": "0", "at_most": "3",
        "hire": "", "rate": "20 USD/h",
    } | changes  # fmt: skip
    return run_text(
        f"""
scenario: Links
run_length: 12 weeks
task_types:
  t:
    arrivals: {{rate: {values["arrivals"]}, hours: Mon-Fri 9:00-17:00}}
    route: [draft, review]
    escaped_defects: {{return_chance: {values["returns"]}, after: 1 week}}
steps:
  draft:
    service_time: {values["effort"]}
    error_probability: {values["errors"]}
    done_by: [writers, pens]
    assisted_by: bot
    exposure: {values["exposure"]}
  review:
    service_time: 30 min
    reviews: [draft]
    detection: {values["detection"]}
    rework: {{at_most: {values["at_most"]}}}
    done_by: [editors]
people:
  writers: {{headcount: {values["headcount"]}, newcomers: {values["newcomers"]}, hours: Mon-Fri 9:00-17:00}}
  editors: {{headcount: 1, hours: Mon-Fri 9:00-17:00}}
tools: {{bot: {{}}}}
freelancers: {{pens: {{rate: {values["rate"]}, hours: Mon-Fri 9:00-17:00}}}}
behaviour: {{reliance: 50 %, overhead: 80 %, {values["behaviour"]}}}
strategies: {{hire: [{values["hire"]}]}}
""",
        strategy="hire",
    )


def backlog(record: RunRecord) -> float:
    return float(record.weeks["mean_wip"].mean())


def rework(record: RunRecord) -> float:
    return float(record.tasks["reworks"].sum())


def returned(record: RunRecord) -> float:
    return float((record.tasks["parent"] >= 0).sum())


def capacity(record: RunRecord) -> float:
    """Return the writers' hours on duty, in hours of what somebody with all his time for it would do [h]."""
    writers = record.pool_weeks["pool"] == record.names.pools.index("writers")
    hours = record.pool_weeks["available_time"][writers]
    kept = record.stocks["value"][
        (record.stocks["stock"] == Stock.KEPT_BY_MENTORS)
        & (record.stocks["pool"] == record.names.pools.index("writers"))
    ]
    return float((hours * (kept if len(kept) else 1.0)).sum())


def output(record: RunRecord) -> float:
    return float((~np.isnan(record.tasks["delivered_at"])).sum())


def practice(record: RunRecord) -> float:
    return float(record.visits["service_time"].sum())


def escaped(record: RunRecord) -> float:
    return float(record.tasks["defective"].sum())


def trust(record: RunRecord) -> float:
    return float(record.stocks["value"][record.stocks["stock"] == Stock.TRUST].min())


def with_tool(record: RunRecord) -> float:
    return float(record.visits["service_time"][record.visits["mode"] == Mode.ASSISTED].sum())


def hours_saved(record: RunRecord) -> float:
    """Return the drafts' effort that the tool took off people's hands, a draft [h]."""
    drafts = record.visits["step"] == record.names.steps.index("draft")
    return float((record.visits["requirement"] - record.visits["service_time"])[drafts].mean())


def freelance_hours(record: RunRecord) -> float:
    pens = record.pool_weeks["pool"] == record.names.pools.index("pens")
    return float(record.pool_weeks["available_time"][pens].sum())


def paid_to_freelancers(record: RunRecord) -> float:
    return float(record.ledger["amount"][record.ledger["account"] == Account.FREELANCERS].sum())


def newcomers(record: RunRecord) -> float:
    return float(record.stocks["value"][record.stocks["stock"] == Stock.NEWCOMERS].sum())


Nudge = tuple[dict[str, str], dict[str, str], Callable[[RunRecord], float]]
BUSY = {"arrivals": "22 per week"}
LEAVE = (
    "turnover: 60 %, strain_quits: 6, overtime: 150 %, fatigue_threshold: 40 h, time_to_fill: 2 weeks, "
    "ramp_time: 12 weeks, mentoring: 25 %"
)
NUDGES: dict[tuple[str, str], Nudge] = {
    ("errors", "rework"): ({"errors": "10 %"}, {"errors": "40 %"}, rework),
    ("rework", "backlog"): ({**BUSY, "at_most": "0"}, {**BUSY, "at_most": "3"}, backlog),
    ("found errors", "rework"): ({"detection": "20 %"}, {"detection": "90 %"}, rework),
    ("overtime", "capacity"): (
        {**BUSY, "behaviour": "overtime: 100 %"}, {**BUSY, "behaviour": "overtime: 140 %"}, capacity,
    ),
    ("capacity", "backlog"): ({"headcount": "2"}, {"headcount": "3"}, backlog),
    ("speed", "backlog"): ({"effort": "5 h"}, {"effort": "3 h"}, backlog),
    ("speed", "output"): ({**BUSY, "effort": "6 h"}, {**BUSY, "effort": "4 h"}, output),
    ("effort", "backlog"): ({"effort": "3 h"}, {"effort": "5 h"}, backlog),
    ("output", "practice"): ({"arrivals": "6 per week"}, {"arrivals": "12 per week"}, practice),
    ("use", "good experiences"): (
        {"exposure": "0 %", "errors": "0 %", "behaviour": "trust_memory: 10"},
        {"exposure": "40 %", "errors": "0 %", "behaviour": "trust_memory: 10"},
        lambda record: float(record.stocks["value"][record.stocks["stock"] == Stock.TRUST].max()),
    ),
    ("checking", "escaped errors"): ({"detection": "20 %"}, {"detection": "90 %"}, escaped),
    ("escaped errors", "bad experiences"): (
        {"errors": "5 %", "detection": "0 %", "returns": "100 %", "behaviour": "trust_memory: 10"},
        {"errors": "60 %", "detection": "0 %", "returns": "100 %", "behaviour": "trust_memory: 10"},
        lambda record: -trust(record),
    ),
    ("reliance", "share made by the tool"): (
        {"behaviour": "doubt_slope: 0"}, {"behaviour": "doubt_slope: 0.5, reference_match: 1"}, hours_saved,
    ),
    ("backlog", "newcomers"): (
        {"arrivals": "60 per week", "headcount": "20", "behaviour": LEAVE},
        {"arrivals": "400 per week", "headcount": "20", "behaviour": LEAVE},
        newcomers,
    ),
    ("mentors' time", "capacity"): (
        {"headcount": "4", "newcomers": "2", "behaviour": "mentoring: 40 %, ramp_time: 1 year"},
        {"headcount": "4", "newcomers": "2", "behaviour": "mentoring: 5 %, ramp_time: 1 year"},
        capacity,
    ),
    ("quits", "capacity"): (
        {"headcount": "4"},
        {"headcount": "4", "behaviour": "turnover: 95 %, time_to_fill: 12 weeks"},
        capacity,
    ),
    ("seats", "capacity"): (
        {"hire": "{hire: pens, seats: 1}"}, {"hire": "{hire: pens, seats: 4}"}, freelance_hours,
    ),
    ("rate", "spending"): (
        {"hire": "{hire: pens, seats: 2}", "rate": "20 USD/h"},
        {"hire": "{hire: pens, seats: 2}", "rate": "40 USD/h"},
        paid_to_freelancers,
    ),
    ("spending", "seats"): (
        {"hire": "{hire: pens, seats: 2, budget: 2000 USD}", "rate": "20 USD/h", "arrivals": "60 per week"},
        {"hire": "{hire: pens, seats: 2, budget: 2000 USD}", "rate": "40 USD/h", "arrivals": "60 per week"},
        freelance_hours,
    ),
    ("errors", "returned work"): ({"errors": "10 %"}, {"errors": "50 %"}, returned),
    ("returned work", "backlog"): ({**BUSY, "returns": "0 %"}, {**BUSY, "returns": "100 %"}, backlog),
}  # fmt: skip
"""For each link: values with less and with more of the cause, and the effect."""
BY_WORK = {(link.cause, link.effect): link.sign for loop in LOOPS for link in loop.links if not link.rule}


def test_every_link_is_nudged() -> None:
    assert set(NUDGES) == set(BY_WORK)


@pytest.mark.parametrize("link", BY_WORK, ids=" to ".join)
def test_more_of_the_cause_gives_more_or_less_of_the_effect(link: tuple[str, str]) -> None:
    less, more, effect = NUDGES[link]

    change = effect(desk(**more)) - effect(desk(**less))

    assert change * BY_WORK[link] > 0.0
