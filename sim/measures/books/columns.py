"""The columns of the books: name, type, unit and meaning, once."""

from sim.records.columns import Column

SPANS = (
    Column("span", "int64", "-", "number of the stretch, task by task, in order of time"),
    Column("task", "int64", "-", "its task"),
    Column("phase", "int64", "-", "0 before the run, 1 at the door, 2 in transit, 3 waiting, 4 in hand"),
    Column("step", "int64", "index", "the step that it is for; -1 at the door"),
    Column("visit", "int64", "-", "the visit that it belongs to; -1 where none has begun"),
    Column("since", "float64", "h", "when it begins"),
    Column("until", "float64", "h", "when it ends; the horizon for one that is open"),
    Column("rework", "bool", "-", "lies between a review that sent work back and the end of the next"),
)

HOURS = (
    Column("span", "int64", "-", "the stretch that the hours are of"),
    Column("cause", "int64", "-", "what they are booked to, a Cause"),
    Column("within", "int64", "-", "the same but for rework: what those hours of the rework went into"),
    Column("side", "int64", "-", "0 human, 1 machine, 2 interaction, 3 before the run"),
    Column("pool", "int64", "index", "the pool that worked, or for which it waited; -1 for none"),
    Column("hours", "float64", "h", "elapsed hours of the task's life"),
)

DEFECTS = (
    Column("visit", "int64", "-", "the visit that made it"),
    Column("task", "int64", "-", "its task"),
    Column("step", "int64", "index", "where it was made"),
    Column("actor", "int64", "-", "who made it"),
    Column("birth", "int64", "-", "what it is booked to, a Birth"),
    Column("side", "int64", "-", "0 human, 1 machine, 2 interaction"),
    Column("fate", "int64", "-", "what became of it, a Fate"),
    Column("judge", "int64", "-", "the review visit that found it, missed it or let it pass; -1 for none"),
    Column("passed_at", "int64", "index", "the step of a review that let it out; -1 for none"),
    Column("passed_side", "int64", "-", "the side of what let it out; -1 where nothing did"),
)
