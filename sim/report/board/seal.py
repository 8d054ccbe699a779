"""The seal of a page: a digest of all its bytes, and one of each section, to say where it was changed."""

import hashlib
import json
import re

from sim.errors import UsageError

BLANK = "0" * 64
"""Stands for the seal while the rest of the page is digested."""
PLACE = '<script type="application/json" id="section-seals">{}</script>'
"""Where the seals of the sections go, when the page is rendered."""
SEAL = f'<code id="seal">{BLANK}</code>'
"""Where the seal of the page goes."""
SECTION_DIGITS = 16
_SEAL = re.compile(rb'<code id="seal">([0-9a-f]{64})</code>')
_SECTION = re.compile(rb'<section id="([a-z]+)".*?</section>', re.DOTALL)
_SEALS = re.compile(rb'<script type="application/json" id="section-seals">(.*?)</script>')


def sealed(page: str) -> str:
    """Return a page with its seals in their places.

    Args:
        page: with ``PLACE`` and ``SEAL`` in it, once each.
    """
    digests = json.dumps(_digests(page.encode()), separators=(",", ":"))
    page = page.replace(PLACE, PLACE.replace("{}", digests))
    return page.replace(SEAL, SEAL.replace(BLANK, hashlib.sha256(page.encode()).hexdigest()))


def check_seal(content: bytes, where: str) -> None:
    """Check that nothing of a page was changed since it was sealed.

    Raises:
        UsageError: there is none, or the page was changed after it was sealed; it says in which section.
    """
    found = _SEAL.search(content)
    if found is None:
        raise UsageError(f"{where}: holds no seal; name a page that `sim report` wrote, whole and as it was")
    blank = content[: found.start(1)] + BLANK.encode() + content[found.end(1) :]
    if hashlib.sha256(blank).hexdigest() != found[1].decode():
        raise UsageError(
            f"{where}: was changed after it was written: its seal does not fit; {_changed(blank)}"
        )


def _changed(blank: bytes) -> str:
    """Say where a page was changed, as far as the seals of its sections tell."""
    try:
        stated = dict(json.loads(found[1])) if (found := _SEALS.search(blank)) else {}
    except ValueError:
        stated = {}
    there = _digests(blank)
    names = [name for name in {**stated, **there} if stated.get(name) != there.get(name)]
    if not names:
        return "every section is as it was: the change is in the head, in what is embedded, or in the seal"
    return f"changed is the section (or its seal): {', '.join(names)}"


def _digests(content: bytes) -> dict[str, str]:
    return {
        found[1].decode(): hashlib.sha256(found[0]).hexdigest()[:SECTION_DIGITS]
        for found in _SECTION.finditer(content)
    }
