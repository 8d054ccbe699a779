"""What a reader should know of a file: which of its notes concern the strategies that were run."""

import re
from collections.abc import Collection, Sequence

from sim.scenario.changing.combine import parts_of
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.messages import dotted
from sim.scenario.schema import Scenario

PLACE = re.compile(r"^\S.*?:\d+:\d+: ")
"""Where in a file a doubt or a note stands."""
SECTION = re.compile(r"^[a-z_]+\.(?=[\w\"])")
"""Of which section it is."""
VALUE = re.compile(r"^\S+ = [^:]+: ")
"""The key and value that it is about, where it goes on in words."""


def notes_on(loaded: LoadedScenario, strategies: Sequence[str], future: str) -> tuple[str, ...]:
    """Return the notes of the file that concern one of the strategies, each in one line.

    A note on a tool concerns those under which the tool works; one on a strategy that strategy, and
    those that it is part of; any other note concerns all.
    """
    scenarios = [loaded.under(name, future).scenario for name in strategies]
    parts = {part for name in strategies for part in (name, *parts_of(loaded.tree, name))}
    idle = [("tools", name) for name in loaded.scenario.tools if not _works(name, scenarios)]
    away = [("strategies", name) for name in loaded.scenario.strategies if name not in parts]
    needless = tuple(dotted(path) for path in (*idle, *away))
    lines = (note.partition("\n")[0] for note in loaded.notes)
    return tuple(line for line in lines if not _is_about(PLACE.sub("", line), needless))


def without_place(remark: str) -> str:
    """Return a doubt or a note as a sentence of its own, without its place in the file.

    >>> without_place("a.yaml:3:5: people.clerks: the queue grows")
    'Clerks: the queue grows.'
    >>> without_place("a.yaml:3:5: task_types.article.arrivals = 3 per day: articles arrive at night")
    'Articles arrive at night.'
    """
    text = PLACE.sub("", remark)
    text = SECTION.sub("", text) if text != remark else text
    text = VALUE.sub("", text)
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _works(tool: str, scenarios: Collection[Scenario]) -> bool:
    """Tell whether a tool assists or works alone in any of the scenarios."""
    steps = [step for scenario in scenarios for step in scenario.steps.values()]
    return any(tool in step.done_by or (step.assisted_by == tool and step.exposure > 0.0) for step in steps)


def _is_about(text: str, paths: Sequence[str]) -> bool:
    return any(text.startswith((f"{path}:", f"{path}.", f"{path} ", f"{path}[")) for path in paths)
