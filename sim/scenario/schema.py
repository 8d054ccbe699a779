"""What a scenario file may say.  Human names and units; nothing derived.

A key that is left out is neutral: its mechanism is off and costs nothing.
"""

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from sim.scenario.checks import key_rules
from sim.scenario.notation.annotation import ERROR, refusal, refusals
from sim.scenario.notation.kinds import (
    CalendarHours,
    Day,
    Duration,
    Gain,
    Growth,
    Moment,
    Money,
    MoneyPerHour,
    MoneyPerPerson,
    NumberDistribution,
    Percent,
    PerTime,
    PriceList,
    RateRangeText,
    Share,
    SignedPercent,
    SkillLevel,
    SpanText,
    TimeDistribution,
    WorkDistribution,
    plain_number,
    whole_number,
)
from sim.scenario.quantities import (
    Distribution,
    DistributionKind,
    Level,
    Price,
    RateRange,
    Span,
    WeeklyHours,
    When,
)
from sim.scenario.reading.plain_words import in_plain_words, without_echoes

Name = str
"""The name of a thing declared elsewhere in the file."""
PRIORITIES: tuple["Priority", ...] = ("urgent", "high", "normal", "low")
"""Priority ranks, best first; within a rank the queue discipline decides."""
SKIP, LEAVE = "skip", "leave"
"""Words an ``either`` may use beside step names: go on with the route, or end it."""
Priority = Literal["urgent", "high", "normal", "low"]
Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
Month = Literal["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
Choice = Literal["longest idle", "in order", "most skilled", "cheapest"]
EndOfShift = Literal["pause", "finish", "restart", "hand over"]
Discipline = Literal["first come", "earliest due date", "shortest expected"]


Count = Annotated[int, whole_number()]
"""A whole number, zero or more."""
AtLeastOne = Annotated[int, whole_number(1)]
"""A whole number, one or more."""
Scale = Annotated[float, plain_number(0.0, 1.0)]
"""A number on the scale of skills [0-1]."""
Points = Annotated[float, Gain]
"""A difference on the scale of skills, with its sign [-1, 1]."""
NotNegative = Annotated[float, plain_number(0.0)]
"""A plain number, zero or more."""
Positive = Annotated[float, plain_number(above=0.0)]
"""A plain number above zero."""


def _adds_up(shares: dict[Any, float]) -> dict[Any, float]:
    """Refuse shares that do not make a whole."""
    total = sum(shares.values())
    if shares and abs(total - 1.0) > 1e-6:
        raise refusal(f"the shares add up to {100.0 * total:.10g} %; let them add up to 100 %")
    return shares


def _takes_time(distribution: Distribution) -> Distribution:
    """Refuse a time between events that is always zero: they would never end."""
    if distribution.expected <= 0.0:
        raise refusal("it would happen without end at one moment; write a time above zero, e.g. '2 h'")
    return distribution


def _forms(message: str, **marks: type | str) -> Discriminator:
    """Return what tells the forms of a value apart: its type, or a key that only this form has."""

    def form(value: object) -> str | None:
        for tag, mark in marks.items():
            if isinstance(value, mark) if isinstance(mark, type) else _has(value, mark):
                return f"<{tag}>"
        return None

    return Discriminator(
        form,
        custom_error_type=ERROR,
        custom_error_message=message,
    )


def _has(value: object, key: str) -> bool:
    """True for a mapping with this key, or a model with this field."""
    return key in value if isinstance(value, Mapping) else key in getattr(type(value), "model_fields", {})


class Strict(BaseModel):
    """Unknown keys are errors; a loaded scenario never changes."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True
    )
    called: ClassVar[str] = ""
    """What such a mapping is called in messages."""
    key_rule: ClassVar[key_rules.KeyRule] = key_rules.none
    """Which keys go together."""
    decisive: ClassVar[bool] = False
    """True where a broken rule of keys leaves no sense in the rest."""

    @model_validator(mode="wrap")
    @classmethod
    def _all_mistakes_in_plain_words(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Validate, and report the broken rules of keys beside the broken values."""
        details: list[InitErrorDetails] = []
        if isinstance(data, Mapping):
            details += [
                InitErrorDetails(type=refusal(text), loc=path, input=data)
                for path, text in cls.key_rule(data)
            ]
        if details and cls.decisive:
            raise ValidationError.from_exception_data(cls.__name__, details)
        try:
            model = handler(data)
        except ValidationError as error:
            details += [in_plain_words(cls, each) for each in error.errors(include_url=False)]
        if details:
            raise ValidationError.from_exception_data(cls.__name__, without_echoes(details))
        return model


# --- demand -------------------------------------------------------------------------------------


class Change(Strict):
    """A step in demand: from a moment on, the rate is changed by a share."""

    called = "a change of demand"

    from_: Annotated[When, Moment, Field(alias="from")]
    """When the change begins: `week 26` or a date."""
    by: Annotated[float, SignedPercent]
    """Change of the rate, e.g. `-19 %` [share]."""


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
    """Mean arrivals of a Poisson process, e.g. `60 per week` [tasks/h]."""
    growth: Annotated[float, Growth] = 0.0
    """Compound growth of the rate, e.g. `2 % per month` [1/h, continuously compounded]."""
    weekdays: dict[Weekday, Annotated[float, Percent]] = {}
    """Rate on these weekdays relative to the mean, e.g. `{Mon: 130 %}` [factor]."""
    months: dict[Month, Annotated[float, Percent]] = {}
    """Rate in these calendar months relative to the mean, e.g. `{Dec: 150 %}` [factor]."""
    hours: Annotated[WeeklyHours, CalendarHours] = WeeklyHours()
    """Tasks arrive only in these hours; the mean rate per week stays as stated."""
    changes: list[Change] = []
    """Steps in demand at given moments; later ones multiply earlier ones."""
    every: Annotated[Distribution, TimeDistribution, AfterValidator(_takes_time)] | None = None
    """Time between arrivals, constant or a distribution (a renewal process) [h]."""
    trace: Trace | None = None
    """Arrival times from a file."""
    population: AtLeastOne | None = None
    """Closed source: this many customers, each with at most one task in the system."""
    away_for: Annotated[Distribution, TimeDistribution] | None = None
    """With `population`: time from a delivery to that customer's next task [h]."""
    batch: Annotated[Distribution, NumberDistribution] = Distribution(DistributionKind.CONSTANT, mean=1.0)
    """Tasks per arrival, rounded to a whole number, at least 1 [tasks]."""


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

    either: Annotated[dict[Name, Annotated[float, Share]], Field(min_length=1), AfterValidator(_adds_up)]
    """Probability of each step; `skip` goes on, `leave` ends the route; they add up to 100 %."""


Branch = Annotated[
    Annotated[Name, Tag("<step>")] | Annotated[list[Name], Tag("<steps>")],
    _forms("a branch is a step's name or a list of them; write '[sketch, layout]'", step=str, steps=list),
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
    _forms(
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
    """Share of the task's value lost [0-1]."""
    return_chance: Annotated[float, Share] = 0.0
    """Probability that the customer notices and sends it back as an urgent repair task [0-1]."""
    after: Annotated[Distribution, TimeDistribution] = Distribution(DistributionKind.CONSTANT, mean=0.0)
    """Time from the delivery to the return [h]."""
    route: list[Name] = []
    """Steps of the repair; empty: the defective steps and what reviews them."""
    effort: Annotated[float, Share] = 1.0
    """Effort of a repair visit as a share of the step's full effort [0-1]."""


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
        | Annotated[dict[Priority, Annotated[float, Share]], AfterValidator(_adds_up), Tag("<shares>")],
        _forms(
            "a priority is one rank or shares; write 'normal' or '{high: 15 %, normal: 85 %}'",
            rank=str,
            shares=dict,
        ),
    ] = "normal"
    """One rank for all, or shares by chance: `{high: 15 %, normal: 85 %}`."""
    topics: AtLeastOne = 20
    """Distinct topics; a tool's jaggedness is one draw per topic, so its errors are correlated (assumed)."""
    quality: Literal["weakest link", "effort-weighted mean", "best of parallel"] = "weakest link"
    """How the qualities of the steps make the quality of the task."""
    escaped_defects: EscapedDefects = EscapedDefects()
    """What a defective delivery costs and sets off."""


# --- steps --------------------------------------------------------------------------------------


class HandOff(Strict):
    """What it costs when a task changes owner."""

    called = "a hand-off"

    delay: Annotated[Distribution, TimeDistribution] = Distribution(DistributionKind.CONSTANT, mean=0.0)
    """Time in transit from one step to the next [h]."""
    context_loss: Annotated[float, Share] = 0.0
    """Extra effort of a new owner, as a share of the visit's effort [0-1]."""
    quality_loss: Scale = 0.0
    """What a new owner misses, off the match of skills and step [0-1 scale]."""


class Rework(Strict):
    """What happens to work that a review sends back."""

    called = "rework"

    effort: Annotated[float, Share] = 1.0
    """Effort of a rework visit as a share of the full effort [0-1]."""
    at_most: Count = 3
    """Times a task may be sent back by this review; then it goes on as it is (assumed)."""
    back_to: Literal["anyone", "same pool", "same actor"] = "anyone"
    """Who redoes it."""


class Step(Strict):
    """One processing stage in a task's route."""

    called = "a step"
    key_rule = key_rules.step

    service_time: Annotated[Distribution, WorkDistribution]
    """Hands-on effort of a first visit at nominal speed, solo [h]."""
    done_by: Annotated[list[Name], Field(min_length=1, examples=[["writers"]])]
    """Pools, tools and freelancers that may do it, in order of preference; a tool here works alone."""
    skills: Annotated[
        dict[Name, Annotated[float, Share]],
        AfterValidator(_adds_up),
        Field(examples=[{"writing": "70 %", "editing": "30 %"}]),
    ] = {}
    """Weight of each skill in this step; they add up to 100 %."""
    difficulty: Annotated[Level, SkillLevel] = Level(0.5)
    """Difficulty of the tasks for this step, on the scale of skills (0.5: assumed) [0-1 scale]."""
    standard: Annotated[float, Share] | None = None
    """Acceptance standard: quality below it is a defect.  Left out: this step makes no defects [0-1]."""
    error_probability: Annotated[float, Share] | None = None
    """Instead of `difficulty`, for a step without `skills`: share of visits that make a defect [0-1]."""
    assisted_by: Name | None = None
    """The tool that people use in this step."""
    exposure: Annotated[float, Share] = 0.0
    """Share of the effort that the tool can take [0-1]."""
    overhead: Annotated[float, Share] | None = None
    """Prompting and checking per reference hour handed to the tool; left out: `behaviour.overhead` [0-1]."""
    reviews: list[Name] = []
    """Steps whose work is checked here; makes this step a review."""
    detection: Annotated[float, Share] = 1.0
    """Highest probability that the review finds a defect (reached if the step lists no skills) [0-1]."""
    false_alarm: Annotated[float, Share] = 0.0
    """Probability that the review sends back good work [0-1]."""
    ai_review_time: Annotated[float, plain_number(1.0)] = 1.0
    """Factor on the review's effort when the work was made entirely with AI; in proportion below [factor]."""
    rework: Rework = Rework()
    """What happens to work that is sent back."""
    end_of_shift: EndOfShift = "pause"
    """What happens to a visit at the end of a shift."""
    hand_off: HandOff | None = None
    """Cost of coming into this step from another owner; left out: the scenario's `hand_off`."""
    work_in_process_limit: AtLeastOne | None = None
    """Most tasks in this step's column, in work or waiting for the next step to pull them [tasks]."""


# --- those who work -----------------------------------------------------------------------------


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

    headcount: Annotated[int, whole_number(0, "people")] | None = None
    """Number of persons; may be left out when `workers` names them all [persons]."""
    workers: dict[Name, Worker] = {}
    """Named members; the others up to `headcount` are alike."""
    wage: Annotated[float, MoneyPerHour] = 0.0
    """Cost of a scheduled hour [currency/h]."""
    overtime_premium: Annotated[float, Share] = 0.0
    """Extra on the wage for hours beyond the shift (policy `finish`) [share]."""
    hours: Annotated[WeeklyHours, CalendarHours] = WeeklyHours()
    """Weekly working hours: `Mon-Fri 9:00-17:00`; left out: always."""
    holidays: list[Annotated[datetime.date, Day]] = []
    """Days off for this pool beside the scenario's."""
    skills: Annotated[
        dict[Name, Annotated[Level, SkillLevel]], Field(examples=[{"writing": "0.65 ± 0.12"}])
    ] = {}
    """Skill of each member: `0.65 ± 0.12` is mean and standard deviation over the pool [0-1]."""
    choose: Choice = "longest idle"
    """Whom of the idle members a task is offered to first."""


class Outages(Strict):
    """When a tool is down.  Random (`every`, `lasting`), or `dates`."""

    called = "outages"
    key_rule = key_rules.outages

    every: Annotated[Distribution, TimeDistribution, AfterValidator(_takes_time)] | None = None
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
    """Speed when it works alone, relative to a reference person [factor]."""
    slots: AtLeastOne = 1
    """Visits it can do alone at the same time [slots]."""
    rate_limit: Annotated[float, PerTime] | None = None
    """Most visits it starts alone, e.g. `100 per hour` (evenly spaced) [1/h]."""
    price: Annotated[list[Price], PriceList] = []
    """What it costs: per use, per hour of work, per person per month, or per month; one or a list."""
    access: list[Name] = []
    """Pools that have it for assistance; empty: all who do a step that it assists."""
    outages: Outages | None = None
    """When it is down; automated visits wait, people work solo."""


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
    """Time from posting to start, for one posting [h]."""
    fill_probability: Annotated[float, Share] = 1.0
    """Probability that a posting is filled; otherwise it is posted again [0-1]."""
    client_fee: Annotated[float, Share] = 0.0
    """Fee of the platform on top of the rate [share]."""
    skills: Annotated[
        dict[Name, Annotated[Level, SkillLevel]], Field(examples=[{"writing": "0.65 ± 0.12"}])
    ] = {}
    """Skill distribution on the market [0-1]."""
    hours: Annotated[WeeklyHours, CalendarHours] = WeeklyHours()
    """Weekly working hours of each seat; left out: always."""
    choose: Choice = "longest idle"
    """Whom of the idle members a task is offered to first."""


# --- behaviour ----------------------------------------------------------------------------------


BehaviourPreset = Literal["off", "knowledge-work"]
"""Presets of behaviour, values with sources in `presets/behaviour.yaml`."""


class Behaviour(Strict):
    """Parameters of the rules.  Left out: neutral, or the standard value with its grade."""

    called = "behaviour"

    preset: BehaviourPreset = "off"
    """Values to start from; the keys beside it replace them."""

    speed_slope: NotNegative = 0.0
    """How much faster a better match works: rate = exp(slope (match - reference)) [1]; 0 is neutral."""
    reference_match: Scale = 0.5
    """Match of skills at which a person works at nominal speed [0-1 scale]."""
    quality_slope: Positive = 6.0
    """Steepness of quality in match minus difficulty (calibrated on Dell'Acqua et al. 2023) [1]."""
    quality_noise: NotNegative = 0.5
    """Standard deviation of a visit's luck on the logit of quality (assumed) [1]."""
    review_slope: NotNegative = 6.0
    """Steepness of detection in the reviewer's match minus difficulty (as `quality_slope`; assumed) [1]."""
    reliance: Annotated[float, Share] = 1.0
    """Share of the exposed effort that people hand to the tool, at the reference fluency [0-1]."""
    fluency_slope: NotNegative = 0.0
    """How much AI fluency raises reliance, per point of skill (assumed) [1]; 0 is neutral."""
    overhead: Annotated[float, Share] = 0.0
    """Prompting and checking per reference hour handed to the tool, at the reference fluency [0-1]."""
    overhead_slope: NotNegative = 0.0
    """How much algorithmic communication and AI fluency lower the overhead, per point (assumed) [1]."""
    discernment: Annotated[float, Share] = 0.0
    """Share of the tool's misleading that people see through, at the reference literacy [0-1]."""
    literacy_slope: NotNegative = 0.0
    """How much AI literacy and critical thinking raise discernment, per point (assumed) [1]."""
    reference_cooperation: Scale = 0.5
    """Level of the cooperative skills at which the values above hold (assumed) [0-1 scale]."""
    complacency: Annotated[float, Share] = 0.0
    """How much less a review finds in work made with AI, at full trust [0-1]."""
    trust: Annotated[float, Share] = 0.5
    """Trust in the tool, until it becomes a stock (assumed) [0-1]."""


# --- strategies ---------------------------------------------------------------------------------


class Train(Strict):
    """Raise skills of a pool from a date on."""

    called = "a training"

    train: Name
    """The pool."""
    in_: Annotated[dict[Name, Points], Field(alias="in", min_length=1, examples=[{"ai_fluency": "+0.25"}])]
    """Points added to each skill, e.g. `{ai_fluency: +0.25}` [0-1 scale]."""
    from_: Annotated[When, Moment, Field(alias="from")] = When()
    """When the skill is there."""
    price: Annotated[float, MoneyPerPerson] = 0.0
    """What it costs for each person, e.g. `1,200 USD per person` [currency per person]."""


class ToolChange(Strict):
    """What an upgrade alters; capability by difference (`+0.12`), the others by new value."""

    called = "an upgrade's 'to'"

    capability: dict[Name, Points] = {}
    """Points added to each capability, e.g. `{writing: +0.12}` [0-1 scale]."""
    jaggedness: NotNegative | None = None
    """New jaggedness [0-1 scale]."""
    speed: Positive | None = None
    """New speed [factor]."""
    price: Annotated[list[Price], PriceList] | None = None
    """New price."""


class Upgrade(Strict):
    """A new version of a tool from a date on."""

    called = "an upgrade"

    upgrade: Name
    """The tool."""
    to: ToolChange
    """What the new version can do, and costs."""
    from_: Annotated[When, Moment, Field(alias="from")] = When()
    """When the version is there."""
    price: Annotated[float, Money] = 0.0
    """Price of the change, paid once [currency]."""


class Hire(Strict):
    """Open freelance seats from a date on."""

    called = "a hiring"

    hire: Name
    """The freelancers."""
    seats: AtLeastOne
    """Seats beside those already open [persons]."""
    from_: Annotated[When, Moment, Field(alias="from")] = When()
    """When the seats are posted."""
    until: Annotated[When, Moment] | None = None
    """When the seats are closed again; work in hand is finished."""
    budget: Annotated[float, Money] | None = None
    """Most that these seats may cost; once spent they take no more work [currency]."""


class Set(Strict):
    """Give keys of the scenario another value, from the start."""

    called = "a 'set'"

    set: dict[str, object]
    """`{people.editors.headcount: 4}`."""


LEVERS = ("train", "upgrade", "hire", "set")
"""What a lever does: the key that each of them begins with."""
Lever = Annotated[
    Annotated[Train, Tag("<train>")]
    | Annotated[Upgrade, Tag("<upgrade>")]
    | Annotated[Hire, Tag("<hire>")]
    | Annotated[Set, Tag("<set>")],
    _forms(
        "a lever says what it does: train, upgrade, hire or set; write e.g. '- train: writers'",
        train="train",
        upgrade="upgrade",
        hire="hire",
        set="set",
    ),
]


def _each_lever_whole(levers: object) -> object:
    """Refuse levers that are torn into several items, or that share one."""
    if not isinstance(levers, list):
        return levers
    kinds = [[kind for kind in LEVERS if _has(lever, kind)] for lever in levers]
    for place, (lever, found) in enumerate(zip(levers, kinds, strict=True)):
        if len(found) > 1:
            text = f"these are {len(found)} levers; begin each with a dash of its own, '- {found[1]}:' too"
            raise refusals([((place,), text)], levers)
        if _has(lever, "combine"):
            text = "a combination is no lever; write 'combine: [...]' without the dash, and nothing beside it"
            raise refusals([((place,), text)], levers)
        if place and not found and isinstance(lever, Mapping) and kinds[place - 1] and _parts(lever):
            kind, key = kinds[place - 1][0], next(iter(lever))
            text = (
                f"this belongs to '{kind}:' before it; write its keys below that line without a dash, "
                f"or the whole lever in braces: '- {{{kind}: ..., {key}: ...}}'"
            )
            raise refusals([((place,), text)], levers)
    if levers and all(isinstance(lever, str) for lever in levers):
        text = f"these are names of strategies and no levers; write 'combine: [{', '.join(levers)}]'"
        raise refusals([((0,), text)], levers)
    return levers


def _parts(lever: Mapping[str, object]) -> bool:
    """True for keys that only have a meaning within a lever."""
    return set(lever) <= {"in", "to", "from", "until", "price", "seats", "budget"}


class Combine(Strict):
    """A strategy made of others."""

    called = "a combination"

    key_rule = key_rules.combination
    decisive = True

    combine: Annotated[list[Name], Field(min_length=1, examples=[["upskill", "upgrade tools"]])]
    """Names of strategies, all of whose levers are pulled."""


class MeasureTarget(Strict):
    """How a measure is judged."""

    called = "a measure"

    matters_from: float | str | None = None
    """Smallest difference that matters, in the measure's unit."""


def _measures_by_name(value: object) -> object:
    """Refuse the list `[throughput, quality]`, saying what it would be here."""
    if not isinstance(value, list | str):
        return value
    listed = value if isinstance(value, list) else [value]
    names = [name for name in listed if isinstance(name, str)] or ["throughput"]
    written = ", ".join(f"{name}: {{}}" for name in names)
    raise refusal(f"measures are keys here, so that each can say what matters; write '{{{written}}}'")


def _target_by_key(value: object) -> object:
    """Refuse `throughput: 1 per week`, which does not say what the number is."""
    if isinstance(value, str | int | float):
        raise refusal(f"it does not say what this is; write '{{matters_from: {value}}}'")
    return value


class Compare(Strict):
    """What `sim compare` sets side by side."""

    called = "compare"

    baseline: Name = "do nothing"
    """The strategy that the others are compared with; `do nothing` always exists."""
    budget: Annotated[float, Money] | None = None
    """What each strategy may cost beside the baseline [currency]."""
    measures: Annotated[
        dict[Name, Annotated[MeasureTarget, BeforeValidator(_target_by_key)]],
        BeforeValidator(_measures_by_name),
    ] = {}
    """The measures in the foreground, first one first; left out: throughput, flow time, quality, cost."""


class Scenario(Strict):
    """One organisation, one environment, one horizon, and the strategies to compare."""

    called = "a scenario"

    scenario: Annotated[str, Field(min_length=1, examples=["Content agency"])]
    """Name of the scenario."""
    question: str | None = None
    """The question it answers, for the report."""
    extends: str | None = None
    """Another scenario file that this one changes."""
    start: Annotated[datetime.date, Day] | None = None
    """First day; left out: some Monday."""
    run_length: Annotated[float, Duration]
    """Simulated time [h]."""
    warm_up: Annotated[float, Duration] = 0.0
    """Initial part left out of every measure [h]."""
    currency: str = "USD"
    """The currency of all money in the file."""
    holidays: list[Annotated[datetime.date, Day]] = []
    """Days off for all people and freelancers."""
    queue: Discipline = "first come"
    """Order of service within a priority."""
    work_in_process_limit: AtLeastOne | None = None
    """Most tasks inside at a time; the others wait at the door [tasks]."""
    hand_off: HandOff = HandOff()
    """Cost of a change of owner, for every step that has none of its own."""
    behaviour: Annotated[
        Annotated[BehaviourPreset, Tag("<preset>")] | Annotated[Behaviour, Tag("<values>")],
        _forms(
            "behaviour is a preset or values; write 'knowledge-work', 'off' or '{reliance: 60 %}'",
            preset=str,
            values=dict,
        ),
    ] = "off"
    """Parameters of the rules: a preset, a mapping, or `off`."""
    task_types: Annotated[
        dict[Name, TaskType],
        Field(min_length=1, examples=[{"article": {"arrivals": "60 per week", "route": ["draft"]}}]),
    ]
    """The classes of tasks that enter, by name."""
    steps: Annotated[
        dict[Name, Step],
        Field(min_length=1, examples=[{"draft": {"service_time": "5 h", "done_by": ["writers"]}}]),
    ]
    """The stages of the work, by name."""
    people: dict[Name, People] = {}
    """Pools of employees, by name."""
    tools: dict[Name, Tool] = {}
    """AI and other tools, by name."""
    freelancers: dict[Name, Freelancers] = {}
    """Freelancers, by name."""
    strategies: dict[
        Name,
        Annotated[
            Annotated[list[Lever], BeforeValidator(_each_lever_whole), Tag("<levers>")]
            | Annotated[Combine, Tag("<combine>")],
            _forms(
                "a strategy is a list of levers or a combination; begin its lines with '- train:', "
                "'- upgrade:', '- hire:' or '- set:', or write 'combine: [...]'",
                levers=list,
                combine=Mapping,
            ),
        ],
    ] = {}
    """Named sets of levers over the baseline."""
    futures: dict[Name, dict[str, object]] = {}
    """Named changes that we do not control, `{task_types.article.value: 300 USD}`; chosen by `--future`."""
    compare: Compare = Compare()
    """The baseline, the budget, and the measures that are looked at."""
