"""What all parts of the schema share: kinds of values, and mappings that refuse unknown keys."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from sim.scenario.checks import key_rules
from sim.scenario.notation.annotation import ERROR, refusal
from sim.scenario.notation.kinds import Gain, plain_number, whole_number
from sim.scenario.quantities import Distribution
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


def adds_up(shares: dict[Any, float]) -> dict[Any, float]:
    """Refuse shares that do not make a whole."""
    total = sum(shares.values())
    if shares and abs(total - 1.0) > 1e-6:
        raise refusal(f"the shares add up to {100.0 * total:.10g} %; let them add up to 100 %")
    return shares


def takes_time(distribution: Distribution) -> Distribution:
    """Refuse a time between events that is always zero: they would never end."""
    if distribution.expected <= 0.0:
        raise refusal("it would happen without end at one moment; write a time above zero, e.g. '2 h'")
    return distribution


def lasts(time: float) -> float:
    """Refuse a time in which something builds up or wears off that is no time at all."""
    if time <= 0.0:
        raise refusal("it happens in time, and 0 is none; write a longer time, or leave it out")
    return time


def forms(message: str, **marks: type | str) -> Discriminator:
    """Return what tells the forms of a value apart: its type, or a key that only this form has."""

    def form(value: object) -> str | None:
        for tag, mark in marks.items():
            if isinstance(value, mark) if isinstance(mark, type) else has_key(value, mark):
                return f"<{tag}>"
        return None

    return Discriminator(
        form,
        custom_error_type=ERROR,
        custom_error_message=message,
    )


def has_key(value: object, key: str) -> bool:
    """True for a mapping with this key, or a model with this field."""
    return key in value if isinstance(value, Mapping) else key in getattr(type(value), "model_fields", {})


class Strict(BaseModel):
    """Unknown keys are errors; a loaded scenario never changes."""

    model_config = ConfigDict(
        defer_build=True, extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True
    )
    called: ClassVar[str] = ""
    """What such a mapping is called in messages."""
    key_rule: ClassVar[key_rules.KeyRule] = key_rules.none
    """Which keys go together."""
    hints: ClassVar[dict[str, str]] = {}
    """What to write in place of keys that some would expect."""
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
