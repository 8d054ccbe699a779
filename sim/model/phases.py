"""What dated ``set`` levers change while a scenario runs."""

import math

from sim.model.distributions import DistributionTable
from sim.model.model import NONE, Phase
from sim.model.pools import most_overtime, pool_names
from sim.model.ragged import floats, ints
from sim.model.steps import build_steps
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.load import Effective
from sim.scenario.schema import Behaviour, Scenario, Set


def build_phases(
    effective: Effective,
    behaviour: Behaviour,
    table: DistributionTable,
    pool_index: dict[str, int],
    skill_index: dict[str, int],
) -> tuple[Phase, ...]:
    """Return what each dated ``set`` of a strategy changes, in order of the strategy's levers."""
    levers = [lever for lever in effective.levers if isinstance(lever, Set) and lever.is_dated]
    return tuple(
        _phase(lever, after, behaviour, table, pool_index, skill_index)
        for lever, after in zip(levers, effective.phases, strict=True)
    )


def _phase(
    lever: Set,
    after: Scenario,
    behaviour: Behaviour,
    table: DistributionTable,
    pool_index: dict[str, int],
    skill_index: dict[str, int],
) -> Phase:
    targets = [target for key in lever.set if (target := parse_dotted(key))]
    steps = {str(target[1]) for target in targets if target[0] == "steps" and len(target) > 1}
    if ("steps",) in targets:
        steps = set(after.steps)
    pools = {str(target[1]) for target in targets if target[0] == "people"}
    has_limit = any(target[0] == "work_in_process_limit" for target in targets)
    overtime = [
        most_overtime(after.people[name], behaviour) if name in pools else math.nan
        for name in pool_names(after)
    ]
    return Phase(
        steps=build_steps(after, behaviour, table, pool_index, skill_index),
        changed=ints(number for number, name in enumerate(sorted(after.steps)) if name in steps),
        limit=(after.work_in_process_limit or 0) if has_limit else NONE,
        overtime=floats(overtime),
    )
