"""What flows and what accumulates in a model: steps with their ways, and the stocks of people that move."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.model.model import AGAIN, EITHER, END, FORK, NONE, TRAIN, UPGRADE, VISIT, VISIT_IF_DEFECTIVE, Model
from sim.model.names import PoolKind
from sim.scenario.telling.wording import spoken

Way = tuple[int, int]
"""From one step to another, by number."""
OUT = -2
"""Where tasks go that are done."""
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Passing:
    """Ways that pass a column on their way to a step, or to ``OUT``."""

    end: int


Item = int | Passing


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """How tasks flow.

    Attributes:
        steps: names, by number.
        who: who works at each step, the first choice first; a tool that assists comes last.
        entries, exits: steps at which tasks begin and end.
        ways: from one step to the next.
        back: ways on which work comes back to be done again.
        returned: whether customers send defects back.
    """

    steps: tuple[str, ...]
    who: tuple[tuple[str, ...], ...]
    entries: frozenset[int]
    exits: frozenset[int]
    ways: frozenset[Way]
    back: frozenset[Way]
    returned: bool


@dataclass(frozen=True, slots=True)
class Reservoir:
    """Stocks one behind the other, with what fills and what drains them.

    Attributes:
        flows: one more than there are stocks; ``""`` where nothing flows.
        stocks: names.
        effect: what they do to the work, in a few words.
    """

    flows: tuple[str, ...]
    stocks: tuple[str, ...]
    effect: str


def flow_of(model: Model) -> FlowGraph:
    """Return how tasks flow through a model."""
    walked = _Walk(model)
    for first in model.types.route.tolist():
        walked.follow(int(first))
    steps, names = model.steps, model.names
    reviews = {
        (review, int(made))
        for review in range(len(names.steps))
        for made in steps.reviewed[steps.reviewed_first[review] : steps.reviewed_first[review + 1]]
    }
    seen = walked.entries | walked.exits | {step for way in walked.ways for step in way}
    back = {way for way in walked.back | reviews if set(way) <= seen}
    return FlowGraph(
        steps=tuple(spoken(name) for name in names.steps),
        who=tuple(tuple(_who(model, step)) for step in range(len(names.steps))),
        entries=frozenset(walked.entries),
        exits=frozenset(walked.exits),
        ways=frozenset(walked.ways),
        back=frozenset(back),
        returned=bool((model.types.return_chance > 0.0).any()),
    )


def reservoirs_of(model: Model) -> tuple[Reservoir, ...]:
    """Return the stocks of people that move in a model, each with its flows; none where nothing moves."""
    return tuple(_reservoirs(model))


def _who(model: Model, step: int) -> Iterator[str]:
    steps, names = model.steps, model.names
    for pool in steps.prefer[steps.prefer_first[step] : steps.prefer_first[step + 1]].tolist():
        yield spoken(names.pools[pool])
    if steps.tool[step] != NONE and steps.exposure[step] > 0.0:
        yield f"with {spoken(names.pools[int(steps.tool[step])])}"


def _reservoirs(model: Model) -> Iterator[Reservoir]:
    s, kinds = model.stocks, model.pools.kind.tolist()
    if bool((s.turnover > 0.0).any() or s.newcomer.any()):
        slower = "newcomers work slower" + (" and take mentors' time" if s.mentoring > 0.0 else "")
        yield Reservoir(("hired", "grow in", "leave"), ("newcomers", "experienced"), slower)
    if PoolKind.FREELANCERS in kinds:
        yield Reservoir(("found", "released"), ("freelancers",), "more hands, after a search")
    trained = bool((model.levers.kind == TRAIN).any())
    filled = " and ".join(
        [*(["practice"] if s.learning_time < math.inf else []), *(["training"] if trained else [])]
    )
    if filled or s.half_life < math.inf:
        drained = "disuse" if s.half_life < math.inf else ""
        yield Reservoir((filled, drained), ("skill",), "faster and better work")
    if s.trust_memory > 0.0 and bool(((model.steps.tool >= 0) & (model.steps.exposure > 0.0)).any()):
        yield Reservoir(("successes", "failures"), ("trust in tools",), "more use, less checking")
    rolled_out = (model.levers.kind == UPGRADE) & (model.levers.lasts > 0.0)
    if bool((model.pools.adopted < 1.0).any() or rolled_out.any()):
        yield Reservoir(("won over", ""), ("users of tools",), "more work with tools")
    if s.fatigue_curvature > 0.0 or s.fatigue_errors > 0.0:
        yield Reservoir(("long weeks", "rest"), ("strain",), "slower work, more errors")
    if s.corner_cutting > 0.0:
        yield Reservoir(("time to care", "haste"), ("standard of care",), "fewer errors")


class _Walk:
    """Goes through the routes of a model and writes down which step follows which."""

    def __init__(self, model: Model) -> None:
        self._nodes = model.nodes
        self._done: set[tuple[int, int]] = set()
        self.entries: set[int] = set()
        self.exits: set[int] = set()
        self.ways: set[Way] = set()
        self.back: set[Way] = set()

    def follow(self, first: int) -> None:
        """Follow all ways from a node on."""
        left = [(first, NONE)]
        while left:
            node, last = left.pop()
            if (node, last) not in self._done:
                self._done.add((node, last))
                left += self._passed(node, last)

    def _passed(self, node: int, last: int) -> list[tuple[int, int]]:
        """Pass a node; return the nodes behind it, each with the step that was left last."""
        nodes, kind = self._nodes, int(self._nodes.kind[node])
        following = int(nodes.next[node])
        targets = nodes.target[nodes.target_first[node] : nodes.target_first[node + 1]].tolist()
        if kind in (VISIT, VISIT_IF_DEFECTIVE):
            step = int(nodes.step[node])
            if last == NONE:
                self.entries.add(step)
            elif last != step:
                self.ways.add((last, step))
            return [(following, step)]
        if kind == END:
            self.exits |= {last} - {NONE}
            return []
        if kind in (EITHER, FORK):
            return [(int(target), last) for target in targets]
        if kind == AGAIN:
            self.back |= {(last, int(nodes.step[target])) for target in targets}
        return [(following, last)]


@dataclass(frozen=True, slots=True)
class Layout:
    """The steps in columns.

    Attributes:
        columns: from left to right, each from the top down: a step by its number, or a way that only passes
            the column, by where it leads.
        pipes: between neighbours: (column, who is in it, who is in the next one).
    """

    columns: list[list[Item]]
    pipes: list[tuple[int, Item, Item]]


def layout_of(flow: FlowGraph) -> Layout:
    """Return the steps in columns, so that ways lead to the right where they can and pass through no step.

    What leaves leads to ``OUT``, which stands in the column behind the last.
    """
    forward = _without_circles(flow)
    column_of = dict.fromkeys(
        sorted(flow.entries | flow.exits | {step for way in flow.ways for step in way}), 0
    )
    for _ in column_of:
        for begin, end in forward:
            column_of[end] = max(column_of[end], column_of[begin] + 1)
    last = max(column_of.values())
    columns: list[list[Item]] = [
        [step for step, column in column_of.items() if column == number] for number in range(last + 1)
    ]
    pipes: dict[tuple[int, Item, Item], None] = {}
    column_of[OUT] = last + 1
    for begin, end in [*sorted(flow.ways), *((step, OUT) for step in sorted(flow.exits))]:
        here: Item = begin
        for column in range(column_of[begin], column_of[end] - 1):
            passing: Item = Passing(end)
            if passing not in columns[column + 1]:
                columns[column + 1].append(passing)
            pipes[column, here, passing] = None
            here = passing
        pipes[max(column_of[begin], column_of[end] - 1), here, end] = None
    _untangle(columns, list(pipes))
    return Layout(columns, list(pipes))


def _untangle(columns: list[list[Item]], pipes: list[tuple[int, Item, Item]]) -> None:
    """Put into each column at the same height what belongs together."""
    for _ in range(SWEEPS):
        for number in range(1, len(columns)):
            left = columns[number - 1]
            found = {here: _height([a for c, a, b in pipes if c == number - 1 and b == here], left)
                     for here in columns[number]}  # fmt: skip
            columns[number].sort(key=found.__getitem__)
        for number in reversed(range(len(columns) - 1)):
            right = columns[number + 1]
            found = {here: _height([b for c, a, b in pipes if c == number and a == here], right)
                     for here in columns[number]}  # fmt: skip
            columns[number].sort(key=found.__getitem__)


def _height(partners: list[Item], beside: list[Item]) -> float:
    """Return where something belongs in its column: the mean place of its partners in the one beside it."""
    places = [(beside.index(each) + 0.5) / len(beside) for each in partners if each in beside]
    return sum(places) / len(places) if places else 0.5


def _without_circles(flow: FlowGraph) -> list[Way]:
    """Return the ways less those that would close a circle, since task types may go opposite ways."""
    kept: list[Way] = []
    for way in sorted(flow.ways):
        if not _leads(way[1], way[0], kept):
            kept.append(way)
    return kept


def _leads(begin: int, end: int, ways: list[Way]) -> bool:
    """Tell whether one step leads to another."""
    reached = {begin}
    for _ in ways:
        reached |= {b for a, b in ways if a in reached}
    return end in reached
