"""The page: self-contained, the verdict first, every name as the user wrote it."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.experiments.compare import compare
from sim.experiments.findings import Comparison
from sim.experiments.provenances import provenance_of
from sim.experiments.replicate import replicate
from sim.experiments.verdict import headline
from sim.experiments.wording import format_interval
from sim.report.gallery import comparison_pictures
from sim.report.page import comparison_page, inline_svg
from sim.report.pays import pays
from sim.report.results import write_comparison, write_replications
from sim.report.strategies import strategies_in_words
from sim.report.style import figure_style
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.telling.explain import explain
from sim.statistics.control_variates import FEWEST_CONTROLLED
from tests.report.conftest import made_up_replications

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
        "What each strategy is",
        "In pictures",
        "Defaults that nobody set",
        "How this was measured",
        "Receipts",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_table_has_every_strategy_and_every_measure(html: str, comparison: Comparison) -> None:
    text = read(html).text

    for strategy in comparison.replications:
        assert strategy in text
    for name in comparison.foreground:
        assert comparison.differences["upskill"][name].measure.title in text
    table, risks, reductions = (part.split("</table>")[0] for part in html.split("<table>")[1:])
    spending = html.split('<table class="narrow">')[1].split("</table>", maxsplit=1)[0]
    assert spending.count("<tr>") == len(comparison.replications)
    assert table.count("<tr>") == 1 + len(comparison.replications)
    assert risks.count("<tr>") == 2  # of the measures of risk the made-up ones have one
    assert reductions.count("<tr>") == len(comparison.replications)
    assert "20 replications of each strategy" in text


def test_what_control_variates_would_add_is_a_table_of_its_own(
    compared: Callable[..., Comparison], loaded: LoadedScenario
) -> None:
    few, many = (
        without_pictures(compared(replications=each), loaded).text for each in (20, FEWEST_CONTROLLED)
    )

    assert "What control variates would add" not in few
    assert "What control variates would add to that" in many
    assert many.split("Control variates", maxsplit=1)[1].count("4.6") >= 4


def test_a_cell_has_level_days_difference_and_words_but_no_jargon(html: str, comparison: Comparison) -> None:
    found = comparison.differences["all three"]["flow_time"]
    level = format_interval(found.level.mean, found.level.half_width)
    gap = format_interval(found.difference.mean, found.difference.half_width).replace("-", "−")

    text = read(html.replace("<br>", " ").replace("<small>", " ")).text
    share = 100.0 * found.difference.mean / comparison.differences["do nothing"]["flow_time"].level.mean
    assert f"{level} 2.6 days{gap} −{-share:.0f} %, lower" in text
    assert "smaller is better; nights and weekends count" in text
    assert "VRF" not in text[: text.index("How this was measured")]
    assert "8.3" in text[text.index("How this was measured") :]


def test_a_difference_that_fewer_replications_define_says_how_many(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    found = comparison.differences["upskill"]["throughput"]
    fewer = replace(found, difference=replace(found.difference, replications=17))
    upskill = {**comparison.differences["upskill"], "throughput": fewer}
    changed = replace(comparison, differences={**comparison.differences, "upskill": upskill})

    assert "higher (17 of 20)" in without_pictures(changed, loaded).text
    assert "(17 of 20)" not in without_pictures(comparison, loaded).text


def test_the_page_says_what_each_strategy_is_in_the_words_of_explain(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    text = without_pictures(comparison, loaded).text

    part = text[text.index("What each strategy is") : text.index("In pictures")]
    assert "do nothing Nothing is changed." in part
    sentence = "agents: headcount 1 → 2 persons."
    assert sentence in explain(loaded)
    assert f"upskill A{sentence[1:]}" in part


def test_a_lever_with_a_date_is_told_with_it(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    hire = "  hire: [{train: agents, in: {talking: +0.1}, from: week 2, price: 100 USD per person}]\n"
    both = "  both: {combine: [hire, upskill]}\n"
    skilled = SCENARIO.replace("{headcount: 1}", "{headcount: 1, skills: {talking: 0.5}}")
    skilled = skilled.replace("service_time: 30 min,", "service_time: 30 min, skills: {talking: 100 %},")
    path.write_text(skilled + hire + both, encoding="utf-8")

    found = [made_up_replications(name) for name in ("hire", "both")]

    assert strategies_in_words(load_scenario(path), found, "") == [
        (
            "hire",
            "From week 2 on, agents have +0.1 in talking, for 100 USD per person (100 USD for 1 person).",
        ),
        ("both", "hire and upskill together."),
    ]


def test_what_nobody_set_is_told_apart_from_what_the_author_said(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    text = without_pictures(comparison, loaded).text

    assert (
        "Defaults that nobody set None that matters. Everything else was stated by the author of the "
        "scenario."
    ) in text


def test_warnings_stand_below_the_verdict_without_their_place(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    warned = replace(
        comparison, warnings=("a/b.yaml:3:5: people.clerks: the queue grows", "work in process keeps growing")
    )

    text = without_pictures(warned, loaded).text

    assert "Clerks: the queue grows. Work in process keeps growing. The strategies side by side" in text


def test_what_is_left_out_is_said_below_the_table(comparison: Comparison, loaded: LoadedScenario) -> None:
    changed = replace(comparison, left_out={"quality_mean": "no step has a standard"})

    assert "Left out: delivered quality (no step has a standard)." in without_pictures(changed, loaded).text
    assert "Left out" not in without_pictures(comparison, loaded).text


VALUED = (
    SCENARIO.replace("per week,", "per week, value: 50 USD,")
    .replace("{headcount: 1}", "{headcount: 1, wage: 20 USD/h}")
    .replace("people.agents.headcount: 2}}]\n  upgrade", "people.agents.wage: 5 USD/h}}]\n  upgrade")
)


def test_the_page_says_what_pays_where_work_has_a_value(tmp_path: Path) -> None:
    """A second agent at 20 USD/h round the clock earns nothing more; lower wages save 15 x 168 USD a week."""
    path = tmp_path / "scenario.yaml"
    path.write_text(VALUED, encoding="utf-8")
    loaded = load_scenario(path)
    found = compare(loaded, ["upskill", "all three"], replications=3, jobs=1)

    cheaper, dearer = pays(found, loaded)

    assert (cheaper.cost, cheaper.words, cheaper.tone) == ("-2,520", "pays", "better")
    assert (dearer.cost, dearer.words, dearer.tone) == ("+3,360", "does not pay", "worse")
    text = without_pictures(found, loaded).text
    assert "Does it pay?" in text
    assert "−2,520" in text


def test_nothing_is_said_about_paying_without_value_or_wages(tmp_path: Path) -> None:
    for part in (" value: 50 USD,", ", wage: 20 USD/h"):
        path = tmp_path / "scenario.yaml"
        path.write_text(
            VALUED.replace(part, "").replace("people.agents.wage: 5 USD/h", "people.agents.headcount: 2")
        )
        loaded = load_scenario(path)
        found = compare(loaded, ["upskill"], replications=2, jobs=1)

        assert pays(found, loaded) == []
        assert "Does it pay?" not in without_pictures(found, loaded).text


def test_the_page_of_one_strategy_begins_with_what_it_gave(loaded: LoadedScenario, tmp_path: Path) -> None:
    result = replicate(loaded, "upskill", replications=2, jobs=1)
    write_replications(result, loaded, tmp_path / "run", seed=1, engine="reference", future="")
    html = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")

    assert re.search(
        r'<p class="headline">Under &#39;upskill&#39;, the throughput is [\d.]+ ± [\d.]+ tasks a week.</p>',
        html,
    )
    text = read(html).text
    assert "Agents: headcount 1 → 2 persons." in text
    assert "2 replications of the strategy" in text
    measures = text[text.index("Measures The measures of the strategy") : text.index("What the strategy is")]
    assert "throughput" in measures
    assert "margin" not in measures.partition("Left out: ")[0]
    assert "margin (it takes a value of tasks and wages)" in measures
    assert "utilisation of agents" in measures


def test_figures_and_tables_are_not_cut_by_a_page_break(html: str) -> None:
    printed = html[html.index("@media print") : html.index("</style>")]

    assert re.search(r"figure, tr, [^{]*\{ break-inside: avoid; \}", printed)
    assert "table { break-inside: avoid; }" in printed
    assert "figure svg { max-height: 225mm; }" in printed


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
    assert html.count('role="img"') == html.count("<svg") == 9
    assert len(re.findall(r'role="img" aria-label="[^"]{40,}"', html)) == 9


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


def test_notes_of_the_file_stand_in_the_box_and_defaults_are_not_said_to_be_none(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    noted = replace(comparison, notes=("a/b.yaml:3:5: tools.helper: as nothing else is stated, it is free",))

    text = without_pictures(noted, loaded).text

    box = (
        "Because the scenario does not say it: Helper: as nothing else is stated, it is free. The strategies"
    )
    assert box in text
    assert "Defaults that nobody set Those in the box at the top." in text
    assert "None that matters" not in text


def with_flow_times(comparison: Comparison, base: float, others: float) -> Comparison:
    """Return a comparison of flow times alone, at these levels [h]."""
    differences = {}
    for name, found in comparison.differences.items():
        old = found["flow_time"]
        level = replace(old.level, mean=base if name == comparison.baseline else others)
        differences[name] = {**found, "flow_time": replace(old, level=level)}
    return replace(comparison, differences=differences, foreground=("flow_time",))


def test_days_stand_in_all_cells_of_a_measure_or_in_none(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    """Only from two days on are days easier to picture; then they stand beside the others too."""
    some, none = (
        without_pictures(with_flow_times(comparison, base, 12.0), loaded).text for base in (76.0, 40.0)
    )

    assert some.count(" days") == len(comparison.replications)
    assert "0.5 days" in some
    assert none.count(" days") == 0


def test_with_one_replication_the_page_says_once_that_there_are_no_intervals(
    compared: Callable[..., Comparison], loaded: LoadedScenario, tmp_path: Path
) -> None:
    write_comparison(compared(["do nothing", "upskill"], replications=1), loaded, tmp_path / "out")
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    assert "(no interval)" not in html
    assert html.count("one replication has no intervals") == 1


def test_what_is_over_the_budget_is_marked_beside_what_was_spent(
    comparison: Comparison, loaded: LoadedScenario
) -> None:
    upskill = replace(comparison.spending["upskill"], mean=183_600.0, half_width=100.0)
    changed = replace(comparison, spending={**comparison.spending, "upskill": upskill})

    text = without_pictures(changed, loaded).text

    assert "153 % over budget" in text
    assert "'upskill' costs 183,600 ± 100 USD, more than the budget of 120,000 USD" in text
    assert "over budget" not in without_pictures(comparison, loaded).text


def test_the_page_says_that_freed_time_stays_paid(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(VALUED, encoding="utf-8")
    loaded = load_scenario(path)

    text = without_pictures(compare(loaded, ["all three"], replications=2, jobs=1), loaded).text

    assert "time that a strategy frees stays paid, unless a lever turns it into money" in text
