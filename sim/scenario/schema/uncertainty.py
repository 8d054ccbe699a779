"""What we do not know, and do not control."""

from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, model_validator

from sim.scenario.checks import key_rules
from sim.scenario.notation.annotation import refusal, refusals
from sim.scenario.notation.kinds import Correlation, InItsUnit
from sim.scenario.notation.ranges import BETWEEN, Range, range_between, triangular, with_a_dash
from sim.scenario.reading.yaml_text import Value
from sim.scenario.schema.base import Name, Strict
from sim.units import tidy

PRESETS, PUBLISHED = "presets", "published"
"""`presets: published`: what presets fill in may lie anywhere in its published range."""


class Uncertainty(Strict):
    """The values that a key of the scenario may have.  Give exactly one of `range`, `one_of`."""

    called = "an uncertainty"
    key_rule = key_rules.uncertainty

    range: str | None = None
    """From where to where, as the key writes its values: `20 % to 60 %`; all alike, unless `most_likely` says
    which is the likeliest."""
    most_likely: Annotated[float | str, InItsUnit] | None = None
    """The likeliest value in the range: a triangular distribution."""
    one_of: list[Any] = []
    """Values that are equally likely, e.g. `[0.55, 0.62, 0.70]`."""
    source: str | None = None
    """The study that the range is from; left out: it counts as an own guess."""
    moves_with: dict[Name, Annotated[float, Correlation]] = Field(
        default={}, examples=[{"steps.draft.exposure": 0.5}]
    )
    """Other uncertainties, by key, with the rank correlation between both [-1, 1]; 0 is neutral."""
    published: bool = False
    """Written as `presets: published`: every number that a preset fills in may lie anywhere in the range that
    its source gives, and is likeliest at its value."""
    _range: Range | None = PrivateAttr(None)
    _mode: float | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _read_range(self) -> Self:
        """Read the range, so that values can be taken from it."""
        if self.range is None:
            return self
        ends = BETWEEN.fullmatch(tidy(self.range))
        if ends is None:
            meant = with_a_dash(self.range) or "20 % to 60 %"
            raise refusal(f"a range has two ends with 'to' between them; write it like '{meant}'")
        try:
            self._range = range_between(ends["low"], ends["high"])
        except ValueError as error:
            raise refusal(str(error)) from None
        if self.most_likely is not None:
            try:
                self._mode = self._range.place_of(str(self.most_likely))
            except ValueError as error:
                raise refusals([(("most_likely",), str(error))], self.most_likely) from None
        return self

    def at(self, share: float) -> Value:
        """Return the quantile for a share of the possibilities, from 0 up to but not at 1."""
        if self._range is None:
            value: Value = self.one_of[min(int(share * len(self.one_of)), len(self.one_of) - 1)]
            return value
        return self._range.at(share if self._mode is None else triangular(share, self._mode))

    @property
    def between(self) -> Range | None:
        """The range; None where the values are listed."""
        return self._range

    def within(self, values: Range) -> Self:
        """Return the same with another range of the same ends."""
        copy = self.model_copy()
        copy._range = values
        return copy

    @property
    def ends(self) -> tuple[Value, ...]:
        """The values between which all others lie, or all of them."""
        return tuple(self.one_of) if self._range is None else self._range.levels(2)


def range_alone(value: object) -> object:
    """Read `20 % to 60 %` as `{range: 20 % to 60 %}`, and a list as `{one_of: [...]}`."""
    if value == PUBLISHED:
        return {"published": True}
    if isinstance(value, str):
        return {"range": value}
    return {"one_of": value} if isinstance(value, list) else value
