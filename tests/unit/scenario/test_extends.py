"""One file changes another."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.load import load_scenario
from sim.scenario.reading.messages import dotted

BASE = """\
scenario: Base
run_length: 52 weeks
task_types:
  article: {arrivals: 20 per week, value: 400 USD, route: [draft]}
steps:
  draft:
    service_time: {lognormal: {mean: 5 h, cv: 0.5}}
    done_by: [writers]
people:
  writers:
    headcount: 8
    wage: 36 USD/h
strategies:
  more:
    - set: {people.writers.headcount: 9}
"""


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")


def problems_of(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return caught.value.problems


def test_an_extending_file_changes_keys_and_leaves_the_rest(tmp_path: Path) -> None:
    write(
        tmp_path,
        base=BASE,
        small="extends: base.yaml\nscenario: Small\npeople:\n  writers:\n    headcount: 2\n",
    )

    loaded = load_scenario(tmp_path / "small.yaml")

    writers = loaded.scenario.people["writers"]
    assert (loaded.scenario.scenario, writers.headcount, writers.wage) == ("Small", 2, 36)
    assert loaded.origins["people", "writers", "headcount"].file == str(tmp_path / "small.yaml")
    assert loaded.origins["people", "writers", "headcount"].line == 5
    assert loaded.origins["people", "writers", "wage"].file == str(tmp_path / "base.yaml")
    assert "extends" not in loaded.tree
    assert loaded.under("more").scenario.people["writers"].headcount == 9


def test_a_folder_may_be_extended_and_files_may_form_a_chain(tmp_path: Path) -> None:
    write(
        tmp_path,
        agency__scenario=BASE,
        middle="extends: agency\npeople: {writers: {headcount: 4}}\n",
        top="extends: middle.yaml\npeople: {writers: {wage: 40 USD/h}}\n",
    )

    writers = load_scenario(tmp_path / "top.yaml").scenario.people["writers"]

    assert (writers.headcount, writers.wage) == (4, 40)


def test_lists_scalars_and_other_shapes_replace_what_was_there(tmp_path: Path) -> None:
    text = (
        "extends: base.yaml\n"
        "steps: {draft: {service_time: {gamma: {mean: 2 h, cv: 1}}}}\n"
        "task_types: {article: {route: [draft, draft]}}\n"
    )
    write(tmp_path, base=BASE, other=text)

    scenario = load_scenario(tmp_path / "other.yaml").scenario

    assert scenario.steps["draft"].service_time.kind == "gamma"
    assert scenario.task_types["article"].route == ["draft", "draft"]


def test_parameters_of_one_shape_change_one_by_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        base=BASE,
        other="extends: base.yaml\nsteps: {draft: {service_time: {lognormal: {cv: 0.8}}}}\n",
    )

    time = load_scenario(tmp_path / "other.yaml").scenario.steps["draft"].service_time

    assert (time.mean, time.cv) == (5, 0.8)


def test_a_shorthand_is_opened_by_a_mapping(tmp_path: Path) -> None:
    text = "extends: base.yaml\ntask_types: {article: {arrivals: {growth: 1 % per month}}}\n"
    write(tmp_path, base=BASE, other=text)

    arrivals = load_scenario(tmp_path / "other.yaml").scenario.task_types["article"].arrivals

    assert arrivals.rate == pytest.approx(20 / 168)
    assert arrivals.growth > 0


def test_new_things_stand_under_adds_and_old_ones_go_by_removes(tmp_path: Path) -> None:
    text = """\
extends: base.yaml
adds:
  people:
    interns: {headcount: 2}
  futures:
    boom: {task_types.article.value: 500 USD}
removes: [strategies.more]
steps:
  draft:
    done_by: [writers, interns]
"""
    write(tmp_path, base=BASE, other=text)

    loaded = load_scenario(tmp_path / "other.yaml")

    assert loaded.scenario.people["interns"].headcount == 2
    assert loaded.strategies == ("do nothing",)
    assert loaded.origins["people", "interns", "headcount"].line == 4
    assert loaded.under(future="boom").scenario.task_types["article"].value == 500


def test_a_thing_may_be_replaced_as_a_whole(tmp_path: Path) -> None:
    text = "extends: base.yaml\nremoves: [people.writers]\nadds: {people: {writers: {headcount: 1}}}\n"
    write(tmp_path, base=BASE, other=text)

    assert load_scenario(tmp_path / "other.yaml").scenario.people["writers"].wage == 0


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("people:\n  writer:\n    headcount: 2", 3, "did you mean 'people.writers'?; to add a new one"),
        ("tools:\n  robot: {speed: 2}", 3, "there are no tools; to add a new one, put it under 'adds:'"),
        ("people:\n  writers:\n    headcuont: 2", 4, "did you mean 'headcount'?"),
        ("people:\n  writers:\n    headcount: 2.5", 4, "part-time"),
        ("poeple:\n  writers: {headcount: 2}", 2, "did you mean 'people'?"),
        ("adds:\n  people:\n    writers: {headcount: 2}", 4, "has 'writers' already"),
        ("adds:\n  persons: {x: {headcount: 2}}", 3, "people"),
        ("adds: 3", 2, "adds: {people:"),
        ("removes: [people.writer]", 2, "did you mean 'people.writers'?"),
        ("removes: [people..x]", 2, "people.designers"),
        ("removes: people.writers", 2, "[people.designers]"),
        ("people:\n  writers:\n    wage: {amount: 3}", 4, "36 USD/h"),
    ],
)
def test_a_change_that_does_not_fit_is_told_at_its_line(
    tmp_path: Path, text: str, line: int, advice: str
) -> None:
    write(tmp_path, base=BASE, other=f"extends: base.yaml\n{text}\n")

    problems = problems_of(tmp_path / "other.yaml")

    assert problems[0].startswith(f"{tmp_path / 'other.yaml'}:{line}:")
    assert advice in problems[0]
    assert len(problems) == 1


def test_a_mistake_in_the_base_is_told_at_the_base(tmp_path: Path) -> None:
    write(tmp_path, base=BASE.replace("36 USD/h", "36"), other="extends: base.yaml\nscenario: Other\n")

    (problem,) = problems_of(tmp_path / "other.yaml")

    assert problem.startswith(f"{tmp_path / 'base.yaml'}:12:5: people.writers.wage = 36")


def test_files_that_extend_each_other_or_nothing_are_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        one="extends: two.yaml\n",
        two="extends: one.yaml\n",
        lost="extends: bas.yaml\n",
        listed="extends: [base.yaml]\n",
        base=BASE,
        own=BASE + "adds: {}\n",
    )

    assert "in a circle" in problems_of(tmp_path / "one.yaml")[0]
    assert "did you mean" in problems_of(tmp_path / "lost.yaml")[0]
    assert "names one file" in problems_of(tmp_path / "listed.yaml")[0]
    assert "extends none" in problems_of(tmp_path / "own.yaml")[0]


def test_a_long_chain_is_refused(tmp_path: Path) -> None:
    write(tmp_path, f0=BASE, **{f"f{k}": f"extends: f{k - 1}.yaml\n" for k in range(1, 15)})

    assert "more than 10 files" in "\n".join(problems_of(tmp_path / "f14.yaml"))
    assert load_scenario(tmp_path / "f9.yaml").scenario.scenario == "Base"


def test_data_files_of_a_base_are_found_from_another_folder(tmp_path: Path) -> None:
    base = BASE.replace(
        "{lognormal: {mean: 5 h, cv: 0.5}}", "{empirical: {file: times.csv, column: t, unit: h}}"
    )
    write(tmp_path, agency__scenario=base, other__scenario="extends: ../agency\nscenario: Other\n")
    (tmp_path / "agency" / "times.csv").write_text("t\n1\n3\n", encoding="utf-8")

    loaded = load_scenario(tmp_path / "other")

    assert loaded.scenario.steps["draft"].service_time.values == (1, 3)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("people.editors.headcount", ("people", "editors", "headcount")),
        ('people."content writers".headcount', ("people", "content writers", "headcount")),
        ("people.content writers.headcount", ("people", "content writers", "headcount")),
        ("people.'a.b'.wage", ("people", "a.b", "wage")),
        ("task_types.article.route[2]", ("task_types", "article", "route", 2)),
        ("strategies.up[0].in.writing", ("strategies", "up", 0, "in", "writing")),
        ("a..b", None),
        ("a.", None),
        (".a", None),
        ("", None),
        ("[0]", None),
        ("a[x]", None),
        ('a."b', None),
        ('a."b"c', None),
    ],
)
def test_dotted_paths_are_read_and_written(text: str, path: tuple | None) -> None:
    assert parse_dotted(text) == path
    if path is not None:
        assert parse_dotted(dotted(path)) == path
