"""A folder of results appears whole or not at all."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import UsageError


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a new empty folder to write into; put it in the place of ``folder`` when the body has ended well.

    What was there before stays until then, and for good if the body fails or is interrupted.

    Raises:
        UsageError: the folder cannot be made there.
    """
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        reason = (error.strerror or "it cannot be made").lower()
        raise UsageError(f"{folder}: {reason}; name another folder with --output") from None
    try:
        yield new
        _put(new, folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _put(new: Path, folder: Path) -> None:
    """Swap a complete new folder in; put the old one back if that fails."""
    new.chmod(0o755)
    if not folder.exists():
        new.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent)) / "old"
    try:
        folder.rename(old)
        try:
            new.rename(folder)
        except BaseException:
            old.rename(folder)
            raise
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(old.parent)
