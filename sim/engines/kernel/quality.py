"""The quality of a task, from the works of its steps."""

from math import inf, nan

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.memory import World
from sim.engines.kernel.work import work_of
from sim.model.model import BEST_OF_PARALLEL, EFFORT_WEIGHTED_MEAN, NONE


@operation
def combine(w: World, number: int, how: int) -> None:
    """Set the quality of a task and whether it is defective; nan and no where no step made quality."""
    task = at.tasks(w, number)
    task.quality, task.defective = nan, 0
    effort, total, first, weakest = 0.0, 0.0, nan, inf
    for step in range(w.step_count):
        work = work_of(w, number, step)
        if not (work.made and work.quality >= 0.0):
            continue
        if how == BEST_OF_PARALLEL and work.group != NONE:
            if work.branch != _best_branch(w, number, work.group):
                continue
        elif weakest == inf:
            first = work.quality
        effort += work.effort
        total += work.effort * work.quality
        weakest = min(weakest, work.quality)
        if work.defective:
            task.defective = 1
    if weakest < inf:
        task.quality = weakest
        if how == EFFORT_WEIGHTED_MEAN:
            task.quality = total / effort if effort > 0.0 else first


@operation
def _best_branch(w: World, number: int, group: int) -> int:
    """Return the branch of a parallel block that has the best weakest link; the first one among equals."""
    best, highest = NONE, 0.0
    for branch in range(w.branch_count):
        weakest = inf
        for step in range(w.step_count):
            work = work_of(w, number, step)
            if work.made and work.quality >= 0.0 and work.group == group and work.branch == branch:
                weakest = min(weakest, work.quality)
        if weakest < inf and (best == NONE or weakest > highest):
            best, highest = branch, weakest
    return best
