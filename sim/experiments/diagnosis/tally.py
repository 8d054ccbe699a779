"""The books of replications, added up: hours a task and defects, by what they are booked to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engines import get_engine
from sim.experiments.executors import Crew, Progress, Told
from sim.measures.books.books import Books, books_of
from sim.measures.books.causes import Birth, Cause, Fate, Side
from sim.model.model import Floats, Model
from sim.records.record import RunRecord


@dataclass(frozen=True, slots=True)
class Tally:
    """The books of one replication, of tasks that arrived after the warm-up.

    Attributes:
        tasks: their number, repairs left out.
        hours: of their lives and of their repairs', shape (causes, sides, steps + 1, pools + 1) [h]; the last
            step stands for the door, the last pool for none.
        defects: shape (births, fates, steps, pools), by the pool of who made them.
        let_out: escaped defects by the side of what let them out, shape (sides,).
    """

    tasks: int
    hours: Floats
    defects: Floats
    let_out: Floats


def tally_of(model: Model, record: RunRecord, books: Books) -> Tally:
    """Return the books of a replication, added up."""
    steps, pools = len(model.names.steps), len(model.names.pools)
    tasks = record.tasks
    counted = tasks["arrived_at"] >= record.warm_up
    spans, hours, defects = books.spans, books.hours, books.defects
    rows = counted[spans["task"][hours["span"]]]
    shape = (len(Cause), len(Side), steps + 1, pools + 1)
    of_hours = np.zeros(shape)
    step = spans["step"][hours["span"]][rows]
    np.add.at(
        of_hours, (hours["cause"][rows], hours["side"][rows], step, hours["pool"][rows]), hours["hours"][rows]
    )
    of_defects = np.zeros((len(Birth), len(Fate), steps, pools))
    maker = record.actors["pool"][defects["actor"]]
    own = counted[defects["task"]]
    columns = [defects[name][own] for name in ("birth", "fate", "step")]
    np.add.at(of_defects, (*columns, maker[own]), 1.0)
    let_out = np.zeros(len(Side))
    np.add.at(let_out, defects["passed_side"][own & (defects["passed_side"] >= 0)], 1.0)
    return Tally(int(np.count_nonzero(counted & (tasks["parent"] < 0))), of_hours, of_defects, let_out)


@dataclass(frozen=True, slots=True)
class BookWork:
    """The books of the replications of one model, which several processes can share.

    Attributes:
        model: what is run.
        seed: names the luck.
        engine: name of an engine.
    """

    model: Model
    seed: int
    engine: str

    def result(self, key: int) -> Tally:
        """Return the books of a replication."""
        record = get_engine(self.engine)(self.model, self.seed, key)
        return tally_of(self.model, record, books_of(self.model, record))

    def described(self, key: int, error: BaseException) -> str:
        """Return which replication failed and why."""
        return f"books of replication {key}, seed {self.seed}: {type(error).__name__}: {error}"


def tallies(
    model: Model,
    engine: str,
    *,
    replications: int,
    seed: int,
    jobs: int | None,
    progress: Progress | None = None,
) -> Sequence[Tally]:
    """Return the books of each replication, in order."""
    with Crew(BookWork(model, seed, engine), jobs) as crew:
        found = crew.results(range(replications), Told(progress, 0, replications))
    return [found[number] for number in range(replications)]
