"""Finding results by the key of the question that they answer."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sim.errors import UsageError
from sim.records.provenance import FILE, KEY_DIGITS, Provenance, read_provenance

_KEY = re.compile(rf"[0-9a-f]{{{KEY_DIGITS}}}")


def is_key(word: str) -> bool:
    """Tell whether a word is a key and no path that exists.

    >>> is_key("63cdc93902a2"), is_key("results/content-agency-compare")
    (True, False)
    """
    return bool(_KEY.fullmatch(word)) and not Path(word).exists()


def receipts_below(folder: Path) -> dict[str, Provenance]:
    """Return the provenance of all results below a folder, and of the parts of studies, by key.

    What cannot be read is left out.
    """
    found: dict[str, Provenance] = {}
    for path in sorted(folder.rglob(FILE)):
        try:
            stored = read_provenance(path.parent)
        except UsageError:
            continue
        found = dict(with_parts(stored)) | found
    return found


def with_parts(stored: Provenance) -> Iterator[tuple[str, Provenance]]:
    """Yield a provenance and those of its parts, each with its key."""
    yield stored.key, stored
    for part in stored.parts:
        yield from with_parts(part)


def found_by_key(key: str, receipts: Mapping[str, Provenance], where: str) -> Provenance:
    """Return the provenance with a key.

    Args:
        key: as it stands beside a figure.
        receipts: that there are, by key.
        where: they are, for the message.

    Raises:
        UsageError: there is none; it says which there are.
    """
    if key in receipts:
        return receipts[key]
    there = "; ".join(f"{each} ({stored.verb} {stored.name})" for each, stored in receipts.items())
    known = f"there are {there}" if there else "there are no results"
    raise UsageError(f"{key}: no results with this receipt in {where}; {known}; name another place with --in")
