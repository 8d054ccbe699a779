"""A page that was changed is found: at once by its seal, and without it by what its numbers make."""

import hashlib
import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import answer
from sim.errors import UsageError
from sim.experiments.study import study
from sim.report.board import verify as verifying
from sim.report.board.page import study_page
from sim.report.board.seal import PLACE, SEAL, sealed
from sim.report.board.verify import verify
from tests.report.board.conftest import FEW, Studied

TRIALS = 100
"""Edits of one digit, a fifth of them in each kind of place."""
PLACES = {
    "text": (r"<p[^>]*>(.*?)</p>"),
    "table": (r"<td>(.*?)</td>"),
    "drawing": (r"<svg(.*?)</svg>"),
    "embedded": (r'id="provenance">(.*?)</script>'),
    "seal": (r'<code id="seal">(.*?)</code>'),
}


def digits_in(page: str, pattern: str) -> list[int]:
    """Return the places of all digits inside what a pattern encloses."""
    return [
        found.start(1) + inner.start()
        for found in re.finditer(pattern, page, flags=re.DOTALL)
        for inner in re.finditer(r"\d", found[1])
    ]


def test_every_edit_of_one_digit_is_found(studied: Studied, tmp_path: Path) -> None:
    path, draw = tmp_path / "report.html", random.Random(17)
    found = 0
    for pattern in PLACES.values():
        places = digits_in(studied.page, pattern)
        for place in draw.choices(places, k=TRIALS // len(PLACES)):
            digit = str((int(studied.page[place]) + draw.randint(1, 9)) % 10)
            path.write_bytes((studied.page[:place] + digit + studied.page[place + 1 :]).encode())
            with pytest.raises(UsageError, match="was changed after it was written"):
                verify(path, seal_only=True)
            found += 1

    assert found == TRIALS


def test_where_a_page_was_changed_is_told_by_section(studied: Studied, report: Path) -> None:
    place = studied.page.index("</table>", studied.page.index('<section id="costs"'))
    report.write_bytes((studied.page[:place] + " " + studied.page[place:]).encode())

    with pytest.raises(UsageError, match=r"changed is the section \(or its seal\): costs$"):
        verify(report)


def test_a_change_outside_of_all_sections_is_told_so(studied: Studied, report: Path) -> None:
    report.write_bytes(studied.page.replace("<title>", "<title>x", 1).encode())

    with pytest.raises(UsageError, match="the change is in the head, in what is embedded, or in the seal"):
        verify(report)


def test_an_untouched_page_passes_after_all_was_run_again(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["verify", str(report), "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "nothing was changed since it was sealed" in said
    assert "5 experiments run again: every number has the same digits" in said
    assert "every sentence, table and picture is the same" in said


def test_the_number_of_processes_changes_no_byte(studied: Studied) -> None:
    again = study(studied.loaded, replications=FEW, engine="reference", jobs=2)

    assert study_page(again, studied.loaded, studied.provenance) == studied.page


@pytest.fixture
def known(studied: Studied, monkeypatch: pytest.MonkeyPatch) -> None:
    """Running again gives what is known, so that these tests take the time of a page each."""
    monkeypatch.setattr(verifying, "run_again", lambda *_: studied.study)


def forged(page: str, change: Callable[[str], str]) -> str:
    """Return a page that was changed and has a new seal that fits."""
    changed = change(page)
    assert changed != page
    digests = r'\{("[a-z]+":"[0-9a-f]{16}",?)+\}'
    blank = re.sub(rf'<script type="application/json" id="section-seals">{digests}</script>', PLACE, changed)
    return sealed(re.sub(r'<code id="seal">[0-9a-f]{64}</code>', SEAL, blank))


def another_number(page: str) -> str:
    """Raise the first digit of the first cell of the strategies by one."""
    place = re.compile(r"<td>\d").search(page, page.index('<section id="strategies"')).end() - 1
    return page[:place] + str((int(page[place]) + 1) % 10) + page[place + 1 :]


@pytest.mark.usefixtures("known")
def test_a_forged_number_with_a_new_seal_is_found_by_what_the_numbers_make(
    studied: Studied, report: Path
) -> None:
    report.write_text(forged(studied.page, another_number), encoding="utf-8", newline="\n")

    assert verify(report, seal_only=True)
    with pytest.raises(UsageError, match=r"does not come out again: in 'strategies' it says «.*», where its"):
        verify(report)


@pytest.mark.usefixtures("known")
def test_a_forged_drawing_with_a_new_seal_is_found(studied: Studied, report: Path) -> None:
    def bent(page: str) -> str:
        found = re.search(r'<path d="M(\d+)', page)
        return page[: found.start(1)] + str(int(found[1]) + 9) + page[found.end(1) :]

    report.write_text(forged(studied.page, bent), encoding="utf-8", newline="\n")

    with pytest.raises(UsageError, match=r"in 'picture \d+'"):
        verify(report)


def test_drawings_of_two_machines_may_differ_by_a_rounding_and_no_more() -> None:
    drawing = '<svg viewBox="0 0 9 9"><path d="M1 2L3.1 4z" style="fill: #0072b2"/><use x="5.25"/></svg>'
    rounded = drawing.replace("3.1", "3.2").replace("5.25", "5.26")
    others = [("3.1", "3.5"), ("L", "M"), ("#0072b2", "#0073b2"), ("0 0 9 9", "0 0 9.1 9"), ("z", "")]

    assert verifying.looks_alike(drawing, rounded)
    assert not any(verifying.looks_alike(drawing, drawing.replace(*each)) for each in others)


def test_steps_from_corner_to_corner_do_not_add_up() -> None:
    """Nine steps that are each a rounding off would move the last corner by nine roundings."""
    drawing = f'<svg><path d="M1 2l{" ".join(["1 0"] * 9)}"/></svg>'
    once = drawing.replace("l1 0 1 0", "l1.1 0 0.9 0")
    moved = drawing.replace("1 0", "1.1 0")

    assert verifying.looks_alike(drawing, once)
    assert not verifying.looks_alike(drawing, moved)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</h1>", '</h1><code id="seal">Hire nobody</code>'),
        ("</h1>", '</h1><script type="application/json" id="section-seals">Hire nobody</script>'),
        ('id="section-seals">{', 'id="section-seals">{"says":"hire nobody",'),
    ],
)
def test_nothing_can_be_said_where_seals_stand(studied: Studied, report: Path, old: str, new: str) -> None:
    assert old in studied.page
    report.write_text(
        forged(studied.page, lambda page: page.replace(old, new, 1)), encoding="utf-8", newline="\n"
    )

    with pytest.raises(UsageError, match="the page does not come out again"):
        verify(report)


@pytest.mark.usefixtures("known")
def test_the_diagram_of_loops_is_the_one_that_its_numbers_make(studied: Studied, report: Path) -> None:
    def moved(page: str) -> str:
        found = re.search(r'<svg[^>]* class="loop-effects".*?</svg>', page, flags=re.DOTALL)
        assert found is not None
        changed = re.sub(r'(?<= x=")[^"]*', "7", found[0])
        assert changed != found[0]
        return page.replace(found[0], changed)

    report.write_text(forged(studied.page, moved), encoding="utf-8", newline="\n")

    with pytest.raises(UsageError, match=r"in 'picture \d+'"):
        verify(report)


@pytest.mark.usefixtures("known")
def test_forged_digests_with_a_new_seal_are_found(studied: Studied, report: Path) -> None:
    first = studied.provenance.parts[0].digests["do nothing"]["throughput"]
    page = forged(studied.page, lambda page: page.replace(first, first[::-1]))
    report.write_text(page, encoding="utf-8", newline="\n")

    with pytest.raises(UsageError, match="other numbers come out than its receipts say:\n  do nothing: thro"):
        verify(report)


def test_a_forged_scenario_with_a_new_seal_is_found(studied: Studied, report: Path) -> None:
    page = forged(studied.page, lambda page: page.replace("rate: 34 per week", "rate: 33 per week"))
    report.write_text(page, encoding="utf-8", newline="\n")

    with pytest.raises(UsageError, match="does not fit its digest"):
        verify(report)


@pytest.mark.usefixtures("known")
def test_a_page_of_another_version_says_so(studied: Studied, report: Path) -> None:
    made_with = studied.provenance.versions | {"workforce-sim": "0.0.9"}
    parts = tuple(replace(part, versions=made_with) for part in studied.provenance.parts)
    older = replace(studied.provenance, versions=made_with, parts=parts)
    page = study_page(studied.study, studied.loaded, older)
    report.write_text(page, encoding="utf-8", newline="\n")
    assert "Made with other versions: workforce-sim 0.0.9 then" in verify(report)[-1]

    report.write_text(forged(page, another_number), encoding="utf-8", newline="\n")
    with pytest.raises(UsageError, match=r"written by version 0\.0\.9, and this is .* verify it with"):
        verify(report)


def test_a_page_without_a_seal_is_refused_in_words(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    with pytest.raises(UsageError, match="there is no such page"):
        verify(page)
    page.write_text("<html></html>", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no seal; name a page that `sim report` wrote"):
        verify(page)


def test_a_receipt_is_replayed_from_the_page_and_an_unknown_one_says_which_there_are(
    studied: Studied, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = next(part.key for part in studied.provenance.parts if part.verb == "knockout")
    for place in (report, report.parent):
        assert answer(["replay", key, "--in", str(place), "--jobs", "1"]) == 0
        assert f"{key}: the same digits again (knockout, seed 1, 3 replications)" in capsys.readouterr().out
    assert answer(["replay", "0123456789ab", "--in", str(report)]) == 2
    told = capsys.readouterr().err
    assert f"{key} (knockout letters)" in told
    assert "no results with this receipt" in told


def test_a_receipt_of_a_page_that_was_changed_is_not_replayed(
    studied: Studied, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = studied.provenance.parts[0].key
    report.write_text(studied.page.replace("third clerk", "fourth clerk"), encoding="utf-8", newline="\n")

    assert answer(["replay", key, "--in", str(report)]) == 2
    assert "its seal does not fit" in capsys.readouterr().err


@pytest.mark.parametrize("old", ['"seed": 1', '"created": "', '"verb": "diagnose"'])
def test_a_provenance_that_is_none_is_refused_in_words(studied: Studied, report: Path, old: str) -> None:
    page = forged(studied.page, lambda page: page.replace(old, old[:-2] + '7"' + old[-1:]))
    report.write_text(page, encoding="utf-8", newline="\n")

    with pytest.raises(UsageError, match="provenance"):
        verify(report)


def test_a_page_with_bytes_that_are_no_letters_is_refused_in_words(studied: Studied, report: Path) -> None:
    content = studied.page.replace("</h1>", "\x07</h1>", 1).encode().replace(b"\x07", b"\xff")
    blank = re.sub(rb'(?<=<code id="seal">)[0-9a-f]{64}', b"0" * 64, content)
    seal = hashlib.sha256(blank).hexdigest().encode()
    report.write_bytes(blank.replace(b'<code id="seal">' + b"0" * 64, b'<code id="seal">' + seal))

    with pytest.raises(UsageError, match="is not written in UTF-8"):
        verify(report)


def test_a_key_is_that_of_the_question_and_not_of_who_asked_or_what_came_out(studied: Studied) -> None:
    first = studied.provenance.parts[0]
    same = {"engine": "kernel", "platform": "another", "created": "later", "digests": {}, "name": "mine"}
    other = {"seed": 2, "replications": 4, "futures": 1, "future": "boom", "strategies": ("a",), "split": 9}

    assert {replace(first, **{name: value}).key for name, value in same.items()} == {first.key}
    keys = {replace(first, **{name: value}).key for name, value in other.items()}
    assert len(keys) == len(other)
    assert first.key not in keys


def test_the_provenance_beside_the_page_is_the_one_in_it(studied: Studied, report: Path) -> None:
    beside = json.loads((report.parent / "provenance.json").read_text(encoding="utf-8"))
    found = re.search(r'id="provenance">(.*?)</script>', studied.page, flags=re.DOTALL)

    assert json.loads(found[1]) == beside
