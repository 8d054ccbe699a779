"""The exact words of verdicts on comparisons made by hand.

Values are chosen so that differences are round: ±1 around a mean over four replications has
s = 1.1547 and a half-width of 3.1824 · 1.1547 / 2 = 1.84.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.experiments.findings import Comparison, Replications
from sim.experiments.judgement import Finding, finding, in_one_line
from sim.experiments.verdict import headline, verdict
from sim.report.cells import words_of

Results = Callable[..., Replications]
Comparing = Callable[..., Comparison]
BASE = (40.0, 44.0, 38.0, 42.0)
SPREAD = (0.10, 0.12, 0.11, 0.13)
COST = (300.0, 310.0, 290.0, 305.0)
BASIS = (
    "In brackets with ±: the difference from 'do nothing' and half of its 95 % interval, over 4 paired "
    "replications; each interval stands for itself, what is called clear holds for all strategies together."
)


def shifted(values: tuple[float, ...], by: float, wobble: float) -> list[float]:
    return [value + by + sign * wobble for value, sign in zip(values, (1, -1, 1, -1), strict=True)]


@pytest.fixture
def agency(replications: Results, comparison: Comparing) -> Comparison:
    """Four strategies: two raise throughput, one is unclear, one lowers it."""

    def result(
        name: str, throughput: list[float], spread: list[float], cost: list[float], spent: float
    ) -> Replications:
        values = {"throughput": throughput, "quality_spread": spread, "cost_per_good_task": cost}
        return replications(name, values, [spent] * 4)

    return comparison(
        [
            result("do nothing", list(BASE), list(SPREAD), list(COST), 0.0),
            result(
                "all three", shifted(BASE, 6, 1), shifted(SPREAD, -0.02, 0.001), shifted(COST, 3, 10), 9000.0
            ),
            result("flexible talent", shifted(BASE, 3, 1), shifted(SPREAD, 0.02, 0.001), list(COST), 6000.0),
            result("upskill", shifted(BASE, 0.5, 1), list(SPREAD), list(COST), 1200.0),
            result("freeze", shifted(BASE, -4, 1), list(SPREAD), shifted(COST, 40, 10), 0.0),
        ],
        foreground=("throughput", "quality_spread", "cost_per_good_task"),
        budget=10_000.0,
    )


def test_verdict_says_what_is_clear_what_is_not_and_what_it_rests_on(agency: Comparison) -> None:
    assert verdict(agency) == (
        "Compared with 'do nothing', 'all three' (+6.0 ± 1.8 tasks a week) and 'flexible talent' "
        "(+3.0 ± 1.8) clearly raise the throughput; 'freeze' (-4.0 ± 1.8) clearly lowers it; "
        "'upskill' (+0.5 ± 1.8) makes no clear difference to it.",
        "Of those that clearly improve it, 'flexible talent' spends least: 6,000 USD, 60 % of the budget.",
        "Spread of quality: clearly lower under 'all three' (by 0.0200); clearly higher under 'flexible "
        "talent' (by 0.0200); exactly as it is under 'upskill' and 'freeze'.",
        "Cost per good task: clearly higher under 'freeze' (by 40 USD); no clear difference under 'all "
        "three'; exactly as it is under 'flexible talent' and 'upskill'.",
        "On throughput, spread of quality and cost per good task at once (Pareto front, 95 % for all "
        "together): on the front: 'all three'; beaten by another: 'freeze'; not decided: 'do nothing', "
        "'flexible talent' and 'upskill'.",
        "Spent beyond 'do nothing' over the whole run (budget 10,000 USD): 'all three' 9,000 USD (90 %), "
        "'flexible talent' 6,000 USD (60 %), 'upskill' 1,200 USD (12 %), 'freeze' 0 USD (nothing); so they "
        "are not compared at equal cost.",
        BASIS,
    )


def spoken_of(found: Comparison) -> list[str]:
    """Return the measures that a verdict speaks of, in its order."""
    titles = {"the throughput": "throughput", "the flow time": "flow_time", "the quality": "quality",
              "the utilisation": "utilisation"}  # fmt: skip
    sentences = [sentence for sentence in verdict(found) if not sentence.startswith(("In brackets", "Spent"))]
    said = [f"the {sentence[0].lower()}{sentence[1:]}" for sentence in sentences]
    return [name for sentence in said for title, name in titles.items() if title in sentence]


@pytest.mark.parametrize(
    ("foreground", "spoken"),
    [
        (("throughput", "flow_time"), ["throughput", "flow_time"]),
        (("flow_time", "throughput", "quality"), ["flow_time", "throughput", "quality"]),
        (("utilisation", "quality", "flow_time"), ["quality", "utilisation", "flow_time"]),
        (("utilisation",), ["utilisation"]),
    ],
)
def test_verdict_covers_what_is_to_be_compared_and_leads_with_what_has_a_better_side(
    replications: Results, comparison: Comparing, foreground: tuple[str, ...], spoken: list[str]
) -> None:
    names = ("throughput", "flow_time", "quality", "utilisation", "cost_per_good_task")
    base = replications("do nothing", {name: list(BASE) for name in names})
    other = replications("upskill", {name: shifted(BASE, 6, 1) for name in names})

    assert spoken_of(comparison([base, other], foreground=foreground)) == spoken


def alike(replications: Results, comparison: Comparing, *shifts: tuple[float, float], **more: object) -> str:
    """Return the headline of a comparison of strategies a, b … with these shifts of throughput."""
    results = [replications("do nothing", {"throughput": list(BASE)})]
    for name, shift in zip("abc", shifts, strict=False):
        results.append(replications(name, {"throughput": shifted(BASE, *shift)}))
    return headline(comparison(results, **more)).removeprefix("Compared with 'do nothing', ")


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        (
            ((-6, 1), (-4, 1), (-5, 1)),
            "all three strategies clearly lower the throughput: 'a' (-6.0 ± 1.8 tasks a week), "
            "'b' (-4.0 ± 1.8) and 'c' (-5.0 ± 1.8).",
        ),
        (
            ((6, 1), (4, 1)),
            "both strategies clearly raise the throughput: 'a' (+6.0 ± 1.8 tasks a week) and "
            "'b' (+4.0 ± 1.8).",
        ),
        (
            ((0.5, 1), (-0.5, 1)),
            "neither strategy makes a clear difference to the throughput: 'a' (+0.5 ± 1.8 tasks a week) and "
            "'b' (-0.5 ± 1.8).",
        ),
        (((0, 0), (0, 0)), "both strategies leave the throughput exactly as it is."),
    ],
)
def test_what_all_strategies_do_alike_is_said_of_all(
    replications: Results, comparison: Comparing, shifts: tuple[tuple[float, float], ...], expected: str
) -> None:
    assert alike(replications, comparison, *shifts) == expected


def test_what_is_too_small_for_all_is_said_once(replications: Results, comparison: Comparing) -> None:
    said = alike(replications, comparison, (0.5, 0.1), (-0.5, 0.1), matters_from={"throughput": 1.0})

    assert said == (
        "both strategies change the throughput by too little to matter (less than 1 task a week): "
        "'a' (+0.50 ± 0.18 tasks a week) and 'b' (-0.50 ± 0.18)."
    )


def test_shares_are_told_in_percentage_points(replications: Results, comparison: Comparing) -> None:
    base = replications("do nothing", {"escape_rate": [0.10, 0.12, 0.11, 0.13]})
    worse = replications("worse", {"escape_rate": [0.16, 0.16, 0.17, 0.17]})
    found = comparison([base, worse], foreground=("escape_rate",), matters_from={"escape_rate": 0.005})

    assert headline(found) == (
        "Compared with 'do nothing', 'worse' (+5.0 ± 1.8 percentage points) clearly raises the share of "
        "escaped defects."
    )


def test_end_of_an_interval_next_to_zero_is_not_rounded_onto_it(
    replications: Results, comparison: Comparing
) -> None:
    """29.3 and 28.9 would both be 29, which could be clear or not."""
    cost = replications("do nothing", {"cost_per_good_task": [300.0, 300.0, 300.0, 300.0]})
    wobble = 28.9 / 1.8374
    less = replications("less", {"cost_per_good_task": shifted((300.0,) * 4, -29.3, wobble)})

    said = headline(comparison([cost, less], foreground=("cost_per_good_task",)))

    assert "'less' (-29.3 ± 28.9 USD) clearly lowers" in said


@pytest.mark.parametrize(
    ("spent", "budget", "said"),
    [
        ((10_000.0, 9_500.0), 10_000.0, ""),
        (
            (10_000.0, 8_500.0),
            10_000.0,
            "'a' 10,000 USD (100 %), 'b' 8,500 USD (85 %); so they are not compared at equal cost.",
        ),
        ((1_000.0, 70_000.0), None, "The strategies do not cost the same, and no budget is set"),
        ((0.0, 0.0), None, ""),
    ],
)
def test_unequal_spending_is_said(
    replications: Results,
    comparison: Comparing,
    spent: tuple[float, float],
    budget: float | None,
    said: str,
) -> None:
    """Spending that differs by more than a tenth of the budget is no comparison at equal cost."""
    results = [
        replications(name, {"throughput": list(BASE)}, [amount] * 4)
        for name, amount in (("do nothing", 0.0), ("a", spent[0]), ("b", spent[1]))
    ]
    told = [s for s in verdict(comparison(results, budget=budget)) if "at equal cost" in s]

    assert bool(told) == bool(said)
    assert not said or said in told[0]


def two(replications: Results, comparison: Comparing, values: list[float], **more: object) -> Comparison:
    base = replications("do nothing", {"throughput": list(BASE)})
    return comparison([base, replications("upskill", {"throughput": values})], **more)


def test_headline_of_one_strategy_says_what_it_does(replications: Results, comparison: Comparing) -> None:
    assert headline(two(replications, comparison, shifted(BASE, 6, 1))) == (
        "Compared with 'do nothing', 'upskill' (+6.0 ± 1.8 tasks a week) clearly raises the throughput."
    )


def test_no_clear_difference_is_a_verdict(replications: Results, comparison: Comparing) -> None:
    assert headline(two(replications, comparison, shifted(BASE, 0.5, 1))) == (
        "Compared with 'do nothing', 'upskill' (+0.5 ± 1.8 tasks a week) makes no clear difference to the "
        "throughput."
    )


def test_clear_difference_below_what_matters_is_too_small(
    replications: Results, comparison: Comparing
) -> None:
    found = two(replications, comparison, shifted(BASE, 0.5, 0.1), matters_from={"throughput": 1.0})

    assert headline(found) == (
        "Compared with 'do nothing', 'upskill' (+0.50 ± 0.18 tasks a week) changes the throughput by too "
        "little to matter (less than 1 task a week)."
    )


def test_unclear_difference_says_how_many_replications_would_show_what_matters(
    replications: Results, comparison: Comparing
) -> None:
    """With s = 1.1547, (t(14; 0.975) + t(14; 0.8)) s / √15 = 0.898 is at most 0.9; with 14, 0.936 is not."""
    found = two(replications, comparison, shifted(BASE, 0.5, 1), matters_from={"throughput": 0.9})

    assert verdict(found)[1:-1] == (
        "About 15 replications would show a difference of 0.9 tasks a week in the throughput with a "
        "probability of 80 %.",
    )


def test_clear_difference_that_may_be_too_small_to_matter_says_both(
    replications: Results, comparison: Comparing
) -> None:
    """Its interval, 0.32 to 0.68, reaches what matters: it is not known to be too small."""
    found = two(replications, comparison, shifted(BASE, 0.5, 0.1), matters_from={"throughput": 0.6})

    assert headline(found) == (
        "Compared with 'do nothing', 'upskill' (+0.50 ± 0.18 tasks a week, perhaps too little to matter) "
        "clearly raises the throughput."
    )
    assert words_of(found, "upskill", "throughput") == "higher, perhaps too little to matter"
    assert in_one_line(found, "throughput", ["upskill"]) == (
        "Throughput: clearly higher under 'upskill' (by 0.50 tasks a week, perhaps too little to matter)"
    )


def test_one_replication_gives_no_verdict(replications: Results, comparison: Comparing) -> None:
    single = [replications(name, {"throughput": [40.0]}) for name in ("do nothing", "upskill")]

    assert verdict(comparison(single)) == (
        "One replication cannot tell a difference from chance; run at least 2.",
    )


def test_baseline_alone_is_compared_with_nothing(replications: Results, comparison: Comparing) -> None:
    alone = comparison([replications("do nothing", {"throughput": list(BASE)})])

    assert verdict(alone) == ("Only 'do nothing' was run: there is nothing to compare it with.",)


def test_measure_that_is_hardly_ever_defined_is_not_judged(
    replications: Results, comparison: Comparing
) -> None:
    nan = float("nan")
    found = two(replications, comparison, [41.0, nan, nan, nan])

    assert headline(found) == (
        "Compared with 'do nothing', for 'upskill' too few replications define the throughput."
    )


def test_replications_without_the_measure_are_counted_in_the_words(
    replications: Results, comparison: Comparing
) -> None:
    found = two(replications, comparison, [*shifted(BASE, 6, 1)[:3], float("nan")])

    assert "'upskill' (+6.3 ± 2.9 tasks a week, defined in 3 replications) clearly" in headline(found)


def test_measure_without_a_better_side_is_judged_by_its_change(
    replications: Results, comparison: Comparing
) -> None:
    base = replications("do nothing", {"utilisation": [0.80, 0.82, 0.81, 0.83]})
    busy = replications("busy", {"utilisation": [0.90, 0.92, 0.91, 0.935]})
    same = replications("same", {"utilisation": [0.80, 0.82, 0.81, 0.83]})

    assert headline(comparison([base, same, busy], foreground=("utilisation",))) == (
        "Compared with 'do nothing', 'busy' (+10.13 ± 0.40 percentage points) clearly raises the "
        "utilisation; 'same' leaves it exactly as it is."
    )


@pytest.mark.parametrize(
    ("difference", "matters_from", "expected"),
    [
        ((6.0, 1.0), 0.0, Finding.HIGHER),
        ((-6.0, 1.0), 0.0, Finding.LOWER),
        ((0.5, 1.0), 0.0, Finding.UNCLEAR),
        ((0.5, 1.0), 2.0, Finding.UNCLEAR),  # -1.3 … 2.3 reaches what matters
        ((0.5, 1.0), 3.0, Finding.TOO_SMALL),  # the whole interval is too small
        ((0.5, 0.1), 0.7, Finding.TOO_SMALL),  # 0.32 … 0.68
        ((0.5, 0.1), 0.6, Finding.HIGHER),  # clear, and reaches what matters
        ((0.5, 0.1), 0.4, Finding.HIGHER),
        ((0.0, 0.0), 1.0, Finding.SAME),
    ],
)
def test_finding_follows_interval_and_what_matters(
    replications: Results,
    comparison: Comparing,
    difference: tuple[float, float],
    matters_from: float,
    expected: Finding,
) -> None:
    found = two(replications, comparison, shifted(BASE, *difference))

    assert finding(found.differences["upskill"]["throughput"], matters_from) is expected


# --- the money ----------------------------------------------------------------------------------


def spending(
    replications: Results, comparison: Comparing, budget: float | None, **costs: tuple[float, float]
) -> Comparison:
    """Return a comparison of strategies, each with its shift of throughput and what it spends."""
    results = [replications("do nothing", {"throughput": list(BASE)})]
    for name, (shift, cost) in costs.items():
        results.append(replications(name, {"throughput": shifted(BASE, shift, 1)}, [cost] * 4))
    return comparison(results, budget=budget)


@pytest.mark.parametrize(
    ("costs", "budget", "said"),
    [
        (
            {"a": (6, 9_000.0), "b": (5, 4_000.0), "c": (0.5, 100.0)},
            10_000.0,
            "Of those that clearly improve it, 'b' spends least: 4,000 USD, 40 % of the budget.",
        ),
        (
            {"a": (6, 9_000.0), "b": (-5, 4_000.0)},
            10_000.0,
            "'a' alone clearly improves it, and spends 9,000 USD, 90 % of the budget.",
        ),
        ({"a": (6, 9_000.0)}, None, "'a' clearly improves it, and spends 9,000 USD."),
        (
            {"a": (6, 9_000.0), "b": (6, -500.0)},
            None,
            "Of those that clearly improve it, 'b' spends least: no more than 'do nothing'.",
        ),
        (
            {"a": (6, 9_950.0), "b": (6, 9_400.0), "c": (-6, 10.0)},
            10_000.0,
            "Those that clearly improve it spend about the same: 9,400 to 9,950 USD.",
        ),
    ],
)
def test_the_money_is_told_of_the_cheapest_that_clearly_improves_the_leading_measure(
    replications: Results,
    comparison: Comparing,
    costs: dict[str, tuple[float, float]],
    budget: float | None,
    said: str,
) -> None:
    assert verdict(spending(replications, comparison, budget, **costs))[1] == said


def test_nothing_is_said_of_the_cheapest_where_none_improves_or_none_costs(
    replications: Results, comparison: Comparing
) -> None:
    for costs in ({"a": (-6, 9_000.0)}, {"a": (0.5, 9_000.0)}, {"a": (6, 0.0)}):
        said = verdict(spending(replications, comparison, 10_000.0, **costs))
        assert not [sentence for sentence in said if "clearly improve" in sentence]


def test_a_strategy_over_the_budget_is_named_with_its_price_and_does_not_win(
    replications: Results, comparison: Comparing
) -> None:
    found = spending(
        replications, comparison, 30_000.0, a=(4, 10_000.0), b=(5, 20_000.0), seventh=(9, 45_760.0)
    )

    assert verdict(found)[:3] == (
        "Compared with 'do nothing', both strategies within the budget clearly raise the throughput: 'a' "
        "(+4.0 ± 1.8 tasks a week) and 'b' (+5.0 ± 1.8).",
        "'seventh' costs 45,760 USD, more than the budget of 30,000 USD; beyond it, 'seventh' (+9.0 ± 1.8 "
        "tasks a week) clearly raises the throughput.",
        "Of those that clearly improve it, 'a' spends least: 10,000 USD, 33 % of the budget.",
    )


def test_where_all_are_over_the_budget_that_comes_first(replications: Results, comparison: Comparing) -> None:
    found = spending(replications, comparison, 5_000.0, a=(4, 10_000.0), b=(5, 20_000.0))

    assert headline(found).startswith("No strategy keeps to the budget. Compared with 'do nothing', both ")
    assert verdict(found)[1] == "'a' costs 10,000 USD and 'b' 20,000 USD, more than the budget of 5,000 USD."
    assert not [sentence for sentence in verdict(found) if "clearly improve" in sentence]


# --- what matters, where nobody says it ---------------------------------------------------------


def test_a_trifle_is_not_clear_where_nothing_is_said_of_what_matters(
    replications: Results, comparison: Comparing
) -> None:
    found = two(replications, comparison, shifted(BASE, 0.2, 0.1), matters_from={"throughput": 0.41})
    assumed = replace(found, matters_assumed=frozenset({"throughput"}))

    assert headline(assumed) == (
        "Compared with 'do nothing', 'upskill' (+0.20 ± 0.18 tasks a week) changes the throughput by too "
        "little to matter (less than 1 % of the baseline)."
    )


def test_the_assumed_least_difference_of_a_share_is_half_a_point(
    replications: Results, comparison: Comparing
) -> None:
    base = replications("do nothing", {"escape_rate": [0.10, 0.12, 0.11, 0.13]})
    other = replications("other", {"escape_rate": [0.101, 0.1212, 0.111, 0.1312]})
    found = comparison([base, other], foreground=("escape_rate",), matters_from={"escape_rate": 0.005})

    assert "(less than half a percentage point)" in headline(
        replace(found, matters_assumed=frozenset({"escape_rate"}))
    )


def test_no_replications_are_asked_for_to_show_what_is_merely_assumed_to_matter(
    replications: Results, comparison: Comparing
) -> None:
    found = two(replications, comparison, shifted(BASE, 0.5, 1), matters_from={"throughput": 0.9})

    assert any("replications would show" in said for said in verdict(found))
    assumed = replace(found, matters_assumed=frozenset({"throughput"}))
    assert not any("replications would show" in said for said in verdict(assumed))


def test_a_comparison_prints_as_its_verdict(replications: Results, comparison: Comparing) -> None:
    found = two(replications, comparison, shifted(BASE, 6, 1))

    assert str(found) == repr(found) == found.verdict == "\n".join(verdict(found))


def test_replications_print_as_their_levels(replications: Results) -> None:
    found = replications("upskill", {"throughput": list(BASE), "escape_rate": [0.10, 0.12, 0.11, 0.13]})

    assert (
        str(found)
        == repr(found)
        == (
            "4 replications of 'upskill'; ± is half of a 95 % interval\n"
            "  throughput: 41.0 ± 4.1 tasks/week\n"
            "  escaped defects, share: 11.5 ± 2.1 %"
        )
    )


def test_differences_that_a_few_exceptional_runs_make_are_told(
    replications: Results, comparison: Comparing
) -> None:
    steady = [40.0, 44.0, 38.0, 42.0, 41.0, 43.0, 39.0, 41.0, 40.0, 42.0]
    gains = [0.0] * 9 + [10.0]
    found = comparison(
        [
            replications("do nothing", {"throughput": steady}),
            replications("upskill", {"throughput": list(map(sum, zip(steady, gains, strict=True)))}),
            replications("retool", {"throughput": [value + 1.0 for value in steady]}),
        ],
        foreground=("throughput",),
    )

    assert verdict(found)[-1] == (
        "A few exceptional runs make the difference in throughput ('upskill'): such intervals hold less "
        "often than 95 % until there are about 180 replications, or more. Corrected for skewness, the "
        "throughput changes by -0.5 to +8.1 tasks a week under 'upskill'."
    )
