"""Run records to keep: the same runs once more, since an experiment keeps only their measures."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.records.record import RunRecord
    from sim.scenario.load import LoadedScenario


def run_records(
    loaded: "LoadedScenario",
    replications: Mapping[str, int],
    *,
    seed: int,
    future: str,
) -> "Iterator[tuple[str, RunRecord]]":
    """Yield each strategy's run records, one at a time, so that few are in memory.

    Args:
        loaded: the scenario.
        replications: by strategy, how many.
        seed, future: what they are made with.
    """
    from sim.engines import AUTO, get_engine
    from sim.engines.choice import choose
    from sim.model.build import build

    for strategy, number in replications.items():
        model = build(loaded.under(strategy, future))
        engine = get_engine(choose(AUTO, [model], number).name)
        for replication in range(number):
            yield strategy, engine(model, seed, replication)
