"""The values of a key as places on an axis: numbers with their unit, or categories in order."""

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.sweeping.findings import Sweep
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.reading.yaml_text import Value
from sim.units import NUMBER, number, tidy

Floats = NDArray[np.float64]
_QUANTITY = re.compile(rf"(?P<before>[^\d+.-]*)(?P<number>{NUMBER})(?P<after>\D.*)?")


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the points of a design lie in one key.

    Attributes:
        key: of the scenario.
        unit: of the numbers; ``""`` for none.
        places: of the points, shape (points,); nan where a point leaves out a key that the file does not
            state.
        labels: of the places 0, 1, …, where the values are no numbers with one unit; else empty.
        texts: the value at each point, as a scenario writes it; ``""`` where there is none.
    """

    key: str
    unit: str
    places: Floats
    labels: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def is_numeric(self) -> bool:
        """True where the values are numbers with one unit."""
        return not self.labels

    @property
    def title(self) -> str:
        """The key, with its unit."""
        return f"{self.key} [{self.unit}]" if self.unit else self.key

    @property
    def levels(self) -> list[float]:
        """The distinct places, in order."""
        return sorted(set(self.places[~np.isnan(self.places)].tolist()))

    def text_of(self, place: float) -> str:
        """Return the value at a place."""
        return self.texts[int(np.flatnonzero(self.places == place)[0])]


def axis_of(sweep: Sweep, key: str) -> Axis:
    """Return where the points of a sweep lie in a key; one that leaves it out has the file's value."""
    values = [point.get(key, sweep.stated.get(key)) for point in sweep.design.points]
    texts = tuple("" if value is None else in_yaml(value) for value in values)
    parts = [None if value is None else parted(value) for value in values]
    units = {(part[0], part[2]) for part in parts if part is not None}
    is_numeric = all(part is not None or value is None for part, value in zip(parts, values, strict=True))
    if is_numeric and len(units) == 1:
        places = np.array([math.nan if part is None else part[1] for part in parts])
        return Axis(key, " ".join(each for each in units.pop() if each), places, (), texts)
    labels = tuple(dict.fromkeys(text for text in texts if text))
    places = np.array([labels.index(text) if text else math.nan for text in texts], np.float64)
    return Axis(key, "", places, labels, texts)


def parted(value: Value) -> tuple[str, float, str] | None:
    """Return what stands before a number, the number, and what stands behind it; None for no number.

    >>> parted("32 per week"), parted(0.5), parted("lognormal")
    (('', 32.0, 'per week'), ('', 0.5, ''), None)
    """
    if isinstance(value, int | float):
        return "", float(value), ""
    match = _QUANTITY.fullmatch(tidy(value)) if isinstance(value, str) else None
    if match is None:
        return None
    return match["before"].strip(), number(match["number"]), (match["after"] or "").strip()
