"""Comparisons that find out how much to run, futures, variability, bottlenecks: kept, replayed, refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load_scenario

Ask = Callable[..., Any]
DESK = """\
scenario: Desk
run_length: 1 week
task_types:
  request: {arrivals: 40 per week, route: [answer, check]}
steps:
  answer:
    service_time: {lognormal: {mean: 90 min, cv: 0.5}}
    done_by: [clerks]
    skills: {writing: 1}
    difficulty: 0.5 ± 0.15
    standard: 0.6
  check: {service_time: 5 min, done_by: [clerks], reviews: [answer], detection: 80 %}
people:
  clerks: {headcount: 2, hours: Mon-Fri 9:00-17:00, skills: {writing: 0.65 ± 0.1}}
strategies:
  faster: [set: {steps.answer.service_time.lognormal.mean: 88 min}]
  slower: [set: {steps.answer.service_time.lognormal.mean: 110 min}]
compare:
  measures: {flow_time: {matters_from: 30 min, at_most: 24 h}, quality: {}}
"""
UNSURE = """\
uncertainties:
  steps.check.service_time: 2 min to 8 min
  steps.answer.difficulty: {one_of: [0.4 ± 0.1, 0.5 ± 0.2], source: somebody (2020)}
"""
FAST = ("--jobs", 1, "--engine", "reference", "--json")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small desk, ``desk.yaml`` in the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_text(DESK, encoding="utf-8")
    Path("unsure.yaml").write_text(DESK + UNSURE, encoding="utf-8")
    return Path("desk.yaml")


KEPT = {
    "auto": ("compare", "desk.yaml", "--replications", "auto", "--at-most", 40, "--split", 0),
    "runs": ("compare", "desk.yaml", "--runs", 75, "--split", 2),
    "futures": ("compare", "unsure.yaml", "faster", "--replications", 2, "--futures", 3, "--split", 0),
    "variability": ("variability", "desk.yaml", "do nothing", "--replications", 2),
    "bottleneck": ("bottleneck", "desk.yaml", "--replications", 2),
}


@pytest.mark.parametrize("name", KEPT)
def test_replay_gives_the_same_digits(name: str, ask: Ask, desk: Path) -> None:
    made = ask(*KEPT[name], *FAST, "--output", "kept")
    answer = ask("replay", "kept", "--jobs", 1)

    assert (made.code, answer.code) == (0, 0), made.err + answer.err
    assert answer.out.startswith("kept: the same digits again (")


@pytest.mark.parametrize("name", ["futures", "variability", "bottleneck"])
def test_replay_notices_another_digit(name: str, ask: Ask, desk: Path) -> None:
    ask(*KEPT[name], *FAST, "--output", "kept")
    file = Path("kept/provenance.json")
    stored = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(stored | {"seed": 2}), encoding="utf-8")
    answer = ask("replay", "kept", "--jobs", 1)

    assert answer.code != 0
    assert "flow_time" in answer.out + answer.err or "quality_spread" in answer.out + answer.err


# --- the price ----------------------------------------------------------------------------------


def test_a_price_is_told_and_nothing_is_kept(ask: Ask, desk: Path) -> None:
    before = sorted(Path().rglob("*"))
    answer = ask("compare", desk, "--price", "--jobs", 1, "--engine", "reference")

    assert answer.code == 0
    assert answer.out.count("\n") == 1
    assert answer.out.startswith("about ")
    assert "20 replications of each at first: 60 runs\n" in answer.err
    assert sorted(Path().rglob("*")) == before


def test_a_price_for_machines_has_runs_and_seconds(ask: Ask, desk: Path) -> None:
    told = json.loads(ask("compare", desk, "--price", *FAST).out)

    assert set(told) == {"runs", "pilot", "to_split", "in_futures", "seconds", "words"}
    assert told["pilot"] == 60 <= told["runs"]
    assert told["seconds"] >= 0.0


def test_the_price_of_a_budget_of_runs_is_that_budget_and_the_split(ask: Ask, desk: Path) -> None:
    told = json.loads(ask("compare", desk, "--price", "--runs", 300, *FAST).out)
    alone = json.loads(ask("compare", desk, "--price", "--runs", 300, "--split", 0, *FAST).out)

    assert (told["pilot"], told["runs"], told["to_split"]) == (60, 300 + 45, 45)
    assert (alone["pilot"], alone["runs"], alone["to_split"]) == (60, 300, 0)
    assert told["words"].startswith("about 345 runs (45 to split gaps), ")


def test_the_price_counts_the_runs_in_futures(ask: Ask, desk: Path) -> None:
    """Five futures, drawn anew twice in part, of three strategies, four runs each: as many as are counted."""
    given = ("compare", "unsure.yaml", "--runs", 75, "--futures", 5, "--split", 2)
    told = json.loads(ask(*given, "--price", *FAST).out)
    made = ask(*given, *FAST)

    assert told["in_futures"] == 5 * 3 * 3 * 4
    assert told["runs"] == 75 + 18 + 180
    assert told["words"].startswith("about 273 runs (18 to split gaps and 180 in futures), ")
    assert "5 futures of the uncertainties: 180 runs\n" in made.err


# --- for machines -------------------------------------------------------------------------------


def test_a_comparison_for_machines_says_what_was_chosen_and_what_holds_in_futures(
    ask: Ask, desk: Path
) -> None:
    answer = ask("compare", "unsure.yaml", "--replications", 20, "--futures", 4, "--split", 0, *FAST)
    told = json.loads(answer.out)

    assert told["selection"]["measure"] == "flow_time"
    assert set(told["selection"]["ahead"]) == {"do nothing", "faster", "slower"}
    assert told["in_futures"]["goals"] == ["the flow time is at most 24 h"]
    assert told["in_futures"]["uncertainties"] == {
        "steps.check.service_time": False,
        "steps.answer.difficulty": True,
    }
    for each in told["in_futures"]["strategies"].values():
        assert set(each["variance"]) == {"study_evidence", "own_guesses", "too_few_runs"}
        assert (
            0.0 <= each["satisfies"]["low"] <= each["satisfies"]["share"] <= each["satisfies"]["high"] <= 1.0
        )
    assert "futures" in {path.stem.partition("_")[0] for path in Path(told["results"]).rglob("*")}


def test_without_futures_there_are_none_for_machines(ask: Ask, desk: Path) -> None:
    answer = ask("compare", "unsure.yaml", "faster", "--replications", 2, "--futures", 0, "--split", 0, *FAST)

    assert json.loads(answer.out)["in_futures"] is None


def test_variability_for_machines_adds_up(ask: Ask, desk: Path) -> None:
    told = json.loads(ask(*KEPT["variability"], *FAST).out)
    spreads = told["strategies"]["do nothing"]["spreads"]

    assert set(spreads) >= {"quality_spread"}
    for each in spreads.values():
        parts = sum(part["mean"] for part in each["parts"].values())
        assert parts == pytest.approx(each["variance"]["mean"], rel=1e-9)


@pytest.mark.parametrize("words", [("--at-most", 40), ("--procedure", "screening", "--at-most", 40)])
def test_a_limit_and_a_procedure_imply_as_many_as_it_takes(
    ask: Ask, desk: Path, words: tuple[object, ...]
) -> None:
    text = DESK.replace("compare:\n", "compare:\n  replications: 7\n")
    Path("stated.yaml").write_text(text, encoding="utf-8")
    implied = json.loads(ask("compare", "stated.yaml", *words, "--split", 0, *FAST).out)
    asked = json.loads(ask("compare", desk, "--replications", "auto", *words, "--split", 0, *FAST).out)

    assert implied["selection"] == asked["selection"] is not None


# --- options that cannot be ---------------------------------------------------------------------

BAD_OPTIONS = {
    ("--replications", "many"): (
        "sim compare: --replications = many: must be a whole number from 1 to 1,000,000 or auto; see "
        "`sim compare --help`"
    ),
    ("--replications", "0"): (
        "sim compare: --replications = 0: must be a whole number from 1 to 1,000,000 or auto; see "
        "`sim compare --help`"
    ),
    ("--at-most", "19"): (
        "sim compare: --at-most = 19: must be a whole number from 20 to 1,000,000; see `sim compare --help`"
    ),
    ("--runs", "1"): (
        "sim compare: --runs = 1: must be a whole number from 2 to 1,000,000; see `sim compare --help`"
    ),
    ("--runs", "59"): "runs = 59: should be at least 60, 20 of each of 3 strategies",
    ("--runs", "80", "--replications", "5"): (
        "runs = 80: they stand in place of replications; leave one of both out"
    ),
    ("--runs", "80", "--procedure", "screening"): (
        "runs = 80: they stand in place of a procedure; leave one of both out"
    ),
    ("--runs", "80", "--at-most", "50"): (
        "runs = 80: they stand in place of a limit (at_most); leave one of both out"
    ),
    **{
        (*words, "--replications", "10"): (
            f"replications = 10: {what} goes with as many as it takes; leave one of both out, or write "
            "'auto' for the number"
        )
        for words, what in (
            (("--procedure", "clark-yang"), "a procedure"),
            (("--at-most", "50"), "a limit (at_most)"),
            (("--price",), "a price"),
        )
    },
    ("--procedure", "best"): (
        "sim compare: invalid value for '--procedure': 'best' is not one of 'kim-nelson', 'clark-yang', "
        "'screening'; see `sim compare --help`"
    ),
    ("--futures", "-1"): (
        "sim compare: --futures = -1: must be a whole number from 0 to 1,000,000; see `sim compare --help`"
    ),
    ("--futures", "5"): "futures = 5: the scenario has no 'uncertainties:' to draw them from",
}


@pytest.mark.parametrize("words", BAD_OPTIONS, ids=" ".join)
def test_an_option_that_cannot_be_is_refused_before_the_work(
    words: tuple[str, ...], ask: Ask, desk: Path
) -> None:
    answer = ask("compare", desk, *words)

    assert (answer.code, answer.out, answer.err) == (2, "", BAD_OPTIONS[words] + "\n")
    assert not Path("results").exists()


def test_one_future_is_too_few(ask: Ask, desk: Path) -> None:
    answer = ask("compare", "unsure.yaml", "--futures", 1)

    assert (answer.code, answer.err) == (2, "futures = 1: should be at least 2, or 0 for none\n")


def test_what_does_not_vary_has_no_sources(ask: Ask, desk: Path) -> None:
    text = DESK.replace("0.5 ± 0.15", "0.5").replace("0.65 ± 0.1", "0.65")
    Path("alike.yaml").write_text(text, encoding="utf-8")
    answer = ask("variability", "alike.yaml", "do nothing", "--replications", 2)

    assert answer.code == 2
    assert answer.err == (
        "variability: no source of it is at work in this scenario; state e.g. 'difficulty: {mean: 0.5, sd: "
        "0.15}' for a step, or skills that differ, '0.65 ± 0.12'\n"
    )


# --- keys that cannot be ------------------------------------------------------------------------

OURS, PROBABILITY = "uncertainties", "steps.check.detection"
WHERE = f'{OURS}."{PROBABILITY}"'
BAD_KEYS = {
    "replications: many": (
        "19:3: compare.replications = many: that is no number; write digits, e.g. 20, or 'auto'"
    ),
    "replications: 0": "19:3: compare.replications = 0: it must be 1 or more; write 1 or a larger number",
    "replications: 2.5": "19:3: compare.replications = 2.5: 2.5 is not a whole number; write 2 or 3",
    "at_most: 10": "19:3: compare.at_most = 10: it must be 20 or more; write 20 or a larger number",
    "confidence: 50 %": (
        "19:3: compare.confidence = 50 %: a guarantee lies above 50 % and below 100 %; 95 % is usual"
    ),
    "confidence: 100 %": (
        "19:3: compare.confidence = 100 %: a guarantee lies above 50 % and below 100 %; 95 % is usual"
    ),
    "confidence: much": (
        "19:3: compare.confidence = much: that is not a percentage; write a percentage such as '60 %'"
    ),
    "measures: {flow_time: {precision: 5 USD}}": (
        "19:26: compare.measures.flow_time.precision = 5 USD: flow_time is measured in h, and a precision "
        "may be a percentage of its mean; write it like '2 h' or '2 %'"
    ),
    "measures: {flow_time: {precision: 0 %}}": (
        "19:26: compare.measures.flow_time.precision = 0 %: a precision is more than zero; write e.g. '2 %'"
    ),
    "measures: {flow_time: {at_least: 5 tasks}}": (
        "19:26: compare.measures.flow_time.at_least = 5 tasks: flow_time is measured in h; write it "
        "like '2 h'"
    ),
    "measures: {flow_time: {at_most: never}}": (
        "19:26: compare.measures.flow_time.at_most = never: flow_time is measured in h; write it like '2 h'"
    ),
    "measures: {flow_time: {at_least: 5 h, at_most: 180 min}}": (
        "19:41: compare.measures.flow_time.at_most = 180 min: nothing is at least 5 h and at most 180 min; "
        "write the smaller one in 'at_least'"
    ),
    "measures: {quality: {matters_from: 2}}": (
        "19:24: compare.measures.quality.matters_from = 2: quality lies between 0 % and 100 %; write '2 %'"
    ),
    "measures: {quality: {matters_from: 150 %}}": (
        "19:24: compare.measures.quality.matters_from = 150 %: quality lies between 0 % and 100 %; write a "
        "percentage from '0 %' to '100 %'"
    ),
    "measures: {quality: {matters_from: 2 pp}}": (
        "19:24: compare.measures.quality.matters_from = 2 pp: quality is a number without a unit or a "
        "percentage; write it like '2 %'"
    ),
    "measures: {quality: {at_least: 95}}": (
        "19:24: compare.measures.quality.at_least = 95: quality lies between 0 % and 100 %; write '95 %'"
    ),
    "measures: {quality: {at_most: -0.5}}": (
        "19:24: compare.measures.quality.at_most = -0.5: quality lies between 0 % and 100 %; write a "
        "percentage from '0 %' to '100 %'"
    ),
    "measures: {quality: {precision: 2}}": (
        "19:24: compare.measures.quality.precision = 2: quality lies between 0 % and 100 %; write '2 %'"
    ),
    "measures: {quality: {precision: 2 points}}": (
        "19:24: compare.measures.quality.precision = 2 points: quality is a number without a unit or a "
        "percentage, and a precision may be a percentage of its mean; write it like '2 %'"
    ),
    "measures: {flow_time: {precise: 5 %}}": "19:26: unknown key 'precise'; did you mean 'precision'?",
}
BAD_UNCERTAINTIES = {
    f"{PROBABILITY}: 5 %": (
        f"{WHERE} = 5 %: a range has two ends with 'to' between them; write it like '20 % to 60 %'"
    ),
    f"{PROBABILITY}: 5-15 %": (
        f"{WHERE} = 5-15 %: a range has two ends with 'to' between them; write it like '5 % to 15 %'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, source: ' '}}": (
        f"{WHERE}.source = : it names no study; write e.g. 'Somebody (2020)', or leave it out: it is an own "
        "guess then"
    ),
    f"{PROBABILITY}: [5 %, 7 %, 5 %]": (
        f"{WHERE}: '5 %' stands twice; write each value once, all are equally likely"
    ),
    "people.clerks.headcount: {range: 2 to 4, most_likely: 2.5}": (
        'uncertainties."people.clerks.headcount".most_likely = 2.5: 2.5 is not a whole number of people; for '
        "part-time staff write 3, one by name with hours of their own: "
        "'workers: {Part timer: {hours: Mon-Fri 9:00-13:00}}'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, moves_with: {{people.clerks.headcount: high}}}}\n"
    "  people.clerks.headcount: 2 to 3": (
        f'{WHERE}.moves_with."people.clerks.headcount" = high: a rank correlation is a number from -1 to 1; '
        "write e.g. 0.5, or -0.5"
    ),
    f"{PROBABILITY}: 7": (
        f"{WHERE} = 7: keys and values belong here, not '7'; write it like '{{range: ...}}'"
    ),
    f"{PROBABILITY}: {{}}": (
        f"{WHERE}: it does not say what may be; write e.g. 'range: 20 % to 60 %' or 'one_of: [3, 4, 5]'"
    ),
    f"{PROBABILITY}: {{most_likely: 3 %}}": (
        f"{WHERE}: it does not say what may be; write e.g. 'range: 20 % to 60 %' or 'one_of: [3, 4, 5]'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 9 %, one_of: [1 %, 2 %]}}": (
        f"{WHERE}.one_of: 'range' says already what may be; keep one of range and one_of"
    ),
    f"{PROBABILITY}: {{one_of: [1 %, 2 %], most_likely: 1 %}}": (
        f"{WHERE}.most_likely = 1 %: it lies in a range; add 'range: 20 % to 60 %'"
    ),
    f"{PROBABILITY}: [5 %]": f"{WHERE}: one value is certain; write two or more, or set the key itself",
    f"{PROBABILITY}: 15 % to 5 %": (
        f"{WHERE} = 15 % to 5 %: a range goes upwards; write the smaller end first"
    ),
    f"{PROBABILITY}: 5 % to 15 min": (
        f"{WHERE} = 5 % to 15 min: both ends need the same unit, e.g. '20 % to 60 %'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, most_likely: 20 %}}": (
        f"{WHERE}.most_likely = 20 %: it lies outside the range; write a value between its ends, e.g. '10 %'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, most_likely: 7 min}}": (
        f"{WHERE}.most_likely = 7 min: write it like the ends of the range, e.g. '10 %'"
    ),
    f"{PROBABILITY}: 5 % to 150 %": (
        f"{WHERE} = 5 % to 150 %: a share is between 0 % and 100 %; write it like '60 %'"
    ),
    f"{PROBABILITY}: [50 %, nonsense, 70 %]": (
        f"{WHERE}[1] = nonsense: that is not a percentage; write a percentage such as '60 %'"
    ),
    f"{PROBABILITY}: {{one_of: [50 %, 170 %]}}": (
        f"{WHERE}.one_of[1] = 170 %: a share is between 0 % and 100 %; write it like '60 %'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 150 %}}": (
        f"{WHERE}.range = 5 % to 150 %: a share is between 0 % and 100 %; write it like '60 %'"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, most_likely: [7 %]}}": (
        f"{WHERE}.most_likely: a list cannot stand here; write one value, with its unit"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, like: 7 %}}": (
        "unknown key 'like'; an uncertainty may have range, most_likely, one_of, source, moves_with or "
        "published"
    ),
    "people.clerks.headcunt: 2 to 3": "unknown key 'headcunt'; did you mean 'headcount'?",
    "people.clerks.headcount: [2, 2.5, 3]": (
        'uncertainties."people.clerks.headcount"[1] = 2.5: 2.5 is not a whole number of people; for '
        "part-time staff write 3, one by name with hours of their own: "
        "'workers: {Part timer: {hours: Mon-Fri 9:00-13:00}}'"
    ),
    "warm_up: 0 weeks to 1 weeks": (
        "'warm_up' is the same for all strategies; change it in the scenario itself"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, moves_with: {{{PROBABILITY}: 0.5}}}}": (
        "that is itself; name another uncertainty"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, moves_with: {{steps.check.detect: 0.5}}}}": (
        f"no uncertainty of this file is called 'steps.check.detect'; did you mean '{PROBABILITY}'?"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, moves_with: {{people.clerks.headcount: 2}}}}\n"
    "  people.clerks.headcount: 2 to 3": (
        f'{WHERE}.moves_with."people.clerks.headcount" = 2: a rank correlation is a number from -1 to 1; '
        "write e.g. 0.5, or -0.5"
    ),
    f"{PROBABILITY}: {{range: 5 % to 15 %, source: x, moves_with: {{people.clerks.headcount: 0.5}}}}\n"
    "  people.clerks.headcount: 2 to 3": (
        "what a study says and an own guess cannot move together, as they could not be told apart; give both "
        "a 'source:', or none"
    ),
}


def complaint(text: str, folder: Path) -> list[str]:
    """Return the first lines of all problems, without the path."""
    path = folder / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    lines = str(caught.value).splitlines()
    return [line.removeprefix(f"{path}:") for line in lines if line.startswith(str(path))]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_of_a_comparison_that_cannot_be_is_told_with_its_place(key: str, tmp_path: Path) -> None:
    head, _, _ = DESK.partition("  measures: ")

    assert complaint(f"{head}  {key}\n", tmp_path) == [BAD_KEYS[key]]


@pytest.mark.parametrize("key", BAD_UNCERTAINTIES)
def test_an_uncertainty_that_cannot_be_is_told_with_its_place(key: str, tmp_path: Path) -> None:
    (found,) = complaint(f"{DESK}{OURS}:\n  {key}\n", tmp_path)
    line, _, said = found.partition(": ")

    assert line.partition(":")[0] == str(DESK.count("\n") + 2)
    assert said == BAD_UNCERTAINTIES[key]


def test_a_key_and_a_part_of_it_are_not_both_uncertain(tmp_path: Path) -> None:
    text = f"{DESK}{OURS}:\n  people.clerks: [{{headcount: 2}}, {{headcount: 3}}]\n"
    (found,) = complaint(f"{text}  people.clerks.headcount: 2 to 4\n", tmp_path)

    assert found.startswith(f"{DESK.count(chr(10)) + 3}:")
    assert found.endswith("'people.clerks' says already what all of it may be; keep one of both")


def test_ends_of_a_distribution_that_may_pass_each_other_are_told(tmp_path: Path) -> None:
    """Both low and both high is in order, and a low end above the mode is not."""
    shape = "steps.answer.service_time.triangular"
    desk = DESK.replace(
        "{lognormal: {mean: 90 min, cv: 0.5}}", "{triangular: {low: 1 h, mode: 2 h, high: 4 h}}"
    )
    desk = desk.replace("lognormal.mean", "triangular.mode")
    apart = f"{desk}{OURS}:\n  {shape}.low: 1 h to 2 h\n  {shape}.mode: 2 h to 3 h\n"
    (found,) = complaint(apart.replace("2 h to 3 h", "1.5 h to 3 h"), tmp_path)
    (tmp_path / "good.yaml").write_text(apart, encoding="utf-8")

    assert (
        f"under 'the high end of {shape}.low with the low end of {shape}.mode', low, mode and high" in found
    )
    load_scenario(tmp_path / "good.yaml")


def doubts_of(uncertain: str, folder: Path) -> list[str]:
    path = folder / "doubted.yaml"
    path.write_text(f"{DESK}{OURS}:\n  {uncertain}\n", encoding="utf-8")
    said = (line.partition("\n")[0] for line in load_scenario(path).warnings)
    return [line.removeprefix(f"{path}:{DESK.count(chr(10)) + 2}:3: ") for line in said]


def test_a_value_in_use_outside_its_own_range_is_doubted(tmp_path: Path) -> None:
    assert doubts_of(f"{PROBABILITY}: 40 % to 75 %", tmp_path) == [
        f"'{PROBABILITY}' is 80 % in the file, which lies outside the range 40 % to 75 %, so no future "
        "is like the file; widen the range, or check the value"
    ]
    assert doubts_of(f"{PROBABILITY}: 40 % to 85 %", tmp_path) == []
    assert doubts_of(f"{PROBABILITY}: 0.4 to 0.85", tmp_path) == []


def test_an_uncertain_key_that_strategies_set_is_doubted(tmp_path: Path) -> None:
    mean = "steps.answer.service_time.lognormal.mean"

    assert doubts_of(f"{mean}: 80 min to 120 min", tmp_path) == [
        f"the strategies 'faster' and 'slower' set '{mean}' too, and what a strategy sets wins, so there it "
        "is certain and only the other strategies feel it"
    ]


def test_correlations_that_contradict_each_other_are_told_at_the_last(tmp_path: Path) -> None:
    often = "task_types.request.arrivals"
    text = (
        f"{DESK}{OURS}:\n"
        f"  {PROBABILITY}: {{range: 5 % to 15 %, moves_with: {{people.clerks.headcount: 0.9}}}}\n"
        f"  people.clerks.headcount: {{range: 2 to 3, moves_with: {{{often}: 0.9}}}}\n"
        f"  {often}: {{range: 30 per week to 40 per week, moves_with: {{{PROBABILITY}: -0.9}}}}\n"
    )

    (found,) = complaint(text, tmp_path)

    assert found.startswith(f"{DESK.count(chr(10)) + 4}:")
    assert found.endswith("the correlations in 'moves_with' contradict each other; bring them nearer to 0")


def test_an_unknown_kind_of_simulation_is_answered_with_the_two_that_there_are(tmp_path: Path) -> None:
    text = DESK.replace("run_length: 1 week\n", "run_length: 1 week\nsimulation: steady\n")

    assert complaint(text, tmp_path) == [
        "3:1: simulation = steady: that is not one of the choices; choose one of terminating, steady state"
    ]


def test_a_run_too_short_to_settle_is_refused(ask: Ask, desk: Path) -> None:
    text = DESK.replace("run_length: 1 week\n", "run_length: 10 weeks\nsimulation: steady state\n")
    Path("steady.yaml").write_text(text, encoding="utf-8")
    answer = ask("compare", "steady.yaml", *FAST)

    assert answer.code == 2
    assert answer.err.splitlines()[-1] == (
        "simulation = steady state: 10 weeks are too short to tell when the organisation has settled; let "
        "run_length be 60 weeks or more, state a warm_up, or write 'simulation: terminating' to measure "
        "these weeks as they are"
    )
