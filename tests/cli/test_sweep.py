"""``sim sweep`` on the command line: what it prints, what it writes, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.sweeping import work
from sim.experiments.sweeping.store import Chunk, Content, Store
from sim.records.provenance import read_provenance

Ask = Callable[..., Any]
FEW = ("--replications", 3, "--jobs", 1)
OVER = ("--over", "people.clerks.headcount = 2, 3, 4")
TWO = (*OVER, "--over", "task_types.request.arrivals.rate = 20 per week to 40 per week in 2 levels")


def flowing(text: str) -> str:
    return " ".join(text.split())


def test_it_prints_the_points_what_they_say_and_where_the_report_is(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, *OVER, *FEW, "--measure", "flow_time")

    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "results/desk-sweep/report.html"
    said = flowing(answer.out)
    assert "Under 'do nothing', the flow time goes from " in said
    assert "all points have the same luck" in said
    assert "3 points × 1 strategy × 3 replications = 9 runs, about " in answer.err
    assert max(map(len, answer.out.splitlines())) <= 80


def test_the_folder_holds_page_figures_tables_store_and_provenance(ask: Ask, small: Path) -> None:
    ask("sweep", small, "third clerk", *TWO, *FEW)

    folder = Path("results/desk-sweep-third-clerk")
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    wanted = {"report.html", "sweep.json", "provenance.json"}
    stored = ("chunk-00000.json", "design.csv", "question.json", "runs-00000.parquet")
    wanted |= {f"store/{name}" for name in stored}
    wanted |= {f"figures/map-{place}.{kind}" for place in (0, 1) for kind in ("svg", "png")}
    tables = ("points", "levels", "differences", "definitions")
    wanted |= {f"tables/{name}.{kind}" for name in tables for kind in ("csv", "parquet")}
    assert names == wanted | {"tables/dictionary.csv"}


def test_json_holds_points_and_estimates_and_nothing_else_is_printed(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, "third clerk", *OVER, *FEW, "--json", "--measure", "flow_time")

    said = json.loads(answer.out)
    assert said["points"] == [{"people.clerks.headcount": number} for number in (2, 3, 4)]
    (names,) = {tuple(measures) for measures in said["strategies"].values()}
    assert names == ("flow_time",)
    difference = said["strategies"]["third clerk"]["flow_time"]["difference"]
    assert [len(difference[name]) for name in ("mean", "half_width")] == [3, 3]
    assert difference["mean"][1] == 0.0
    assert said["results"] == "results/desk-sweep-third-clerk"


def test_the_numbers_are_those_of_python(ask: Ask, small: Path) -> None:
    said = json.loads(ask("sweep", small, *OVER, *FEW, "--json").out)
    found = sim.sweep(small, over={"people.clerks.headcount": [2, 3, 4]}, replications=3, jobs=1)

    level = said["strategies"]["do nothing"]["flow_time"]["level"]
    assert level["mean"] == found.level("do nothing", "flow_time").mean.tolist()
    assert repr(found).startswith("Under 'do nothing', the throughput is ")


def test_the_same_command_again_runs_nothing_again(ask: Ask, small: Path) -> None:
    ask("sweep", small, *OVER, *FEW)
    again = ask("sweep", small, *OVER, *FEW)

    assert again.code == 0
    assert "3 of 3 points are in results/desk-sweep already" in again.err
    assert "runs, about" not in again.err


def test_another_question_in_the_same_folder_is_refused_and_harms_nothing(ask: Ask, small: Path) -> None:
    ask("sweep", small, *OVER, *FEW)
    before = Path("results/desk-sweep/report.html").read_bytes()
    answer = ask("sweep", small, *OVER, "--replications", 4)

    assert answer.code == 2
    assert "results/desk-sweep: holds the sweep of another question (replications: 3 there, 4" in answer.err
    assert Path("results/desk-sweep/report.html").read_bytes() == before


def test_replay_gives_the_same_digits(ask: Ask, small: Path) -> None:
    ask("sweep", small, "third clerk", *OVER, *FEW, "--design", "one-at-a-time", "--future", "boom")
    folder = "results/desk-sweep-third-clerk-if-boom"
    answer = ask("replay", folder, "--jobs", 1)

    assert answer.out == f"{folder}: the same digits again (sweep, seed 1, 3 replications)\n"
    assert len(read_provenance(Path(folder)).points) == 4


def test_failed_points_are_told_on_stderr_and_in_the_report(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, "--over", "people.clerks.headcount = 0, 2, many", *FEW)

    assert answer.code == 0
    assert "failed at point 2: people.clerks.headcount = many: that is not a number; write" in answer.err
    assert "failed at point 0: people.clerks.headcount = 0: nobody may do answer" in answer.err
    assert "2 points of 3 failed, wholly or in part; the list of failures says why." in flowing(answer.out)
    page = Path("results/desk-sweep/report.html").read_text(encoding="utf-8")
    assert "<h2>What failed</h2>" in page
    assert "people.clerks.headcount = many: that is not a number" in page


def test_one_at_a_time_warns_that_it_sees_no_interplay(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, *OVER, *FEW, "--design", "one-at-a-time")

    assert "warning: Each key was moved alone, so that what two of them do together is not seen" in answer.err
    assert Path("results/desk-sweep/figures/tornado-0.png").is_file()


def test_a_dry_run_says_the_price_and_runs_nothing(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, *OVER, *FEW, "--dry-run")

    assert answer.out.startswith("3 points × 1 strategy × 3 replications = 9 runs, about ")
    assert not Path("results").exists()
    said = json.loads(ask("sweep", small, *OVER, *FEW, "--dry-run", "--json").out)
    assert (said["points"], said["runs"], said["jobs"]) == (3, 9, 1)


def test_a_dry_run_tells_which_points_cannot_be_run(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, "--over", "people.clerks.headcount = 2, many", "--dry-run")

    assert answer.code == 0
    assert "cannot be run: point 1: people.clerks.headcount = many: that is not a number" in answer.err
    assert not Path("results").exists()


def test_a_sweep_above_its_budget_is_refused_before_it_begins(ask: Ask, small: Path) -> None:
    answer = ask("sweep", small, *OVER, *FEW, "--budget", "5 runs")

    assert answer.code == 2
    assert "--budget = 5 runs: 3 points × 1 strategy × 3 replications = 9 runs, about " in answer.err
    assert "; within it fit about 1 point; to allow it: --budget '9 runs'" in answer.err
    assert not Path("results").exists()


def test_a_design_from_a_file_is_run(ask: Ask, small: Path) -> None:
    Path("design.csv").write_text(
        "people.clerks.headcount,people.clerks.wage\n3,\n4,20 EUR/h\n", encoding="utf-8"
    )
    said = json.loads(ask("sweep", small, "--over", "design.csv", *FEW, "--json").out)

    assert said["design"] == "table"
    assert said["points"] == [
        {"people.clerks.headcount": 3}, {"people.clerks.headcount": 4, "people.clerks.wage": "20 EUR/h"},
    ]  # fmt: skip


def test_the_stored_design_is_one_that_over_takes(ask: Ask, small: Path) -> None:
    ask("sweep", small, *TWO, *FEW)
    said = json.loads(
        ask(
            "sweep", small, "--over", "results/desk-sweep/store/design.csv", *FEW, "--json", "--output", "b"
        ).out
    )

    first = json.loads(Path("results/desk-sweep/sweep.json").read_text(encoding="utf-8"))
    assert said["points"] == first["points"]
    assert said["strategies"] == first["strategies"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "sim sweep: missing option '--over'"),
        (("--over", "people.clerks"), "--over = people.clerks: a key and its values belong here"),
        (
            ("--over", "people.clerks.headcount = 2 to 6"),
            "people.clerks.headcount: a grid needs levels",
        ),
        (
            (*OVER, "--design", "random"),
            "'random' is not one of 'grid', 'latin-hypercube', 'sobol'",
        ),
        ((*OVER, "--points", "5"), "points = 5: the levels say how many points a grid design has"),
        (
            ("--over", "design.csv", "--design", "sobol", "--points", "64"),
            "design = sobol: --over gives the points themselves; leave --design out",
        ),
        ((*OVER, "--points", "0"), "--points = 0: must be a whole number from 1 to 1,000,000"),
        ((*OVER, "--budget", "ten"), "--budget = ten: "),
        (
            (*OVER, "--measure", "flowtime"),
            "there is no measure 'flowtime'; did you mean 'flow_time'?",
        ),
        ((*OVER, "--measure", "ontime"), "there is no measure 'ontime'; did you mean 'on_time_share'?"),
        (("forth clerk", *OVER), "unknown strategy 'forth clerk'; did you mean 'third clerk'?"),
        (
            ("--over", "people.clerks.headcout = 2, 3"),
            "none of the 2 points can be run; at the first one: people.clerks.headcout = 2: unknown key "
            "'headcout'; did you mean 'headcount'?",
        ),
        ((*OVER, "--jobs", "0"), "--jobs = 0: must be a whole number from 1 to 4,096"),
    ],
)
def test_a_mistake_on_the_command_line_says_what_would_be_right(
    ask: Ask, small: Path, words: tuple[str, ...], message: str
) -> None:
    Path("design.csv").write_text("people.clerks.headcount\n2\n", encoding="utf-8")
    answer = ask("sweep", small, *words)

    assert answer.code == 2
    assert message in answer.err


def test_a_folder_of_other_files_is_not_taken_for_a_store(ask: Ask, small: Path) -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear all", encoding="utf-8")
    answer = ask("sweep", small, *OVER, *FEW, "--output", "mine")

    assert answer.code == 2
    assert "--output = mine: holds other files than results" in answer.err


def test_a_users_own_file_stays_when_a_sweep_goes_on(ask: Ask, small: Path) -> None:
    ask("sweep", small, *OVER, *FEW, "--output", "out")
    Path("out/notes.md").write_text("mine", encoding="utf-8")
    again = ask("sweep", small, *OVER, *FEW, "--output", "out")

    assert again.code == 0
    assert Path("out/notes.md").read_text(encoding="utf-8") == "mine"
    assert not [path.name for path in Path("out").iterdir() if path.name[0] == "."]


def test_a_folder_that_holds_a_store_and_a_file_of_this_name_is_refused(ask: Ask, small: Path) -> None:
    Path("mine/store").mkdir(parents=True)
    Path("mine/store/question.json").write_text("{}", encoding="utf-8")
    Path("mine/report.html").write_text("dear all", encoding="utf-8")
    answer = ask("sweep", small, *OVER, *FEW, "--output", "mine")

    assert answer.code == 2
    assert "--output = mine: holds report.html, which would be lost" in answer.err
    assert Path("mine/report.html").read_text(encoding="utf-8") == "dear all"


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_another_verb_does_not_take_the_place_of_a_sweep(ask: Ask, small: Path, verb: str) -> None:
    ask("sweep", small, *OVER, *FEW, "--output", "out")
    answer = ask(verb, small, "--replications", 2, "--output", "out")

    assert answer.code == 2
    assert "--output = out: holds a sweep with its store of runs; name another folder" in answer.err
    assert Path("out/store/runs-00000.parquet").is_file()
    assert read_provenance(Path("out")).verb == "sweep"


def test_a_measure_of_a_pool_can_be_shown(ask: Ask, small: Path) -> None:
    said = json.loads(ask("sweep", small, *OVER, *FEW, "--measure", "utilisation.clerks", "--json").out)

    level = said["strategies"]["do nothing"]["utilisation.clerks"]["level"]["mean"]
    assert level[0] > level[1] > level[2]


def test_an_interrupt_says_that_the_same_command_goes_on(
    ask: Ask, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "CHUNK_VISITS", 1.0)
    written: list[object] = []

    def interrupted(store: Store, chunk: Chunk, content: Content) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(chunk)
        write(store, chunk, content)

    write = Store.write
    monkeypatch.setattr(Store, "write", interrupted)
    answer = ask("sweep", small, *OVER, *FEW)
    monkeypatch.setattr(Store, "write", write)
    again = ask("sweep", small, *OVER, *FEW)

    assert answer.code == 130
    assert "results/desk-sweep: what is done is stored; the same command goes on from there" in answer.err
    assert "1 of 3 points are in results/desk-sweep already" in again.err
    assert again.code == 0
