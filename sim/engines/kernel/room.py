"""Room in the tables: looked at before every few actions, which need no more than a margin."""

from sim.engines.kernel.compiling import operation
from sim.engines.kernel.layout import TABLES
from sim.engines.kernel.memory import World
from sim.model.model import NONE

_ORDER = tuple(TABLES)
AGENDA, HEAP, TOKENS, TASKS, ACTORS, FREED, VISITS, DELIVERIES, SAMPLES, ABSENCES, STOCKS = (
    _ORDER.index("agenda"),
    _ORDER.index("heap"),
    _ORDER.index("tokens"),
    _ORDER.index("tasks"),
    _ORDER.index("actors"),
    _ORDER.index("freed"),
    _ORDER.index("visit_log"),
    _ORDER.index("task_log"),
    _ORDER.index("samples"),
    _ORDER.index("absence_log"),
    _ORDER.index("stock_log"),
)
"""Numbers of the tables that may fill up."""


@operation
def without_room(w: World) -> int:
    """Return the number of a table that has less room than the next actions may need, or NONE."""
    if w.visits_logged + w.margin > w.visit_log_room:
        return VISITS
    if w.tasks_logged + w.margin > w.task_log_room:
        return DELIVERIES
    if w.sampled + w.margin > w.samples_room:
        return SAMPLES
    if w.used_tokens + w.margin > w.tokens_room:
        return TOKENS
    if w.used_tasks + w.margin > w.tasks_room:
        return TASKS
    if w.heap_size + w.margin > w.heap_room:
        return HEAP
    if w.agenda_size + w.margin > w.agenda_room:
        return AGENDA
    if w.actor_count + w.margin > w.actors_room:
        return ACTORS
    if w.freed_last + w.margin > w.freed_room:
        return FREED
    if w.absences_logged + w.margin > w.absence_log_room:
        return ABSENCES
    if w.stocks_logged + w.stock_margin > w.stock_log_room:
        return STOCKS
    return NONE
