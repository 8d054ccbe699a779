"""Results appear in their folder whole or not at all, and whatever else is there stays.

New results are written into a hidden folder inside.  Renaming that one settles the matter: from then on they
are there, and if the process is killed before each is in its place, the next one puts it there.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sim.errors import UsageError
from sim.writing import LOCK, PART, held

OURS = (
    *("report.html", "knockout.html", "figures", "tables", "records", "provenance.json"),
    *("run.json", "comparison.json", "diagnosis.json", "knockout.json", "variability.json", "sweep.json"),
    *("bottleneck.json", "task.json"),
)
"""What results consist of; new ones replace all of it, and nothing else."""
NEXT, ARRIVING, OLD = ".next", ".arriving", ".old"
"""Complete new results; the same once the old ones are out of their way; the old ones."""
PATIENCE = 60.0
"""How long to wait for another process that writes into the same folder [s] (assumed)."""


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a new empty folder to write into; put what it holds into ``folder`` when the body has ended well.

    Results that were there stay until then, and for good if the body fails or is interrupted.  What else is
    there stays in any case.

    Raises:
        UsageError: the folder cannot be made there, or another process writes into it all the time.
    """
    folder = folder.resolve()
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.callback(_remove_if_empty, folder)
            stack.enter_context(held(folder, PATIENCE))
            settle(folder)
            new = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
        except OSError as error:
            is_busy = isinstance(error, BlockingIOError)
            reason = "another process writes into it" if is_busy else error.strerror or "it cannot be made"
            raise UsageError(f"{folder}: {reason.lower()}; name another folder with --output") from None
        try:
            yield new
            _put(new, folder)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


def mend(folder: Path) -> None:
    """Put results in their places where a process was killed before it had, and remove what is half written.

    Nothing is done where another process is at work, where nothing is left, or where nothing can be written.
    """
    if folder.is_dir() and any(is_passing(path.name) for path in folder.iterdir()):
        with suppress(OSError), held(folder):
            settle(folder)
        _remove_if_empty(folder)


def is_passing(name: str) -> bool:
    """Tell whether a file or folder of this name is there only while results are written."""
    return name in {LOCK, NEXT, ARRIVING, OLD} or name.startswith(PART)


def settle(folder: Path) -> None:
    """Go on with whatever a killed process had begun; the folder must be held."""
    coming, arriving, old = (folder / name for name in (NEXT, ARRIVING, OLD))
    if coming.is_dir():
        _put_aside(folder, {*OURS, *(path.name for path in coming.iterdir())}, old)
        coming.rename(arriving)
    if arriving.is_dir():
        for path in list(arriving.iterdir()):
            path.rename(folder / path.name)
        arriving.rmdir()
    for left in (old, *folder.glob(f"{PART}*")):
        shutil.rmtree(left, ignore_errors=True)


def _put(new: Path, folder: Path) -> None:
    """Put complete results in their places; the old ones come back if that fails."""
    new.chmod(0o755)
    new.rename(folder / NEXT)
    try:
        settle(folder)
    except OSError:
        shutil.rmtree(folder / NEXT, ignore_errors=True)
        raise
    except BaseException:  # an interrupt comes too late to stop it
        settle(folder)
        raise


def _put_aside(folder: Path, names: Iterable[str], old: Path) -> None:
    """Move what has these names into another folder, all or nothing."""
    old.mkdir(exist_ok=True)
    try:
        for name in sorted(names):
            if os.path.lexists(folder / name):
                (folder / name).rename(old / name)
    except OSError:
        for path in list(old.iterdir()):
            path.rename(folder / path.name)
        raise


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
