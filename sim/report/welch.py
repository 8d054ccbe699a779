"""Has the organisation settled?  Welch's picture: weekly work in process, averaged and smoothed."""

from sim.experiments.settling import averaged
from sim.report.bands import whole_weeks
from sim.report.figures import plot_settling
from sim.report.picture import Cast, Picture, grid, label_edges
from sim.scenario.telling.wording import count
from sim.statistics.warm_up import BATCH, FEWEST_BATCHES, Truncation, moving_average, mser

ACROSS = 2
SMOOTHED_OVER = 10
"""A moving average reaches over one week in so many on each side (assumed)."""


def settling_picture(cast: Cast) -> Picture:
    """Return the picture of work in process from the first week on, with what is left out."""
    title = "Has work in process settled?"
    figure, panels = grid(title, len(cast.strategies), ACROSS, 1.75, share=True)
    weeks = cast.strategies[0].weeks
    whole = whole_weeks(weeks, cast.run_length)
    window = max(1, int(whole.sum()) // SMOOTHED_OVER)
    said = []
    for place, (strategy, ax) in enumerate(zip(cast.strategies, panels, strict=True)):
        weekly = averaged(strategy.series["mean_wip"][:, whole])
        if weekly is None:
            continue
        smooth = moving_average(weekly, window)
        colour = cast.colours[strategy.strategy]
        plot_settling(ax, weeks[whole], weekly, smooth, colour, warm_up=cast.warm_up / 168.0)
        ax.set_title(strategy.strategy, loc="left", fontsize=9, color=colour)
        label_edges(ax, place, len(cast.strategies), "week", ACROSS)
        said.append(f"{strategy.strategy} {_cut(mser(weekly))}")
    reading = (
        f"Thin: mean over {count(cast.count, 'replication')}; thick: Welch's moving average over {window} "
        f"{'week' if window == 1 else 'weeks'} on each side. {_shaded(cast)}"
        f"Where MSER-{BATCH} would cut: {'; '.join(said)}."
    )
    return Picture("settling", title, reading, f"{title} {'; '.join(said)}.", figure)


def _shaded(cast: Cast) -> str:
    return "Shaded: warm-up, left out of the measures. " if cast.warm_up > 0.0 else "Nothing is left out. "


def _cut(found: Truncation) -> str:
    """Return after which week to cut, or why nobody can tell."""
    if found.is_settled:
        return f"week {found.observations}" if found.observations else "nothing"
    is_short = len(found.statistic) == 0
    return f"none: fewer than {BATCH * FEWEST_BATCHES} weeks" if is_short else "none: run longer"
