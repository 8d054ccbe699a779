"""The kernel walks the reference engine's path on scenarios drawn over the whole schema."""

from collections import Counter

from sim.model.model import Model
from sim.records.record import RunRecord
from tests.conformance.drawn import compare, traits

PARTS = 4
"""The examples of the ordinary test run come in parts, so that several processes share them."""
EXAMPLES = 500


def compare_part(part: int) -> Counter[str]:
    seen: Counter[str] = Counter()

    def count(model: Model, record: RunRecord) -> None:
        seen.update(traits(model, record))

    compare(EXAMPLES // PARTS, 100 + part, count)
    return seen


def test_first_part_of_the_drawn_scenarios() -> None:
    compare_part(0)


def test_second_part_of_the_drawn_scenarios() -> None:
    compare_part(1)


def test_third_part_of_the_drawn_scenarios() -> None:
    compare_part(2)


def test_fourth_part_of_the_drawn_scenarios_and_that_they_tie_and_begin_with_open_tasks() -> None:
    seen = compare_part(3)
    assert seen["visits that end at the same moment"] > EXAMPLES // PARTS // 10
    assert seen["work that is begun at the start"] > EXAMPLES // PARTS // 10
