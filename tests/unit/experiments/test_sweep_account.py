"""What a sweep says: where it counts a difference as clear, ranges of keys, and effects of keys alone."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from scipy import stats

from sim.experiments.sweeping.account import counts, sentences
from sim.experiments.sweeping.axes import axis_of
from sim.experiments.sweeping.design import Design
from sim.experiments.sweeping.effects import sides_of, spans_of, swings_of
from sim.experiments.sweeping.findings import Failed, Sweep
from sim.measures.registry import MEASURES
from sim.scenario.reading.yaml_text import Value
from sim.statistics.comparisons import discoveries, p_values
from sim.statistics.estimate import estimate, estimates

Points = Sequence[Mapping[str, Value]]
THROUGHPUT = (MEASURES["throughput"],)


def made_up(values: np.ndarray, points: Points | None = None, kind: str = "grid", **options: object) -> Sweep:
    """A sweep of throughput; ``values`` has the shape (points, strategies, replications)."""
    given = points or [{"people.writers.headcount": number} for number in range(len(values))]
    keys = tuple(dict.fromkeys(key for point in given for key in point))
    names = ("do nothing", "upskill", "hire")[: values.shape[1]]
    return Sweep(
        scenario="Agency",
        question="",
        currency="USD",
        future="",
        design=Design(kind, keys, tuple(dict(point) for point in given)),
        stated={"people.writers.headcount": 5},
        strategies=names,
        measures=THROUGHPUT,
        foreground=("throughput",),
        values=values[..., None],
        failed=options.get("failed", ()),  # type: ignore[arg-type]
        replications=values.shape[2],
        seed=1,
        engine="by hand",
    )


def with_leads(leads: Sequence[float], spread: float = 1.0, replications: int = 10) -> np.ndarray:
    """Values of a baseline of 50 and a strategy that leads by so much at each point."""
    noise = np.random.default_rng(5).normal(0.0, 1.0, (len(leads), replications))
    noise -= noise.mean(axis=1, keepdims=True)
    if replications > 1:
        noise *= spread / noise.std(axis=1, ddof=1, keepdims=True)
    base = np.full((len(leads), replications), 50.0)
    return np.stack([base, base + np.array(leads)[:, None] + noise], axis=1)


# --- estimates ----------------------------------------------------------------------------------


def test_many_estimates_at_once_are_those_one_by_one() -> None:
    values = np.random.default_rng(3).normal(5.0, 2.0, (6, 8))
    values[1, 3] = values[2, :7] = values[3] = np.nan
    mean, half_width = estimates(values, 0.9)

    for row, known in enumerate(values):
        one = estimate(known, 0.9)
        np.testing.assert_allclose([mean[row], half_width[row]], [one.mean, one.half_width], rtol=1e-12)


def test_rounding_of_the_computer_is_no_difference() -> None:
    values = np.full((1, 2, 4), 50.0)
    values[0, 1] += np.array([7e-15, 7e-15, 7e-15, 7e-15])
    sweep = made_up(values)

    assert not sides_of(sweep, "upskill", "throughput").higher_alone.any()


# --- how many are counted wrongly ---------------------------------------------------------------


def wrongly_counted(*, by_itself: bool, differing: int, shared: float, sweeps: int = 600) -> np.ndarray:
    """The share of wrong ones among the points called clear, in each of many sweeps of 40 points.

    At ``differing`` points the strategy leads clearly; at the others it does not.  ``shared`` is the share of
    the noise that all points have in common, as points of a sweep do.
    """
    luck = np.random.default_rng(11)
    shares = []
    for _ in range(sweeps):
        common, own = luck.normal(0.0, 1.0, (1, 6)), luck.normal(0.0, 1.0, (40, 6))
        noise = np.sqrt(shared) * common + np.sqrt(1.0 - shared) * own
        leads = np.where(np.arange(40) < differing, 4.0, 0.0)[:, None]
        sides = sides_of(
            made_up(np.stack([np.zeros((40, 6)), noise + leads], axis=1)), "upskill", "throughput"
        )
        clear = sides.higher_alone | sides.lower_alone if by_itself else sides.higher | sides.lower
        shares.append(float(clear[differing:].sum()) / max(1, int(clear.sum())))
    return np.array(shares)


def is_above(shares: np.ndarray, rate: float) -> bool:
    """Tell whether the mean of so many shares is above a rate; wrongly so once in a million times."""
    error = stats.norm.isf(1e-6) * shares.std(ddof=1) / np.sqrt(len(shares))
    return bool(shares.mean() - error > rate)


@pytest.mark.parametrize("shared", [0.0, 0.5])
@pytest.mark.parametrize("differing", [0, 20])
def test_of_the_points_called_clear_one_in_twenty_is_wrong_at_most(differing: int, shared: float) -> None:
    assert not is_above(wrongly_counted(by_itself=False, differing=differing, shared=shared), 0.05)


def test_by_single_intervals_many_sweeps_would_cry_wolf() -> None:
    assert is_above(wrongly_counted(by_itself=True, differing=0, shared=0.0), 0.05)


def test_discoveries_are_those_of_the_step_up_procedure() -> None:
    """Benjamini and Hochberg (1995), section 4: of 15 hypotheses the four smallest are rejected at 5 %."""
    published = np.array(
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
         0.6528, 0.7590, 1.0]
    )  # fmt: skip

    assert np.flatnonzero(discoveries(published)).tolist() == [0, 1, 2, 3]
    assert np.flatnonzero(discoveries(published[::-1])).tolist() == [11, 12, 13, 14]


def test_a_p_value_that_is_not_known_is_no_discovery_and_counts_for_none() -> None:
    assert discoveries(np.array([np.nan, 0.04, np.nan])).tolist() == [False, True, False]


def test_p_values_are_those_of_the_paired_t_test() -> None:
    values = np.random.default_rng(8).normal(0.4, 1.0, (5, 7))
    values[2, 4] = np.nan

    expected = [stats.ttest_1samp(row[~np.isnan(row)], 0.0).pvalue for row in values]
    np.testing.assert_allclose(p_values(values), expected, rtol=1e-9)
    assert p_values(np.array([[2.0, 2.0], [0.0, 0.0]])).tolist() == [0.0, 1.0]
    assert np.isnan(p_values(np.array([[2.0, np.nan]]))).all()


# --- sentences ----------------------------------------------------------------------------------


def test_the_headline_counts_where_a_strategy_is_ahead_and_where_not() -> None:
    sweep = made_up(with_leads([8.0, 6.0, 0.72, 0.0, -6.0]))

    assert sentences(sweep)[0] == (
        "'upskill' clearly raises the throughput at 2 of 5 points (at 3 if each is judged by itself), lowers "
        "it at 1, and makes no clear difference at 2."
    )


def test_the_range_of_a_key_tells_where_it_is_ahead_and_behind() -> None:
    said = sentences(made_up(with_leads([8.0, 6.0, 0.0, 0.0, -6.0])))

    assert "Where 'upskill' is clearly ahead: people.writers.headcount 0 to 1 (of 0 to 4)." in said
    assert "Where 'upskill' is clearly behind: people.writers.headcount 4 (of 0 to 4)." in said
    assert said[3].startswith("The difference of 'upskill' goes from -6.00 ± 0.")
    assert " tasks a week at people.writers.headcount = 4 to +8.00 ± 0." in said[3]


def test_a_key_that_makes_no_difference_is_not_told_as_one() -> None:
    points = [{"a": number % 2, "b": number} for number in range(6)]
    sweep = made_up(with_leads([8.0, 8.0, 8.0, 0.0, 0.0, 0.0]), points)
    sides = sides_of(sweep, "upskill", "throughput")

    assert [span.key for span in spans_of(sweep, sides.higher, sides.known)] == ["b"]


def test_points_that_failed_are_counted_and_left_out() -> None:
    values = with_leads([8.0, 8.0, 0.0])
    values[2] = np.nan
    failed = (Failed(2, "do nothing", "no"), Failed(2, "upskill", "no"))
    said = sentences(made_up(values, failed=failed))

    assert said[0].startswith("'upskill' clearly raises the throughput at 2 of 2 points,")
    assert said[-1] == "1 point of 3 failed, wholly or in part; the list of failures says why."


def test_a_strategy_that_changes_nothing_is_said_to() -> None:
    assert sentences(made_up(with_leads([0.0, 0.0], spread=0.0)))[0] == (
        "'upskill' leaves the throughput exactly as it is at all 2 points."
    )


def test_one_replication_tells_no_difference() -> None:
    sweep = made_up(with_leads([8.0, 0.0], replications=1))

    assert sentences(sweep) == (
        "One replication cannot tell a difference of 'upskill' from chance; run at least 2.",
        "2 points, one replication each: no number has an interval.",
    )
    assert counts(sweep, ["throughput"]) == []


def test_the_baseline_alone_is_told_with_its_extremes() -> None:
    sweep = made_up(with_leads([0.0, 0.0])[:, :1] + np.array([0.0, 7.0])[:, None, None])

    assert sentences(sweep)[0] == (
        "Under 'do nothing', the throughput goes from 50 tasks a week at people.writers.headcount = 0 to 57 "
        "tasks a week at people.writers.headcount = 1."
    )


def test_what_is_the_same_everywhere_has_no_range() -> None:
    sweep = made_up(with_leads([0.0, 0.0])[:, :1])

    assert sentences(sweep)[0] == (
        "Under 'do nothing', the throughput is 50 tasks a week wherever it is known."
    )


def test_counts_have_a_row_for_each_strategy_and_measure() -> None:
    (row,) = counts(made_up(with_leads([8.0, 6.0, 0.72, 0.0, -6.0])), ["throughput"])

    assert (row.strategy, row.title, row.ahead, row.behind, row.unclear) == (
        "upskill", "throughput", "2 (3)", "1", "2",
    )  # fmt: skip


# --- one at a time ------------------------------------------------------------------------------


ALONE: Points = [{}, {"a": 1}, {"a": 2}, {"b": "10 %"}, {"b": "90 %"}]


def test_the_effect_of_a_key_alone_is_paired_with_the_scenario_as_it_is() -> None:
    luck = np.random.default_rng(2).normal(50.0, 9.0, 6)
    values = (luck + np.array([0.0, 1.0, 3.0, -5.0, 2.0])[:, None])[:, None, :]
    first, second = swings_of(made_up(values, ALONE, "one-at-a-time"), "do nothing", "throughput")

    assert (first.key, first.values) == ("b", ("10 %", "90 %"))
    assert [effect.mean for effect in first.effects] == pytest.approx([-5.0, 2.0])
    assert max(effect.half_width for effect in first.effects) < 1e-9
    assert second.key == "a"


def test_of_a_strategy_it_is_the_change_of_its_lead() -> None:
    values = with_leads([4.0, 4.0, 4.0, 9.0, 4.0], spread=0.0)
    first, second = swings_of(made_up(values, ALONE, "one-at-a-time"), "upskill", "throughput")

    assert (first.key, [effect.mean for effect in first.effects]) == ("b", [5.0, 0.0])
    assert second.size == 0.0


def test_what_moves_most_is_told_and_what_moves_nothing() -> None:
    said = sentences(made_up(with_leads([4.0, 4.0, 4.0, 9.0, 4.0], spread=0.0), ALONE, "one-at-a-time"))

    assert said[1:3] == (
        "Moved alone, this changes the difference that 'upskill' makes to the throughput most: b, by +5 "
        "tasks a week at 10 % and nothing at 90 %.",
        "Moved alone, a changes nothing in the difference that 'upskill' makes to the throughput.",
    )


# --- axes ---------------------------------------------------------------------------------------


def axis(values: Sequence[Value], key: str = "x") -> object:
    return axis_of(made_up(with_leads([0.0] * len(values)), [{key: value} for value in values]), key)


def test_values_with_one_unit_are_numbers_on_an_axis() -> None:
    found = axis(["20 %", "1,000 %", "-5 %"])

    assert (found.unit, found.places.tolist(), found.is_numeric) == ("%", [20.0, 1000.0, -5.0], True)  # type: ignore[attr-defined]


@pytest.mark.parametrize("values", [["first come", "shortest"], ["2 h", "30 min"], [{"uniform": 1}, 3]])
def test_other_values_are_categories_in_their_order(values: list[Value]) -> None:
    found = axis(values)

    assert (found.is_numeric, found.places.tolist()) == (False, [0.0, 1.0])  # type: ignore[attr-defined]


def test_a_point_that_leaves_a_key_out_lies_where_the_file_has_it() -> None:
    sweep = made_up(with_leads([0.0, 0.0]), [{}, {"people.writers.headcount": 7}], "one-at-a-time")

    assert axis_of(sweep, "people.writers.headcount").places.tolist() == [5.0, 7.0]
