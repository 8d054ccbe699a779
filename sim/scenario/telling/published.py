"""Which values came from presets: published figures with their sources, and those that are assumed."""

from sim.scenario.changing.combine import DO_NOTHING
from sim.scenario.load import LoadedScenario
from sim.scenario.presets import KINDS, PresetValue, presets_of
from sim.scenario.reading.messages import dotted
from sim.scenario.reading.yaml_text import Origin, Path_
from sim.scenario.schema import Behaviour, People, Scenario, Step
from sim.scenario.telling import wording as say

ASSUMED = "A"
"""Grade of a value without a published magnitude."""


Filled = list[tuple[PresetValue, list[Path_]]]
"""Values of presets, each with the places where it stands."""


def published_sentences(filled: Filled) -> list[str]:
    """Return one line per value that a preset filled in from a source, with the grade of the source."""
    return [_line(entry, paths) for entry, paths in filled if entry.grade != ASSUMED]


def assumed_preset_sentences(filled: Filled) -> list[str]:
    """Return one line per value that a preset filled in and that no source gives."""
    return [_line(entry, paths) for entry, paths in filled if entry.grade == ASSUMED]


def filled_in(loaded: LoadedScenario, strategy: str = DO_NOTHING, future: str = "") -> Filled:
    """Return the values of presets that stand in the scenario, each with the places where it does.

    A value of behaviour that everything it could hold for has of its own is left out.
    """
    entries = {
        entry.origin: entry for kind in KINDS for keys in presets_of(kind).values() for entry in keys.values()
    }
    idle = _overridden(loaded)
    places: dict[Origin, list[Path_]] = {}
    for path, origin in loaded.resolved(strategy, future)[1].items():
        if origin in entries and path not in idle:
            places.setdefault(origin, []).append(path)
    return [(entries[origin], paths) for origin, paths in places.items()]


def _overridden(loaded: LoadedScenario) -> set[Path_]:
    """Return the places of the values of behaviour that nothing uses, under any strategy."""
    scenarios = [loaded.under(strategy).scenario for strategy in loaded.strategies]
    return {
        ("behaviour", key)
        for key in Behaviour.model_fields
        if (own := [each for scenario in scenarios for each in _own(scenario, key)]) and None not in own
    }


def _own(scenario: Scenario, key: str) -> list[object]:
    """Return what the steps with a tool, or the pools of people, have of their own of a key of behaviour."""
    if key in Step.model_fields:
        return [getattr(step, key) for step in scenario.steps.values() if step.assisted_by]
    if key in People.model_fields:
        return [getattr(pool, key) for pool in scenario.people.values()]
    return []


def _line(entry: PresetValue, paths: list[Path_]) -> str:
    where = say.listed(map(dotted, paths))
    return f"{where}: {say.written(entry.value)} [{entry.grade}] {entry.source.removesuffix('.')}."
