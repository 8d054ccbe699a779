"""The memory of one run: made once for a model, used again for every replication, grown where it fills up."""

import numpy as np

from sim.engines.kernel.layout import TABLES
from sim.engines.kernel.setup import Table, Tables

LOG_ROOM = 4096
"""Rows that the logs of visits, deliveries and samples begin with (assumed)."""
TALLIES = ("uses", "modes", "task_counts", "window_sums", "week_counts", "week_sums")
"""Tables in which tasks and visits are added up."""
FIXED = (
    "steps",
    "pools",
    "types",
    "levers",
    "lever_seats",
    "changes",
    "calendars",
    "columns",
    "customers",
    *TALLIES,
)
"""Tables of the model that a run changes: they begin anew with each replication."""


class Storage:
    """World, tables and columns, at known addresses.

    Attributes:
        world: array of one row, for the compiled entry functions.
        tables, columns: what stands at the addresses in the world.
    """

    def __init__(self, world: Table, tables: Tables, columns: dict[str, Table]) -> None:
        self._first_world = world.copy()
        self._first = {name: tables[name] for name in FIXED}
        self._first_columns = columns
        self.world = world.copy()
        self.tables = {name: tables[name].copy() if name in FIXED else tables[name] for name in tables}
        self.columns: dict[str, Table] = {}
        w = world[0]
        margin = int(w["margin"])
        crowd = int(w["seat_count"] + w["type_count"] + w["lever_count"] + w["calendar_count"])
        most_reviewed = np.max(tables["steps"]["reviewed_last"] - tables["steps"]["reviewed_first"])
        if len(tables["phase_steps"]):
            later = tables["phase_steps"]["reviewed_last"] - tables["phase_steps"]["reviewed_first"]
            most_reviewed = max(most_reviewed, np.max(later))
        self._room = {
            "actors": int(w["seat_count"]) + 2 * margin,
            "tasks": 4 * margin,
            "tokens": 4 * margin,
            "heap": 2 * margin + crowd + len(tables["customers"]),
            "agenda": 8 * margin,
            "freed": 4 * margin,
            "findings": int(most_reviewed) + 1,
            "visit_log": LOG_ROOM + 2 * margin,
            "task_log": LOG_ROOM + 2 * margin,
            "samples": LOG_ROOM + 2 * margin,
            "absence_log": 4 * margin,
            "stock_log": 4 * int(w["stock_margin"]),
        }
        for name in self._room:
            self._allocate(name)
        self._take_columns(columns)

    def begin(
        self,
        luck: int,
        columns: dict[str, Table] | None = None,
        calendars: Table | None = None,
        *,
        keeps_record: bool = True,
    ) -> None:
        """Bring everything to where it is before a replication.

        Args:
            luck: word of the replication.
            columns: instead of the model's, where random outages give tools calendars of their own.
            calendars: the rows of these.
            keeps_record: whether tasks and visits are written down, or added up.
        """
        if columns is not None:
            self._take_columns(columns)
        else:
            for name, values in self._first_columns.items():
                self.columns[name][:] = values
        self.world[:] = self._first_world
        self.world["luck"] = luck
        self.world["keeps_record"] = keeps_record
        for name, rows in self._first.items():
            self.tables[name][:] = rows
        if calendars is not None:
            self.tables["calendars"][:] = calendars
        self.tables["queues"]["root"] = -1
        self.tables["queues"]["offered"] = 0
        self.tables["idle_words"][:] = 0
        self.tables["hours"].fill(0)
        self.tables["ratings"].fill(0)
        self._plant_tree()

    def grow(self, table: str) -> None:
        """Give a table twice its room."""
        self._room[table] *= 2
        kept = {name: self.tables[name] for name in (table, *_BESIDE.get(table, ()))}
        self._allocate(table)
        for name, rows in kept.items():
            if name != "tree":
                self.tables[name][: len(rows)] = rows
        if table == "actors":
            fresh = slice(len(kept["queues"]), None)
            self.tables["queues"]["root"][fresh] = -1
            self._plant_tree()
            moments = kept["tree"]["moment"][len(kept["tree"]) // 2 :]
            first = len(self.tables["tree"]) // 2
            self.tables["tree"]["moment"][first : first + len(moments)] = moments
        self._address()

    def _allocate(self, table: str) -> None:
        """Make room for a table, and for those that have rows for each of its rows."""
        room, w = self._room[table], self._first_world[0]
        self.tables[table] = np.zeros(room, TABLES[table])
        beside: dict[str, int] = {}
        if table == "actors":
            queues = int(2 * w["step_count"] + w["pool_count"]) + 1 + room
            beside = {
                "levels": room * int(w["skill_count"]),
                "hours": room * int(w["span_count"] * w["segment_count"]),
                "ratings": room * int(w["step_count"]),
                "attendance": room * int(w["lever_count"]),
                "taught": room * int(w["lesson_count"]),
                "queues": queues,
                "offered": queues,
                "idle_words": room // 64 + 1,
                "tree": 2 * 2 ** (room - 1).bit_length(),
            }
        elif table == "tasks":
            beside = {"works": room * int(w["step_count"]), "passes": room * int(w["counter_count"])}
        elif table == "tokens":
            beside = {"redos": room * int(w["redo_room"])}
        for name, count in beside.items():
            self.tables[name] = np.zeros(max(count, 1), TABLES[name])
        if "pool_queues" not in self.tables:
            self.tables["pool_queues"] = np.zeros(
                2 * int(w["step_count"] * w["pool_count"]) + 1, TABLES["pool_queues"]
            )

    def _plant_tree(self) -> None:
        tree = self.tables["tree"]
        leaves = len(tree) // 2
        tree["moment"] = np.inf
        tree["winner"][leaves:] = np.arange(leaves)
        tree["winner"][:leaves] = 0

    def _take_columns(self, columns: dict[str, Table]) -> None:
        """Let these columns be the kernel's."""
        self.columns = {name: values.copy() for name, values in columns.items()}
        self._address()

    def _address(self) -> None:
        """Write down where everything stands: in the world, and for the replications to come."""
        for w in (self._first_world, self.world):
            w["leaves"] = len(self.tables["tree"]) // 2
            for name, rows in self.tables.items():
                w[name] = rows.ctypes.data
                w[name + "_room"] = self._room.get(name, len(rows))
            for name, values in self.columns.items():
                w[name] = values.ctypes.data
                w[name + "_size"] = len(values)

    @property
    def address(self) -> int:
        """Where the world stands."""
        return int(self.world.ctypes.data)

    def count(self, name: str) -> int:
        """Return a whole number of the world."""
        return int(self.world[name][0])


_BESIDE = {
    "actors": (
        "levels",
        "hours",
        "ratings",
        "attendance",
        "taught",
        "queues",
        "offered",
        "idle_words",
        "tree",
    ),
    "tasks": ("works", "passes"),
    "tokens": ("redos",),
}
