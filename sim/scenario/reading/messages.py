"""Messages to the planner: where, what, the rule, the suggestion, and the line itself with a caret.

scenario.yaml:4:5: people.editors.headcount = 2.5: 2.5 is not a whole number of people; …
    headcount: 2.5
    ^
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.scenario.notation.annotation import shown
from sim.scenario.reading.yaml_text import Fault, Origin, Path_, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake or doubt about a place in the effective tree.

    Attributes:
        path: of the value; as much of it as exists is shown and located.
        text: `rule; suggestion`.
        names_itself: True when the text already says what it is about (unknown and missing keys).
        missing: the name that is declared nowhere, and the sections where it could be.
        is_cause: True where other problems follow from it.
        origin: where it stands in a data file; the text then says and quotes what it is about.
    """

    path: Path_
    text: str
    names_itself: bool = False
    missing: tuple[str, ...] = ()
    is_cause: bool = False
    origin: Origin | None = None


@dataclass
class Sources:
    """The lines of every file that was read, to quote them."""

    lines: dict[str, Sequence[str]] = field(default_factory=dict)

    def quote(self, origin: Origin) -> str:
        """Return the source line and a caret below it, or nothing where there is no line."""
        return quoted(self.lines.get(origin.file, ()), origin.line, origin.column)


def quoted(lines: Sequence[str], number: int, column: int) -> str:
    """Return a line of a file and a caret below the column, or nothing where there is no such line."""
    if not 0 < number <= len(lines) or not lines[number - 1].strip():
        return ""
    line = lines[number - 1].rstrip()
    start = max(0, column - 60) if len(line) > 110 else 0
    part = line[start : start + 110].replace("\t", " ")
    return f"\n    {part}\n    {' ' * (column - 1 - start)}^"


def located(origin: Origin, text: str, sources: Sources) -> str:
    """Return a whole message; what stands in no line of a file (line 0) has no place before it."""
    place = f"{origin.file}:{origin.line}:{origin.column}: " if origin.line else ""
    return f"{place}{text}{sources.quote(origin)}"


def dotted(path: Iterable[str | int]) -> str:
    """Write a path the way ``set:`` takes it.

    >>> dotted(("people", "content writers", "headcount")), dotted(("task_types", "article", "route", 2))
    ('people."content writers".headcount', 'task_types.article.route[2]')
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = f'"{part}"' if not part or any(c in part for c in ' ."[]') else part
            text += f".{name}" if text else name
    return text


def existing(tree: Value, path: Path_) -> tuple[Path_, Value]:
    """Return as much of ``path`` as the tree has, and the value there."""
    here: Value = tree
    for depth, part in enumerate(path):
        if isinstance(here, dict) and part in here:
            here = here[str(part)]
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            return path[:depth], here
    return path, here


def origin_of(path: Path_, origins: Mapping[Path_, Origin], file: str) -> Origin:
    """Return where a path stands, or the nearest thing around it."""
    while path and path not in origins:
        path = path[:-1]
    return origins.get(path, Origin(file, 1, 1))


def placed(problem: Problem, tree: Value, origins: Mapping[Path_, Origin], file: str) -> Fault:
    """Return a problem of the effective tree with the place it is told at."""
    if problem.origin is not None:
        return Fault(problem.origin, problem.text, problem.is_cause)
    path, value = existing(tree, problem.path)
    origin = origin_of(path, origins, file)
    if problem.names_itself:
        return Fault(origin, problem.text, problem.is_cause)
    what = dotted(path)
    said = "" if isinstance(value, dict | list) else f" = {shown(value)}"
    return Fault(origin, f"{what}{said}: {problem.text}" if what else problem.text, problem.is_cause)


def told(faults: Iterable[Fault], file: str, sources: Sources) -> list[str]:
    """Return the messages, each once: causes first, then in the order of the files, ``file`` first."""
    ordered = sorted(
        set(faults),
        key=lambda fault: (not fault.is_cause, fault.origin.file != file, fault.origin, fault.text),
    )
    return [located(fault.origin, fault.text, sources) for fault in ordered]
