"""Where results go, and whether they can go there; asked before the work, not after it."""

import os
from pathlib import Path

from sim.errors import UsageError

RESULTS = "results"


def results_folder(output: Path | None, scenario: Path, verb: str) -> Path:
    """Return the folder for the results of a verb on a scenario file.

    Raises:
        UsageError: nothing can be written there, or something else than results is there.
    """
    folder = output if output is not None else Path(RESULTS) / f"{scenario_name(scenario)}-{verb}"
    _check_is_ours(folder)
    _check_writable(folder)
    return folder


def scenario_name(path: Path) -> str:
    """Return the name of a scenario's folder, or of the file where it stands alone.

    >>> scenario_name(Path("scenarios/content-agency/scenario.yaml")), scenario_name(Path("mine.yaml"))
    ('content-agency', 'mine')
    """
    return path.resolve().parent.name if path.name == "scenario.yaml" else path.stem


def _check_is_ours(folder: Path) -> None:
    from sim.records.provenance import FILE

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--output = {folder}: is a file; name a folder for the results")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / FILE).is_file():
        raise UsageError(
            f"--output = {folder}: holds other files than results, which would be lost; name another folder"
        )


def _check_writable(folder: Path) -> None:
    there = next(part for part in (folder, *folder.parents) if part.exists())
    if not there.is_dir():
        raise UsageError(f"--output = {folder}: {there} is a file; name a folder for the results")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"--output = {folder}: no right to write in {there}; name another folder")
