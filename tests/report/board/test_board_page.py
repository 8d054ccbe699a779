"""The page for a board: every section in its order, a receipt beside every number, readable by everybody."""

import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from sim.experiments.diagnosis.norms import NORMS
from sim.report.board.page import knocked_out
from sim.report.board.sections import SECTIONS
from sim.report.knockout import ALL, knockout_tables
from sim.report.page import with_minus
from sim.report.small_svg import small_svg
from tests.report.board.conftest import Studied

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}


class Reader(HTMLParser):
    """Collects tags with their attributes, and what stands in headings, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if "script" not in self.open and "style" not in self.open:
            self.text += data

    def of(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def reader(studied: Studied) -> Reader:
    read = Reader()
    read.feed(studied.page)
    assert not read.open
    return read


def test_the_sections_stand_in_the_order_of_the_contract(studied: Studied) -> None:
    anchors = re.findall(r'<section id="([a-z]+)"', studied.page)

    assert anchors == list(SECTIONS)
    assert anchors == [
        *("question", "verdict", "strategies", "variability", "spreadsheet", "diagnosis", "loops"),
        *("stocks", "costs", "assumptions", "change", "method", "receipts"),
    ]


def test_every_section_says_something_of_its_own(studied: Studied) -> None:
    for name, section in sections(studied.page).items():
        words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", section, flags=re.DOTALL).split()
        assert len(words) > 20, name


def test_every_table_and_every_figure_has_the_receipt_of_its_run(studied: Studied) -> None:
    keys = {part.verb: part.key for part in studied.provenance.parts}
    assert set(keys) == {"compare", "diagnose", "knockout", "variability", "sweep"}
    parts = re.findall(r"<table.*?</table>|<figure>.*?</figure>", studied.page, flags=re.DOTALL)
    assert len(parts) > 20
    for part in parts:
        if "The receipts of this report" in part:
            assert all(key in part for key in keys.values())
            continue
        assert re.search(r'href="#receipt-([0-9a-f]{12})"', part)[1] in keys.values()
    for verb, section in {"diagnose": "diagnosis", "knockout": "loops", "sweep": "change"}.items():
        assert keys[verb] in sections(studied.page)[section]


def test_every_link_leads_to_a_place_of_the_page(reader: Reader) -> None:
    places = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(places) == len(set(places))
    links = [attributes["href"] for attributes in reader.of("a", "use")]
    assert len(links) > 30
    assert {link for link in links if link.removeprefix("#") not in places} == set()


def test_every_loop_has_a_line_that_its_drawing_can_lead_to(studied: Studied) -> None:
    assert studied.study.knockout is not None
    for loop in studied.study.knockout.loops:
        assert f'<tr id="loop-{loop}">' in studied.page


def test_nothing_comes_from_outside_and_no_script_runs(studied: Studied, reader: Reader) -> None:
    loading = [
        value
        for _, attributes in reader.tags
        for name, value in attributes.items()
        if name in {"src", "href", "action", "data", "poster", "srcset"}
    ]
    assert all(value.startswith("#") for value in loading)
    assert {each.get("type") for each in reader.of("script")} == {"application/json"}
    assert not {name for _, attributes in reader.tags for name in attributes if name.startswith("on")}
    assert "@import" not in studied.page
    assert set(re.findall(r"url\((.)", studied.page)) <= {"#"}
    assert len(studied.page.encode()) < 3_000_000


def test_no_place_of_this_machine_stands_on_the_page(studied: Studied) -> None:
    assert "a-place-of-mine" not in studied.page
    assert str(studied.loaded.path.parent.parent) not in studied.page


def test_names_of_the_author_are_text_and_never_tags(studied: Studied) -> None:
    assert "Does a third clerk help more than &lt;better&gt; advice?" in studied.page
    assert "<better>" not in studied.page


def test_who_hears_or_tabs_through_the_page_finds_everything(reader: Reader, studied: Studied) -> None:
    assert reader.of("html") == [{"lang": "en"}]
    assert [len(reader.of(name)) for name in ("main", "nav", "header", "h1")] == [1, 1, 1, 1]
    assert studied.page.index('href="#main"') < studied.page.index("<nav")
    places = {attributes.get("id") for _, attributes in reader.tags}
    assert all(each["aria-labelledby"] in places for each in reader.of("section", "nav"))
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch("h[1-6]", tag)]
    assert all(later <= level + 1 for level, later in itertools.pairwise(levels))
    tables = re.findall(r"<table.*?</table>", studied.page, flags=re.DOTALL)
    assert all(table.count("<caption>") == 1 for table in tables)
    assert all(each.get("scope") in {"row", "col"} for each in reader.of("th"))
    pictures = [each for _, each in reader.tags if each.get("role") == "img"]
    assert len(pictures) > 8
    assert all(len(each["aria-label"]) > 40 for each in pictures)
    wide = [each for _, each in reader.tags if "scroll" in each.get("class", "").split()]
    assert all(each["tabindex"] == "0" and each["aria-label"] for each in wide)
    assert ":focus-visible" in studied.page


def test_what_is_folded_away_is_printed(studied: Studied) -> None:
    printed = studied.page[studied.page.index("@media print") :]

    assert "details::details-content { content-visibility: visible" in printed
    assert "size: A4" in printed
    assert "break-before: page" in printed
    assert studied.page.count("<details>") > 8


def test_colours_of_words_stand_out_from_the_paper(studied: Studied) -> None:
    """At least 4.5 to 1, as WCAG 2.2 asks in 1.4.3."""
    style = studied.page[studied.page.index("<style>") : studied.page.index("</style>")]
    words = dict(re.findall(r"--(ink|faint|better|worse): (#[0-9a-f]+)", style))
    links = re.search(r"\n  a { color: (#[0-9a-f]+)", style)[1]
    assert set(words) == {"ink", "faint", "better", "worse"}
    for colour in (*words.values(), links):
        assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(words["ink"], "#fff4e0") >= 4.5
    assert contrast("#999999", "#ffffff") < 4.5


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_method_names_the_versions_of_the_run_and_not_of_the_reader(studied: Studied) -> None:
    method = sections(studied.page)["method"]

    assert "5.1 Software" in method
    for package, version in studied.provenance.versions.items():
        assert f"{package} {version}" in method


def test_the_page_holds_all_that_is_needed_to_run_it_again(studied: Studied) -> None:
    found = re.search(r'id="provenance">(.*?)</script>', studied.page, flags=re.DOTALL)
    said = json.loads(found[1])

    assert "scenario: Letters desk" in said["scenario"]
    assert [part["verb"] for part in said["parts"]] == [
        *("compare", "diagnose", "knockout", "variability", "sweep")
    ]
    assert "scenario" not in said["parts"][0]


def test_a_small_drawing_keeps_its_corners() -> None:
    line = '<path d="M 0 0 \nL 10.000001 0.02 \nL 20 0 \nL 20 30.123456 \nz\n" x="1"/>'

    assert small_svg(line) == '<path d="M0 0l20 0 0 30.1z" x="1"/>'


def sections(page: str) -> dict[str, str]:
    found = re.finditer(r'<section id="([a-z]+)".*?</section>', page, flags=re.DOTALL)
    return {each[1]: each[0] for each in found}


def test_the_method_is_filled_from_the_runs_that_were_made(studied: Studied) -> None:
    said = sections(studied.page)["method"]

    assert "comparison: 3 strategies, 3 replications of each; seed 1." in said
    assert "diagnosis of &#39;do nothing&#39;: 3 replications of each set; seed 1." in said
    assert "<code>sim report letters" in said
    assert "20 unless" not in said


def test_all_that_good_practice_is_taken_to_be_stands_in_the_diagnosis(studied: Studied) -> None:
    """The sides are put to all of it, whatever is found to be wrong."""
    said = sections(studied.page)["diagnosis"]

    assert NORMS
    assert all(str(escape(norm.says)) in said for norm in NORMS.values())


def test_what_loops_do_to_a_share_is_told_in_its_unit(studied: Studied) -> None:
    """The head says percentage points; so do the numbers, as in the table of the knock-out itself."""
    comparison = replace(studied.study.comparison, foreground=("escape_rate",))
    told = knocked_out(replace(studied.study, comparison=comparison))
    assert studied.study.knockout is not None
    (table,) = knockout_tables(studied.study.knockout, ["escape_rate"])
    shown = {row[0]: tuple(map(with_minus, row[2:])) for row in table.rows}

    assert told["loop_head"].endswith("[percentage points]")
    assert {row.name: (alone, share) for row, alone, share in told["loops"]}.items() <= shown.items()
    assert told["loop_whole"] == shown[ALL][0]
