"""What every picture for a slide must hold, read from the drawing itself."""

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.report.slide import HEIGHT, SMALLEST, WIDTH


def texts_in(figure: Figure) -> list[Text]:
    """Return the texts that are seen."""
    return [text for ax in figure.axes for text in ax.texts if text.get_text()]


def check_readable(figure: Figure) -> None:
    """Check size, letters, that no text runs into another and that all stand on the slide."""
    assert tuple(figure.get_size_inches()) == (WIDTH, HEIGHT)
    figure.draw_without_rendering()
    texts = texts_in(figure)
    assert min(text.get_fontsize() for text in texts) >= SMALLEST
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    touching = [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b)]
    assert touching == []
    page = figure.bbox
    assert [
        name for name, box in boxes if box.x0 < 0 or box.x1 > page.x1 or box.y0 < 0 or box.y1 > page.y1
    ] == []
