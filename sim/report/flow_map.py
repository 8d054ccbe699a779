"""Stocks and flows of a scenario on one slide: tasks at the steps, and below what accumulates in people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.model.model import Model
from sim.report.flow_graph import (
    OUT,
    FlowGraph,
    Item,
    Layout,
    Passing,
    Reservoir,
    flow_of,
    layout_of,
    reservoirs_of,
)
from sim.report.loop_curves import Box
from sim.report.slide import HEIGHT, SMALLEST, WIDTH, TextSize, new_slide, write
from sim.report.style import FAINT, INK, PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, RIGHT = 2.25, WIDTH - 1.95
"""Ends of the columns of steps [inch]."""
WIDEST, TALLEST, TWO_LINES = 2.7, 0.75, 0.4
"""Most width and height of a step, and least height of one that names who works there [inch]."""
SLIM = 0.45
"""Height of a way that passes a column over that of a step."""
FEW, SPREAD = 3, 1.4
"""Up to so many steps in a column stand farther apart, by this factor."""
TOP, FOOT = HEIGHT - 1.05, 0.62
"""Upper end of the steps, and lower end of everything but the key [inch]."""
LANE = 0.36
"""Room for the work that comes back, above and below the steps [inch]."""
ROW = 0.94
"""Height of a row of stocks of people [inch]."""
GAP = 0.06
"""Between steps of a column [inch]."""
PIPE, BACK, STOCK, CLOUD = "#8FAFC8", PALETTE[1], "#E8F0F6", "#DDDDDD"


def flow_map(model: Model, title: str) -> "Figure":
    """Return the picture of a model: queues at the steps, and the stocks of people that move in it.

    Boxes are stocks, pipes with a valve flows, clouds what lies outside.  Orange is work that comes back.
    """
    figure, ax = new_slide(title)
    size = TextSize(figure)
    rows = _rows(reservoirs_of(model), size)
    for number, row in enumerate(rows):
        x = 0.4
        for each in row:
            x = _draw_reservoir(ax, each, x, FOOT + ROW * (len(rows) - 1 - number) + 0.5, size) + 0.5
    flow = flow_of(model)
    bottom = FOOT + ROW * len(rows) + (0.15 if rows else 0.0)
    bottom += LANE if flow.returned else 0.0
    _draw_flow(ax, flow, bottom, size)
    _draw_key(ax, size, has_back=bool(flow.back or flow.returned))
    return figure


# --- tasks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where everything stands: the box of each step or passing way, by column."""

    columns: Sequence[dict[Item, Box]]

    @property
    def boxes(self) -> dict[int, Box]:
        """The box of each step."""
        return {item: box for column in self.columns for item, box in column.items() if isinstance(item, int)}

    def edge(self, column: int) -> float:
        """Return the left edge of a column's boxes."""
        first = next(iter(self.columns[column].values()))
        return first.x - 0.5 * first.width


def _placed(layout: Layout, bottom: float) -> _Placed:
    pitch = (RIGHT - LEFT) / len(layout.columns)
    width = min(WIDEST, pitch - 0.7)
    shares = [[SLIM if isinstance(item, Passing) else 1.0 for item in column] for column in layout.columns]
    room = min(TALLEST + GAP, (TOP - bottom) / max(sum(column) for column in shares))
    if max(len(column) for column in shares) <= FEW:
        room = min(SPREAD * room, (TOP - bottom) / max(sum(column) for column in shares))
    columns = []
    for number, (column, own) in enumerate(zip(layout.columns, shares, strict=True)):
        y = 0.5 * (TOP + bottom) + 0.5 * room * sum(own)
        boxes = {}
        for item, share in zip(column, own, strict=True):
            high = min(TALLEST, room - GAP) if share == 1.0 else 0.0
            boxes[item] = Box(LEFT + pitch * (number + 0.5), y - 0.5 * room * share, width, high)
            y -= room * share
        columns.append(boxes)
    return _Placed(columns)


def _draw_flow(ax: "Axes", flow: FlowGraph, bottom: float, size: TextSize) -> None:
    layout = layout_of(flow)
    placed = _placed(layout, bottom)
    middle = 0.5 * (TOP + bottom)
    begin, end = (LEFT - 0.3, middle), (RIGHT + 0.12, middle)
    _draw_pipes(ax, flow, layout, placed, begin, end)
    _flow(ax, (1.35, middle), begin, head=False)
    _flow(ax, end, (WIDTH - 1.25, middle))
    for x, words in ((0.84, "arrivals"), (WIDTH - 0.72, "delivered")):
        _cloud(ax, x, middle, 1.12)
        write(ax, words, x, middle, weight="bold")
    if flow.back:
        _draw_rework(ax, flow, placed, size)
    if flow.returned:
        _draw_returned(ax, bottom, middle, size)
    for step, box in placed.boxes.items():
        _draw_step(ax, flow, step, box, size)


def _draw_pipes(
    ax: "Axes",
    flow: FlowGraph,
    layout: Layout,
    placed: _Placed,
    begin: tuple[float, float],
    end: tuple[float, float],
) -> None:
    for step in sorted(flow.entries):
        _pipe(ax, begin, _left(placed.boxes[step]))
    for column, one, other in layout.pipes:
        out = _right(placed.columns[column][one])
        if other == OUT:
            _pipe(ax, out, end, head=False)
        elif other in placed.columns[column]:  # a way that goes against the columns
            _pipe(ax, out, _left(placed.columns[column][other]))
        else:
            where = next(each for each in placed.columns if other in each)
            where = placed.columns[column + 1] if isinstance(other, Passing) else where
            _pipe(ax, out, _left(where[other]), head=not isinstance(other, Passing))
    for boxes in placed.columns:
        for item, box in boxes.items():
            if isinstance(item, Passing):
                ax.plot(*zip(_left(box), _right(box), strict=True), color=PIPE, linewidth=2.6, zorder=2)


def _draw_step(ax: "Axes", flow: FlowGraph, step: int, box: Box, size: TextSize) -> None:
    _stock(ax, box)
    room = box.width - 0.16
    name = _fitting(flow.steps[step], room, size, "bold")
    if box.height < TWO_LINES:
        write(ax, name, box.x, box.y, weight="bold")
        return
    write(ax, name, box.x, box.y + 0.5 * TWO_LINES / 2.0, weight="bold")
    write(ax, _listed(flow.who[step], room, size), box.x, box.y - 0.5 * TWO_LINES / 2.0, FAINT)


def _listed(who: Sequence[str], room: float, size: TextSize) -> str:
    """Return as many names as there is room for."""
    for kept in range(len(who), 0, -1):
        more = f" + {len(who) - kept} more" if kept < len(who) else ""
        text = ", ".join(who[:kept]).replace(", with ", " with ") + more
        if size.of(text, SMALLEST)[0] <= room:
            return text
    return _fitting(who[0], room, size) if who else ""


def _fitting(text: str, room: float, size: TextSize, weight: str = "normal") -> str:
    """Return a text, cut off where there is no room for it."""
    letters = len(text)
    while letters > 1 and size.of(text, SMALLEST, weight)[0] > room:
        letters -= 1
        text = f"{text[: letters - 1].rstrip()}…"
    return text


def _draw_rework(ax: "Axes", flow: FlowGraph, placed: _Placed, size: TextSize) -> None:
    """Draw a lane above the steps, up from each review and down beside the columns that work goes back to."""
    boxes, lane = placed.boxes, TOP + 0.5 * LANE
    takes = {other for _, other in flow.back}
    ends = []
    for number, column in enumerate(placed.columns):
        back = [step for step in column if isinstance(step, int) and step in takes]
        if back:
            x = placed.edge(number) - 0.22
            ends.append(x)
            lowest = min(boxes[step].y for step in back)
            ax.plot([x, x], [lowest - 0.1, lane], color=BACK, linewidth=1.8, zorder=3)
            for step in back:
                tip = (boxes[step].x - 0.5 * boxes[step].width, boxes[step].y - 0.1)
                _arrow(ax, [(x, tip[1]), tip])
    gives = {one for one, _ in flow.back}
    for step in sorted(gives):
        x = boxes[step].x + 0.5 * boxes[step].width + 0.22
        ends.append(x)
        side = (boxes[step].x + 0.5 * boxes[step].width, boxes[step].y + 0.1)
        ax.plot([side[0], x, x], [side[1], side[1], lane], color=BACK, linewidth=1.8, zorder=3)
    ax.plot([min(ends), max(ends)], [lane, lane], color=BACK, linewidth=1.8, zorder=3)
    _on_lane(ax, "rework", 0.5 * (min(ends) + max(ends)), lane, size)


def _draw_returned(ax: "Axes", bottom: float, middle: float, size: TextSize) -> None:
    """Draw a lane below the steps, from delivery back to arrival."""
    lane = bottom - 0.5 * LANE
    points = [(WIDTH - 0.72, middle - 0.45), (WIDTH - 0.72, lane), (0.84, lane), (0.84, middle - 0.45)]
    _arrow(ax, points)
    _on_lane(ax, "defects that customers send back", 0.5 * WIDTH, lane, size)


def _on_lane(ax: "Axes", words: str, x: float, y: float, size: TextSize) -> None:
    """Write on a lane, on white."""
    from matplotlib.patches import Rectangle

    width, height = size.of(words, SMALLEST)
    corner = (x - 0.5 * width - 0.08, y - 0.5 * height)
    ax.add_patch(Rectangle(corner, width + 0.16, height, facecolor="white", linewidth=0, zorder=4))
    write(ax, words, x, y, BACK)


# --- people --------------------------------------------------------------------------------------


def _rows(reservoirs: Sequence[Reservoir], size: TextSize) -> list[list[Reservoir]]:
    """Return the stocks of people in rows that have room on the slide."""
    rows: list[list[Reservoir]] = []
    left = 0.0
    for each in sorted(reservoirs, key=lambda reservoir: -len(reservoir.stocks)):
        need = _width(each, size) + 0.5
        if not rows or need > left:
            rows.append([])
            left = WIDTH - 0.4
        rows[-1].append(each)
        left -= need
    return rows


def _width(reservoir: Reservoir, size: TextSize) -> float:
    flows = sum(_flow_width(words, size) for words in reservoir.flows)
    chain = flows + sum(_stock_width(name, size) for name in reservoir.stocks)
    return max(chain, size.of(reservoir.effect, SMALLEST)[0])


def _flow_width(words: str, size: TextSize) -> float:
    """Return the length of a flow with the cloud at its outer end; none where nothing flows."""
    return max(0.75, size.of(words, SMALLEST)[0] + 0.3) if words else 0.0


def _stock_width(name: str, size: TextSize) -> float:
    return size.of(name, SMALLEST, "bold")[0] + 0.24


def _draw_reservoir(ax: "Axes", reservoir: Reservoir, x: float, y: float, size: TextSize) -> float:
    """Draw stocks one behind the other with their flows; return where they end [inch]."""
    begin, last = x, len(reservoir.stocks)
    for place, words in enumerate(reservoir.flows):
        length = _flow_width(words, size)
        if words:
            _flow(ax, (x, y), (x + length, y))
            if place == 0:
                _cloud(ax, x, y, 0.3)
            if place == last:
                _cloud(ax, x + length, y, 0.3)
            write(ax, words, x + 0.5 * length, y + 0.26, FAINT)
        x += length
        if place < last:
            width = _stock_width(reservoir.stocks[place], size)
            _stock(ax, Box(x + 0.5 * width, y, width, 0.34))
            write(ax, reservoir.stocks[place], x + 0.5 * width, y, weight="bold")
            x += width
    end = begin + max(x - begin, size.of(reservoir.effect, SMALLEST)[0])
    write(ax, reservoir.effect, 0.5 * (begin + end), y - 0.3, FAINT, style="italic")
    return end


def _draw_key(ax: "Axes", size: TextSize, *, has_back: bool) -> None:
    """Write what shapes and colours mean along the foot of the slide."""
    x, y = 0.4, 0.3
    _stock(ax, Box(x + 0.16, y, 0.32, 0.2))
    x = _after(ax, "stock: what waits or accumulates", x + 0.42, y, size)
    _flow(ax, (x, y), (x + 0.55, y))
    x = _after(ax, "flow", x + 0.65, y, size)
    _cloud(ax, x + 0.16, y, 0.3)
    x = _after(ax, "outside", x + 0.42, y, size)
    if has_back:
        _arrow(ax, [(x, y), (x + 0.45, y)])
        _after(ax, "work that comes back", x + 0.55, y, size)


def _after(ax: "Axes", words: str, x: float, y: float, size: TextSize) -> float:
    write(ax, words, x, y, FAINT, ha="left")
    return x + size.of(words, SMALLEST)[0] + 0.4


# --- shapes --------------------------------------------------------------------------------------


def _left(box: Box) -> tuple[float, float]:
    return box.x - 0.5 * box.width, box.y


def _right(box: Box) -> tuple[float, float]:
    return box.x + 0.5 * box.width, box.y


def _pipe(ax: "Axes", begin: tuple[float, float], end: tuple[float, float], *, head: bool = True) -> None:
    """Draw a pipe that leaves and arrives level."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    reach = 0.5 * (end[0] - begin[0])
    points = [begin, (begin[0] + reach, begin[1]), (end[0] - reach, end[1]), end]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    style = "-|>" if head else "-"
    ax.add_patch(
        FancyArrowPatch(
            path=path, arrowstyle=style, mutation_scale=14, shrinkA=0, shrinkB=0, color=PIPE,
            linewidth=2.6, joinstyle="miter", zorder=2,
        )
    )  # fmt: skip


def _flow(ax: "Axes", begin: tuple[float, float], end: tuple[float, float], *, head: bool = True) -> None:
    """Draw a pipe with a valve in its middle."""
    from matplotlib.patches import Polygon

    _pipe(ax, begin, end, head=head)
    x, y = 0.5 * (begin[0] + end[0]), 0.5 * (begin[1] + end[1])
    wide, high = 0.09, 0.1
    bow = [(x - wide, y - high), (x - wide, y + high), (x + wide, y - high), (x + wide, y + high)]
    ax.add_patch(Polygon(bow, closed=True, facecolor="white", edgecolor=FAINT, linewidth=1.2, zorder=3))


def _arrow(ax: "Axes", points: Sequence[tuple[float, float]]) -> None:
    """Draw the way of work that comes back."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    ax.add_patch(
        FancyArrowPatch(
            path=Path(np.array(points)), arrowstyle="-|>", mutation_scale=12, shrinkA=0, shrinkB=0,
            color=BACK, linewidth=1.8, joinstyle="miter", zorder=3,
        )
    )  # fmt: skip


def _stock(ax: "Axes", box: Box) -> None:
    from matplotlib.patches import Rectangle

    corner = (box.x - 0.5 * box.width, box.y - 0.5 * box.height)
    ax.add_patch(
        Rectangle(corner, box.width, box.height, facecolor=STOCK, edgecolor=INK, linewidth=1.3, zorder=4)
    )


def _cloud(ax: "Axes", x: float, y: float, width: float) -> None:
    """Draw a cloud: three circles side by side, the middle one larger."""
    from matplotlib.patches import Ellipse

    for off, share in ((-0.28, 0.55), (0.28, 0.55), (0.0, 0.72)):
        ax.add_patch(
            Ellipse(
                (x + off * width, y),
                share * width,
                share * width * 0.9,
                facecolor=CLOUD,
                linewidth=0,
                zorder=3,
            )
        )
