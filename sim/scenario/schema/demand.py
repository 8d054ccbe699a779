"""What comes in, and the way it takes."""

from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, Tag, model_validator

from sim.scenario.checks import key_rules
from sim.scenario.notation.annotation import refusal
from sim.scenario.notation.kinds import (
    CalendarHours,
    Growth,
    Moment,
    Money,
    NumberDistribution,
    Percent,
    PerTime,
    Share,
    SignedPercent,
    SpanText,
    TimeDistribution,
)
from sim.scenario.notation.number import whole_number
from sim.scenario.quantities import Distribution, DistributionKind, Span, WeeklyHours, When
from sim.scenario.schema.base import (
    AtLeastOne,
    Month,
    Name,
    Priority,
    Strict,
    Weekday,
    adds_up,
    forms,
    takes_time,
)


class Change(Strict):
    """A step in demand: from a moment on, there is a share more or less of it."""

    called = "a change of demand"
    key_rule = key_rules.demand_change

    from_: Annotated[When, Moment, Field(alias="from")]
    """When the change begins: `week 26` or a date."""
    by: Annotated[float, SignedPercent] = 0.0
    """Change of the demand, e.g. `-19 %` [share]."""
    shock: Name | None = None
    """A published shock in place of `by`, e.g. `translation`; `sim presets shocks` lists them."""


class Trace(Strict):
    """Arrivals read from a CSV file."""

    called = "a trace"

    file: str
    """Path of the CSV file, relative to the scenario."""
    column: str
    """Column with the arrival times: hours from the start, or ISO dates and times."""


class Arrivals(Strict):
    """How tasks enter over time.  Give exactly one of `rate`, `every`, `trace`, `population`."""

    called = "arrivals"
    key_rule = key_rules.arrivals

    rate: Annotated[float, PerTime] | None = None
    """Mean arrivals of a Poisson process, e.g. `60 per week`; `weekdays`, `months` and `hours` keep this
    mean, `growth` and `changes` lead away from it [tasks/h]."""
    growth: Annotated[float, Growth] = 0.0
    """Compound growth of the rate, e.g. `2 % per month` [1/h, continuously compounded]."""
    weekdays: dict[Weekday, Annotated[float, Percent]] = {}
    """Weight of weekdays, e.g. `{Mon: 130 %}`; a day that is not named has 100 %, and the mean over the
    week stays the stated rate [factor]."""
    months: dict[Month, Annotated[float, Percent]] = {}
    """Weight of calendar months, e.g. `{Dec: 150 %}`; a month that is not named has 100 %, and the mean over
    a whole year stays the stated rate [factor]."""
    hours: Annotated[WeeklyHours, CalendarHours] = WeeklyHours()
    """Tasks arrive only in these hours, e.g. `Mon-Fri 9:00-17:00`, and the mean over the week stays the
    stated rate; left out: day and night, weekends too, which is neutral."""
    changes: list[Change] = []
    """Steps in demand at given moments; later ones multiply earlier ones."""
    every: Annotated[Distribution, TimeDistribution, AfterValidator(takes_time)] | None = None
    """Time between arrivals, constant or a distribution (a renewal process) [h]."""
    trace: Trace | None = None
    """Arrival times from a file."""
    population: AtLeastOne | None = None
    """Closed source: this many customers, each with at most one task in the system."""
    away_for: Annotated[Distribution, TimeDistribution] | None = None
    """With `population`: time from a delivery to that customer's next task [h]."""
    batch: Annotated[Distribution, NumberDistribution] = Distribution(DistributionKind.CONSTANT, mean=1.0)
    """Tasks per arrival, rounded to a whole number, at least 1 [tasks]; 1 is neutral."""

    @model_validator(mode="after")
    def _some_time_is_left(self) -> Self:
        """Refuse weights that leave no time in which a task could arrive."""
        days, months = get_args(Weekday), get_args(Month)
        if not any(self.weekdays.get(day, 1.0) * self.hours.hours_on(n) for n, day in enumerate(days)):
            raise refusal(
                "no weekday is left on which tasks arrive; let one that is in 'hours:' be above 0 %"
            )
        if not any(self.months.get(month, 1.0) for month in months):
            raise refusal("no month is left in which tasks arrive; let one of them be above 0 %")
        return self


def _rate_alone(value: object) -> object:
    """Read `60 per week` as `{rate: 60 per week}`."""
    return {"rate": value} if isinstance(value, str | int | float) else value


def _leaves_a_way_out(chance: float) -> float:
    """Refuse a loop that no task ever leaves."""
    if chance >= 1.0:
        raise refusal("no task would ever leave this loop; write less than 100 %")
    return chance


class Again(Strict):
    """Go back in the route by chance."""

    called = "an 'again'"

    from_: Annotated[Name, Field(alias="from")]
    """An earlier step of this route."""
    chance: Annotated[float, Share, AfterValidator(_leaves_a_way_out)]
    """Probability of going back, drawn each time the task passes here [0-1]."""


class AgainItem(Strict):
    """`again: {from: draft, chance: 20 %}`."""

    called = "an item 'again'"

    again: Again
    """From where, and how often."""


class EitherItem(Strict):
    """`either: {hot food: 30 %, skip: 70 %}`: one of these steps, by chance."""

    called = "an item 'either'"

    either: Annotated[dict[Name, Annotated[float, Share]], Field(min_length=1), AfterValidator(adds_up)]
    """Probability of each step; `skip` goes on, `leave` ends the route; they add up to 100 %."""


Branch = Annotated[
    Annotated[Name, Tag("<step>")] | Annotated[list[Name], Tag("<steps>")],
    forms("a branch is a step's name or a list of them; write '[sketch, layout]'", step=str, steps=list),
]


class TogetherItem(Strict):
    """`together: [draft, [sketch, layout]]`: branches side by side that join before the route goes on."""

    called = "an item 'together'"

    together: Annotated[list[Branch], Field(min_length=2)]
    """The branches: a step each, or a list of steps in order."""


RouteItem = Annotated[
    Annotated[Name, Tag("<step>")]
    | Annotated[AgainItem, Tag("<again>")]
    | Annotated[EitherItem, Tag("<either>")]
    | Annotated[TogetherItem, Tag("<together>")],
    forms(
        "a route is made of step names and 'either', 'together' or 'again'; "
        "write a step's name, or e.g. 'again: {from: draft, chance: 20 %}'",
        step=str,
        again="again",
        either="either",
        together="together",
    ),
]


class EscapedDefects(Strict):
    """What a defective delivery costs and sets off."""

    called = "escaped defects"

    lose: Annotated[float, Share] = 1.0
    """Share of the task's value lost [0-1]; all of it is neutral."""
    return_chance: Annotated[float, Share] = 0.0
    """Probability that the customer notices and sends it back as an urgent repair task [0-1]."""
    after: Annotated[Distribution, TimeDistribution] = Distribution(DistributionKind.CONSTANT, mean=0.0)
    """Time from the delivery to the return [h]; 0 is neutral."""
    route: list[Name] = []
    """Steps of the repair; empty: the defective steps and what reviews them."""
    effort: Annotated[float, Share] = 1.0
    """Effort of a repair visit as a share of the step's full effort [0-1]; all of it is neutral."""


class TaskType(Strict):
    """A class of tasks with the same needs."""

    called = "a task type"

    arrivals: Annotated[Arrivals, BeforeValidator(_rate_alone), Field(examples=["60 per week"])]
    """How tasks of this type enter: `60 per week`, or a mapping."""
    route: Annotated[list[RouteItem], Field(min_length=1, examples=[["draft", "review"]])]
    """The steps a task goes through, in order; see `either`, `together`, `again`."""
    value: Annotated[float, Money] = 0.0
    """What a good task is worth [currency]."""
    due: Annotated[Span, SpanText] | None = None
    """Promised time from arrival to delivery, e.g. `5 working days`."""
    priority: Annotated[
        Annotated[Priority, Tag("<rank>")]
        | Annotated[dict[Priority, Annotated[float, Share]], AfterValidator(adds_up), Tag("<shares>")],
        forms(
            "a priority is one rank or shares; write 'normal' or '{high: 15 %, normal: 85 %}'",
            rank=str,
            shares=dict,
        ),
    ] = "normal"
    """One rank for all (normal is neutral), or shares by chance: `{high: 15 %, normal: 85 %}`."""
    topics: Annotated[int, whole_number(1, at_most=10_000)] = 20
    """Distinct topics; a tool's jaggedness is one draw per topic, so its errors are correlated (assumed)."""
    quality: Literal["weakest link", "effort-weighted mean", "best of parallel"] = "weakest link"
    """How the qualities of the steps make the quality of the task (weakest link: assumed)."""
    escaped_defects: EscapedDefects = EscapedDefects()
    """What a defective delivery costs and sets off."""
