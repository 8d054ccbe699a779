"""A task's life as a time line: each stretch with when, how long, what, who and why."""

from typing import TYPE_CHECKING

from sim.experiments.tasks.life import Stretch, TaskLife
from sim.experiments.tasks.names import lasting, moment_in_short
from sim.measures.books.causes import CAUSES, Phase
from sim.records.record import Outcome
from sim.scenario.telling.wording import count, spoken

if TYPE_CHECKING:
    from rich.table import Table

FEW = 3
"""So many people are named; of more there is their number (assumed)."""
SMALL = 1.0 / 60.0
"""Hours that are not told in a column [h]."""
ENDS = {
    Outcome.PASSED: "passed",
    Outcome.SENT_BACK: "sent back",
    Outcome.FALSE_ALARM: "sent back by false alarm",
    Outcome.LIMIT_REACHED: "let pass: the limit on rework",
    Outcome.HANDED_OVER: "handed over",
}


def time_line(life: TaskLife) -> "Table":
    """Return a line for each stretch of a task's life."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in ("from", "for", "what", "who", "why"):
        table.add_column(name, justify="right" if name == "for" else "left", no_wrap=name in ("from", "for"))
    for stretch in life.stretches:
        cells = (
            moment_in_short(stretch.since, life.start),
            lasting(stretch.hours),
            what(stretch),
            whom(stretch),
            why(stretch),
        )
        table.add_row(*map(escape, cells), style=None if stretch.phase is Phase.IN_HAND else "dim")
    return table


def what(stretch: Stretch) -> str:
    """Return what a stretch is, and for which step."""
    step = spoken(stretch.step)
    name = {
        Phase.EARLIER: "before the run",
        Phase.DOOR: "at the door",
        Phase.TRANSIT: f"on the way to {step}",
        Phase.WAITING: f"waits for {step}",
        Phase.IN_HAND: step,
    }[stretch.phase]
    return f"{name} (rework)" if stretch.is_rework else name


def whom(stretch: Stretch) -> str:
    """Return who has the task in hand, or might have taken it."""
    helped = f" with {spoken(stretch.tool)}" if stretch.tool else ""
    return (", ".join(stretch.who) if len(stretch.who) <= FEW else count(len(stretch.who), "actor")) + helped


def why(stretch: Stretch) -> str:
    """Return what the hours of a stretch are booked to, most first, and how it ends."""
    parts = [part for part in stretch.parts if part.hours >= SMALL]
    if len(parts) == 1:
        said = [CAUSES[parts[0].cause].name]
    else:
        said = [f"{lasting(part.hours)} {CAUSES[part.cause].name}" for part in parts]
    end = ENDS.get(stretch.outcome) if stretch.outcome is not None else None
    return "; ".join([*said, *([end] if end else [])])


def print_time_line(life: TaskLife) -> None:
    """Print the time line of a task, plain where nobody watches."""
    from rich.console import Console

    Console(highlight=False).print(time_line(life))
