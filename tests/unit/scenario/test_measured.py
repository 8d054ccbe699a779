"""The names of measures have one place, from which the measures take them."""

import pytest

from sim.measures.people import pool_measures
from sim.measures.registry import MEASURES
from sim.model.names import Names, PoolKind
from sim.scenario.measured import EXAMPLES, NAMES, example_of, in_unit, measured_in


def test_every_name_has_a_measure_and_every_measure_a_name() -> None:
    assert {measured.name for measured in NAMES} == set(MEASURES)
    for measured in NAMES:
        measure = MEASURES[measured.name]
        assert (measure.title, measure.unit) == (measured.title, measured.unit)


def test_the_measures_of_a_pool_are_those_that_a_file_may_name() -> None:
    names = Names((), (), ("writers", "bot"), (PoolKind.PEOPLE, PoolKind.TOOL), (), "EUR")

    assert {measure.name for measure in pool_measures(names)} <= set(measured_in(names.pools))


@pytest.mark.parametrize("unit", sorted({measured.unit for measured in NAMES}))
def test_the_example_of_each_unit_is_read_in_that_unit(unit: str) -> None:
    assert unit in EXAMPLES
    assert in_unit(example_of(unit, "EUR"), unit, "EUR") is not None
