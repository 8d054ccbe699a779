"""``extends:`` one file changes another.  ``adds:`` puts new things in, ``removes:`` takes things out."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import ScenarioError
from sim.scenario.changing.draft import NAMED, Draft, parse_dotted
from sim.scenario.reading.files import read_text, scenario_file
from sim.scenario.reading.messages import Problem, Sources, placed
from sim.scenario.reading.yaml_text import (
    Document,
    Fault,
    Origin,
    Path_,
    Tree,
    Value,
    read_yaml,
    source_lines,
)

LONGEST_CHAIN = 10
"""Files that may extend one another."""
_HINT = "; to add a new one, put it under 'adds:'"


@dataclass
class Reading:
    """What is known while files are read.

    Attributes:
        sources: the lines of every file, to quote them.
        faults: what is wrong with the files as such.
        faulty: paths that YAML itself complained about.
        doubled: paths of sections and named things that stand twice.
        complete: False when a file could not be read to its end.
    """

    sources: Sources = field(default_factory=Sources)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[Path_] = field(default_factory=set)
    doubled: set[Path_] = field(default_factory=set)
    complete: bool = True


def read_with_bases(path: Path, reading: Reading) -> Draft:
    """Return what a file and all that it extends say together."""
    return _read(path, reading, [], path.parent)


def _read(path: Path, reading: Reading, chain: list[Path], folder: Path) -> Draft:
    document = _document(path, reading)
    _rebase_files(document.tree, path.parent, folder)
    _rebase_snapshot(document.tree, path.parent, folder)
    name = document.tree.get("extends")
    if name is None:
        for key in ("adds", "removes"):
            if key in document.tree:
                text = f"'{key}' changes a base, but this file extends none; add 'extends:' or take it out"
                _fault(reading, document, path, Problem((key,), text, names_itself=True))
                del document.tree[key]
        return Draft(document.tree, document.origins)
    base = _base(path, name, document, reading, [*chain, path.resolve()], folder)
    if base is None:
        reading.complete = False
        return Draft(document.tree, document.origins)
    for problem in _combine(base, document):
        _fault(reading, document, path, problem)
    return base


def _document(path: Path, reading: Reading) -> Document:
    text = read_text(path)
    document = read_yaml(text, str(path))
    reading.sources.lines[str(path)] = source_lines(text)
    reading.faults += document.faults
    reading.faulty |= document.faulty
    reading.doubled |= document.doubled
    reading.complete = reading.complete and document.complete
    return document


def _fault(reading: Reading, document: Document, path: Path, problem: Problem) -> None:
    reading.faults.append(placed(problem, document.tree, document.origins, str(path)))


def _base(
    path: Path, name: Value, document: Document, reading: Reading, chain: list[Path], folder: Path
) -> Draft | None:
    """Return the draft of the extended file, or None with the reason noted."""
    if not isinstance(name, str):
        _fault(
            reading, document, path, Problem(("extends",), "it names one file; write e.g. 'extends: ../base'")
        )
        return None
    try:
        file = scenario_file(Path(os.path.normpath(path.parent / name)))
        resolved = file.resolve()
        if resolved in chain:
            text = "the files extend each other in a circle; let the base extend nothing of this"
            _fault(reading, document, path, Problem(("extends",), text))
            return None
        if len(chain) >= LONGEST_CHAIN:
            text = f"more than {LONGEST_CHAIN} files extend one another; put some of them together"
            _fault(reading, document, path, Problem(("extends",), text))
            return None
        return _read(file, reading, chain, folder)
    except (ScenarioError, OSError, ValueError, RuntimeError) as error:
        _fault(reading, document, path, Problem(("extends",), str(error)))
        return None


def _combine(base: Draft, document: Document) -> list[Problem]:
    """Change the base by what the extending file says."""
    problems: list[Problem] = []
    tree, origins = document.tree, document.origins
    removes, adds = tree.get("removes", []), tree.get("adds", {})
    if isinstance(removes, list):
        for place, item in enumerate(removes):
            target = parse_dotted(item) if isinstance(item, str) else None
            where: Path_ = ("removes", place)
            if target is None:
                problems.append(Problem(where, "that is not a path; write it like 'people.designers'"))
            else:
                problems += base.remove(target, where)
    else:
        problems.append(Problem(("removes",), "a list belongs here; write 'removes: [people.designers]'"))
    for key, value in tree.items():
        if key not in {"extends", "adds", "removes"}:
            problems += base.change((key,), value, (key,), origins, _HINT)
    base.origins[()] = Origin(next(iter(origins.values())).file, 1, 1) if origins else Origin("", 1, 1)
    return problems + _add(base, adds, origins)


def _add(base: Draft, adds: Value, origins: dict[Path_, Origin]) -> list[Problem]:
    problems: list[Problem] = []
    if not isinstance(adds, dict):
        return [
            Problem(("adds",), "sections belong here; write e.g. 'adds: {people: {interns: {headcount: 2}}}'")
        ]
    for section, things in adds.items():
        if section not in NAMED or not isinstance(things, dict):
            text = f"what is added stands under its section; use one of {', '.join(NAMED)}"
            problems.append(Problem(("adds", section), text))
            continue
        for name, thing in things.items():
            if base.at((section, name)) is not None:
                text = f"the base has '{name}' already; change it under '{section}:' without 'adds:'"
                problems.append(Problem(("adds", section, name), text, names_itself=True))
            else:
                problems += base.put((section, name), thing, ("adds", section, name), origins)
    return problems


def _rebase_files(tree: Value, own: Path, folder: Path) -> None:
    """Make the CSV paths of a base relative to the folder of the file that extends it."""
    if own == folder:
        return
    if isinstance(tree, list):
        for item in tree:
            _rebase_files(item, own, folder)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if (
                key in {"trace", "empirical"}
                and isinstance(value, dict)
                and isinstance(value.get("file"), str)
            ):
                value["file"] = os.path.relpath(own / str(value["file"]), folder)
            else:
                _rebase_files(value, own, folder)


def _rebase_snapshot(tree: Tree, own: Path, folder: Path) -> None:
    """Make the path of a base's snapshot relative to the folder of the file that extends it."""
    snapshot = tree.get("snapshot")
    if own != folder and isinstance(snapshot, str):
        tree["snapshot"] = os.path.relpath(own / snapshot, folder)


__all__ = ["Reading", "Tree", "read_with_bases"]
