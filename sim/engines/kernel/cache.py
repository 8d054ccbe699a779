"""Where the compiled kernel is kept between runs, so that it is compiled once.

``<cache>/kernel-<key>``, one folder for each ``cache_key``.  ``<cache>`` is the user's cache folder for
``workforce-sim``; the environment variable ``SIM_CACHE_DIR`` names another.  Where the home cannot be
written, it is a folder in the system's folder for temporary files.  What is kept is machine code and is run:
nobody else should be able to write there.

Importing this module does not import Numba.
"""

import os
import shutil
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from sim.engines.kernel.key import cache_key
from sim.errors import UsageError

VARIABLE = "SIM_CACHE_DIR"
"""Environment variable that names the folder of the cache."""
KEPT = 30 * 86_400.0
"""Time without use after which the kernel of another version is removed [s]."""
_MARKER = "compiled"
_PATIENCE = 300.0
"""How long compiling may take before it is thought to have died (assumed) [s]."""


def prepare_cache() -> Path:
    """Make the folder of this kernel, remove those long unused, and tell Numba; return the folder.

    Numba asks for the folder when a function is decorated, so this comes first.

    Raises:
        UsageError: no folder can be written.
    """
    import numba

    folder = kernel_folder()
    folder.mkdir(exist_ok=True)
    os.utime(folder)  # it is in use
    _remove_unused(folder.parent)
    config: Any = numba.config
    config.CACHE_DIR = str(folder)
    return folder


def is_warm() -> bool:
    """Return whether this very kernel has been compiled and is still there.

    Raises:
        UsageError: no folder can be written.
    """
    folder = kernel_folder()
    return _seconds(folder) is not None and any(folder.glob("*/*.nbc"))


def mark_warm(folder: Path, seconds: float) -> None:
    """Note that the kernel is in its folder, and how long compiling took [s].

    Args:
        folder: that ``prepare_cache`` returned before it was compiled; the sources may have changed since.
        seconds: that it took.
    """
    written = folder / f"{_MARKER}.{uuid.uuid4().hex}"
    written.write_text(f"{seconds:.3f}\n", encoding="ascii")
    written.replace(folder / _MARKER)


def claim() -> bool:
    """Return whether this process may have the kernel compiled: nobody else has begun to, lately.

    Raises:
        UsageError: no folder can be written.
    """
    folder = kernel_folder()
    folder.mkdir(exist_ok=True)
    claimed = folder / "claimed"
    with suppress(FileNotFoundError):
        if time.time() - claimed.stat().st_mtime < _PATIENCE:
            return False
    claimed.touch()
    return True


def compile_seconds() -> float | None:
    """Return how long compiling took the last time, of this kernel or else of another [s]; None: never yet.

    Raises:
        UsageError: no folder can be written.
    """
    folder = kernel_folder()
    others = sorted((marker.parent for marker in folder.parent.glob(f"kernel-*/{_MARKER}")), key=_when)
    known = [seconds for place in (folder, *reversed(others)) if (seconds := _seconds(place)) is not None]
    return known[0] if known else None


def kernel_folder() -> Path:
    """Return the folder of this kernel, which need not exist.

    Raises:
        UsageError: no folder can be written.
    """
    return _root() / f"kernel-{cache_key()}"


def _root() -> Path:
    """Return the folder of all kernels, which exists and can be written."""
    stated = os.environ.get(VARIABLE)
    if stated:
        folder = Path(stated).expanduser().absolute()
        if _can_be_written(folder):
            return folder
        raise UsageError(f"{VARIABLE} = {stated!r}: cannot be written; name a folder that can, or unset it")
    home = platformdirs.user_cache_path("workforce-sim", appauthor=False)
    if _can_be_written(home):
        return home
    with suppress(FileNotFoundError):  # no folder for temporary files
        folder = Path(tempfile.gettempdir(), f"workforce-sim-{_user()}")
        if _can_be_written(folder) and _is_private(folder):
            return folder
    raise UsageError(f"the compiled kernel needs a folder: set {VARIABLE} to one that can be written")


def _can_be_written(folder: Path) -> bool:
    """Return whether files can be made in the folder, which is made where it is not there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _user() -> str:
    """Return what tells users apart; Windows gives each a folder for temporary files."""
    return str(os.getuid()) if hasattr(os, "getuid") else ""


def _is_private(folder: Path) -> bool:
    """Return whether nobody else can put machine code there."""
    found = folder.lstat()
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and found.st_mode & 0o077 == 0)


def _remove_unused(root: Path) -> None:
    """Remove the folders of kernels that have not been used for long."""
    for folder in root.glob("kernel-*"):
        with suppress(OSError):  # another process may remove it at the same moment
            if time.time() - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder)


def _seconds(folder: Path) -> float | None:
    """Return how long compiling took into a folder [s]; None: it did not come to its end."""
    try:
        return float((folder / _MARKER).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _when(folder: Path) -> float:
    """Return when compiling into a folder ended [s since the epoch]."""
    try:
        return (folder / _MARKER).stat().st_mtime
    except OSError:
        return 0.0
