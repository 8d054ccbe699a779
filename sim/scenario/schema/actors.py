"""Those who work: people, tools, freelancers."""

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from sim.scenario.checks import key_rules
from sim.scenario.notation.kinds import (
    CalendarHours,
    Day,
    Duration,
    Moment,
    MoneyPerHour,
    PerTime,
    PriceList,
    RateRangeText,
    Share,
    SignedPercent,
    SkillLevel,
    Stretch,
    TimeDistribution,
    whole_number,
)
from sim.scenario.quantities import Distribution, DistributionKind, Level, Price, RateRange, WeeklyHours, When
from sim.scenario.schema.base import (
    AtLeastOne,
    Choice,
    Count,
    Name,
    NotNegative,
    Positive,
    Scale,
    Strict,
    takes_time,
)
from sim.scenario.schema.demand import Change


class Worker(Strict):
    """A named member of a pool, with what differs from it."""

    called = "a named worker"

    skills: Annotated[
        dict[Name, Annotated[Level, SkillLevel]], Field(examples=[{"writing": "0.65 ± 0.12"}])
    ] = {}
    """Own skills; the others are drawn as the pool's [0-1]."""
    wage: Annotated[float, MoneyPerHour] | None = None
    """Own cost of a scheduled hour; left out: the pool's [currency/h]."""
    hours: Annotated[WeeklyHours, CalendarHours] | None = None
    """Own weekly working hours; left out: the pool's."""


class People(Strict):
    """Employees with one wage, one skill distribution, one calendar."""

    called = "a pool of people"
    key_rule = key_rules.people
    hints: ClassVar[dict[str, str]] = {
        "work": "a kind of work belongs to a step; people have an 'occupation'"
    }

    headcount: Annotated[int, whole_number(0, "people")] | None = None
    """Number of persons; may be left out when `workers` names them all [persons]."""
    workers: dict[Name, Worker] = {}
    """Named members; the others up to `headcount` are alike."""
    occupation: Name | None = None
    """An occupation, e.g. `clerk`: published values for `ramp_time` and `turnover`, unless they are stated;
    `sim presets occupations` lists them."""
    wage: Annotated[float, MoneyPerHour] = 0.0
    """Cost of a scheduled hour [currency/h]."""
    overtime_premium: Annotated[float, Share] = 0.0
    """Extra on the wage for hours beyond the shift (policy `finish`) [share]."""
    hours: Annotated[WeeklyHours, CalendarHours] = WeeklyHours()
    """Weekly working hours: `Mon-Fri 9:00-17:00`; left out: always, which is neutral."""
    holidays: list[Annotated[datetime.date, Day]] = []
    """Days off for this pool beside the scenario's."""
    skills: Annotated[
        dict[Name, Annotated[Level, SkillLevel]], Field(examples=[{"writing": "0.65 ± 0.12"}])
    ] = {}
    """Skill of each member: `0.65 ± 0.12` is mean and standard deviation over the pool [0-1]."""
    choose: Choice = "longest idle"
    """Whom of the idle members a task is offered to first; that idle longest is neutral."""
    newcomers: Count = 0
    """How many of them begin at the start, on the ramp; the others are experienced [persons]."""
    team: AtLeastOne | None = None
    """People who talk with each other; left out: the whole pool [persons]."""
    ramp_time: Annotated[float, Duration] | None = None
    """Own time until a newcomer is fully productive; left out: `behaviour.ramp_time` [h]."""
    turnover: Annotated[float, Share] | None = None
    """Own share of the people who quit within a year; left out: `behaviour.turnover` [0-1]."""
    overtime: Annotated[float, Stretch] | None = None
    """Own cap on hours over normal hours; left out: `behaviour.overtime` [factor]."""


class Outages(Strict):
    """When a tool is down.  Random (`every`, `lasting`), or `dates`."""

    called = "outages"
    key_rule = key_rules.outages

    every: Annotated[Distribution, TimeDistribution, AfterValidator(takes_time)] | None = None
    """Time from the end of one outage to the next [h]."""
    lasting: Annotated[Distribution, TimeDistribution] | None = None
    """Length of an outage [h]."""
    dates: list["DatedOutage"] = []
    """Outages at known moments."""


class DatedOutage(Strict):
    """One outage."""

    called = "an outage with a date"

    from_: Annotated[When, Moment, Field(alias="from")]
    """When it begins."""
    lasting: Annotated[float, Duration]
    """How long it lasts [h]."""


class Tool(Strict):
    """AI or software that does a step alone or assists a person."""

    called = "a tool"

    capability: Annotated[dict[Name, Scale], Field(examples=[{"writing": 0.6}])] = {}
    """What it can do, per skill, on the scale of skills [0-1]."""
    jaggedness: NotNegative = 0.0
    """Standard deviation of its capability from topic to topic [0-1 scale]."""
    speed: Positive = 1.0
    """Speed when it works alone, relative to a reference person [factor]; 1 is neutral."""
    slots: AtLeastOne = 1
    """Visits it can do alone at the same time [slots]; 1 is neutral."""
    rate_limit: Annotated[float, PerTime] | None = None
    """Most visits it starts alone, e.g. `100 per hour` (evenly spaced) [1/h]."""
    price: Annotated[list[Price], PriceList] = []
    """What it costs: per use, per hour of work, per person per month, or per month; one or a list."""
    access: list[Name] = []
    """Pools that have it for assistance; empty: all who do a step that it assists."""
    adopted: Annotated[float, Share] = 1.0
    """Share of those with access who use it at the start; the others work without [0-1]; 1 is neutral.
    A price per person is paid for all who have access, used or not."""
    adoption_limit: Annotated[float, Share] = 1.0
    """Share of those with access who will ever use it [0-1]; 1 is neutral."""
    outages: Outages | None = None
    """When it is down; automated visits wait, people work solo."""


class MarketChange(Change):
    """A lasting change of what a market asks for."""

    called = "a change of a market's demand"

    pay: Annotated[float, SignedPercent] | None = None
    """Relative change of the rates that came with it; left out: by `rate_elasticity` [share]."""


class Freelancers(Strict):
    """External workers of one role, found on a market."""

    called = "freelancers"
    key_rule = key_rules.freelancers

    role: Name | None = None
    """A role of the rate presets, e.g. `content_writer`; supplies `rate` unless that is stated."""
    market: Literal["upwork"] | None = None
    """Published figures of a market for `search_delay`, `fill_probability` and `client_fee`, unless
    they are stated; left out: found at once, always, without a fee."""
    rate: Annotated[RateRange, RateRangeText] | None = None
    """Hourly rate range, `15-40 USD/h`: 5th to 95th percentile of a lognormal [currency/h]."""
    seats: Count = 0
    """Seats open from the start [persons]."""
    search_delay: Annotated[Distribution, TimeDistribution] = Distribution(
        DistributionKind.CONSTANT, mean=0.0
    )
    """Time from posting to start, for one posting [h]; 0 is neutral."""
    fill_probability: Annotated[float, Share] = 1.0
    """Probability that a posting is filled; otherwise it is posted again [0-1]; 1 is neutral."""
    client_fee: Annotated[float, Share] = 0.0
    """Fee of the platform on top of the rate [share]."""
    candidates: AtLeastOne = 1
    """Applicants for one posting, of whom the one who looks best is taken [persons]; 1 is neutral."""
    matching: Annotated[float, Share] = 0.0
    """How well an applicant is seen: correlation of what the client sees with the true skill [0-1]."""
    least_skill: Scale = 0.0
    """Mean level of skill below which somebody is sent away after a trial, and searched again [0-1 scale]."""
    no_show: Annotated[float, Share] = 0.0
    """Probability that somebody who was found does not turn up; then it is posted again [0-1]."""
    ramp_time: Annotated[float, Duration] = 0.0
    """Time until somebody new knows his way about and is fully productive [h]."""
    shown_round_by: Name | None = None
    """Pool of people whose time newcomers take, as `behaviour.mentoring` says; left out: nobody's."""
    demand: list[MarketChange] = []
    """How the demand on this market moves; its rates and delays follow by their elasticities."""
    rate_elasticity: NotNegative = 0.0
    """By how many per cent rates rise when demand rises by one [1]; 0 is neutral."""
    delay_elasticity: NotNegative = 0.0
    """By how many per cent searches take longer when demand rises by one [1]; 0 is neutral."""
    depth: Positive | None = None
    """Freelancers on offer for such seats: our own seats raise the demand by their share of it; left out:
    without limit [persons]."""
    skills: Annotated[
        dict[Name, Annotated[Level, SkillLevel]], Field(examples=[{"writing": "0.65 ± 0.12"}])
    ] = {}
    """Skill distribution on the market [0-1]."""
    hours: Annotated[WeeklyHours, CalendarHours] = WeeklyHours()
    """Weekly working hours of each seat; left out: always, which is neutral."""
    choose: Choice = "longest idle"
    """Whom of the idle members a task is offered to first; that idle longest is neutral."""
