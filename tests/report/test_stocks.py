"""Stocks over time: what moves is drawn, with its unit, its band and the moments of levers."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.compare import compare
from sim.experiments.findings import Comparison, Replications
from sim.report.bands import mean_band
from sim.report.gallery import strategy_pictures
from sim.report.moments import Moment, moments_of
from sim.report.picture import Cast, Picture
from sim.report.results import write_comparison
from sim.report.stocks import MOST_PANELS, stock_pictures
from sim.report.style import figure_style
from sim.scenario.load import LoadedScenario, load_scenario

WEEKS = 52
MOMENTS = (Moment("a", 12.0, {"upskill": ("train writers",)}),)
Key = tuple[str, str, str]
SCENARIO = """\
scenario: Learners
run_length: 12 weeks
warm_up: 2 weeks
task_types: {t: {arrivals: {rate: 30 per week, hours: Mon-Fri 9:00-17:00}, route: [do]}}
steps: {do: {service_time: 2 h, skills: {craft: 100 %}, standard: 50 %, done_by: [anna]}}
people: {anna: {headcount: 2, wage: 30 USD/h, hours: Mon-Fri 9:00-17:00, skills: {craft: 0.5}}}
BEHAVIOUR
strategies:
  courses:
    - {train: anna, in: {craft: +0.2}, from: week 5}
    - {train: anna, in: {craft: +0.1}, from: week 10}
  at once: [{train: anna, in: {craft: +0.1}}]
"""


@pytest.fixture(autouse=True)
def _styled() -> object:
    with figure_style():
        yield


def moving(replications: int = 20) -> dict[Key, np.ndarray]:
    """Skill that rises, strain that stays, newcomers in every other replication, trust of nobody at first."""
    luck = np.random.default_rng(5)
    shape = (replications, WEEKS)
    rise = np.linspace(0.5, 0.6, WEEKS)
    trust = np.full(shape, 0.6) + luck.normal(0, 0.1, shape)
    trust[:, :4] = np.nan
    return {
        ("writers", "skill", "writing"): rise + luck.normal(0, 0.02, shape),
        ("writers", "strain", ""): np.zeros(shape),
        ("writers", "newcomers", ""): np.tile(np.arange(replications) % 2, (WEEKS, 1)).T.astype(float),
        ("writers", "trust", ""): trust,
    }


def cast_of(replicated: Callable[..., Replications], *names: str) -> Cast:
    found = [replace(replicated(name), stock_series=moving()) for name in names]
    baseline = "do nothing" if len(names) > 1 else ""
    return Cast(found, baseline, WEEKS * 168.0, 4 * 168.0, moments=MOMENTS)


def panels(pictures: Mapping[str, Picture]) -> list[str]:
    return [ax.get_title(loc="left") for picture in pictures.values() for ax in picture.figure.axes]


def test_only_what_moves_has_a_panel(replicated: Callable[..., Replications]) -> None:
    pictures = {each.name: each for each in stock_pictures(cast_of(replicated, "do nothing", "upskill"))}

    assert list(pictures) == ["stocks-people", "stocks-skill", "stocks-tools"]
    assert "writers\nnewcomers" in panels(pictures)
    assert "writers\nbusy share" in panels(pictures)
    assert panels({"": pictures["stocks-skill"]}) == ["writers\nwriting"]
    assert not any("strain" in title for title in panels(pictures))


def test_a_scenario_without_stocks_has_no_pictures_of_them(replicated: Callable[..., Replications]) -> None:
    cast = Cast([replicated("upskill")], "", WEEKS * 168.0, 0.0)

    assert list(stock_pictures(cast)) == []
    assert not any(each.name.startswith("stocks") for each in strategy_pictures(cast))


def test_all_strategies_share_a_panel_with_their_means_and_bands(
    replicated: Callable[..., Replications],
) -> None:
    cast = cast_of(replicated, "do nothing", "upskill", "all three")
    (picture,) = (each for each in stock_pictures(cast) if each.name == "stocks-skill")

    (ax,) = picture.figure.axes
    drawn = {line.get_color(): line.get_ydata() for line in ax.lines if len(line.get_ydata()) == WEEKS}
    assert set(drawn) == set(cast.colours.values())
    for line in drawn.values():
        np.testing.assert_allclose(line, moving()["writers", "skill", "writing"].mean(axis=0))
    assert len(ax.collections) == 3
    assert "band: 10th to 90th percentile of the replications" in picture.reading
    assert {text.get_text() for text in picture.figure.legends[0].get_texts()} == set(cast.colours)


def test_a_band_contains_the_mean_between_its_percentiles() -> None:
    series = moving()["writers", "trust", ""]

    found = mean_band(series)

    assert np.isnan(found.middle[:4]).all()
    np.testing.assert_allclose(found.middle[4:], series[:, 4:].mean(axis=0))
    np.testing.assert_allclose(found.low[4:], np.percentile(series[:, 4:], 10, axis=0))
    assert (found.low[4:] < found.middle[4:]).all()
    assert (found.middle[4:] < found.high[4:]).all()


def test_what_has_no_bound_is_left_out_of_a_mean() -> None:
    assert mean_band(np.array([[1.0, np.inf], [3.0, np.inf]])).middle.tolist()[0] == 2.0
    assert np.isnan(mean_band(np.array([[np.inf], [np.inf]])).middle[0])


def test_every_panel_of_stocks_has_a_unit(replicated: Callable[..., Replications]) -> None:
    for picture in stock_pictures(cast_of(replicated, "upskill")):
        assert all(ax.get_ylabel() for ax in picture.figure.axes)
        assert any(ax.get_xlabel() == "week" for ax in picture.figure.axes)


def test_moments_of_levers_are_lettered_lines_which_the_reading_explains(
    replicated: Callable[..., Replications],
) -> None:
    pictures = list(strategy_pictures(cast_of(replicated, "do nothing", "upskill", "hire")))

    for picture in (each for each in pictures if each.name not in ("quality", "load", "settling")):
        assert "Dotted: a (week 13): 'upskill' train writers" in picture.reading
        dotted = [
            line.get_xdata()[0]
            for ax in picture.figure.axes
            for line in ax.lines
            if len(line.get_xdata()) == 2
        ]
        letters = [
            text.get_text() for ax in picture.figure.axes for text in ax.texts if text.get_text() == "a"
        ]
        alone = picture.name in ("throughput", "quality-by-week", "work-in-process")
        assert dotted == [12.5] * (1 if alone else len(picture.figure.axes))
        assert len(letters) == len(dotted)


def test_many_panels_are_spread_over_several_pictures(replicated: Callable[..., Replications]) -> None:
    skill = moving()["writers", "skill", "writing"]
    many = {("writers", "skill", f"skill {number:02d}"): skill for number in range(MOST_PANELS + 1)}
    cast = Cast([replace(replicated("upskill"), stock_series=many)], "", WEEKS * 168.0, 0.0)

    sizes = {each.name: len(each.figure.axes) for each in stock_pictures(cast) if "skill" in each.name}
    assert sizes == {"stocks-skill-1": MOST_PANELS, "stocks-skill-2": 1}


# --- from a scenario -----------------------------------------------------------------------------


def loaded_from(folder: Path, behaviour: str) -> LoadedScenario:
    path = folder / "scenario.yaml"
    path.write_text(SCENARIO.replace("BEHAVIOUR", behaviour), encoding="utf-8")
    return load_scenario(path)


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadedScenario, Comparison, Path]:
    """A comparison in which skill moves, and its folder of results."""
    home = tmp_path_factory.mktemp("living")
    loaded = loaded_from(home, "behaviour: {learning_time: 400 h}")
    comparison = compare(loaded, replications=2, jobs=1)
    write_comparison(comparison, loaded, home / "results")
    return loaded, comparison, home / "results"


def test_dated_levers_are_moments_and_those_of_the_first_hour_are_none(
    living: tuple[LoadedScenario, Comparison, Path],
) -> None:
    found = moments_of(living[0], ["do nothing", "courses", "at once"], "")

    assert [(each.letter, each.weeks) for each in found] == [("a", 4.0), ("b", 9.0)]
    assert found[0].words == "a (week 5): 'courses' train anna"


def test_moments_that_would_run_into_each_other_share_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    text = SCENARIO.replace("BEHAVIOUR", "").replace("12 weeks", "52 weeks").replace("week 10", "week 6")
    path.write_text(text, encoding="utf-8")

    assert [each.letter for each in moments_of(load_scenario(path), ["courses"], "")] == ["a"]


def test_the_table_of_stocks_holds_the_weekly_numbers(
    living: tuple[LoadedScenario, Comparison, Path],
) -> None:
    _, comparison, results = living
    with (results / "tables" / "stocks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["unit"] for row in rows if row["stock"] == "skill"} == {"0–1"}
    for row in rows:
        series = comparison.replications[row["strategy"]].stock_series[
            row["pool"], row["stock"], row["skill"]
        ]
        assert float(row["value"]) == series[int(row["replication"]), int(row["week"]) - 1]
    assert len(rows) == sum(
        series.size for each in comparison.replications.values() for series in each.stock_series.values()
    )


def test_the_report_shows_the_stocks_that_move(living: tuple[LoadedScenario, Comparison, Path]) -> None:
    results = living[2]

    assert (results / "figures" / "stocks-skill.svg").is_file()
    assert (results / "figures" / "stocks-skill.png").is_file()
    page = (results / "report.html").read_text(encoding="utf-8")
    assert (
        "Skill of those present, mean of the first and last week: craft of anna [0–1] do nothing 0.5" in page
    )


def test_results_of_a_scenario_without_stocks_have_no_table_of_them(tmp_path: Path) -> None:
    loaded = loaded_from(tmp_path, "")
    write_comparison(compare(loaded, replications=1, jobs=1), loaded, tmp_path / "results")

    assert not list((tmp_path / "results").rglob("stocks*"))
