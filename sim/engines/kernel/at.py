"""Where things stand: for each table a compiled function (world, number) → its row.

at.actors(w, 3).strain
"""

from typing import Any

from sim.engines.kernel.layout import TABLES, WORLD
from sim.engines.kernel.memory import column, copier, table, world_at


def _rows(name: str) -> Any:
    return table(WORLD, name, TABLES[name])


world = world_at(WORLD)
copy_step = copier(TABLES["steps"])

distributions = _rows("distributions")
steps = _rows("steps")
phases = _rows("phases")
phase_pools = _rows("phase_pools")
phase_steps = _rows("phase_steps")
preferred = _rows("preferred")
demanded = _rows("demanded")
reviewed = _rows("reviewed")
seats = _rows("seats")
seat_skills = _rows("seat_skills")
skills = _rows("skills")
versions = _rows("versions")
capabilities = _rows("capabilities")
users = _rows("users")
market = _rows("market")
targets = _rows("targets")
nodes = _rows("nodes")
conditions = _rows("conditions")
lessons = _rows("lessons")
on_calendar = _rows("on_calendar")
types = _rows("types")
pools = _rows("pools")
pool_queues = _rows("pool_queues")
changes = _rows("changes")
calendars = _rows("calendars")
levers = _rows("levers")
lever_seats = _rows("lever_seats")
order_of_levers = _rows("order_of_levers")
customers = _rows("customers")
actors = _rows("actors")
levels = _rows("levels")
attendance = _rows("attendance")
taught = _rows("taught")
tasks = _rows("tasks")
works = _rows("works")
passes = _rows("passes")
tokens = _rows("tokens")
redos = _rows("redos")
findings = _rows("findings")
queues = _rows("queues")
columns = _rows("columns")
heap = _rows("heap")
tree = _rows("tree")
agenda = _rows("agenda")
freed = _rows("freed")
offered = _rows("offered")
idle_words = _rows("idle_words")
visit_log = _rows("visit_log")
task_log = _rows("task_log")
hours = _rows("hours")
uses = _rows("uses")
modes = _rows("modes")
absence_log = _rows("absence_log")
stock_log = _rows("stock_log")

begins = column(WORLD, "begins")
ends = column(WORLD, "ends")
worked = column(WORLD, "worked")
normal_ends = column(WORLD, "normal_ends")
rate_from = column(WORLD, "rate_from")
rate = column(WORLD, "rate")
trace = column(WORLD, "trace")
working_days = column(WORLD, "working_days")
quantiles = column(WORLD, "quantiles")
cuts = column(WORLD, "cuts")
