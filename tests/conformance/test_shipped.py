"""The kernel walks the reference engine's path on every scenario that is shipped, under every strategy."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from sim.engines import get_engine, get_summing
from sim.engines.conformance import NonconformityError, check_engine, digests, first_difference
from sim.experiments.compare import compare
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.records.totals import RunTotals, totals_of
from sim.scenario.load import load_scenario
from tests.running import SCENARIOS, SHIPPED, shipped_model


def shipped() -> Iterator[tuple[str, str]]:
    for name in SHIPPED:
        for strategy in ("do nothing", *load_scenario(SCENARIOS / name).scenario.strategies):
            yield name, strategy


@pytest.mark.parametrize(("scenario", "strategy"), sorted(set(shipped())))
def test_the_kernel_keeps_the_contract(scenario: str, strategy: str) -> None:
    """What runs add up to is compared with the kernel's own records, once these are the reference's."""
    model = shipped_model(scenario, strategy)
    kernel, summing = get_engine("kernel"), get_summing("kernel")
    for seed, replication in ((1, 0), (20_260_101, 3)):
        check_engine(kernel, model, seed=seed, replications=(replication,))
        assert not first_difference(summing(model, seed, replication), kernel(model, seed, replication))


def test_another_path_is_noticed() -> None:
    """The twin that must fail: an engine that uses the luck of the next replication."""

    def other_luck(model: Model, seed: int, replication: int) -> RunRecord:
        return get_engine("kernel")(model, seed, replication + 1)

    def one_second_more(model: Model, seed: int, replication: int) -> RunTotals:
        totals = totals_of(get_engine("kernel")(model, seed, replication))
        return replace(
            totals, tasks=replace(totals.tasks, hours_inside=totals.tasks.hours_inside + 1.0 / 3600.0)
        )

    def one_mark_more(model: Model, seed: int, replication: int) -> RunTotals:
        totals = totals_of(get_engine("kernel")(model, seed, replication))
        ratings = replace(totals.visits.ratings, total=totals.visits.ratings.total + 1)
        return replace(totals, visits=replace(totals.visits, ratings=ratings))

    model = shipped_model("first-queue", "do nothing")
    with pytest.raises(NonconformityError, match="seed 1, replication 0: tasks"):
        check_engine(other_luck, model)
    with pytest.raises(NonconformityError, match=r"seed 1, replication 0: tasks\.hours_inside"):
        check_engine(one_second_more, model)
    with pytest.raises(NonconformityError, match=r"seed 1, replication 0: visits\.ratings\.total"):
        check_engine(one_mark_more, model)


def test_ratings_and_lateness_that_are_compared_are_not_all_zero() -> None:
    totals = get_summing("kernel")(shipped_model("content-agency", "do nothing"), 1, 0)

    assert totals.tasks.due > totals.tasks.late > 0
    assert totals.tasks.tardiness.count == totals.tasks.promised > 0
    assert (
        totals.visits.ratings.count.sum(axis=0) > 0
    ).sum() == 7  # steps that make quality; a review does not


def test_threads_change_nothing() -> None:
    """Each thread has memory of its own, and two models that take turns do not meet."""
    models = [shipped_model("training-dip", name) for name in ("do nothing", "course")]
    jobs = [(model, replication) for replication in range(4) for model in models]
    alone = [digests(get_engine("kernel")(model, 1, replication)) for model, replication in jobs]
    with ThreadPoolExecutor(2) as pool:
        side_by_side = list(pool.map(lambda job: digests(get_engine("kernel")(job[0], 1, job[1])), jobs))
    assert side_by_side == alone


def test_processes_change_nothing() -> None:
    loaded = load_scenario(SCENARIOS / "training-dip" / "scenario.yaml")
    found = [
        compare(loaded, replications=4, engine=engine, jobs=jobs)
        for engine, jobs in (("reference", 1), ("kernel", 1), ("kernel", 2))
    ]
    assert [one.engine for one in found] == ["reference", "kernel", "kernel"]
    for strategy, results in found[0].replications.items():
        for other in found[1:]:
            assert results.values.tobytes() == other.replications[strategy].values.tobytes()
