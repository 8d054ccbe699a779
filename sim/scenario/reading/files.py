"""Reading scenario files, and saying plainly why one cannot be read."""

from pathlib import Path

from sim.errors import ScenarioError
from sim.units import nearest

SCENARIO_FILE = "scenario.yaml"
"""The file that a scenario folder must hold."""
LARGEST_FILE = 1024 * 1024
"""Bytes beyond which a file is surely no scenario."""


BESIDE = {"published.yaml", "expect.yaml"}
"""Files that stand beside a scenario and are none."""


def scenario_file(path: Path) -> Path:
    """Return the file meant by ``path``; a folder means its ``scenario.yaml``."""
    try:
        if not path.is_dir():
            return path
        inside = path / SCENARIO_FILE
        if inside.exists():
            return inside
        others = sorted(
            p.name for p in path.iterdir() if p.suffix in {".yaml", ".yml"} and p.name not in BESIDE
        )
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    hint = (
        f"name the file, e.g. '{path / others[0]}'"
        if others
        else "name a folder that has one, or a YAML file"
    )
    raise ScenarioError([f"{path}: the folder has no {SCENARIO_FILE}; {hint}"])


def scenario_name(path: Path) -> str:
    """Return the name of a scenario's folder, or of the file where it stands alone.

    >>> scenario_name(Path("scenarios/content-agency/scenario.yaml")), scenario_name(Path("mine.yaml"))
    ('content-agency', 'mine')
    """
    return path.resolve().parent.name if path.name == "scenario.yaml" else path.stem


def read_text(path: Path) -> str:
    """Return the text of a file, or raise ScenarioError."""
    try:
        if path.exists() and not path.is_file():
            raise ScenarioError(
                [f"{path}: this is not a file; name a YAML file or a folder with a {SCENARIO_FILE}"]
            )
        if path.stat().st_size > LARGEST_FILE:
            raise ScenarioError([f"{path}: the file is larger than 1 MB; put data in CSV files"])
        content = path.read_bytes()
    except FileNotFoundError:
        raise ScenarioError([f"{path}: there is no such file; {_similar(path)}"]) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return _decoded(content, path)


def _unreadable(path: Path, error: Exception) -> ScenarioError:
    reason = getattr(error, "strerror", None) or str(error)
    shown = str(path).encode("utf-8", "replace").decode().replace("\0", "?")
    return ScenarioError([f"{shown}: the file cannot be read ({reason}); check its name and permissions"])


def _similar(path: Path) -> str:
    """Return a hint at a file or folder that may have been meant."""
    try:
        names = [p.name for p in path.parent.iterdir() if p.is_dir() or p.suffix in {".yaml", ".yml"}]
    except OSError:
        return "the folder does not exist either; check the path"
    guess = nearest(path.name, names)
    return f"did you mean '{path.parent / guess}'?" if guess else "check the path"


def _decoded(content: bytes, path: Path) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise ScenarioError([f"{path}:1:1: the text is UTF-16; save it as UTF-8"])
    if b"\0" in content:
        raise ScenarioError([f"{path}:1:1: this is not a text file; name a YAML file"])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        byte = content[error.start]
        raise ScenarioError(
            [f"{path}:{line}:{column}: the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"]
        ) from None
