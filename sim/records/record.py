"""What one replication leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from numpy.typing import NDArray

from sim.model.names import Names

Array = NDArray[Any]
Table = Mapping[str, NDArray[Any]]
"""Columns of equal length by name; see ``sim.records.columns``."""


class Mode(IntEnum):
    """How a visit is done."""

    SOLO = 0
    ASSISTED = 1
    AUTOMATED = 2


class Outcome(IntEnum):
    """How a visit ended, as far as a review has a say in it."""

    NO_REVIEW = 0
    PASSED = 1
    SENT_BACK = 2
    FALSE_ALARM = 3
    LIMIT_REACHED = 4
    HANDED_OVER = 5


class Stock(IntEnum):
    """What accumulates in a pool, and what a week's decisions make of it; see ``STOCKS`` for units."""

    SKILL = 0
    TRUST = 1
    STRAIN = 2
    NEWCOMERS = 3
    PRESSURE = 4
    OVERTIME = 5
    PACE = 6
    CARE = 7
    STANDARD = 8
    SWITCHING = 9
    KEPT_BY_MENTORS = 10
    KEPT_BY_TEAM = 11
    ADOPTION = 12
    TRAINING_HELD = 13


class Account(IntEnum):
    """What money is spent on."""

    WAGES = 0
    OVERTIME = 1
    TOOLS = 2
    FREELANCERS = 3
    CLIENT_FEES = 4
    TRAINING = 5
    TOOL_CHANGE = 6
    HIRING = 7
    WAY_OF_WORKING = 8


@dataclass(frozen=True, slots=True)
class Run:
    """What is kept of one replication of one strategy however little is asked for.

    Attributes:
        seed: seed of the experiment.
        replication: index of the replication, 0 up.
        engine: the engine that ran it.
        horizon: simulated time [h].
        warm_up: initial part left out of measures [h].
        names: what the indices stand for.
        actors, weeks, pool_weeks, stocks, ledger, absences, levers: see ``sim.records.columns``.
        controls: what luck drew less what was expected, see ``sim.records.controls``; none where it is not
            known, as in a record that was read from a file.
    """

    seed: int
    replication: int
    engine: str
    horizon: float
    warm_up: float
    names: Names
    actors: Table
    weeks: Table
    pool_weeks: Table
    stocks: Table
    ledger: Table
    absences: Table
    levers: Table
    controls: tuple[float, ...] = field(default=(), kw_only=True)

    @property
    def measured_weeks(self) -> float:
        """Length of the measured part [weeks]."""
        return (self.horizon - self.warm_up) / 168.0


@dataclass(frozen=True, slots=True)
class RunRecord(Run):
    """One replication with each of its tasks and visits.

    Attributes:
        tasks, visits, waiting, duties: see ``sim.records.columns``.
    """

    tasks: Table
    visits: Table
    waiting: Table
    duties: Table
