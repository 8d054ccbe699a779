"""Writing so that a kill costs little: files that are there whole or not at all, and one writer at a time."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.errors import UsageError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PART = ".part-"
"""Begins the name of what is being written; outside a lock on its folder it is what a kill has left."""
LOCK = ".lock"
"""The file by which a folder is held."""
_PAUSE = 0.05
"""Between two looks at a lock [s]."""


def whole_file(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file so that it is there whole or not at all, even if the process is killed or the power fails.

    Args:
        path: where it goes; a file that is there is replaced.
        write: is given a path with the same suffix to write to.
    """
    number, name = tempfile.mkstemp(prefix=PART, suffix=path.suffix, dir=path.parent)
    os.close(number)
    part = Path(name)
    try:
        write(part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.chmod(0o644)
        part.replace(path)
        _store_names(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file that a user named, whole or not at all, and its folder where that is not there.

    Args:
        path: where it goes; a file that is there is replaced.
        write: is given a path with the same suffix to write to.

    Raises:
        UsageError: the file cannot be written there.
    """
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file(path, write)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror or error}); name another place"
        ) from error


def _store_names(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system lets a folder be opened."""
    if sys.platform != "win32":
        number = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems store names by themselves
                os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def held(folder: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold a folder for this process while the body runs.

    The system gives it free when the process ends, however it ends; so no lock is ever stale.  Where a file
    system knows no locks, none is taken.

    Args:
        folder: that is there.
        patience: how long to wait for another holder [s].

    Raises:
        BlockingIOError: another one holds it.
    """
    path, until = folder / LOCK, time.monotonic() + patience
    while (number := _taken(path)) is None:
        if time.monotonic() >= until:
            raise BlockingIOError
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if sys.platform != "win32":  # while it is held: afterwards it would be the file of another holder
            path.unlink(missing_ok=True)
        os.close(number)
        if sys.platform == "win32":  # where an open file stays, that of another holder does as well
            with suppress(OSError):
                path.unlink()


def _taken(path: Path) -> int | None:
    """Open and lock a file; return its number, or None where another holds it or has just removed it."""
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    is_ours = False
    try:
        is_ours = _locked(number) and path.exists() and os.path.samestat(os.fstat(number), path.stat())
    except FileNotFoundError:
        pass
    finally:
        if not is_ours:
            os.close(number)
    return number if is_ours else None


if sys.platform == "win32":

    def _locked(number: int) -> bool:
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _locked(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True
