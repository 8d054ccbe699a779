"""Which values came from presets: published figures with their sources, and those that are assumed."""

from collections.abc import Mapping

from sim.scenario.presets import KINDS, PresetValue, presets_of
from sim.scenario.reading.yaml_text import Origin, Path_
from sim.scenario.telling import wording as say

ASSUMED = "A"
"""Grade of a value without a published magnitude."""


def published_sentences(origins: Mapping[Path_, Origin]) -> list[str]:
    """Return one line per value that a preset filled in from a source, with the grade of the source."""
    return [_line(entry, paths) for entry, paths in filled_in(origins) if entry.grade != ASSUMED]


def assumed_preset_sentences(origins: Mapping[Path_, Origin]) -> list[str]:
    """Return one line per value that a preset filled in and that no source gives."""
    return [_line(entry, paths) for entry, paths in filled_in(origins) if entry.grade == ASSUMED]


def filled_in(origins: Mapping[Path_, Origin]) -> list[tuple[PresetValue, list[Path_]]]:
    """Return the values of presets that stand in the scenario, each with the places where it does."""
    entries = {
        entry.origin: entry for kind in KINDS for keys in presets_of(kind).values() for entry in keys.values()
    }
    places: dict[Origin, list[Path_]] = {}
    for path, origin in origins.items():
        if origin in entries:
            places.setdefault(origin, []).append(path)
    return [(entries[origin], paths) for origin, paths in places.items()]


def _owner(path: Path_) -> str:
    """Return the name of the thing that a value belongs to, or of the list that it stands in."""
    names = [part for part in path[:-1] if isinstance(part, str)]
    return " ".join(names[-2:]) if isinstance(path[-2], int) else names[-1]


def _line(entry: PresetValue, paths: list[Path_]) -> str:
    owners = say.listed(say.spoken(_owner(path)) for path in paths)
    what = f"{owners}: {say.spoken(str(paths[0][-1]))} {say.written(entry.value)}"
    return f"{what} [{entry.grade}] {entry.source.removesuffix('.')}."
