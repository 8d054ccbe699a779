"""What each shipped scenario claims in its ``expect.yaml`` comes out, with the confidence stated there."""

import pytest

from sim.experiments.findings import Estimate
from tests.lessons.claims import Band, Claim, found, read_claims

CLAIMS = read_claims()
WITH_AN_EFFECT = [
    claim
    for claim in CLAIMS
    if claim.kind != "level" and not claim.band.low < claim.neutral < claim.band.high
]


def name(claim: Claim) -> str:
    return f"{claim.scenario}: {claim.say}"


@pytest.mark.parametrize("claim", CLAIMS, ids=name)
def test_claim_holds(claim: Claim) -> None:
    result = found(claim)

    assert claim.band.holds(result), f"{result.mean:.4g} ± {result.half_width:.2g} is not within {claim.band}"


@pytest.mark.parametrize("claim", WITH_AN_EFFECT, ids=name)
def test_claim_would_fail_if_the_strategy_did_nothing(claim: Claim) -> None:
    """Against itself a strategy changes nothing at all, and the claim must notice."""
    assert not claim.band.holds(found(claim.unchanged()))


def test_an_interval_that_crosses_the_end_of_a_band_does_not_hold() -> None:
    assert Band.read("above 0").holds(Estimate(0.3, 0.2, 9))
    assert not Band.read("above 0").holds(Estimate(0.3, 0.4, 9))
    assert not Band.read("between 0 and 1").holds(Estimate(0.9, 0.2, 9))
    assert not Band.read("below 0").holds(Estimate(float("nan"), 0.2, 9))


def test_every_scenario_makes_claims() -> None:
    assert {claim.scenario for claim in CLAIMS} == {
        "content-agency",
        "first-queue",
        "software-team",
        "support-desk",
    }
