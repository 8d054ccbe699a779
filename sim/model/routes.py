"""Routes as a human writes them into programs of nodes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.model.model import AGAIN, EITHER, END, FORK, JOIN, NONE, VISIT, VISIT_IF_DEFECTIVE, Nodes
from sim.model.ragged import flat, floats, ints, offsets, words
from sim.model.words import word
from sim.scenario.schema import SKIP, AgainItem, EitherItem, RouteItem, TogetherItem

Block = tuple[int, int]
"""A place in a parallel block: (the block's join, number of the branch)."""
NO_BLOCK: Block = (NONE, 0)


@dataclass(slots=True)
class _Node:
    """A node while the program is being written."""

    kind: int
    word: int
    step: int = NONE
    next: int = NONE
    chance: float = 0.0
    branches: int = 0
    block: Block = NO_BLOCK
    targets: list[int] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


class RouteTable:
    """Collects the routes of all task types in one program."""

    def __init__(self, step_index: dict[str, int]) -> None:
        self._steps = step_index
        self._nodes: list[_Node] = []
        self._blocks: dict[tuple[str, str], Block] = {}
        self._visits: dict[tuple[str, str], int] = {}

    def add(self, task_type: str, route: Sequence[RouteItem]) -> int:
        """Return the first node of a route."""
        return self._sequence(route, (task_type, "route"), self._add(_Node(END, 0)), NO_BLOCK)

    def add_repair(self, task_type: str, steps: Sequence[str], *, only_defective: bool) -> int:
        """Return the first node of a repair's route; what is redone keeps its place in a parallel block."""
        kind = VISIT_IF_DEFECTIVE if only_defective else VISIT
        following = self._add(_Node(END, 0))
        for step in reversed(steps):
            block = self._blocks.get((task_type, step), NO_BLOCK)
            following = self._add(_Node(kind, 0, step=self._steps[step], next=following, block=block))
        return following

    def node_of(self, task_type: str, step: str) -> int:
        """Return the first visit to a step on the route of a task type, outside of parallel blocks."""
        return self._visits[task_type, step]

    def finished(self) -> Nodes:
        """Return all nodes as arrays."""
        nodes = self._nodes
        targets = [node.targets for node in nodes]
        return Nodes(
            kind=ints(node.kind for node in nodes),
            word=words(node.word for node in nodes),
            step=ints(node.step for node in nodes),
            next=ints(node.next for node in nodes),
            chance=floats(node.chance for node in nodes),
            branches=ints(node.branches for node in nodes),
            group=ints(node.block[0] for node in nodes),
            branch=ints(node.block[1] for node in nodes),
            target_first=offsets(targets),
            target=ints(flat(targets)),
            share=floats(flat([node.shares or [0.0] * len(node.targets) for node in nodes])),
        )

    def _add(self, node: _Node) -> int:
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _sequence(self, route: Sequence[RouteItem], place: tuple[str, ...], after: int, block: Block) -> int:
        """Write a route backwards, so that a node knows what follows; jumps go back to the nearest visit."""
        following = after
        jumps: dict[str, list[int]] = {}
        for position, item in reversed(list(enumerate(route))):
            here = (*place, str(position))
            match item:
                case str():
                    following = self._visit(item, here, following, block)
                    for jump in jumps.pop(item, ()):
                        self._nodes[jump].targets = [following]
                    self._blocks[place[0], item] = block
                case AgainItem():
                    following = self._add(_Node(AGAIN, word(*here), next=following, chance=item.again.chance))
                    jumps.setdefault(item.again.from_, []).append(following)
                case EitherItem():
                    following = self._either(item.either, here, following, after)
                case TogetherItem():
                    following = self._together(item.together, here, following)
        return following

    def _either(self, shares: dict[str, float], here: tuple[str, ...], following: int, after: int) -> int:
        node = _Node(EITHER, word(*here))
        reached = 0.0
        for name in sorted(shares):
            reached += shares[name]
            node.targets.append(self._branch_target(name, here, following, after))
            node.shares.append(reached)
        node.shares[-1] = 1.0
        return self._add(node)

    def _branch_target(self, name: str, here: tuple[str, ...], following: int, after: int) -> int:
        if name == SKIP:
            return following
        if name in self._steps:
            return self._visit(name, (*here, name), following, NO_BLOCK)
        return after

    def _visit(self, step: str, here: tuple[str, ...], following: int, block: Block) -> int:
        node = self._add(_Node(VISIT, word(*here), step=self._steps[step], next=following, block=block))
        if block == NO_BLOCK:  # written backwards, so that the first visit is the one that stays
            self._visits[here[0], step] = node
        return node

    def _together(self, branches: Sequence[str | list[str]], here: tuple[str, ...], following: int) -> int:
        join = self._add(_Node(JOIN, 0, next=following, branches=len(branches)))
        fork = _Node(FORK, 0)
        for number, branch in enumerate(branches):
            steps = [branch] if isinstance(branch, str) else branch
            fork.targets.append(self._sequence(steps, (*here, str(number)), join, (join, number)))
        return self._add(fork)


def visited_steps(route: Sequence[RouteItem]) -> list[str]:
    """Return the steps that a route may visit, in order, each once.

    >>> visited_steps(["draft", EitherItem(either={"skip": 0.5, "proof": 0.5}), "draft"])
    ['draft', 'proof']
    """
    names: list[str] = []
    for item in route:
        match item:
            case str():
                names.append(item)
            case EitherItem():
                names.extend(name for name in item.either if name not in (SKIP, "leave"))
            case TogetherItem():
                names.extend(
                    flat([[branch] if isinstance(branch, str) else branch for branch in item.together])
                )
            case AgainItem():
                pass
    return list(dict.fromkeys(names))
