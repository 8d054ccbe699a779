"""Which values came from presets: published figures with their sources, and those that are assumed."""

from collections.abc import Mapping

from sim.scenario import wording as say
from sim.scenario.presets import PresetValue, behaviour_values, market_values, role_values
from sim.scenario.yaml_text import Origin, Path_

ASSUMED = "A"
"""Grade of a value without a published magnitude."""


def published_sentences(origins: Mapping[Path_, Origin]) -> list[str]:
    """Return one line per value that a preset filled in from a source, with the grade of the source."""
    return [_line(path, entry) for path, entry in _filled_in(origins) if entry.grade != ASSUMED]


def assumed_preset_sentences(origins: Mapping[Path_, Origin]) -> list[str]:
    """Return one line per value that a preset filled in and that no source gives."""
    return [_line(path, entry) for path, entry in _filled_in(origins) if entry.grade == ASSUMED]


def _filled_in(origins: Mapping[Path_, Origin]) -> list[tuple[Path_, PresetValue]]:
    presets = (role_values(), market_values(), behaviour_values())
    entries = {entry.origin: entry for kind in presets for keys in kind.values() for entry in keys.values()}
    return [(path, entries[origin]) for path, origin in origins.items() if origin in entries]


def _line(path: Path_, entry: PresetValue) -> str:
    *_, owner, key = path
    what = f"{say.spoken(str(owner))}: {say.spoken(str(key))} {say.written(entry.value)}"
    return f"{what} [{entry.grade}] {entry.source.removesuffix('.')}."
