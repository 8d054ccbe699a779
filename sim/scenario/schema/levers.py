"""What a strategy does."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, Tag

from sim.scenario.checks import key_rules
from sim.scenario.notation.annotation import refusals
from sim.scenario.notation.kinds import (
    Duration,
    Moment,
    Money,
    MoneyPerPerson,
    PriceList,
    Share,
    WatchedCondition,
    Weekly,
)
from sim.scenario.quantities import Condition, Price, When
from sim.scenario.schema.base import (
    AtLeastOne,
    Name,
    NotNegative,
    Points,
    Positive,
    Strict,
    forms,
    has_key,
    lasts,
)


class Train(Strict):
    """Raise skills of a pool: at once, or by a course that takes hours off the line."""

    called = "a training"
    key_rule = key_rules.training

    train: Name
    """The pool."""
    in_: Annotated[dict[Name, Points], Field(alias="in", min_length=1, examples=[{"ai_fluency": "+0.25"}])]
    """Points that the training teaches of each skill, e.g. `{ai_fluency: +0.25}` [0-1 scale]."""
    from_: Annotated[When, Moment, Field(alias="from")] = When()
    """When it begins; without `for`, when the skill is there."""
    when: Annotated[Condition, WatchedCondition] | None = None
    """It begins only once this holds, looked at each week from `from` on."""
    for_: Annotated[float, Duration, Field(alias="for")] = 0.0
    """How long it lasts; the skill is there at its end [h]."""
    time: Annotated[float, Weekly] = 0.0
    """Hours off the line for each person, `3 h per week` [h/week]."""
    trainers: Name | None = None
    """A pool of people who teach."""
    trainers_time: Annotated[float, Weekly] = 0.0
    """Hours off the line for each of the trainers [h/week]."""
    transfer: Annotated[float, Share] | None = None
    """Share of what is taught that is applied at work; left out: `behaviour.transfer` [0-1]."""
    fading: Annotated[float, Duration, AfterValidator(lasts)] | None = None
    """Time in which half of it lapses again; left out: `behaviour.fading` [h]."""
    price: Annotated[float, MoneyPerPerson] = 0.0
    """What it costs for each person, paid when it begins: `1,200 USD per person` [currency per person]."""


class ToolChange(Strict):
    """What an upgrade alters; capability by difference (`+0.12`), the others by new value."""

    called = "an upgrade's 'to'"

    capability: dict[Name, Points] = {}
    """Points added to each capability, e.g. `{writing: +0.12}` [0-1 scale]."""
    jaggedness: NotNegative | None = None
    """New jaggedness [0-1 scale]."""
    speed: Positive | None = None
    """New speed [factor]."""
    access: Annotated[list[Name], Field(min_length=1)] | None = None
    """Pools that have it for assistance from then on."""
    price: Annotated[list[Price], PriceList] | None = None
    """New price."""


class Upgrade(Strict):
    """A new version of a tool from a date on: at once, or person by person."""

    called = "an upgrade"
    key_rule = key_rules.upgrade

    upgrade: Name
    """The tool."""
    to: ToolChange
    """What the new version can do, and costs."""
    from_: Annotated[When, Moment, Field(alias="from")] = When()
    """When the version is there."""
    when: Annotated[Condition, WatchedCondition] | None = None
    """It comes only once this holds, looked at each week from `from` on."""
    roll_out: Annotated[float, Duration] = 0.0
    """Time in which person after person gets it [h]."""
    dip: Annotated[float, Share] = 0.0
    """Speed lost on the first day with the new version, while people find their way [share]."""
    dip_for: Annotated[float, Duration] = 0.0
    """Time until nothing of the dip is left [h]."""
    price: Annotated[float, Money] = 0.0
    """Price of the change, paid once [currency]."""


class Hire(Strict):
    """Open seats: for freelancers or for people of one's own, by number and date or by a rule."""

    called = "a hiring"
    key_rule = key_rules.hiring

    hire: Name
    """The freelancers, or a pool of people, who stay."""
    seats: AtLeastOne = 1
    """Seats beside those already open, one where nothing is said (neutral); with `when`, opened each week
    while it holds [persons]."""
    from_: Annotated[When, Moment, Field(alias="from")] = When()
    """When the seats are posted, or the rule begins."""
    over: Annotated[float, Duration] = 0.0
    """Time over which the seats are posted one after another; left out: at once [h]."""
    when: Annotated[Condition, WatchedCondition] | None = None
    """Rule: seats are opened while this holds, looked at each week."""
    release_when: Annotated[Condition, WatchedCondition] | None = None
    """Rule: as many seats are closed again each week while this holds; work in hand is finished."""
    at_most: AtLeastOne | None = None
    """Most seats that the rule has open at one time; left out: `seats` [persons]."""
    until: Annotated[When, Moment] | None = None
    """When the seats are closed again; work in hand is finished."""
    budget: Annotated[float, Money] | None = None
    """Most that these seats may cost; once spent they take no more work [currency]."""


class Set(Strict):
    """Give keys of the scenario another value: from the start, or from a date on."""

    called = "a 'set'"
    hints: ClassVar[dict[str, str]] = {
        "until": "a change stays; write another 'set' with the former value and a later 'from'"
    }

    set: dict[str, object]
    """`{people.editors.headcount: 4}`."""
    from_: Annotated[When | None, Moment, Field(alias="from")] = None
    """From when on; left out: from the start.  At a date only `steps`, `work_in_process_limit` and
    `people.<pool>.overtime` can change."""
    when: Annotated[Condition, WatchedCondition] | None = None
    """It comes only once this holds, looked at each week from `from` on."""
    price: Annotated[float, Money] = 0.0
    """Price of the change, paid once [currency]."""

    @property
    def is_dated(self) -> bool:
        """True when it changes something while the scenario runs."""
        return self.from_ is not None or self.when is not None


LEVERS = ("train", "upgrade", "hire", "set")
"""What a lever does: the key that each of them begins with."""
Lever = Annotated[
    Annotated[Train, Tag("<train>")]
    | Annotated[Upgrade, Tag("<upgrade>")]
    | Annotated[Hire, Tag("<hire>")]
    | Annotated[Set, Tag("<set>")],
    forms(
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
    kinds = [[kind for kind in LEVERS if has_key(lever, kind)] for lever in levers]
    for place, (lever, found) in enumerate(zip(levers, kinds, strict=True)):
        if len(found) > 1:
            text = f"these are {len(found)} levers; begin each with a dash of its own, '- {found[1]}:' too"
            raise refusals([((place,), text)], levers)
        if has_key(lever, "combine"):
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
    keys = {name.rstrip("_") for kind in (Train, Upgrade, Hire, Set) for name in kind.model_fields}
    return set(lever) <= keys - set(LEVERS)


class Combine(Strict):
    """A strategy made of others."""

    called = "a combination"

    key_rule = key_rules.combination
    decisive = True

    combine: Annotated[list[Name], Field(min_length=1, examples=[["upskill", "upgrade tools"]])]
    """Names of strategies, all of whose levers are pulled."""
