"""Queues over time, counted by hand and by Little's law."""

import numpy as np
import pytest

from sim.measures.backlog import waiting_by_step
from tests.running import run_text

DESK = """
scenario: A desk
run_length: 10 h
task_types:
  letter: {arrivals: {every: 2 h}, route: [write, send]}
steps:
  write: {service_time: 3 h, done_by: [clerks]}
  send: {service_time: 1 h, done_by: [clerks]}
people:
  clerks: {headcount: 1, hours: always}
"""


def test_the_mean_queue_of_each_hour_is_counted() -> None:
    """Letters come at 2, 4, 6, 8; the first is written from 2 to 5.

    Who takes the next task is the dispatcher's matter; the count is done again from the visits here.
    """
    record = run_text(DESK)
    edges = np.arange(11.0)

    found = waiting_by_step(record, edges)

    fine = np.arange(0.0, 10.0, 0.01) + 0.005
    for step in range(2):
        waits = [
            (ready, started)
            for ready, started, own in zip(
                record.visits["ready_at"], record.visits["started_at"], record.visits["step"], strict=True
            )
            if own == step
        ]
        rows = record.waiting["step"] == step
        waits += [(ready, 10.0) for ready in record.waiting["ready_at"][rows] if not np.isnan(ready)]
        at = np.array([sum(ready <= moment < started for ready, started in waits) for moment in fine])
        np.testing.assert_allclose(found[step], at.reshape(10, 100).mean(axis=1), atol=1e-9)
    assert found[list(record.names.steps).index("write")][4] == 1.0


def test_the_whole_is_what_all_wait_over_the_run() -> None:
    record = run_text(DESK.replace("10 h", "12 weeks").replace("every: 2 h", "every: {exponential: 5 h}"))
    edges = np.array([0.0, 700.0, record.horizon])

    found = waiting_by_step(record, edges) @ np.diff(edges)

    waited = (record.visits["started_at"] - record.visits["ready_at"]).sum()
    open_waits = (record.horizon - record.waiting["ready_at"])[~np.isnan(record.waiting["ready_at"])].sum()
    assert found.sum() == pytest.approx(waited + open_waits, rel=1e-9)
