"""What each loop does, drawn and told: widths, links, words, room; nothing is run for it."""

import math
import re
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest

from sim.experiments.knockout import Knockout
from sim.report.knockout import Effect, effect_in_words, effect_of, strongest_in_words
from sim.report.loop_effect_rows import loop_effect_rows, rows_html, walk_in_words
from sim.report.loop_effects import loop_effects_svg
from sim.report.loop_effects_drawing import COLOURS
from sim.report.loop_graph import graph_of
from sim.report.loop_strands import GAP, HAIR, THREAD, WIDEST_LINK, WIDEST_LOOP, bundle, strands_of
from sim.rules.loops import LOOP_NAMES, LOOPS, Loop, polarity_of
from sim.statistics.estimate import Estimate
from tests.report.knockouts import knocked_out

SVG = "{http://www.w3.org/2000/svg}"
FOUR = {
    "overtime-relief": (-8.0, 1.0),
    "working-harder": (-4.0, 1.0),
    "fatigue-rework": (6.0, 2.0),
    "corner-cutting": (1.0, 3.0),
}
"""Three that are clear and one that is not, which share the link from backlog to pressure."""
LIVING = (
    *("overtime-relief", "fatigue-rework", "corner-cutting", "review-bottleneck", "learning-by-doing"),
    *("trust-adoption", "complacency", "onboarding-burden", "attrition-spiral", "failure-demand"),
)
"""The loops of the scenario that has the most."""


@pytest.fixture(scope="module")
def found() -> Knockout:
    return knocked_out(FOUR)


@pytest.fixture(scope="module")
def drawn(found: Knockout) -> Element:
    return fromstring(loop_effects_svg(found, "flow_time"))


def links_of(drawn: Element) -> dict[str, Element]:
    """Return the links of a drawing by the loop they lead to."""
    return {link.attrib["href"].removeprefix("#loop-"): link for link in drawn.iter(f"{SVG}a")}


def strand_of(link: Element) -> Element:
    (strand,) = (path for path in link.iter(f"{SVG}path") if path.get("class") == "strand")
    return strand


def width_of(link: Element) -> float:
    return float(strand_of(link).attrib["stroke-width"])


def test_strands_are_as_wide_as_clear_shares_are_large(drawn: Element) -> None:
    widths = {name: width_of(link) for name, link in links_of(drawn).items()}

    scale = widths["overtime-relief"] / 8.0
    assert widths["working-harder"] == pytest.approx(4.0 * scale, abs=0.006)
    assert widths["fatigue-rework"] == pytest.approx(6.0 * scale, abs=0.006)
    assert widths["corner-cutting"] == THREAD < HAIR < min(8.0, 4.0, 6.0) * scale


def test_a_link_is_as_wide_as_the_loops_that_use_it_together() -> None:
    graph = graph_of(LOOPS[:4])
    shares = [Estimate(*FOUR[loop.name], 10) for loop in graph.loops]
    strands = strands_of(graph, shares)
    by_ends = {
        (graph.variables[arrow.cause], graph.variables[arrow.effect]): width
        for arrow, width in zip(graph.arrows, strands.links, strict=True)
    }

    assert by_ends["backlog", "pressure"] == pytest.approx(strands.scale * 18.0 + THREAD + 3 * GAP)
    assert by_ends["overtime", "capacity"] == pytest.approx(strands.scale * 8.0)
    assert strands.scale * 18.0 == pytest.approx(WIDEST_LINK)
    for place, width in enumerate(strands.links):
        sides = sorted(
            (strand.offset - 0.5 * strand.width, strand.offset + 0.5 * strand.width)
            for own in strands.of_loop
            for strand in own
            if strand.arrow == place
        )
        assert (sides[0][0], sides[-1][1]) == (pytest.approx(-0.5 * width), pytest.approx(0.5 * width))
        gaps = [after[0] - before[1] for before, after in pairwise(sides)]
        assert gaps == pytest.approx([GAP] * len(gaps))


def test_one_large_loop_is_no_wider_than_allowed_and_the_small_one_stays_visible() -> None:
    graph = graph_of(LOOPS[:2])
    strands = strands_of(graph, [Estimate(100.0, 1.0, 10), Estimate(-0.5, 0.1, 10)])

    assert list(strands.widths) == pytest.approx([WIDEST_LOOP, HAIR])
    assert strands.is_widened
    assert strands.hair == pytest.approx(HAIR / WIDEST_LOOP * 100.0)


def test_the_head_of_a_link_is_wider_than_its_strands_and_ends_where_the_link_does() -> None:
    graph = graph_of(LOOPS[:1])
    strands = strands_of(graph, [Estimate(3.0, 1.0, 10)])
    points = np.stack([np.linspace(0.0, 100.0, 120), np.zeros(120)], axis=1)
    course, strand = bundle(points, strands.links[0]), strands.of_loop[0][0]

    left, right, tip = course.head(strand).tolist()
    assert tip == [100.0, 0.0]
    assert left[1] < -0.5 * strand.width < 0.5 * strand.width < right[1]
    assert course.body(strand)[-1].tolist() == [left[0], 0.0]
    short = bundle(points / 100.0, strands.links[0])
    assert 0.5 < short.points[-1][0] < 1.0


def test_only_what_is_not_clear_is_dashed(drawn: Element, found: Knockout) -> None:
    style = drawn.findtext(f"{SVG}style") or ""
    dashed = re.findall(r"\.loop-effects \.(\w+) \.strand \{[^}]*stroke-dasharray", style)

    assert dashed == ["unclear"]
    kinds = {name: link.get("class") for name, link in links_of(drawn).items()}
    assert kinds == {
        "overtime-relief": "lowers",
        "working-harder": "lowers",
        "fatigue-rework": "raises",
        "corner-cutting": "unclear",
    }
    assert not found.share["corner-cutting"]["flow_time"].is_clear


def test_the_sign_of_an_effect_is_told_without_its_colour(drawn: Element) -> None:
    notched = {
        name: any(path.get("class") == "notches" for path in link.iter())
        for name, link in links_of(drawn).items()
    }
    assert notched == {name: name in ("overtime-relief", "working-harder") for name in FOUR}
    values = {text.text for text in drawn.iter(f"{SVG}text") if "value" in text.get("class", "").split()}
    assert values == {"−8.0 ± 1.0", "−4.0 ± 1.0", "+6.0 ± 2.0", "+1.0 ± 3.0"}
    style = drawn.findtext(f"{SVG}style") or ""
    assert f".raises .strand {{ stroke: {COLOURS[Effect.RAISES]}; }}" in style
    assert f".lowers .strand {{ stroke: {COLOURS[Effect.LOWERS]}; }}" in style


def test_each_link_leads_to_its_row_and_back(found: Knockout) -> None:
    svg = loop_effects_svg(found, "flow_time")
    page = fromstring(f"<div>{svg}{rows_html(loop_effect_rows(found, 'flow_time'))}</div>")

    ids = [each.attrib["id"] for each in page.iter() if "id" in each.attrib]
    assert sorted(ids) == sorted({"loop-effects-flow_time", *(f"loop-{name}" for name in FOUR)})
    leads = {each.attrib["href"].removeprefix("#") for each in page.iter() if "href" in each.attrib}
    assert leads == set(ids)


def test_a_link_says_what_its_loop_does(drawn: Element) -> None:
    said = {name: link.get("aria-label") for name, link in links_of(drawn).items()}

    assert said["fatigue-rework"] == (
        "fatigue-rework, reinforcing: raises the flow time by 6.0 ± 2.0 h; go to its knock-out"
    )
    assert said["corner-cutting"] == (
        "corner-cutting, reinforcing: has no clear effect on the flow time: +1.0 ± 3.0 h; go to its knock-out"
    )
    for name, link in links_of(drawn).items():
        assert f"{link.findtext(f'{SVG}title')}; go to its knock-out" == said[name]
        assert len([each for each in link if each.get("class") == "frame"]) == 1
    style = drawn.findtext(f"{SVG}style") or ""
    assert "a:focus-visible .frame { stroke-width: 4px; }" in style


def test_the_key_has_three_widths_with_their_numbers_and_unit(drawn: Element) -> None:
    samples = [group for group in drawn.iter(f"{SVG}g") if group.get("class") == "sample"]
    widths = [float(group[0].attrib["stroke-width"]) for group in samples]
    told = [text.text for text in drawn.iter(f"{SVG}text") if text.get("class") == "quiet"]

    assert told[:4] == ["width: share [h]", "5", "2", "1"]
    scale = width_of(links_of(drawn)["overtime-relief"]) / 8.0
    assert widths == pytest.approx([5.0 * scale, 2.0 * scale, scale], abs=0.006)


def test_without_a_clear_share_the_key_says_so() -> None:
    drawn = fromstring(loop_effects_svg(knocked_out({"working-harder": (1.0, math.inf)}), "flow_time"))

    texts = {text.text for text in drawn.iter(f"{SVG}text")}
    assert "No loop has a clear share; all strands are as thin." in texts
    assert width_of(links_of(drawn)["working-harder"]) == THREAD


def test_shares_of_a_share_are_drawn_and_told_in_percentage_points() -> None:
    found = knocked_out({"working-harder": (-0.05, 0.01)}, ["late_share"])
    svg = loop_effects_svg(found, "late_share")

    assert "lowers the share of late tasks by 5.0 ± 1.0 percentage points" in svg
    drawn = fromstring(svg)
    (largest, *_) = (group for group in drawn.iter(f"{SVG}g") if group.get("class") == "sample")
    assert ">width: share [percentage points]<" in svg
    assert ">5<" in svg
    assert float(largest[0].attrib["stroke-width"]) == width_of(links_of(drawn)["working-harder"])


@pytest.mark.parametrize(
    ("loops", "most"),
    [
        *(pytest.param(LOOP_NAMES[:count], count * 5_000 + 8_000, id=f"{count}") for count in (1, 2, 6, 16)),
        pytest.param(LIVING, 60_000, id="living-agency"),
    ],
)
def test_labels_stand_on_the_sheet_and_on_no_other_text(loops: tuple[str, ...], most: int) -> None:
    sizes = {name: ((-1.0) ** place * (1.7 + 3.1 * place), 1.3) for place, name in enumerate(loops)}
    svg = loop_effects_svg(knocked_out(sizes), "flow_time")
    drawn = fromstring(svg)

    _, _, wide, high = map(float, drawn.attrib["viewBox"].split())
    labels = [
        tuple(float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        for rect in drawn.iter(f"{SVG}rect")
        if rect.get("class") == "ground"
    ]
    assert len(labels) == len(loops)
    assert all(x > 0.0 and y > 25.0 and x + w < wide and y + h < high for x, y, w, h in labels)
    rim = 3.0
    for (x, y, w, h), (u, v, a, b) in combinations(labels, 2):
        apart = x + w - rim <= u + rim or u + a - rim <= x + rim
        assert apart or y + h - rim <= v + rim or v + b - rim <= y + rim
    names = [t for t in drawn.iter(f"{SVG}text") if "variable" in t.get("class", "").split()]
    for x, y, w, h in labels:
        inside = [
            t.text for t in names if x < float(t.attrib["x"]) < x + w and y < float(t.attrib["y"]) < y + h
        ]
        assert inside == []
    assert len(svg.encode()) < most < 200_000


def test_the_drawing_is_whole_and_the_same_each_time(found: Knockout, drawn: Element) -> None:
    svg = loop_effects_svg(found, "flow_time")

    assert svg == loop_effects_svg(found, "flow_time")
    assert not re.search(r"<script|<image|@import|url\(|src=", svg)
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert re.findall(r"font: [\d.]+px ([^;]+);", svg) == ["sans-serif"]
    graph = graph_of(LOOPS[:4])
    signs = [text.text for text in drawn.iter(f"{SVG}text") if "sign" in text.get("class", "").split()]
    assert sorted(signs) == sorted("+" if arrow.sign > 0 else "−" for arrow in graph.arrows)
    for loop in graph.loops:
        course = strand_of(links_of(drawn)[loop.name]).attrib["d"]
        assert course.count("M") == len(loop.links)


def test_variables_stand_where_they_stand_whatever_the_measure() -> None:
    def places(shares: dict[str, tuple[float, float]]) -> set[tuple[str | None, str, str]]:
        drawn = fromstring(loop_effects_svg(knocked_out(shares), "flow_time"))
        names = [t for t in drawn.iter(f"{SVG}text") if "variable" in t.get("class", "").split()]
        return {(t.text, t.attrib["x"], t.attrib["y"]) for t in names}

    assert places(FOUR) == places(dict.fromkeys(FOUR, (0.0123456, 0.001)))


def test_rows_tell_walk_effect_alone_and_share_the_largest_first(found: Knockout) -> None:
    rows = loop_effect_rows(found, "flow_time")

    assert [row.name for row in rows] == [
        "overtime-relief",
        "fatigue-rework",
        "working-harder",
        "corner-cutting",
    ]
    first = rows[0]
    assert (first.anchor, first.polarity, first.kind) == ("loop-overtime-relief", "B", "balancing")
    assert first.sentence == "A backlog makes people work longer, and that works it off."
    assert [line.share for line in first.effects] == ["lowers the flow time by 8.0 ± 1.0 h"]
    assert [row.effects[0].mark for row in rows] == ["▼", "▲", "▼", "?"]
    assert rows[3].effects[0].alone == "has no clear effect on the flow time: +1.0 ± 3.0 h"


def test_rows_may_tell_of_several_measures() -> None:
    found = knocked_out(FOUR, ["flow_time", "throughput"])

    (first, *_) = loop_effect_rows(found, "throughput", "flow_time")
    assert [line.diagram for line in first.effects] == ["loop-effects-throughput", "loop-effects-flow_time"]
    assert first.effects[0].share == "lowers the throughput by 8.0 ± 1.0 tasks/week"


@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.name)
def test_a_walk_ends_as_it_began_where_a_loop_reinforces_itself(loop: Loop) -> None:
    said = walk_in_words(loop).split(" → ")

    assert len(said) == len(loop.links) + 1
    assert said[-1] == f"{loop.links[0].cause} {'up' if polarity_of(loop.links) == 'R' else 'down'}"


@pytest.mark.parametrize(
    ("known", "kind", "words"),
    [
        (Estimate(2.0, 1.0, 10), "raises", "raises the flow time by 2.0 ± 1.0 h"),
        (Estimate(-2.0, 1.0, 10), "lowers", "lowers the flow time by 2.0 ± 1.0 h"),
        (Estimate(-2.0, 3.0, 10), "unclear", "has no clear effect on the flow time: -2.0 ± 3.0 h"),
        (Estimate(-2.0, math.inf, 1), "unclear", "has no clear effect on the flow time: -2 h (no interval)"),
        (Estimate(0.0, 0.0, 10), "unclear", "does not move the flow time"),
        (Estimate(math.nan, math.inf, 0), "unclear", "has an effect on the flow time that is not defined"),
    ],
)
def test_an_effect_in_words_says_no_more_than_is_known(known: Estimate, kind: str, words: str) -> None:
    measure = knocked_out(FOUR).measures[0]

    assert effect_of(known) == kind
    assert effect_in_words(known, measure, "USD") == words


def test_a_measure_that_nothing_defines_is_drawn_all_the_same() -> None:
    svg = loop_effects_svg(knocked_out({"working-harder": (math.nan, math.inf)}), "flow_time")

    assert "has an effect on the flow time that is not defined" in svg


def test_the_strongest_is_told_in_the_words_of_the_page() -> None:
    found = knocked_out({"working-harder": (-0.05, 0.01)}, ["late_share"])

    assert strongest_in_words(found, "late_share") == (
        "The largest share in the share of late tasks has 'working-harder': "
        "it lowers it by 5.0 ± 1.0 percentage points."
    )
