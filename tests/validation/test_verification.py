"""The verification suite holds, and each of its checks can fail."""

import dataclasses
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np
import pytest

from sim.cli import validate
from sim.engines import get_engine
from sim.records.record import RunRecord
from sim.validation import verification
from sim.validation.metamorphic import RELATIONS, TRACE, Relation, difference
from sim.validation.oracles.catalogue import QUICK
from sim.validation.telling import group_lines
from sim.validation.texts import model_of
from sim.validation.verification import SUITE, Check, Group, agreements, littles_difference

Ask = Callable[..., Any]
DESK = """\
scenario: Desk
run_length: 5 weeks
task_types: {job: {arrivals: {every: {exponential: 2 h}}, route: [work]}}
steps: {work: {service_time: {exponential: 90 min}, done_by: [team]}}
people: {team: {headcount: 1}}
"""


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda each: each.name)
def test_a_metamorphic_relation_holds_and_its_twin_does_not(relation: Relation) -> None:
    assert difference(relation, get_engine("reference")) <= TRACE
    assert difference(relation, get_engine("reference"), of_twin=True) > 1e-3


@pytest.mark.parametrize(
    "group", [each for each in SUITE if each.name != "theory"], ids=lambda each: each.name
)
def test_a_group_of_the_suite_holds(group: Group) -> None:
    """The theory has tests of its own, tests/oracles; and all of ``two engines``, tests/conformance."""
    checks = list(islice(group.checks(), 5 if group.name == "two engines" else None))

    assert checks
    assert [f"{check.name}: {check.told}" for check in checks if not check.holds] == []


def test_theory_that_is_three_percent_wrong_does_not_hold() -> None:
    oracle = dataclasses.replace(QUICK[0], text=QUICK[0].twin)

    assert next(agreements([QUICK[0]])).holds
    assert not next(agreements([oracle])).holds


def test_an_engine_on_another_path_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(name: str) -> Callable[..., RunRecord]:
        engine = get_engine(name)
        return lambda model, seed, replication: engine(model, seed + (name == "kernel"), replication)

    monkeypatch.setattr(verification, "get_engine", other)

    assert not next(verification.sample_paths()).holds


def test_littles_law_notices_a_task_that_stays_an_hour_longer() -> None:
    record = get_engine("reference")(model_of(DESK), 1, 0)
    delivered_at = record.tasks["delivered_at"].copy()
    delivered_at[3] += 1.0
    broken = dataclasses.replace(record, tasks={**record.tasks, "delivered_at": delivered_at})

    assert littles_difference(record) <= TRACE
    assert littles_difference(broken) > 1e-4
    assert np.isfinite(delivered_at[3])


def test_what_fails_is_told_by_name() -> None:
    group = Group("theory", "as the books say", lambda: iter(()))
    lines = list(
        group_lines(group, [Check("wait", "off by 3", holds=False), Check("flow", "off by 0", holds=True)])
    )

    assert lines == ["theory: 1 of 2 hold (as the books say)", "    fails: wait: off by 3"]


def test_a_suite_that_does_not_hold_is_a_fault_of_ours(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    group = Group("theory", "as the books say", lambda: iter([Check("wait", "off by 3", holds=False)]))
    monkeypatch.setattr(verification, "SUITE", (group,))
    monkeypatch.setattr("sim.validation.shipped.published_folders", tuple)

    answer = ask("validate")

    assert answer.code == 3
    assert "fails: wait: off by 3" in answer.out
    assert "1 checks of the verification suite do not hold" in answer.err
    assert validate.VerificationError.__doc__


def test_one_experiment_is_told_without_the_suite(ask: Ask) -> None:
    answer = ask("validate", "T12")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("T12  Skill left unused, and training left unpractised\n")
    assert "hold (" not in answer.out
    assert answer.out.endswith(
        "1 experiment; calibrated on: 5 of 5 rows pass; judged on: 1 of 1 rows pass.\n"
    )
