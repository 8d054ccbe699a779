"""Draw the pictures of the documentation: ``python docs/pictures.py``."""

import shutil
import tempfile
from pathlib import Path

from sim.experiments.compare import compare
from sim.report import write_comparison
from sim.report.loop_map import loop_map
from sim.report.slide import save_picture
from sim.report.style import figure_style
from sim.rules.loops import LOOPS
from sim.scenario.load import load_scenario

HERE = Path(__file__).parent
IMAGES = HERE / "images"


def main() -> None:
    """Draw all of them."""
    IMAGES.mkdir(exist_ok=True)
    draw_loops(IMAGES)
    draw_agency(IMAGES)


def draw_loops(folder: Path) -> None:
    """Draw all feedback loops together; their names are kept with the picture."""
    with figure_style():
        figure = loop_map(LOOPS, "Feedback loops of the model", patience=4)
        save_picture(figure, folder / "feedback-loops", ", ".join(loop.name for loop in LOOPS))


def draw_agency(folder: Path) -> None:
    """Compare the strategies of the content agency as ``sim compare`` does, and keep the figure."""
    loaded = load_scenario(HERE.parent / "scenarios" / "content-agency")
    with tempfile.TemporaryDirectory() as place:
        results = Path(place) / "results"
        write_comparison(compare(loaded), loaded, results)
        shutil.copy(results / "figures" / "differences.png", folder / "content-agency.png")


if __name__ == "__main__":
    main()
