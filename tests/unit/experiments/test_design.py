"""Designs: which points a grid, a sample, one at a time and a file have."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiments.sweeping.design import Design, design_of, design_text
from sim.scenario.load import LoadedScenario, load_scenario

TWO = ["x.a = 0 to 1", "x.b = 10 % to 20 %"]


@pytest.fixture(scope="module")
def agency() -> LoadedScenario:
    return load_scenario(Path(__file__).parent / "agency.yaml")


def shares(design: Design) -> np.ndarray:
    """The points of ``TWO`` between 0 and 1."""
    first = [float(str(point["x.a"])) for point in design.points]
    second = [(float(str(point["x.b"]).removesuffix(" %")) - 10.0) / 10.0 for point in design.points]
    return np.array([first, second]).T


def test_a_grid_has_every_level_with_every_level(agency: LoadedScenario) -> None:
    design = design_of(["x.a = 1, 2", "x.b = u, v, w"], agency)

    assert design.keys == ("x.a", "x.b")
    assert [tuple(point.values()) for point in design.points] == [
        (1, "u"), (1, "v"), (1, "w"), (2, "u"), (2, "v"), (2, "w"),
    ]  # fmt: skip


@pytest.mark.parametrize("points", [1, 7, 40])
def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_key(
    agency: LoadedScenario, points: int
) -> None:
    found = shares(design_of(TWO, agency, "latin-hypercube", points))

    for key in range(2):
        slices = np.floor(found[:, key] * points - 1e-9).astype(int)
        assert sorted(np.clip(slices, 0, points - 1)) == list(range(points))


def test_sobol_points_fill_each_of_their_boxes_equally(agency: LoadedScenario) -> None:
    """64 points of a digital net: one in each box of 1/8 by 1/8, and of 1/2 by 1/32."""
    found = shares(design_of(TWO, agency, "sobol", 64))

    for across, up in ((8, 8), (2, 32), (64, 1)):
        boxes = {(int(x * across), int(y * up)) for x, y in found}
        assert len(boxes) == 64


def test_independent_points_would_not_fill_the_boxes() -> None:
    found = np.random.default_rng(1).random((64, 2))

    assert len({(int(x * 8), int(y * 8)) for x, y in found}) < 64


def test_sobol_points_come_in_powers_of_two_and_say_so(agency: LoadedScenario) -> None:
    design = design_of(TWO, agency, "sobol", 100)

    assert len(design.points) == 128
    assert design.notes == ("Sobol' points come in powers of two: 128 points in place of 100.",)
    assert design_of(TWO, agency, "sobol", 128).notes == ()


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol"])
def test_the_seed_names_the_sample(agency: LoadedScenario, kind: str) -> None:
    first, again, other = (design_of(TWO, agency, kind, 16, seed) for seed in (3, 3, 4))

    assert first == again
    assert first.points != other.points


def test_one_at_a_time_begins_with_the_scenario_as_it_is_and_warns(agency: LoadedScenario) -> None:
    design = design_of(["x.a = 1, 2, 3", "x.b = 10 % to 20 %"], agency, "one-at-a-time")

    assert design.points == ({}, {"x.a": 1}, {"x.a": 2}, {"x.a": 3}, {"x.b": "10 %"}, {"x.b": "20 %"})
    (note,) = design.notes
    assert note.startswith("Each key was moved alone, so that what two of them do together is not seen")


def test_a_design_written_to_a_file_is_read_back(agency: LoadedScenario, tmp_path: Path) -> None:
    file = tmp_path / "design.csv"
    design = design_of(["x.a = 1,200 USD, 5", "x.b = {uniform: {low: 1 h, high: 2 h}}, 3"], agency)
    file.write_text(design_text(design), encoding="utf-8")

    for over in (file, str(file), [str(file)]):
        again = design_of(over, agency)
        assert (again.kind, again.keys, again.points) == ("table", design.keys, design.points)


def test_an_empty_cell_leaves_the_key_as_it_is(agency: LoadedScenario, tmp_path: Path) -> None:
    file = tmp_path / "design.csv"
    file.write_text('people.writers.headcount,"x.b"\n4,\n,20 %\n', encoding="utf-8")

    assert design_of(file, agency).points == ({"people.writers.headcount": 4}, {"x.b": "20 %"})


def test_points_themselves_are_a_design(agency: LoadedScenario) -> None:
    design = design_of([{"x.a": np.int64(1)}, {"x.b": "20 %"}], agency)

    assert (design.keys, design.points) == (("x.a", "x.b"), ({"x.a": 1}, {"x.b": "20 %"}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "design.csv:1:1: the first row names the keys, each once"),
        ("a,a\n1,2\n", "design.csv:1:1: the first row names the keys, each once"),
        ("a,b\n1,2,3\n", "design.csv:2:1: 3 cells below 2 keys; put a value with a comma in quotes"),
        ("a,b\n1\n", "design.csv:2:1: 1 cells below 2 keys"),
        ("a\n[1\n", "design.csv:2:1: a = [1: that is no value; write it as a scenario does"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(
    agency: LoadedScenario, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "design.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        design_of(file, agency)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("over", "options", "message"),
    [
        (
            TWO,
            {},
            "--over: x.a: a grid needs levels; write how many behind the range ('in 5 levels'), or choose",
        ),
        (
            TWO,
            {"kind": "random"},
            "design = random: there is no such design; choose one of grid, latin-hypercube",
        ),
        (
            ["x.a = 1, 2"],
            {"points": 5},
            "points = 5: the levels say how many points a grid design has; --points",
        ),
        (TWO, {"kind": "sobol", "points": 0}, "points = 0: should be a whole number from 1 to 1,000,000"),
        (
            ["x.a = 1 to 2 in 1000 levels", "x.b = 1 to 2 in 1000 levels", "x.c = 1, 2"],
            {},
            "--over: these levels",
        ),
        (Path("nowhere.csv"), {}, "--over = nowhere.csv: cannot be read (no such file or directory)"),
        ([{}], {}, "--over: the table has no points"),
        (
            [{"x.a": 1}],
            {"kind": "sobol", "points": 64},
            "design = sobol: --over gives the points themselves; leave --design out",
        ),
        (
            [{"x.a": 1}],
            {"points": 64},
            "points = 64: --over gives the points themselves; leave --points out",
        ),
    ],
)
def test_a_design_that_cannot_be_made_says_why(
    agency: LoadedScenario, over: object, options: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        design_of(over, agency, **options)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
