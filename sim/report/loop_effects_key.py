"""The key of a diagram of loop effects: how wide is how much, and what colours, lines and letters mean."""

from xml.etree.ElementTree import Element, SubElement

import numpy as np

from sim.experiments.telling import Telling
from sim.experiments.wording import format_number, three_digits
from sim.report.knockout import Effect
from sim.report.loop_effects_drawing import (
    INCH,
    Sheet,
    draw_mark,
    draw_notches,
    draw_strokes,
    number,
    path,
    write,
)
from sim.report.loop_strands import THREAD, WIDEST_LOOP, Strands, legend_numbers
from sim.report.slide import DOTS, SMALLEST, TextSize

KEY_ROOM = 1.15
"""Height of the key [inch]."""
LINE, SAMPLE = 21.0, 34.0
"""Distance of its lines, and length of a line that is shown [px]."""
EFFECTS = (
    (Effect.RAISES, "raises it"),
    (Effect.LOWERS, "lowers it"),
    (Effect.UNCLEAR, "not clear: the interval includes zero"),
)
LINKS = (
    ("+", "more makes more"),
    ("−", "more makes less"),
    ("ǁ", "late"),
    ("R", "reinforces itself"),
    ("B", "holds itself back"),
)


def draw_key(root: Element, sheet: Sheet, strands: Strands, told: Telling, *, delays: bool) -> None:
    """Draw the key along the foot of a sheet.

    Args:
        root: the drawing.
        sheet: its size.
        strands: whose scale is told.
        told: how numbers of the measure are told.
        delays: whether a link is late.
    """
    key = _Key(root, sheet.height - INCH * KEY_ROOM + LINE)
    _tell_widths(key, strands, told)
    key.next_line()
    for effect, words in EFFECTS:
        width = THREAD if effect is Effect.UNCLEAR else 0.5 * WIDEST_LOOP
        key.sample(width, str(effect), notched=effect is Effect.LOWERS)
        draw_mark(SubElement(root, "g", {"class": str(effect)}), effect, key.x + 2.0, key.y)
        key.x += 12.0
        key.words(words)
    key.next_line()
    for mark, words in LINKS:
        if mark != "ǁ":
            key.words(mark, "strong", 4.0)
        elif delays:
            key.delay()
        else:
            continue
        key.words(words)


def _tell_widths(key: "_Key", strands: Strands, told: Telling) -> None:
    """Tell three widths in round numbers, and from which share on there is nothing thinner."""
    if not strands.scale:
        key.words("No loop has a clear share; all strands are as thin.")
        return
    key.words(f"width: share [{told.of_difference}]")
    for value in legend_numbers(told.factor * strands.largest):
        key.sample(strands.scale * value / told.factor, "")
        key.words(format_number(value))
    if strands.is_widened:
        key.words(f"(below {three_digits(told.factor * strands.hair)}: no thinner)")


class _Key:
    """A line of samples and words that grows to the right."""

    def __init__(self, root: Element, y: float) -> None:
        from matplotlib.figure import Figure

        self._root, self._size = root, TextSize(Figure(dpi=DOTS))
        self.x, self.y = 10.0, y

    def next_line(self) -> None:
        """Go on below."""
        self.x, self.y = 10.0, self.y + LINE

    def words(self, text: str, kind: str = "quiet", gap: float = 16.0) -> None:
        """Write some words."""
        write(self._root, text, self.x, self.y, kind)
        weight = "bold" if kind == "strong" else "normal"
        self.x += INCH * self._size.of(text, SMALLEST, weight)[0] + gap

    def sample(self, width: float, kind: str, *, notched: bool = False) -> None:
        """Show a piece of a strand."""
        group = SubElement(self._root, "g", {"class": f"sample {kind}".rstrip()})
        course = path(np.array([[self.x, self.y], [self.x + SAMPLE, self.y]]))
        line = {"class": "strand" if kind else "ink", "d": course, "stroke-width": number(width)}
        SubElement(group, "path", line)
        if notched:
            draw_notches(group, course, width)
        self.x += SAMPLE + 8.0

    def delay(self) -> None:
        """Show a piece of a late link."""
        ends = np.array([[self.x, self.y], [self.x + 20.0, self.y]])
        SubElement(self._root, "path", {"class": "ink", "d": path(ends)})
        draw_strokes(self._root, np.linspace(ends[0], ends[1], 40), 0.5, 1.0)
        self.x += 26.0
