"""Where the scenarios stand that come with the simulator."""

from importlib.resources import files
from pathlib import Path

from sim.errors import UsageError
from sim.units import nearest
from sim.validation.published import FILE


def shipped_scenarios() -> Path:
    """Return the folder of the shipped scenarios: in the package, or beside it where it is not installed.

    Raises:
        UsageError: they are in neither place.
    """
    inside = Path(str(files("sim"))) / "scenarios"
    beside = Path(str(files("sim"))).parent / "scenarios"
    for folder in (inside, beside):
        if folder.is_dir():
            return folder
    raise UsageError("the shipped scenarios are not there; install workforce-sim anew, or name a folder")


def published_folders() -> tuple[Path, ...]:
    """Return the shipped scenarios that repeat a published experiment."""
    return tuple(sorted(file.parent for file in shipped_scenarios().glob(f"*/{FILE}")))


def folder_of(name: str) -> Path:
    """Return a folder by its path, or a shipped experiment by its name or by that of its folder.

    Raises:
        UsageError: there is none.
    """
    from sim.validation.published import read_published

    if (Path(name) / FILE).is_file():
        return Path(name)
    known = {folder.name: folder for folder in published_folders()}
    known |= {read_published(folder).experiment.experiment: folder for folder in published_folders()}
    if name in known:
        return known[name]
    guess = nearest(name, known)
    hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(sorted(known))}"
    raise UsageError(f"{name}: no folder with a {FILE}, and no shipped experiment of this name; {hint}")
