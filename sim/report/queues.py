"""Queues over time: how many tasks wait before each step, week by week or day by day, in one replication."""

import math

import numpy as np

from sim.measures.backlog import waiting_by_step
from sim.records.record import RunRecord
from sim.report.picture import Picture, grid
from sim.report.style import FAINT, PALETTE, SHADE
from sim.scenario.quantities import HOURS_PER_DAY, HOURS_PER_WEEK
from sim.scenario.telling.wording import spoken

ACROSS, MOST_STEPS = 2, 10
"""Panels side by side; steps that get one, those with the longest queues (assumed)."""
PANEL_HEIGHT = 1.35
"""[inch]."""
DAYS_UP_TO = 20.0
"""Weeks of a run up to which queues are drawn by day (assumed)."""


def queue_picture(record: RunRecord) -> Picture | None:
    """Return the mean number of tasks waiting before each step, a panel for each; None where none waits."""
    by_day = record.horizon <= DAYS_UP_TO * HOURS_PER_WEEK
    width, unit = (HOURS_PER_DAY, "day") if by_day else (HOURS_PER_WEEK, "week")
    number = max(1, math.floor(record.horizon / width + 1e-9))
    edges = np.arange(number + 1, dtype=np.float64) * min(width, record.horizon)
    waiting = waiting_by_step(record, edges)
    means = waiting.mean(axis=1)
    order = [step for step in np.argsort(-means, kind="stable").tolist() if means[step] > 0.0]
    if not order:
        return None
    shown = sorted(order[:MOST_STEPS])
    title = "Tasks waiting before each step"
    figure, panels = grid(title, len(shown), ACROSS, PANEL_HEIGHT, share=False)
    weeks = edges / HOURS_PER_WEEK
    said = []
    for place, (step, ax) in enumerate(zip(shown, panels, strict=True)):
        name, longest = spoken(record.names.steps[step]), int(waiting[step].argmax())
        ax.stairs(waiting[step], weeks, fill=True, color=PALETTE[0], alpha=0.85)
        if record.warm_up > 0.0:
            ax.axvspan(0.0, record.warm_up / HOURS_PER_WEEK, color=SHADE, linewidth=0, zorder=0)
        ax.set_title(name, loc="left", fontsize=9)
        ax.set_xlim(0.0, float(weeks[-1]))
        ax.set_ylim(0.0, max(1.0, 1.08 * float(waiting[step].max())))
        ax.set_ylabel("tasks" if place % ACROSS == 0 else "")
        ax.set_xlabel("weeks from the start" if place + ACROSS >= len(shown) else "")
        ax.tick_params(colors=FAINT)
        peak = f"at most {waiting[step].max():.1f} in {unit} {longest + 1}"
        said.append(f"{name}: {means[step]:.1f} on average, {peak}")
    rest = len(order) - len(shown)
    shaded = " Shaded: warm-up, left out of the measures." if record.warm_up > 0.0 else ""
    more = f" Steps with shorter queues, {rest} of them, are left out." if rest else ""
    reading = (
        f"Mean number of tasks that wait for the step in each {unit}, of one run: replication "
        f"{record.replication} of seed {record.seed}; another one has other queues. Scales differ."
        f"{shaded}{more}"
    )
    return Picture("queues", title, reading, f"{title}, in one run. {'; '.join(said)} [tasks].", figure)
