"""As many runs as it takes: the same numbers everywhere, what was asked for, and not one more that counts."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiments.compare import compare
from sim.experiments.findings import Comparison
from sim.experiments.guarantee import on_runs
from sim.experiments.price import Price
from sim.experiments.selection import Contenders, Decision, Procedure, select
from sim.experiments.stopping import FIRST_STAGE, Ending, UntilDecided, WithinRuns, questions
from sim.experiments.verdict import verdict
from sim.measures.registry import MEASURES
from sim.scenario.load import LoadedScenario, load_scenario
from sim.statistics.precision import Target

DESK = """\
scenario: Desk
run_length: 2 weeks
task_types:
  request: {arrivals: 42 per week, route: [answer]}
steps:
  answer: {service_time: {lognormal: {mean: 90 min, cv: 0.5}}, done_by: [clerks]}
people:
  clerks: {headcount: 2, wage: 30 EUR/h, hours: Mon-Fri 9:00-17:00}
currency: EUR
strategies:
  steadier: [set: {steps.answer.service_time.lognormal.cv: 0.35}]
  faster: [set: {steps.answer.service_time.lognormal.mean: 88 min}]
  slower: [set: {steps.answer.service_time.lognormal.mean: 100 min}]
compare:
  measures: {flow_time: {matters_from: 20 min}}
"""
MATTERS = "flow_time: {matters_from: 20 min}"
Write = Callable[..., LoadedScenario]
RUNS = (
    "143 runs, as many as it took: 20 of 'slower', 41 replications of each other; the choice of the best "
    "strategy asked for the most."
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return the desk with parts of its text replaced."""

    def written(*changes: tuple[str, str]) -> LoadedScenario:
        text = DESK
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "desk.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path)

    return written


def until_decided(loaded: LoadedScenario, **more: object) -> Comparison:
    settings = {"replications": "auto", "split": 0, "jobs": 1, "engine": "kernel"} | more
    return compare(loaded, **settings)  # type: ignore[arg-type]


def numbers(found: Comparison) -> dict[str, int]:
    return {name: len(result.values) for name, result in found.replications.items()}


def digits(found: Comparison) -> dict[str, bytes]:
    return {name: result.values.tobytes() for name, result in found.replications.items()}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The desk, run until it is decided."""
    path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    return until_decided(load_scenario(path))


# --- the same everywhere ------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{"jobs": 2}, {"engine": "reference"}], ids=str)
def test_any_engine_and_number_of_processes_stops_at_the_same_numbers_with_the_same_digits(
    decided: Comparison, write: Write, more: dict[str, object]
) -> None:
    found = until_decided(write(), **more)

    assert numbers(found) == numbers(decided)
    assert digits(found) == digits(decided)
    assert verdict(found) == verdict(decided)


def test_replications_are_those_of_a_comparison_of_as_many(decided: Comparison, write: Write) -> None:
    asked = until_decided(write(), replications=numbers(decided))

    assert digits(asked) == digits(decided)
    assert asked.ending is Ending.ASKED
    assert on_runs(asked) == []


def test_who_can_no_longer_be_the_best_is_not_run_on_and_the_baseline_is(decided: Comparison) -> None:
    found = numbers(decided)

    assert found["slower"] == FIRST_STAGE
    assert found["do nothing"] == max(found.values()) > FIRST_STAGE
    assert on_runs(decided) == [RUNS]


def test_levels_and_differences_add_up_where_some_have_fewer_replications(decided: Comparison) -> None:
    base = decided.differences["do nothing"]["flow_time"].level
    for name, found in decided.differences.items():
        level, gap = found["flow_time"].level, found["flow_time"].difference
        assert level.mean == pytest.approx(base.mean + gap.mean, rel=1e-12), name
        assert gap.confidence == 0.95
    own = decided.replications["slower"].values
    columns = [measure.name for measure in decided.replications["slower"].measures].index("flow_time")
    assert decided.differences["slower"]["flow_time"].level.mean != own[:, columns].mean()


def test_what_was_run_ahead_is_not_counted(decided: Comparison, write: Write) -> None:
    """Steps run more than the last one needs; the numbers end where the contest was decided."""
    loaded = write()
    runs: list[tuple[int, int]] = []
    until_decided(loaded, progress=lambda done, total: runs.append((done, total)))
    selection = decided.selection
    assert selection is not None
    contenders = Contenders(
        tuple(decided.replications),
        selection.measure,
        [measure.name for measure in decided.replications["faster"].measures].index("flow_time"),
        selection.matters_from,
        selection.confidence,
        Procedure.KIM_NELSON,
        FIRST_STAGE,
    )
    values = {name: result.values for name, result in decided.replications.items()}
    fewer = values | {name: values[name][:-1] for name in ("do nothing", "faster", "steadier")}

    assert runs[-1][0] == 3 * 42 + 20 > sum(numbers(decided).values())
    assert contenders.contest(values).is_decided
    assert not contenders.contest(fewer).is_decided


def test_every_answer_of_the_rule_is_the_same_with_more_at_hand(write: Write) -> None:
    luck = np.random.default_rng(5)
    shared = luck.standard_normal((300, 1, 1))
    values = 10.0 + shared + luck.standard_normal((300, 4, 1)) + np.array([0.0, 0.3, -0.6, -2.0])[:, None]
    names = ("base", "a", "b", "c")
    contenders = contest_of(names)
    rule = UntilDecided("base", contenders, questions(names, ["it"], {0: Target(0.2)}, {}), 300)

    def told(lengths: dict[str, int]) -> object:
        want = rule({name: values[: lengths[name], place] for place, name in enumerate(names)})
        return want.ending, dict(want.replications)

    ending, used = told(dict.fromkeys(names, 300))
    assert ending is Ending.ENOUGH
    assert told(used) == (ending, used)
    assert told({name: used[name] + more for more, name in enumerate(names)}) == (ending, used)
    assert told({name: number - 1 for name, number in used.items()})[0] is None  # type: ignore[index]


def contest_of(names: tuple[str, ...], **more: object) -> Contenders:
    settings: dict[str, object] = {
        "measure": MEASURES["throughput"],
        "column": 0,
        "matters_from": 0.5,
        "confidence": 0.95,
        "procedure": Procedure.KIM_NELSON,
        "first": FIRST_STAGE,
    }
    return Contenders(names, **(settings | more))  # type: ignore[arg-type]


def test_who_has_left_leaves_out_no_replications_of_the_others() -> None:
    """The same contest, whether or not the loser is defined after it has left."""
    luck = np.random.default_rng(9)
    values = {
        name: luck.standard_normal((400, 1)) + shift
        for name, shift in {"a": 0.1, "b": 0.0, "c": -2.0}.items()
    }
    contest = contest_of(("a", "b", "c"), matters_from=0.3).contest
    plain = contest(values)
    assert plain.used["c"] < min(plain.used["a"], plain.used["b"])
    values["c"][plain.used["c"] :: 2] = np.nan

    assert contest(values) == plain


def test_where_a_contest_is_cut_off_nobody_who_has_left_is_named() -> None:
    """The one that left early did so with luck in its favour: its mean is the largest of all."""
    luck = np.random.default_rng(10)
    common, own = 5.0 * luck.standard_normal(60), 0.1 * luck.standard_normal((3, 60))
    common -= np.concatenate([np.full(20, common[:20].mean() - 3.0), np.full(40, common[20:].mean() + 3.0)])
    values = {name: (common + own[place])[:, None] for place, name in enumerate("abc")}
    values["c"] = values["c"][:20] - 1.0
    contenders = contest_of(("a", "b", "c"), matters_from=0.01)
    standing = contenders.contest(values)
    assert (standing.survivors, standing.is_decided) == (("a", "b"), False)

    found = select(contenders, values, standing, looked=True)

    assert values["c"].mean() > max(values["a"].mean(), values["b"].mean())
    assert found is not None
    assert set(found.chosen) <= {"a", "b"}


# --- what the rule decided is what is said ------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_what_matters_is_assumed_the_choice_is_the_one_that_ended_it(write: Write, seed: int) -> None:
    """One percent of the baseline is another amount after more runs; the contest keeps what it began with."""
    loaded = write((MATTERS, "flow_time: {}"))
    first = until_decided(loaded, replications=FIRST_STAGE, seed=seed)
    found = until_decided(loaded, at_most=400, seed=seed)
    assert found.selection is not None

    assert found.selection.matters_from == first.matters_from["flow_time"]
    assert (found.ending is Ending.ENOUGH) == found.selection.by_contest


def test_replications_that_do_not_define_the_measure_count_among_those_that_were_used() -> None:
    luck = np.random.default_rng(3)
    values = 10.0 + luck.standard_normal((400, 2, 1)) + np.array([0.0, 0.1])[:, None]
    gaps = values.copy()
    gaps[::4, 1] = np.nan
    names = ("base", "a")
    rule = UntilDecided("base", contest_of(names), (), 400)
    whole, with_gaps = (
        rule({name: each[:, place] for place, name in enumerate(names)}) for each in (values, gaps)
    )
    counted = {name: gaps[: with_gaps.replications[name], place] for place, name in enumerate(names)}
    again = contest_of(names).contest(counted)

    assert with_gaps.ending is whole.ending is Ending.ENOUGH
    assert with_gaps.standing is not None
    assert again == with_gaps.standing
    assert again.is_decided
    assert with_gaps.replications["a"] % 4 != 1  # the last one that counts is defined


def test_a_choice_that_a_rule_made_stands_whatever_is_found_out_later() -> None:
    values = {name: np.random.default_rng(place).standard_normal((30, 1)) for place, name in enumerate("ab")}
    contenders = contest_of(("a", "b"), matters_from=0.01)
    begun = contest_of(("a", "b"), matters_from=50.0)
    standing = begun.contest(values)
    by_contest, at_once = select(begun, values, standing), select(contenders, values)
    assert by_contest is not None
    assert at_once is not None

    assert standing.is_decided
    assert (by_contest.by_contest, at_once.by_contest) == (True, False)
    assert by_contest.decision is Decision.EQUAL
    assert at_once.decision is Decision.OPEN


# --- the cap and the precision ------------------------------------------------------------------


def test_the_cap_ends_it_and_the_verdict_says_so(write: Write) -> None:
    found = until_decided(write((MATTERS, "flow_time: {matters_from: 1 min}")), at_most=30)

    assert found.ending is Ending.CAPPED
    assert max(numbers(found).values()) == 30
    assert found.selection is not None
    assert found.selection.decision is Decision.OPEN
    said = verdict(found)
    assert said[1].startswith(
        "Which strategy is the best in flow time is not yet decided between 'faster' and 'steadier': it "
        "takes about "
    )
    assert said[1].endswith(" runs more, which were not allowed.")
    assert on_runs(found) == [
        "120 runs, as many as were allowed: 30 replications of each strategy; the choice of the best "
        "strategy would take about 1,220 of each."
    ]


def test_the_cap_of_the_file_holds_where_no_other_is_given(write: Write) -> None:
    loaded = write(("compare:\n", "compare:\n  replications: auto\n  at_most: 24\n"), ("20 min", "1 min"))
    found = until_decided(loaded, replications=None)

    assert max(numbers(found).values()) == 24
    assert numbers(until_decided(loaded, replications=None, at_most=22))["do nothing"] == 22


@pytest.mark.parametrize("at_most", [0, 19])
def test_a_cap_below_the_first_stage_is_refused(write: Write, at_most: int) -> None:
    with pytest.raises(UsageError) as caught:
        until_decided(write(), at_most=at_most)
    assert str(caught.value) == f"at_most = {at_most}: should be a whole number from 20 up, the first stage"


@pytest.mark.parametrize("precision", ["6 %", "90 min"])
def test_every_printed_interval_is_as_precise_as_is_wanted(write: Write, precision: str) -> None:
    matters = "flow_time: {matters_from: 1 h, precision: " + precision + "}"
    found = until_decided(write((MATTERS, matters)), at_most=500)
    gaps = {name: each["flow_time"] for name, each in found.differences.items()}

    assert found.ending is Ending.ENOUGH
    for each in gaps.values():
        wanted = 1.5 if "min" in precision else 0.06 / 1.06 * each.level.mean
        assert each.level.half_width <= wanted
        assert each.difference.half_width <= 1.0
    assert max(numbers(found).values()) > FIRST_STAGE
    assert found.asked_by.startswith(("the flow time under ", "the flow time: "))


def test_without_a_precision_levels_are_wider_than_that(decided: Comparison) -> None:
    level = decided.differences["do nothing"]["flow_time"].level

    assert level.half_width > 0.06 / 1.06 * level.mean


def test_a_difference_that_matters_is_asked_for_between_all_pairs(write: Write) -> None:
    found = questions(["a", "b", "c"], ["the flow time"], {0: Target(1.0)}, {0: Target(0.5)})

    assert [each.words for each in found] == [
        "the flow time under 'a'", "the flow time under 'b'", "the flow time under 'c'",
        "the difference between 'b' and 'a' in the flow time",
        "the difference between 'c' and 'a' in the flow time",
        "the difference between 'c' and 'b' in the flow time",
    ]  # fmt: skip
    values = {"a": np.array([[1.0], [2.0], [3.0]]), "b": np.array([[5.0], [7.0]])}
    assert found[3].values(values).tolist() == [4.0, 5.0]


# --- a fixed number of runs, and the price ------------------------------------------------------


def test_a_budget_of_runs_is_spent_to_the_last_and_says_who_is_likely_the_best(write: Write) -> None:
    found = until_decided(write(), replications=None, runs=131)

    assert sum(numbers(found).values()) == 131
    assert min(numbers(found).values()) >= FIRST_STAGE
    assert numbers(found)["slower"] < max(numbers(found).values())
    assert found.ending is Ending.ASKED
    selection = found.selection
    assert selection is not None
    best = selection.chosen[0]
    columns = [measure.name for measure in found.replications[best].measures].index("flow_time")
    flow = {name: result.values[:, columns] for name, result in found.replications.items()}
    both = {name: min(len(own), len(flow[best])) for name, own in flow.items()}
    assert all((own[: both[name]] - flow[best][: both[name]]).mean() >= 0.0 for name, own in flow.items())
    assert verdict(found)[1].startswith(
        f"'{best}' is most likely the best in flow time: the chance that none "
    )
    assert verdict(found)[1].endswith(" % or more, without a guarantee.")


def test_the_most_likely_best_is_the_one_whose_chance_is_told() -> None:
    luck = np.random.default_rng(8)
    one, other = 8.0 * luck.standard_normal((2, 60))
    values = np.stack([one + other, 0.01 * luck.standard_normal(60), one], axis=1)[:, :, None]
    values = values - values.mean(axis=0) + np.array([0.0, 0.3, 0.2])[:, None]
    found = select(
        contest_of(("a", "b", "c"), procedure=Procedure.OCBA),
        {name: values[:, place] for place, name in enumerate("abc")},
    )
    assert found is not None

    assert found.chosen[0] == "b"
    assert max(found.contenders, key=lambda name: found.ahead[name]) != "b"


def test_what_is_expected_of_a_budget_is_that_budget() -> None:
    luck = np.random.default_rng(4)
    values = {name: luck.standard_normal((20, 1)) + place for place, name in enumerate("abc")}
    want = WithinRuns(contest_of(("a", "b", "c")), 200)(values)

    assert want.runs == 200
    assert 60 < sum(want.replications.values()) < 200


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"runs": 79}, "runs = 79: should be at least 80, 20 of each of 4 strategies"),
        (
            {"runs": 100, "replications": 5},
            "runs = 100: they stand in place of replications; leave one of both out",
        ),
        ({"replications": 0}, "replications = 0: should be a whole number from 1 up"),
        ({"replications": "many"}, "replications = many: should be a whole number from 1 up, or 'auto'"),
        (
            {"replications": {"do nothing": 3, "faster": 3, "slower": 3}},
            "replications: there is no number for 'steadier'; give one for each strategy",
        ),
        (
            {"procedure": "best"},
            "procedure = 'best': no such procedure; choose one of kim-nelson, clark-yang, screening, ocba",
        ),
    ],
)
def test_what_cannot_be_asked_for_is_refused(write: Write, more: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        until_decided(write(), **({"replications": None} | more))
    assert str(caught.value) == message


def test_of_one_strategy_none_can_be_chosen(write: Write) -> None:
    loaded = write(("compare:\n", "compare:\n  baseline: slower\n"))
    with pytest.raises(UsageError) as caught:
        compare(loaded, ["slower"], runs=30, split=0, jobs=1, engine="reference")
    assert str(caught.value) == "runs = 30: there are no two strategies to choose from"


def test_the_price_is_told_once_after_the_first_stage_and_no_more_is_run(write: Write) -> None:
    prices: list[Price] = []
    found = until_decided(write(), pilot_only=True, tell_price=prices.append)
    (price,) = prices

    assert set(numbers(found).values()) == {FIRST_STAGE}
    assert price.pilot == 4 * FIRST_STAGE < price.runs
    assert price.words.startswith(f"about {price.runs} runs, ")
    assert price.words.endswith("; the choice of the best strategy asks for the most")
    assert "expected half-width of the flow time " in price.words


def test_where_the_first_stage_is_enough_the_price_says_that(write: Write) -> None:
    prices: list[Price] = []
    loaded = write((MATTERS, "flow_time: {matters_from: 100 h}"))
    until_decided(loaded, tell_price=prices.append)

    assert [price.words for price in prices] == ["80 runs are enough"]


@pytest.mark.parametrize("procedure", ["clark-yang", "screening"])
def test_other_procedures_end_too_and_are_named(write: Write, procedure: str) -> None:
    found = until_decided(
        write((MATTERS, "flow_time: {matters_from: 2 h}")), procedure=procedure, at_most=400
    )
    assert found.selection is not None

    assert found.ending is Ending.ENOUGH
    assert found.selection.by_contest
    assert found.selection.procedure.value == procedure
    if procedure == "clark-yang":
        assert len(set(numbers(found).values())) == 1
