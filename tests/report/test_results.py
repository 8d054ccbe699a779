"""The folder of results: whole or not at all, and readable by others."""

import csv
import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from PIL import Image

from sim.errors import UsageError
from sim.experiments.compare import compare
from sim.experiments.replay import replay
from sim.records.provenance import read_provenance
from sim.report import results
from sim.report.folder import whole_folder
from sim.report.results import write_comparison, write_replications
from sim.scenario.load import LoadedScenario, load_scenario

SCENARIO = """
scenario: Desk
run_length: 6 weeks
warm_up: 1 week
task_types:
  ticket: {arrivals: 40 per week, value: 20 USD, route: [answer, check]}
steps:
  answer: {service_time: {empirical: {file: ../times.csv, column: minutes, unit: min}}, done_by: [agents],
           standard: 50 %, error_probability: 20 %}
  check: {service_time: 10 min, done_by: [agents], reviews: [answer], detection: 60 %}
people:
  agents: {headcount: 1, wage: 20 USD/h}
strategies:
  one more: [{set: {people.agents.headcount: 2}}]
"""


def at(folder: Path) -> LoadedScenario:
    (folder / "desk").mkdir()
    (folder / "times.csv").write_text("minutes\n20\n35\n50\n", encoding="utf-8")
    (folder / "desk" / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    return load_scenario(folder / "desk")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results, made once; tests work on copies of it."""
    home = tmp_path_factory.mktemp("example")
    loaded = at(home)
    write_comparison(compare(loaded, replications=3, jobs=1), loaded, home / "results")
    return home / "results"


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedScenario:
    return at(tmp_path)


@pytest.fixture
def written(example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example, tmp_path / "results" / "desk"))


def names_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_there(written: Path) -> None:
    figures = (
        *("differences", "levels", "break-even-money", "throughput", "quality", "quality-by-week"),
        *("work-in-process", "load", "settling"),
    )
    tables = ("definitions", "differences", "measures", "weekly", "pools", "ledger", "head_counts")

    assert names_in(written) == {
        "report.html",
        "comparison.json",
        "provenance.json",
        "tables/dictionary.csv",
        *(f"figures/{name}.{suffix}" for name in figures for suffix in ("png", "svg")),
        *(f"tables/{name}.{suffix}" for name in tables for suffix in ("csv", "parquet")),
    }


def test_tables_are_long_and_say_their_units(written: Path) -> None:
    with (written / "tables" / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    throughput = [row for row in rows if row["measure"] == "throughput"]
    assert [(row["strategy"], row["replication"]) for row in throughput] == [
        (strategy, str(replication)) for strategy in ("do nothing", "one more") for replication in range(3)
    ]
    assert {row["unit"] for row in throughput} == {"tasks/week"}
    table = pq.read_table(written / "tables" / "measures.parquet")
    assert table.column_names == ["strategy", "replication", "measure", "unit", "value"]
    assert table["value"].to_pylist()[0] == float(throughput[0]["value"]) or rows[0]["value"] == "nan"


def test_the_machine_form_has_the_numbers_of_the_tables(written: Path) -> None:
    said = json.loads((written / "comparison.json").read_text(encoding="utf-8"))
    with (written / "tables" / "differences.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["strategy"], row["measure"]): row for row in csv.DictReader(file)}

    gap = said["strategies"]["one more"]["measures"]["flow_time"]["difference"]
    assert gap["mean"] == float(rows["one more", "flow_time"]["difference"])
    assert gap["replications"] == 3


def test_each_figure_carries_its_title_what_it_shows_and_its_receipt(written: Path) -> None:
    key = read_provenance(written).key
    drawing = ElementTree.parse(written / "figures" / "differences.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    title, about = (str(drawing.findtext(f"{space}{part}")) for part in ("title", "desc"))
    with Image.open(written / "figures" / "differences.png") as picture:
        carried = picture.text

    assert title == "What each strategy changes against 'do nothing'"
    assert "throughput" in about
    assert about.endswith(f"Receipt {key}: sim replay {key} makes its numbers again.")
    assert (carried["Title"], carried["Description"]) == (title, about)


def test_a_failure_while_writing_leaves_the_old_results_alone(
    written: Path, loaded: LoadedScenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: (written / name).read_bytes() for name in names_in(written)}

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(results, "_write_tables", fail)
    with pytest.raises(KeyboardInterrupt):
        write_comparison(compare(loaded, replications=2, jobs=1), loaded, written)

    assert {name: (written / name).read_bytes() for name in names_in(written)} == before
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_new_results_take_the_place_of_old_ones_whole(written: Path, loaded: LoadedScenario) -> None:
    for name in ("figures/stale.svg", "run.json", "notes.md"):
        (written / name).write_text("from another time", encoding="utf-8")

    write_comparison(compare(loaded, replications=2, seed=9, jobs=1), loaded, written)

    assert not {"figures/stale.svg", "run.json"} & set(names_in(written))
    assert (written / "notes.md").read_text(encoding="utf-8") == "from another time"
    assert json.loads((written / "provenance.json").read_text(encoding="utf-8"))["seed"] == 9
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_a_folder_below_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with (
        pytest.raises(UsageError, match="name another folder with --output"),
        whole_folder(tmp_path / "file" / "x"),
    ):
        pass


def test_a_replay_from_the_folder_alone_gives_every_digit_again(
    written: Path, loaded: LoadedScenario, tmp_path: Path
) -> None:
    loaded.path.unlink()
    (tmp_path / "times.csv").unlink()

    found = replay(written, jobs=1)

    assert found.same
    assert found.differing == ()


def test_a_replay_names_what_differs(written: Path) -> None:
    path = written / "provenance.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["digests"]["one more"]["flow_time"] = "0" * 64
    path.write_text(json.dumps(said), encoding="utf-8")

    assert replay(written, jobs=1).differing == ("one more: flow_time",)


def test_a_replay_refuses_a_scenario_that_was_changed_by_hand(written: Path) -> None:
    path = written / "provenance.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["scenario"] = said["scenario"].replace("wage: 20 USD/h", "wage: 21 USD/h")
    path.write_text(json.dumps(said), encoding="utf-8")

    with pytest.raises(UsageError, match="changed after the run"):
        replay(written)


def test_one_strategy_has_a_folder_of_its_own(loaded: LoadedScenario, tmp_path: Path) -> None:
    from sim.experiments.replicate import replicate

    folder = tmp_path / "run"
    found = replicate(loaded, "one more", replications=3, jobs=1)
    write_replications(found, loaded, folder, seed=1, engine="reference", future="")

    assert {"report.html", "run.json", "provenance.json"} <= names_in(folder)
    assert replay(folder, jobs=1).same
