"""Metamorphic relations: what must happen to the results when the scenario is changed in a known way.

They need no oracle: nobody has to know the right answer, only how two answers must differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.engines import Engine
from sim.records.record import RunRecord
from sim.validation.texts import model_of

TRACE = 1e-9
"""Relative difference of two numbers that are the same but for rounding."""
DESK = """\
scenario: Desk
run_length: {length}
task_types: {{job: {{arrivals: {{every: {{exponential: {gap}}}}}, route: [draft, check]}}}}
steps:
  draft:
    service_time: {{lognormal: {{mean: {draft}, cv: 0.7}}}}
    error_probability: 20 %
    done_by: [{pools}]
  check: {{service_time: {check}, reviews: [draft], detection: 70 %, done_by: [{pools}]}}
people: {{{people}}}
"""
IN_HOURS = {"length": "3000 h", "gap": "2 h", "draft": "3 h", "check": "1 h"}
IN_MINUTES = {"length": "3000 min", "gap": "2 min", "draft": "3 min", "check": "1 min"}
FOUR = {"pools": "team", "people": "team: {headcount: 4}"}
SKILLED = """\
scenario: Writers
run_length: 30 weeks
behaviour: {{speed_slope: 2.5, quality_noise: 0.5, overhead: 100 %, discernment: 100 %}}
task_types: {{text: {{arrivals: {{every: {{exponential: 6 h}}}}, route: [write]}}}}
steps:
  write:
    service_time: {{exponential: 8 h}}
    skills: {{writing: 100 %}}
    standard: 60 %
    done_by: [{pools}]
    {tool}
people: {{{people}}}
{tools}
"""
POOL = "{name}: {{headcount: 1, skills: {{writing: {skill}}}}}"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation.

    Attributes:
        name: what is changed, and what must follow.
        source, follow_up: the scenario and the changed one.
        differs: how far the results are from what must follow, >= 0; 0 where it does to the last bit.
        twin: a follow-up of which it must not hold.
    """

    name: str
    source: str
    follow_up: str
    differs: Callable[[RunRecord, RunRecord], float]
    twin: str


def difference(relation: Relation, engine: Engine, *, of_twin: bool = False) -> float:
    """Return how far a relation is from holding; ``TRACE`` and below is rounding.

    Args:
        relation: which.
        engine: which runs both scenarios.
        of_twin: of its twin, of which it must not hold.
    """
    texts = (relation.source, relation.twin if of_twin else relation.follow_up)
    return relation.differs(*(engine(model_of(text), 1, 0) for text in texts))


def _relative(found: np.ndarray, expected: np.ndarray) -> float:
    """Return the largest relative difference of two columns; infinity where one has what the other lacks."""
    if found.shape != expected.shape:
        return float("inf")
    both = np.isfinite(found) | np.isfinite(expected)
    scale = np.maximum(np.abs(expected[both]), 1e-300)
    off = np.abs(found[both] - expected[both]) / scale
    return float(np.max(np.nan_to_num(off, nan=np.inf), initial=0.0))


def _flow_times(record: RunRecord, task_type: str = "") -> np.ndarray:
    tasks = record.tasks
    wanted = np.full(len(tasks["task"]), fill_value=True)
    if task_type:
        wanted = tasks["task_type"] == record.names.task_types.index(task_type)
    times: np.ndarray = (tasks["delivered_at"] - tasks["arrived_at"])[wanted]
    return times


def _sixtieth(hours: RunRecord, minutes: RunRecord) -> float:
    return _relative(60.0 * _flow_times(minutes), _flow_times(hours))


def _same_flow_times(one: RunRecord, other: RunRecord) -> float:
    return _relative(_flow_times(other), _flow_times(one))


def _same_of_the_first(alone: RunRecord, both: RunRecord) -> float:
    return _relative(_flow_times(both, "job"), _flow_times(alone, "job"))


def _longest_wait(_: RunRecord, many: RunRecord) -> float:
    return float(np.max(many.visits["started_at"] - many.visits["ready_at"], initial=0.0))


def _same_work(one: RunRecord, other: RunRecord) -> float:
    times = _same_flow_times(one, other)
    return max(times, _relative(other.tasks["quality"], one.tasks["quality"]))


def _desk(**changed: str) -> str:
    return DESK.format(**{**IN_HOURS, **FOUR, **changed})


def _two_desks(pool: str) -> str:
    """Return the desk and a second demand beside it, on people of its own or on those of the first."""
    second = "other: {arrivals: {every: {exponential: 2 h}}, route: [answer]}"
    step = f"  answer: {{service_time: {{exponential: 4 h}}, done_by: [{pool}]}}\n"
    text = _desk(people="team: {headcount: 4}, others: {headcount: 4}")
    return text.replace("[draft, check]}}", f"[draft, check]}}, {second}}}").replace(
        "people:", f"{step}people:"
    )


def _writers(first: str, second: str, tool: str = "", tools: str = "") -> str:
    people = ", ".join(
        POOL.format(name=name, skill=skill) for name, skill in (("one", first), ("two", second))
    )
    return SKILLED.format(pools="one, two", people=people, tool=tool, tools=tools)


ONE_POOL = SKILLED.format(
    pools="both", people="both: {headcount: 2, skills: {writing: 0.6 ± 0}}", tool="", tools=""
)
ASSISTED = "assisted_by: bot\n    exposure: 60 %"
RELATIONS = (
    Relation(
        "every time sixty times shorter: every flow time is, too",
        _desk(),
        _desk(**IN_MINUTES),
        _sixtieth,
        _desk(**{**IN_MINUTES, "check": "1.01 min"}),
    ),
    Relation(
        "demand and people doubled in pools of their own: the first half stays as it was",
        _desk(),
        _two_desks("others"),
        _same_of_the_first,
        _two_desks("team"),
    ),
    Relation(
        "no spread of skill: two pools are one",
        ONE_POOL,
        _writers("0.6", "0.6"),
        _same_flow_times,
        _writers("0.6", "0.61"),
    ),
    Relation(
        "people without end: nobody waits",
        _desk(),
        _desk(people="team: {headcount: 300}"),
        _longest_wait,
        _desk(people="team: {headcount: 5}"),
    ),
    Relation(
        "a tool that can do nothing and fools nobody: as if there were none",
        _writers("0.5", "0.5"),
        _writers("0.5", "0.5", ASSISTED, "tools: {bot: {capability: {writing: 0}}}"),
        _same_work,
        _writers("0.5", "0.5", ASSISTED, "tools: {bot: {capability: {writing: 0.9}}}"),
    ),
)
"""The relations."""
