"""The causal-loop diagram of all loops together: everything once, nothing on top of another."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from sim.experiments.knockout import active_loops
from sim.model.build import build
from sim.report.loop_curves import Box, crossings, curve
from sim.report.loop_graph import graph_of, in_lines, late_links
from sim.report.loop_layout import Area, arrangements
from sim.report.loop_map import COLOURS, KEY, loop_map
from sim.report.slide import DOTS, HEIGHT, WIDTH, save_picture
from sim.report.style import figure_style
from sim.rules.loops import LOOPS, Loop
from sim.scenario.load import load_scenario
from tests.report.slides import check_readable, texts_in

SCENARIOS = sorted(path.parent.name for path in Path("scenarios").glob("*/scenario.yaml"))


@pytest.fixture(autouse=True)
def _styled() -> object:
    with figure_style():
        yield


@pytest.fixture(scope="module")
def everything() -> Figure:
    """All loops in one diagram, drawn once."""
    with figure_style():
        return loop_map(LOOPS, "Feedback loops of the model")


def at_work(scenario: str) -> list[Loop]:
    names = active_loops(build(load_scenario(Path("scenarios") / scenario).under()))
    return [loop for loop in LOOPS if loop.name in names]


def variables_of(loops: Sequence[Loop]) -> set[str]:
    return {link.cause for loop in loops for link in loop.links}


def words_in(figure: Figure) -> Counter[str]:
    return Counter(re.sub(r"-\n", "-", text.get_text()).replace("\n", " ") for text in texts_in(figure))


def check_whole(figure: Figure, loops: Sequence[Loop]) -> None:
    """Check that every variable, loop and link of some loops is there once."""
    words = words_in(figure)
    assert {name: words[name] for name in variables_of(loops)} == dict.fromkeys(variables_of(loops), 1)
    assert {loop.name: words[loop.name] for loop in loops} == {loop.name: 1 for loop in loops}
    links = {(link.cause, link.effect, link.sign) for loop in loops for link in loop.links}
    key = Counter(mark for mark, _, _ in KEY)
    for sign, mark in ((1, "+"), (-1, "−")):
        count = sum(each[2] == sign for each in links)
        assert words[mark] - key[mark] == count
        arrows = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyArrowPatch)]
        assert sum(patch.get_edgecolor() == _rgba(COLOURS[sign]) for patch in arrows) == count
    for letter in "RB":
        assert words[letter] - key[letter] == sum(loop.polarity == letter for loop in loops)


def _rgba(colour: str) -> tuple[float, ...]:
    from matplotlib.colors import to_rgba

    return to_rgba(colour)


def test_all_loops_together_are_whole_and_readable(everything: Figure) -> None:
    check_whole(everything, LOOPS)
    check_readable(everything)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_loops_of_a_shipped_scenario_are_whole_and_readable(scenario: str) -> None:
    loops = at_work(scenario)
    if loops:
        figure = loop_map(loops, f"Feedback loops at work: {scenario}")
        check_whole(figure, loops)
        check_readable(figure)


def test_the_picture_is_of_the_size_of_a_slide_and_the_same_each_time(
    everything: Figure, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        save_picture(everything, tmp_path / name, "all loops")

    header = (tmp_path / "one.png").read_bytes()
    size = [int.from_bytes(header[place : place + 4], "big") for place in (16, 20)]
    assert size == [round(WIDTH * DOTS), round(HEIGHT * DOTS)]
    assert b"Description\x00all loops" in header
    assert (tmp_path / "one.svg").read_text() == (tmp_path / "two.svg").read_text()


def test_the_same_loops_always_take_the_same_places() -> None:
    graph = graph_of(LOOPS[:4])

    first, second = (arrangements(graph, Area(1.0, 1.0, 11.0, 5.0))[0] for _ in range(2))

    np.testing.assert_array_equal(first, second)
    assert len({tuple(place) for place in first.tolist()}) == len(graph.variables)


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.name)
def test_a_loop_with_a_delay_has_it_on_one_of_its_links(loop: Loop) -> None:
    late = late_links(loop)

    assert bool(late) == bool(loop.delay)
    assert set(late) <= set(loop.links)


def test_every_delayed_link_has_two_strokes(everything: Figure) -> None:
    late = {(link.cause, link.effect) for loop in LOOPS for link in late_links(loop)}

    in_the_key = 3  # a piece of a link, and its two strokes
    assert len(everything.axes[0].lines) - in_the_key == 2 * len(late)


def test_links_that_loops_share_are_one() -> None:
    graph = graph_of(LOOPS)

    pairs = [(arrow.cause, arrow.effect) for arrow in graph.arrows]
    assert len(pairs) == len(set(pairs))
    for loop, ring in zip(graph.loops, graph.rings, strict=True):
        assert [graph.variables[place] for place in ring] == [link.cause for link in loop.links]
    assert in_lines("mentors' time") == "mentors'\ntime"


def test_crossings_of_curves_are_counted_except_where_they_meet() -> None:
    flat = curve(np.array([0.0, 0.0]), np.array([1.0, 0.0]), np.array([2.0, 0.0]), 18)
    steep = curve(np.array([1.1, -1.0]), np.array([1.1, 0.0]), np.array([1.1, 1.0]), 18)
    far = steep + 5.0
    fan = curve(np.array([0.0, 0.01]), np.array([0.05, -0.1]), np.array([0.1, -1.0]), 18)

    no, yes = np.array([False]), np.array([True])
    assert crossings(flat, steep[None], no) == 1
    assert crossings(flat, far[None], no) == 0
    assert crossings(flat, fan[None], no) == 1
    assert crossings(flat, fan[None], yes) == 0


def test_boxes_tell_what_they_hold_and_meet() -> None:
    box = Box(1.0, 1.0, 2.0, 1.0)

    assert box.holds(np.array([[1.9, 1.4], [1.0, 1.6]])).tolist() == [True, False]
    assert box.meets(Box(2.5, 1.0, 1.1, 0.2))
    assert not box.meets(Box(2.6, 1.0, 1.1, 0.2))
