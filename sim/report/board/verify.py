"""Is a report as it was written, and do its numbers, sentences and tables come out again?"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from sim.errors import UsageError
from sim.experiments.executors import Progress
from sim.experiments.provenances import provenance_of_study
from sim.experiments.replay import compared, laid_out, run_again
from sim.experiments.study import Study
from sim.records.provenance import Provenance, provenance_in, versions
from sim.report.board.page import study_page
from sim.report.board.seal import check_seal
from sim.report.small_svg import GRAIN
from sim.scenario.telling.wording import count

REPORT = "report.html"
PACKAGE = "workforce-sim"
NEAR = 1.1 / GRAIN
"""How far places of a drawing may be apart on two machines: a grain of their rounding [1/72 inch]."""
SHOWN = 60
"""Letters that are shown of a place that differs."""
_EMBEDDED = re.compile(r'<script type="application/json" id="provenance">(.*?)</script>', re.DOTALL)
_DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
_PLACES = re.compile(r' (?:d|x|y|width|height)="[^"]*"|translate\([^)]*\)')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_STROKE = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_HEADING = re.compile(r'<section id="([a-z]+)"')


def verify(
    path: Path, *, seal_only: bool = False, jobs: int | None = None, progress: Progress | None = None
) -> list[str]:
    """Return what was checked of a page, in sentences.

    Args:
        path: the page, or the folder that holds it.
        seal_only: check the seal, and run nothing.
        jobs: processes that share the work; None is one per core.
        progress: called with how many runs of a part are done, of how many.

    Raises:
        UsageError: the page was changed, it is none, or it does not come out again; it says where.
        ScenarioError: the embedded scenario is not one of this version.
    """
    path = path / REPORT if path.is_dir() else path
    page = sealed_page(path)
    said = [f"{path}: the seal fits: nothing was changed since it was sealed."]
    if seal_only:
        return said
    stored = embedded_provenance(page, str(path))
    with laid_out(stored, str(path)) as loaded:
        found = run_again(stored, loaded, jobs, progress)
        if not isinstance(found, Study):
            raise UsageError(f"{path}: embeds no study; name a page that `sim report` wrote")
        result = compared(stored, found)
        other = "; ".join(result.other_versions)
        if not result.same:
            told = f" ({other})" if other else ""
            numbers = "\n".join(f"  {name}" for name in result.differing)
            raise UsageError(f"{path}: other numbers come out than its receipts say{told}:\n{numbers}")
        again = study_page(found, loaded, _as_stated(provenance_of_study(found, loaded), stored))
    different = next(_differences(page, again), None)
    if different is not None:
        raise UsageError(f"{path}: {_told(different, stored)}")
    parts = count(len(stored.parts), "experiment")
    return [
        *said,
        f"{parts} run again: every number has the same digits.",
        "The page written again from them: every sentence, table and picture is the same.",
        "Who made it, when and on which machine is stated, not proved.",
        *([f"Made with other versions: {other}."] if other else []),
    ]


def embedded_provenance(page: str, where: str) -> Provenance:
    """Return the provenance that is embedded in a page.

    Raises:
        UsageError: there is none that can be read.
    """
    found = _EMBEDDED.search(page)
    try:
        said = json.loads(found[1]) if found else None
    except ValueError:
        said = None
    if said is None:
        raise UsageError(f"{where}: embeds no provenance; name a page that `sim report` wrote")
    return provenance_in(said, where)


def sealed_page(path: Path) -> str:
    """Return the text of a page whose seal fits.

    Raises:
        UsageError: there is no page, or it was changed after it was sealed.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such page; name one that `sim report` wrote")
    content = path.read_bytes()
    check_seal(content, str(path))
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: is not written in UTF-8 ({error}); name a page as it was written"
        ) from None


def _as_stated(again: Provenance, stored: Provenance) -> Provenance:
    """Return a new provenance with what cannot be proved as it was stated: when, where and with what."""
    claims = {name: getattr(stored, name) for name in ("created", "platform", "versions", "name")}
    parts = tuple(replace(part, **claims) for part in again.parts)
    return replace(again, parts=parts, **claims)


def _differences(page: str, again: str) -> Iterator[tuple[str, str, str]]:
    """Yield the section, what it says, and what it should say, wherever two pages differ."""
    section = "head"
    for left, right in zip_longest(_without_drawings(page), _without_drawings(again), fillvalue=""):
        if left != right:
            yield section, left, right
        if found := _HEADING.search(left):
            section = found[1]
    drawings = zip_longest(_DRAWING.findall(page), _DRAWING.findall(again), fillvalue="")
    for number, (left, right) in enumerate(drawings, 1):
        if not looks_alike(left, right):
            yield f"picture {number}", "it is drawn otherwise", "what its numbers make"


def _without_drawings(page: str) -> list[str]:
    return _DRAWING.sub("<svg/>", _unsealed(page)).splitlines()


def _unsealed(page: str) -> str:
    """Return a page without the digits of its seals, which hang on the last ones of its drawings."""
    page = re.sub(r'(?<=<code id="seal">)[0-9a-f]{64}(?=</code>)', "", page, count=1)
    digest, script = r'"[a-z]+":"[0-9a-f]{16}"', '<script type="application/json" id="section-seals">'
    seals = rf"(?<={script})\{{{digest}(,{digest})*\}}(?=</script>)"
    return re.sub(seals, "", page, count=1)


def looks_alike(one: str, other: str) -> bool:
    """Tell whether two drawings differ in the last digits of places alone."""
    if one == other:
        return True
    (shape, places), (other_shape, other_places) = _taken_apart(one), _taken_apart(other)
    return (
        shape == other_shape
        and len(places) == len(other_places)
        and all(abs(left - right) <= NEAR for left, right in zip(places, other_places, strict=True))
    )


def _taken_apart(drawing: str) -> tuple[str, list[float]]:
    """Return a drawing without the numbers that are places, and these."""
    places: list[float] = []

    def taken(found: re.Match[str]) -> str:
        is_path = found[0].startswith(' d="')
        places.extend(_corners(found[0][4:-1]) if is_path else map(float, _NUMBER.findall(found[0])))
        return _NUMBER.sub("#", found[0])

    return _PLACES.sub(taken, drawing), places


def _corners(path: str) -> Iterator[float]:
    """Yield the numbers of a path; of steps from corner to corner the corners, so that they do not add up."""
    x = y = 0.0
    for letter, said in _STROKE.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(said)]
        if letter == "M" and len(numbers) == 2:
            x, y = numbers
        if letter != "l":
            yield from numbers
            continue
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            yield from (x, y)


def _told(different: tuple[str, str, str], stored: Provenance) -> str:
    section, left, right = different
    then, now = stored.versions.get(PACKAGE), versions()[PACKAGE]
    if then != now:
        return (
            f"the numbers come out again, but the page was written by version {then}, and this is {now}, "
            f"which writes it otherwise (first in '{section}'); verify it with {PACKAGE} {then}"
        )
    start = next(
        (place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
    begin = max(0, start - SHOWN // 3)
    return (
        f"the page does not come out again: in '{section}' it says «{left[begin : begin + SHOWN]}», where "
        f"its numbers make «{right[begin : begin + SHOWN]}»"
    )
