"""W2 as Prosimos reads it: a BPMN diagram and the parameters of its simulation.

Each task type has its own branch: work, review, and a gateway that sends 20 % back.
"""

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.workload import (
    CLASSES,
    CVS,
    GROUPS,
    HIGH_SHARE,
    MEANS,
    REVIEW,
    REWORK_SHARE,
    ROUTES,
    SHARES,
    TASKS_PER_HOUR,
    factor,
)

HOUR = 3600.0
"""Prosimos counts seconds."""
NO_LIMIT = 1e9
"""Greatest duration that a distribution may give [s]."""
TYPES = CLASSES[:REVIEW]
ALWAYS = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00", "endTime": "23:59:59.999"}]


def flows_of(name: str) -> tuple[tuple[str, str, str], ...]:
    """Return id, source and target of the arcs of a task type."""
    return (
        (f"split {name}", "split", f"join {name}"),
        (f"in {name}", f"join {name}", f"do {name}"),
        (f"done {name}", f"do {name}", f"review {name}"),
        (f"reviewed {name}", f"review {name}", f"check {name}"),
        (f"again {name}", f"check {name}", f"join {name}"),
        (f"passed {name}", f"check {name}", "join all"),
    )


def diagram() -> str:
    """Return the BPMN diagram."""
    nodes = ['<startEvent id="start"/>', '<endEvent id="end"/>']
    nodes += [f'<exclusiveGateway id="{name}"/>' for name in ("split", "join all")]
    flows = [("come", "start", "split"), ("leave", "join all", "end")]
    for name in TYPES:
        nodes += [f'<task id="{verb} {name}" name="{verb} {name}"/>' for verb in ("do", "review")]
        nodes += [f'<exclusiveGateway id="{gateway} {name}"/>' for gateway in ("join", "check")]
        flows += flows_of(name)
    arcs = [
        f'<sequenceFlow id="{i}" sourceRef="{source}" targetRef="{target}"/>' for i, source, target in flows
    ]
    space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    return f'<definitions xmlns="{space}"><process id="W2">{"".join(nodes + arcs)}</process></definitions>'


def distribution(name: str, *values: float) -> dict[str, Any]:
    """Return a distribution with its parameters."""
    return {"distribution_name": name, "distribution_params": [{"value": value} for value in values]}


def hours(kind: int, group: int) -> dict[str, Any]:
    """Return the lognormal time of a class in a group."""
    mean = MEANS[kind] * factor(kind, group) * HOUR
    return distribution("lognorm", mean, (mean * CVS[kind]) ** 2, 0.0, NO_LIMIT)


def allocation(task: str, kind: int) -> dict[str, Any]:
    """Return who may do a task of the diagram, and how long each takes."""
    resources = [{"resource_id": GROUPS[group][0], **hours(kind, group)} for group in ROUTES[kind]]
    return {"task_id": task, "resources": resources}


def branching(gateway: str, chances: dict[str, float]) -> dict[str, Any]:
    """Return the chances of the arcs of a gateway."""
    probabilities = [{"path_id": path, "value": chance} for path, chance in chances.items()]
    return {"gateway_id": gateway, "probabilities": probabilities}


def pool(name: str, count: int) -> dict[str, Any]:
    """Return a pool of equal resources."""
    resource = {"id": name, "name": name, "cost_per_hour": 0, "amount": count, "calendar": "always"}
    return {"id": f"pool {name}", "name": name, "resource_list": [resource]}


def priorities(share: float = HIGH_SHARE) -> dict[str, Any]:
    """Return the sections that give a share of the cases high priority."""
    values = [{"key": "high", "value": share}, {"key": "normal", "value": 1.0 - share}]
    rule = {"attribute": "priority", "comparison": "=", "value": "high"}
    return {
        "case_attributes": [{"name": "priority", "type": "discrete", "values": values}],
        "prioritisation_rules": [{"priority_level": 1, "rules": [[rule]]}],
    }


def parameters() -> dict[str, Any]:
    """Return the parameters of W2 without priorities."""
    again = [
        branching(f"check {t}", {f"again {t}": REWORK_SHARE, f"passed {t}": 1.0 - REWORK_SHARE})
        for t in TYPES
    ]
    split = branching("split", {f"split {t}": share for t, share in zip(TYPES, SHARES, strict=True)})
    allocations = [allocation(f"do {t}", kind) for kind, t in enumerate(TYPES)]
    allocations += [allocation(f"review {t}", REVIEW) for t in TYPES]
    return {
        "resource_profiles": [pool(name, count) for name, count, _ in GROUPS],
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": ALWAYS}],
        "arrival_time_calendar": ALWAYS,
        "arrival_time_distribution": distribution("expon", HOUR / TASKS_PER_HOUR, 0.0, NO_LIMIT),
        "task_resource_distribution": allocations,
        "gateway_branching_probabilities": [split, *again],
    }


def written(folder: Path, bpmn: str, values: dict[str, Any]) -> tuple[str, str]:
    """Write a model; return the paths of the diagram and of the parameters."""
    paths = folder / "w2.bpmn", folder / "w2.json"
    paths[0].write_text(bpmn, encoding="utf-8")
    paths[1].write_text(json.dumps(values), encoding="utf-8")
    return str(paths[0]), str(paths[1])
