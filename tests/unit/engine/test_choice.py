"""Which engine runs: the one that has the answer sooner; it is said, and no digit hangs on it."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from sim.engines import choice, get_engine, get_summing
from sim.engines.choice import choose
from sim.engines.size import expected_visits
from sim.errors import UsageError
from sim.model.build import build
from sim.model.model import Model
from sim.records.totals import totals_of
from sim.scenario.load import load_scenario

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SHIPPED = ("first-queue", "content-agency", "living-agency", "training-dip", "support-desk", "spreadsheet")


def model_of(scenario: str) -> Model:
    return build(load_scenario(SCENARIOS / scenario).under())


@pytest.fixture
def queue() -> Model:
    return model_of("first-queue")


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_is_warm", lambda: True)


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A cache without the kernel; in the list stands that compiling has been begun."""
    begun: list[bool] = []
    monkeypatch.setattr(choice, "_is_warm", lambda: False)
    monkeypatch.setattr(choice, "_compile_beside", lambda: begun.append(True))
    monkeypatch.setattr(choice, "_expected_seconds", lambda: 17.4)
    return begun


@pytest.mark.usefixtures("warm")
def test_little_work_is_for_the_reference_engine_and_much_for_the_kernel(
    queue: Model, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sim")
    assert choose("auto", [queue], 1).name == "reference"
    assert choose("auto", [queue], 1000).name == "kernel"
    assert [record.message.split(",")[0] for record in caplog.records] == [
        "engine: reference",
        "engine: kernel",
    ]


def test_without_a_kernel_middling_work_does_not_wait_for_one(queue: Model, cold: list[bool]) -> None:
    replications = int(5.0 / (expected_visits(queue) * choice.VISIT_TIME))

    assert choose("auto", [queue], replications).name == "reference"
    assert not cold


def test_without_a_kernel_much_work_begins_at_once_and_the_kernel_is_compiled_beside(
    queue: Model, cold: list[bool], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sim")
    found = choose("auto", [queue], 10_000)

    assert (found.name, cold) == ("kernel", [True])
    assert "compiled now, once (about 17 s)" in caplog.text
    first = totals_of(found.engine(queue, 1, 0))
    assert first.engine == "reference"
    assert first.tasks.flow_time.total == totals_of(get_summing("kernel")(queue, 1, 0)).tasks.flow_time.total


def test_who_waits_for_the_kernel_gets_it_and_is_told(
    queue: Model, cold: list[bool], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sim")

    assert choose("auto", [queue], 10_000, wait=True).engine is get_summing("kernel")
    assert "compiled now, once: about 17 s" in caplog.text
    assert not cold


@pytest.mark.usefixtures("cold")
def test_a_kernel_that_is_asked_for_says_that_it_is_compiled(
    queue: Model, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sim")

    assert choose("kernel", [queue], 1).engine is get_summing("kernel")
    assert "compiled now, once: about 17 s" in caplog.text


def test_an_engine_that_is_not_there_is_told_with_those_that_are(queue: Model) -> None:
    with pytest.raises(
        UsageError, match="'warp': there is no such engine; choose one of auto, reference, kernel"
    ):
        choose("warp", [queue], 1)
    with pytest.raises(UsageError, match="no such engine"):
        get_summing("warp")


@pytest.mark.parametrize("scenario", SHIPPED)
def test_expected_visits_have_the_order_of_magnitude_of_those_that_there_are(scenario: str) -> None:
    model = model_of(scenario)
    there = len(get_engine("kernel")(model, 1, 0).visits["visit"])

    assert 0.1 * there < expected_visits(model) < 10.0 * there


def test_expected_visits_are_no_more_than_all_could_do(queue: Model) -> None:
    """A scenario whose arrivals are a million times too many does not look like a long run."""
    crowded = replace(queue, types=replace(queue.types, rate=queue.types.rate * 1e6))
    work = queue.distributions.mean[queue.steps.service]
    most = len(queue.actors.pool) * queue.horizon / float(work[work > 0.0].min())

    assert expected_visits(crowded) < 2.0 * most < 1e6 * expected_visits(queue)
