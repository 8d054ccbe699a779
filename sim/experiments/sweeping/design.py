"""Designs: which points of the input space are run.

Sources of the designs: M. D. McKay, R. J. Beckman, W. J. Conover (1979), A Comparison of Three Methods for
Selecting Values of Input Variables …, Technometrics 21 (Latin hypercube); A. B. Owen (1998), Scrambling
Sobol' and Niederreiter-Xing Points, Journal of Complexity 14 (Sobol').
"""

import csv
import io
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import UsageError
from sim.experiments.sweeping.factors import Factor, factors_of, factors_of_texts, in_whole_numbers
from sim.scenario.changing.points import plain_point
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.reading.yaml_text import Value, read_yaml

Point = dict[str, Value]
GRID, LATIN_HYPERCUBE, SOBOL, ONE_AT_A_TIME = DESIGNS = (
    "grid",
    "latin-hypercube",
    "sobol",
    "one-at-a-time",
)
"""Names of the designs that are made of factors."""
TABLE = "table"
"""The design that was given as a table of points."""
USUAL_POINTS = 64
"""Points of a Latin hypercube or of Sobol' points where nobody says how many (assumed)."""
MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Design:
    """Which points are run.

    Attributes:
        kind: its name.
        keys: of the scenario that it varies, in order.
        points: values by key; a key that a point leaves out stays as the file has it.
        notes: what a reader should know of it, in sentences.
    """

    kind: str
    keys: tuple[str, ...]
    points: tuple[Point, ...]
    notes: tuple[str, ...] = ()


def design_of(
    over: object,
    loaded: LoadedScenario,
    kind: str | None = None,
    points: int | None = None,
    seed: int = 1,
) -> Design:
    """Return the design of what a user wrote.

    Args:
        over: `KEY = VALUES` texts; values by key; a CSV file or the points themselves, one mapping each.
        loaded: the scenario, which is asked what takes whole numbers only.
        kind: one of ``DESIGNS``; None is a grid, or the points themselves where they are given.
        points: of a Latin hypercube or of Sobol' points; None is ``USUAL_POINTS``.
        seed: of these designs.

    Raises:
        UsageError: something of it is wrong.
    """
    if isinstance(over, Mapping):
        return _made(in_whole_numbers(factors_of(over), loaded), kind or GRID, points, seed)
    given = list(over) if isinstance(over, Iterable) and not isinstance(over, str) else [over]
    rows = _points_given(given)
    if rows is None:
        factors = factors_of_texts([str(each) for each in given])
        return _made(in_whole_numbers(factors, loaded), kind or GRID, points, seed)
    for name, value in (("design", kind), ("points", points)):
        if value is not None:
            raise UsageError(f"{name} = {value}: --over gives the points themselves; leave --{name} out")
    return _table(rows)


def _points_given(given: Sequence[object]) -> list[Point] | None:
    """Return the points where they are given themselves, in a file or as mappings; else None."""
    if len(given) == 1 and (isinstance(given[0], Path) or _is_csv(str(given[0]))):
        return _rows_of(Path(str(given[0])))
    points = [plain_point(each) for each in given if isinstance(each, Mapping)]
    return points if points and len(points) == len(given) else None


def _is_csv(text: str) -> bool:
    return text.lower().endswith(".csv") and "=" not in text


def _made(factors: Sequence[Factor], kind: str, points: int | None, seed: int) -> Design:
    if kind not in DESIGNS:
        raise UsageError(f"design = {kind}: there is no such design; choose one of {', '.join(DESIGNS)}")
    if kind in {GRID, ONE_AT_A_TIME}:
        if points is not None:
            raise UsageError(
                f"points = {points}: the levels say how many points a {kind} design has; "
                f"--points goes with --design {LATIN_HYPERCUBE} or {SOBOL}"
            )
        return _grid(factors) if kind == GRID else _one_at_a_time(factors)
    wanted = USUAL_POINTS if points is None else points
    if not 1 <= wanted <= MOST_POINTS:
        raise UsageError(f"points = {wanted}: should be a whole number from 1 to {MOST_POINTS:,}")
    return (
        _latin_hypercube(factors, wanted, seed) if kind == LATIN_HYPERCUBE else _sobol(factors, wanted, seed)
    )


def _grid(factors: Sequence[Factor]) -> Design:
    for factor in factors:
        if factor.values is None:
            raise UsageError(
                f"--over: {factor.key}: a grid needs levels; write how many behind the range "
                f"('in 5 levels'), or choose --design {LATIN_HYPERCUBE}"
            )
    keys = _keys(factors)
    count = math.prod(len(factor.ends) for factor in factors)
    if count > MOST_POINTS:
        raise UsageError(
            f"--over: these levels make a grid of {count:,} points; {MOST_POINTS:,} are the most; "
            f"choose --design {LATIN_HYPERCUBE} with --points"
        )
    product = itertools.product(*(factor.ends for factor in factors))
    return Design(GRID, keys, tuple(dict(zip(keys, values, strict=True)) for values in product))


def _one_at_a_time(factors: Sequence[Factor]) -> Design:
    """Return the scenario as it is, and each key alone at each of its levels or ends."""
    alone = [{factor.key: value} for factor in factors for value in factor.ends]
    note = (
        "Each key was moved alone, so that what two of them do together is not seen, and the effect of each "
        f"holds beside the others as the file has them: --design {GRID}, {LATIN_HYPERCUBE} or {SOBOL} moves "
        "them together."
    )
    return Design(ONE_AT_A_TIME, _keys(factors), ({}, *alone), (note,))


def _latin_hypercube(factors: Sequence[Factor], count: int, seed: int) -> Design:
    from scipy.stats import qmc

    shares = qmc.LatinHypercube(len(factors), seed=seed).random(count)
    return Design(LATIN_HYPERCUBE, _keys(factors), _at(factors, shares.tolist()))


def _sobol(factors: Sequence[Factor], count: int, seed: int) -> Design:
    """Return scrambled Sobol' points, whose balance holds in powers of two only."""
    from scipy.stats import qmc

    power = max(0, math.ceil(math.log2(count)))
    shares = qmc.Sobol(len(factors), scramble=True, seed=seed).random_base2(power)
    rounded = 2**power
    notes = (
        (f"Sobol' points come in powers of two: {rounded:,} points in place of {count:,}.",)
        if rounded != count
        else ()
    )
    return Design(SOBOL, _keys(factors), _at(factors, shares.tolist()), notes)


def _keys(factors: Sequence[Factor]) -> tuple[str, ...]:
    return tuple(factor.key for factor in factors)


def _at(factors: Sequence[Factor], shares: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    return tuple(
        {factor.key: factor.at(share) for factor, share in zip(factors, row, strict=True)} for row in shares
    )


def _table(rows: Sequence[Mapping[str, Value]]) -> Design:
    keys = tuple(dict.fromkeys(key for row in rows for key in row))
    if not keys:
        raise UsageError("--over: the table has no points; write one column a key and one row a point")
    return Design(TABLE, keys, tuple(dict(row) for row in rows))


# --- a design as a file -------------------------------------------------------------------------


def design_text(design: Design) -> str:
    """Return a design as CSV: one column a key, one row a point; an empty cell leaves the key as it is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(design.keys)
    for point in design.points:
        writer.writerow([in_yaml(point[key]) if key in point else "" for key in design.keys])
    return text.getvalue()


def _rows_of(path: Path) -> list[Point]:
    """Return the points in a CSV file; each cell is a value as a scenario writes it.

    Raises:
        UsageError: the file cannot be read, or a row is not like its head.
    """
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"--over = {path}: cannot be read ({str(reason).lower()})") from None
    head = [cell.strip() for cell in lines[0]] if lines else []
    if not all(head) or len(set(head)) < len(head) or not head:
        raise UsageError(
            f"{path}:1:1: the first row names the keys, each once, e.g. "
            "people.writers.headcount,steps.draft.exposure"
        )
    return [_row(head, cells, f"{path}:{number}") for number, cells in enumerate(lines[1:], 2)]


def _row(head: Sequence[str], cells: Sequence[str], where: str) -> Point:
    if len(cells) > len(head) or (cells and len(cells) < len(head)):
        raise UsageError(
            f"{where}:1: {len(cells)} cells below {len(head)} keys; put a value with a comma in quotes"
        )
    found: Point = {}
    for key, cell in zip(head, cells, strict=False):
        if cell.strip():
            document = read_yaml(f"value: {cell.strip()}\n", where)
            if document.faults or "value" not in document.tree:
                raise UsageError(f"{where}:1: {key} = {cell}: that is no value; write it as a scenario does")
            found[key] = document.tree["value"]
    return found
