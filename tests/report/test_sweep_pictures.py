"""The figures of a sweep: the data that they draw, and what is said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from sim.experiments.sweeping.axes import axis_of
from sim.experiments.sweeping.design import Design
from sim.experiments.sweeping.findings import Sweep
from sim.measures.registry import MEASURES
from sim.report.style import figure_style
from sim.report.sweeping.pictures import sweep_pictures
from sim.report.sweeping.plots import (
    BETTER,
    MIDDLE,
    WORSE,
    diverging,
    plot_heat_map,
    plot_lines,
    plot_parallel,
)
from sim.scenario.reading.yaml_text import Value

SHOWN = ("throughput", "flow_time")
Points = Sequence[Mapping[str, Value]]


def made_up(points: Points, kind: str = "grid", strategies: int = 2) -> Sweep:
    """A sweep in which the strategy adds the number of its point to throughput and to flow time."""
    luck = np.random.default_rng(4).normal(50.0, 1.0, (1, 1, 6, 2))
    own = np.random.default_rng(5).normal(0.0, 0.5, (len(points), strategies, 6, 2))
    lead = np.arange(len(points))[:, None, None, None] * np.arange(strategies)[None, :, None, None]
    keys = tuple(dict.fromkeys(key for point in points for key in point))
    return Sweep(
        "Agency", "", "USD", "", Design(kind, keys, tuple(dict(point) for point in points)),
        {}, ("do nothing", "upskill", "hire")[:strategies], tuple(MEASURES[name] for name in SHOWN), SHOWN,
        luck + own + lead, (), 6, 1, "by hand",
    )  # fmt: skip


ONE = [{"people.writers.headcount": number} for number in (6, 4, 5)]
TWO = [{"a.x": x, "a.y": y} for x in (1, 2, 3) for y in ("10 %", "20 %")]
ALONE = [{}, {"a.x": 1}, {"a.x": 2}, {"a.y": "10 %"}, {"a.y": "20 %"}]


@pytest.mark.parametrize(
    ("points", "kind", "strategies", "names"),
    [
        (ONE, "grid", 2, ["differences", "levels"]),
        (ONE, "grid", 1, ["levels"]),
        (ONE, "sobol", 2, ["differences", "levels"]),
        (TWO, "grid", 2, ["map-1", "map-0"]),
        (TWO, "grid", 3, ["map-1", "map-2", "map-0"]),
        (TWO, "latin-hypercube", 2, ["points-1"]),
        (TWO, "table", 1, ["points-0"]),
        (ALONE, "one-at-a-time", 2, ["tornado-0", "tornado-1"]),
    ],
)
def test_the_design_says_which_figures_there_are(
    points: Points, kind: str, strategies: int, names: list[str]
) -> None:
    with figure_style():
        pictures = list(sweep_pictures(made_up(points, kind, strategies), SHOWN))
        first, again = (
            [picture.svg() for picture in drawn]
            for drawn in (pictures, sweep_pictures(made_up(points, kind, strategies), SHOWN))
        )

    assert first == again
    assert [picture.name for picture in pictures] == names
    for picture in pictures:
        assert all(MEASURES[name].title in picture.alt for name in SHOWN)
        assert "replications" in picture.reading or "95 % intervals" in picture.reading


def test_a_line_goes_through_the_means_in_a_band_of_their_intervals() -> None:
    sweep = made_up(ONE)
    known = sweep.level("upskill", "throughput")
    ax = plot_lines(axis_of(sweep, "people.writers.headcount"), [(known, "#123456")], unit="tasks/week")

    (line,) = ax.lines
    np.testing.assert_array_equal(line.get_xdata(), [4, 5, 6])
    np.testing.assert_array_equal(line.get_ydata(), known.mean[[1, 2, 0]])
    (band,) = (each for each in ax.collections if isinstance(each, PolyCollection))
    heights = band.get_paths()[0].vertices[:, 1]
    assert heights.min() == pytest.approx((known.mean - known.half_width).min())
    assert heights.max() == pytest.approx((known.mean + known.half_width).max())


def test_colours_are_white_at_zero_and_alike_on_both_sides() -> None:
    colours = diverging(4.0)

    for value, colour in ((4.0, BETTER), (-4.0, WORSE), (0.0, MIDDLE)):
        np.testing.assert_allclose(colours.to_rgba(value), to_rgba(colour), atol=0.01)
    np.testing.assert_allclose(diverging(4.0, blue_is_higher=False).to_rgba(-4.0), to_rgba(BETTER), atol=0.01)


def test_cells_whose_interval_holds_zero_are_hatched_and_failed_ones_crossed() -> None:
    values = np.array([[1.0, -2.0], [np.nan, 0.1]])
    hatched = np.array([[False, False], [True, True]])
    ax = plot_heat_map(
        ["a", "b"], ["c", "d"], values, diverging(2.0), hatched=hatched, numbers=[["1", "2"], ["", "4"]]
    )

    cells = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    (marked,) = [patch for patch in cells if patch.get_hatch()]
    assert (marked.get_x(), marked.get_y()) == (0.5, 0.5)
    assert [text.get_text() for text in ax.texts] == ["1", "2", "×", "4"]
    assert cells[0].get_facecolor() == pytest.approx(diverging(2.0).to_rgba(1.0))


def test_a_heat_map_has_each_point_at_its_levels() -> None:
    sweep = made_up(TWO)
    with figure_style():
        picture = next(iter(sweep_pictures(sweep, ("throughput",))))
    ax = picture.figure.axes[0]

    texts = {text.get_position(): text.get_text() for text in ax.texts if text.get_text()[:1] in "+−0"}
    known = sweep.difference("upskill", "throughput").mean
    for point, values in enumerate(TWO):
        place = (int(values["a.x"]) - 1, ("10 %", "20 %").index(str(values["a.y"])))
        assert float(texts[place].replace("−", "-")) == pytest.approx(known[point], rel=0.01)


def test_a_tornado_has_the_largest_effect_on_top_and_open_bars_where_it_may_be_none() -> None:
    sweep = made_up(ALONE, "one-at-a-time")
    with figure_style():
        ax = list(sweep_pictures(sweep, ("throughput",)))[1].figure.axes[0]

    assert [label.get_text() for label in ax.get_yticklabels()] == ["a.y", "a.x"]
    widths = [patch.get_width() for patch in ax.patches if isinstance(patch, Rectangle)]
    np.testing.assert_allclose(widths, [3.0, 4.0, 1.0, 2.0], atol=1.0)


def test_a_tornado_draws_the_smallest_and_the_largest_effect_whichever_levels_have_them() -> None:
    """The strategy's lead grows with the number of the point: of `a.x` the middle level has the most."""
    points = [{}, {"a.x": 2}, {"a.y": 8}, {"a.y": 9}, {"a.x": 5}, {"a.x": 3}]
    sweep = made_up(points, "one-at-a-time")
    lead = np.array([0.0, 1.0, 2.0, 3.0, 5.0, 4.0])
    values = sweep.values.copy()
    values[:, 1] = values[:, 0] + lead[:, None, None]
    with figure_style():
        pictures = sweep_pictures(replace(sweep, values=values), ("throughput",))
        ax = list(pictures)[1].figure.axes[0]

    widths = [patch.get_width() for patch in ax.patches if isinstance(patch, Rectangle)]
    np.testing.assert_allclose(widths, [1.0, 5.0, 2.0, 3.0])
    labels = [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    assert labels == ["2", "5", "8", "9"]


LONG = "steps.answer_the_customer.service_time.lognormal.mean"
HOURS = ["Mon-Fri 9:00-17:00", "Mon-Thu 9:00-17:00", "Tue-Fri 8:00-18:00"]


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        ([{LONG: f"{number} min"} for number in (30, 40)], "grid"),
        ([{"people.agents.hours": hours} for hours in HOURS], "grid"),
        ([{"people.agents.hours": x, LONG: f"{y} min"} for x in HOURS for y in (30, 40)], "grid"),
        ([{LONG: f"{x} min", "people.agents.hours": y} for x in (30, 40) for y in HOURS], "grid"),
        ([{}, {LONG: "30 min"}, {LONG: "40 min"}], "one-at-a-time"),
    ],
)
def test_no_name_at_an_axis_runs_into_another_or_out_of_the_picture(points: Points, kind: str) -> None:
    with figure_style():
        for picture in sweep_pictures(made_up(points, kind), ("throughput", "flow_time", "throughput")):
            figure = picture.figure
            figure.draw_without_rendering()
            names = [name for ax in figure.axes for name in (ax.xaxis.label, ax.yaxis.label)]
            names = [name for name in names if name.get_text()]
            ticks = [name for ax in figure.axes for name in ax.get_xticklabels() if not name.get_rotation()]
            boxes = [name.get_window_extent() for name in names]
            for box in boxes:
                assert box.x0 >= 0.0
                assert box.x1 <= figure.bbox.x1
                assert box.y0 >= 0.0
                assert box.y1 <= figure.bbox.y1
            assert not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
            for ax in figure.axes:
                mine = [name.get_window_extent() for name in ticks if name.axes is ax]
                assert not [1 for a, b in pairwise(mine) if a.overlaps(b)]


def test_parallel_lines_end_at_what_their_point_gave_and_unclear_ones_are_grey() -> None:
    sweep = made_up(TWO, "latin-hypercube")
    known = sweep.difference("upskill", "throughput")
    axes = [axis_of(sweep, key) for key in ("a.x", "a.y")]
    ax = plot_parallel(axes, known.mean, diverging(5.0), title="throughput", clear=known.is_clear)

    lines = [line for line in ax.lines if len(line.get_xdata()) == 3]
    scaled = (known.mean - known.mean.min()) / (known.mean.max() - known.mean.min())
    assert sorted(float(line.get_ydata()[2]) for line in lines) == pytest.approx(sorted(scaled))
    assert sum(line.get_linewidth() < 1.0 for line in lines) == int((~known.is_clear).sum())


def test_points_without_a_number_are_left_out_of_parallel_lines() -> None:
    sweep = made_up(TWO, "latin-hypercube")
    values = sweep.level("do nothing", "throughput").mean.copy()
    values[2] = np.nan
    ax = plot_parallel([axis_of(sweep, "a.x")], values, diverging(60.0), title="throughput")

    assert sum(len(line.get_xdata()) == 2 and line.get_linewidth() == 1.1 for line in ax.lines) == 5
