"""Reading the preset files that come with the package."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.errors import UsageError
from sim.scenario.notation.annotation import Setting
from sim.scenario.notation.money import read_rate_range
from sim.scenario.quantities import RateRange
from sim.scenario.reading.yaml_text import Origin, Value, read_own_yaml, source_lines
from sim.scenario.schema import Behaviour
from sim.units import nearest

FILES = ("roles.yaml", "market.yaml", "shocks.yaml", "behaviour.yaml")
"""The preset files of the package."""


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
        kind: what sort of figure it is, where sorts must not be mixed (rates), or "".
    """

    value: Value
    source: str
    grade: str
    low: str
    high: str
    origin: Origin
    kind: str = ""


@cache
def _entries(file: str) -> Mapping[str, Mapping[str, PresetValue]]:
    """Return the values of a preset file by preset and key."""
    shown = f"sim/scenario/presets/{file}"
    document = read_own_yaml(preset_text(file), shown)
    found: dict[str, dict[str, PresetValue]] = {}
    for preset, keys in document.tree.items():
        base = keys.get("extends") if isinstance(keys, dict) else None
        found[preset] = dict(found[base]) if isinstance(base, str) else {}
        for key, entry in keys.items() if isinstance(keys, dict) else ():
            if isinstance(entry, dict) and "value" in entry:
                found[preset][key] = PresetValue(
                    value=entry["value"],
                    source=str(entry.get("source", "")),
                    grade=str(entry.get("grade", "")),
                    low=str(entry.get("low", "")),
                    high=str(entry.get("high", "")),
                    origin=document.origins[(preset, key)],
                    kind=str(entry.get("kind", "")),
                )
    return found


def preset_text(file: str) -> str:
    """Return the text of a preset file."""
    return files("sim.scenario.presets").joinpath(file).read_text(encoding="utf-8")


def preset_lines() -> dict[str, list[str]]:
    """Return the lines of every preset file by the name that origins give it."""
    return {f"sim/scenario/presets/{file}": source_lines(preset_text(file)) for file in FILES}


def role_values() -> Mapping[str, Mapping[str, PresetValue]]:
    """Return what the preset knows of each role."""
    return _entries("roles.yaml")


def market_values() -> Mapping[str, Mapping[str, PresetValue]]:
    """Return the published figures of each freelance market."""
    return _entries("market.yaml")


def shock_values() -> Mapping[str, Mapping[str, PresetValue]]:
    """Return the published shocks to markets: `demand` and, where known, `pay`."""
    return _entries("shocks.yaml")


def behaviour_values() -> Mapping[str, Mapping[str, PresetValue]]:
    """Return the values of each preset of behaviour."""
    return _entries("behaviour.yaml")


def role_rate(role: str) -> RateRange:
    """Return the published hourly rates of a role [USD/h]: 5th to 95th percentile of a lognormal."""
    entry = _one(role_values(), role, "role")["rate"]
    return read_rate_range(entry.value, Setting(currency="USD"))


def behaviour_preset(name: str) -> Behaviour:
    """Return a preset of behaviour; ``off`` is neutral throughout."""
    if name == "off":
        return Behaviour()
    values = _one(behaviour_values(), name, "preset of behaviour")
    content = {key: entry.value for key, entry in values.items()}
    return Behaviour.model_validate({"preset": name, **content}, context=Setting(bare_numbers=False))


def _one(values: Mapping[str, Mapping[str, PresetValue]], name: str, what: str) -> Mapping[str, PresetValue]:
    if name in values:
        return values[name]
    guess = nearest(name, values)
    hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(values)}"
    raise UsageError(f"unknown {what} '{name}'; {hint}")
