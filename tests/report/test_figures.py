"""What stands on the axes: the numbers, the names, the units, the uncertainty."""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.experiments.findings import Comparison, Difference, Replications
from sim.experiments.judgement import Finding, finding
from sim.measures.measure import Direction, Measure
from sim.report.bands import Band, band, quality_shares, whole_weeks
from sim.report.figures import (
    plot_differences,
    plot_levels,
    plot_quality,
    plot_weekly_band,
    plot_weekly_bands,
)
from sim.report.gallery import comparison_pictures, strategy_pictures
from sim.report.picture import Cast
from sim.report.style import BASELINE, colours_of, figure_style
from sim.statistics.control_variates import Controlled
from sim.statistics.estimate import Estimate

SPACE = 25.0
"""Dots that two numbers keep apart at least."""
TWO = [Estimate(2.0, 0.5, 20), Estimate(-1.0, 3.0, 20)]


@pytest.fixture(autouse=True)
def _styled() -> object:
    with figure_style():
        yield


def test_differences_show_points_intervals_and_a_line_at_zero() -> None:
    ax = plot_differences(["a", "b"], TWO, ["red", "blue"], unit="tasks/week", baseline="do nothing")

    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert points == [2.0, -1.0]
    ends = [segment[:, 0].tolist() for bars in ax.collections for segment in bars.get_segments()]
    assert ends == [[1.5, 2.5], [-4.0, 2.0]]
    assert [0.0, 0.0] in [list(line.get_xdata()) for line in ax.lines]
    assert ax.get_xlabel() == "difference from 'do nothing' [tasks/week]"


def test_a_difference_that_may_be_zero_is_an_open_point() -> None:
    ax = plot_differences(["a", "b"], TWO, ["red", "blue"], unit="h", baseline="x")

    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert faces == ["red", "white"]


def test_levels_name_the_strategies_from_the_top_down() -> None:
    ax = plot_levels(["a", "b"], TWO, ["red", "blue"], unit="h")

    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert ax.get_xlabel() == "h"


def test_a_weekly_band_draws_the_baseline_in_grey_behind() -> None:
    weeks = np.arange(1, 5)
    own, base = (Band(level - 1.0, level, level + 1.0) for level in (np.full(4, 5.0), np.full(4, 3.0)))

    ax = plot_weekly_band(weeks, own, "blue", unit="tasks/week", baseline=base, warm_up=1.0)

    assert [(line.get_color(), line.get_ydata()[0]) for line in ax.lines] == [(BASELINE, 3.0), ("blue", 5.0)]
    assert ax.get_ylabel() == "tasks/week"
    assert ax.get_ylim()[0] == 0.0


def test_a_band_that_does_not_begin_at_zero_shows_small_changes_whole() -> None:
    weeks, level = np.arange(1, 5), np.array([0.70, 0.71, 0.72, 0.73])

    ax = plot_weekly_band(
        weeks, Band(level - 0.01, level, level + 0.01), "blue", unit="quality (0–1)", from_zero=False
    )

    assert 0.6 < ax.get_ylim()[0] < 0.69


def test_lines_that_coincide_are_all_seen() -> None:
    level = np.full(4, 5.0)
    same = Band(level, level, level)

    ax = plot_weekly_bands(np.arange(1, 5), [(same, "red"), (same, "green"), (same, "blue")], unit="h")

    widths = [line.get_linewidth() for line in ax.lines]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 3


def test_panels_that_share_an_axis_show_the_highest_of_them_whole(
    compared: Callable[..., Comparison],
) -> None:
    for picture in comparison_pictures(compared(["do nothing", "upskill", "all three"], replications=5)):
        if picture.name in ("throughput", "quality", "work-in-process"):
            highest = max(ax.dataLim.ymax for ax in picture.figure.axes)
            assert all(ax.get_ylim()[1] >= highest for ax in picture.figure.axes)


def test_differences_too_small_to_matter_lie_in_a_zone() -> None:
    with_zone, without = (
        plot_differences(["a", "b"], TWO, ["red", "blue"], unit="h", baseline="x", matters_from=matters)
        for matters in (0.75, 0.0)
    )

    zone = with_zone.patches[0].get_extents().transformed(with_zone.transData.inverted())
    assert (zone.x0, zone.x1) == pytest.approx((-0.75, 0.75))
    assert len(without.patches) == 0


def test_what_has_no_value_is_said_to_be_not_defined() -> None:
    nothing = [Estimate(math.nan, math.inf, 0)] * 2
    empty = Band(*np.full((3, 4), np.nan))

    axes = (
        plot_levels(["a", "b"], nothing, ["red", "blue"], unit="h"),
        plot_weekly_band(np.arange(1, 5), empty, "blue", unit="tasks"),
        plot_levels(["a", "b"], TWO, ["red", "blue"], unit="h"),
    )

    texts = [[text.get_text() for text in ax.texts] for ax in axes]
    assert texts == [["not defined"], ["not defined"], []]


def test_a_mean_without_an_interval_is_still_a_point() -> None:
    ax = plot_levels(["a"], [Estimate(2.0, math.inf, 1)], ["red"], unit="h")

    ax.figure.canvas.draw()
    assert ax.get_xlim()[0] < 2.0 < ax.get_xlim()[1]


def test_long_names_take_two_lines_at_most() -> None:
    names = ["train all the writers and editors in everything twice", "hire"]

    ax = plot_levels(names, TWO, ["red", "blue"], unit="h")

    first, second = (label.get_text() for label in ax.get_yticklabels())
    assert first == "train all the\nwriters and…"
    assert second == "hire"


def test_quality_stands_on_the_whole_scale() -> None:
    shares = Band(np.array([1.0, 2.0]), np.array([2.0, 3.0]), np.array([3.0, 4.0]))

    ax = plot_quality(np.array([0.0, 0.5, 1.0]), shares, "blue", unit="% of deliveries", baseline=shares)

    assert ax.get_xlim() == (0.0, 1.0)
    assert ax.get_ylabel() == "% of deliveries"


def test_the_same_strategy_has_the_same_colour_in_every_figure(comparison: Comparison) -> None:
    colours = colours_of(list(comparison.replications), "do nothing")

    assert colours["do nothing"] == BASELINE
    assert len(set(colours.values())) == len(colours)
    for picture in comparison_pictures(comparison):
        drawn = {line.get_color() for ax in picture.figure.axes for line in ax.lines}
        assert set(colours.values()) - {BASELINE} <= drawn | _texts_in(picture.figure)


def test_every_picture_says_what_it_shows_in_words_and_numbers(comparison: Comparison) -> None:
    pictures = list(comparison_pictures(comparison))

    assert [p.name for p in pictures] == [
        "differences",
        "levels",
        "break-even-money",
        "throughput",
        "quality",
        "quality-by-week",
        "work-in-process",
        "load",
        "settling",
    ]
    for picture in pictures:
        assert all(name in picture.alt for name in comparison.replications if name != comparison.baseline)
        assert any(letter.isdigit() for letter in picture.alt)
        assert picture.reading


def test_a_strategy_alone_has_no_picture_of_differences(replicated: Callable[..., Replications]) -> None:
    cast = Cast([replicated("upskill")], "", 52 * 168.0, 0.0)

    assert [picture.name for picture in strategy_pictures(cast)] == [
        "throughput",
        "quality",
        "quality-by-week",
        "work-in-process",
        "load",
    ]


def test_a_steady_state_is_shown_where_nothing_is_left_out_too(comparison: Comparison) -> None:
    terminating, steady = (
        {
            picture.name: picture
            for picture in comparison_pictures(replace(comparison, warm_up=0.0, settled=sentence))
        }
        for sentence in ("", "Steady state: nothing is left out.")
    )

    assert "settling" not in terminating
    assert "Nothing is left out." in steady["settling"].reading


def test_a_figure_is_the_same_text_each_time(comparison: Comparison) -> None:
    first, second = (next(comparison_pictures(comparison)).svg() for _ in range(2))

    assert first == second


def test_bands_are_percentiles_over_replications() -> None:
    series = np.arange(11.0).reshape(11, 1) * np.ones((1, 2))
    series[:, 1] = np.nan

    found = band(series)

    assert (found.low[0], found.middle[0], found.high[0]) == (1.0, 5.0, 9.0)
    assert np.isnan(found.middle[1])


def test_shares_of_a_replication_without_deliveries_are_not_defined() -> None:
    shares = quality_shares(np.array([[1, 3], [0, 0]]))

    assert shares[0].tolist() == [0.25, 0.75]
    assert np.isnan(shares[1]).all()


def test_a_broken_last_week_is_left_out() -> None:
    assert whole_weeks(np.array([1, 2, 3]), 2.5 * 168.0).tolist() == [True, True, False]


def _texts_in(figure: object) -> set[object]:
    axes = figure.axes  # type: ignore[attr-defined]
    return {text.get_color() for ax in axes for text in (*ax.texts, *ax.get_xticklabels())}


def test_only_a_clear_difference_that_matters_is_a_full_point() -> None:
    """Above the zone and clear; in the zone and clear; above it and not clear."""
    three = [Estimate(2.0, 0.5, 20), Estimate(0.5, 0.1, 20), Estimate(2.0, 3.0, 20)]

    ax = plot_differences(list("abc"), three, ["red"] * 3, unit="h", baseline="x", matters_from=1.0)

    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert faces == ["red", "white", "white"]
    measure = Measure("flow_time", "flow time", "h", Direction.SMALLER, "", lambda record: 0.0)
    level, p_values = Estimate(50.0, 1.0, 20), (0.001, 0.001, 0.2)
    found = [
        finding(Difference(measure, level, gap, 1.0, gap, p, Controlled(gap, 1.0, 0)), 1.0)
        for gap, p in zip(three, p_values, strict=True)
    ]
    assert found == [Finding.HIGHER, Finding.TOO_SMALL, Finding.UNCLEAR]


def test_an_acceptance_standard_is_a_line_with_its_value() -> None:
    shares = Band(np.array([1.0, 2.0]), np.array([2.0, 3.0]), np.array([3.0, 4.0]))
    edges = np.array([0.0, 0.5, 1.0])

    with_line, without = (
        plot_quality(edges, shares, "blue", unit="%", standards=standards) for standards in ([0.5], [])
    )

    assert [list(line.get_xdata()) for line in with_line.lines] == [[0.5, 0.5]]
    assert [text.get_text() for text in with_line.texts] == ["standard 0.5"]
    assert not without.lines
    assert not without.texts


def test_shares_are_drawn_in_percent_with_their_zone(compared: Callable[..., Comparison]) -> None:
    found = compared(["do nothing", "upskill"], replications=5)
    shares = {
        name: {**each, "utilisation": replace(
            each["utilisation"], measure=replace(each["utilisation"].measure, is_share=True)
        )}
        for name, each in found.differences.items()
    }  # fmt: skip
    found = replace(
        found, differences=shares, foreground=("utilisation",), matters_from={"utilisation": 0.01}
    )

    differences, levels = (picture for picture, _ in zip(comparison_pictures(found), range(2), strict=False))

    (ax,) = differences.figure.axes
    point = next(line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o")
    assert point == pytest.approx(100.0 * shares["upskill"]["utilisation"].difference.mean)
    zone = ax.patches[0].get_extents().transformed(ax.transData.inverted())
    assert (zone.x0, zone.x1) == pytest.approx((-1.0, 1.0))
    assert ax.get_xlabel() == "percentage points"
    assert levels.figure.axes[0].get_xlabel() == "%"
    assert "percentage points" in differences.alt


def test_thousands_are_marked_at_the_axis() -> None:
    ax = plot_levels(["a"], [Estimate(25_000.0, 4_000.0, 20)], ["red"], unit="USD/week")

    ax.figure.canvas.draw()
    assert any("," in label.get_text() for label in ax.get_xticklabels())


def test_one_replication_is_no_plural_under_a_figure(replicated: Callable[..., Replications]) -> None:
    cast = Cast([replicated("upskill", replications=1)], "", 52 * 168.0, 0.0)

    assert next(strategy_pictures(cast)).reading.startswith("Line: median over 1 replication; band")


def test_numbers_at_the_ends_of_neighbouring_axes_do_not_touch(compared: Callable[..., Comparison]) -> None:
    """Levels of which every axis, with its margin of a twentieth, goes from -100 to 100,100."""
    found = compared(["do nothing", "upskill"], replications=5)
    margin = 0.05 * 100_200.0 / 1.1
    ends = dict(zip(found.differences, (margin - 100.0, 100_100.0 - margin), strict=True))
    levels = {
        name: {key: replace(each, level=Estimate(ends[name], 0.0, 5)) for key, each in differences.items()}
        for name, differences in found.differences.items()
    }

    _, picture = islice(comparison_pictures(replace(found, differences=levels)), 2)
    picture.figure.draw_without_rendering()
    rows = [[_shown(ax) for ax in picture.figure.axes[place : place + 3]] for place in (0, 3)]
    for left, right in (pair for row in rows for pair in pairwise(row)):
        assert (left[-1].get_text(), right[0].get_text()) == ("100,000", "0")
        assert right[0].get_window_extent().x0 - left[-1].get_window_extent().x1 > SPACE


def _shown(ax: Axes) -> list[Text]:
    """Return the numbers at the horizontal axis that are within its ends."""
    low, high = ax.get_xlim()
    return [label for label in ax.get_xticklabels() if low <= label.get_position()[0] <= high]
