"""Seeded faults: one small change to one source file, of a kind that people make.

Kinds: a comparison that is a little wrong, an operator, a constant, a condition turned round, a statement
left out, the other end of a range.
"""

import ast
import copy
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
CALLS = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, the line, what it was and what it is."""

    file: Path
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.file.name}:{self.line}: `{self.before}` → `{self.after}`"


def places_in(file: Path) -> list[tuple[Path, int, int]]:
    """Return where a file can have faults: the node's number in the tree, and which of its faults."""
    nodes = enumerate(ast.walk(_tree(file)))
    return [(file, number, kind) for number, node in nodes for kind, _ in enumerate(_variants(node))]


def fault_at(file: Path, number: int, kind: int) -> Fault:
    """Return one fault of a file."""
    tree = _tree(file)
    node = next(itertools.islice(ast.walk(tree), number, None))
    before, line = ast.unparse(node), getattr(node, "lineno", 0)
    variant = list(_variants(node))[kind]
    after = ast.unparse(variant)
    _become(node, variant)
    return Fault(file, line, before, after, ast.unparse(ast.fix_missing_locations(tree)))


def sample(files: list[Path], count: int, seed: int) -> list[Fault]:
    """Return some faults of some files, every one as likely as any other."""
    every = [place for file in sorted(files) for place in places_in(file)]
    return [fault_at(*place) for place in random.Random(seed).sample(every, min(count, len(every)))]


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield ast.Compare(node.left, [COMPARISONS[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
    elif isinstance(node, ast.AugAssign) and type(node.op) in OPERATORS:
        yield ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        if not isinstance(node, ast.While):
            yield turned
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield ast.Call(ast.Name(CALLS[node.func.id], ast.Load()), node.args, node.keywords)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    elif isinstance(node, ast.Constant) and type(node.value) is float:
        yield ast.Constant(node.value * 1.1 + 0.01)


def _become(target: ast.AST, variant: ast.AST) -> None:
    """Let a node of the tree be another one, in place."""
    target.__class__ = variant.__class__
    target.__dict__ = {**target.__dict__, **variant.__dict__}
