"""Scenarios in which one feedback loop is planted: it is strong, the others are weak or silent.

A plant says how its loop is made strong, in which situation it can act, and on which measure it is judged.
All three belong to the loop and were fixed before the test's scenarios were drawn; the figures of a scenario
(people, load, service times, gains, and which other loops are weakly there) are drawn from its number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from sim.scenario.load import LoadedScenario, load_scenario

Tree = dict[str, Any]
OFFICE = "Mon-Fri 9:00-17:00"
HOURS = 40.0
"""Of an office week [h]."""
FAINT = 1e-3
"""A twin's gain over the planted one."""


@dataclass(frozen=True, slots=True)
class Gain:
    """How strong a loop is.

    Attributes:
        key: the key of ``behaviour``, or ``return_chance``.
        low, high: between which it is drawn.
        unit: in which a value is written.
        is_slowness: a time, which makes the loop strong where it is short.
    """

    key: str
    low: float
    high: float
    unit: str = ""
    is_slowness: bool = False

    def written(self, draw: Random, factor: float) -> str | float:
        """Return a value that was drawn, with the gain that it stands for multiplied."""
        value = draw.uniform(self.low, self.high)
        if self.key == "overtime":
            value = 100.0 + (value - 100.0) * factor
        else:
            value = value / factor if self.is_slowness else value * factor
        return f"{value:.8g} {self.unit}" if self.unit else round(value, 8)


@dataclass(frozen=True, slots=True)
class Plant:
    """How a loop is planted.

    Attributes:
        measure: on which its share is judged.
        why: what the loop does to it.
        gain: what makes the loop strong, and its twin faint.
        situation: returns the scenario in which it can act, all else neutral.
        weeds: other loops that may be there, weakly.
    """

    measure: str
    why: str
    gain: Gain
    situation: Callable[[Random], Tree]
    weeds: Sequence[str]


WEEDS: Mapping[str, Mapping[str, str | float]] = {
    "working-harder": {"pace": 0.01, "pace_limit": "105 %"},
    "congestion-switching": {"switching": "0.5 %", "switching_limit": "105 %"},
    "learning-by-doing": {"learning_time": "30000 h"},
    "onboarding-burden": {"turnover": "10 %", "ramp_time": "8 weeks", "mentoring": "3 %"},
    "corner-cutting": {"corner_cutting": 0.01, "haste_errors": 0.02, "least_care": "95 %"},
    "fatigue-rework": {"overtime": "105 %", "fatigue_threshold": "40 h", "fatigue_errors": 0.01},
}
"""Weak gains, a tenth or less of those of a plant."""
QUEUE = ("working-harder", "congestion-switching", "learning-by-doing", "onboarding-burden", "corner-cutting")


def _set(key: str, value: str | float, tree: Tree) -> None:
    if key == "return_chance":
        tree["task_types"]["article"]["escaped_defects"]["return_chance"] = value
    else:
        tree["behaviour"][key] = value


def desk(
    draw: Random,
    load: tuple[float, float],
    *,
    people: tuple[int, int] = (2, 3),
    weeks: int = 16,
    warm_up: int = 3,
    surge: tuple[float, float] | None = None,
    **behaviour: str | float,
) -> Tree:
    """Return writers whose drafts are reviewed by editors with time to spare.

    Args:
        draw: where figures come from.
        load: of the writers at the start, at nominal speed, between two values.
        people: number of writers, between two values.
        weeks, warm_up: length of the run and of its warm-up.
        surge: by what share demand grows after the warm-up, between two values.
        behaviour: what the situation needs.
    """
    writers = draw.randint(*people)
    effort = draw.uniform(5.0, 9.0)
    rate = draw.uniform(*load) * writers * HOURS / effort
    arrivals: Tree = {"rate": f"{rate:.6g} per week", "hours": OFFICE}
    if surge:
        arrivals["changes"] = [
            {"from": f"week {warm_up + 1}", "by": f"{100.0 * draw.uniform(*surge):+.6g} %"}
        ]
    cv = draw.uniform(0.2, 0.8)
    return {
        "run_length": f"{weeks} weeks",
        "warm_up": f"{warm_up} weeks",
        "task_types": {"article": {"arrivals": arrivals, "route": ["draft", "review"]}},
        "steps": {
            "draft": {
                "service_time": {"lognormal": {"mean": f"{effort:.6g} h", "cv": round(cv, 6)}},
                "done_by": ["writers"],
                "skills": {"writing": "100 %"},
                "difficulty": 0.5,
                "standard": "50 %",
            },
            "review": {
                "service_time": {"exponential": "15 min"},
                "done_by": ["editors"],
                "reviews": ["draft"],
                "detection": "80 %",
                "rework": {"effort": "60 %"},
            },
        },
        "people": {
            "writers": {"headcount": writers, "hours": OFFICE, "skills": {"writing": 0.62}},
            "editors": {"headcount": writers, "hours": OFFICE, "turnover": "0 %"},
        },
        "behaviour": {"normal_backlog": "2 calendar days", "reference_match": 0.62, "speed_slope": 1.0}
        | behaviour,
    }


def with_tool(tree: Tree, exposure: float, **tool: Any) -> Tree:
    """Return the desk with a tool that assists the drafts."""
    tree["tools"] = {"bot": tool}
    tree["steps"]["draft"] |= {"assisted_by": "bot", "exposure": f"{100.0 * exposure:.6g} %"}
    return tree


def surge(draw: Random) -> Tree:
    """Return a desk with work enough, and from the end of the warm-up too much."""
    return desk(draw, (0.75, 0.85), surge=(0.6, 0.8), pace_limit="150 %", switching_limit="200 %")


def overload(draw: Random, **behaviour: str | float) -> Tree:
    """Return a desk that always has too much work, so that overtime is at its cap all along."""
    settled = {"overtime": "135 %", "fatigue_threshold": "36 h"}
    return desk(draw, (1.9, 2.3), people=(3, 4), weeks=18, **settled | behaviour)


def tired(draw: Random) -> Tree:
    """Return a desk whose overtime is at its cap, so that strain builds up for weeks after the warm-up."""
    return overload(draw, fatigue_time="5 weeks", recovery_time="5 weeks")


def leaving(draw: Random) -> Tree:
    """Return a desk whose overtime is at its cap, and whose strained people are not soon replaced."""
    tree = overload(draw, turnover="20 %", time_to_fill="20 weeks", fatigue_time="3 weeks")
    tree["people"]["writers"]["headcount"] += 3
    return tree


def hurried(draw: Random) -> Tree:
    """Return a desk that gets too much work after the warm-up, and whose haste makes errors."""
    return desk(draw, (0.75, 0.85), surge=(0.6, 0.8), haste_errors=0.3, least_care="60 %")


def pressed_reviewers(draw: Random) -> Tree:
    """Return a desk with writers enough and reviewers too few after the warm-up."""
    tree = desk(draw, (0.4, 0.48), surge=(0.5, 0.6), least_care="50 %")
    effort = float(tree["steps"]["draft"]["service_time"]["lognormal"]["mean"].split()[0])
    tree["steps"]["review"]["service_time"] = {"exponential": f"{1.5 * effort:.6g} h"}
    tree["steps"]["review"]["detection"] = "90 %"
    tree["steps"]["draft"]["difficulty"] = 0.56
    return tree


def beginners(draw: Random) -> Tree:
    """Return a desk of beginners, with too much work for them and enough for the practised."""
    tree = desk(draw, (1.15, 1.3), speed_slope=2.5, reference_match=0.5, learning_ceiling=0.9)
    tree["people"]["writers"]["skills"] = {"writing": 0.5}
    tree["steps"]["draft"]["difficulty"] = 0.35
    return tree


def doubters(draw: Random) -> Tree:
    """Return a desk with too much work and a good tool that its people hardly trust at first."""
    tree = desk(draw, (1.2, 1.35), trust="30 %", reliance="35 %", overhead="20 %", weeks=14)
    return with_tool(tree, draw.uniform(0.5, 0.7))


def peers(draw: Random) -> Tree:
    """Return a desk whose writers review each other's drafts, made with a tool that they begin to trust."""
    tree = desk(
        draw,
        (0.5, 0.65),
        trust="20 %",
        trust_memory=10,
        failure_weight=0.5,
        reliance="100 %",
        overhead="100 %",
    )
    del tree["people"]["editors"]
    tree["steps"]["review"] |= {"done_by": ["writers"], "detection": "90 %"}
    tree["steps"]["draft"]["difficulty"] = 0.58
    tree["task_types"]["article"]["escaped_defects"] = {"return_chance": "5 %", "after": "1 week"}
    return with_tool(tree, draw.uniform(0.6, 0.8))


def unskilled(draw: Random) -> Tree:
    """Return a desk with a tool that comes when the warm-up ends, and does the learning for its users."""
    tree = desk(
        draw, (3.6, 4.2), weeks=14, warm_up=1, learning_time="150 h", learning_ceiling=0.75, speed_slope=2.5,
        reference_match=0.6, reliance="80 %", doubt_slope=0.5,
    )  # fmt: skip
    tree["people"]["writers"]["skills"] = {"writing": 0.6}
    down = [{"from": "week 1", "lasting": tree["warm_up"]}]
    return with_tool(tree, draw.uniform(0.7, 0.8), outages={"dates": down})


def revolving_door(draw: Random) -> Tree:
    """Return a desk with too much work, whose people leave often and are replaced by newcomers at once."""
    return desk(
        draw,
        (1.9, 2.3),
        people=(5, 7),
        weeks=20,
        turnover="80 %",
        ramp_time="20 weeks",
        time_to_fill="1 week",
    )


def without_a_crutch(draw: Random) -> Tree:
    """Return a desk that loses the tool which had kept errors away, when the warm-up ends."""
    tree = desk(draw, (0.78, 0.85), overhead="100 %")
    del tree["steps"]["review"], tree["people"]["editors"]
    tree["task_types"]["article"] |= {
        "route": ["draft"],
        "escaped_defects": {"after": "4 calendar days"},
    }
    tree["steps"]["draft"]["difficulty"] = 0.6
    down = [{"from": "week 4", "lasting": "13 weeks"}]
    return with_tool(tree, draw.uniform(0.7, 0.8), capability={"writing": 0.95}, outages={"dates": down})


PLANTS: Mapping[str, Plant] = {
    "overtime-relief": Plant(
        "flow_time", "longer days work a surge off", Gain("overtime", 128.0, 140.0, "%"), surge, QUEUE
    ),
    "working-harder": Plant(
        "flow_time", "a faster pace works a surge off", Gain("pace", 0.25, 0.5), surge,
        [*(weed for weed in QUEUE if weed != "working-harder"), "fatigue-rework"],
    ),
    "fatigue-rework": Plant(
        "throughput", "tired people are slower and err more", Gain("fatigue_errors", 0.25, 0.5), tired, QUEUE
    ),
    "corner-cutting": Plant(
        "first_pass_yield", "haste makes errors", Gain("corner_cutting", 0.3, 0.6), hurried,
        [*(weed for weed in QUEUE if weed != "corner-cutting"), "fatigue-rework"],
    ),
    "review-bottleneck": Plant(
        "escape_rate", "hurried reviewers find less", Gain("corner_cutting", 0.3, 0.6), pressed_reviewers,
        ["working-harder", "congestion-switching", "learning-by-doing", "fatigue-rework"],
    ),
    "congestion-switching": Plant(
        "flow_time", "switching takes time", Gain("switching", 15.0, 30.0, "%"), surge,
        [*(weed for weed in QUEUE if weed != "congestion-switching"), "fatigue-rework"],
    ),
    "learning-by-doing": Plant(
        "flow_time", "practice makes faster", Gain("learning_time", 150.0, 300.0, "h", is_slowness=True),
        beginners, [*(weed for weed in QUEUE if weed != "learning-by-doing"), "fatigue-rework"],
    ),
    "trust-adoption": Plant(
        "flow_time", "who trusts the tool lets it do more",
        Gain("trust_memory", 5.0, 15.0, is_slowness=True), doubters, [*QUEUE, "fatigue-rework"],
    ),
    "complacency": Plant(
        "escape_rate", "who trusts the tool checks less", Gain("complacency", 60.0, 90.0, "%"), peers,
        ["working-harder", "congestion-switching", "learning-by-doing"],
    ),
    "reliance-deskilling": Plant(
        "throughput", "who lets the tool do it loses skill, and is slower",
        Gain("ai_learning", -55.0, -45.0, "%"), unskilled,
        ["working-harder", "congestion-switching", "onboarding-burden", "corner-cutting", "fatigue-rework"],
    ),
    "onboarding-burden": Plant(
        "throughput", "newcomers take mentors' time", Gain("mentoring", 40.0, 60.0, "%"), revolving_door,
        ["working-harder", "congestion-switching", "learning-by-doing", "corner-cutting", "fatigue-rework"],
    ),
    "attrition-spiral": Plant(
        "throughput", "strained people leave", Gain("strain_quits", 5.0, 8.0), leaving,
        ["working-harder", "congestion-switching", "learning-by-doing", "corner-cutting"],
    ),
    "failure-demand": Plant(
        "flow_time", "errors come back as work", Gain("return_chance", 70.0, 90.0, "%"), without_a_crutch,
        [*QUEUE, "fatigue-rework"],
    ),
}  # fmt: skip
"""How each loop is planted."""
SCENARIOS = dict(zip(range(1, 21), cycle(PLANTS), strict=False))
"""The planted loop of each of the 20 numbered scenarios."""


def text_of(loop: str, number: int, factor: float = 1.0) -> str:
    """Return the n-th scenario of a planted loop, with the gain of the loop multiplied; 0 is neutral.

    Two of the loops that its situation bears are there too, weakly.
    """
    plant = PLANTS[loop]
    draw = Random(number)
    tree = {"scenario": f"Planted {loop} {number}"} | plant.situation(draw)
    for weed in draw.sample(sorted(plant.weeds), 2):
        for key, value in WEEDS[weed].items():
            tree["behaviour"].setdefault(key, value)
    if factor > 0.0:
        _set(plant.gain.key, plant.gain.written(draw, factor), tree)
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)


def planted(loop: str, number: int, factor: float = 1.0) -> LoadedScenario:
    """Return the n-th scenario of a planted loop, loaded."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text_of(loop, number, factor), encoding="utf-8")
        return load_scenario(path)
