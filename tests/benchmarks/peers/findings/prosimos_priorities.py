"""Prosimos with priorities: does a case of today wait for an urgent one of next month?

    python -m tests.benchmarks.peers.findings.prosimos_priorities

One resource, a case each hour, half an hour of work: nobody ever meets anybody, so nobody waits, whatever
the priorities.  And W2 itself, by number of cases.
"""

import json
from typing import Any

from tests.benchmarks.peers.prosimos_model import (
    ALWAYS,
    HOUR,
    diagram,
    distribution,
    parameters,
    pool,
    priorities,
)
from tests.benchmarks.peers.prosimos_process import simulate_cases

LONE_CASES = (100, 400, 1600)
NETWORK_CASES = (500, 1000, 2000)
LONE_DIAGRAM = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="lone">'
    '<startEvent id="start"/><task id="work" name="work"/><endEvent id="end"/>'
    '<sequenceFlow id="come" sourceRef="start" targetRef="work"/>'
    '<sequenceFlow id="leave" sourceRef="work" targetRef="end"/></process></definitions>'
)


def lone() -> dict[str, Any]:
    """Return the parameters of the lone resource."""
    work = {"resource_id": "clerk", **distribution("fix", 0.5 * HOUR)}
    return {
        "resource_profiles": [pool("clerk", 1)],
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": ALWAYS}],
        "arrival_time_calendar": ALWAYS,
        "arrival_time_distribution": distribution("fix", HOUR),
        "task_resource_distribution": [{"task_id": "work", "resources": [work]}],
        "gateway_branching_probabilities": [],
    }


def main() -> None:
    """Print mean waits of the lone resource and mean flow times of W2 [h], without and with priorities."""
    rules = priorities()
    lone_waits = [
        [cases, *(simulate_cases(LONE_DIAGRAM, lone() | more, cases, 1).mean_wait for more in ({}, rules))]
        for cases in LONE_CASES
    ]
    flows = [
        [cases, *(simulate_cases(diagram(), parameters() | more, cases, 1).mean_flow for more in ({}, rules))]
        for cases in NETWORK_CASES
    ]
    print(json.dumps({"lone_waits": lone_waits, "flows": flows}))


if __name__ == "__main__":
    main()
