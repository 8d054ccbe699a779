"""``results/<name>-sweep/``: page, figures, tables, the store, and where the numbers come from."""

from collections.abc import Sequence
from pathlib import Path

from sim.experiments.provenances import provenance_of_sweep
from sim.experiments.sweeping.findings import Sweep
from sim.report.folder import whole_folder
from sim.report.results import write_json, write_page, write_rest
from sim.report.style import figure_style
from sim.report.sweeping.machine import sweep_json
from sim.report.sweeping.page import sweep_page
from sim.report.sweeping.pictures import sweep_pictures
from sim.report.sweeping.tables import sweep_tables
from sim.scenario.load import LoadedScenario


def write_sweep(sweep: Sweep, loaded: LoadedScenario, folder: Path, measures: Sequence[str] = ()) -> None:
    """Write everything that a sweep found, whole or not at all, beside the store.

    Args:
        sweep: what was found.
        loaded: the scenario.
        folder: where it goes; other results that were there are replaced once all is written.
        measures: to show; none is the foreground of the scenario.
    """
    shown = tuple(measures) or sweep.foreground
    provenance = provenance_of_sweep(sweep, loaded)
    with whole_folder(folder) as new, figure_style():
        drawn = [(picture, picture.svg()) for picture in sweep_pictures(sweep, shown)]
        write_page(sweep_page(sweep, shown, loaded, drawn, provenance), new)
        write_json(sweep_json(sweep, shown), new / "sweep.json")
        write_rest(drawn, sweep_tables(sweep), provenance, (), new)
