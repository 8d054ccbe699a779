"""The pictures of a task and its numbers, in a folder."""

from pathlib import Path

from sim.experiments.provenances import provenance_of_task
from sim.experiments.tasks.task import Told
from sim.records.provenance import write_provenance
from sim.report.folder import whole_folder
from sim.report.results import write_figures, write_json
from sim.report.style import figure_style
from sim.report.tasks.machine import task_json
from sim.report.tasks.pictures import task_pictures
from sim.scenario.load import LoadedScenario

TASK = "task.json"
"""Name of the file with what is known of a task."""


def write_task(told: Told, loaded: LoadedScenario, folder: Path) -> list[Path]:
    """Write the life of a task and draw its pictures, whole or not at all; return the pictures' paths.

    Args:
        told: what is known of it.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
    """
    provenance = provenance_of_task(told, loaded)
    with whole_folder(folder) as new, figure_style():
        drawn = [(picture, picture.svg()) for picture in task_pictures(told)]
        texts = {picture.name: {"reading": picture.reading, "alt": picture.alt} for picture, _ in drawn}
        write_json(task_json(told.life) | {"pictures": texts}, new / TASK)
        write_figures(drawn, new / "figures", provenance.key)
        write_provenance(provenance, new)
    return [folder / "figures" / f"{picture.name}.png" for picture, _ in drawn]
