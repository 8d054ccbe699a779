"""Closed sources in which no time ever passes: a run would never come to its end."""

from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from sim.scenario.checks.routes import visited
from sim.scenario.checks.walk import things
from sim.scenario.notation import kinds
from sim.scenario.notation.annotation import Notation, Setting
from sim.scenario.quantities import Distribution
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Tree, Value


def timeless_sources(tree: Tree, setting: Setting) -> Iterator[Problem]:
    """Yield populations whose tasks take no time and come back in no time."""

    def is_nothing(value: Value | None, notation: Notation) -> bool:
        """True for a time that is always zero; False where it is not, or cannot be read."""
        if value is None:
            return False
        try:
            time = notation.read(value, setting)
        except PydanticCustomError:
            return False
        return isinstance(time, Distribution) and time.expected <= 0.0

    steps = things(tree, "steps")
    for name, keys in things(tree, "task_types").items():
        arrivals = keys.get("arrivals")
        on_route = [steps.get(step, {}).get("service_time") for step in visited(tree, name)]
        if not isinstance(arrivals, dict) or "population" not in arrivals or not on_route:
            continue
        if is_nothing(arrivals.get("away_for"), kinds.TimeDistribution) and all(
            is_nothing(time, kinds.WorkDistribution) for time in on_route
        ):
            text = (
                "its tasks take no time in any step and come back in no time, so the clock would stand "
                "still; write a time above zero, e.g. '2 h'"
            )
            yield Problem(("task_types", name, "arrivals", "away_for"), text)
