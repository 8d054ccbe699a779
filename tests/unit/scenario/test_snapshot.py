"""The snapshot file: every mistake is told at its cell, and the rest of the scenario knows it."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.model.build import build
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.telling.diff import diff
from sim.scenario.telling.explain import explain

DESK = """\
scenario: Desk
start: 2026-01-05
run_length: 8 weeks
snapshot: today.csv
task_types:
  article:
    arrivals: 10 per week
    route: [brief, {together: [sketch, layout]}, {either: {legal: 10 %, skip: 90 %}}, review]
  renewal: {arrivals: {population: 3, away_for: 2 weeks}, route: [{either: {brief: 50 %, legal: 50 %}}]}
steps:
  brief: {service_time: 1 h, done_by: [clerks]}
  sketch: {service_time: 1 h, done_by: [clerks]}
  layout: {service_time: 1 h, done_by: [clerks]}
  legal: {service_time: 1 h, done_by: [clerks]}
  review: {service_time: 1 h, done_by: [clerks]}
people:
  clerks: {headcount: 4}
strategies:
  no review: [set: {task_types.article.route: [brief, legal]}]
"""
HEADER = "task_type,step,tasks,arrived,due,priority,done"


def saved(folder: Path, *rows: str, header: str = HEADER, text: str = DESK) -> LoadedScenario:
    (folder / "today.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder)


def problems(folder: Path, *rows: str, header: str = HEADER, text: str = DESK) -> list[str]:
    """Return the messages, each from the name of the file on."""
    with pytest.raises(ScenarioError) as caught:
        saved(folder, *rows, header=header, text=text)
    return [each.partition(f"{folder}/")[2] for each in caught.value.problems]


# --- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (
            "artikle,,,,,,",
            1,
            "task_type = artikle: there is no task type of this name; did you mean 'art",
        ),
        ("article,revue,,,,,", 9, "step = revue: there is no step of this name; did you mean 'review'?"),
        ("brief,,,,,,", 1, "task_type = brief: that is a step, but a task type belongs here"),
        (
            "article,sketch,,,,,",
            9,
            "stands in a 'together'|name one of brief, legal, review, or",
        ),
        ("renewal,review,,,,,", 9, "type 'renewal' never come to this step; name one of brief, legal"),
        (",,3,,,,", 1, "the row has no task_type"),
        ("article,,0,,,,", 10, "tasks = 0: it must be 1 or more"),
        ("article,,two,,,,", 10, "tasks = two: that is not a number"),
        ("article,,2.5,,,,", 10, "2.5 is not a whole number of tasks"),
        ("article,,9999999,,,,", 10, "must not be more than 1,000,000"),
        ("article,,,12,,,", 11, "write '12 h' for an age, or -12"),
        ("article,,,3 days,,,", 11, "write '3 calendar days'"),
        ("article,,,yesterday,,,", 11, "write '2026-01-02' or '3 calendar days'"),
        ("article,,,03.01.2026,,,", 11, "a date is written '2026-01-05'"),
        ("article,,,2026-01-02 9:30,,,", 11, "with its time '2026-01-05 09:30'"),
        ("article,,,20260109,,,", 11, "lies after the start"),
        ("article,,,2026-01-05 08:00,,,", 11, "lies after the start"),
        ("article,,,,soon,,", 12, "due = soon: that is no date"),
        ("article,,,-5,-6,,", 14, "due = -6: that lies before its arrival"),
        ("article,,,2026-01-02,2025-12-31,,", 22, "lies before its arrival"),
        ("article,,,,,hihg,", 13, "priority = hihg: there is no such priority; did you mean 'high'?"),
        ("article,,,,,,100 %", 14, "name the next step of the route"),
        ("article,,,,,,40", 14, "write '40 %' or 0.4"),
        ('article,,,,,,"0,4"', 14, "write 0.4"),
        ("renewal,,,,,,40 %", 14, "does not say which visit was begun"),
        ("article,,,,,,,x", 15, "the row has 8 cells, but the header 7"),
        ('article,"brief",2,"12",,,', 19, "write '12 h' for an age"),
    ],
)
def test_a_mistake_is_told_at_its_cell(row: str, column: int, words: str, tmp_path: Path) -> None:
    found = problems(tmp_path, "article,brief,1,,,,", row)

    assert len(found) == 1
    message, line, caret = found[0].split("\n")
    assert message.startswith(f"today.csv:3:{column}: ")
    assert all(part in message for part in words.split("|"))
    assert line.strip() == row.strip()
    assert caret.index("^") - 4 == column - 1


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [
        "article,brief,none,soon,,,",
        "",
        "article,brief,1,,,,",
        "other,,,,,low,",
        "article,layout,,,,top,",
    ]
    found = problems(tmp_path, *rows)

    places = [message.split(" ")[0] for message in found]
    assert places == [f"today.csv:{place}:" for place in ("2:15", "2:20", "5:1", "6:9", "6:19")]


def test_a_mistake_of_the_scenario_is_told_beside_those_of_the_snapshot(tmp_path: Path) -> None:
    text = DESK.replace("headcount: 4", "headcount: four")
    found = problems(tmp_path, "article,,none,,,,", text=text)

    assert [message.split(":")[0] for message in found] == ["scenario.yaml", "today.csv"]


@pytest.mark.parametrize(
    ("header", "place", "words"),
    [
        ("task_type;step", "1:1", "the columns are separated by ';'"),
        ("task_type\tstep", "1:1", "the columns are separated by tabs; save the file with commas"),
        ("task_type|step", "1:1", "the columns are separated by '|'"),
        ("sep=,\ntask_type,step", "1:1", "tells a spreadsheet what separates columns; take it out"),
        ("sep=;\ntask_type;step", "1:1", "tells a spreadsheet what separates columns; take it out"),
        ("task_type,steps", "1:11", "unknown column 'steps'; did you mean 'step'?"),
        ("task_type,colour", "1:11", "a snapshot has task_type, step, tasks, arrived, due, priority, done"),
        ("task type,step", "1:1", "did you mean 'task_type'?"),
        ("step,tasks", "1:1", "needs the column 'task_type'"),
        ("task_type,step,step", "1:16", "column 'step' stands twice"),
        ("task_type,,step", "1:11", "this column has no name"),
    ],
)
def test_a_wrong_header_is_told(header: str, place: str, words: str, tmp_path: Path) -> None:
    found = problems(tmp_path, "article,brief", header=header)

    assert found[0].startswith(f"today.csv:{place}: ")
    assert words in found[0]


def test_a_snapshot_that_cannot_be_read_is_told_in_the_scenario(tmp_path: Path) -> None:
    empty = problems(tmp_path)
    assert "has no rows" in problems(tmp_path, header='""')[0]
    assert "today.csv:3: this is not readable as CSV" in problems(tmp_path, "article,,,,,,", 'article,"')[0]
    (tmp_path / "toady.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "today.csv").unlink()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path)

    assert empty[0].startswith(
        "scenario.yaml:4:1: snapshot = today.csv: today.csv has no rows below its header"
    )
    assert "there is no file today.csv; did you mean 'toady.csv'?" in caught.value.problems[0]


def test_dates_need_a_start_and_a_start_that_is_wrong_is_told_once(tmp_path: Path) -> None:
    row = "article,,,2026-01-02,2026-01-09,,"
    without = problems(tmp_path, row, text=DESK.replace("start: 2026-01-05\n", ""))
    wrong = problems(tmp_path, row, text=DESK.replace("2026-01-05", "5 January"))

    assert [message.split(" ")[0] for message in without] == ["today.csv:2:11:", "today.csv:2:22:"]
    assert all("add e.g. 'start: 2026-01-05'" in message for message in without)
    assert [message.split(" ")[0] for message in wrong] == ["scenario.yaml:2:1:"]


def test_more_open_tasks_than_customers_are_refused_at_the_row_that_is_too_many(tmp_path: Path) -> None:
    found = problems(
        tmp_path, "renewal,legal,2,,,,", "article,,9,,,,", "renewal,legal,2,,,,", "renewal,,1,,,,"
    )

    assert len(found) == 1
    assert found[0].startswith(
        "today.csv:4:1: with this row 4 tasks of 'renewal' are open, but its population is 3"
    )


# --- with strategies and bases --------------------------------------------------------------------


def test_a_strategy_that_leaves_no_place_for_an_open_task_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, "article,review,1,,,,")

    assert len(found) == 1
    assert found[0].startswith(
        "today.csv:2:9: under 'no review', step = review: tasks of type 'article' never"
    )


def test_the_snapshot_is_the_same_for_all_strategies(tmp_path: Path) -> None:
    text = DESK.replace("task_types.article.route: [brief, legal]", "snapshot: other.csv")

    assert "'snapshot' is the same for all strategies" in problems(tmp_path, "article,,1,,,,", text=text)[0]


def test_the_snapshot_of_a_base_is_found_from_another_folder_and_may_be_another(tmp_path: Path) -> None:
    for name in ("base", "same", "other"):
        (tmp_path / name).mkdir()
    saved(tmp_path / "base", "article,,5,,,,")
    (tmp_path / "same" / "scenario.yaml").write_text("extends: ../base\nscenario: Same\n", encoding="utf-8")
    saved(tmp_path / "other", "article,,7,,,,", text="extends: ../base\nsnapshot: today.csv\n")

    open_tasks = [
        len(build(load_scenario(tmp_path / name).under()).snapshot.number) for name in ("same", "other")
    ]
    assert open_tasks == [5, 7]


def test_a_difference_between_two_snapshots_of_one_name_is_told(tmp_path: Path) -> None:
    rows = {
        "a": ["article,,5,,,,", "article,brief,1,,,,50 %"],
        "same": ["article,brief,1,,,,0.5", "article,,2,,,,", "article,,3,,,,"],
        "more": ["article,,9,,,,"],
        "other": ["article,,6,,,,"],
    }
    for name in rows:
        (tmp_path / name).mkdir()
    loaded = {name: saved(tmp_path / name, *each) for name, each in rows.items()}

    told = {name: [each.sentence for each in diff(loaded["a"], other)] for name, other in loaded.items()}
    assert told == {
        "a": [],
        "same": [],
        "more": ["today.csv: 6 tasks open at the start → 9 tasks open at the start"],
        "other": ["today.csv: 6 tasks open at the start as before, but others"],
    }


# --- doubts, and words ----------------------------------------------------------------------------


def test_a_warm_up_is_doubtful_after_a_snapshot(tmp_path: Path) -> None:
    text = DESK.replace("snapshot:", "warm_up: 1 week\nsnapshot:")

    assert saved(tmp_path, "article,,1,,,,").warnings == ()
    (warning,) = saved(tmp_path, "article,,1,,,,", text=text).warnings
    assert "scenario.yaml:4:1: warm_up = 1 week: the open tasks of the snapshot are worked off" in warning


def test_more_work_in_process_than_the_limit_is_doubtful(tmp_path: Path) -> None:
    text = DESK.replace("snapshot:", "work_in_process_limit: 4\nsnapshot:")
    rows = ["article,brief,9,,,,", "article,legal,3,,,,"]

    assert saved(tmp_path, *rows, "article,brief,1,,,,50 %", text=text).warnings == ()
    (warning,) = saved(tmp_path, *rows, "article,,2,,,,50 %", text=text).warnings
    assert "5 open tasks of the snapshot are in process, so 1 of them wait" in warning


def test_explain_says_what_waits_where_and_how_much_is_begun(tmp_path: Path) -> None:
    rows = [
        "article,,6,2 weeks,,,",
        "article,brief,2,1 calendar day,,,30 %",
        "article,legal,1,,,,0.5",
        "renewal,legal,2,,,,",
    ]
    told = explain(saved(tmp_path, *rows)).split("\n\n")

    assert (
        "What is there at the start\n"
        "- 11 tasks of today.csv are open at the start, the oldest for 2 weeks.\n"
        "- article: 8 wait for brief (2 of them begun, on average 30 % of the visit done) and 1 waits for "
        "legal (begun, 50 % of the visit done).\n"
        "- renewal: 2 wait for legal."
    ) in told
    assert "What an open task had behind it at the start counts as done" in told[-1] + told[-2]
    assert "What is open at the start comes on top." in "\n".join(told)


@pytest.mark.parametrize(("row", "place"), [("article,,,{},,,", "2:11"), ("article,,,,{},,", "2:12")])
@pytest.mark.parametrize("moment", ["2026-01-02 10:00+05:00", "2026-01-02T10:00Z"])
def test_a_time_with_a_zone_is_refused_with_how_it_is_written(
    row: str, place: str, moment: str, tmp_path: Path
) -> None:
    (found,) = problems(tmp_path, row.format(moment))

    assert found.startswith(f"today.csv:{place}: ")
    assert "a time has no zone here" in found
    assert "write what these showed, e.g. '2026-01-02 10:00'" in found
