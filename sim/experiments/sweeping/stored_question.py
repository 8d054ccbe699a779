"""The question that a store was filled for, and what differs from the one that is asked."""

import json
from collections.abc import Mapping
from pathlib import Path

from sim.errors import UsageError

FOLDER = "store"
"""Name of the store in a folder of results."""
QUESTION = "question.json"
SWEPT = f"{FOLDER}/{QUESTION}"
"""By this file in a folder of results a sweep is known, whether it was finished or not."""
STORE_VERSION = 2
"""Of the layout of a store; since 2 each chunk has a seal."""
_MARK = "points_digest"
"""A key that the question of every sweep has."""
OTHERWISE = "name another folder with --output, or delete this one"


def question_text(question: Mapping[str, object]) -> str:
    """Return a question as the store keeps it."""
    return json.dumps(question, indent=2, ensure_ascii=False) + "\n"


def read_question(path: Path) -> Mapping[str, object] | None:
    """Return the question in a file, or None where there is none that can be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and _MARK in said else None


def check_same(folder: Path, stored: Mapping[str, object], asked: Mapping[str, object]) -> None:
    """Raise UsageError, with what differs, unless both questions are the same."""
    keys = dict.fromkeys([*stored, *asked])
    differing = [key for key in keys if stored.get(key) != asked.get(key)]
    if not differing:
        return
    said = "; ".join(_difference(key, stored.get(key), asked.get(key)) for key in differing)
    raise UsageError(
        f"{folder}: holds the sweep of another question ({said}); ask that one again, {OTHERWISE}"
    )


def _difference(key: str, before: object, now: object) -> str:
    name = key.replace("_", " ")
    if key.endswith("digest"):
        return f"another {name.removesuffix(' digest')}"
    return f"{name}: {_told(before)} there, {_told(now)} now"


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "none" if value in {None, ""} else str(value)
