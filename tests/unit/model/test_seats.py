"""More seats in a built model: the same as in the file, and nobody else's luck moves."""

from dataclasses import fields

import numpy as np
import pytest

from sim.engines import get_engine
from sim.errors import UsageError
from sim.model.model import NONE, Model
from sim.model.seats import with_more_seats
from sim.records.record import RunRecord
from tests.running import model_of, shipped_model

TEXT = """
scenario: A bureau
run_length: 6 weeks
task_types:
  article: {arrivals: 20 per week, value: 100 USD, route: [draft, check, print]}
steps:
  draft: {service_time: 5 h, done_by: [writers, helpers], skills: {writing: 100 %}, standard: 50 %}
  check: {service_time: 1 h, done_by: [editors]}
  print: {service_time: 1 h, done_by: [press]}
people:
  editors: {headcount: 1, hours: "Mon-Fri 9:00-17:00"}
  writers:
    headcount: 3
    hours: "Mon-Fri 9:00-17:00"
    skills: {writing: 0.6 ± 0.1}
    workers: {Ann: {skills: {writing: 0.9}}}
freelancers:
  helpers: {seats: 1, rate: 30 USD per hour, search_delay: {exponential: 2 calendar days}}
tools:
  press: {slots: 2}
strategies:
  hire: [{hire: writers, seats: 2, from: week 3}]
"""


def arrays(model: Model) -> dict[str, np.ndarray]:
    """Return everything that belongs to actors."""
    own = {each.name: getattr(model.actors, each.name) for each in fields(model.actors)}
    return own | {"newcomer": model.stocks.newcomer}


@pytest.mark.parametrize(
    ("pool", "stated", "more"),
    [
        ("writers", "headcount: 3", "headcount: 5"),
        ("editors", "headcount: 1", "headcount: 3"),
        ("helpers", "seats: 1", "seats: 3"),
        ("press", "slots: 2", "slots: 4"),
    ],
)
def test_more_seats_are_those_of_a_larger_pool_in_the_file(pool: str, stated: str, more: str) -> None:
    model, expected = model_of(TEXT), model_of(TEXT.replace(stated, more))

    grown = with_more_seats(model, model.names.pools.index(pool), 2)

    for name, column in arrays(expected).items():
        np.testing.assert_array_equal(arrays(grown)[name], column, err_msg=name)
        assert not arrays(grown)[name].flags.writeable


def test_seats_that_levers_open_keep_their_place_and_their_luck() -> None:
    model = model_of(TEXT, "hire")
    writers = model.names.pools.index("writers")
    before = arrays(model)
    kept = np.flatnonzero(before["pool"] == writers)

    after = arrays(with_more_seats(model, writers, 1))

    own = np.flatnonzero(after["pool"] == writers)
    assert len(own) == len(kept) + 1
    assert after["lever"][own[-1]] == NONE
    assert len(np.unique(after["word"])) == len(after["word"])
    for name, column in before.items():
        np.testing.assert_array_equal(after[name][own[:-1]], column[kept], err_msg=name)


def test_nobody_is_a_newcomer_in_a_new_seat() -> None:
    model = model_of(TEXT.replace("headcount: 3", "headcount: 3\n    newcomers: 1"))
    writers = model.names.pools.index("writers")

    grown = with_more_seats(model, writers, 2)

    assert grown.stocks.newcomer[grown.actors.pool == writers].tolist() == [False, False, True, False, False]


@pytest.mark.parametrize("engine", ["reference", "kernel"])
def test_a_seat_more_that_is_idle_moves_no_luck(engine: str) -> None:
    """A third press never works where two are enough and the first that is free is taken."""
    model = model_of(TEXT, "hire")
    press = model.names.pools.index("press")

    one = get_engine(engine)(model, 1, 0)
    other = get_engine(engine)(with_more_seats(model, press, 1), 1, 0)

    for name, column in one.tasks.items():
        np.testing.assert_array_equal(column, other.tasks[name], err_msg=name)


def _requirements(run: RunRecord) -> dict[tuple[int, int, int], float]:
    columns = (run.visits[name].tolist() for name in ("task", "step", "attempt", "requirement"))
    return {(task, step, attempt): hours for task, step, attempt, hours in zip(*columns, strict=True)}


@pytest.mark.parametrize("pool", ["writers", "editors", "helpers"])
def test_tasks_and_people_keep_their_luck(pool: str) -> None:
    """What a task asks of a step, and what people can do, is the same whoever comes."""
    model = model_of(TEXT, "hire")
    number = model.names.pools.index(pool)

    one = get_engine("reference")(model, 1, 0)
    other = get_engine("reference")(with_more_seats(model, number, 1), 1, 0)

    for name in ("arrived_at", "priority", "topic", "difficulty_score"):
        np.testing.assert_array_equal(one.tasks[name], other.tasks[name], err_msg=name)
    efforts = [_requirements(run) for run in (one, other)]
    shared = efforts[0].keys() & efforts[1].keys()
    assert len(shared) > 100
    assert all(efforts[0][key] == efforts[1][key] for key in shared)
    assert not np.array_equal(one.tasks["delivered_at"], other.tasks["delivered_at"], equal_nan=True)


def test_the_engines_agree_on_a_grown_model() -> None:
    for name, strategy, pool in (("living-agency", "do nothing", 0), ("freelance-relief", "do nothing", 1)):
        model = with_more_seats(shipped_model(name, strategy), pool, 2)
        one, other = (get_engine(engine)(model, 1, 0) for engine in ("reference", "kernel"))
        for column, values in one.tasks.items():
            np.testing.assert_array_equal(values, other.tasks[column], err_msg=column)


def test_a_pool_without_seats_cannot_grow() -> None:
    model = model_of(TEXT.replace("seats: 1", "seats: 0"))

    with pytest.raises(UsageError, match=r"^helpers: a pool without seats has none that another could be"):
        with_more_seats(model, model.names.pools.index("helpers"), 1)
