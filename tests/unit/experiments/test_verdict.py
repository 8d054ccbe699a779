"""The exact words of verdicts on comparisons made by hand.

Values are chosen so that differences are round: ±1 around a mean over four replications has
s = 1.1547 and a half-width of 3.1824 · 1.1547 / 2 = 1.84.
"""

from collections.abc import Callable

import pytest

from sim.experiments.findings import Comparison, Replications
from sim.experiments.verdict import Finding, finding, headline, verdict

Results = Callable[..., Replications]
Comparing = Callable[..., Comparison]
BASE = (40.0, 44.0, 38.0, 42.0)
SPREAD = (0.10, 0.12, 0.11, 0.13)
COST = (300.0, 310.0, 290.0, 305.0)
CAVEAT = "Each interval stands for itself: which strategy is the best of all has not been tested."


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
        budget=10_000.0,
    )


def test_verdict_says_what_is_clear_what_is_not_and_what_it_rests_on(agency: Comparison) -> None:
    assert verdict(agency) == (
        "'all three' (+6.0 ± 1.8 tasks/week) and 'flexible talent' (+3.0 ± 1.8 tasks/week) clearly raise "
        "the throughput; 'freeze' (-4.0 ± 1.8 tasks/week) clearly lowers it; 'upskill' (+0.5 ± 1.8 "
        "tasks/week) makes no clear difference to it (difference from 'do nothing', 95 % interval, "
        "4 paired replications).",
        "'all three' (-0.0200 ± 0.0018) clearly lowers the spread of quality; 'flexible talent' "
        "(+0.0200 ± 0.0018) clearly raises it; 'upskill' and 'freeze' leave it exactly as it is.",
        "No strategy clearly lowers the cost per good task: 'freeze' (+40 ± 18 USD/task) clearly raises "
        "it; 'all three' (+3 ± 18 USD/task) makes no clear difference to it; 'flexible talent' and "
        "'upskill' leave it exactly as it is.",
        "Spent beyond 'do nothing' over the whole run: 'all three' 9,000 USD, 'flexible talent' 6,000 USD, "
        "'upskill' 1,200 USD, 'freeze' 0 USD; the budget is 10,000 USD.",
        CAVEAT,
    )


def two(replications: Results, comparison: Comparing, values: list[float], **more: object) -> Comparison:
    base = replications("do nothing", {"throughput": list(BASE)})
    return comparison([base, replications("upskill", {"throughput": values})], **more)


def test_headline_of_one_strategy_says_what_it_does(replications: Results, comparison: Comparing) -> None:
    assert headline(two(replications, comparison, shifted(BASE, 6, 1))) == (
        "'upskill' (+6.0 ± 1.8 tasks/week) clearly raises the throughput "
        "(difference from 'do nothing', 95 % interval, 4 paired replications)."
    )


def test_no_clear_difference_is_a_verdict(replications: Results, comparison: Comparing) -> None:
    assert headline(two(replications, comparison, shifted(BASE, 0.5, 1))) == (
        "'upskill' (+0.5 ± 1.8 tasks/week) makes no clear difference to the throughput "
        "(difference from 'do nothing', 95 % interval, 4 paired replications)."
    )


def test_clear_difference_below_what_matters_is_too_small(
    replications: Results, comparison: Comparing
) -> None:
    found = two(replications, comparison, shifted(BASE, 0.5, 0.1), matters_from={"throughput": 1.0})

    assert headline(found) == (
        "'upskill' (+0.50 ± 0.18 tasks/week) changes the throughput by too little to matter "
        "(less than 1 tasks/week) (difference from 'do nothing', 95 % interval, 4 paired replications)."
    )


def test_unclear_difference_says_how_many_replications_would_show_what_matters(
    replications: Results, comparison: Comparing
) -> None:
    """With s = 1.1547, t(8; 0.975) s / 3 = 0.89 is at most 0.9, t(7; 0.975) s / √8 = 0.97 is not."""
    found = two(replications, comparison, shifted(BASE, 0.5, 1), matters_from={"throughput": 0.9})

    assert verdict(found)[1:-1] == (
        "About 9 replications would show a difference of 0.9 tasks/week where there is no clear one yet.",
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
        "For 'upskill' too few replications define the throughput "
        "(difference from 'do nothing', 95 % interval, 4 paired replications)."
    )


def test_replications_without_the_measure_are_counted_in_the_words(
    replications: Results, comparison: Comparing
) -> None:
    found = two(replications, comparison, [*shifted(BASE, 6, 1)[:3], float("nan")])

    assert headline(found).startswith("'upskill' (+6.3 ± 2.9 tasks/week, defined in 3 replications) clearly")


def test_measure_without_a_better_side_is_judged_by_its_change(
    replications: Results, comparison: Comparing
) -> None:
    base = replications("do nothing", {"utilisation": [0.80, 0.82, 0.81, 0.83]})
    busy = replications("busy", {"utilisation": [0.90, 0.92, 0.91, 0.935]})
    same = replications("same", {"utilisation": [0.80, 0.82, 0.81, 0.83]})

    assert headline(comparison([base, same, busy], foreground=("utilisation",))).startswith(
        "'busy' (+0.1013 ± 0.0040) clearly raises the utilisation; 'same' leaves it exactly as it is ("
    )


@pytest.mark.parametrize(
    ("difference", "matters_from", "expected"),
    [
        ((6.0, 1.0), 0.0, Finding.HIGHER),
        ((-6.0, 1.0), 0.0, Finding.LOWER),
        ((0.5, 1.0), 0.0, Finding.UNCLEAR),
        ((0.5, 1.0), 2.0, Finding.UNCLEAR),  # -1.3 … 2.3 reaches what matters
        ((0.5, 1.0), 3.0, Finding.TOO_SMALL),  # the whole interval is too small
        ((0.5, 0.1), 0.6, Finding.TOO_SMALL),  # clear, but below
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
