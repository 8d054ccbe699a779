"""Run records to keep: the same runs once more, since an experiment keeps only their measures."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.records.record import RunRecord
    from sim.scenario.load import LoadedScenario


def run_records(
    loaded: "LoadedScenario",
    strategies: Iterable[str],
    *,
    replications: int,
    seed: int,
    future: str,
) -> "Iterator[tuple[str, RunRecord]]":
    """Yield each strategy's run records, one at a time, so that few are in memory."""
    from sim.engines import AUTO, get_engine
    from sim.engines.choice import choose
    from sim.model.build import build

    for strategy in strategies:
        model = build(loaded.under(strategy, future))
        engine = get_engine(choose(AUTO, [model], replications).name)
        for replication in range(replications):
            yield strategy, engine(model, seed, replication)
