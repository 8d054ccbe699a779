"""The page: self-contained, the verdict first, every name as the user wrote it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.experiments.findings import Comparison
from sim.experiments.verdict import headline
from sim.report.page import inline_svg
from sim.report.results import write_comparison
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


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedScenario:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load_scenario(path)


def read(comparison: Comparison, loaded: LoadedScenario, folder: Path) -> tuple[Reader, str]:
    write_comparison(comparison, loaded, folder)
    html = (folder / "report.html").read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(html)
    return reader, html


def test_nothing_comes_from_outside(comparison: Comparison, loaded: LoadedScenario, tmp_path: Path) -> None:
    reader, html = read(comparison, loaded, tmp_path / "out")

    assert all(link.startswith("#") for link in reader.links)
    assert "script" not in reader.tags
    assert "@import" not in html
    assert len(html.encode()) < 3_000_000


def test_the_verdict_comes_first(comparison: Comparison, loaded: LoadedScenario, tmp_path: Path) -> None:
    reader, _ = read(comparison, loaded, tmp_path / "out")
    text = " ".join(reader.text.split())

    places = [
        text.index(part)
        for part in (
            comparison.question,
            headline(comparison),
            "The strategies side by side",
            "In pictures",
            "How it was done",
        )
    ]
    assert places == sorted(places)


def test_the_table_has_every_strategy_and_every_measure(
    comparison: Comparison, loaded: LoadedScenario, tmp_path: Path
) -> None:
    reader, html = read(comparison, loaded, tmp_path / "out")

    for strategy in comparison.replications:
        assert strategy in reader.text
    for name in comparison.foreground:
        assert comparison.differences["upskill"][name].measure.title in reader.text
    assert html.count("<tr>") == 1 + len(comparison.replications)
    assert "20 replications of each strategy" in " ".join(reader.text.split())


def test_names_with_signs_of_html_are_shown_as_they_are(
    comparison: Comparison, loaded: LoadedScenario, tmp_path: Path
) -> None:
    nasty = replace(comparison, question='<script>alert("x")</script> & more', scenario="A < B & 'C'")

    reader, _ = read(nasty, loaded, tmp_path / "out")

    assert "script" not in reader.tags
    assert '<script>alert("x")</script> & more' in reader.text
    assert "A < B & 'C'" in reader.text


def test_every_figure_is_described(comparison: Comparison, loaded: LoadedScenario, tmp_path: Path) -> None:
    _, html = read(comparison, loaded, tmp_path / "out")

    assert html.count('role="img"') == html.count("<svg") == 5
    assert len(re.findall(r'role="img" aria-label="[^"]{40,}"', html)) == 5


def test_two_drawings_on_a_page_do_not_share_ids() -> None:
    svg = (
        '<?xml?><svg width="1" viewBox="0 0 1 1"><g id="a"/><use href="#a"/><path clip-path="url(#a)"/></svg>'
    )

    left, right = (inline_svg(name, svg) for name in ("left", "right"))

    assert 'id="left-a"' in left
    assert 'href="#left-a"' in left
    assert "url(#left-a)" in left
    assert 'id="right-a"' in right
