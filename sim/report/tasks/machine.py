"""A task's life for machines: hours, names, and what they are booked to."""

from sim.experiments.tasks.life import Beside, Flaw, Stretch, TaskLife
from sim.measures.books.causes import BIRTHS, CAUSES, FATES

Json = dict[str, object]


def task_json(life: TaskLife) -> Json:
    """Return everything that is known of a task; moments in hours of the run."""
    standing = life.standing
    return {
        "scenario": life.scenario,
        "strategy": life.strategy,
        "future": life.future,
        "seed": life.seed,
        "replication": life.replication,
        "engine": life.engine,
        "task": life.task,
        "task_type": life.task_type,
        "parent": life.parent if life.parent >= 0 else None,
        "was_open": life.was_open,
        "arrived_at": life.arrived_at,
        "left_at": life.left_at,
        "due_at": life.due_at,
        "defective": life.is_defective,
        "hours": life.hours,
        "worked": life.worked,
        "faster_of_its_type": standing.faster if standing else None,
        "delivered_of_its_type": standing.number if standing else None,
        "story": life.story,
        "stretches": [_stretch(each) for each in life.stretches],
        "defects": [_flaw(each) for each in life.flaws],
        "beside": [_beside(each) for each in life.beside],
    }


def _stretch(stretch: Stretch) -> Json:
    return {
        "phase": stretch.phase.name.lower(),
        "step": stretch.step or None,
        "since": stretch.since,
        "until": stretch.until,
        "who": list(stretch.who),
        "tool": stretch.tool or None,
        "outcome": None if stretch.outcome is None else stretch.outcome.name.lower(),
        "rework": stretch.is_rework,
        "booked": [
            {"to": CAUSES[part.cause].name, "pool": part.pool or None, "hours": part.hours}
            for part in stretch.parts
        ],
        "others": [
            {"task": other.task, "hours": other.hours, "came_before": other.came_before}
            for other in stretch.others
        ],
    }


def _flaw(flaw: Flaw) -> Json:
    return {
        "step": flaw.step,
        "who": flaw.who,
        "birth": BIRTHS[flaw.birth][0].name,
        "fate": FATES[flaw.fate].name,
        "judge": flaw.judge or None,
        "judged_at": flaw.judged_at or None,
        "let_out_by": None if flaw.passed_side is None else flaw.passed_side.name.lower(),
    }


def _beside(visit: Beside) -> Json:
    return {
        "step": visit.step,
        "who": visit.who,
        "since": visit.since,
        "started": visit.started,
        "until": visit.until,
    }
