"""The right side is named where one fault is planted, and nothing is alleged where there is none.

Seeds are fixed: which organisations, which luck.  The test is deterministic; over other organisations and
luck docs/verification/diagnosis.md has how often it would hold.
"""

from pathlib import Path

import pytest

from tests.statistical.breakdowns import FAULTS, Fault, healthy, named_side, with_fault

PLANTED = [(fault, 100 + 2 * place + draw) for place, fault in enumerate(FAULTS) for draw in range(2)]
WANTED = 29
"""Of 30 planted faults."""


def test_the_right_side_is_named_in_at_least_29_of_30(tmp_path: Path) -> None:
    wrong = [
        (fault.name, number, named_side(with_fault(number, fault), tmp_path))
        for fault, number in PLANTED
        if named_side(with_fault(number, fault), tmp_path) is not fault.side
    ]

    assert len(PLANTED) == 30
    assert len(PLANTED) - len(wrong) >= WANTED, wrong


@pytest.mark.parametrize("number", range(10))
def test_nothing_is_alleged_of_an_organisation_in_good_order(number: int, tmp_path: Path) -> None:
    assert named_side(healthy(number), tmp_path) is None


@pytest.mark.parametrize("fault", [FAULTS[0], FAULTS[6], FAULTS[9]], ids=lambda fault: fault.name)
def test_without_the_fault_that_side_is_not_named(fault: Fault, tmp_path: Path) -> None:
    """The twin: the same organisation before the fault is planted."""
    number = next(number for each, number in PLANTED if each is fault)

    assert named_side(with_fault(number, fault), tmp_path) is fault.side
    assert named_side(healthy(number), tmp_path) is None
