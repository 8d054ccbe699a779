"""Findings as long tidy tables: one row a number, with its unit, for pandas, Polars, DuckDB or R."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from sim.experiments.findings import Comparison, Replications
from sim.experiments.wording import unit_in
from sim.records.columns import Column
from sim.records.record import Array
from sim.records.stocks import told_of
from sim.report.futures import drawn_rows, future_rows

STRATEGY = Column("strategy", "string", "-", "the strategy")
REPLICATION = Column(
    "replication", "int64", "-", "index of the replication, 0 up; equal ones share their luck"
)
WEEK = Column("week", "int64", "-", "week of the run, 1 up")
POOL = Column("pool", "string", "-", "people, tool or freelancers")
UNIT = Column("unit", "string", "-", "unit of the number")
WEEKLY_UNITS = {"quality": "1", "busy_time": "h", "available_time": "h", "actors": "persons"}
"""Units of weekly series; the others count tasks."""

MEASURES = (
    STRATEGY,
    REPLICATION,
    Column("measure", "string", "-", "name of the measure"),
    UNIT,
    Column("value", "float64", "see unit", "its value in this replication; nan where it is not defined"),
)
DIFFERENCES = (
    STRATEGY,
    Column("measure", "string", "-", "name of the measure"),
    UNIT,
    Column("level", "float64", "see unit", "mean of the strategy"),
    Column("level_half_width", "float64", "see unit", "half-width of its confidence interval"),
    Column("difference", "float64", "see unit", "mean paired difference from the baseline"),
    Column("half_width", "float64", "see unit", "half-width of its confidence interval"),
    Column("replications", "int64", "-", "pairs behind the difference"),
    Column("confidence", "float64", "1", "level of the intervals"),
    Column(
        "half_width_together",
        "float64",
        "see unit",
        "half-width with which the differences of all strategies hold together (Bonferroni)",
    ),
    Column("p_value", "float64", "1", "of no difference, adjusted for the number of strategies (Holm)"),
    Column(
        "variance_reduction", "float64", "1", "times as many independent runs that would have been needed"
    ),
    Column("corrected_low", "float64", "see unit", "low end of the interval corrected for skewness"),
    Column("corrected_high", "float64", "see unit", "its high end; nan where there is no need"),
    Column("controlled", "float64", "see unit", "the difference, adjusted by control variates"),
    Column("controlled_half_width", "float64", "see unit", "half-width of its confidence interval"),
    Column(
        "controlled_reduction",
        "float64",
        "1",
        "times as many runs, with the same luck, that would have been needed without; 1: nothing gained",
    ),
    Column("controls", "int64", "-", "control variates used; 0: none helps, and the plain difference stands"),
)
BEST = (
    STRATEGY,
    Column("measure", "string", "-", "by which the best is chosen"),
    UNIT,
    Column("low", "float64", "see unit", "ahead of the best of the others by so much at least"),
    Column("high", "float64", "see unit", "and so much at most; all strategies together"),
    Column("is_chosen", "bool", "-", "the best, one of the equals, or one that may still be the best"),
)
FUTURE = Column("future", "int64", "-", "number of the future, 0 up")
FUTURES = (
    FUTURE,
    STRATEGY,
    Column("replication", "int64", "-", "index within the future, 0 up; equal ones share their luck"),
    Column("measure", "string", "-", "name of the measure; its unit stands in the table of definitions"),
    Column("value", "float64", "see definitions", "its value; nan where it is not defined"),
)
DRAWN = (
    FUTURE,
    Column("key", "string", "-", "what is uncertain"),
    Column("value", "string", "-", "its value in this future, as the scenario writes it"),
    Column("of_a_study", "bool", "-", "whether a study says what it may be, or it is an own guess"),
)
HEAD_COUNTS = (
    STRATEGY,
    Column("measure", "string", "-", "name of the measure"),
    UNIT,
    Column("part", "string", "-", "head counts, simulated, gap, or what makes up the gap"),
    Column("mean", "float64", "see unit", "its mean over the replications"),
    Column("half_width", "float64", "see unit", "half-width of its 95 % interval; 0 where nothing was run"),
    Column("replications", "int64", "-", "replications behind it; 0 where nothing was run"),
)
WEEKLY = (
    STRATEGY,
    REPLICATION,
    WEEK,
    Column("series", "string", "-", "name of the weekly series, see the run record's weeks"),
    UNIT,
    Column("value", "float64", "see unit", "its value in this week"),
)
POOLS = (
    STRATEGY,
    REPLICATION,
    WEEK,
    POOL,
    Column("series", "string", "-", "name of the weekly series, see the run record's pool_weeks"),
    UNIT,
    Column("value", "float64", "see unit", "its value in this week"),
)
STOCKS = (
    STRATEGY,
    REPLICATION,
    WEEK,
    POOL,
    Column("stock", "string", "-", "name of the stock, see the run record's stocks"),
    Column("skill", "string", "-", "the skill, where the stock is one; empty otherwise"),
    UNIT,
    Column("value", "float64", "see unit", "its value at the end of this week; nan where nobody is there"),
)
LEDGER = (
    STRATEGY,
    REPLICATION,
    Column("account", "string", "-", "what the money is for"),
    POOL,
    Column("amount", "float64", "currency", "over the whole run, warm-up included"),
)
DEFINITIONS = (
    Column("measure", "string", "-", "name of the measure"),
    Column("title", "string", "-", "what tables and figures call it"),
    UNIT,
    Column("better", "string", "-", "which way is better: larger, smaller or neither"),
    Column("definition", "string", "-", "what it is, with the equation"),
)
Columns = tuple[Column, ...]
Row = tuple[object, ...]


def strategy_tables(
    strategies: Mapping[str, Replications], currency: str
) -> dict[str, tuple[Columns, dict[str, Array]]]:
    """Return the tables of some strategies by name, each with its columns."""
    return {
        "measures": _table(MEASURES, _measures(strategies, currency)),
        "weekly": _table(WEEKLY, _weekly(strategies)),
        "pools": _table(POOLS, _pools(strategies)),
        **_only_with_rows("stocks", _table(STOCKS, _stocks(strategies))),
        "ledger": _table(_in_currency(LEDGER, currency), _ledger(strategies)),
        "definitions": _table(DEFINITIONS, _definitions(strategies, currency)),
    }


def comparison_tables(comparison: Comparison) -> dict[str, tuple[Columns, dict[str, Array]]]:
    """Return the tables of a comparison by name, each with its columns."""
    return {
        "differences": _table(DIFFERENCES, _differences(comparison)),
        **_only_with_rows("best", _table(BEST, _best(comparison))),
        **_only_with_rows("futures", _table(FUTURES, future_rows(comparison))),
        **_only_with_rows("drawn", _table(DRAWN, drawn_rows(comparison))),
        "head_counts": _table(HEAD_COUNTS, _head_counts(comparison)),
        **strategy_tables(comparison.replications, comparison.currency),
    }


def _only_with_rows(
    name: str, table: tuple[Columns, dict[str, Array]]
) -> dict[str, tuple[Columns, dict[str, Array]]]:
    """Return the table under its name, or nothing where it would be empty."""
    columns, cells = table
    return {name: table} if len(cells[columns[0].name]) else {}


def _table(columns: Columns, rows: Iterator[Row]) -> tuple[Columns, dict[str, Array]]:
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    types = {"string": np.str_, "int64": np.int64, "float64": np.float64, "bool": np.bool_}
    return columns, {
        column.name: np.array(values, types[column.dtype])
        for column, values in zip(columns, cells, strict=True)
    }


def _in_currency(columns: Columns, currency: str) -> Columns:
    return tuple(replace(column, unit=unit_in(column.unit, currency)) for column in columns)


def _definitions(strategies: Mapping[str, Replications], currency: str) -> Iterator[Row]:
    for measure in next(iter(strategies.values())).measures:
        unit, better = unit_in(measure.unit, currency), measure.direction.name.lower()
        yield measure.name, measure.title, unit, better, measure.definition


def _measures(strategies: Mapping[str, Replications], currency: str) -> Iterator[Row]:
    for name, result in strategies.items():
        for replication, values in enumerate(result.values):
            for measure, value in zip(result.measures, values, strict=True):
                yield name, replication, measure.name, unit_in(measure.unit, currency), value


def _differences(comparison: Comparison) -> Iterator[Row]:
    for name, differences in comparison.differences.items():
        for found in differences.values():
            level, gap = found.level, found.difference
            yield (
                name,
                found.measure.name,
                unit_in(found.measure.unit, comparison.currency),
                level.mean,
                level.half_width,
                gap.mean,
                gap.half_width,
                gap.replications,
                gap.confidence,
                found.together.half_width,
                found.p_value,
                found.variance_reduction,
                *((found.skewed.low, found.skewed.high) if found.skewed else (math.nan, math.nan)),
                found.controlled.estimate.mean,
                found.controlled.estimate.half_width,
                found.controlled.reduction,
                found.controlled.controls,
            )


def _best(comparison: Comparison) -> Iterator[Row]:
    found = comparison.selection
    if found is None:
        return
    for name, (low, high) in found.ahead.items():
        unit = unit_in(found.measure.unit, comparison.currency)
        yield name, found.measure.name, unit, low, high, name in found.chosen


def _head_counts(comparison: Comparison) -> Iterator[Row]:
    for strategy, gaps in comparison.gaps.items():
        for name, gap in gaps.items():
            unit = unit_in(gap.measure.unit, comparison.currency)
            yield strategy, name, unit, "head counts", gap.forecast, 0.0, 0
            for part, known in {"simulated": gap.simulated, "gap": gap.gap, **gap.parts}.items():
                yield strategy, name, unit, part, known.mean, known.half_width, known.replications


def _weekly(strategies: Mapping[str, Replications]) -> Iterator[Row]:
    for name, result in strategies.items():
        for series, values in result.series.items():
            unit = WEEKLY_UNITS.get(series, "tasks")
            for replication, row in enumerate(values):
                for week, value in zip(result.weeks, row, strict=True):
                    yield name, replication, week, series, unit, value


def _pools(strategies: Mapping[str, Replications]) -> Iterator[Row]:
    for name, result in strategies.items():
        for (pool, series), values in result.pool_series.items():
            unit = WEEKLY_UNITS.get(series, "tasks")
            for replication, row in enumerate(values):
                for week, value in zip(result.weeks, row, strict=True):
                    yield name, replication, week, pool, series, unit, value


def _stocks(strategies: Mapping[str, Replications]) -> Iterator[Row]:
    for name, result in strategies.items():
        for (pool, stock, skill), values in result.stock_series.items():
            unit = told_of(stock).unit
            for replication, row in enumerate(values):
                for week, value in zip(result.weeks, row, strict=True):
                    yield name, replication, week, pool, stock, skill, unit, value


def _ledger(strategies: Mapping[str, Replications]) -> Iterator[Row]:
    for name, result in strategies.items():
        for (account, pool), amounts in result.accounts.items():
            for replication, amount in enumerate(amounts):
                yield name, replication, account, pool, amount
