"""Putting the values of a preset into a draft, where the file does not state its own."""

from collections.abc import Iterator, Mapping

from sim.scenario.changing.draft import Draft
from sim.scenario.presets.presets import PresetValue
from sim.scenario.reading.yaml_text import Path_, Tree


def things(draft: Draft, section: str) -> Iterator[tuple[Path_, Tree]]:
    """Yield the named things of a section that have keys."""
    content = draft.tree.get(section)
    for name, keys in content.items() if isinstance(content, dict) else ():
        if isinstance(keys, dict):
            yield (section, name), keys


def fill(draft: Draft, path: Path_, values: Mapping[str, PresetValue]) -> None:
    """Put in the values that are not stated; each knows its line in the preset."""
    holder = draft.at(path)
    for key, entry in values.items():
        if isinstance(holder, dict) and key not in holder:
            holder[key] = entry.value
            draft.origins[(*path, key)] = entry.origin
