"""Organisations drawn at random that are in good order, and the same with one fault planted in them.

Each has planners, writers with a helping tool, a tool that makes the layout alone, and editors who review
both.  How large and how busy it is, how hard its work, and how far from perfect, is drawn.
"""

import argparse
import math
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.experiments.diagnosis.diagnose import Diagnosis, Finding, diagnose, put_right, worst_of
from sim.experiments.diagnosis.loss import losses
from sim.experiments.diagnosis.staffing import need_of
from sim.measures.books.causes import Side
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario, load_scenario

Tree = dict[str, Any]
WEEKLY_HOURS = 40.0
HELPED = 0.7
"""Share of the time that is left where a tool helps, at the least."""


def healthy(number: int) -> Tree:
    """Return an organisation in good order, as the tree of a scenario."""
    draw = random.Random(number)
    rate = draw.choice((20, 30, 45, 60))
    times = {step: draw.uniform(*span) for step, span in SERVICE.items()}
    exposure, reliance, overhead = draw.uniform(0.4, 0.6), draw.uniform(0.45, 0.8), draw.uniform(0.1, 0.28)
    busy = draw.uniform(0.55, 0.7)
    helped = 1.0 - exposure * reliance * (1.0 - overhead)
    factor = {"brief": 1.0, "draft": helped, "review": 1.1}
    heads = {
        pool: max(2, round(rate * times[step] * factor[step] / WEEKLY_HOURS / busy + 0.5))
        for pool, step in POOLS.items()
    }
    difficulty = draw.uniform(0.3, 0.45)
    skill = difficulty + draw.uniform(0.17, 0.25)
    hours = draw.choice(("Mon-Fri 9:00-17:00", "Mon-Fri 8:00-16:00"))
    return {
        "scenario": f"Organisation {number}",
        "run_length": "26 weeks",
        "warm_up": "4 weeks",
        "behaviour": {
            "quality_slope": 6,
            "quality_noise": 0.5,
            "review_slope": 6,
            "complacency": f"{draw.randint(20, 30)} %",
        },
        "hand_off": {"delay": f"{draw.randint(10, 80)} min", "context_loss": f"{draw.randint(2, 12)} %"},
        "task_types": {
            "article": {
                "arrivals": {"rate": f"{rate} per week", "hours": hours},
                "route": ["brief", "draft", "layout", "review"],
            }
        },
        "steps": {
            "brief": {"service_time": _drawn(times["brief"], draw), "done_by": ["planners"]},
            "draft": {
                "service_time": _drawn(times["draft"], draw),
                "done_by": ["writers"],
                "skills": {"writing": "100 %"},
                "difficulty": f"{difficulty:.3f} ± 0.05",
                "standard": "50 %",
                "assisted_by": "helper",
                "exposure": f"{100 * exposure:.0f} %",
                "reliance": f"{100 * reliance:.0f} %",
                "overhead": f"{100 * overhead:.0f} %",
                "discernment": f"{draw.randint(50, 80)} %",
            },
            "layout": {
                "service_time": _drawn(times["layout"], draw),
                "done_by": ["robot"],
                "skills": {"design": "100 %"},
                "difficulty": f"{difficulty:.3f} ± 0.05",
                "standard": "50 %",
            },
            "review": {
                "service_time": _drawn(times["review"], draw),
                "done_by": ["editors"],
                "skills": {"judgement": "100 %"},
                "difficulty": f"{difficulty:.3f}",
                "reviews": ["draft", "layout"],
                "detection": f"{draw.randint(70, 90)} %",
                "ai_review_time": round(draw.uniform(1.0, 1.35), 2),
                "rework": {"effort": "50 %", "at_most": 2},
            },
        },
        "people": {
            "planners": {"headcount": heads["planners"], "wage": "40 USD/h", "hours": hours},
            "writers": {
                "headcount": heads["writers"],
                "wage": "35 USD/h",
                "hours": hours,
                "skills": {"writing": f"{skill:.3f} ± 0.04"},
            },
            "editors": {
                "headcount": heads["editors"],
                "wage": "45 USD/h",
                "hours": hours,
                "skills": {"judgement": f"{skill:.3f} ± 0.04"},
            },
        },
        "tools": {
            "helper": {
                "capability": {"writing": round(skill + draw.uniform(-0.03, 0.08), 3)},
                "jaggedness": round(draw.uniform(0.05, 0.15), 3),
                "price": "100 USD per person per month",
            },
            "robot": {
                "capability": {"design": round(difficulty + draw.uniform(0.17, 0.25), 3)},
                "jaggedness": round(draw.uniform(0.02, 0.04), 3),
                "slots": max(2, round(rate * times["layout"] / 168.0 * 4.0 + 1.0)),
                "speed": round(draw.uniform(1.5, 4.0), 2),
                "price": "2 USD per use",
            },
        },
    }


SERVICE = {"brief": (0.5, 1.5), "draft": (3.0, 6.0), "layout": (1.0, 3.0), "review": (0.7, 1.5)}
"""Range of the mean service time of each step [h]."""
POOLS = {"planners": "brief", "writers": "draft", "editors": "review"}


def _drawn(mean: float, draw: random.Random) -> Tree:
    return {"lognormal": {"mean": f"{60 * mean:.0f} min", "cv": round(draw.uniform(0.3, 0.7), 2)}}


# --- faults ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        name: what.
        side: where a diagnosis should find it.
        part: which part of that side it is.
        plant: changes the tree of a scenario.
    """

    name: str
    side: Side
    part: str
    plant: Callable[[Tree, random.Random], None]


def _understaffed(tree: Tree, draw: random.Random) -> None:
    """Take so many people away that the work takes more than all hours of the others."""
    rate = float(tree["task_types"]["article"]["arrivals"]["rate"].split()[0])
    loads = {
        pool: rate
        * float(tree["steps"][step]["service_time"]["lognormal"]["mean"].split()[0])
        / 60.0
        / WEEKLY_HOURS
        for pool, step in POOLS.items()
    }
    pool = draw.choice([pool for pool, load in loads.items() if load * HELPED > 1.15])
    tree["people"][pool]["headcount"] = int(loads[pool] * HELPED / 1.05)


def _unskilled(tree: Tree, draw: random.Random) -> None:
    _lower(tree["people"]["writers"]["skills"], "writing", draw.uniform(0.3, 0.4))
    tree["tools"]["helper"]["capability"]["writing"] -= 0.35


def _restless(tree: Tree, draw: random.Random) -> None:
    tree["behaviour"] |= {
        "turnover": f"{draw.randint(85, 95)} %",
        "time_to_fill": f"{draw.randint(80, 120)} calendar days",
        "ramp_time": "40 weeks",
        "ramp_start": "30 %",
    }


def _in_class(tree: Tree, draw: random.Random) -> None:
    time = f"{draw.randint(16, 20)} h per week"
    for pool in POOLS:
        tree["people"][pool].setdefault("skills", {})["patience"] = 0.5
    tree["strategies"] = {
        "classes": [
            {"train": pool, "in": {"patience": "+0.1"}, "from": "week 1", "for": "26 weeks", "time": time}
            for pool in POOLS
        ]
    }


def _few_slots(tree: Tree, draw: random.Random) -> None:
    robot = tree["tools"]["robot"]
    rate = float(tree["task_types"]["article"]["arrivals"]["rate"].split()[0])
    robot["rate_limit"] = f"{rate * draw.uniform(0.8, 0.95):.1f} per week"


def _down(tree: Tree, draw: random.Random) -> None:
    lasting = draw.randint(40, 60)
    tree["tools"]["robot"]["outages"] = {
        "every": {"exponential": f"{lasting + 10} h"},
        "lasting": {"exponential": f"{lasting} h"},
    }


def _incapable(tree: Tree, draw: random.Random) -> None:
    tree["tools"]["robot"]["capability"]["design"] -= draw.uniform(0.32, 0.42)


def _slow(tree: Tree, draw: random.Random) -> None:
    tree["tools"]["robot"] |= {"speed": round(draw.uniform(0.03, 0.05), 3), "slots": 40}


def _jagged(tree: Tree, draw: random.Random) -> None:
    tree["tools"]["robot"]["jaggedness"] = round(draw.uniform(0.45, 0.6), 2)


def _slow_hand_offs(tree: Tree, draw: random.Random) -> None:
    tree["hand_off"] |= {"delay": f"{draw.randint(18, 30)} h", "context_loss": "10 %"}


def _lost_context(tree: Tree, draw: random.Random) -> None:
    tree["hand_off"]["context_loss"] = f"{draw.randint(80, 100)} %"


def _unused(tree: Tree, draw: random.Random) -> None:
    draft, writers = tree["steps"]["draft"], tree["people"]["writers"]
    draft |= {"exposure": "70 %", "overhead": "10 %", "reliance": "3 %"}
    writers["headcount"] = max(2, round(writers["headcount"] * draw.uniform(0.82, 0.9)))


def _prompting(tree: Tree, draw: random.Random) -> None:
    """What the tool takes off is spent on prompting; the writers are as many as without that are enough."""
    draft, writers = tree["steps"]["draft"], tree["people"]["writers"]
    rate = float(tree["task_types"]["article"]["arrivals"]["rate"].split()[0])
    load = rate * float(draft["service_time"]["lognormal"]["mean"].split()[0]) / 60.0 / WEEKLY_HOURS
    draft |= {"overhead": f"{draw.randint(92, 100)} %", "reliance": "90 %", "exposure": "65 %"}
    writers["headcount"] = max(2, math.ceil(load * (1.0 - 0.9 * 0.65 * 0.8) / 0.75))


def _misled(tree: Tree, draw: random.Random) -> None:
    tree["steps"]["draft"] |= {"discernment": "0 %", "reliance": "95 %", "exposure": "90 %"}
    tree["tools"]["helper"]["jaggedness"] = 0.2


def _long_reviews(tree: Tree, draw: random.Random) -> None:
    tree["steps"]["review"]["ai_review_time"] = round(draw.uniform(3.5, 4.5), 1)


FAULTS: tuple[Fault, ...] = (
    Fault("too few people", Side.HUMAN, "staffing", _understaffed),
    Fault("too little skill", Side.HUMAN, "skills", _unskilled),
    Fault("people come and go", Side.HUMAN, "coming and going", _restless),
    Fault("everybody is in class", Side.HUMAN, "time off the line", _in_class),
    Fault("too few slots", Side.MACHINE, "slots", _few_slots),
    Fault("outages", Side.MACHINE, "outages", _down),
    Fault("a tool that is not up to it", Side.MACHINE, "capability", _incapable),
    Fault("a slow tool", Side.MACHINE, "speed", _slow),
    Fault("a jagged tool", Side.MACHINE, "capability", _jagged),
    Fault("slow hand-offs", Side.INTERACTION, "hand-offs", _slow_hand_offs),
    Fault("context lost in hand-offs", Side.INTERACTION, "hand-offs", _lost_context),
    Fault("a tool left unused", Side.INTERACTION, "use", _unused),
    Fault("costly prompting", Side.INTERACTION, "prompting", _prompting),
    Fault("people misled by the tool", Side.INTERACTION, "discernment", _misled),
    Fault("long reviews of AI output", Side.INTERACTION, "review of AI output", _long_reviews),
)
"""Every fault; each is planted in two organisations."""


def _lower(skills: Tree, name: str, by: float) -> None:
    mean, _, spread = skills[name].partition(" ± ")
    skills[name] = f"{float(mean) - by:.3f} ± {spread}"


def with_fault(number: int, fault: Fault) -> Tree:
    """Return an organisation with a fault planted in it."""
    tree = healthy(number)
    fault.plant(tree, random.Random(1000 + number))
    return tree


def text_of(tree: Mapping[str, Any]) -> str:
    """Return a scenario as YAML."""
    return yaml.safe_dump(dict(tree), sort_keys=False, allow_unicode=True)


# --- what a diagnosis makes of them ---------------------------------------------------------------


def loaded_from(tree: Mapping[str, Any], folder: Path) -> tuple[LoadedScenario, str]:
    """Return an organisation as a scenario, and the strategy under which it is."""
    (folder / "scenario.yaml").write_text(text_of(tree), encoding="utf-8")
    loaded = load_scenario(folder)
    return loaded, loaded.strategies[-1]


def named_side(tree: Mapping[str, Any], folder: Path, replications: int = 6) -> Side | None:
    """Return the side that a diagnosis names; None where it alleges nothing."""
    loaded, strategy = loaded_from(tree, folder)
    model = build(loaded.under(strategy))
    need = need_of(model, "kernel", 1)
    played = put_right(loaded, model, need, replications=replications, seed=1, engine="kernel", jobs=1)
    worst = worst_of(losses(played, measures_of(model.names), 1))
    return worst.culprit if worst else None


def main() -> None:
    """Diagnose them all, and write down what was found."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--draws", type=int, default=6, help="organisations in which each fault is planted")
    parser.add_argument("--seeds", type=int, default=100, help="luck with which a lever's interval is tried")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    from tests.statistical.lever_coverage import coverage_lines  # it needs the faults of this module

    planted = [
        (fault, _diagnosed(with_fault(1000 + 100 * place + draw, fault)))
        for place, fault in enumerate(FAULTS)
        for draw in range(arguments.draws)
    ]
    sound = [_diagnosed(healthy(5000 + number)) for number in range(10 * arguments.draws)]
    page = _page(planted, sound) + "\n".join(coverage_lines(arguments.seeds))
    arguments.output.write_text(page, encoding="utf-8")


OUTPUT = Path(__file__).parents[2] / "docs" / "verification" / "diagnosis.md"


def _diagnosed(tree: Mapping[str, Any]) -> Diagnosis:
    with tempfile.TemporaryDirectory() as folder:
        return diagnose(*loaded_from(tree, Path(folder)), engine="kernel")


def _page(planted: Sequence[tuple[Fault, Diagnosis]], sound: Sequence[Diagnosis]) -> str:
    """Return how often the right side was named, the right part of it, and a lever that helps."""
    lines = [
        "# Diagnoses of planted faults",
        "",
        "Written by `python -m tests.statistical.breakdowns`.  Organisations drawn at random, with one fault",
        "planted in each, and others without one (tests/statistical/breakdowns.py): of how many a diagnosis",
        "names the right side, the right part of it, another side, or nothing because the loss is not",
        "material; and which lever was simulated to help most.",
        "",
        "| planted | side | organisations | right side | right part | another side | nothing | helps most |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for fault in FAULTS:
        found = [each.finding for one, each in planted if one is fault]
        helps = [each.best for each in found if each is not None and each.best is not None]
        levers = Counter(best.remedy.lever for best in helps)
        most = ", ".join(f"{lever} {count}" for lever, count in levers.most_common(2)) or "none"
        counts = _counts([(fault, each) for each in found])
        lines.append(f"| {fault.name} | {fault.side.name.lower()} | {counts} | {most} |")
    lines.append(f"| all | | {_counts([(fault, each.finding) for fault, each in planted])} | |")
    alleged = sum(each.finding is not None for each in sound)
    lines += ["", f"Without a fault: {len(sound)} organisations, something alleged of {alleged}.", ""]
    return "\n".join(lines)


def _counts(found: Sequence[tuple[Fault, Finding | None]]) -> str:
    """Return how many there are, and of how many which side is named, as cells of a table."""
    named = [(fault, each) for fault, each in found if each is not None]
    right = sum(each.side is fault.side for fault, each in named)
    part = sum(each.part.name == fault.part for fault, each in named)
    return f"{len(found)} | {right} | {part} | {len(named) - right} | {len(found) - len(named)}"


if __name__ == "__main__":
    main()
