"""Text files that the command line writes itself."""

from pathlib import Path

from sim.writing import write_whole


def write_text(path: Path, text: str) -> None:
    """Write a text file, so that an interruption leaves the old one or the new one.

    Raises:
        UsageError: the file cannot be written there.
    """
    write_whole(path, lambda part: _write(part, text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
