"""Strict YAML: text to a plain tree in which every value knows its file, line and column.

A small, literal part of YAML: mappings, lists, text, numbers.  ``no``, ``on``, ``12:30`` and ``010`` are
text; booleans, empty values, anchors, aliases, merge keys, tags and a second document are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from sim.scenario.reading.yaml_words import syntax_problem

Tree = dict[str, "Value"]
Value = str | int | float | list["Value"] | Tree
Path_ = tuple[str | int, ...]

DEEPEST = 20
"""Levels of nesting beyond which a file is refused."""
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})?\.\d{1,30}")
_TORN = re.compile(r"\d+(?!\S*\d)")
_NOTHING = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where something stands: the key of a value, or the item of a list.

    Attributes:
        file: as the user named it.
        line: from 1.
        column: from 1.
    """

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake of YAML: where, and `rule; suggestion`."""

    origin: Origin
    text: str


@dataclass
class Document:
    """What one file says.

    Attributes:
        tree: the plain content.
        origins: where each value stands, by its path in the tree.
        faults: mistakes found on the way; the tree holds what could be read nevertheless.
        faulty: paths of the values that a fault is about.
        complete: False when a mistake left no sense in the rest of the text.
    """

    tree: Tree = field(default_factory=dict)
    origins: dict[Path_, Origin] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[Path_] = field(default_factory=set)
    complete: bool = False


def read_yaml(text: str, file: str) -> Document:
    """Return the content of ``text``; never raises for what a file may contain."""
    reader = _Reader(text, file)
    reader.read()
    return reader.document


class _Mark(Protocol):
    """A place in the text, as YAML's events tell it: line and column from 0."""

    @property
    def line(self) -> int:
        """Line, from 0."""
        ...

    @property
    def column(self) -> int:
        """Column, from 0."""
        ...


@dataclass
class _Level:
    """A collection that is being read."""

    content: Value
    path: Path_
    key: str | None = None
    key_mark: _Mark | None = None
    first: dict[str, int] = field(default_factory=dict)
    skip: bool = False
    last: str | None = None
    in_braces: bool = False

    def torn_number(self) -> str | None:
        """Return `1,200 USD` where its comma made two keys of it: `{value: 1, 200 USD}`."""
        if not (self.in_braces and isinstance(self.content, dict) and self.last in self.content):
            return None
        before = self.content[self.last]
        is_torn = isinstance(before, int) and self.key is not None and _TORN.match(self.key)
        return f"{before},{self.key}" if is_torn else None


class _Reader:
    """Builds the tree from YAML's events, without recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.document = Document()
        self.levels: list[_Level] = []
        self.root: Value | None = None
        self.stopped = False

    def read(self) -> None:
        """Read the whole text, or up to the first mistake that leaves no sense in the rest."""
        if self._has_tabs():
            return
        try:
            for event in self._events():
                self._take(event)
                if self.stopped:
                    return
        except yaml.MarkedYAMLError as error:
            line, column, text = syntax_problem(error, source_lines(self.text))
            self.document.faults.append(Fault(Origin(self.file, line, column), text))
            return
        except yaml.reader.ReaderError as error:
            self._unprintable(error)
            return
        self._finish()

    def _events(self) -> Iterator[yaml.Event]:
        yield from yaml.parse(self.text, Loader=yaml.SafeLoader)

    def _fault(self, mark: _Mark | None, text: str) -> None:
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self.document.faults.append(Fault(Origin(self.file, line + 1, column + 1), text))

    def _unprintable(self, error: yaml.reader.ReaderError) -> None:
        before = self.text[: error.position]
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        number = error.character if isinstance(error.character, int) else ord(str(error.character))
        code = f"U+{number:04X}"
        text = f"the invisible character {code} cannot stand in a scenario; delete it and type the line again"
        self.document.faults.append(Fault(Origin(self.file, line, column), text))

    def _has_tabs(self) -> bool:
        """Find lines indented by tabs, each of which would derail YAML."""
        for number, line in enumerate(self.text.splitlines(), 1):
            indent = line[: len(line) - len(line.lstrip())]
            if "\t" in indent and line.strip() and not line.lstrip().startswith("#"):
                text = "the line is indented with a tab; use spaces (two for each level)"
                self.document.faults.append(Fault(Origin(self.file, number, indent.index("\t") + 1), text))
        return bool(self.document.faults)

    def _take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            self._fault(mark, f"aliases (*{event.anchor}) are not part of the language; write the value out")
            self.document.faulty.add(self._place("", mark))
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._fault(mark, f"anchors (&{event.anchor}) are not part of the language; write the value out")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.levels.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._fault(mark, "a file holds one scenario; move what follows '---' to its own file")
            self.stopped = True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_tag(event)
        level = self.levels[-1] if self.levels else None
        if level is not None and isinstance(level.content, dict) and level.key is None:
            self._key(level, event)
            return
        plain = event.style is None
        if plain and event.value in _NOTHING:
            self._no_value(event.start_mark)
            return
        self._place(_resolved(event.value) if plain else event.value, event.start_mark)

    def _check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(event.start_mark, f"tags ({tag}) are not part of the language; leave it out")

    def _key(self, level: _Level, event: yaml.ScalarEvent) -> None:
        """Take the next key of a mapping."""
        key = event.value
        if event.style is None and key == "<<":
            text = "merge keys (<<) are not part of the language; use 'extends:' or write it out"
            self._fault(event.start_mark, text)
            self.document.faulty.add((*level.path, key))
        elif event.style is None and self._is_no_name(level, key):
            name = key or "nothing"
            self._fault(
                event.start_mark, f"a name must be text, and {name} is not; put it in quotes: '{name}'"
            )
        elif key in level.first:
            self._fault(
                event.start_mark,
                f"duplicate key '{key}', first on line {level.first[key]}; keep one of the two",
            )
            key = f"{key} (again)"
            level.skip = True
        level.first.setdefault(key, event.start_mark.line + 1 if event.start_mark else 1)
        level.key, level.key_mark = key, event.start_mark

    def _is_no_name(self, level: _Level, key: str) -> bool:
        """True for a number or nothing as a key, unless it is the tail of a number with a comma."""
        if key in _NOTHING:
            return True
        level.key = key
        is_tail = level.torn_number() is not None
        level.key = None
        return not isinstance(_resolved(key), str) and not is_tail

    def _torn(self, level: _Level, whole: str) -> None:
        """Report a number whose comma was read as the end of a value in braces."""
        head, _, tail = whole.partition(",")
        mended = head + tail if re.match(r"\d{3}(?!\d)", tail) else f"{head}.{tail}"
        path = (*level.path, level.last or "")
        origin = self.document.origins[path]
        text = f"in braces a comma ends a value, so '{whole}' is torn; write '{mended}', or put it in quotes"
        self.document.faults.append(Fault(origin, text))
        self.document.faulty.add(path)

    def _no_value(self, mark: _Mark | None) -> None:
        level = self.levels[-1] if self.levels else None
        if level is None:
            return
        whole = level.torn_number()
        if whole is not None:
            self._torn(level, whole)
        else:
            what = level.key if isinstance(level.content, dict) else "this item"
            place = level.key_mark if level.key_mark is not None else mark
            dotted = ".".join(str(part) for part in (*level.path, what or ""))
            self._fault(place, f"{dotted} has no value; write one, or take the key out")
            self.document.faulty.add((*level.path, what or ""))
        if isinstance(level.content, dict):
            level.key = level.key_mark = None
            level.skip = False

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._check_tag(event)
        level = self.levels[-1] if self.levels else None
        if len(self.levels) >= DEEPEST:
            self._fault(event.start_mark, f"more than {DEEPEST} levels inside each other; write it flatter")
            self.stopped = True
            return
        if level is not None and isinstance(level.content, dict) and level.key is None:
            self._fault(
                event.start_mark, "a name cannot be a list or a mapping; put text with braces in quotes"
            )
            self.stopped = True
            return
        content: Value = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(content, event.start_mark)
        self.levels.append(_Level(content, path, in_braces=bool(event.flow_style)))

    def _place(self, value: Value, mark: _Mark | None) -> Path_:
        """Put a value where it belongs, and return its path."""
        if not self.levels:
            self.root = value
            return ()
        level = self.levels[-1]
        if isinstance(level.content, list):
            path = (*level.path, len(level.content))
            level.content.append(value)
            self._note(path, mark)
        elif isinstance(level.content, dict) and level.key is not None:
            path = (*level.path, level.key)
            level.last = level.key
            if not level.skip:
                level.content[level.key] = value
                self._note(path, level.key_mark or mark)
            level.key = level.key_mark = None
            level.skip = False
        else:
            path = level.path
        return path

    def _note(self, path: Path_, mark: _Mark | None) -> None:
        if mark is not None:
            self.document.origins[path] = Origin(self.file, mark.line + 1, mark.column + 1)

    def _finish(self) -> None:
        if isinstance(self.root, dict):
            self.document.tree = self.root
            self.document.complete = bool(self.root)
            if not self.root and not self.document.faults:
                self._fault(None, "the file is empty; begin with 'scenario: <name>'")
        elif self.root is None:
            self._fault(None, "the file is empty; begin with 'scenario: <name>'")
        else:
            self._fault(None, "a scenario is made of 'key: value' lines; begin with 'scenario: <name>'")


def _resolved(text: str) -> str | int | float:
    """Return an unquoted scalar as the number it plainly is, otherwise as text.

    >>> [_resolved(x) for x in ("3", "0.5", "+0.25", "010", "1e3", "12:30", "no")]
    [3, 0.5, 0.25, '010', '1e3', '12:30', 'no']
    """
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def source_lines(text: str) -> list[str]:
    """Return the lines of a text as YAML counts them."""
    return re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
