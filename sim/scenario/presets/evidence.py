"""Published figures: each with its range, unit, source, population, vintage, grade and what to beware of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.scenario.presets.references import Reference, references_in
from sim.scenario.reading.yaml_text import read_own_yaml

FOLDER = "evidence"
TOPICS = ("assistance", "reliance", "learning", "hiring", "load", "market")
"""The files, by what they are about."""
GRADES = {
    "S1": "read in the source itself",
    "S2": "read in a secondary source",
    "D": "derived from such figures",
    "M": "from memory, to be verified",
    "A": "assumed: no published magnitude was found",
}
"""What the grades mean."""
NOBODY, NEVER = "nobody: assumed", "none"
"""Population and vintage of what is assumed without any source."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure.

    Attributes:
        key: its name, from the general to the special.
        topic: what it is about, see ``TOPICS``.
        what: what it is a figure of.
        value: middle or best value.
        low, high: range of what is plausible.
        unit: of the three.
        grades: of its sources.
        source: where it comes from, and how it was derived.
        population: with whom it was found.
        vintage: with which tools, or when.
        caution: what to beware of.
        kind: `raw` (counts without a control group) or `causal` for figures of demand; else "".
    """

    key: str
    topic: str
    what: str
    value: float
    low: float
    high: float
    unit: str
    grades: tuple[str, ...]
    source: str
    population: str
    vintage: str
    caution: str
    kind: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """The works that the source names."""
        return references_in(self.source)


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return every published figure of the package, by its key."""
    return {parameter.key: parameter for topic in TOPICS for parameter in _of(topic)}


def _of(topic: str) -> Iterator[Parameter]:
    text = files("sim.scenario.presets").joinpath(FOLDER, f"{topic}.yaml").read_text(encoding="utf-8")
    for key, entry in read_own_yaml(text, f"sim/scenario/presets/{FOLDER}/{topic}.yaml").tree.items():
        if isinstance(entry, dict):
            yield _parameter(key, topic, entry)


def _parameter(key: str, topic: str, entry: Mapping[str, object]) -> Parameter:
    said = {name: str(value) for name, value in entry.items()}
    works = references_in(said["source"])
    return Parameter(
        key=key,
        topic=topic,
        what=said["what"],
        value=float(said["value"]),
        low=float(said["low"]),
        high=float(said["high"]),
        unit=said["unit"],
        grades=tuple(said["grade"].split(", ")),
        source=said["source"],
        population="; ".join(work.population for work in works) or NOBODY,
        vintage="; ".join(work.vintage for work in works) or NEVER,
        caution=said["caution"],
        kind=said.get("kind", ""),
    )
