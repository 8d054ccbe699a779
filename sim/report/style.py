"""How figures look: one colour per strategy in all of them, the baseline always grey."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours that the colour-blind tell apart, in order of strategies.

Source: M. Okabe and K. Ito (2008), "Color Universal Design"; its yellow is left out because it
vanishes on white, its black comes last because it looks like text.
"""
BASELINE = "#666666"
"""The baseline's grey, dark enough that those who see no green or red tell it from the palette."""
INK = "#222222"
FAINT = "#6B6B6B"
RULE = "#D9D9D9"
SHADE = "#F2F2F2"
SOURCES = ("#332288", "#882255", "#117733", "#AA4499", "#44AA99", "#999933")
"""Of parts that are no strategies, told apart by hatches as well.

Source: P. Tol (2021), "Colour Schemes", SRON/EPS/TN/09-002, scheme muted.
"""
HATCHES = ("", "///", "---", "\\\\\\", "|||", "xxx")
"""Lines only: dots and rings take a hundred times the room."""
FILL = "#5B6B7B"
"""Of bars that belong to no strategy."""
WIDTH = 7.4
"""Width of every figure [inch]: a column of A4, or a slide at twice the size."""
DOTS_PER_INCH = 200
_SETTINGS: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,  # a strategy's name may hold a dollar sign
    "axes.edgecolor": FAINT,
    "axes.labelcolor": FAINT,
    "axes.labelsize": 8.0,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": FAINT,
    "xtick.labelsize": 8.0,
    "xtick.major.size": 2.5,
    "xtick.major.width": 0.7,
    "ytick.color": FAINT,
    "ytick.labelsize": 8.0,
    "ytick.major.size": 2.5,
    "ytick.major.width": 0.7,
    "figure.constrained_layout.w_pad": 0.09,  # numbers at the ends of two axes must not meet [inch]
    "svg.fonttype": "path",  # the same picture on every machine, whatever fonts it has
    "svg.hashsalt": "workforce-sim",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


def colours_of(strategies: Sequence[str], baseline: str) -> dict[str, str]:
    """Return the colour of each strategy: the baseline's grey, then the palette in order, over and over.

    >>> colours_of(["do nothing", "upskill", "hire"], "do nothing")
    {'do nothing': '#666666', 'upskill': '#0072B2', 'hire': '#D55E00'}
    """
    others = [name for name in strategies if name != baseline]
    return {baseline: BASELINE} | {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(others)}


@contextmanager
def figure_style() -> Iterator[None]:
    """Apply the style while figures are made and saved, and put back what was set before."""
    import matplotlib as mpl

    with mpl.rc_context(_SETTINGS):
        yield


def new_figure(height: float) -> "Figure":
    """Return an empty figure of the standard width, outside any window system.

    Args:
        height: [inch].
    """
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained", dpi=DOTS_PER_INCH)
