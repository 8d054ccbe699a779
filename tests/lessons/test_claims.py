"""What each shipped scenario claims in its ``expect.yaml`` comes out, with the confidence stated there."""

import pytest

from sim.errors import UsageError
from sim.statistics.estimate import Estimate
from sim.validation.asked import Asked
from tests.lessons.claims import SCENARIOS, Band, Claim, found, read_claims

CLAIMS = read_claims()
LESSONS = (
    "beyond-the-frontier",
    "brooks-law",
    "busy-desk",
    "freelance-relief",
    "late-project",
    "long-weeks",
    "overtime",
    "review-bottleneck",
    "spreadsheet",
    "todays-backlog",
    "training-dip",
    "unused-skill",
)
"""Scenarios that show one thing each."""
TWINS = [twin for claim in CLAIMS if (twin := claim.twin()) is not None]


def name(claim: Claim) -> str:
    return f"{claim.scenario}: {claim.say}"


@pytest.mark.parametrize("claim", CLAIMS, ids=name)
def test_claim_holds(claim: Claim) -> None:
    result = found(claim)

    assert claim.band.holds(result), f"{result.mean:.4g} ± {result.half_width:.2g} is not within {claim.band}"


@pytest.mark.parametrize("twin", TWINS, ids=name)
def test_claim_does_not_hold_of_a_strategy_that_does_otherwise(twin: Claim) -> None:
    """Against itself a strategy changes nothing at all, and the claim must notice; others are named."""
    assert not twin.band.holds(found(twin))


def test_an_interval_that_crosses_the_end_of_a_band_does_not_hold() -> None:
    assert Band.read("above 0").holds(Estimate(0.3, 0.2, 9))
    assert not Band.read("above 0").holds(Estimate(0.3, 0.4, 9))
    assert not Band.read("between 0 and 1").holds(Estimate(0.9, 0.2, 9))
    assert not Band.read("below 0").holds(Estimate(float("nan"), 0.2, 9))


def test_a_claim_about_some_weeks_reads_these_weeks_only() -> None:
    at_first, later = (_about("throughput", weeks, "70 hours") for weeks in ((1, 1), (40, 52)))

    assert found(at_first).mean == pytest.approx(350.0, abs=1.0)
    assert found(later).mean == pytest.approx(5.0 * 54.15, abs=1.0)


def test_what_is_not_counted_week_by_week_cannot_be_claimed_for_some_weeks() -> None:
    with pytest.raises(UsageError, match="not counted week by week"):
        found(_about("cost", (1, 2)))


def _about(measure: str, weeks: tuple[int, int], strategy: str = "do nothing") -> Claim:
    asked = Asked(measure, "level", strategy, window=weeks)
    return Claim("long-weeks", "", asked, Band(0, 1), 2, 0.99, 1)


def test_every_scenario_makes_claims_or_repeats_what_was_published() -> None:
    repeating = {file.parent.name for file in SCENARIOS.glob("*/published.yaml")}

    assert {claim.scenario for claim in CLAIMS} | repeating == {
        file.parent.name for file in SCENARIOS.glob("*/scenario.yaml")
    }


@pytest.mark.parametrize("scenario", LESSONS)
def test_every_claim_of_a_lesson_has_a_twin_that_must_fail(scenario: str) -> None:
    claims = [claim for claim in CLAIMS if claim.scenario == scenario]

    assert claims
    assert [claim.say for claim in claims if claim.twin() is None] == []
