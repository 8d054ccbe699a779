"""The causal-loop diagram of the loops that were knocked out, as an SVG to stand in a page."""

from sim.experiments.knockout import Knockout
from sim.report.loop_map import loop_map
from sim.report.page import inline_svg
from sim.report.picture import Picture
from sim.rules.loops import LOOPS


def loop_effects_svg(found: Knockout, measure: str) -> str:  # noqa: ARG001
    """Return the diagram of the loops of a knock-out; each loop is a link to ``#loop-NAME``."""
    figure = loop_map([loop for loop in LOOPS if loop.name in found.loops], "")
    return inline_svg("loops", Picture("loops", "", "", "", figure).svg())
