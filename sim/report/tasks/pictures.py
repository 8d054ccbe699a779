"""A task's life and the work of those whom it waited for, as Gantt charts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.experiments.tasks.life import Stretch, TaskLife
from sim.experiments.tasks.names import lasting, moment_in_words
from sim.experiments.tasks.pool import Kind, PoolDays, Row, pool_days
from sim.experiments.tasks.task import Told
from sim.measures.books.causes import Cause, Phase
from sim.records.record import Outcome
from sim.report.picture import TITLE_HEIGHT, Picture
from sim.report.style import BASELINE, FAINT, INK, PALETTE, RULE, new_figure
from sim.report.tasks.time_axis import days_below
from sim.scenario.telling.wording import count, listed, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORK, QUEUE, OFF, WAY, RULES, ABSENT, DOWN = (
    "work", "those who may do it are busy", "off duty", "on the way", "limit on work in process",
    "training, newcomers, empty seats", "tool down",
)  # fmt: skip
COLOURS = {
    WORK: PALETTE[0],
    QUEUE: PALETTE[1],
    OFF: RULE,
    WAY: PALETTE[2],
    RULES: PALETTE[4],
    ABSENT: PALETTE[3],
    DOWN: PALETTE[5],
}
FAMILY = {
    **dict.fromkeys((Cause.PERSON, Cause.FREELANCER, Cause.TOOL), WORK),
    **dict.fromkeys((Cause.PROMPTING, Cause.AI_REVIEW), WORK),
    **dict.fromkeys((Cause.BUSY, Cause.PRIORITY, Cause.BATCH, Cause.REVIEW_QUEUE, Cause.SLOT), QUEUE),
    **dict.fromkeys((Cause.OFF_SHIFT, Cause.ABSENCE, Cause.EARLIER), OFF),
    **dict.fromkeys((Cause.TRAINING, Cause.ONBOARDING, Cause.VACANCY, Cause.MARKET), ABSENT),
    Cause.HAND_OFF: WAY,
    Cause.LIMIT: RULES,
    Cause.OUTAGE: DOWN,
}
"""What is drawn alike."""
KINDS = {Kind.FIRST_PASS: "first pass", Kind.REWORK: "rework", Kind.REVIEW: "review"}
KIND_COLOURS = {Kind.FIRST_PASS: PALETTE[5], Kind.REWORK: PALETTE[1], Kind.REVIEW: PALETTE[2]}
IN_HAND, LYING = 0.72, 0.3
"""Heights of a bar."""
ROW = 0.32
"""Height of a row [inch]."""
DOOR = "at the door"


def task_pictures(told: Told) -> Iterator[Picture]:
    """Yield the pictures of a task: its time line, and the work of the pool that it waited for longest."""
    yield time_line_picture(told.life)
    days = pool_days(told)
    if days is not None and days.rows:
        yield pool_picture(told.life, days)


def time_line_picture(life: TaskLife) -> Picture:
    """Return the stretches of a task's life as bars, a row for each step."""
    title = f"The life of task {life.task:,} ({spoken(life.task_type)})"
    rows = list(dict.fromkeys(_row_of(each) for each in life.stretches if each.phase is not Phase.EARLIER))
    beside = list(dict.fromkeys(f"{spoken(each.step)} (beside)" for each in life.beside))
    figure, ax = _chart(title, [*rows, *beside])
    drawn: dict[str, None] = {}
    for stretch in life.stretches:
        if stretch.phase is not Phase.EARLIER:
            drawn |= dict.fromkeys(_draw(ax, stretch, rows.index(_row_of(stretch))))
    for each in life.beside:
        row = len(rows) + beside.index(f"{spoken(each.step)} (beside)")
        _bar(ax, row, each.since, each.started, RULE, LYING)
        _bar(ax, row, each.started, each.until, BASELINE, LYING)
    since = max(life.arrived_at, 0.0)
    end = max([since + life.hours, *(each.until for each in life.beside)])
    room = 0.02 * max(end - since, 1.0)
    days_below(ax, since - room, end + room, life.start)
    _legend(figure, {name: COLOURS[name] for name in COLOURS if name in drawn})
    reading = (
        "Thick: in hand; thin: it lies, by what most of those were doing who might have taken it. "
        + ("Thin rows below: branches that ran beside it, dark while in hand. " if beside else "")
        + f"Replication {life.replication} of seed {life.seed} under '{life.strategy}': the luck of one task."
    )
    return Picture("time-line", title, reading, f"{title}. {life.story}", figure)


def pool_picture(life: TaskLife, days: PoolDays) -> Picture:
    """Return what a pool worked on around the longest wait of a task for it, a row for each actor."""
    title = f"What the {spoken(days.pool)} did while task {life.task:,} waited"
    figure, ax = _chart(title, [row.name for row in days.rows])
    for place, row in enumerate(days.rows):
        _actor(ax, place, row, days, life.task)
    days_below(ax, days.since, days.until, life.start)
    used = {bar.kind for row in days.rows for bar in row.work if bar.task != life.task}
    keys = {KINDS[kind]: KIND_COLOURS[kind] for kind in KINDS if kind in used}
    if any(bar.task == life.task for row in days.rows for bar in row.work):
        keys[f"task {life.task:,} itself"] = INK
    _legend(figure, {**keys, "off duty": RULE}, training=any(row.training for row in days.rows))
    rest = f" {count(days.left_out, 'more actor')} had no room." if days.left_out else ""
    reading = (
        "A bar is work on a task, by what it is; grey: off duty; white: on duty without a task. "
        f"Replication {life.replication} of seed {life.seed}.{rest}"
    )
    hours = (f"{row.name} {lasting(sum(bar.until - bar.since for bar in row.work))}" for row in days.rows)
    span = f"from {moment_in_words(days.since, life.start)} to {moment_in_words(days.until, life.start)}"
    return Picture("pool", title, reading, f"{title}, {span}. In hand: {listed(hours)}.", figure)


def _row_of(stretch: Stretch) -> str:
    return spoken(stretch.step) if stretch.step else DOOR


def _chart(title: str, rows: list[str]) -> "tuple[Figure, Axes]":
    figure = new_figure(TITLE_HEIGHT + 0.85 + ROW * len(rows))
    figure.suptitle(title, x=0.01, ha="left", fontsize=11.5, fontweight="bold", color=INK)
    ax = figure.subplots()
    ax.set_yticks(range(len(rows)), rows)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.spines["left"].set_visible(False)
    return figure, ax


def _draw(ax: "Axes", stretch: Stretch, row: int) -> Iterator[str]:
    """Draw a stretch moment by moment; yield what was drawn."""
    for moment in stretch.course:
        name = FAMILY[moment.cause]
        height = IN_HAND if name == WORK else LYING
        _bar(ax, row, moment.begin, moment.end, COLOURS[name], height)
        yield name
    if stretch.outcome in (Outcome.SENT_BACK, Outcome.FALSE_ALARM):
        ax.annotate(
            "sent back", (stretch.until, row), (3, 0), "data", "offset points",
            color=INK, fontsize=7.5, va="center",
        )  # fmt: skip


def _actor(ax: "Axes", place: int, row: Row, days: PoolDays, task: int) -> None:
    _bar(ax, place, days.since, days.until, RULE, IN_HAND)
    for since, until in row.duty:
        ax.barh(
            place, until - since, left=since, height=IN_HAND, color="white", edgecolor=RULE, linewidth=0.5
        )
    for since, until in row.training:
        ax.barh(
            place, until - since, left=since, height=IN_HAND, color="white", edgecolor=FAINT, hatch="////",
            linewidth=0.0,
        )  # fmt: skip
    for bar in row.work:
        own = bar.task == task
        ax.barh(
            place, bar.until - bar.since, left=bar.since, height=IN_HAND, linewidth=0.8 if own else 0.4,
            color=INK if own else KIND_COLOURS[bar.kind], edgecolor=INK if own else "white",
            zorder=2 if own else 1,
        )  # fmt: skip


def _bar(ax: "Axes", row: int, since: float, until: float, colour: str, height: float) -> None:
    """Draw a bar, what is high before what is low; its edge keeps one that is short in sight."""
    ax.barh(
        row, until - since, left=since, height=height, color=colour, edgecolor=colour, linewidth=0.6,
        zorder=2.0 if colour == COLOURS[WORK] else 1.0,
    )  # fmt: skip


def _legend(figure: "Figure", colours: dict[str, str], *, training: bool = False) -> None:
    from matplotlib.patches import Patch

    keys = [Patch(facecolor=colour, edgecolor=colour, label=name) for name, colour in colours.items()]
    if training:
        keys.append(Patch(facecolor="white", edgecolor=FAINT, hatch="////", label="training"))
    figure.legend(handles=keys, loc="outside lower left", ncols=4, frameon=False, fontsize=8)
