"""A draft: a plain tree with origins, and the ways to change it (extends, ``set:``, futures).

A mapping changes what it names key by key; anything else replaces what was there.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.scenario.reading.messages import Problem, dotted
from sim.scenario.reading.yaml_text import Origin, Path_, Tree, Value
from sim.units import nearest

NAMED = ("task_types", "steps", "people", "tools", "freelancers", "strategies", "futures", "checks")
"""Sections whose keys are names of things, which a change may not invent; workers it may."""
WORKER = 4
"""Keys that lead to a named worker of a pool."""
SHORTHANDS = {"arrivals": "rate", "behaviour": "preset"}
"""Keys that may be written as one value, and the key that this value stands for."""
SEVERAL = {"behaviour"}
"""Those of them that may be a list of values."""
SHAPES = frozenset({"constant", "exponential", "lognormal", "gamma", "triangular", "uniform", "empirical"})


@dataclass
class Draft:
    """A tree that is being put together.

    Attributes:
        tree: the plain content.
        origins: where each value stands, by its path.
    """

    tree: Tree = field(default_factory=dict)
    origins: dict[Path_, Origin] = field(default_factory=dict)

    def copied(self) -> "Draft":
        """Return an independent copy."""
        return Draft(copy.deepcopy(self.tree), dict(self.origins))

    def change(
        self, target: Path_, value: Value, source: Path_, origins: Mapping[Path_, Origin], hint: str
    ) -> list[Problem]:
        """Change the tree at ``target`` by ``value``, whose text stands at ``source`` in ``origins``.

        Returns the problems, located at ``source``; ``hint`` says how a new thing could be added.
        """
        problem = self._unknown(target, value, source, hint)
        if problem is not None:
            return [problem]
        if isinstance(value, dict) and _merges(self.at(target), value, target):
            self._open_shorthand(target)
            problems = []
            for key, item in value.items():
                problems += self.change((*target, key), item, (*source, key), origins, hint)
            return problems
        return self.put(target, value, source, origins)

    def put(
        self, target: Path_, value: Value, source: Path_, origins: Mapping[Path_, Origin]
    ) -> list[Problem]:
        """Set the value at ``target``, whatever stood there."""
        for depth in range(1, len(target)):
            self._open_shorthand(target[:depth])
            if self.at(target[:depth]) is None and not self._store(target[:depth], {}):
                return [self._no_place(target[:depth], source)]
        if not self._store(target, copy.deepcopy(value)):
            return [self._no_place(target, source)]
        self._forget(target)
        size = len(source)
        for path, origin in origins.items():
            if path[:size] == source:
                self.origins[(*target, *path[size:])] = origin
        return []

    def remove(self, target: Path_, source: Path_) -> list[Problem]:
        """Take out what stands at ``target``."""
        holder = self.at(target[:-1])
        if not target or not isinstance(holder, dict) or target[-1] not in holder:
            names = [str(key) for key in holder] if isinstance(holder, dict) else []
            guess = nearest(str(target[-1]), names) if target else None
            hint = (
                f"did you mean '{dotted((*target[:-1], guess))}'?"
                if guess
                else "look at the base with 'sim resolve'"
            )
            return [Problem(source, f"the base has no '{dotted(target)}' to remove; {hint}")]
        del holder[str(target[-1])]
        self._forget(target)
        return []

    def _store(self, path: Path_, value: Value) -> bool:
        """Store a value in the mapping or list that ``path`` leads into; False where there is none."""
        holder, last = self.at(path[:-1]), path[-1]
        if isinstance(holder, dict) and isinstance(last, str):
            holder[last] = value
            return True
        if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
            holder[last] = value
            return True
        return False

    def _no_place(self, path: Path_, source: Path_) -> Problem:
        """Return the problem of a path that leads into nothing."""
        holder, name = self.at(path[:-1]), dotted(path[:-1])
        if isinstance(holder, list):
            text = f"'{name}' is a list of {len(holder)}, counted from 0; replace it as a whole"
        elif isinstance(holder, dict):
            text = f"'{name}' has keys and not numbers; write it like 'people.editors.headcount'"
        else:
            text = f"'{name}' is one value and has no keys; change it as a whole"
        return Problem(source, text, names_itself=True)

    def at(self, path: Path_) -> Value | None:
        """Return the value at ``path``, or None."""
        here: Value = self.tree
        for part in path:
            if isinstance(here, dict) and part in here:
                here = here[str(part)]
            elif isinstance(here, list) and isinstance(part, int) and part < len(here):
                here = here[part]
            else:
                return None
        return here

    def _unknown(self, target: Path_, value: Value, source: Path_, hint: str) -> Problem | None:
        """Return the problem of naming a thing that is not there, if it is one."""
        for size in (2, WORKER):
            place = target[:size]
            if len(place) == size and _names_thing(place) and self.at(place) is None:
                if size == WORKER:
                    return self._no_worker(target, value, source)
                return self._not_there(place, source, hint)
        return None

    def _no_worker(self, target: Path_, value: Value, source: Path_) -> Problem | None:
        """Return the problem of a worker who is not there, unless the change adds one as a whole."""
        place = target[:WORKER]
        holder = self.at(place[:-1])
        guess = nearest(str(place[-1]), [str(key) for key in holder] if isinstance(holder, dict) else [])
        if guess:
            advice = f"did you mean '{dotted((*place[:-1], guess))}'? somebody new needs a name less alike"
        elif isinstance(value, dict) and len(target) == WORKER:
            return None
        else:
            advice = f"to add somebody, write '{dotted(place)}: {{hours: Mon-Fri 9:00-13:00}}'"
        return Problem(source, f"'{dotted(place)}' is not there to change; {advice}", names_itself=True)

    def _not_there(self, place: Path_, source: Path_, hint: str) -> Problem:
        holder = self.at(place[:-1])
        names = [str(key) for key in holder] if isinstance(holder, dict) else []
        guess = nearest(str(place[-1]), names)
        if guess:
            advice = f"did you mean '{dotted((*place[:-1], guess))}'?"
        else:
            section = dotted(place[:-1])
            advice = f"{section} has {', '.join(names[:8])}" if names else f"there are no {section}"
        return Problem(source, f"'{dotted(place)}' is not there to change; {advice}{hint}", names_itself=True)

    def _open_shorthand(self, path: Path_) -> None:
        """Turn `arrivals: 60 per week` into `arrivals: {rate: 60 per week}`, so that it can be changed."""
        value = self.at(path)
        if not path or path[-1] not in SHORTHANDS or isinstance(value, dict) or value is None:
            return
        if isinstance(value, list) and path[-1] not in SEVERAL:
            return
        key = SHORTHANDS[str(path[-1])]
        holder = self.at(path[:-1])
        if isinstance(holder, dict):
            holder[str(path[-1])] = {key: value}
            if path in self.origins:
                self.origins[(*path, key)] = self.origins[path]

    def _forget(self, target: Path_) -> None:
        size = len(target)
        for path in [path for path in self.origins if path[:size] == target]:
            del self.origins[path]


def _names_thing(place: Path_) -> bool:
    """True for the path of a named thing: a pool, a step, a named worker."""
    if len(place) == WORKER:
        return place[0] == "people" and place[2] == "workers"
    return place[0] in NAMED


def _merges(old: Value | None, new: Tree, target: Path_) -> bool:
    """True when a mapping changes the old value key by key, and does not replace it."""
    if isinstance(old, dict):
        return len(target) == 1 or not set(new) & SHAPES or bool(set(new) & set(old))
    if old is None:
        return _names_thing((*target, "")) if len(target) in {1, 3} else False
    return target[-1] in SHORTHANDS


def is_inside(path: Path_, whole: Path_) -> bool:
    """Tell whether a path leads to something, or to a part of it.

    >>> is_inside(("people", "clerks", "wage"), ("people", "clerks")), is_inside(("people",), ("steps",))
    (True, False)
    """
    return path[: len(whole)] == whole


def parse_dotted(text: str) -> Path_ | None:
    """Return the path in `people."content writers".headcount` or `steps.x.skills`, or None.

    >>> parse_dotted('people."content writers".headcount')
    ('people', 'content writers', 'headcount')
    >>> parse_dotted("task_types.article.route[2]")
    ('task_types', 'article', 'route', 2)
    >>> parse_dotted("people..x") is None
    True
    """
    path: list[str | int] = []
    rest = text.strip()
    while rest:
        if rest.startswith("["):
            digits, bracket, rest = rest[1:].partition("]")
            if not bracket or not digits.isdigit() or len(digits) > 6 or not path:
                return None
            path.append(int(digits))
        elif rest[0] in "\"'":
            name, quote, rest = rest[1:].partition(rest[0])
            if not quote or not name:
                return None
            path.append(name)
        else:
            ends = [place for place in (rest.find("."), rest.find("[")) if place >= 0]
            end = min(ends, default=len(rest))
            name, rest = rest[:end].strip(), rest[end:]
            if not name:
                return None
            path.append(name)
        if rest.startswith("."):
            rest = rest[1:]
            if not rest:
                return None
        elif rest and not rest.startswith("["):
            return None
    return tuple(path) or None
