"""What every picture of a report is made of: who appears in it, its panels, and what is said about it."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.findings import Replications
from sim.report.bands import Band
from sim.report.moments import Moment
from sim.report.style import INK, colours_of, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE_HEIGHT = 0.55
"""Room for the title of a figure [inch]."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with what is said about it.

    Attributes:
        name: of its files, e.g. ``differences``.
        title: what it shows, standing over it.
        reading: how to read it, in a sentence or two.
        alt: what it shows in words and numbers, for those who cannot see it.
        figure: the drawing.
    """

    name: str
    title: str
    reading: str
    alt: str
    figure: "Figure"

    def svg(self) -> str:
        """Return the figure as SVG text, the same each time; its parts then stay where they have been put."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        drawn, figure, dots = io.StringIO(), self.figure, self.figure.dpi
        canvas: Any = FigureCanvasSVG(figure)
        figure.dpi = canvas.fixed_dpi
        if (layout := figure.get_layout_engine()) is not None:
            layout.execute(figure)  # ``savefig`` would draw the whole figure once more for that
        figure.set_layout_engine("none")
        canvas.print_svg(drawn, metadata={"Date": None})
        figure.dpi = dots
        return drawn.getvalue()

    def write_png(self, path: Path, receipt: str) -> None:
        """Write the figure, whose parts are in their places, into a PNG file that says what it shows."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        canvas: Any = FigureCanvasAgg(self.figure)
        canvas.print_png(path, metadata={"Title": self.title, "Description": _about(self.alt, receipt)})


def with_receipt(svg: str, title: str, alt: str, receipt: str) -> str:
    """Return a drawing that is a file of its own, with its title, what it shows, and the key of its run."""
    start = svg.index(">", svg.index("<svg")) + 1
    about = f"<title>{escape(title)}</title><desc>{escape(_about(alt, receipt))}</desc>"
    return f"{svg[:start]}\n{about}{svg[start:]}"


def _about(alt: str, receipt: str) -> str:
    return f"{alt} Receipt {receipt}: sim replay {receipt} makes its numbers again."


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears in the figures: the strategies, the baseline first, and the time they run.

    Attributes:
        strategies: what each gave.
        baseline: its name; ``""`` when a strategy stands alone.
        run_length, warm_up: [h].
        standards: acceptance standards of the steps [0-1].
        moments: when levers act.
        is_steady: whether a steady state is measured, of which one wants to see that it is one.
    """

    strategies: Sequence[Replications]
    baseline: str
    run_length: float
    warm_up: float
    standards: Sequence[float] = ()
    moments: Sequence[Moment] = ()
    is_steady: bool = False

    @property
    def colours(self) -> dict[str, str]:
        """Colour of each strategy."""
        return colours_of([each.strategy for each in self.strategies], self.baseline)

    @property
    def reference(self) -> Replications | None:
        """The baseline, where there are others to set before it."""
        found = [each for each in self.strategies if each.strategy == self.baseline]
        return found[0] if found and len(self.strategies) > 1 else None

    @property
    def others(self) -> Sequence[Replications]:
        """The strategies that get a panel of their own."""
        return [each for each in self.strategies if each is not self.reference]

    @property
    def count(self) -> int:
        """Replications of each strategy."""
        return len(self.strategies[0].values)


def grid(
    title: str, panels: int, across: int, height: float, *, share: bool = False
) -> "tuple[Figure, list[Axes]]":
    """Return a titled figure with so many panels, each ``height`` inch high, and its axes by rows."""
    across = min(across, max(1, panels))
    down = math.ceil(panels / across)
    figure = new_figure(TITLE_HEIGHT + down * height)
    figure.suptitle(title, x=0.01, ha="left", fontsize=11.5, fontweight="bold", color=INK)
    axes = figure.subplots(down, across, sharex=share, sharey=share, squeeze=False).flatten()
    for spare in axes[panels:]:
        spare.remove()
    return figure, list(axes[:panels])


def label_edges(
    ax: "Axes", place: int, panels: int, label: str, across: int, *, same_axis: bool = True
) -> None:
    """Label the horizontal axis of the lowest panel of each column, the vertical one at the left.

    Panels whose vertical axes are not the same keep their labels.
    """
    lowest = place + across >= panels
    ax.set_xlabel(label if lowest else "")
    ax.tick_params(axis="x", labelbottom=lowest)
    if same_axis and place % across:
        ax.set_ylabel("")


def warm_up_and_moments(cast: Cast) -> str:
    """Return what is shaded and what the letters stand for, as the end of a reading."""
    shaded = " Shaded: warm-up, left out of the measures." if cast.warm_up > 0 else ""
    said = ". ".join(moment.words for moment in cast.moments)
    return f"{shaded} Dotted: {said}." if said else shaded


def cut(whole: Band, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Band:
    """Return a band of some of its places."""
    return Band(whole.low[keep], whole.middle[keep], whole.high[keep])


def grey_of(cast: Cast) -> str:
    """Return who is drawn in grey, as a sentence."""
    return f"Grey: '{cast.baseline}'." if cast.reference else ""
