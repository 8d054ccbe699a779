"""What books and the story of a task rest on: stretches, works, who was there and who might have helped."""

from dataclasses import dataclass

from sim.engines.in_force import StepsInForce
from sim.measures.books.chains import chains_of
from sim.measures.books.presence import Presence
from sim.measures.books.spans import Spans, spans_of
from sim.measures.books.waits import Waits
from sim.measures.books.works import Works, works_of
from sim.model.model import Model
from sim.records.record import RunRecord


@dataclass(frozen=True, slots=True)
class Basis:
    """What is read out of a model and one of its run records.

    Attributes:
        model, record: what was run, and what it left behind.
        steps: of each visit, its step as it was in force.
        works: who made what, and what reviews looked at.
        found: the stretches of all tasks.
        presence: who was there, and what each did.
        waits: by whom each wait might have been ended.
    """

    model: Model
    record: RunRecord
    steps: StepsInForce
    works: Works
    found: Spans
    presence: Presence
    waits: Waits


def basis_of(model: Model, record: RunRecord) -> Basis:
    """Return what books are made from.

    Args:
        model: what was run.
        record: what it left behind.
    """
    steps = StepsInForce(model, record.levers["acted_at"], record.visits["step"], record.visits["started_at"])
    works = works_of(record, steps)
    found = spans_of(record, chains_of(record))
    presence = Presence(model, record, steps)
    waits = Waits(model, record, found.columns, found.waits, steps, works, presence)
    return Basis(model, record, steps, works, found, presence, waits)
