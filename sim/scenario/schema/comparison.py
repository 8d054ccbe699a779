"""What is set side by side."""

from typing import Annotated

from pydantic import BeforeValidator

from sim.scenario.notation.annotation import refusal
from sim.scenario.notation.kinds import Budget
from sim.scenario.schema.base import Name, Strict


class MeasureTarget(Strict):
    """How a measure is judged."""

    called = "a measure"

    matters_from: float | str | None = None
    """Smallest difference that matters, in the measure's unit."""


def _measures_by_name(value: object) -> object:
    """Read the list `[throughput, quality]` as `{throughput: {}, quality: {}}`."""
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return {name: {} for name in value}
    if not isinstance(value, list | str):
        return value
    names = [value] if isinstance(value, str) else _names_in(value)
    written = ", ".join(f"{name}: {{}}" for name in names or ["throughput"])
    raise refusal(f"measures are names in a list, or keys that can say what matters; write '{{{written}}}'")


def _names_in(listed: list[object]) -> list[str]:
    """Return the names that a list of names and mappings begins its items with."""
    firsts = (next(iter(item), None) if isinstance(item, dict) else item for item in listed)
    return [name for name in firsts if isinstance(name, str)]


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
    budget: Annotated[float, Budget] | None = None
    """What each strategy may cost beside the baseline over the whole run, warm-up included: `30,000 USD`, or
    `30,000 USD per year`, which is multiplied by the run's length [currency]."""
    measures: Annotated[
        dict[Name, Annotated[MeasureTarget, BeforeValidator(_target_by_key)]],
        BeforeValidator(_measures_by_name),
    ] = {}
    """The measures in the foreground, first one first: a list of names, or each with what matters; left out:
    throughput, flow time, quality, cost."""
