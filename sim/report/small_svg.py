"""Drawings with no more digits and points than an eye can tell apart, so that a page stays small."""

import re
from collections.abc import Sequence

_PATH = re.compile(r'(?<= d=")[^"]*(?=")')
_PLACE = re.compile(r'(?<= )(x|y|width|height)="(-?\d+\.\d{3,})"')
_TRANSLATE = re.compile(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)")
_LINES = re.compile(r"[MLz\d\s.e-]*")
_POINT = re.compile(r"([ML]) (\S+) (\S+)|z")
_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
LETTERS = '<svg width="0" height="0" aria-hidden="true"></svg>'
"""Where the outlines of letters go, when a page is rendered."""
_FONT = r"[\w-]+?-(DejaVuSans(?:-[A-Za-z]+)?-[0-9a-f]+)"
_LETTER = re.compile(rf'<path id="{_FONT}"([^>]*)/>\n?')
_USED_LETTER = re.compile(rf'href="#{_FONT}"')
GRAIN = 10
"""Parts of a point (1/72 inch) to which the corners of lines are rounded."""
TOLERANCE = 1.5
"""How far a corner that is left out may lie off the line [grains]."""
Corner = tuple[int, int]


def small_svg(svg: str) -> str:
    """Return a drawing whose paths have fewer digits, and lines no corners that do not show.

    Corners are rounded before any is left out, so that two machines leave out the same ones.
    """
    svg = _PATH.sub(lambda found: _small_path(found[0]), svg)
    svg = _PLACE.sub(lambda found: f'{found[1]}="{_short(float(found[2]), 2)}"', svg)
    svg = _TRANSLATE.sub(
        lambda found: f"translate({_short(float(found[1]), 2)} {_short(float(found[2]), 2)})", svg
    )
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL).replace("xlink:href", "href")
    return re.sub(r"\n\s*", "\n", svg)


def with_shared_letters(page: str) -> str:
    """Return a page in which the outline of each letter stands once, before all drawings that use it.

    Args:
        page: with drawings that ``inline_svg`` has made, and ``LETTERS`` in it once.
    """
    outlines: dict[str, str] = {}
    for name, outline in _LETTER.findall(page):
        outlines.setdefault(name, outline)
    letters = "".join(f'<path id="{name}"{outline}/>' for name, outline in outlines.items())
    page = _LETTER.sub("", page)
    page = _USED_LETTER.sub(r'href="#\1"', page)
    page = re.sub(r"<defs>\s*</defs>\n?", "", page)
    return page.replace(LETTERS, LETTERS.replace("></", f"><defs>{letters}</defs></"))


def _small_path(path: str) -> str:
    if not _LINES.fullmatch(path):
        return " ".join(_NUMBER.sub(lambda found: _short(float(found[0]), 2), path).split())
    strokes: list[list[Corner]] = []
    said: list[str] = []
    for command in _POINT.finditer(path):
        if command[0] == "z":
            said.append(f"{_stroke(strokes.pop())}z" if strokes else "z")
        elif command[1] == "M":
            said += [_stroke(strokes.pop())] if strokes else []
            strokes = [[_corner(command)]]
        else:
            strokes[-1].append(_corner(command))
    return "".join([*said, *map(_stroke, strokes)])


def _corner(command: re.Match[str]) -> Corner:
    return round(float(command[2]) * GRAIN), round(float(command[3]) * GRAIN)


def _stroke(corners: Sequence[Corner]) -> str:
    """Return a line through its corners, each told from the one before, without those that do not show."""
    first, *others = kept = thinned(corners)
    steps = [(x - before[0], y - before[1]) for before, (x, y) in zip(kept, others, strict=False)]
    return f"M{_place(first)}" + (f"l{' '.join(map(_place, steps))}" if steps else "")


def _place(corner: Corner) -> str:
    return " ".join(_short(number / GRAIN, 1) for number in corner)


def thinned(corners: Sequence[Corner]) -> list[Corner]:
    """Return the corners of a line without those that lie within ``TOLERANCE`` of what is left.

    Source: D. H. Douglas, T. K. Peucker (1973), Algorithms for the Reduction of the Number of Points
    Required to Represent a Digitized Line, Cartographica 10(2).

    >>> thinned([(0, 0), (10, 0), (20, 1), (30, 0), (30, 50)])
    [(0, 0), (30, 0), (30, 50)]
    """
    keep = {0, len(corners) - 1}
    spans = [(0, len(corners) - 1)]
    while spans:
        first, last = spans.pop()
        begin, end = corners[first], corners[last]
        off = [_distance(corner, begin, end) for corner in corners[first + 1 : last]]
        if off and max(off) > TOLERANCE:
            middle = first + 1 + off.index(max(off))
            keep.add(middle)
            spans += [(first, middle), (middle, last)]
    return [corners[place] for place in sorted(keep)]


def _distance(corner: Corner, begin: Corner, end: Corner) -> float:
    """Return how far a corner lies from the stretch between two others."""
    x, y = corner[0] - begin[0], corner[1] - begin[1]
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length else 0.0
    return float(((x - along * dx) ** 2 + (y - along * dy) ** 2) ** 0.5)


def _short(number: float, decimals: int) -> str:
    """Return a number with few decimals and none that are zero.

    >>> _short(12.3456, 2), _short(3.0, 1), _short(-0.001, 2)
    ('12.35', '3', '0')
    """
    text = f"{number:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
