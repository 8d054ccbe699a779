"""Comparisons and replications of a small agency, run by the reference engine."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.errors import UsageError
from sim.experiments.budget import plans_over_budget
from sim.experiments.compare import compare
from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison, Replications
from sim.experiments.queues import file_doubts
from sim.experiments.replicate import replicate
from sim.experiments.verdict import headline, verdict
from sim.records.controls import CONTROLS
from sim.scenario.load import LoadedScenario, load_scenario
from sim.statistics.control_variates import FEWEST_CONTROLLED, LEAST_GAIN, Controlled
from sim.statistics.estimate import estimate

TEXT = (Path(__file__).parent / "agency.yaml").read_text(encoding="utf-8")
Edited = Callable[..., LoadedScenario]
MEAN_RATE = math.sqrt(15 * 40) * math.exp((math.log(40 / 15) / 2 / 1.644854) ** 2 / 2)
"""Mean of the lognormal with 5th and 95th percentiles at 15 and 40 USD/h."""


@pytest.fixture
def agency(tmp_path: Path) -> Edited:
    """Return the agency with parts of its text replaced."""

    def edited(*changes: tuple[str, str]) -> LoadedScenario:
        text = TEXT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "agency.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path)

    return edited


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """The agency as it is, with few replications."""
    return compare(load_scenario(Path(__file__).parent / "agency.yaml"), replications=4, jobs=1)


def same_digits(left: Replications, right: Replications) -> bool:
    return (
        left.values.tobytes() == right.values.tobytes()
        and left.quality_counts.tobytes() == right.quality_counts.tobytes()
        and {k: v.tobytes() for k, v in left.series.items()}
        == {k: v.tobytes() for k, v in right.series.items()}
        and {k: v.tobytes() for k, v in left.accounts.items()}
        == {k: v.tobytes() for k, v in right.accounts.items()}
    )


def test_baseline_comes_first_and_differs_from_itself_by_nothing(compared: Comparison) -> None:
    assert list(compared.replications) == [
        "do nothing", "upskill", "upgrade tools", "flexible talent", "all three",
    ]  # fmt: skip
    for difference in compared.differences["do nothing"].values():
        gap = difference.difference
        assert gap.replications == 0 or (gap.mean, gap.half_width) == (0.0, 0.0)
    assert compared.spending["do nothing"].mean == 0.0


def test_difference_is_that_of_the_paired_replications(compared: Comparison) -> None:
    upskill, base = (compared.replications[name] for name in ("upskill", "do nothing"))
    column = [measure.name for measure in base.measures].index("throughput")
    found = compared.differences["upskill"]["throughput"]

    assert found.difference == estimate(upskill.values[:, column] - base.values[:, column])
    assert found.level == estimate(upskill.values[:, column])


def queue(replications: int) -> Comparison:
    """The first queue of the tutorial."""
    path = Path(__file__).parents[3] / "scenarios" / "first-queue"
    return compare(
        load_scenario(path), ["one more clerk"], replications=replications, engine="kernel", jobs=1
    )


def test_control_variates_are_a_second_opinion_in_which_luck_counts_less() -> None:
    """What both queues have drawn explains most of the luck in flow times, and nothing of deliveries."""
    found = queue(FEWEST_CONTROLLED).differences["one more clerk"]
    flow_time, throughput = found["flow_time"], found["throughput"]

    assert flow_time.controlled.controls == 2 * len(CONTROLS) - 1  # arrivals are the same in both
    assert flow_time.controlled.reduction > LEAST_GAIN
    assert flow_time.controlled.estimate.half_width < flow_time.difference.half_width / math.sqrt(LEAST_GAIN)
    apart = flow_time.controlled.estimate.mean - flow_time.difference.mean
    assert abs(apart) < flow_time.controlled.estimate.half_width + flow_time.difference.half_width
    assert throughput.controlled == Controlled(throughput.difference, 1.0, 0)


def test_control_variates_need_enough_runs() -> None:
    found = queue(FEWEST_CONTROLLED - 1).differences["one more clerk"]["flow_time"]

    assert found.controlled == Controlled(found.difference, 1.0, 0)


def test_controls_come_with_the_replications_they_belong_to(compared: Comparison) -> None:
    for result in compared.replications.values():
        assert result.controls.shape == (len(result.values), len(CONTROLS))
        assert result.first(2).controls.shape == (2, len(CONTROLS))


def test_strategies_meet_the_same_demand_so_that_differences_are_sharp(agency: Edited) -> None:
    """Without repairs every strategy has the very same arrivals, week by week."""
    calm = compare(agency(("return_chance: 40 %", "return_chance: 0 %")), replications=6, jobs=1)
    base = calm.replications["do nothing"].series["arrivals"]

    for result in calm.replications.values():
        np.testing.assert_array_equal(result.series["arrivals"], base)
    assert calm.differences["upskill"]["delivered_per_week"].variance_reduction > 10.0


def test_any_number_of_processes_gives_the_same_comparison(agency: Edited, compared: Comparison) -> None:
    shared = compare(agency(), replications=4, jobs=2)

    for name, result in compared.replications.items():
        assert same_digits(result, shared.replications[name])
    assert verdict(shared) == verdict(compared)


def test_replications_are_those_of_the_comparison_and_the_first_ones_stay(
    agency: Edited, compared: Comparison
) -> None:
    alone = replicate(agency(), "upskill", replications=4, jobs=1)
    fewer = replicate(agency(), "upskill", replications=2, jobs=1)

    assert same_digits(alone, compared.replications["upskill"])
    assert fewer.values.tobytes() == alone.values[:2].tobytes()
    assert len({row.tobytes() for row in alone.values}) == 4


def test_another_seed_is_other_luck(agency: Edited) -> None:
    one, other = (replicate(agency(), replications=1, seed=seed, jobs=1) for seed in (1, 2))

    assert one.values.tobytes() != other.values.tobytes()


def test_chosen_strategies_are_compared_with_the_baseline_even_if_it_is_not_named(agency: Edited) -> None:
    found = compare(agency(), ["upskill", "upskill"], replications=1, jobs=1)

    assert list(found.replications) == ["do nothing", "upskill"]


def test_baseline_is_the_one_of_the_file(agency: Edited) -> None:
    found = compare(
        agency(("compare:\n", "compare:\n  baseline: upskill\n")), ["all three"], replications=1, jobs=1
    )

    assert (found.baseline, list(found.replications)) == ("upskill", ["upskill", "all three"])
    assert found.planned["upskill"] == 0.0


def test_foreground_is_what_the_file_asks_for_and_otherwise_the_five(agency: Edited) -> None:
    asked = compare(agency(), [], replications=1, jobs=1)
    start = TEXT.index("  measures:")
    silent = compare(agency((TEXT[start:], "")), [], replications=1, jobs=1)

    assert asked.foreground == ("throughput", "quality_spread", "cost_per_good_task")
    stated = {"throughput": 1.0, "quality_spread": 0.01, "cost_per_good_task": 10.0}
    assert {name: asked.matters_from[name] for name in stated} == stated
    assert not asked.matters_assumed.intersection(stated)
    assert silent.foreground == ("throughput", "flow_time", "quality", "quality_spread", "cost_per_good_task")


def test_what_matters_is_in_the_unit_of_its_measure(agency: Edited) -> None:
    found = compare(agency(("matters_from: 0.01", "matters_from: 1 %")), replications=1, jobs=1)

    assert found.matters_from["quality_spread"] == 0.01


def test_where_nothing_is_said_of_what_matters_one_per_cent_of_the_baseline_is_assumed(
    compared: Comparison,
) -> None:
    baseline = compared.differences["do nothing"]

    assert compared.matters_from["flow_time"] == 0.01 * baseline["flow_time"].level.mean
    assert compared.matters_from["escape_rate"] == 0.005
    assert {"flow_time", "escape_rate"} <= compared.matters_assumed


def test_zero_is_a_statement_of_what_matters(agency: Edited) -> None:
    found = compare(
        agency(("{matters_from: 1 per week}", "{matters_from: 0 per week}")), [], replications=1, jobs=1
    )

    assert found.matters_from["throughput"] == 0.0
    assert "throughput" not in found.matters_assumed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"replications": 0}, "replications = 0: should be a whole number from 1 up"),
        ({"seed": -1}, "seed = -1: should be a whole number from 0 up"),
        ({"strategies": ["upskil"]}, "unknown strategy 'upskil'; did you mean 'upskill'?"),
        ({"future": "boom"}, "unknown future 'boom'"),
        ({"engine": "steam"}, "engine = 'steam': there is no such engine"),
    ],
)
def test_wrong_argument_is_refused_before_anything_runs(
    agency: Edited, arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        compare(agency(), **arguments)

    assert str(caught.value).startswith(words)


def test_weekly_series_and_measures_tell_the_same_story(compared: Comparison) -> None:
    """The window is weeks 3 to 12; counts add up, and the mean of weekly means is the mean."""
    for result in compared.replications.values():
        values = {m.name: result.values[:, column] for column, m in enumerate(result.measures)}
        good, delivered, mean_wip = (result.series[name][:, 2:] for name in ("good", "delivered", "mean_wip"))
        np.testing.assert_allclose(values["throughput"], good.mean(axis=1))
        np.testing.assert_allclose(values["delivered_per_week"], delivered.mean(axis=1))
        np.testing.assert_allclose(values["throughput_week_spread"], good.std(axis=1, ddof=1))
        np.testing.assert_allclose(values["wip"], mean_wip.mean(axis=1), rtol=1e-9)
        np.testing.assert_array_equal(result.quality_counts.sum(axis=1), delivered.sum(axis=1))
        for pool in ("writers", "editors"):
            busy, there = (
                result.pool_series[pool, name][:, 2:].sum(axis=1) for name in ("busy_time", "available_time")
            )
            np.testing.assert_allclose(values[f"utilisation.{pool}"], busy / there)


# --- the budget ---------------------------------------------------------------------------------


def test_what_is_sure_is_spent_as_planned(compared: Comparison) -> None:
    """Training is 5 x 1,200; the upgrade 2,000 and 30 more per person and month for 5 persons."""
    months = 10 * 168 / 730.5

    assert compared.planned["upskill"] == 5 * 1200.0
    assert compared.planned["upgrade tools"] == pytest.approx(2000.0 + 30.0 * 5 * months)
    for name in ("upskill", "upgrade tools"):
        assert compared.spending[name].mean == pytest.approx(compared.planned[name])


def test_plan_of_seats_holds_their_budget_and_the_tools_they_use(compared: Comparison) -> None:
    months = 10 * 168 / 730.5

    assert compared.planned["flexible talent"] == pytest.approx(12_000.0 + 2 * 30.0 * months)
    assert compared.planned["all three"] == pytest.approx(
        6000.0 + 2000.0 + 30.0 * 5 * months + 12_000.0 + 2 * 60.0 * months
    )
    assert compared.warnings == ()


def test_plan_without_a_budget_of_the_seats_is_every_hour_of_them(agency: Edited) -> None:
    """Two seats, weeks 3 to 12, 40 h a week, at 25.61 USD/h on average and 10 % fee."""
    found = compare(agency(("      budget: 12,000 USD\n", "")), ["flexible talent"], replications=1, jobs=1)

    hours, months = 2 * 10 * 40, 10 * 168 / 730.5
    assert found.planned["flexible talent"] == pytest.approx(hours * MEAN_RATE * 1.1 + 2 * 30.0 * months)
    assert found.warnings == (
        "'flexible talent' may cost up to 22,673 USD if every freelancer is found at once and works every "
        "hour, above the budget of 21,000 USD",
    )


def test_seats_that_close_are_planned_until_then(agency: Edited) -> None:
    found = compare(
        agency(("      budget: 12,000 USD\n", "      until: week 5\n")),
        ["flexible talent"],
        replications=1,
        jobs=1,
    )

    hours, months = 2 * 2 * 40, 2 * 168 / 730.5
    assert found.planned["flexible talent"] == pytest.approx(hours * MEAN_RATE * 1.1 + 2 * 30.0 * months)


def test_a_strategy_over_the_budget_is_run_and_named_and_not_counted(agency: Edited) -> None:
    loaded = agency(("budget: 21,000 USD", "budget: 5,000 USD"))

    found = compare(loaded, ["upskill", "upgrade tools"], replications=3, jobs=1)

    assert over_budget(found) == ["upskill"]
    assert list(found.replications) == ["do nothing", "upskill", "upgrade tools"]
    assert verdict(found)[1].startswith(
        "'upskill' costs 6,000 USD, more than the budget of 5,000 USD; beyond it, "
    )
    assert "'upskill'" not in headline(found)
    assert not [said for said in found.warnings if said.startswith("'upskill'")]


def test_plans_over_the_budget_are_known_before_any_run(agency: Edited) -> None:
    loaded = agency(("budget: 21,000 USD", "budget: 5,000 USD"))

    assert plans_over_budget(loaded) == (
        "'upskill' is sure to cost 6,000 USD, more than the budget of 5,000 USD",
        "'all three' is sure to cost 8,345 USD, more than the budget of 5,000 USD",
    )
    assert plans_over_budget(agency()) == ()
    assert plans_over_budget(agency(("  budget: 21,000 USD\n", ""))) == ()


def test_spending_that_may_or_may_not_exceed_the_budget_is_a_warning(agency: Edited) -> None:
    """Freelancers cost what luck makes of it; the budget lies between their mean and its lower end."""
    loaded = agency()
    spent = compare(loaded, ["flexible talent"], replications=4, jobs=1).spending["flexible talent"]
    between = spent.mean - 0.5 * spent.half_width
    assert spent.half_width > 2.0

    loaded_again = agency(("budget: 21,000 USD", f"budget: {between:.0f} USD"))
    found = compare(loaded_again, ["flexible talent"], replications=4, jobs=1)

    (warning,) = (said for said in found.warnings if said not in file_doubts(loaded_again))
    assert warning.startswith("'flexible talent' spent ")
    assert warning.endswith(f"USD, above the budget of {between:,.0f} USD")
    assert over_budget(found) == []


def test_plan_is_unknown_where_an_upgrade_changes_the_price_of_a_use(agency: Edited) -> None:
    by_use = agency(("price: 60 USD per person per month}", "price: 0.50 USD per use}"))
    found = compare(by_use, ["upgrade tools"], replications=1, jobs=1)

    assert found.planned["upgrade tools"] is None
    assert found.spending["upgrade tools"].mean > 0.0


def test_a_permanent_hire_is_spent_and_planned(tmp_path: Path) -> None:
    """One more person at 10 USD/h on every hour of two weeks: 10 x 336."""
    path = tmp_path / "scenario.yaml"
    path.write_text(
        """
scenario: Desk
run_length: 2 weeks
task_types: {ticket: {arrivals: 30 per week, route: [answer]}}
steps: {answer: {service_time: 30 min, done_by: [agents]}}
people: {agents: {headcount: 1, wage: 10 USD/h}}
strategies: {one more: [{set: {people.agents.headcount: 2}}]}
""",
        encoding="utf-8",
    )

    found = compare(load_scenario(path), replications=2, jobs=1)

    assert found.spending["one more"].mean == pytest.approx(3360.0)
    assert found.planned["one more"] == pytest.approx(3360.0)
