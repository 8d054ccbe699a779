"""What each feedback loop does to a measure, in one causal-loop diagram whose loops are links.

Each loop has a strand of its own on every link of its walk, as wide as its share is large: a link that
several loops use is then as wide as their shares together, each loop can be followed all the way round and
pointed at, and a raising and a lowering loop on the same link do not hide each other.  Polarities of the
links stand at their heads, in ink, since colour says what a loop does.
"""

from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, tostring

from sim.experiments.knockout import Knockout
from sim.experiments.telling import spoken_title, telling_of
from sim.report.knockout import KIND, Effect, effect_in_words, effect_of, measure_of, signed
from sim.report.loop_composition import Composition, Frame, composition, is_clockwise, text_boxes
from sim.report.loop_curves import Box
from sim.report.loop_effects_drawing import (
    INCH,
    STYLE,
    WIDTH,
    Sheet,
    Told,
    draw_frame,
    draw_label,
    draw_links,
    draw_strands,
    label_size,
)
from sim.report.loop_effects_key import KEY_ROOM, draw_key
from sim.report.loop_graph import LoopGraph, graph_of
from sim.report.loop_layout import Area
from sim.report.loop_strands import strands_of
from sim.report.page import with_minus
from sim.report.slide import DOTS, TextSize
from sim.report.style import figure_style
from sim.rules.loops import LOOPS, Loop

OF_VARIABLE, OF_LOOP, LEAST = 2.0, 1.7, 1.9
"""Room that each variable and each loop takes [inch²], and the least height of it all [inch]."""
SIDE, ABOVE, BELOW = 0.75, 0.85, 0.4
"""Room beside, above and below the middles of the outermost variables [inch]."""
BESIDE = 0.1
"""Room that links, which may be wide, keep from names beyond the usual [inch]."""
USUAL = "+0.00 ± 0.00"
"""A share of the usual length, for which room is kept when the loops are arranged."""


def loop_effects_svg(found: Knockout, measure: str) -> str:
    """Return the loops of a knock-out in one diagram: an SVG element that can stand in a page as it is.

    Each loop is a link to ``#loop-NAME``; the element's own id is ``diagram_of(measure)``.  The same
    knock-out always gives the same text.

    Args:
        found: what each loop does.
        measure: name of the measure whose shares are drawn.
    """
    loops = loops_of(found)
    graph, shares = graph_of(loops), [found.share[loop.name][measure] for loop in loops]
    told = telling_of(measure_of(found, measure), found.currency)
    strands = strands_of(graph, shares)
    says = [
        Told(loop, effect_of(share), with_minus(signed(told.of(share))))
        for loop, share in zip(loops, shares, strict=True)
    ]
    with figure_style():
        size, frame, arranged = _text_size(), frame_of(graph), _arranged(loops)
        labels = [label_size(each, size) for each in says]
        halves = [0.5 * width / INCH for width in strands.links]
        signs, names, _ = text_boxes(graph, frame, arranged.variables, arranged.curves, labels, halves)
        sheet = Sheet(_top(frame))
        root = _root(found, measure, sheet)
        together = SubElement(root, "g", {"class": "loops"})
        on_top = SubElement(root, "g", {"class": "on-top", "aria-hidden": "true"})
        for number, each in enumerate(says):
            link = _link(together, found, measure, each)
            draw_strands(link, sheet, arranged.curves, strands, number, each.effect)
            draw_frame(link, sheet, names[number])
            turn = is_clockwise(graph, number, arranged.variables)
            draw_label(on_top, sheet, each, names[number], clockwise=turn)
        draw_links(on_top, sheet, graph, arranged, signs, strands)
        draw_key(root, sheet, strands, told, delays=any(arrow.late for arrow in graph.arrows))
    return tostring(root, encoding="unicode") + "\n"


def leading_to(svg: str, page: str) -> str:
    """Return a diagram that stands outside the page that its links lead to, given by its path."""
    return svg.replace(' href="#', f' href="{page}#')


def loops_of(found: Knockout) -> tuple[Loop, ...]:
    """Return the loops of a knock-out, as the registry has them."""
    return tuple(loop for loop in LOOPS if loop.name in found.loops)


def anchor_of(loop: str) -> str:
    """Return the id of the place where a page tells of a loop."""
    return f"loop-{loop}"


def diagram_of(measure: str) -> str:
    """Return the id of the diagram of a measure, which its file is called by, too."""
    return f"loop-effects-{measure}"


def frame_of(graph: LoopGraph) -> Frame:
    """Return the room of a diagram: as wide as a page, as high as its variables and loops need."""
    whole, wide = WIDTH / INCH, WIDTH / INCH - 2.0 * SIDE
    needed = OF_VARIABLE * len(graph.variables) + OF_LOOP * len(graph.loops)
    area = Area(left=SIDE, bottom=KEY_ROOM + BELOW, width=wide, height=max(LEAST, needed / wide))
    foot, top = KEY_ROOM, area.bottom + area.height + ABOVE - 0.5
    page = Box(0.5 * whole, 0.5 * (foot + top), whole - 0.1, top - foot)
    return Frame(area, page, BESIDE)


def _top(frame: Frame) -> float:
    """Return the height of the whole sheet [inch]."""
    return frame.area.bottom + frame.area.height + ABOVE


@lru_cache(maxsize=8)
def _arranged(loops: tuple[Loop, ...]) -> Composition:
    """Return where variables and links stand, whatever the measure, so that pictures can be compared."""
    graph, size = graph_of(loops), _text_size()
    labels = [label_size(Told(loop, Effect.UNCLEAR, USUAL), size) for loop in loops]
    return composition(graph, frame_of(graph), size, labels)


def _text_size() -> TextSize:
    from matplotlib.figure import Figure

    return TextSize(Figure(dpi=DOTS))


def _root(found: Knockout, measure: str, sheet: Sheet) -> Element:
    asked = measure_of(found, measure)
    unit = telling_of(asked, found.currency).of_difference
    title = f"What each feedback loop does to {spoken_title(asked)} [{unit}]"
    root = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg",
        "id": diagram_of(measure),
        "class": "loop-effects",
        "viewBox": f"0 0 {WIDTH:g} {sheet.height:g}",
        "role": "group",
        "aria-label": title,
    })  # fmt: skip
    SubElement(root, "style").text = STYLE
    SubElement(root, "text", {"x": "10", "y": "20", "class": "strong title"}).text = title
    return root


def _link(parent: Element, found: Knockout, measure: str, each: Told) -> Element:
    """Return the element of a loop, which leads to where the page tells of it."""
    share = found.share[each.loop.name][measure]
    effect = with_minus(effect_in_words(share, measure_of(found, measure), found.currency))
    words = f"{each.loop.name}, {KIND[each.loop.polarity]}: {effect}"
    link = SubElement(parent, "a", {
        "href": f"#{anchor_of(each.loop.name)}",
        "class": str(each.effect),
        "aria-label": f"{words}; go to its knock-out",
    })  # fmt: skip
    SubElement(link, "title").text = words
    return link
