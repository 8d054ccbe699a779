"""Who does the work on paper: visits are shared out by preference, as far as the hours of each pool go."""

from collections.abc import Mapping, Sequence

from sim.scenario.load_estimate import balanced_loads

Mix = dict[str, dict[str, float]]
"""By step, the share of its visits that each pool does; nobody where there is nobody who could."""


def shared_out(
    effort: Mapping[str, float],
    able: Mapping[str, Sequence[str]],
    pace: Mapping[tuple[str, str], float],
    hours: Mapping[str, float],
) -> Mix:
    """Return who does what: the pool that a step prefers first, as far as its hours go, then the next.

    Steps that few pools can do are given out first.  What is too much for all of them is shared by the hours
    that they have.

    Args:
        effort: of each step [h].
        able: the pools that may do each step and are there, in order of preference.
        pace: by step and pool, hours that an hour of effort takes [h/h].
        hours: that each pool has [h].
    """
    free = dict(hours)
    mix: Mix = {}
    for step in sorted(effort, key=lambda name: len(able[name])):
        left, mix[step] = 1.0, {}
        for pool in able[step]:
            needed = left * effort[step] * pace[step, pool]
            share = left if needed <= free[pool] else left * free[pool] / needed
            free[pool] -= min(needed, free[pool])
            mix[step][pool] = share
            left -= share
        together = sum(hours[pool] for pool in able[step])
        for pool in able[step] if left > 0.0 else ():
            mix[step][pool] += left * hours[pool] / together
    return mix


def share_done(
    effort: Mapping[str, float],
    able: Mapping[str, Sequence[str]],
    pace: Mapping[tuple[str, str], float],
    hours: Mapping[str, float],
) -> dict[str, float]:
    """Return the share of each step's work for which there are hours, arguments as for ``shared_out``."""
    done = {step: 1.0 if able[step] or needed <= 0.0 else 0.0 for step, needed in effort.items()}
    work = {step: needed * _mean_pace(step, able[step], pace, hours) for step, needed in effort.items()}
    for load in balanced_loads(work, {step: tuple(pools) for step, pools in able.items()}, hours):
        for step in load.steps:
            done[step] = min(1.0, 1.0 / load.utilisation)
    return done


def _mean_pace(
    step: str,
    pools: Sequence[str],
    pace: Mapping[tuple[str, str], float],
    hours: Mapping[str, float],
) -> float:
    """Return the hours that an hour of effort takes when all who can do a step do nothing else [h/h]."""
    if not pools or any(pace[step, pool] <= 0.0 for pool in pools):
        return 0.0
    return sum(hours[pool] for pool in pools) / sum(hours[pool] / pace[step, pool] for pool in pools)
