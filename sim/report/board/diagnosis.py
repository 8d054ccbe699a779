"""The diagnosis as pictures: what each side loses, and where the hours of a task go."""

from sim.experiments.diagnosis.diagnose import Diagnosis
from sim.experiments.diagnosis.loss import SIDES
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval
from sim.report.diagnosis import hours_by_cause, side_in_words
from sim.report.figures import plot_bars
from sim.report.picture import Picture, grid
from sim.report.style import INK

SIDES_HEIGHT, ROW = 1.5, 0.24
"""Height of a panel of three sides, and of a cause [inch]."""


def diagnosis_pictures(found: Diagnosis) -> list[Picture]:
    """Return what would be gained on each side, and the hours that a task loses by cause."""
    return [*_sides(found), *_causes(found)]


def _sides(found: Diagnosis) -> list[Picture]:
    if not found.losses:
        return []
    title = "What good practice would bring, shared out among the sides"
    figure, panels = grid(title, len(found.losses), 3, SIDES_HEIGHT)
    said = []
    for place, (loss, ax) in enumerate(zip(found.losses, panels, strict=True)):
        told = telling_of(loss.measure, found.currency)
        shares = [told.of(loss.share[side]) for side in SIDES]
        plot_bars([side_in_words(side) for side in SIDES], shares, unit=told.of_difference, ax=ax)
        ax.set_title(f"{loss.measure.title}, better by", loc="left", fontsize=9, color=INK)
        if place:
            ax.tick_params(axis="y", labelleft=False)
        said += [
            f"{loss.measure.title}, {side_in_words(side)}: {format_interval(share.mean, share.half_width)} "
            f"{told.of_difference}."
            for side, share in zip(SIDES, shares, strict=True)
        ]
    reading = (
        "Bar: the side's share (Shapley) of what is gained when all three are put to good practice, under "
        "the same luck; line: 95 % interval."
    )
    return [Picture("sides", title, reading, f"{title}. {' '.join(said)}", figure)]


def _causes(found: Diagnosis) -> list[Picture]:
    causes = hours_by_cause(found)
    if not causes:
        return []
    title = "Hours that a task loses, by cause"
    figure, panels = grid(title, 1, 1, 0.6 + ROW * len(causes))
    plot_bars(list(causes), [part.each for part in causes.values()], unit="h per task", ax=panels[0])
    reading = (
        "Bar: mean hours a task, nights and days off left out; line: 95 % interval over replications. The "
        "books add up to the life of every task."
    )
    said = "; ".join(
        f"{name} {format_interval(part.each.mean, part.each.half_width)} h" for name, part in causes.items()
    )
    return [Picture("causes", title, reading, f"{title}: {said}.", figure)]
