"""The page: self-contained, the verdict first, every name as the user wrote it."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sim.experiments.findings import Comparison
from sim.experiments.replay import provenance_of
from sim.experiments.verdict import headline
from sim.experiments.wording import format_interval
from sim.report.gallery import comparison_pictures
from sim.report.page import comparison_page, inline_svg
from sim.report.results import write_comparison
from sim.report.style import figure_style
from sim.scenario.load import LoadedScenario, load_scenario

SCENARIO = """
scenario: Desk
run_length: 4 weeks
task_types:
  ticket: {arrivals: 30 per week, route: [answer]}
steps:
  answer: {service_time: 30 min, done_by: [agents]}
people:
  agents: {headcount: 1}
strategies:
  upskill: [{set: {people.agents.headcount: 2}}]
  upgrade tools: [{set: {people.agents.headcount: 2}}]
  flexible talent: [{set: {people.agents.headcount: 2}}]
  all three: [{set: {people.agents.headcount: 2}}]
"""


class Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action")
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedScenario:
    path = tmp_path_factory.mktemp("desk") / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load_scenario(path)


@pytest.fixture(scope="module")
def html(comparison: Comparison, loaded: LoadedScenario, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page with its pictures, made once."""
    folder = tmp_path_factory.mktemp("results") / "out"
    write_comparison(comparison, loaded, folder)
    return (folder / "report.html").read_text(encoding="utf-8")


def without_pictures(comparison: Comparison, loaded: LoadedScenario) -> Reader:
    settings = {"seed": comparison.seed, "engine": comparison.engine, "future": comparison.future}
    provenance = provenance_of("compare", loaded, comparison.replications, **settings)
    return read(comparison_page(comparison, loaded, [], provenance))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.text = " ".join(reader.text.split())
    return reader


def test_nothing_comes_from_outside(html: str) -> None:
    reader = read(html)

    assert all(link.startswith("#") for link in reader.links)
    assert "script" not in reader.tags
    assert "@import" not in html
    assert len(html.encode()) < 3_000_000


def test_the_verdict_comes_first(html: str, comparison: Comparison) -> None:
    text = read(html).text

    parts = (
        comparison.question,
        headline(comparison),
        "The strategies side by side",
        "In pictures",
        "How it was done",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_table_has_every_strategy_and_every_measure(html: str, comparison: Comparison) -> None:
    text = read(html).text

    for strategy in comparison.replications:
        assert strategy in text
    for name in comparison.foreground:
        assert comparison.differences["upskill"][name].measure.title in text
    assert html.count("<tr>") == 1 + len(comparison.replications)
    assert "20 replications of each strategy" in text


def test_a_cell_has_level_difference_words_and_variance_reduction(html: str, comparison: Comparison) -> None:
    found = comparison.differences["all three"]["flow_time"]
    level = format_interval(found.level.mean, found.level.half_width)
    gap = format_interval(found.difference.mean, found.difference.half_width).replace("-", "−")

    assert f"{level} {gap} lower; VRF 8.3" in read(html.replace("<br>", " ")).text


def test_a_difference_that_fewer_replications_define_says_how_many(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    found = comparison.differences["upskill"]["throughput"]
    fewer = replace(found, difference=replace(found.difference, replications=17))
    upskill = {**comparison.differences["upskill"], "throughput": fewer}
    changed = replace(comparison, differences={**comparison.differences, "upskill": upskill})

    assert "higher (17 of 20)" in without_pictures(changed, loaded).text
    assert "(17 of 20)" not in without_pictures(comparison, loaded).text


def test_names_with_signs_of_html_are_shown_as_they_are(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    nasty = replace(comparison, question='<script>alert("x")</script> & more', scenario="A < B & 'C'")

    reader = without_pictures(nasty, loaded)

    assert "script" not in reader.tags
    assert '<script>alert("x")</script> & more' in reader.text
    assert "A < B & 'C'" in reader.text


def test_pictures_escape_the_names_they_show(
    compared: Callable[..., Comparison], loaded: LoadedScenario
) -> None:
    nasty = compared(["do nothing", "<b>$1</b> & $2"], replications=3)
    with figure_style():
        picture = next(comparison_pictures(nasty))
        drawn = inline_svg(picture.name, picture.svg())

    assert "<b>" not in drawn
    assert "$1" in picture.alt


def test_every_figure_is_described(html: str) -> None:
    assert html.count('role="img"') == html.count("<svg") == 5
    assert len(re.findall(r'role="img" aria-label="[^"]{40,}"', html)) == 5


def test_no_two_parts_of_the_page_have_one_id(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert len(ids) > 100
    assert len(set(ids)) == len(ids)


def test_two_drawings_on_a_page_do_not_share_ids() -> None:
    svg = (
        '<?xml?><svg width="1" viewBox="0 0 1 1"><g id="a"/><use href="#a"/><path clip-path="url(#a)"/></svg>'
    )

    left, right = (inline_svg(name, svg) for name in ("left", "right"))

    assert 'id="left-a"' in left
    assert 'href="#left-a"' in left
    assert "url(#left-a)" in left
    assert 'id="right-a"' in right
