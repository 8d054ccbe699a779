"""How any value of a scenario is said: its class and its notation know the unit."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.notation import kinds
from sim.scenario.notation.annotation import Notation
from sim.scenario.notation.expectation import Expectation
from sim.scenario.quantities import Distribution, Level, Price, RateRange, Span, WeeklyHours, When
from sim.scenario.telling import wording as say

Saying = Callable[[Any, str], str]
"""From a value and the currency to words."""


def value_text(value: object, notations: tuple[Notation, ...], currency: str) -> str:
    """Return a value in the unit its notation gives it.

    Args:
        value: what stands in the scenario, read.
        notations: of the key, as ``notations_of`` finds them.
        currency: of all money.
    """
    if value is None:
        return "nothing"
    if isinstance(value, BaseModel):
        return _model_text(value, currency)
    if isinstance(value, Mapping):
        items = (f"{say.spoken(str(k))} {value_text(v, notations, currency)}" for k, v in value.items())
        return ", ".join(items) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(value_text(item, notations, currency) for item in value) or "none"
    for notation in notations:
        for known, saying in BY_NOTATION:
            if notation is known:
                return saying(value, currency)
    return _plain_text(value, currency)


def notations_of(field: FieldInfo) -> tuple[Notation, ...]:
    """Return the notations anywhere in the annotation of a key."""
    return tuple(item for item in (*field.metadata, *_within(field.annotation)) if isinstance(item, Notation))


def _within(annotation: object) -> Iterator[object]:
    yield annotation
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _within(part)


def _model_text(value: BaseModel, currency: str) -> str:
    """Return what is set in a part of the scenario, key by key."""
    parts = []
    for name, field in type(value).model_fields.items():
        if name in value.model_fields_set:
            text = value_text(getattr(value, name), notations_of(field), currency)
            parts.append(f"{say.spoken(name.rstrip('_'))} {text}")
    return ", ".join(parts) or "as usual"


def _plain_text(value: object, currency: str) -> str:
    for kind, saying in BY_CLASS:
        if isinstance(value, kind):
            return saying(value, currency)
    return say.spoken(str(value))


def _unit_free(saying: Callable[[Any], str]) -> Saying:
    return lambda value, _: saying(value)


BY_NOTATION: tuple[tuple[Notation, Saying], ...] = (
    (kinds.Duration, _unit_free(say.duration)),
    (kinds.TimeDistribution, lambda value, _: say.distribution(value, say.duration)),
    (kinds.WorkDistribution, lambda value, _: say.distribution(value)),
    (kinds.NumberDistribution, lambda value, _: say.distribution(value, say.number)),
    (kinds.PerTime, _unit_free(say.rate)),
    (kinds.Growth, _unit_free(say.growth)),
    (kinds.Money, say.money),
    (kinds.Budget, say.money),
    (kinds.MoneyPerPerson, lambda value, currency: f"{say.money(value, currency)} per person"),
    (kinds.MoneyPerHour, say.wage),
    (kinds.Percent, _unit_free(say.share)),
    (kinds.Share, _unit_free(say.share)),
    (kinds.SignedPercent, _unit_free(say.change)),
)
"""How the numbers of each notation are said."""
BY_CLASS: tuple[tuple[type, Saying], ...] = (
    (bool, lambda value, _: "yes" if value else "no"),
    (int, _unit_free(say.number)),
    (float, _unit_free(say.number)),
    (Distribution, lambda value, _: say.distribution(value)),
    (Span, _unit_free(say.span)),
    (When, _unit_free(say.when)),
    (Level, _unit_free(say.level)),
    (Price, say.price),
    (RateRange, say.rate_range),
    (WeeklyHours, _unit_free(say.weekly_hours)),
    (Expectation, lambda value, _: value.words),
    (datetime.date, lambda value, _: value.isoformat()),
)
"""How values that know their own unit are said."""
