"""One task's life: one replication is run, its books are made, and what concerns the task is read out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engines import AUTO, get_engine
from sim.engines.choice import choose
from sim.errors import UsageError
from sim.experiments.replicate import check_numbers
from sim.experiments.tasks.find import task_number
from sim.experiments.tasks.life import Beside, Flaw, Other, Part, Standing, Stretch, TaskLife
from sim.experiments.tasks.names import actor_name, is_known
from sim.measures.books.basis import Basis, basis_of
from sim.measures.books.books import Books, booked
from sim.measures.books.causes import Birth, Cause, Fate, Phase, Side
from sim.measures.books.meanwhile import Meanwhile, meanwhile_of
from sim.model.build import build
from sim.model.model import NONE
from sim.records.record import Mode, Outcome, RunRecord
from sim.scenario.load import LoadedScenario
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Told:
    """A task's life, with what it was read from.

    Attributes:
        life: the task's.
        basis: of the run.
        scenario: as it was run, under its strategy and future.
    """

    life: TaskLife
    basis: Basis
    scenario: Scenario


def task(
    loaded: LoadedScenario,
    asked: str | int,
    strategy: str = "do nothing",
    *,
    replication: int = 0,
    seed: int = 1,
    engine: str = AUTO,
    future: str = "",
    with_defect: bool = False,
) -> TaskLife:
    """Return one task's life.

    Args:
        loaded: the scenario.
        asked: number of the task in the run record, or ``slowest``.
        strategy: a strategy of the scenario.
        replication: which run, 0 up.
        seed: names the luck.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        with_defect: ``slowest`` only among tasks in which a defect was made.

    Raises:
        UsageError: an argument is wrong, or there is no such task.
    """
    return tell(
        loaded,
        asked,
        strategy,
        replication=replication,
        seed=seed,
        engine=engine,
        future=future,
        with_defect=with_defect,
    ).life


def tell(
    loaded: LoadedScenario,
    asked: str | int,
    strategy: str,
    *,
    replication: int,
    seed: int,
    engine: str,
    future: str,
    with_defect: bool,
) -> Told:
    """Return one task's life as ``task`` does, with what it was read from."""
    check_numbers(1, seed)
    if replication < 0:
        raise UsageError(f"replication = {replication}: should be a whole number from 0 up")
    effective = loaded.under(strategy, future)
    model = build(effective)
    record = get_engine(choose(engine, [model], 1).name)(model, seed, replication)
    number = task_number(asked, record, with_defect=with_defect)
    basis = basis_of(model, record)
    life = life_of(basis, booked(basis), effective.scenario, number, strategy=strategy, future=future)
    return Told(life, basis, effective.scenario)


def life_of(
    basis: Basis, books: Books, scenario: Scenario, number: int, *, strategy: str, future: str
) -> TaskLife:
    """Return the life of a task.

    Args:
        basis: of the run.
        books: that rest on it.
        scenario: as it was run.
        number: of the task.
        strategy, future: their names.
    """
    record = basis.record
    tasks = {name: column[number].item() for name, column in record.tasks.items()}
    stretches = [_stretch(basis, books, scenario, each) for each in meanwhile_of(basis, number)]
    left_at = tasks["delivered_at"]
    return TaskLife(
        scenario=scenario.scenario,
        strategy=strategy,
        future=future,
        seed=record.seed,
        replication=record.replication,
        engine=record.engine,
        start=scenario.start,
        horizon=record.horizon,
        task=number,
        task_type=record.names.task_types[tasks["task_type"]],
        parent=tasks["parent"],
        was_open=tasks["number"] < 0 and tasks["parent"] < 0,
        arrived_at=tasks["arrived_at"],
        left_at=left_at if is_known(left_at) else None,
        due_at=tasks["due_at"] if is_known(tasks["due_at"]) else None,
        is_defective=tasks["defective"],
        stretches=stretches,
        flaws=_flaws(basis, books, scenario, number),
        beside=_beside(record, scenario, number, {stretch.visit for stretch in stretches}),
        standing=_standing(record, number),
    )


def _stretch(basis: Basis, books: Books, scenario: Scenario, meanwhile: Meanwhile) -> Stretch:
    record, visits = basis.record, basis.record.visits
    span = {name: column[meanwhile.span].item() for name, column in books.spans.items()}
    phase, visit = Phase(span["phase"]), span["visit"]
    in_hand = phase is Phase.IN_HAND
    ended = in_hand and is_known(float(visits["ended_at"][visit]))
    step = span["step"]
    actors = [actor for actor in meanwhile.actors if _was_there(basis, actor, span["since"], span["until"])]
    return Stretch(
        phase=phase,
        step=record.names.steps[step] if step >= 0 else "",
        visit=visit,
        since=span["since"],
        until=span["until"],
        who=tuple(actor_name(scenario, record, actor) for actor in actors),
        pools=tuple(_pool(record, actor) for actor in actors),
        mode=Mode(int(visits["mode"][visit])) if in_hand else None,
        tool=_tool(basis, visit) if in_hand else "",
        outcome=Outcome(int(visits["outcome"][visit])) if ended else None,
        attempt=int(visits["attempt"][visit]) if visit >= 0 else 0,
        is_rework=span["rework"],
        parts=_parts(record, books, meanwhile.span),
        others=_others(record, meanwhile, span["since"]),
        course=meanwhile.course,
    )


def _was_there(basis: Basis, actor: int, since: float, until: float) -> bool:
    came, left = basis.presence.there(actor)
    return came < until and left > since


def _pool(record: RunRecord, actor: int) -> str:
    return record.names.pools[int(record.actors["pool"][actor])]


def _tool(basis: Basis, visit: int) -> str:
    """Return the tool that assists in a visit, or ``""``."""
    assisted = basis.record.visits["mode"][visit] == Mode.ASSISTED
    return basis.record.names.pools[int(basis.steps["tool"][visit])] if assisted else ""


def _parts(record: RunRecord, books: Books, span: int) -> tuple[Part, ...]:
    """Return what the hours of a stretch are booked to, whatever the side, most first."""
    hours: dict[tuple[Cause, str], float] = {}
    rows = books.hours["span"] == span
    columns = (books.hours[name][rows].tolist() for name in ("within", "pool", "hours"))
    for cause, pool, booked_hours in zip(*columns, strict=True):
        key = (Cause(cause), record.names.pools[pool] if pool != NONE else "")
        hours[key] = hours.get(key, 0.0) + booked_hours
    parts = (Part(*key, own) for key, own in hours.items())
    return tuple(sorted(parts, key=lambda part: -part.hours))


def _others(record: RunRecord, meanwhile: Meanwhile, since: float) -> tuple[Other, ...]:
    """Return the tasks that those worked on who might have taken this one, most first."""
    hours: dict[tuple[int, bool], float] = {}
    for piece in meanwhile.work:
        came_before = float(record.visits["ready_at"][piece.visit]) <= since
        key = (int(record.visits["task"][piece.visit]), came_before)
        hours[key] = hours.get(key, 0.0) + piece.end - piece.begin
    found = (Other(number, own, came_before) for (number, came_before), own in hours.items())
    return tuple(sorted(found, key=lambda other: -other.hours))


def _flaws(basis: Basis, books: Books, scenario: Scenario, number: int) -> tuple[Flaw, ...]:
    record, table = basis.record, books.defects
    flaws = []
    for row in np.flatnonzero(table["task"] == number).tolist():
        own = {name: column[row].item() for name, column in table.items()}
        judge = own["judge"]
        judged = judge != NONE
        flaws.append(
            Flaw(
                step=record.names.steps[own["step"]],
                who=actor_name(scenario, record, own["actor"]),
                birth=Birth(own["birth"]),
                fate=Fate(own["fate"]),
                judge=actor_name(scenario, record, int(record.visits["actor"][judge])) if judged else "",
                judged_at=record.names.steps[int(record.visits["step"][judge])] if judged else "",
                passed_side=Side(own["passed_side"]) if own["passed_side"] >= 0 else None,
            )
        )
    return tuple(flaws)


def _beside(record: RunRecord, scenario: Scenario, number: int, chain: set[int]) -> Sequence[Beside]:
    """Return the visits of a task that are not on the chain of its life, in order of beginning."""
    visits = record.visits
    lasting = visits["asked_at"] < np.nan_to_num(visits["ended_at"], nan=np.inf)
    rows = [row for row in np.flatnonzero((visits["task"] == number) & lasting).tolist() if row not in chain]
    beside = [
        Beside(
            record.names.steps[int(visits["step"][row])],
            actor_name(scenario, record, int(visits["actor"][row])),
            float(visits["asked_at"][row]),
            float(visits["started_at"][row]),
            float(np.fmin(visits["ended_at"][row], record.horizon)),
        )
        for row in rows
    ]
    return tuple(sorted(beside, key=lambda each: each.started))


def _standing(record: RunRecord, number: int) -> Standing | None:
    tasks = record.tasks
    alike = (tasks["task_type"] == tasks["task_type"][number]) & (tasks["parent"] < 0)
    alike &= ~np.isnan(tasks["delivered_at"])
    if not alike[number]:
        return None
    times = tasks["delivered_at"] - tasks["arrived_at"]
    return Standing(int(np.sum(times[alike] < times[number])), int(alike.sum()))
