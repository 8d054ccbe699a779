"""Reading the preset files that come with the package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.errors import UsageError
from sim.scenario.notation.annotation import Setting
from sim.scenario.notation.money import read_rate_range
from sim.scenario.presets.references import Reference, references_in
from sim.scenario.quantities import RateRange
from sim.scenario.reading.yaml_text import Document, Origin, Value, read_own_yaml, source_lines
from sim.scenario.schema import Behaviour, Scenario
from sim.units import nearest

KINDS = {
    "roles": "role",
    "market": "market",
    "shocks": "shock",
    "behaviour": "behaviour",
    "work": "work",
    "occupations": "occupation",
}
"""The kinds of presets, which are the names of their files too, and what one of them is called."""
NOT_NAMED = "_"
"""How the name of a preset begins that is only there for others to build on."""


@dataclass(frozen=True, slots=True)
class PresetValue:
    """One value of a preset.

    Attributes:
        value: as a scenario would write it.
        source: where it comes from.
        grade: S1, S2, D, M or A (see the package).
        low: lower end of what is plausible, as written, or "".
        high: upper end.
        origin: its line in the preset file.
        kind: what sort of figure it is, where sorts must not be mixed (rates, demand), or "".
        evidence: keys of the published figures behind it.
    """

    value: Value
    source: str
    grade: str
    low: str
    high: str
    origin: Origin
    kind: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The works that the source names."""
        return references_in(self.source)


Presets = Mapping[str, Mapping[str, PresetValue]]
"""The values of each preset of a kind."""


@cache
def presets_of(kind: str) -> Presets:
    """Return the values of each preset of a kind, see ``KINDS``; a preset has those it extends first."""
    shown = _shown(kind)
    document = read_own_yaml(preset_text(kind), shown)
    found: dict[str, dict[str, PresetValue]] = {}
    for preset, keys in document.tree.items():
        if isinstance(keys, dict):
            bases = [found[base] for base in _named(keys.get("extends"))]
            own = {key: entry for key, entry in keys.items() if key != "extends"}
            found[preset] = {key: value for base in bases for key, value in base.items()}
            found[preset].update(_values(document, preset, own))
    return {name: keys for name, keys in found.items() if not name.startswith(NOT_NAMED)}


def _values(document: Document, preset: str, keys: Mapping[str, Value]) -> Iterator[tuple[str, PresetValue]]:
    for key, entry in keys.items():
        if isinstance(entry, dict):
            said = {name: str(entry.get(name, "")) for name in ("source", "grade", "low", "high", "kind")}
            yield (
                key,
                PresetValue(
                    value=entry["value"],
                    origin=document.origins[(preset, key)],
                    evidence=tuple(_named(entry.get("evidence"))),
                    **said,
                ),
            )


def _named(names: Value | None) -> list[str]:
    """Return one name, or several, as a list."""
    return [names] if isinstance(names, str) else list(map(str, names)) if isinstance(names, list) else []


def _shown(kind: str) -> str:
    return f"sim/scenario/presets/{kind}.yaml"


def preset_text(kind: str) -> str:
    """Return the text of a preset file."""
    return files("sim.scenario.presets").joinpath(f"{kind}.yaml").read_text(encoding="utf-8")


def preset_lines() -> dict[str, list[str]]:
    """Return the lines of every preset file by the name that origins give it."""
    return {_shown(kind): source_lines(preset_text(kind)) for kind in KINDS}


def role_rate(role: str) -> RateRange:
    """Return the published hourly rates of a role [USD/h]: 5th to 95th percentile of a lognormal."""
    entry = _one("roles", role)["rate"]
    return read_rate_range(entry.value, Setting(currency="USD"))


def behaviour_values(names: str | Sequence[str]) -> dict[str, PresetValue]:
    """Return the values of a preset of behaviour, or of several, which say nothing about the same key."""
    named = [names] if isinstance(names, str) else names
    return {key: entry for name in named for key, entry in _one("behaviour", name).items()}


def behaviour_preset(name: str | Sequence[str]) -> Behaviour:
    """Return a preset of behaviour, or several together; ``off`` is neutral throughout."""
    if name == "off":
        return Behaviour()
    content = {key: entry.value for key, entry in behaviour_values(name).items()}
    return Behaviour.model_validate({"preset": name, **content}, context=Setting(bare_numbers=False))


def behaviour_of(scenario: Scenario) -> Behaviour:
    """Return the parameters of the rules that a scenario names or lists."""
    stated = scenario.behaviour
    return stated if isinstance(stated, Behaviour) else behaviour_preset(stated)


def _one(kind: str, name: str) -> Mapping[str, PresetValue]:
    known = presets_of(kind)
    if name in known:
        return known[name]
    guess = nearest(name, known)
    hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(known)}"
    what = "preset of behaviour" if kind == "behaviour" else KINDS[kind]
    raise UsageError(f"unknown {what} '{name}'; {hint}")
