"""What a week leaves in the record: every stock of every pool of people and freelancers."""

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import Row, World
from sim.engines.kernel.practice import belief, skill
from sim.engines.kernel.weeks import PEOPLE, is_member
from sim.engines.kernel.work import TOOL
from sim.model.model import NONE
from sim.records.record import Stock

SKILL, TRUST, STRAIN, ADOPTION = int(Stock.SKILL), int(Stock.TRUST), int(Stock.STRAIN), int(Stock.ADOPTION)
NEWCOMERS, PRESSURE, OVERTIME, PACE, CARE, STANDARD, SWITCHING, BY_MENTORS, BY_TEAM, HELD = (
    int(Stock.NEWCOMERS),
    int(Stock.PRESSURE),
    int(Stock.OVERTIME),
    int(Stock.PACE),
    int(Stock.CARE),
    int(Stock.STANDARD),
    int(Stock.SWITCHING),
    int(Stock.KEPT_BY_MENTORS),
    int(Stock.KEPT_BY_TEAM),
    int(Stock.TRAINING_HELD),
)


@operation
def _log(w: World, pool: int, stock: int, number: int, value: float) -> None:
    row = at.stock_log(w, w.stocks_logged)
    w.stocks_logged += 1
    row.week, row.pool, row.stock, row.skill, row.value = w.week, pool, stock, number, value


@operation
def _log_people(w: World, pool: int, now: float) -> None:
    count, strain = 0, 0.0
    for actor in range(w.actor_count):
        if is_member(w, actor, pool):
            count += 1
            strain += at.actors(w, actor).strain
    if count == 0:
        return
    if w.moves_skill:
        for number in range(w.skill_count):
            total = 0.0
            for actor in range(w.actor_count):
                if is_member(w, actor, pool):
                    total += skill(w, actor, number, now)
            _log(w, pool, SKILL, number, total / count)
    if w.moves_trust:
        total = 0.0
        for actor in range(w.actor_count):
            if is_member(w, actor, pool):
                total += belief(w, actor)
        _log(w, pool, TRUST, NONE, total / count)
    if w.has_weeks:
        _log(w, pool, STRAIN, NONE, strain / count)


@operation
def _log_pool(w: World, number: int, pool: Row) -> None:
    _log(w, number, NEWCOMERS, NONE, float(pool.newcomers))
    _log(w, number, PRESSURE, NONE, pool.pressure)
    _log(w, number, OVERTIME, NONE, pool.overtime)
    _log(w, number, PACE, NONE, pool.pace)
    _log(w, number, CARE, NONE, pool.care)
    _log(w, number, STANDARD, NONE, pool.standard)
    _log(w, number, SWITCHING, NONE, pool.switching)
    _log(w, number, BY_MENTORS, NONE, pool.kept_by_mentors)
    _log(w, number, BY_TEAM, NONE, pool.kept_by_team)
    _log(w, number, HELD, NONE, pool.training_held)


@operation
def write_down(w: World, now: float) -> None:
    """Write down what holds at the end of a week."""
    for number in range(w.pool_count):
        pool = at.pools(w, number)
        if pool.kind == TOOL:
            continue
        _log_people(w, number, now)
        if w.has_weeks and pool.kind == PEOPLE:
            _log_pool(w, number, pool)
    for number in range(w.pool_count):
        pool = at.pools(w, number)
        if pool.kind == TOOL and pool.changes > 0 and pool.first_adopted < 1.0:
            _log(w, number, ADOPTION, NONE, pool.adopted)
