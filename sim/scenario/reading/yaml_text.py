"""Strict YAML: text to a plain tree in which every value knows its file, line and column.

A small, literal part of YAML: mappings, lists, text, numbers.  ``no``, ``on``, ``12:30`` and ``010`` are
text; booleans, empty values, anchors, aliases, merge keys, tags and a second document are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from sim.scenario.notation.digits import misread
from sim.scenario.reading.yaml_words import syntax_problem

Tree = dict[str, "Value"]
Value = str | int | float | list["Value"] | Tree
Path_ = tuple[str | int, ...]

THING = 2
"""Keys that lead to a named thing of a section, a pool for one."""
LEVERS = frozenset({"train", "upgrade", "hire", "set"})
"""Keys that a list of levers may have again and again, one in each item."""
DEEPEST = 20
"""Levels of nesting beyond which a file is refused."""
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})?\.\d{1,30}")
_EITHER = re.compile(r"[-+]?[1-9]\d{0,2}\.\d\d0")
"""A number whose point may stand before thousands; it stays text, which readers refuse."""
_BY_THE_WEEK = re.compile(r"([A-Z]{3})\s*(?:per|/|an?)\s*(?:day|week|month|quarter|year)$")
"""Money for a longer time than an hour, which no wage is paid by here."""
_OPEN_END = re.compile(r"(?:.*[^\w.,:-])?[-+]?\d[\d.,'’]*")
"""A text that ends with a number, which a comma may have cut short."""
MAY_BE_EMPTY = frozenset({("compare", "measures")})
"""Mappings in which a key with nothing behind it stands for an empty mapping."""
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
    """A mistake of YAML: where, and `rule; suggestion`.

    Attributes:
        origin: where it is told.
        text: `rule; suggestion`.
        is_cause: True where other mistakes follow from it, which is told before them.
    """

    origin: Origin
    text: str
    is_cause: bool = False


@dataclass
class Document:
    """What one file says.

    Attributes:
        tree: the plain content.
        origins: where each value stands, by its path in the tree.
        faults: mistakes found on the way; the tree holds what could be read nevertheless.
        faulty: paths of the values that a fault is about.
        doubled: paths of the sections and named things that stand twice; the second is not in the tree.
        complete: False when a mistake left no sense in the rest of the text.
    """

    tree: Tree = field(default_factory=dict)
    origins: dict[Path_, Origin] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[Path_] = field(default_factory=set)
    doubled: set[Path_] = field(default_factory=set)
    complete: bool = False


def read_yaml(text: str, file: str) -> Document:
    """Return the content of ``text``; never raises for what a file may contain."""
    return _read(text, file, yaml.SafeLoader)


def read_own_yaml(text: str, file: str) -> Document:
    """Return the content of a file of ours, by the parser in C where YAML was built with it.

    That one lets a few mistakes pass which the parser in Python finds, so users' files are not for it.
    """
    return _read(text, file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _read(text: str, file: str, loader: type[yaml.SafeLoader]) -> Document:
    reader = _Reader(text, file, loader)
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

    @property
    def index(self) -> int:
        """Place in the whole text, from 0."""
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
    in_braces: bool = False
    text: str = ""
    end: int = -1
    last: Path_ = ()
    torn_at: int = -1
    tail: yaml.ScalarEvent | None = None

    def continues(self, event: yaml.ScalarEvent) -> bool:
        """True for the `200 USD` of `{value: 1,200 USD}` or `[1,200 USD]`, which a comma cut off."""
        touches = event.start_mark is not None and event.start_mark.index == self.end + 1
        is_text = not event.style and event.value[:1].isdigit()
        return self.in_braces and touches and is_text and _OPEN_END.fullmatch(self.text) is not None

    def ends_with(self, event: yaml.ScalarEvent, path: Path_) -> None:
        """Remember the value at ``path`` that was read last."""
        self.text = event.value if not event.style else ""
        self.end = event.end_mark.index if event.end_mark is not None else -1
        self.last, self.torn_at = path, -1


class _Reader:
    """Builds the tree from YAML's events, without recursion."""

    def __init__(self, text: str, file: str, loader: type[yaml.SafeLoader]) -> None:
        self.text, self.file, self.loader = text, file, loader
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
        yield from yaml.parse(self.text, Loader=self.loader)

    def _fault(self, mark: _Mark | None, text: str, *, is_cause: bool = False) -> None:
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self.document.faults.append(Fault(Origin(self.file, line + 1, column + 1), text, is_cause))

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
        plain = not event.style
        if plain and event.value in _NOTHING:
            self._no_value(event.start_mark)
        elif level is not None and isinstance(level.content, list) and level.continues(event):
            self._torn(level, event.value, event.end_mark)
        else:
            path = self._place(_resolved(event.value) if plain else event.value, event.start_mark)
            if level is not None:
                level.ends_with(event, path)

    def _check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(event.start_mark, f"tags ({tag}) are not part of the language; leave it out")

    def _key(self, level: _Level, event: yaml.ScalarEvent) -> None:
        """Take the next key of a mapping."""
        key = event.value
        level.tail = event if level.continues(event) else None
        if level.tail is not None:
            pass  # perhaps no key at all: it is one only if a value follows
        elif not event.style and key == "<<":
            text = "merge keys (<<) are not part of the language; use 'extends:' or write it out"
            self._fault(event.start_mark, text)
            self.document.faulty.add((*level.path, key))
        elif not event.style and (key in _NOTHING or not isinstance(_resolved(key), str)):
            name = key or "nothing"
            self._fault(
                event.start_mark, f"a name must be text, and {name} is not; put it in quotes: '{name}'"
            )
        elif key in level.first:
            is_thing = len(level.path) < THING
            advice = "keep one of the two"
            if key in LEVERS:
                advice = f"begin this one with a dash of its own, '- {key}:'"
            text = f"duplicate key '{key}', first on line {level.first[key]}; {advice}"
            self._fault(event.start_mark, text, is_cause=is_thing)
            if is_thing:
                self.document.doubled.add((*level.path, key))
            key = f"{key} (again)"
            level.skip = True
        level.first.setdefault(key, event.start_mark.line + 1 if event.start_mark else 1)
        level.key, level.key_mark = key, event.start_mark

    def _torn(self, level: _Level, tail: str, end: _Mark | None) -> None:
        """Report a number whose comma was read as the end of a value in braces, as a whole and once."""
        whole = f"{level.text},{tail}"
        found = misread(whole)
        mended = f"'{found.meant[-1] if found else whole.replace(',', '')}'"
        amount = _BY_THE_WEEK.search(whole)
        if amount is not None and level.last[-1:] == ("wage",):
            mended = f"what an hour costs, e.g. '36 {amount[1]}/h'"
        elif not found and not whole[-1].isdigit():
            mended += ", or put it in quotes"
        where = "braces" if isinstance(level.content, dict) else "brackets"
        text = f"in {where} a comma ends a value, so '{whole}' is torn; write {mended}"
        fault = Fault(self.document.origins[level.last], text)
        if level.torn_at < 0:
            level.torn_at = len(self.document.faults)
            self.document.faults.append(fault)
            self.document.faulty.add(level.last)
        else:
            self.document.faults[level.torn_at] = fault
        level.text, level.end = whole, end.index if end is not None else -1

    def _no_value(self, mark: _Mark | None) -> None:
        level = self.levels[-1] if self.levels else None
        if level is None:
            return
        if level.path in MAY_BE_EMPTY and level.key is not None and level.tail is None:
            self._place({}, mark)
            return
        if level.tail is not None and level.key is not None:
            self._torn(level, level.key, level.tail.end_mark)
        else:
            what = level.key if isinstance(level.content, dict) else "this item"
            place = level.key_mark if level.key_mark is not None else mark
            dotted = ".".join(str(part) for part in (*level.path, what or ""))
            self._fault(place, f"{dotted} has no value; write one, or take the key out")
            self.document.faulty.add((*level.path, what or ""))
        level.tail = None
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

    A plus is kept, since a change may need it: it stays text.

    >>> [_resolved(x) for x in ("3", "0.5", "+0.25", "6.000", "010", "1e3", "12:30", "no")]
    [3, 0.5, '+0.25', '6.000', '010', '1e3', '12:30', 'no']
    """
    if text.startswith("+") or _EITHER.fullmatch(text):
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def source_lines(text: str) -> list[str]:
    """Return the lines of a text as YAML counts them."""
    return re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
