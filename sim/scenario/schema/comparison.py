"""What is set side by side."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from sim.scenario.notation.annotation import refusal
from sim.scenario.notation.kinds import Budget, InItsUnit, Share
from sim.scenario.notation.number import whole_number, whole_number_or
from sim.scenario.schema.base import Name, Strict


class MeasureTarget(Strict):
    """How a measure is judged."""

    called = "a measure"

    matters_from: Annotated[float | str, InItsUnit] | None = None
    """Smallest difference that matters, in the measure's unit."""
    at_least: Annotated[float | str, InItsUnit] | None = None
    """A goal: futures count as satisfied where the measure is no less, in its unit."""
    at_most: Annotated[float | str, InItsUnit] | None = None
    """A goal: futures count as satisfied where the measure is no more, in its unit."""
    precision: Annotated[float | str, InItsUnit] | None = None
    """How precise the measure is wanted, as half the width of its interval: a percentage of its mean, e.g.
    `2 %`, or an amount in its unit; of a share, percentage points.  Differences between strategies are then
    wanted to `matters_from`, where that is stated, else as precisely as the baseline's level."""


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


def _a_guarantee(confidence: float) -> float:
    """Refuse what is none: no more than a coin, or certainty."""
    if not 0.5 < confidence < 1.0:
        raise refusal("a guarantee lies above 50 % and below 100 %; 95 % is usual")
    return confidence


class Compare(Strict):
    """What `sim compare` sets side by side."""

    called = "compare"

    baseline: Name = "do nothing"
    """The strategy that the others are compared with; `do nothing` always exists."""
    budget: Annotated[float, Budget] | None = None
    """What each strategy may cost beside the baseline over the whole run, warm-up included: `30,000 USD`, or
    `30,000 USD per year`, which is multiplied by the run's length [currency]."""
    replications: Annotated[int | Literal["auto"] | None, whole_number_or("auto", 1, 1_000_000)] = None
    """Independent runs of each strategy: a number, or `auto`: as many as it takes until the best strategy is
    chosen and every measure is as precise as it says; left out: 20."""
    at_most: Annotated[int, whole_number(20, at_most=1_000_000)] | None = None
    """With `replications: auto`, how many runs of each strategy there may be; left out: 1,000."""
    confidence: Annotated[float, Share, AfterValidator(_a_guarantee)] | None = None
    """How sure the choice of the best strategy should be; left out: 95 %, which is usual [0-1]."""
    measures: Annotated[
        dict[Name, Annotated[MeasureTarget, BeforeValidator(_target_by_key)]],
        BeforeValidator(_measures_by_name),
    ] = {}
    """The measures in the foreground, first one first: a list of names, or each with what matters; left out:
    throughput, flow time, quality, cost."""
