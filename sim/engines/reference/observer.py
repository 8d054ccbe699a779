"""What a week leaves in the record: every stock of every pool of people and freelancers."""

from collections.abc import Iterator, Sequence

from sim.engines.reference.history import Row
from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.state import Actor
from sim.engines.reference.toolbox import Toolbox
from sim.engines.reference.weeks import PoolStock
from sim.model.model import NONE
from sim.model.names import PoolKind
from sim.records.record import Stock


class Observer:
    """Writes down stocks at the end of each week."""

    def __init__(self, plan: Plan, practice: Practice, toolbox: Toolbox, actors: Sequence[Actor]) -> None:
        self._plan = plan
        self._practice = practice
        self._toolbox = toolbox
        self._actors = actors
        kinds = plan.model.pools.kind.tolist()
        self._pools = [pool for pool, kind in enumerate(kinds) if kind != PoolKind.TOOL]
        self._tools = [pool for pool, kind in enumerate(kinds) if kind == PoolKind.TOOL]
        self.rows: list[Row] = []

    def observe(self, week: int, now: float, stocks: dict[int, PoolStock]) -> None:
        """Write down what holds at the end of a week."""
        for pool in self._pools:
            present = [actor for actor in self._actors if actor.pool == pool and actor.here]
            self.rows += [(week, pool, *row) for row in self._of_people(present, now)]
            if pool in stocks:
                self.rows += [(week, pool, kind, NONE, value) for kind, value in _of_pool(stocks[pool])]

        for pool in self._tools:
            adopted = self._toolbox.adopted(pool)
            if adopted is not None:
                self.rows.append((week, pool, Stock.ADOPTION, NONE, adopted))

    def _of_people(self, present: list[Actor], now: float) -> Iterator[Row]:
        if not present:
            return
        count = len(present)
        if self._practice.moves_skill:
            for skill in range(len(self._plan.model.names.skills)):
                total = 0.0
                for actor in present:
                    total += self._practice.skill(actor, skill, now)
                yield Stock.SKILL, skill, total / count
        if self._practice.moves_trust:
            total = 0.0
            for actor in present:
                total += self._practice.belief(actor)
            yield Stock.TRUST, NONE, total / count
        if self._plan.has_weeks:
            total = 0.0
            for actor in present:
                total += actor.strain
            yield Stock.STRAIN, NONE, total / count


def _of_pool(stock: PoolStock) -> Iterator[tuple[Stock, float]]:
    yield Stock.NEWCOMERS, float(stock.newcomers)
    yield Stock.PRESSURE, stock.pressure
    yield Stock.OVERTIME, stock.overtime
    yield Stock.PACE, stock.pace
    yield Stock.CARE, stock.care
    yield Stock.STANDARD, stock.standard
    yield Stock.SWITCHING, stock.switching
    yield Stock.KEPT_BY_MENTORS, stock.kept_by_mentors
    yield Stock.KEPT_BY_TEAM, stock.kept_by_team
    yield Stock.TRAINING_HELD, stock.training_held
