"""Which values came from presets: published figures with their sources, and those that are assumed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.scenario.changing.combine import DO_NOTHING
from sim.scenario.load import LoadedScenario
from sim.scenario.presets import KINDS, PresetValue, presets_of
from sim.scenario.reading.messages import dotted
from sim.scenario.reading.yaml_text import Origin, Path_
from sim.scenario.schema import Behaviour, People, Scenario, Step
from sim.scenario.telling import wording as say

ASSUMED = "A"
"""Grade of a value without a published magnitude."""


RANGE = re.compile(r"\d[\d.]*-\d")
"""How a value begins that is a range itself: `15-40 USD/h`."""


Case = tuple[str, str]
"""A strategy and a future."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A value of a preset that stands in a scenario.

    Attributes:
        value: of the preset.
        paths: where it stands.
        under: the strategies or futures that bring it; () where all that are told have it.
    """

    value: PresetValue
    paths: tuple[Path_, ...]
    under: tuple[str, ...] = ()


def published_sentences(filled: Iterable[Filled]) -> list[str]:
    """Return one line per value that a preset filled in from a source, with the grade of the source."""
    return [_line(each) for each in filled if each.value.grade != ASSUMED]


def assumed_preset_sentences(filled: Iterable[Filled]) -> list[str]:
    """Return one line per value that a preset filled in and that no source gives."""
    return [_line(each) for each in filled if each.value.grade == ASSUMED]


def cases_of(loaded: LoadedScenario) -> list[Case]:
    """Return each strategy, and each future with nothing done."""
    return [(name, "") for name in loaded.strategies] + [
        (DO_NOTHING, name) for name in loaded.scenario.futures
    ]


def filled_in(loaded: LoadedScenario, cases: Sequence[Case]) -> list[Filled]:
    """Return the values of presets that stand in the scenario in some cases, and where.

    A value of behaviour that everything it could hold for has of its own is left out.
    """
    entries = {
        entry.origin: entry for kind in KINDS for keys in presets_of(kind).values() for entry in keys.values()
    }
    idle = _overridden(loaded)
    bringing: dict[tuple[Origin, Path_], list[str]] = {}
    for strategy, future in cases:
        for path, origin in loaded.resolved(strategy, future)[1].items():
            if origin in entries and path not in idle:
                bringing.setdefault((origin, path), []).append(future or strategy)
    places: dict[tuple[Origin, tuple[str, ...]], list[Path_]] = {}
    for (origin, path), under in bringing.items():
        whose = () if len(under) == len(cases) else tuple(under)
        places.setdefault((origin, whose), []).append(path)
    return [Filled(entries[origin], tuple(paths), under) for (origin, under), paths in places.items()]


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


def _line(filled: Filled) -> str:
    value = filled.value
    names = say.listed(f"'{name}'" for name in filled.under)
    under = f" under {names}" if names else ""
    is_range = RANGE.match(str(value.value)) is not None
    span = f" ({value.low} to {value.high})" if value.low and not is_range else ""
    source = value.source.removesuffix(".")
    return f"{_where(filled.paths)}{under}: {say.written(value.value)}{span} [{value.grade}] {source}."


def _where(paths: tuple[Path_, ...]) -> str:
    """Return the places of a value; of those that differ in the owner alone the others' owners.

    >>> _where((("steps", "draft", "overhead"), ("steps", "check", "overhead")))
    'steps.draft.overhead, the same of check'
    """
    first, *others = paths
    if others and all(each[:1] + each[2:] == first[:1] + first[2:] for each in others):
        return f"{dotted(first)}, the same of {say.listed(str(each[1]) for each in others)}"
    return say.listed(map(dotted, paths))
