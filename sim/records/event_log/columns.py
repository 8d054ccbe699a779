"""The columns of an event log: name, type, unit and meaning, once for all formats."""

from sim.records.columns import Column

CASE = (
    Column("task_type", "string", "-", "type of the task"),
    Column("parent", "int64", "-", "the delivered task that came back as this repair"),
    Column("priority", "string", "-", "urgent, high, normal or low"),
    Column("topic", "int64", "-", "topic within the type, 0 up"),
    Column(
        "difficulty_score",
        "float64",
        "sd",
        "how hard the task is, in standard deviations of its steps' difficulty",
    ),
    Column("due", "time", "ISO 8601", "promised delivery"),
)
"""What holds of a task as a whole."""

EVENT = (
    Column("event", "int64", "-", "number of the event, in order of time, 0 up; the same in every format"),
    Column("case_id", "int64", "-", "the task: its number in the run record"),
    Column(
        "activity",
        "string",
        "-",
        "the step; or the task's arrival or delivery, which have names of their own",
    ),
    Column(
        "transition",
        "string",
        "-",
        "schedule: ready in the queue of the step; start: an actor took it; complete: the visit ended; "
        "arrival and delivery are complete at once",
    ),
    Column("timestamp", "time", "ISO 8601", "when; local time written as UTC, to the microsecond"),
    Column(
        "visit", "int64", "-", "number of the visit in the run record: what was scheduled, started, completed"
    ),
    Column("resource", "string", "-", "who does it: pool and seat, or pool and name"),
    Column("resource_group", "string", "-", "its pool"),
    Column("resource_kind", "string", "-", "person, tool or freelancer"),
    Column("actor", "int64", "-", "number of the actor in the run record"),
    Column("mode", "string", "-", "solo, assisted or automated"),
    Column("attempt", "int64", "-", "how many times the task has been at this step, 1 up"),
    Column("rework", "bool", "-", "repeats work that a review sent back"),
    Column("hand_off", "bool", "-", "the owner differs from that of the previous visit on this branch"),
    Column(
        "outcome",
        "string",
        "-",
        "no review, passed, sent back, false alarm, limit reached (passed because of the limit), or handed "
        "over (at the end of a shift: the rest is another visit)",
    ),
    Column("service_time", "float64", "h", "hands-on hours of the visit, time off left out"),
    Column("quality", "float64", "1", "of what the visit made, 0-1; at the delivery that of the task"),
    Column("defective", "bool", "-", "made with a defect; at the delivery: delivered with one"),
    Column(
        "cost",
        "float64",
        "currency",
        "hands-on hours at the wage or rate of the resource; all else that is paid is in the run's ledger",
    ),
    Column("value", "float64", "currency", "earned by the delivery, less what a defect loses"),
)
"""What holds of an event; empty where it has no meaning."""

COLUMNS = (*EVENT, *CASE)
"""Every column, in the order of the CSV."""
