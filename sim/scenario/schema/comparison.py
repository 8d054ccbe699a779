"""What is set side by side."""

from typing import Annotated

from pydantic import BeforeValidator

from sim.scenario.notation.annotation import refusal
from sim.scenario.notation.kinds import Money
from sim.scenario.schema.base import Name, Strict


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
