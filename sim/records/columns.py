"""The columns of a run record: name, type, unit and meaning, once.

Indices point into the model's ``Names``.  Times are hours from the start of the scenario.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    dtype: str
    unit: str
    meaning: str


TASKS = (
    Column(
        "task",
        "int64",
        "-",
        "number of the task, in order of arrival over all types; those of a snapshot come first, work in "
        "process before the backlog",
    ),
    Column("task_type", "int64", "index", "its type"),
    Column(
        "number",
        "int64",
        "-",
        "arrival number within its type, its identity for luck in open sources; in a snapshot up to -1; "
        "a repair has its parent's",
    ),
    Column("parent", "int64", "-", "the delivered task that came back as this repair; -1 for none"),
    Column("priority", "int64", "rank", "0 urgent, 1 high, 2 normal, 3 low"),
    Column("topic", "int64", "-", "topic within the type, 0 up"),
    Column(
        "difficulty_score",
        "float64",
        "sd",
        "how hard the task is, in standard deviations of its steps' difficulty",
    ),
    Column("arrived_at", "float64", "h", "when it entered; in a snapshot up to 0"),
    Column("due_at", "float64", "h", "promised delivery; inf for none"),
    Column("delivered_at", "float64", "h", "when it left; nan while inside"),
    Column(
        "quality",
        "float64",
        "1",
        "delivered quality, 0-1; nan when no step of it makes quality, or while inside",
    ),
    Column("defective", "bool", "-", "delivered with a defect (an escaped defect)"),
    Column(
        "value",
        "float64",
        "currency",
        "value earned by the delivery, less what a defect loses; 0 while inside and for repairs",
    ),
    Column("service_time", "float64", "h", "hands-on time of all its visits so far"),
    Column("visits", "int64", "-", "visits ended so far"),
    Column("reworks", "int64", "-", "visits that repeated work after a review sent it back"),
    Column("hand_offs", "int64", "-", "changes of owner"),
)

VISITS = (
    Column(
        "visit", "int64", "-", "number of the visit, in order of ending (those in hand at the horizon last)"
    ),
    Column("task", "int64", "-", "its task"),
    Column("step", "int64", "index", "its step"),
    Column("attempt", "int64", "-", "how many times the task has been at this step, 1 up"),
    Column("actor", "int64", "-", "who did it, a row of the actors' table"),
    Column("mode", "int64", "-", "0 solo, 1 assisted, 2 automated"),
    Column("only_pool", "int64", "index", "the only pool that might do it; -1: any that the step prefers"),
    Column("only_actor", "int64", "-", "the only actor who might do it; -1: anyone"),
    Column(
        "asked_at",
        "float64",
        "h",
        "when the task set out for the step, in this run: what it came from had ended",
    ),
    Column("ready_at", "float64", "h", "when it joined the queue of the step, after its time in transit"),
    Column("started_at", "float64", "h", "when the actor took it"),
    Column("ended_at", "float64", "h", "when it ended; nan when it was in hand at the horizon"),
    Column(
        "service_time",
        "float64",
        "h",
        "hands-on hours of the actor, time off left out; planned hours while in hand",
    ),
    Column(
        "requirement",
        "float64",
        "h",
        "full effort drawn for the visit, at nominal speed, solo; before the share of a rework, and losses",
    ),
    Column(
        "time_factor", "float64", "factor", "time with a tool's help over time alone; 1 without such help"
    ),
    Column("match", "float64", "0-1 scale", "of the actor to the step, alone; a tool's on the topic"),
    Column("ai_lift", "float64", "0-1 scale", "what a tool's help put to the match; below 0 it misled"),
    Column("match_loss", "float64", "0-1 scale", "what hand-off, strain and haste took off the match"),
    Column("ai_share", "float64", "1", "share of its effort that AI made, 0-1"),
    Column("quality", "float64", "1", "quality of what it made, 0-1; nan for a step without quality"),
    Column("defective", "bool", "-", "quality below the step's standard"),
    Column(
        "outcome",
        "int64",
        "-",
        "0 no review, 1 passed, 2 sent back rightly, 3 sent back by false alarm, "
        "4 passed because the limit was reached, 5 handed over at the end of a shift",
    ),
    Column("rework", "bool", "-", "repeats work that a review sent back"),
    Column("hand_off", "bool", "-", "the owner differs from that of the previous visit on this branch"),
)

WAITING = (
    Column("task", "int64", "-", "a task that waits at the horizon, or is on its way to a queue"),
    Column("step", "int64", "index", "the step that it asks for"),
    Column("attempt", "int64", "-", "how many times the task has been at this step, this one counted"),
    Column("only_pool", "int64", "index", "the only pool that may do it; -1: any that the step prefers"),
    Column("only_actor", "int64", "-", "the only actor who may do it; -1: anyone"),
    Column("asked_at", "float64", "h", "when the task set out for the step"),
    Column("ready_at", "float64", "h", "when it joined the queue; nan: still in transit"),
    Column("rework", "bool", "-", "repeats work that a review sent back"),
)

ACTORS = (
    Column("actor", "int64", "-", "number of the actor"),
    Column("pool", "int64", "index", "its pool (people, tool slots or freelancers)"),
    Column("seat", "int64", "-", "place in the pool, 0 up; those with a name come first"),
    Column("calendar", "int64", "-", "its hours, a calendar of the duties' table"),
    Column("posted_at", "float64", "h", "when its seat was there to be filled; inf if it never was"),
    Column("joined_at", "float64", "h", "when it began to work here; inf if it never did"),
    Column("full_at", "float64", "h", "when its ramp as a newcomer ends; -inf: no newcomer"),
    Column("left_at", "float64", "h", "when it left, or the search for it ended; inf if it stayed"),
    Column("rate", "float64", "currency/h", "wage or freelance rate; 0 for tools"),
    Column("busy_time", "float64", "h", "hands-on hours after the warm-up, up to the horizon"),
    Column("available_time", "float64", "h", "hours on duty after the warm-up, up to the horizon"),
    Column("training_time", "float64", "h", "of these, off the line in training"),
    Column("prolonged_time", "float64", "h", "of these, beyond normal hours, as pressure has prolonged them"),
    Column("overtime", "float64", "h", "hours worked beyond normal hours after the warm-up"),
)

WEEKS = (
    Column("week", "int64", "-", "week of the run, 1 up"),
    Column("ended_at", "float64", "h", "end of the week, or the horizon"),
    Column("arrivals", "int64", "tasks", "tasks that entered in the week; those of a snapshot are none"),
    Column("delivered", "int64", "tasks", "tasks delivered in the week, repairs left out"),
    Column("good", "int64", "tasks", "of these, without a defect"),
    Column("wip", "int64", "tasks", "tasks inside at the end of the week, door included"),
    Column("mean_wip", "float64", "tasks", "time average of the tasks inside over the week"),
    Column("quality", "float64", "1", "mean quality of the week's deliveries; nan for none"),
    Column("value", "float64", "currency", "earned by the week's deliveries, less what their defects lose"),
    Column("cost", "float64", "currency", "of the week: the ledger's amounts"),
)

POOL_WEEKS = (
    Column("week", "int64", "-", "week of the run, 1 up"),
    Column("pool", "int64", "index", "the pool"),
    Column("busy_time", "float64", "h", "hands-on hours in the week"),
    Column("available_time", "float64", "h", "hours on duty in the week"),
    Column("training_time", "float64", "h", "of these, off the line in training"),
    Column("actors", "int64", "persons", "actors in the pool at the end of the week"),
)

STOCKS = (
    Column("week", "int64", "-", "week of the run, 1 up"),
    Column("pool", "int64", "index", "the pool"),
    Column("stock", "int64", "index", "what it is, a Stock"),
    Column("skill", "int64", "index", "the skill, where the stock is a skill or its spread; -1 otherwise"),
    Column(
        "value",
        "float64",
        "of the stock",
        "mean over those present at the end of the week; pressure and what follows from it: what held in it",
    ),
)

LEDGER = (
    Column("account", "int64", "index", "what the money is for, an Account"),
    Column("pool", "int64", "index", "the pool or tool it is for"),
    Column("amount", "float64", "currency", "over the whole run"),
    Column("measured_amount", "float64", "currency", "of this, after the warm-up"),
)

ABSENCES = (
    Column("actor", "int64", "-", "who was off the line, a row of the actors' table"),
    Column("since", "float64", "h", "since when; on duty or not"),
    Column("until", "float64", "h", "until when; nan while it lasts at the horizon"),
)

DUTIES = (
    Column("calendar", "int64", "-", "number of the calendar"),
    Column("begins_at", "float64", "h", "of an interval on duty, as it was worked"),
    Column("ends_at", "float64", "h", "of it, overtime included; it may lie beyond the horizon"),
)

LEVERS = (
    Column("lever", "int64", "-", "event of the strategy, in order of planned dates"),
    Column("acted_at", "float64", "h", "when it acted; a rule: for the first time; inf: never in the run"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "tasks": TASKS,
    "visits": VISITS,
    "waiting": WAITING,
    "actors": ACTORS,
    "weeks": WEEKS,
    "pool_weeks": POOL_WEEKS,
    "stocks": STOCKS,
    "ledger": LEDGER,
    "absences": ABSENCES,
    "duties": DUTIES,
    "levers": LEVERS,
}
"""Every table of a run record."""
