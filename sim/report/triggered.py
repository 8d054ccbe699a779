"""When levers that wait for a condition have acted, in words."""

import numpy as np

from sim.experiments.findings import Floats, Replications
from sim.model.build import build
from sim.model.model import NONE, OPEN_SEATS, TRAIN, UPGRADE, Model
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.wording import spoken
from sim.units import HOURS_PER_WEEK

DOING = {TRAIN: "the training of {}", UPGRADE: "the upgrade of {}", OPEN_SEATS: "the hiring of {}"}
CHANGE = "the change of how {} work"


def triggered_sentences(loaded: LoadedScenario, replications: Replications, future: str = "") -> list[str]:
    """Return a sentence for each lever of a strategy that waits for a condition.

    Args:
        loaded: the scenario.
        replications: what its replications gave.
        future: the future that was assumed, or ``""``.
    """
    model = build(loaded.under(replications.strategy, future))
    return [
        f"{_doing(model, lever)} {_when(replications.acted_at[:, lever])}."
        for lever in np.flatnonzero(model.levers.when != NONE).tolist()
    ]


def _doing(model: Model, lever: int) -> str:
    text = DOING.get(int(model.levers.kind[lever]), CHANGE)
    said = text.format(spoken(model.names.pools[int(model.levers.pool[lever])]))
    return said[0].upper() + said[1:]


def _when(moments: Floats) -> str:
    """Return in which week something first happened, and in how many replications."""
    came = np.sort(moments[np.isfinite(moments)])
    count = len(moments)
    if len(came) == 0:
        return f"never came: its condition did not hold at any look in {count} replications"
    weeks = [int(moment // HOURS_PER_WEEK) + 1 for moment in (came[0], came[(len(came) - 1) // 2], came[-1])]
    first, middle, last = weeks
    when = f"in week {middle}" if first == last else f"in week {middle} (median; week {first} to {last})"
    share = "every replication" if len(came) == count else f"{len(came)} of {count} replications"
    return f"came {when}, in {share}"
