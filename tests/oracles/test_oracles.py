"""The simulator against the book, and the twins that are 3 % wrong against the same book.

Each claim is tested at ``LEVEL``, so that all of them together raise a false alarm in one of a million
choices of luck; what each is worth stands in ``docs/verification/oracles.md``.
"""

import pytest

from tests.oracles.agreement import p_value
from tests.oracles.catalogue import LEVEL, ORACLES, TEST_SEED
from tests.oracles.oracle import Oracle, samples


@pytest.fixture(params=ORACLES, ids=lambda oracle: oracle.name)
def oracle(request: pytest.FixtureRequest) -> Oracle:
    found: Oracle = request.param
    return found


def test_simulation_agrees_with_the_book(oracle: Oracle) -> None:
    found, _ = samples(oracle.text, oracle.claims, oracle.replications, TEST_SEED)

    for claim, sample in zip(oracle.claims, found, strict=True):
        assert p_value(sample, claim.expected) > LEVEL, (claim.what, sample.mean(), claim.expected)


def test_a_twin_that_is_three_percent_wrong_is_found_out(oracle: Oracle) -> None:
    judge = oracle.claims[:1]

    found, _ = samples(oracle.twin, judge, oracle.replications, TEST_SEED)

    assert p_value(found[0], judge[0].expected) <= LEVEL
