"""What must hold of any model of the organisation, whatever a strategy brings."""

from typing import Annotated

from pydantic import Field

from sim.scenario.notation.expectation import Expectation, Expected
from sim.scenario.schema.base import Name, Strict


class RealityCheck(Strict):
    """A statement that must hold, e.g. that nothing is delivered without reviewers."""

    called = "a check"

    set: dict[str, object] = {}
    """What is changed for it: `{people.editors.headcount: 0}`; left out: nothing."""
    strategy: Name = "do nothing"
    """The strategy under which it must hold."""
    expect: Annotated[
        tuple[Expectation, ...], Expected, Field(examples=["throughput falls", "flow_time below 2 h"])
    ]
    """What must come out with the change: a measure that falls, rises or stays beside what it is without, or
    that is below or above an amount; one statement, or a list."""
