"""The picture of stocks and flows: what a scenario has, nothing else, and room for all of it."""

from pathlib import Path

import pytest

from sim.model.build import build
from sim.model.model import Model
from sim.report.flow_graph import OUT, Passing, flow_of, layout_of, reservoirs_of
from sim.report.flow_map import flow_map
from sim.report.style import figure_style
from sim.scenario.load import load_scenario
from tests.report.slides import check_readable, texts_in
from tests.running import model_of

TOO_MANY = {"together"}
"""Scenarios with more steps than a slide has room for: 36."""
SCENARIOS = sorted({path.parent.name for path in Path("scenarios").glob("*/scenario.yaml")} - TOO_MANY)
ROUTES = """\
scenario: Ways
run_length: 2 weeks
task_types:
  a:
    arrivals: 5 per week
    route: [draft, together: [picture, copy], either: {proof: 50 %, skip: 50 %}, review]
  b: {arrivals: 5 per week, route: [draft, again: {from: draft, chance: 10 %}], ESCAPED}
steps:
  draft: {service_time: 1 h, done_by: [writers], standard: 50 %}
  picture: {service_time: 1 h, done_by: [writers]}
  copy: {service_time: 1 h, done_by: [writers]}
  proof: {service_time: 1 h, done_by: [writers]}
  review: {service_time: 1 h, done_by: [editors, writers], reviews: [draft]}
people:
  writers: {headcount: 9, wage: 1 USD/h}
  editors: {headcount: 1, wage: 1 USD/h}
"""


@pytest.fixture(autouse=True)
def _styled() -> object:
    with figure_style():
        yield


def ways(escaped: str = "value: 1 USD", more: str = "") -> Model:
    return model_of(ROUTES.replace("ESCAPED", escaped) + more)


def stocks_of(model: Model) -> list[str]:
    return [name for each in reservoirs_of(model) for name in each.stocks]


def test_tasks_flow_as_their_routes_say() -> None:
    flow = flow_of(ways())

    names = flow.steps
    assert {names[step] for step in flow.entries} == {"draft"}
    assert {names[step] for step in flow.exits} == {"draft", "review"}
    assert {(names[a], names[b]) for a, b in flow.ways} == {
        ("draft", "picture"), ("draft", "copy"), ("picture", "proof"), ("copy", "proof"),
        ("picture", "review"), ("copy", "review"), ("proof", "review"),
    }  # fmt: skip
    assert {(names[a], names[b]) for a, b in flow.back} == {("draft", "draft"), ("review", "draft")}
    assert flow.who[names.index("review")] == ("editors", "writers")


def test_columns_follow_the_way_and_what_skips_one_passes_it_in_a_place_of_its_own() -> None:
    flow = flow_of(ways())

    layout = layout_of(flow)
    steps = [{flow.steps[item] for item in column if isinstance(item, int)} for column in layout.columns]
    assert steps == [{"draft"}, {"picture", "copy"}, {"proof"}, {"review"}]
    review = flow.steps.index("review")
    passing = [{item.end for item in column if isinstance(item, Passing)} for column in layout.columns]
    assert passing == [set(), {OUT}, {review, OUT}, {OUT}]


def test_types_that_go_opposite_ways_are_laid_out_all_the_same() -> None:
    text = ROUTES.replace("ESCAPED", "value: 1 USD").replace(
        "[draft, again: {from: draft, chance: 10 %}]", "[review, draft]"
    )

    columns = layout_of(flow_of(model_of(text))).columns
    assert sorted(item for column in columns for item in column if isinstance(item, int)) == [0, 1, 2, 3, 4]


def test_only_what_moves_is_a_stock() -> None:
    assert stocks_of(ways()) == []
    assert stocks_of(ways(more="behaviour: {learning_time: 100 h}\n")) == ["skill"]
    assert stocks_of(ways(more="behaviour: {turnover: 20 %, fatigue_errors: 0.1}\n")) == [
        "newcomers",
        "experienced",
        "strain",
    ]
    assert "trust in tools" not in stocks_of(ways(more="behaviour: {trust_memory: 10}\n"))


def test_what_customers_send_back_is_drawn_where_they_do() -> None:
    escaped = "escaped_defects: {return_chance: 50 %, after: 1 week}"
    said = {text.get_text() for text in texts_in(flow_map(ways(escaped), "Ways"))}
    silent = {text.get_text() for text in texts_in(flow_map(ways(), "Ways"))}

    assert said - silent == {"defects that customers send back"}
    assert {"arrivals", "delivered", "rework", "draft", "picture", "copy", "proof", "review"} <= silent


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_stocks_and_flows_of_a_shipped_scenario_are_readable_and_whole(scenario: str) -> None:
    loaded = load_scenario(Path("scenarios") / scenario)
    for strategy in ("do nothing", *loaded.scenario.strategies):
        model = build(loaded.under(strategy))
        figure = flow_map(model, f"Stocks and flows: {scenario}")
        check_readable(figure)
        said = {text.get_text() for text in texts_in(figure)}
        assert said >= {*flow_of(model).steps, *stocks_of(model)}


def test_the_living_organisation_has_room_on_the_slide(tmp_path: Path) -> None:
    text = Path("scenarios/content-agency/scenario.yaml").read_text(encoding="utf-8")
    path = tmp_path / "scenario.yaml"
    path.write_text(
        text.replace("behaviour: knowledge-work", "behaviour: living-organisation"), encoding="utf-8"
    )
    model = build(load_scenario(path).under("upskill"))

    check_readable(flow_map(model, "Stocks and flows: a living agency"))
    assert {
        "newcomers",
        "experienced",
        "freelancers",
        "skill",
        "trust in tools",
        "strain",
        "standard of care",
    } <= set(stocks_of(model))
