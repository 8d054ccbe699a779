"""What a strategy does."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, Tag

from sim.scenario.checks import key_rules
from sim.scenario.notation.annotation import refusals
from sim.scenario.notation.kinds import Moment, Money, MoneyPerPerson, PriceList
from sim.scenario.quantities import Price, When
from sim.scenario.schema.base import AtLeastOne, Name, NotNegative, Points, Positive, Strict, forms, has_key


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
    return set(lever) <= {"in", "to", "from", "until", "price", "seats", "budget"}


class Combine(Strict):
    """A strategy made of others."""

    called = "a combination"

    key_rule = key_rules.combination
    decisive = True

    combine: Annotated[list[Name], Field(min_length=1, examples=[["upskill", "upgrade tools"]])]
    """Names of strategies, all of whose levers are pulled."""
