"""How the parts of a diagram of loop effects are drawn: strands, labels, names and signs.

Labels lie above the strands of all loops, which would hide some of them, and so outside the links; what one
points at, and where the focus is seen, is the frame of the label, which lies in its link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from sim.report.knockout import Effect
from sim.report.loop_composition import VARIABLE_SIZE, Composition, share_of_strokes
from sim.report.loop_curves import Box
from sim.report.loop_graph import LoopGraph, in_lines
from sim.report.loop_strands import Strand, Strands, bundle
from sim.report.slide import SMALLEST, TextSize
from sim.report.style import FAINT, INK, SOURCES
from sim.rules.loops import Loop

Floats = NDArray[np.float64]
INCH = 72.0
"""Pixels of an inch of the composition, so that a point of type is a pixel."""
WIDTH = 680.0
"""[px]."""
BADGE, MARK = 0.44, 0.16
"""Width of the letter in its turning arrow, and of the mark of an effect, with their gaps [inch]."""
NOTCHES, NOTCHED_FROM = "1 11", 3.0
"""White across a lowering strand and what stays of it, and the width from which on it has that [px]."""
BESIDE = 5.0
"""By how much the two strokes of a delay are longer than the link is wide, on either side [px]."""
COLOURS = {Effect.RAISES: SOURCES[5], Effect.LOWERS: SOURCES[0], Effect.UNCLEAR: FAINT}
TURN = Strand(0, 0.0, 1.3)
"""The arrow around the letter of a loop."""
STYLE = f"""
.loop-effects text {{ font: {SMALLEST:g}px sans-serif; fill: {INK}; }}
.loop-effects .variable {{ font-size: {VARIABLE_SIZE:g}px; }}
.loop-effects .title {{ font-size: 15px; }}
.loop-effects .halo {{ paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }}
.loop-effects .name {{ font-style: italic; }}
.loop-effects .quiet {{ fill: {FAINT}; }}
.loop-effects .strong {{ font-weight: bold; }}
.loop-effects .on-top {{ pointer-events: none; }}
.loop-effects .unclear .value {{ fill: {FAINT}; }}
.loop-effects .strand, .loop-effects .notches, .loop-effects .ink {{ fill: none; }}
.loop-effects .notches {{ stroke: #fff; stroke-dasharray: {NOTCHES}; pointer-events: none; }}
.loop-effects .ink {{ stroke: {INK}; }}
.loop-effects .point {{ fill: {INK}; }}
.loop-effects .sign {{ font-size: 16px; }}
.loop-effects .unclear .strand {{ stroke-dasharray: 4 3; }}
.loop-effects .frame {{ fill: transparent; stroke: none; }}
.loop-effects .ground {{ fill: #fff; fill-opacity: 0.8; }}
.loop-effects a {{ cursor: pointer; outline: none; }}
.loop-effects a:hover .frame, .loop-effects a:focus .frame {{ stroke: {INK}; stroke-width: 2px; }}
.loop-effects a:focus-visible .frame {{ stroke-width: 4px; }}
.loop-effects .loops:hover a:not(:hover):not(:focus) {{ opacity: 0.2; }}
.loop-effects .loops:focus-within a:not(:hover):not(:focus) {{ opacity: 0.2; }}
""" + "".join(
    f".loop-effects .{effect} .strand {{ stroke: {colour}; }}\n"
    f".loop-effects .{effect} .head, .loop-effects .{effect} .mark {{ fill: {colour}; }}\n"
    for effect, colour in COLOURS.items()
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the diagram says of a loop.

    Attributes:
        loop: as the registry has it.
        effect: which way its share goes.
        value: the share, without its unit.
    """

    loop: Loop
    effect: Effect
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a diagram, on which y runs downwards.

    Attributes:
        top: its height [inch].
    """

    top: float

    @property
    def height(self) -> float:
        """Its height [px]."""
        return round(INCH * self.top, 1)

    def place(self, points: Floats) -> Floats:
        """Return points of a composition, shape (..., 2), in pixels."""
        flipped: Floats = INCH * (np.array([0.0, self.top]) + np.array([1.0, -1.0]) * points)
        return flipped

    def middle(self, box: Box) -> tuple[float, float]:
        """Return the middle of a box in pixels."""
        x, y = self.place(np.array([box.x, box.y]))
        return float(x), float(y)

    def corner(self, box: Box) -> tuple[float, float, float, float]:
        """Return the upper left corner of a box, its width and its height in pixels."""
        x, y = self.place(np.array([box.x - 0.5 * box.width, box.y + 0.5 * box.height]))
        return float(x), float(y), INCH * box.width, INCH * box.height


def label_size(told: Told, size: TextSize) -> tuple[float, float]:
    """Return width and height of a loop's letter, name and share [inch]."""
    name, value = size.of(in_lines(told.loop.name), SMALLEST), size.of(told.value, SMALLEST)
    return BADGE + max(name[0], MARK + value[0]), max(name[1] + value[1], BADGE)


def draw_strands(
    link: Element, sheet: Sheet, curves: Sequence[Floats], strands: Strands, loop: int, effect: Effect
) -> None:
    """Draw the strands of a loop along its walk, with their parts of the heads."""
    own = [(bundle(sheet.place(curves[s.arrow]), strands.links[s.arrow]), s) for s in strands.of_loop[loop]]
    course, width = " ".join(path(each.body(strand)) for each, strand in own), strands.widths[loop]
    SubElement(link, "path", {"class": "strand", "d": course, "stroke-width": number(width)})
    if effect is Effect.LOWERS and width >= NOTCHED_FROM:
        draw_notches(link, course, width)
    heads = " ".join(path(each.head(strand), closed=True) for each, strand in own)
    SubElement(link, "path", {"class": "head", "d": heads})


def draw_notches(parent: Element, course: str, width: float) -> None:
    """Cut a strand into short pieces, so that one that lowers is known without its colour, too."""
    SubElement(parent, "path", {"class": "notches", "d": course, "stroke-width": number(width + 0.2)})


def draw_frame(parent: Element, sheet: Sheet, box: Box, kind: str = "frame") -> None:
    """Draw the place of a loop's label: in its link as what one points at and where the focus is seen."""
    x, y, wide, high = sheet.corner(box)
    SubElement(parent, "rect", {
        "class": kind, "x": number(x - 3.0), "y": number(y - 3.0), "width": number(wide + 6.0),
        "height": number(high + 6.0), "rx": "4",
    })  # fmt: skip


def draw_label(parent: Element, sheet: Sheet, told: Told, box: Box, *, clockwise: bool) -> None:
    """Write letter, name and share of a loop, on what is hardly to be seen through."""
    left, top, _, high = sheet.corner(box)
    label = SubElement(parent, "g", {"class": str(told.effect)})
    draw_frame(label, sheet, box, "ground")
    middle = left + 0.5 * INCH * BADGE - 1.5, top + 0.5 * high
    _draw_badge(label, told.loop.polarity, *middle, clockwise=clockwise)
    lines = in_lines(told.loop.name).split("\n")
    step, start = high / (len(lines) + 1), left + INCH * BADGE
    for place, line in enumerate(lines):
        write(label, line, start, top + (place + 0.5) * step, "name halo")
    foot = top + (len(lines) + 0.5) * step
    draw_mark(label, told.effect, start + 4.0, foot)
    write(label, told.value, start + INCH * MARK, foot, "value halo")


def draw_links(
    parent: Element,
    sheet: Sheet,
    graph: LoopGraph,
    arranged: Composition,
    signs: Sequence[Box],
    strands: Strands,
) -> None:
    """Write the variables, and at each link its sign and the two strokes of its delay."""
    for place, (arrow, points) in enumerate(zip(graph.arrows, arranged.curves, strict=True)):
        if arrow.late:
            draw_strokes(parent, sheet.place(points), share_of_strokes(points)[0], strands.links[place])
        mark = "+" if arrow.sign > 0 else "−"
        write(parent, mark, *sheet.middle(signs[place]), "sign strong halo", anchor="middle")
    for name, box in zip(graph.variables, arranged.variables, strict=True):
        x, y = sheet.middle(box)
        lines = in_lines(name).split("\n")
        step = INCH * box.height / len(lines)
        for place, line in enumerate(lines):
            at = y + (place - 0.5 * (len(lines) - 1)) * step
            write(parent, line, x, at, "variable halo", anchor="middle")


def write(parent: Element, text: str, x: float, y: float, kind: str, anchor: str = "start") -> None:
    """Write a line of text at half its height."""
    attributes = {"x": number(x), "y": number(y), "dy": "0.36em", "class": kind}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    SubElement(parent, "text", attributes).text = text


def path(points: Floats, *, closed: bool = False) -> str:
    """Return the path through some points, shape (points, 2) [px]."""
    places = "L".join(f"{number(x)} {number(y)}" for x, y in points.tolist())
    return f"M{places}{'Z' if closed else ''}"


def draw_mark(parent: Element, effect: Effect, x: float, y: float) -> None:
    """Draw a triangle up or down, or a question mark, in the middle of a place."""
    if effect is Effect.UNCLEAR:
        write(parent, "?", x, y, "strong halo", anchor="middle")
        return
    up = 1.0 if effect is Effect.RAISES else -1.0
    corners = [(-4.5, 4.0 * up), (4.5, 4.0 * up), (0.0, -4.0 * up)]
    SubElement(parent, "path", {"class": "mark", "d": path(np.array([x, y]) + corners, closed=True)})


def draw_strokes(parent: Element, points: Floats, middle: float, width: float) -> None:
    """Draw the two strokes of a delay across a link.

    Args:
        parent: the element that holds them.
        points: of the link, shape (points, 2) [px].
        middle: how far along it they stand [0-1].
        width: of the link [px].
    """
    place = min(max(1, round(middle * len(points))), len(points) - 2)
    along = points[place + 1] - points[place - 1]
    along /= float(np.hypot(*along))
    reach = (0.5 * width + BESIDE) * np.array([along[1], -along[0]])
    strokes = [points[place] + side * 2.2 * along for side in (-1.0, 1.0)]
    course = " ".join(path(np.array([stroke - reach, stroke + reach])) for stroke in strokes)
    SubElement(parent, "path", {"class": "ink", "d": course, "stroke-width": "1.6"})


def number(value: float) -> str:
    """Return a coordinate or a width as the drawing has it."""
    return f"{round(value, 2) + 0.0:g}"


def _draw_badge(link: Element, letter: str, x: float, y: float, *, clockwise: bool) -> None:
    """Draw R or B in an arrow that turns the way of the loop."""
    angles = np.radians(np.linspace(-50.0, 230.0, 21))
    angles = angles[::-1] if clockwise else angles
    ring = np.stack([x + 11.0 * np.cos(angles), y - 11.0 * np.sin(angles)], axis=1)
    turn, line = bundle(ring, TURN.width), TURN
    SubElement(link, "path", {"class": "ink", "d": path(turn.body(line)), "stroke-width": number(line.width)})
    SubElement(link, "path", {"class": "point", "d": path(turn.head(line), closed=True)})
    write(link, letter, x, y, "strong", anchor="middle")
