"""The three verdicts on the best strategy, in words, on comparisons made by hand; dominance and the front."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import bdtrc

from sim.experiments.dominance import WEEKLY, Dominance, dominances, on_dominance
from sim.experiments.findings import QUALITY_BINS, Comparison, Replications
from sim.experiments.front import on_the_front, pareto_front
from sim.experiments.guarantee import is_decided, on_selection
from sim.experiments.selection import Decision, Procedure, select
from sim.experiments.targets import contenders_of
from sim.experiments.verdict import verdict
from sim.report.standing import basis_of_choice, selection_json, standings
from sim.statistics.pareto import Place

Floats = NDArray[np.float64]
Results = Callable[..., Replications]
Comparing = Callable[..., Comparison]
LOADED: Any = SimpleNamespace(scenario=SimpleNamespace(compare=SimpleNamespace(confidence=None)))
SURER: Any = SimpleNamespace(scenario=SimpleNamespace(compare=SimpleNamespace(confidence=0.99)))
NUMBER = 20
WAVE = np.resize([1.0, -1.0], NUMBER)
"""A noise of mean zero and standard deviation 1.03; its 95 % half-width is 0.48."""
BASE = 40.0 + 3.0 * np.resize([1.0, 0.0, -1.0], NUMBER)


@pytest.fixture
def judged(replications: Results, comparison: Comparing) -> Callable[..., Comparison]:
    """Return the maker of comparisons of strategies with these shifts and noises, with their selection."""

    def made(
        shifts: Mapping[str, tuple[float, float]],
        measure: str = "throughput",
        matters_from: float | None = 1.0,
        spent: Mapping[str, float] | None = None,
        procedure: Procedure = Procedure.KIM_NELSON,
        loaded: object = LOADED,
        base: Floats = BASE,
        **more: object,
    ) -> Comparison:
        spent = spent or {}
        results = [replications("do nothing", {measure: list(base)})]
        results += [
            replications(name, {measure: list(base + by + noise * WAVE)}, [spent.get(name, 0.0)] * NUMBER)
            for name, (by, noise) in shifts.items()
        ]
        known = {} if matters_from is None else {measure: matters_from}
        found = comparison(results, foreground=(measure,), matters_from=known, **more)
        contenders = contenders_of(found, loaded, procedure)  # type: ignore[arg-type]
        values = {name: each.values for name, each in found.replications.items()}
        return replace(found, selection=select(contenders, values) if contenders else None)

    return made


def decision_of(found: Comparison) -> Decision:
    assert found.selection is not None
    return found.selection.decision


# --- the three verdicts -------------------------------------------------------------------------


def test_the_best_comes_first_with_its_guarantee(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 1.0), "b": (3.0, 1.0)})

    assert decision_of(found) is Decision.BEST
    assert verdict(found)[0] == (
        "'a' is the best in throughput, with 95 % guarantee: no other strategy is better by 1 task a week or "
        "more."
    )
    assert verdict(found)[1].startswith("Compared with 'do nothing', both strategies clearly raise ")


def test_a_surer_guarantee_is_the_one_that_is_told(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 1.0), "b": (3.0, 1.0)}, loaded=SURER)

    assert ", with 99 % guarantee: " in on_selection(found)[0]
    assert "hold together at 99 %" in basis_of_choice(found)


def test_strategies_that_differ_by_less_than_matters_are_practically_equal(
    judged: Callable[..., Comparison],
) -> None:
    found = judged({"a": (6.1, 0.2), "b": (6.0, 0.2)})

    assert decision_of(found) is Decision.EQUAL
    assert verdict(found)[0] == (
        "'a' and 'b' are practically equal in throughput, with 95 % guarantee: they differ by less than 1 "
        "task a week, and no other strategy is better by as much."
    )


def test_where_all_are_practically_equal_nobody_else_is_spoken_of(judged: Callable[..., Comparison]) -> None:
    said = on_selection(judged({"a": (0.1, 0.2)}))

    assert said == [
        "'a' and 'do nothing' are practically equal in throughput, with 95 % guarantee: they differ by less "
        "than 1 task a week."
    ]


def test_identical_strategies_are_practically_equal(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (0.0, 0.0), "b": (0.0, 0.0)})

    assert decision_of(found) is Decision.EQUAL
    assert on_selection(found)[0].startswith("'do nothing', 'a' and 'b' are practically equal in throughput")
    assert [each.known for each in standings(found)] == ["practically equal"] * 3


def test_what_is_not_yet_decided_says_between_whom_and_how_many_runs_it_takes(
    judged: Callable[..., Comparison],
) -> None:
    found = judged({"a": (6.0, 3.0), "b": (6.2, -3.0), "c": (-9.0, 1.0)})
    selection = found.selection
    assert selection is not None

    assert selection.decision is Decision.OPEN
    assert not is_decided(found)
    assert 0 < selection.further <= selection.at_most
    assert on_selection(found) == [
        "Which strategy is the best in throughput is not yet decided between 'b' and 'a': it takes about "
        f"{selection.further} runs more (--replications auto)."
    ]
    assert verdict(found)[0].startswith("Compared with ")
    assert verdict(found)[1] == on_selection(found)[0]


def test_of_many_that_are_open_only_the_number_is_told(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 3.0), "b": (6.1, -3.0), "c": (6.2, 1.0), "d": (6.3, -1.0)})

    assert " is not yet decided between four strategies: it takes about " in on_selection(found)[0]


def test_of_a_measure_of_which_less_is_better_the_smallest_is_the_best(
    judged: Callable[..., Comparison],
) -> None:
    found = judged({"a": (-6.0, 1.0), "b": (5.0, 1.0)}, measure="flow_time")
    assert found.selection is not None

    assert on_selection(found) == [
        "'a' is the best in flow time, with 95 % guarantee: no other strategy is better by 1 h or more."
    ]
    assert found.selection.ahead["a"] == (0.0, pytest.approx(6.0, abs=1.0))
    assert [each.known for each in standings(found)] == [
        "surely not the best", "surely the best", "surely not the best",
    ]  # fmt: skip


def test_a_smallest_difference_is_told_as_it_was_stated_and_an_assumed_one_in_three_digits(
    judged: Callable[..., Comparison],
) -> None:
    stated = judged({"a": (-6.0, 1.0)}, measure="flow_time", matters_from=1.0 / 3.0)
    assumed = replace(stated, matters_assumed=frozenset({"flow_time"}))

    assert on_selection(stated)[0].endswith(" is better by 20 min or more.")
    assert on_selection(assumed)[0].endswith(" is better by 20 min (1 % of the baseline, assumed) or more.")
    odd = judged({"a": (-6.0, 1.0)}, measure="flow_time", matters_from=0.34687)
    odd = replace(odd, matters_assumed=frozenset({"flow_time"}))
    assert on_selection(odd)[0].endswith(" is better by 20.8 min (1 % of the baseline, assumed) or more.")


# --- who may be chosen --------------------------------------------------------------------------


def test_a_strategy_over_the_budget_cannot_be_chosen(judged: Callable[..., Comparison]) -> None:
    shifts = {"a": (6.0, 1.0), "b": (3.0, 1.0)}
    found = judged(shifts, spent={"a": 900.0, "b": 400.0}, budget=500.0)
    assert found.selection is not None

    assert found.selection.contenders == ("do nothing", "b")
    assert on_selection(found) == [
        "'b' is the best in throughput, with 95 % guarantee: no other strategy within the budget is better "
        "by 1 task a week or more."
    ]
    assert on_selection(judged(shifts, spent={"a": 900.0, "b": 400.0}, budget=900.0))[0].startswith("'a' is ")


def test_with_all_over_the_budget_there_is_nothing_to_choose(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 1.0)}, spent={"a": 900.0}, budget=500.0)

    assert found.selection is None
    assert on_selection(found) == []
    assert basis_of_choice(found) == ""
    assert selection_json(found) is None


def test_of_the_baseline_alone_nothing_is_chosen(judged: Callable[..., Comparison]) -> None:
    found = judged({})

    assert found.selection is None
    assert verdict(found) == ("Only 'do nothing' was run: there is nothing to compare it with.",)


def test_without_a_better_side_or_a_difference_that_matters_nothing_is_chosen(
    judged: Callable[..., Comparison],
) -> None:
    assert judged({"a": (6.0, 1.0)}, measure="utilisation").selection is None
    assert judged({"a": (6.0, 1.0)}, matters_from=None).selection is None


def test_replications_that_do_not_define_the_measure_are_left_out_of_the_choice(
    judged: Callable[..., Comparison],
) -> None:
    gaps = BASE.copy()
    gaps[[3, 7]] = np.nan
    with_gaps = judged({"a": (6.0, 1.0)}, base=gaps)
    assert with_gaps.selection is not None

    assert decision_of(with_gaps) is Decision.BEST
    assert judged({"a": (6.0, 1.0)}, base=np.append(np.full(11, np.nan), BASE[11:])).selection is None


def test_over_how_many_replications_a_choice_was_made_is_said_where_not_all_define_the_measure(
    judged: Callable[..., Comparison],
) -> None:
    gaps = BASE.copy()
    gaps[[3, 7]] = np.nan
    found = judged({"a": (6.0, 1.0)}, base=gaps)

    assert on_selection(found)[0].endswith(
        f" or more, over the {NUMBER - 2} of {NUMBER} replications that define it for all."
    )


def test_who_leaves_the_measure_undefined_cannot_be_chosen(
    judged: Callable[..., Comparison], replications: Results, comparison: Comparing
) -> None:
    never = [float("nan")] * NUMBER
    rows = {"do nothing": list(BASE), "a": list(BASE + 6.0 + WAVE), "never": never}
    results = [replications(name, {"throughput": values}) for name, values in rows.items()]
    found = comparison(results, foreground=("throughput",), matters_from={"throughput": 1.0})
    contenders = contenders_of(found, LOADED)  # type: ignore[arg-type]
    assert contenders is not None
    values = {name: each.values for name, each in found.replications.items()}
    said = on_selection(replace(found, selection=select(contenders, values)))

    assert contenders.names == ("do nothing", "a")
    assert said[0].startswith("'a' is the best in throughput, with 95 % guarantee")
    assert said[1:] == ["'never' cannot be chosen: most replications leave throughput undefined."]


def test_a_guess_below_evens_is_not_called_most_likely(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 1.0), "b": (3.0, 1.0)}, procedure=Procedure.OCBA)
    assert found.selection is not None
    open_ = replace(found, selection=replace(found.selection, chance=0.3))

    assert on_selection(open_)[0].startswith(
        "Which strategy is the best in throughput so many runs do not tell; 'a' is ahead: the chance that "
    )


def test_a_budget_of_runs_gives_no_guarantee(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 1.0), "b": (3.0, 1.0)}, procedure=Procedure.OCBA)

    assert not is_decided(found)
    assert on_selection(found) == [
        "'a' is most likely the best in throughput: the chance that none is better by 1 task a week or more "
        "is estimated at 99 % or more, without a guarantee."
    ]


def test_the_likely_best_is_the_largest_mean_whatever_its_interval(judged: Callable[..., Comparison]) -> None:
    found = judged({"a": (6.0, 1.0), "b": (3.0, 1.0)}, procedure=Procedure.OCBA)
    assert found.selection is not None
    ahead = {"do nothing": (-9.0, 0.0), "a": (-2.0, 1.0), "b": (-1.0, 1.0)}
    wider = replace(found, selection=replace(found.selection, ahead=ahead))

    assert on_selection(wider)[0].startswith("'a' is most likely the best ")


def test_machines_are_told_the_same_as_people(judged: Callable[..., Comparison]) -> None:
    told = selection_json(judged({"a": (6.0, 1.0), "b": (3.0, 1.0)}))
    assert told is not None

    assert {key: told[key] for key in ("measure", "matters_from", "confidence", "procedure", "decision")} == {
        "measure": "throughput", "matters_from": 1.0, "confidence": 0.95, "procedure": "kim-nelson",
        "decision": "best",
    }  # fmt: skip
    assert told["chosen"] == ["a"]
    assert told["contenders"] == ["do nothing", "a", "b"]
    assert told["is_certified"] is True


# --- dominance ----------------------------------------------------------------------------------

WEEKS = np.arange(1, 13)
LUCK = np.random.default_rng(20_261_124)
WEEKLY_BASE = 20.0 + 4.0 * LUCK.standard_normal((30, 12))
QUALITY_BASE = LUCK.integers(5, 9, (30, QUALITY_BINS)) * (np.arange(QUALITY_BINS) < QUALITY_BINS - 2)


def with_weeks(
    comparison: Comparing, replications: Results, weeks: Mapping[str, np.ndarray], **quality: np.ndarray
) -> Comparison:
    """Return a comparison with this weekly output, and this histogram of quality."""
    results = [
        replace(
            replications(name, {"throughput": list(series.mean(axis=1))}),
            weeks=WEEKS,
            series={"good": series},
            quality_counts=quality.get(name, np.zeros((30, QUALITY_BINS), np.int64)),
        )
        for name, series in weeks.items()
    ]
    return replace(comparison(results), run_length=12 * 168.0, warm_up=0.0)


def test_more_in_every_week_is_better_throughout_and_less_is_worse(
    comparison: Comparing, replications: Results
) -> None:
    noise = 0.1 * LUCK.standard_normal(WEEKLY_BASE.shape)
    found = with_weeks(
        comparison,
        replications,
        {"base": WEEKLY_BASE, "up": WEEKLY_BASE + 3.0 + noise, "down": WEEKLY_BASE - 3.0 + noise},
    )

    assert dominances(found) == (Dominance(WEEKLY, "up", "base", 1), Dominance(WEEKLY, "base", "down", 1))
    assert on_dominance(found) == [
        "The good tasks of a week are better throughout under 'up' than under 'base': between the 5th and "
        "the 95th percentile they fall below any level more seldom, and the worst weeks are better "
        "(first-order stochastic dominance, 95 % for all together).",
        "The good tasks of a week are worse throughout under 'down' than under 'base': between the 5th and "
        "the 95th percentile they fall below any level more often, and the worst weeks are worse "
        "(first-order stochastic dominance, 95 % for all together).",
    ]


def test_as_much_and_steadier_is_better_with_risk_counted(
    comparison: Comparing, replications: Results
) -> None:
    steadier = 20.5 + 0.3 * (WEEKLY_BASE - 20.0)
    found = with_weeks(comparison, replications, {"base": WEEKLY_BASE, "steady": steadier})

    assert dominances(found) == (Dominance(WEEKLY, "steady", "base", 2),)
    assert on_dominance(found)[0].startswith(
        "The good tasks of a week are better with risk counted under 'steady' than under 'base': between the "
        "5th and the 95th percentile they fall short of any level by less on average, and the worst weeks"
    )


def test_better_on_average_and_worse_in_bad_weeks_dominates_nobody(
    comparison: Comparing, replications: Results
) -> None:
    wilder = 22.0 + 3.0 * (WEEKLY_BASE - 20.0)

    assert dominances(with_weeks(comparison, replications, {"base": WEEKLY_BASE, "wild": wilder})) == ()


def test_a_disaster_in_a_hundred_weeks_is_no_dominance(comparison: Comparing, replications: Results) -> None:
    """More in every week but for one in a hundred, in which there is nothing: no percentile shows it."""
    disasters = np.where(LUCK.random(WEEKLY_BASE.shape) < 0.02, 0.0, WEEKLY_BASE + 8.0)

    assert dominances(with_weeks(comparison, replications, {"base": WEEKLY_BASE, "daring": disasters})) == ()


def test_what_is_the_same_dominates_nobody(comparison: Comparing, replications: Results) -> None:
    found = with_weeks(comparison, replications, {"base": WEEKLY_BASE, "same": WEEKLY_BASE.copy()})

    assert dominances(found) == ()
    assert on_dominance(found) == []


def test_quality_one_class_higher_dominates_and_is_told_of_all_alike_at_once(
    comparison: Comparing, replications: Results
) -> None:
    shifted = np.roll(QUALITY_BASE, 2, axis=1)
    found = with_weeks(
        comparison,
        replications,
        dict.fromkeys(("base", "a", "b"), WEEKLY_BASE),
        base=QUALITY_BASE,
        a=shifted,
        b=shifted.copy(),
    )

    assert on_dominance(found) == [
        "The quality of deliveries is better throughout under 'a' and 'b' than under 'base': between the 5th "
        "and the 95th percentile it falls below any level more seldom, and the worst hundredth is better "
        "(first-order stochastic dominance, 95 % for all together)."
    ]


def test_claims_of_either_side_hold_together_where_few_values_are_possible(
    comparison: Comparing, replications: Results
) -> None:
    """Alike in truth, and one class of quality nearly everywhere: one point decides either side.

    Claims of both sides each at 5 % would be wrong in 10 % of cases; promised are 5 % (exact binomial test at
    a false-alarm rate of 1e-6, beside which 10 % are caught).
    """
    trials, luck, wrong = 1200, np.random.default_rng(9), 0
    for _ in range(trials):
        counts = np.zeros((2, 12, QUALITY_BINS), np.int64)
        counts[:, :, [5, 10, 40]] = luck.multinomial(400, (0.03, 0.95, 0.02), (2, 12))
        results = [
            replace(
                replications(name, {"throughput": [0.0] * 12}),
                quality_counts=own,
                series={"good": np.zeros((12, 12))},
                weeks=WEEKS,
            )
            for name, own in zip(("base", "a"), counts, strict=True)
        ]
        wrong += bool(dominances(replace(comparison(results), run_length=12 * 168.0, warm_up=0.0)))

    assert float(bdtrc(wrong - 1, trials, 0.05)) > 1e-6


# --- the Pareto front ---------------------------------------------------------------------------


def on_two(
    comparison: Comparing, replications: Results, means: Mapping[str, tuple[float, float]], **more: object
) -> Comparison:
    """Return a comparison on throughput, of which more is better, and flow time, of which less is."""
    noise = np.random.default_rng(1).standard_normal((2, 20)) * 0.1
    results = [
        replications(name, {"throughput": list(one + noise[0]), "flow_time": list(other + noise[1] * place)})
        for place, (name, (one, other)) in enumerate(means.items())
    ]
    matters = {"throughput": 0.5, "flow_time": 0.5}
    return comparison(results, foreground=("throughput", "flow_time"), matters_from=matters, **more)


def test_who_is_beaten_on_both_measures_is_off_the_front(
    comparison: Comparing, replications: Results
) -> None:
    means = {"base": (40.0, 10.0), "fast": (40.0, 5.0), "much": (50.0, 10.0), "bad": (35.0, 12.0)}
    found = on_two(comparison, replications, means)
    front = pareto_front(found)
    assert front is not None

    assert front.places == {"base": Place.OFF, "fast": Place.ON, "much": Place.ON, "bad": Place.OFF}
    assert on_the_front(found) == [
        "On throughput and flow time at once (Pareto front, 95 % for all together): on the front: 'fast' and "
        "'much'; beaten by another: 'base' and 'bad'."
    ]


def test_a_measure_of_which_less_is_better_counts_the_other_way_round(
    comparison: Comparing, replications: Results
) -> None:
    found = pareto_front(on_two(comparison, replications, {"base": (40.0, 5.0), "slow": (40.0, 10.0)}))
    assert found is not None

    assert found.places == {"base": Place.ON, "slow": Place.OFF}


def test_one_measure_or_one_strategy_has_no_front(comparison: Comparing, replications: Results) -> None:
    alone = on_two(comparison, replications, {"base": (40.0, 5.0)})
    one = replace(
        on_two(comparison, replications, {"a": (40.0, 5.0), "b": (1.0, 2.0)}), foreground=("flow_time",)
    )

    assert (pareto_front(alone), pareto_front(one)) == (None, None)
    assert on_the_front(one) == []


def test_strategies_over_the_budget_do_not_beat_anyone(comparison: Comparing, replications: Results) -> None:
    found = on_two(comparison, replications, {"base": (40.0, 10.0), "a": (39.0, 11.0), "dear": (50.0, 1.0)})
    spending = dict(found.spending)
    spending["dear"] = replace(spending["dear"], mean=900.0)
    within = pareto_front(replace(found, budget=500.0, spending=spending))
    assert within is not None

    assert within.places == {"base": Place.ON, "a": Place.OFF}
