"""Files that the command line writes itself: whole or not at all."""

import os
import tempfile
from pathlib import Path

from sim.errors import UsageError


def write_text(path: Path, text: str) -> None:
    """Write a text file, so that an interruption leaves the old one or the new one.

    Raises:
        UsageError: the file cannot be written there.
    """
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror or error}); name another place"
        ) from error
