"""Published experiments: what their files say, how rows are judged, and what comes out of them."""

import re
from functools import cache
from pathlib import Path

import pytest

from sim.errors import ScenarioError, UsageError
from sim.scenario.load import load_scenario
from sim.scenario.notation.annotation import Setting
from sim.scenario.presets import references_in
from sim.scenario.reading.messages import dotted
from sim.scenario.reading.yaml_text import read_yaml
from sim.statistics.estimate import Estimate
from sim.validation.judging import Judged, Judgement, Outcome, judge, outcome_of
from sim.validation.published import FILE, Row, read_published
from sim.validation.shipped import folder_of, published_folders
from sim.validation.telling import judgement_lines, published_page, summary_line

FOLDERS = published_folders()
SHIPPED = [pytest.param(folder, id=folder.name) for folder in FOLDERS]
HAS_TO_FAIL = {"T1", "T2", "T4", "T5", "T7", "T8", "T14"}
"""Experiments with rows that the model is known to miss."""
ROW = {"say": "speed", "published": "+10 %", "within": "2 %", "use": "judged", "measure": "throughput"}


@cache
def judged(folder: Path) -> Judgement:
    return judge(read_published(folder))


def row(**changed: object) -> Row:
    stated = {key: value for key, value in {**ROW, **changed}.items() if value is not None}
    return Row.model_validate(stated, context=Setting())


# --- what comes out ------------------------------------------------------------------------------


def test_twelve_published_experiments_and_two_more_are_shipped() -> None:
    names = {read_published(folder).experiment.experiment for folder in FOLDERS}

    assert names == {f"T{number}" for number in range(1, 15)}


@pytest.mark.parametrize("folder", SHIPPED)
def test_what_was_calibrated_comes_out_and_what_fails_is_explained(folder: Path) -> None:
    """Where a row fails that was not known to, the model got worse; where none does, correct the list."""
    judgement = judged(folder)
    missed = [each.row for each in judgement.rows if each.outcome is not Outcome.PASS]

    assert [row.say for row in missed if row.use == "calibrated"] == []
    assert [row.say for row in missed if not row.misfit] == []
    assert Outcome.UNSURE not in {each.outcome for each in judgement.rows}
    assert bool(missed) == (judgement.published.experiment.experiment in HAS_TO_FAIL)


@pytest.mark.parametrize("folder", SHIPPED)
def test_an_experiment_names_works_that_are_in_the_list(folder: Path) -> None:
    assert references_in(read_published(folder).experiment.source)


# --- calibrated and judged are kept apart --------------------------------------------------------


@pytest.mark.parametrize("folder", SHIPPED)
def test_nothing_is_fitted_to_a_row_that_judges(folder: Path) -> None:
    experiment = read_published(folder).experiment
    uses = {each.say: each.use for each in experiment.rows}
    fitted = {say for each in experiment.fitted for say in each.to}

    assert len(uses) == len(experiment.rows)
    assert {uses[say] for say in fitted} <= {"calibrated"}
    assert {say for say, use in uses.items() if use == "calibrated"} == fitted
    assert "judged" in uses.values()


@pytest.mark.parametrize("folder", SHIPPED)
def test_what_was_fitted_is_a_value_of_the_scenario(folder: Path) -> None:
    loaded = load_scenario(folder)
    known = {dotted(path) for strategy in loaded.strategies for path in loaded.resolved(strategy)[1]}
    known |= {re.sub(r"\[(\d+)\]", r".\1", path) for path in known}

    for each in read_published(folder).experiment.fitted:
        assert any(path == each.key or path.startswith(f"{each.key}.") for path in known), each.key


def test_a_judged_row_with_something_fitted_to_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ScenarioError, match=r"published.yaml:5:19: fitted\[0\].to\[0\] = speed: this row judges"
    ):
        read_published(written(tmp_path, "fitted:\n  - {key: x, to: [speed]}\n"))


def test_a_calibrated_row_to_which_nothing_was_fitted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="nothing was fitted to this row"):
        read_published(written(tmp_path, "", "use: calibrated"))


def written(folder: Path, fitted: str = "", use: str = "use: judged", published: str = "+10 %") -> Path:
    text = (
        "experiment: X\ntitle: A test\nsource: none\n"
        f"{fitted}replications: 2\nrows:\n"
        f"  - {{say: speed, published: {published}, within: 2 %, {use}, measure: throughput}}\n"
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


# --- mistakes ------------------------------------------------------------------------------------


def test_mistakes_are_told_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(
        ScenarioError, match=r"published.yaml:6:18: .*neither a number nor a place for one; write"
    ):
        read_published(written(tmp_path, published="about ten"))


def test_a_folder_without_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_published(tmp_path)


def test_a_number_without_interval_or_tolerance_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    file = tmp_path / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("within: 2 %, ", ""), encoding="utf-8")

    with pytest.raises(ScenarioError, match="a number needs an 'interval' that was published, or 'within'"):
        read_published(tmp_path)


def test_an_unknown_measure_is_answered_with_the_nearest(tmp_path: Path) -> None:
    text = (FOLDERS[0] / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    written(tmp_path, use="use: judged")
    file = tmp_path / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("throughput", "throughputt"), encoding="utf-8")

    with pytest.raises(ScenarioError, match="did you mean 'throughput'"):
        judge(read_published(tmp_path))


def test_an_unknown_experiment_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'jagged-frontier'"):
        folder_of("jaged-frontier")
    assert folder_of("T4").name == "jagged-frontier"


@pytest.mark.parametrize("said", ["88 % to 94 %", "88 to 94 %", "+88% to +94%"])
def test_an_interval_may_have_one_sign_or_two(said: str) -> None:
    assert row(published="91 %", within=None, interval=said).around == pytest.approx((0.88, 0.94))


def test_two_rows_that_say_the_same_are_refused(tmp_path: Path) -> None:
    written(tmp_path)
    file = tmp_path / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")

    with pytest.raises(ScenarioError, match=r"published.yaml:7:6: .*another row says the same"):
        read_published(tmp_path)


def test_one_replication_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    file = tmp_path / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("replications: 2", "replications: 1"), "utf-8")

    with pytest.raises(ScenarioError, match="replications = 1: "):
        read_published(tmp_path)


# --- judging -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (Estimate(0.105, 0.01, 9), Outcome.PASS),
        (Estimate(0.125, 0.01, 9), Outcome.PASS),  # the intervals overlap
        (Estimate(0.135, 0.01, 9), Outcome.FAIL),
        (Estimate(0.105, 0.03, 9), Outcome.UNSURE),  # so wide that it overlaps everything
        (Estimate(0.205, 0.03, 9), Outcome.FAIL),
        (Estimate(float("nan"), float("inf"), 0), Outcome.FAIL),
    ],
)
def test_a_number_passes_where_the_intervals_overlap(found: Estimate, outcome: Outcome) -> None:
    assert outcome_of(row(), found) is outcome


@pytest.mark.parametrize(
    ("published", "found", "outcome"),
    [
        ("above 0", Estimate(0.2, 0.1, 9), Outcome.PASS),
        ("above 0", Estimate(0.2, 0.3, 9), Outcome.UNSURE),
        ("above 0", Estimate(-0.2, 0.1, 9), Outcome.FAIL),
        ("above 0", Estimate(0.0, 0.0, 9), Outcome.PASS),
        ("below -3 %", Estimate(-0.05, 0.01, 9), Outcome.PASS),
        ("between 1 and 2", Estimate(2.5, 0.1, 9), Outcome.FAIL),
    ],
)
def test_a_place_must_hold_the_whole_interval(published: str, found: Estimate, outcome: Outcome) -> None:
    assert outcome_of(row(published=published, within=None), found) is outcome


def test_an_interval_that_was_published_counts_in_place_of_a_tolerance() -> None:
    asked = row(within=None, interval="+6 to +46 %")

    assert asked.around == (0.06, 0.46)
    assert outcome_of(asked, Estimate(0.4, 0.02, 9)) is Outcome.PASS
    assert outcome_of(asked, Estimate(0.5, 0.02, 9)) is Outcome.FAIL


# --- how it is told ------------------------------------------------------------------------------


def test_judgements_read_like_this() -> None:
    lines = list(judgement_lines(judged(folder_of("T14"))))

    assert lines[0] == "T14  Agents on freelance jobs, alone and with one review of twenty minutes"
    assert any(
        re.fullmatch(r" +wrong, data, with one review +7 \(± 4\) +\d.* % +judged +fail", line)
        for line in lines
    )
    assert any("A second attempt with the chances of the first" in line for line in lines)
    assert max(map(len, lines)) <= 100


def test_what_a_sceptic_should_know_is_told_with_the_numbers() -> None:
    judgement = judged(folder_of("T9"))

    assert any(
        line.startswith("    How long a review takes is assumed") for line in judgement_lines(judgement)
    )
    assert "How long a review takes is assumed" in published_page([judgement], [], "sim validate")


@pytest.mark.parametrize(
    ("use", "misfit", "found", "said", "unexplained"),
    [
        ("judged", "Why.", 0.5, "Why.", False),
        ("judged", "", 0.5, "", True),
        ("calibrated", "Why.", 0.5, "Why.", True),
        ("judged", "Why.", 0.1, "It passes now: its 'misfit:' can go.", False),
    ],
)
def test_a_row_is_explained_or_told(
    use: str, misfit: str, found: float, said: str, unexplained: bool
) -> None:
    one = row(use=use, misfit=misfit)
    estimate = Estimate(found, 0.001, 9)
    told = Judgement(judged(folder_of("T14")).published, (Judged(one, estimate, outcome_of(one, estimate)),))

    assert (said in "\n".join(judgement_lines(told))) is True
    assert bool(told.unexplained) is unexplained


def test_the_page_has_every_row_and_every_misfit() -> None:
    judgement = judged(folder_of("T14"))
    page = published_page([judgement], [], "sim validate")

    assert page.count("\n| ") == 1 + len(judgement.rows)
    assert "* *wrong, data, with one review*: A second attempt" in page
    assert summary_line([judgement]) in page


def test_files_are_read_by_the_same_rules_as_scenarios() -> None:
    for folder in FOLDERS:
        text = (folder / FILE).read_text(encoding="utf-8")
        assert not read_yaml(text, FILE).faults
