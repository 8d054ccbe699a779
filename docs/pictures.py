"""Draw the README's picture: ``python docs/pictures.py``."""

import shutil
import tempfile
from pathlib import Path

from sim.experiments.compare import compare
from sim.report import write_comparison
from sim.scenario.load import load_scenario

HERE = Path(__file__).parent


def main() -> None:
    """Compare the strategies of the content agency as ``sim compare`` does, and keep the figure."""
    loaded = load_scenario(HERE.parent / "scenarios" / "content-agency")
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        write_comparison(compare(loaded), loaded, results)
        (HERE / "images").mkdir(exist_ok=True)
        shutil.copy(results / "figures" / "differences.png", HERE / "images" / "content-agency.png")


if __name__ == "__main__":
    main()
