"""Futures drawn from what is not known: how they are drawn, run, judged and told."""

import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiments.compare import compare
from sim.experiments.findings import Comparison
from sim.experiments.futures import Drawn, draw
from sim.experiments.robust_words import on_robustness
from sim.experiments.selection import Decision, Procedure, Selection
from sim.report.futures import drawn_rows, future_lines, future_picture, futures_json
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.schema.uncertainty import Uncertainty, range_alone
from sim.statistics.futures import shrunk
from sim.statistics.total_variance import Split

DESK = """\
scenario: Desk
run_length: 2 weeks
task_types:
  request: {arrivals: 30 per week, route: [answer]}
steps:
  answer: {service_time: {lognormal: {mean: 90 min, cv: 0.5}}, done_by: [clerks], error_probability: 10 %}
people:
  clerks: {headcount: 3, newcomers: 1, wage: 30 EUR/h, hours: Mon-Fri 9:00-17:00}
currency: EUR
strategies:
  faster: [set: {steps.answer.service_time.lognormal.mean: 60 min}]
  slower: [set: {steps.answer.service_time.lognormal.mean: 95 min}]
compare:
  measures: {flow_time: {at_most: 16 h}, quality: {}}
"""
MEAN = "steps.answer.service_time.lognormal.cv"
Write = Callable[..., LoadedScenario]
UNSURE = {
    "a": "0 to 100",
    "b": {"range": "0 to 100", "moves_with": {"a": 0.8}},
    "c": {"range": "10 % to 30 %", "most_likely": "15 %"},
    "d": [3, 4, 5],
    "e": {"range": "week 4 to week 8", "source": "somebody (2020)"},
}


def stated(values: Mapping[str, object]) -> dict[str, Uncertainty]:
    return {key: Uncertainty.model_validate(range_alone(value)) for key, value in values.items()}


def column(drawn: Drawn, key: str) -> NDArray[np.float64]:
    """Return the values of a key as plain numbers."""
    return np.array(
        [float(str(point[key]).removeprefix("week ").removesuffix(" %")) for point in drawn.points]
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return the desk with these uncertainties, and parts of its text replaced."""

    def written(uncertainties: str, *changes: tuple[str, str]) -> LoadedScenario:
        text = DESK
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "desk.yaml"
        path.write_text(f"{text}uncertainties:\n{uncertainties}", encoding="utf-8")
        return load_scenario(path)

    return written


def in_futures(loaded: LoadedScenario, futures: int = 6, **more: object) -> Comparison:
    return compare(loaded, replications=4, futures=futures, split=0, jobs=1, engine="reference", **more)


# --- drawn --------------------------------------------------------------------------------------


def test_every_range_has_one_value_in_each_of_as_many_even_parts_as_there_are_futures() -> None:
    """Also where it moves with another: correlation is a matter of order alone."""
    drawn = draw(stated(UNSURE), 200, seed=1)

    places = np.arange(200)
    for key, low, high in (("a", 0.0, 100.0), ("b", 0.0, 100.0), ("e", 4.0, 8.0)):
        parts = 200.0 * (np.sort(column(drawn, key)) - low) / (high - low)
        assert (parts > places - 0.001).all(), key
        assert (parts < places + 1.001).all(), key


def test_listed_values_are_equally_frequent() -> None:
    drawn = draw(stated(UNSURE), 60, seed=1)

    assert {value: [point["d"] for point in drawn.points].count(value) for value in (3, 4, 5)} == {
        3: 20, 4: 20, 5: 20,
    }  # fmt: skip


def test_a_likeliest_value_makes_a_triangle_of_the_range() -> None:
    """P(X <= mode) = (mode - low)/(high - low), and the mean is that of the three corners."""
    values = column(draw(stated(UNSURE), 400, seed=1), "c")

    assert (values <= 15.0).mean() == pytest.approx(0.25, abs=1.0 / 400)
    assert values.mean() == pytest.approx((10.0 + 15.0 + 30.0) / 3.0, abs=0.1)
    assert values.min() >= 10.0
    assert values.max() <= 30.0


def rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    ranks = [values.argsort().argsort() for values in (one, other)]
    return float(np.corrcoef(*ranks)[0, 1])


@lru_cache
def correlations(first: str, second: str, seeds: int = 60) -> NDArray[np.float64]:
    """Return the rank correlation of two keys in designs of 200 futures."""
    guesses = stated({key: UNSURE[key] for key in "abc"})
    designs = (draw(guesses, 200, seed) for seed in range(seeds))
    return np.array([rank_correlation(column(each, first), column(each, second)) for each in designs])


def agrees_with(found: NDArray[np.float64], truth: float) -> bool:
    """Two-sided normal test at a false-alarm rate of 1e-6: 4.9 standard errors."""
    return bool(abs(found.mean() - truth) <= 4.9 * found.std(ddof=1) / math.sqrt(len(found)))


def test_what_moves_together_has_the_rank_correlation_that_is_stated_and_the_rest_none() -> None:
    assert agrees_with(correlations("a", "b"), 0.8)
    assert agrees_with(correlations("a", "c"), 0.0)


def test_the_correlation_of_the_scores_in_place_of_the_ranks_would_be_caught() -> None:
    """A copula with 0.8 itself, not 2 sin(π 0.8/6), has a rank correlation of 6/π asin(0.4) = 0.786."""
    assert not agrees_with(correlations("a", "b"), 6.0 / math.pi * math.asin(0.4))


def test_the_same_seed_draws_the_same_futures_and_another_draws_others() -> None:
    one, again, other = (draw(stated(UNSURE), 20, seed) for seed in (1, 1, 2))

    assert one == again
    assert one.points != other.points


def test_what_a_study_says_stays_while_guesses_are_drawn_anew_and_the_other_way_round() -> None:
    drawn = draw(stated(UNSURE), 20, seed=1)
    assert drawn.same_study is not None
    assert drawn.same_guess is not None

    assert [point["e"] for point in drawn.same_study] == [point["e"] for point in drawn.points]
    assert [point["a"] for point in drawn.same_study] != [point["a"] for point in drawn.points]
    assert [point["e"] for point in drawn.same_guess] != [point["e"] for point in drawn.points]
    assert [point["a"] for point in drawn.same_guess] == [point["a"] for point in drawn.points]


def test_guesses_alone_are_not_drawn_anew() -> None:
    drawn = draw(stated({"a": "0 to 1"}), 5, seed=1)

    assert (drawn.same_study, drawn.same_guess) == (None, None)


def test_correlations_that_contradict_each_other_are_refused() -> None:
    unsure = {
        "a": {"range": "0 to 1", "moves_with": {"b": 0.9, "c": 0.9}},
        "b": {"range": "0 to 1", "moves_with": {"c": -0.9}},
        "c": "0 to 1",
    }
    with pytest.raises(UsageError) as caught:
        draw(stated(unsure), 5, seed=1)
    assert str(caught.value) == (
        "uncertainties: the correlations in 'moves_with' contradict each other; bring them nearer to 0"
    )


# --- run ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", ", most_likely: 3"])
def test_a_range_of_people_keeps_to_whole_numbers(write: Write, more: str) -> None:
    found = in_futures(write(f"  people.clerks.headcount: {{range: 2 to 5{more}}}\n"), futures=8)
    assert found.robustness is not None
    drawn = [point["people.clerks.headcount"] for point in found.robustness.outcomes.drawn.points]

    assert set(drawn) <= {2, 3, 4, 5}
    assert len(set(drawn)) >= 3
    assert found.robustness.failures == ()


def test_any_engine_and_number_of_processes_gives_the_same_digits(write: Write) -> None:
    loaded = write(
        f"  {MEAN}: 0.2 to 0.9\n  steps.answer.error_probability: {{range: 5 % to 15 %, source: x}}\n"
    )
    one, *others = (
        compare(loaded, ["faster"], replications=2, futures=3, split=0, jobs=jobs, engine=engine)
        for jobs, engine in ((1, "reference"), (2, "reference"), (1, "kernel"))
    )

    for other in others:
        assert one.robustness is not None
        assert other.robustness is not None
        for name in ("values", "same_study", "same_guess"):
            left, right = (getattr(each.robustness.outcomes, name) for each in (one, other))
            assert left.tobytes() == right.tobytes()
        assert on_robustness(one) == on_robustness(other)


def test_published_ranges_of_the_shipped_scenario_are_drawn_and_run(tmp_path: Path) -> None:
    """A short time of it; what presets fill in counts as from studies where it has a source."""
    shipped = Path("scenarios/unsure-desk/scenario.yaml").resolve()
    path = tmp_path / "short.yaml"
    path.write_text(f"extends: {shipped}\nrun_length: 2 weeks\nwarm_up: 0 weeks\n", encoding="utf-8")
    found = compare(load_scenario(path), ["AI assistant"], replications=2, futures=2, jobs=1, engine="kernel")
    robust = found.robustness
    assert robust is not None

    assert dict(zip(robust.keys, robust.of_a_study, strict=True))["behaviour.reliance"]
    assert "steps.answer.overhead" in robust.keys
    assert (robust.ran, robust.failures) == (2, ())


def test_published_ranges_of_a_file_without_presets_are_refused_before_the_work(write: Write) -> None:
    with pytest.raises(UsageError) as caught:
        in_futures(write("  presets: published\n"))
    assert str(caught.value) == (
        "uncertainties.presets = published: no number of this scenario is from a preset with a published "
        "range; state keys of your own, e.g. 'people.writers.headcount: 3 to 5', or take it out"
    )


def test_own_ranges_beside_published_ones_that_are_not_there_are_drawn(write: Write) -> None:
    found = in_futures(write(f"  presets: published\n  {MEAN}: 0.2 to 0.9\n"))

    assert found.robustness is not None
    assert found.robustness.keys == (MEAN,)


def test_futures_that_cannot_be_run_are_told_and_do_not_stop_the_rest(write: Write) -> None:
    """Both ends are good together; in between there may be more newcomers than people."""
    loaded = write("  people.clerks.headcount: 1 to 16\n  people.clerks.newcomers: 0 to 3\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = in_futures(loaded, futures=20)
    robust = found.robustness
    assert robust is not None
    failed = np.isnan(robust.outcomes.values).all(axis=(1, 2, 3))
    points = robust.outcomes.drawn.points
    bad = [point["people.clerks.newcomers"] > point["people.clerks.headcount"] for point in points]

    assert 0 < sum(bad) <= 2
    assert failed.tolist() == bad
    assert robust.ran == 20 - sum(bad)
    said = on_robustness(found)[-2]
    assert said.startswith(f"{sum(bad)} of the 20 futures could not be run and are left out of all this: ")
    assert said.endswith(f": {robust.failures[0]}.")
    assert math.isfinite(robust.strategies["faster"].difference.mean)
    assert robust.strategies["faster"].difference.replications == robust.ran
    assert future_lines(found)[1].strategy == "faster"
    picture = future_picture(found)
    assert picture is not None


def test_where_more_than_a_tenth_of_the_futures_cannot_be_run_nothing_is_told_of_the_rest(
    write: Write,
) -> None:
    loaded = write("  people.clerks.headcount: 1 to 4\n  people.clerks.newcomers: 0 to 3\n")
    found = in_futures(loaded, futures=12)
    robust = found.robustness
    assert robust is not None

    assert 2 <= robust.ran < 0.9 * 12
    assert on_robustness(found) == [
        f"Only {robust.ran} of the 12 futures could be run, too few to say what holds in the ranges that are "
        f"stated: {robust.failures[0]}."
    ]
    assert future_lines(found) == []
    assert future_picture(found) is None
    told = futures_json(found)
    assert told is not None
    assert (told["ran"], told["strategies"]) == (robust.ran, {})


def test_goals_are_judged_in_the_futures_that_could_be_run(write: Write) -> None:
    loaded = write(
        "  people.clerks.headcount: 1 to 4\n  people.clerks.newcomers: 0 to 3\n",
        ("at_most: 16 h", "at_most: 9999 h"),
    )
    found = in_futures(loaded, futures=12)
    assert found.robustness is not None

    for each in found.robustness.strategies.values():
        assert each.satisfies is not None
        assert each.satisfies[0] == 1.0


def test_where_no_future_can_be_run_that_is_said_and_the_comparison_stands(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("sim.experiments.sweeping.runs.Runs.model", lambda *_: failure)
    from sim.experiments.sweeping.runs import Failure

    failure = Failure("it cannot be")
    found = in_futures(write(f"  {MEAN}: 0.2 to 0.9\n"))

    assert on_robustness(found) == ["None of the 6 futures could be run: it cannot be."]
    assert future_lines(found) == []
    assert future_picture(found) is None
    assert found.verdict.startswith("Compared with 'do nothing', ")


# --- judged -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The desk in ten futures, with a study and a guess."""
    path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    text = f"{DESK}uncertainties:\n  {MEAN}: 0.2 to 0.9\n"
    text += "  people.clerks.headcount: {one_of: [2, 3], source: somebody (2020)}\n"
    path.write_text(text, encoding="utf-8")
    return in_futures(load_scenario(path), futures=10)


def test_goals_are_met_where_the_mean_of_a_future_meets_them(found: Comparison) -> None:
    robust = found.robustness
    assert robust is not None
    hours = robust.outcomes.of("flow_time")

    assert robust.goals == ("the flow time is at most 16 h",)
    for place, each in enumerate(robust.strategies.values()):
        assert each.satisfies is not None
        assert each.satisfies[0] == (shrunk(hours[:, :, place]) <= 16.0).mean()
    assert len({each.satisfies for each in robust.strategies.values()}) > 1


def test_of_a_measure_of_which_less_is_better_the_smallest_has_no_regret(found: Comparison) -> None:
    robust = found.robustness
    assert robust is not None
    best, worse = robust.strategies["faster"], robust.strategies["slower"]

    assert robust.measure.name == "flow_time"
    assert best.regret.mean == 0.0
    assert best.as_good[0] == 1.0
    assert worse.regret.mean == pytest.approx(worse.level.mean - best.level.mean)


def test_differences_are_those_of_the_futures_and_nine_of_ten_lie_between_the_ends(found: Comparison) -> None:
    robust = found.robustness
    assert robust is not None
    hours = robust.outcomes.of("flow_time")
    gaps = shrunk(hours[:, :, 1] - hours[:, :, 0])
    each = robust.strategies["faster"]

    assert each.difference.mean == pytest.approx(gaps.mean())
    assert (each.low, each.high) == pytest.approx(tuple(np.percentile(gaps, (5.0, 95.0))))


def test_sentences_and_json_say_from_what_the_futures_are_drawn(found: Comparison) -> None:
    robust = found.robustness
    assert robust is not None
    first, as_good, goals, uncertain, narrowing = on_robustness(found)

    assert first.startswith(
        "In 10 futures drawn from 2 uncertainties (1 from studies and 1 own guess), the difference from "
        "'do nothing' in the flow time is: 'faster' -"
    )
    assert as_good.startswith("As good as the best of that future, within ")
    assert "'faster' in 100 % (72 to 100 %) (regret 0 hours)" in as_good
    assert goals.startswith("Futures in which the flow time is at most 16 h: 'do nothing' in ")
    assert uncertain.startswith("Standard deviation of the difference from future to future: 'faster' ")
    assert " on 'faster' " in narrowing
    told = futures_json(found)
    assert told is not None
    assert told["uncertainties"] == {MEAN: False, "people.clerks.headcount": True}
    assert (told["futures"], told["replications"]) == (10, 4)
    assert len(list(drawn_rows(found))) == 20


def with_choice(found: Comparison, name: str) -> Comparison:
    """Return the comparison as if it had chosen this strategy with a guarantee."""
    assert found.robustness is not None
    names = tuple(found.robustness.strategies)
    procedure, ahead = Procedure.KIM_NELSON, dict.fromkeys(names, (0.0, 1.0))
    choice = Selection(
        found.robustness.measure,
        0.1,
        0.95,
        procedure,
        True,
        Decision.BEST,
        names,
        (name,),
        20,
        0,
        0,
        ahead,
        0.95,
    )
    return replace(found, selection=choice)


def test_where_the_guaranteed_best_is_not_so_in_the_futures_that_is_said(found: Comparison) -> None:
    (said,) = [line for line in on_robustness(with_choice(found, "slower")) if "values of the file" in line]

    assert said.startswith(
        "'slower' is the best at the values of the file; over the futures 'faster' is ahead "
    )
    assert said.endswith(" and it is as good as the best in 0 % (0 to 28 %) of them only.")
    assert not any("values of the file" in line for line in on_robustness(with_choice(found, "faster")))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            Split(8.0, 1.0, 0.1, 0.7, 0.95),
            "Another study of people.clerks.headcount would narrow the answer on 'faster' most; more runs "
            "next to nothing.",
        ),
        (
            Split(1.0, 8.0, 0.1, 0.05, 0.3),
            f"Better guesses of {MEAN} would narrow the answer on 'faster' most; more runs next to nothing.",
        ),
        (
            Split(4.0, 5.0, 0.1, 0.2, 0.7),
            "Whether another study or better guesses would narrow the answer on 'faster' more is open, and "
            "--futures 40 would tell it better; more runs alone narrow next to nothing.",
        ),
        (
            Split(0.1, 0.1, 0.1, 0.0, 1.0, is_clear=False),
            "More runs (--futures 40) would narrow the answer on 'faster' most: what the uncertainties do to "
            "it is hidden by luck.",
        ),
    ],
    ids=["study", "guesses", "open", "luck"],
)
def test_the_last_sentence_says_what_would_narrow_the_answer_most(
    parts: Split, said: str, found: Comparison
) -> None:
    assert found.robustness is not None
    strategies = dict(found.robustness.strategies)
    strategies["faster"] = replace(strategies["faster"], uncertain=parts)
    robust = replace(found.robustness, strategies=strategies)

    assert on_robustness(replace(found, robustness=robust))[-1] == said


def test_futures_that_luck_hides_have_no_range_and_no_split(found: Comparison) -> None:
    assert found.robustness is not None
    hidden = Split(0.1, 0.1, 0.1, 0.0, 1.0, is_clear=False)
    strategies = {name: replace(each, uncertain=hidden) for name, each in found.robustness.strategies.items()}
    told = replace(found, robustness=replace(found.robustness, strategies=strategies))
    text = " ".join(on_robustness(told))

    assert "in nine of ten" not in text
    assert "Standard deviation" not in text
    assert text.count("(its futures cannot be told apart from luck)") == 2
    assert future_lines(told)[1].nine_of_ten == future_lines(told)[1].uncertain == "not told apart from luck"


def test_strategies_over_the_budget_have_no_regret_and_are_no_best_of_a_future(write: Write) -> None:
    dear = "faster: [{set: {steps.answer.service_time.lognormal.mean: 60 min}, price: 500 EUR}]"
    cheap = "faster: [set: {steps.answer.service_time.lognormal.mean: 60 min}]"
    loaded = write(f"  {MEAN}: 0.2 to 0.9\n", (cheap, dear), ("compare:\n", "compare:\n  budget: 100 EUR\n"))
    found = in_futures(loaded)
    assert found.robustness is not None
    faster, base = (found.robustness.strategies[name] for name in ("faster", "do nothing"))

    assert math.isnan(faster.regret.mean)
    assert base.regret.mean < 0.2
    assert [line.regret for line in future_lines(found)][1] == "over budget"


def test_without_uncertainties_no_futures_are_drawn_and_none_can_be_asked_for(write: Write) -> None:
    loaded = write(f"  {MEAN}: 0.2 to 0.9\n").at({})
    bare = load_scenario(_without_uncertainties(loaded.path))

    assert compare(bare, ["faster"], replications=2, split=0, jobs=1, engine="reference").robustness is None
    with pytest.raises(UsageError) as caught:
        compare(bare, ["faster"], replications=2, futures=5)
    assert str(caught.value) == "futures = 5: the scenario has no 'uncertainties:' to draw them from"
    with pytest.raises(UsageError) as caught:
        compare(loaded, ["faster"], replications=2, futures=1)
    assert str(caught.value) == "futures = 1: should be at least 2, or 0 for none"


def _without_uncertainties(path: Path) -> Path:
    text = path.read_text(encoding="utf-8").partition("uncertainties:")[0]
    path.with_name("bare.yaml").write_text(text, encoding="utf-8")
    return path.with_name("bare.yaml")
