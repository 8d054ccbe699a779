"""Files that the command line writes itself: whole or not at all."""

from pathlib import Path

from sim.errors import UsageError
from sim.writing import whole_file


def write_text(path: Path, text: str) -> None:
    """Write a text file, so that an interruption leaves the old one or the new one.

    Raises:
        UsageError: the file cannot be written there.
    """
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file(path, lambda part: _write(part, text))
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror or error}); name another place"
        ) from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
