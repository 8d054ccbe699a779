"""What would change the verdict: inputs moved one at a time, and who is ahead then."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison
from sim.experiments.leading import leading
from sim.experiments.sweeping.axes import parted
from sim.experiments.sweeping.findings import Sweep
from sim.measures.measure import Direction
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.plain_words import in_yaml
from sim.scenario.reading.yaml_text import Value
from sim.statistics.comparisons import discoveries, p_values
from sim.statistics.estimate import Estimate, estimate, estimates

STEP = 0.2
"""Share of its value by which an input is moved, down and up (assumed)."""
MOST_MOVES = 40
"""Points at most: some seconds of the shipped scenarios (assumed)."""
Point = dict[str, Value]


class Outcome(Enum):
    """Who is ahead at a point."""

    SAME = "still ahead"
    OPEN = "not told apart"
    OTHER = "another one ahead"


@dataclass(frozen=True, slots=True)
class Turn:
    """An input that is moved alone, and who is ahead then.

    Attributes:
        key: of the scenario; ``""`` for the scenario as it is.
        value: it was set to, as a scenario writes it.
        stated: what the file says.
        rival: the best of the other strategies there.
        lead: of the strategy that is ahead in the comparison over the rival, above 0 better.
        outcome: what that says.
    """

    key: str
    value: str
    stated: str
    rival: str
    lead: Estimate
    outcome: Outcome


def ahead(comparison: Comparison) -> str:
    """Return the strategy that is chosen, else the one with the best mean of the leading measure.

    Strategies over the budget are left out; where nothing is better, it is the baseline.
    """
    if comparison.selection is not None and len(comparison.selection.chosen) == 1:
        return comparison.selection.chosen[0]
    lead = leading(comparison)
    sign = _sign(comparison.differences[comparison.baseline][lead].measure.direction)
    over = over_budget(comparison)
    gains = {
        name: sign * found[lead].difference.mean
        for name, found in comparison.differences.items()
        if name not in over
    }
    known = {name: gain for name, gain in gains.items() if not math.isnan(gain)}
    return max(known, key=lambda name: known[name], default=comparison.baseline)


def moves(loaded: LoadedScenario) -> list[Point]:
    """Return the changes of one input each: head counts, arrival rates, what tools are able to do.

    Each is moved down and up by a fifth, a head count by a person at least; a team of one is not sent home.
    What the file states by something else than a number with a unit stays.  Of many the first are taken.
    """
    tree = loaded.tree
    points = [
        *(
            {f"people.{pool}.headcount": moved}
            for pool, said in _things(tree, "people")
            for moved in _moved_count(said.get("headcount"))
        ),
        *(
            {f"task_types.{kind}.arrivals.rate": moved}
            for kind, said in _things(tree, "task_types")
            for moved in _moved(_inside(said.get("arrivals")).get("rate"))
        ),
        *(
            {f"tools.{tool}.capability.{skill}": moved}
            for tool, said in _things(tree, "tools")
            for skill, level in _inside(said.get("capability")).items()
            for moved in _moved(level, at_most=1.0)
        ),
    ]
    return points[:MOST_MOVES]


def turns(comparison: Comparison, sweep: Sweep) -> list[Turn]:
    """Return who is ahead at each point, the scenario as it is first.

    A lead counts as clear by its place among those of all points (false discovery rate): one is still ahead
    only where that is clear beside every rival; that another one is ahead has a p-value times the number of
    rivals, since the best of them was picked.  A lead that does not matter is not told apart.
    """
    leader, lead = ahead(comparison), leading(comparison)
    sign = _sign(sweep.measure(lead).direction)
    over = over_budget(comparison)
    others = [name for name in sweep.strategies if name != leader and name not in over]
    if not others:
        return []
    own = sign * sweep.of(leader, lead)
    gaps = np.array([own - sign * sweep.of(name, lead) for name in others])
    means = np.array([estimates(gap)[0] for gap in gaps])
    rivals = np.where(np.isnan(means), math.inf, means).argmin(axis=0)
    leads = gaps[rivals, np.arange(len(own))]
    p_of_each = np.array([p_values(gap) for gap in gaps])
    is_ahead = means.min(axis=0) > 0.0
    picked = np.minimum(len(others) * p_of_each[rivals, np.arange(len(own))], 1.0)
    clear = discoveries(np.where(is_ahead, np.fmax.reduce(p_of_each), picked))
    matters = comparison.matters_from.get(lead, 0.0)
    found = []
    for place, point in enumerate(sweep.design.points):
        key = next(iter(point), "")
        known = estimate(leads[place])
        found.append(
            Turn(
                key,
                in_yaml(point[key]) if key else "",
                in_yaml(sweep.stated[key]) if key in sweep.stated else "",
                others[rivals[place]],
                known,
                _outcome(known, is_clear=bool(clear[place]), matters=matters),
            )
        )
    return found


def _outcome(lead: Estimate, *, is_clear: bool, matters: float) -> Outcome:
    if not is_clear or abs(lead.mean) < matters:
        return Outcome.OPEN
    return Outcome.SAME if lead.mean > 0.0 else Outcome.OTHER


def _sign(direction: Direction) -> float:
    return -1.0 if direction is Direction.SMALLER else 1.0


def _things(tree: Mapping[str, Value], section: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Yield the named things of a section of the scenario."""
    for name, said in _inside(tree.get(section)).items():
        yield name, _inside(said)


def _inside(value: Value | None) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _moved_count(value: Value | None) -> list[Value]:
    """Return a head count with a fifth less and more, a person at least."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        return []
    step = max(1, round(STEP * value))
    return [*([value - step] if value > step else []), value + step]


def _moved(value: Value | None, at_most: float = math.inf) -> list[Value]:
    """Return a number, with its unit where it has one, a fifth smaller and larger."""
    parts = None if isinstance(value, bool) or value is None else parted(value)
    if parts is None or not parts[1] > 0.0:
        return []
    before, number, after = parts
    ends = [float(f"{number * (1.0 + step):.4g}") for step in (-STEP, STEP)]
    kept = [end for end in (min(end, at_most) for end in ends) if end != number]
    if isinstance(value, int | float):
        return list(kept)
    return [" ".join(part for part in (before, f"{end:g}", after) if part) for end in kept]
