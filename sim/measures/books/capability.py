"""What a tool could have done on a task that a person did alone."""

import numpy as np

from sim.engines.visit_hours import spans_of
from sim.model.model import NONE, Model
from sim.records.record import RunRecord
from sim.rules.luck import identity, mixed, uniform
from sim.rules.normal import normal_quantile
from sim.rules.quality import capability_on_topic


class Capability:
    """What the newest version of a tool was capable of, on the topic of a visit's task."""

    def __init__(self, model: Model, record: RunRecord) -> None:
        self._model, self._record = model, record
        self._word = identity(mixed(record.seed + 1), record.replication)
        self._has_access = _has_access(model)

    def of(self, tool: int, visit: int) -> float:
        """Return c̃ for the step of a visit [0-1 scale]; minus infinity where the person may not use the tool.

        Also where what the tool can do is not stated: it then changes speed only.
        """
        model, visits, tasks = self._model, self._record.visits, self._record.tasks
        version = self._version(tool, float(visits["started_at"][visit]))
        pool = int(self._record.actors["pool"][visits["actor"][visit]])
        if version == NONE or not model.versions.stated[version] or not self._has_access[version, pool]:
            return -np.inf
        step, task = int(visits["step"][visit]), int(visits["task"][visit])
        demanded = slice(int(model.steps.skill_first[step]), int(model.steps.skill_first[step + 1]))
        if demanded.start == demanded.stop:
            return -np.inf
        capability = 0.0
        for skill, weight in zip(model.steps.skill[demanded], model.steps.weight[demanded], strict=True):
            capability += float(weight) * float(model.versions.capability[version, skill])
        slot = identity(model.slots.jaggedness, int(model.types.word[tasks["task_type"][task]]))
        owner = identity(self._word, int(model.versions.word[version]))
        score = normal_quantile(uniform(owner, slot, int(tasks["topic"][task])))
        return capability_on_topic(capability, float(model.versions.jaggedness[version]), score)

    def _version(self, tool: int, moment: float) -> int:
        spans = spans_of(self._model, tool, self._record.levers["acted_at"])
        return next((version for version, since, until in spans if since <= moment < until), NONE)


def _has_access(model: Model) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    v = model.versions
    access = np.zeros((len(v.word), len(model.pools.kind)), np.bool_)
    for version, (first, last) in enumerate(zip(v.access_first[:-1], v.access_first[1:], strict=True)):
        access[version, v.access[first:last]] = True
    return access
