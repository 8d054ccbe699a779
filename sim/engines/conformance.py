"""Whether an engine keeps the contract: the same sample path as the reference engine, to the last bit.

    check_engine(run, model, seed=1, replication=0)

Anybody who writes another engine can run all of it; ``tests.conformance`` draws models over the whole schema.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

import numpy as np

from sim.engines import Summing, get_engine
from sim.errors import SimError
from sim.model.model import Model
from sim.records.columns import TABLES
from sim.records.provenance import digest_of_numbers
from sim.records.record import Array, Run, RunRecord
from sim.records.sample import Sample
from sim.records.totals import RunTotals, totals_of


class NonconformityError(SimError):
    """An engine has done something else than the reference engine; the message says where first."""


def check_engine(
    engine: Summing, model: Model, *, seed: int = 1, replications: Iterable[int] = (0,), rounds: int = 2
) -> None:
    """Raise NonconformityError unless an engine does what the reference engine does.

    Every column of every table of the record must have the same bits: each task, each visit in the order in
    which visits end, each actor, each week, each stock, each lever, each amount of money.  An engine that
    does not keep tasks and visits must add them up to the same bits.  The engine must also give the same
    again when it is asked again, whatever it has run in between.

    Args:
        engine: (model, seed, replication) → record, or what it adds up to.
        model: what to run.
        seed: seed of the experiment.
        replications: which replications to run.
        rounds: how often the engine is asked for each.

    Raises:
        NonconformityError: a record differs.
    """
    reference = get_engine("reference")
    numbers = list(replications)
    expected = {number: reference(model, seed, number) for number in numbers}
    for _ in range(rounds):
        for number in numbers:
            difference = first_difference(engine(model, seed, number), expected[number])
            if difference:
                raise NonconformityError(f"seed {seed}, replication {number}: {difference}")


def first_difference(found: Run, expected: Run) -> str:
    """Return where a run differs from the expected one, in words; ``""`` where it does not.

    Args:
        found: a record, or what it adds up to.
        expected: a record.
    """
    if isinstance(found, RunTotals):
        expected = totals_of(expected)
    for (name, one), (_, other) in zip(_columns(found), _columns(expected), strict=True):
        if one.shape != other.shape:
            return f"{name} has shape {one.shape} instead of {other.shape}"
        rows = np.flatnonzero(_bits(one) != _bits(other))
        if len(rows):
            row = int(rows[0])
            return f"{name}, row {row}: {one.flat[row]!r} instead of {other.flat[row]!r}"
    return ""


def _columns(run: Run) -> Iterator[tuple[str, Array]]:
    """Yield each column of each table that a run keeps, each total, and the controls."""
    for table, columns in TABLES.items():
        if not hasattr(run, table):
            continue
        content = getattr(run, table)
        if is_dataclass(content):
            yield from _totals(table, content)
        else:
            for column in columns:
                yield f"{table}.{column.name}", content[column.name]
    yield "controls", np.array(run.controls, np.float64)


def _totals(name: str, totals: object) -> Iterator[tuple[str, Array]]:
    if isinstance(totals, Sample):
        order = np.argsort(totals.values, kind="stable")  # a sample has none of its own
        yield f"{name}.values", totals.values[order]
        yield f"{name}.each", totals.each[order] if len(totals.each) else totals.each
        yield f"{name}.total", np.array([totals.total])
    elif is_dataclass(totals):
        for field in fields(totals):
            yield from _totals(f"{name}.{field.name}", getattr(totals, field.name))
    else:
        yield name, np.atleast_1d(np.asarray(totals))


def digests(record: RunRecord) -> dict[str, str]:
    """Return the sha256 of each table of a record."""
    return {
        name: digest_of_numbers(
            np.concatenate([_bits(getattr(record, name)[column.name]) for column in columns])
        )
        for name, columns in TABLES.items()
    }


def _bits(values: Array) -> Array:
    """Return the bits of numbers as whole numbers: nan equals nan, and 0 is not -0."""
    wide: Array = np.ascontiguousarray(values.astype(np.float64) if values.dtype == np.bool_ else values)
    return wide.view(np.int64).ravel()
