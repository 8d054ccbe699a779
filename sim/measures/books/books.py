"""The books of one replication: made from its record and its model alone."""

from dataclasses import dataclass

import numpy as np

from sim.measures.books.basis import Basis, basis_of
from sim.measures.books.causes import Cause, Phase, Side
from sim.measures.books.columns import DEFECTS, HOURS, SPANS
from sim.measures.books.defects import defects_of
from sim.measures.books.entries import Entries
from sim.measures.books.spans import Spans, sides_of_rework
from sim.measures.books.work import book_work
from sim.model.model import NONE, Model
from sim.records.columns import Column
from sim.records.record import Array, Mode, RunRecord, Table


@dataclass(frozen=True, slots=True)
class Books:
    """Every hour of every task's life, and every defect; columns in ``sim.measures.books.columns``.

    Attributes:
        spans: the stretches of the tasks' lives; those of a task add up to its time inside.
        hours: what the hours of each stretch are booked to; they add up to its length.
        defects: what each defect is booked to; as many as visits that made one.
    """

    spans: Table
    hours: Table
    defects: Table


def books_of(model: Model, record: RunRecord) -> Books:
    """Return the books of a replication.

    Args:
        model: what was run.
        record: what it left behind.
    """
    return booked(basis_of(model, record))


def booked(basis: Basis) -> Books:
    """Return the books that rest on a basis."""
    record, spans = basis.record, basis.found.columns
    defects = defects_of(basis.model, record, basis.steps, basis.works, basis.presence)
    entries = Entries(basis.presence.kind)
    _book_plain(spans, entries)
    basis.waits.book(entries)
    book_work(record, spans, basis.steps, basis.works, basis.presence, entries)
    hours = _with_rework(entries.table(), record, basis.found, defects)
    return Books(_table(SPANS, spans), _table(HOURS, hours), _table(DEFECTS, defects))


def _book_plain(spans: dict[str, Array], entries: Entries) -> None:
    """Book what needs no closer look: at the door, in transit, before the run."""
    lasting = spans["until"] - spans["since"]
    for phase, cause in (
        (Phase.EARLIER, Cause.EARLIER),
        (Phase.DOOR, Cause.LIMIT),
        (Phase.TRANSIT, Cause.HAND_OFF),
    ):
        rows = np.flatnonzero(spans["phase"] == phase)
        entries.book(rows, cause, lasting[rows], NONE)


def _with_rework(
    hours: dict[str, Array], record: RunRecord, found: Spans, defects: dict[str, Array]
) -> dict[str, Array]:
    """Book the hours of rework to it, on the sides of the defects that were found."""
    hours["within"] = hours["cause"].copy()
    inside = found.columns["rework"][hours["span"]]
    if not inside.any():
        return hours
    sides: dict[int, list[Side]] = {}
    for judge, side in zip(defects["judge"].tolist(), defects["side"].tolist(), strict=True):
        sides.setdefault(judge, []).append(Side(side))
    kept = {name: [column[~inside]] for name, column in hours.items()}
    rows = np.flatnonzero(inside)
    reviews = [found.begun_by[span] for span in hours["span"][rows].tolist()]
    shares = [sides_of_rework(sides.get(review, ()), _reviewer(record, review)) for review in reviews]
    for side in Side:
        share = np.array([each.get(side, 0.0) for each in shares])
        own = rows[share > 0.0]
        part = {name: column[own] for name, column in hours.items()} | {
            "cause": np.full(len(own), Cause.REWORK, np.int64),
            "side": np.full(len(own), side, np.int64),
            "hours": hours["hours"][own] * share[share > 0.0],
        }
        for name, column in part.items():
            kept[name].append(column)
    columns = {name: np.concatenate(pieces) for name, pieces in kept.items()}
    order = np.lexsort((columns["pool"], columns["side"], columns["within"], columns["span"]))
    return {name: column[order] for name, column in columns.items()}


def _reviewer(record: RunRecord, review: int) -> Side:
    """Return whose side a false alarm is on."""
    return Side.MACHINE if record.visits["mode"][review] == Mode.AUTOMATED else Side.HUMAN


def _table(columns: tuple[Column, ...], values: dict[str, Array]) -> Table:
    """Return columns in the order and with the types of the contract, read-only."""
    table = {}
    for column in columns:
        table[column.name] = np.array(values[column.name], column.dtype)
        table[column.name].setflags(write=False)
    return table
