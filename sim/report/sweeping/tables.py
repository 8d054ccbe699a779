"""A sweep as long tidy tables: the points, and the estimates at each of them."""

from collections.abc import Mapping

import numpy as np

from sim.experiments.sweeping.axes import axis_of
from sim.experiments.sweeping.effects import sides_of
from sim.experiments.sweeping.findings import Floats, Sweep
from sim.experiments.sweeping.store import FAILED
from sim.experiments.wording import unit_in
from sim.records.columns import Column
from sim.records.record import Array
from sim.report.tables import DEFINITIONS, STRATEGY, UNIT, Columns

POINT = Column("point", "int64", "-", "number of the point, 0 up: its row in store/design.csv")
MEASURE = Column("measure", "string", "-", "name of the measure")
POINTS = (
    POINT,
    Column("key", "string", "-", "the key of the scenario"),
    Column(
        "value", "string", "-", "its value as a scenario writes it; empty: as the file has it, left out there"
    ),
    Column("number", "float64", "see unit", "the same as a number, or the place of a category; nan for none"),
    Column("unit", "string", "-", "unit of the number; empty for none"),
)
LEVELS = (
    POINT,
    STRATEGY,
    MEASURE,
    UNIT,
    Column("level", "float64", "see unit", "mean over the replications; nan where nothing defines it"),
    Column("half_width", "float64", "see unit", "half-width of its 95 % interval by itself"),
    Column("replications", "int64", "-", "replications that define it"),
)
DIFFERENCES = (
    POINT,
    STRATEGY,
    MEASURE,
    UNIT,
    Column("difference", "float64", "see unit", "mean paired difference from the baseline at the same point"),
    Column("half_width", "float64", "see unit", "half-width of its 95 % interval by itself"),
    Column("clear", "bool", "-", "counted as clear; among these, one in twenty wrongly at most"),
    Column("replications", "int64", "-", "pairs that define it"),
)
Tables = Mapping[str, tuple[Columns, dict[str, Array]]]


def sweep_tables(sweep: Sweep) -> Tables:
    """Return the tables of a sweep by name, each with its columns."""
    return {
        "points": (POINTS, _points(sweep)),
        "levels": (LEVELS, _levels(sweep)),
        **({"differences": (DIFFERENCES, _differences(sweep))} if sweep.others else {}),
        **({"failed": (FAILED, _failed(sweep))} if sweep.failed else {}),
        "definitions": (DEFINITIONS, _definitions(sweep)),
    }


def _points(sweep: Sweep) -> dict[str, Array]:
    axes = [axis_of(sweep, key) for key in sweep.design.keys]
    count = len(sweep.design.points)
    return {
        "point": np.tile(np.arange(count), len(axes)),
        "key": np.repeat(np.array([axis.key for axis in axes], np.str_), count),
        "value": np.array([text for axis in axes for text in axis.texts], np.str_),
        "number": np.concatenate([axis.places for axis in axes]),
        "unit": np.repeat(np.array([axis.unit for axis in axes], np.str_), count),
    }


def _levels(sweep: Sweep) -> dict[str, Array]:
    known = {(s, m.name): sweep.level(s, m.name) for s in sweep.strategies for m in sweep.measures}
    counts = [_defined(sweep.of(strategy, measure)) for strategy, measure in known]
    return _heads(sweep, sweep.strategies) | {
        "level": np.concatenate([each.mean for each in known.values()]),
        "half_width": np.concatenate([each.half_width for each in known.values()]),
        "replications": np.concatenate(counts),
    }


def _differences(sweep: Sweep) -> dict[str, Array]:
    pairs = [(strategy, measure.name) for strategy in sweep.others for measure in sweep.measures]
    alone = [sweep.difference(*pair) for pair in pairs]
    sides = [sides_of(sweep, *pair) for pair in pairs]
    counts = [_defined(sweep.paired(*pair)) for pair in pairs]
    return _heads(sweep, sweep.others) | {
        "difference": np.concatenate([each.mean for each in alone]),
        "half_width": np.concatenate([each.half_width for each in alone]),
        "clear": np.concatenate([each.higher | each.lower for each in sides]),
        "replications": np.concatenate(counts),
    }


def _defined(values: Floats) -> Array:
    return np.asarray((~np.isnan(values)).sum(axis=1), np.int64)


def _heads(sweep: Sweep, strategies: tuple[str, ...]) -> dict[str, Array]:
    """Return point, strategy, measure and unit of each row: points go fastest, then measures."""
    points, measures = len(sweep.design.points), len(sweep.measures)
    names = np.array([measure.name for measure in sweep.measures], np.str_)
    units = np.array([unit_in(measure.unit, sweep.currency) for measure in sweep.measures], np.str_)
    return {
        "point": np.tile(np.arange(points), len(strategies) * measures),
        "strategy": np.repeat(np.array(strategies, np.str_), measures * points),
        "measure": np.tile(np.repeat(names, points), len(strategies)),
        "unit": np.tile(np.repeat(units, points), len(strategies)),
    }


def _failed(sweep: Sweep) -> dict[str, Array]:
    return {
        "point": np.array([each.point for each in sweep.failed], np.int64),
        "strategy": np.array([each.strategy for each in sweep.failed], np.str_),
        "reason": np.array([each.reason for each in sweep.failed], np.str_),
    }


def _definitions(sweep: Sweep) -> dict[str, Array]:
    return {
        "measure": np.array([measure.name for measure in sweep.measures], np.str_),
        "title": np.array([measure.title for measure in sweep.measures], np.str_),
        "unit": np.array([unit_in(measure.unit, sweep.currency) for measure in sweep.measures], np.str_),
        "better": np.array([measure.direction.name.lower() for measure in sweep.measures], np.str_),
        "definition": np.array([measure.definition for measure in sweep.measures], np.str_),
    }
