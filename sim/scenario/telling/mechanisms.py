"""Which mechanisms of the model a scenario switches on, and which it leaves off."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.scenario.schema import Behaviour, HandOff, Scenario
from sim.scenario.telling import stocks
from sim.scenario.telling import wording as say


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism.

    Attributes:
        name: as one would say it.
        effect: what it does in this scenario with this behaviour; ``""`` where it is off.
    """

    name: str
    effect: Callable[[Scenario, Behaviour], str]


def mechanism_sentences(
    scenario: Scenario, behaviour: Behaviour, later: Mapping[str, tuple[Scenario, Behaviour]] | None = None
) -> list[str]:
    """Return one line per mechanism that is on, and one each for those that are off until later, and off.

    Args:
        scenario: what is told.
        behaviour: of it.
        later: by strategy, what it makes of the two.
    """
    effects = {mechanism.name: mechanism.effect(scenario, behaviour) for mechanism in MECHANISMS}
    sentences = [f"{name}: {effect}." for name, effect in effects.items() if effect]
    waiting: dict[tuple[str, ...], list[str]] = {}
    for mechanism in MECHANISMS:
        if not effects[mechanism.name]:
            by = tuple(name for name, changed in (later or {}).items() if mechanism.effect(*changed))
            waiting.setdefault(by, []).append(mechanism.name)
    off = waiting.pop((), [])
    for names, mechanisms in waiting.items():
        who = say.listed((f"'{name}'" for name in names), last="or")
        sentences.append(f"Off until {who} switches it on: {say.listed(mechanisms)}.")
    return [*sentences, f"Off: {say.listed(off)}."] if off else sentences


def is_assisted(scenario: Scenario) -> bool:
    """Return whether people use a tool in some step."""
    return any(step.assisted_by and step.exposure > 0.0 for step in scenario.steps.values())


def makes_defects(scenario: Scenario) -> bool:
    """Return whether some step can make a defect."""
    return any(step.standard is not None or step.error_probability for step in scenario.steps.values())


def has_review(scenario: Scenario) -> bool:
    """Return whether some step checks others."""
    return any(step.reviews for step in scenario.steps.values())


def _speed(_: Scenario, behaviour: Behaviour) -> str:
    faster = math.expm1(0.1 * behaviour.speed_slope)
    return f"0.1 more match of skills and step is {say.share(faster)} more speed" if faster else ""


def _assistance(scenario: Scenario, behaviour: Behaviour) -> str:
    reliance = _of_assisted(scenario, "reliance", behaviour.reliance)
    if not any(reliance):
        return ""
    overhead = _of_assisted(scenario, "overhead", behaviour.overhead)
    cost = f"{_either(overhead)} of that" if any(overhead) else "nothing"
    return f"people hand the tool {_either(reliance)} of what it can take; prompting and checking cost {cost}"


def _of_assisted(scenario: Scenario, key: str, usual: float) -> list[float]:
    """Return the values of a key in the steps in which a tool assists, each once."""
    steps = [step for step in scenario.steps.values() if step.assisted_by and step.exposure > 0.0]
    return sorted({usual if getattr(step, key) is None else getattr(step, key) for step in steps})


def _either(shares: list[float]) -> str:
    return say.listed(map(say.share, shares), last="or")


def _automation(scenario: Scenario, _: Behaviour) -> str:
    steps = [
        name for name, step in scenario.steps.items() if any(who in scenario.tools for who in step.done_by)
    ]
    return f"a tool does {say.listed(map(say.spoken, steps))} alone where it may" if steps else ""


def _jaggedness(scenario: Scenario, _: Behaviour) -> str:
    tools = [
        f"{say.spoken(n)} ± {say.number(t.jaggedness)}" for n, t in scenario.tools.items() if t.jaggedness
    ]
    return f"{say.listed(tools)}, the same for all tasks on one topic" if tools else ""


def _defects(scenario: Scenario, _: Behaviour) -> str:
    steps = [n for n, s in scenario.steps.items() if s.standard is not None or s.error_probability]
    return f"in {say.listed(map(say.spoken, steps))}" if steps else ""


def _misleading(scenario: Scenario, behaviour: Behaviour) -> str:
    seen = _of_assisted(scenario, "discernment", behaviour.discernment)
    if not seen or not makes_defects(scenario) or min(seen) == 1.0:
        return ""
    return f"where the tool is worse, people see through {_either(seen)} of its errors"


def _slope(name: str, effect: str) -> Callable[[Scenario, Behaviour], str]:
    def told(scenario: Scenario, behaviour: Behaviour) -> str:
        slope = getattr(behaviour, name)
        return f"{effect} (slope {say.number(slope)})" if slope and is_assisted(scenario) else ""

    return told


def _review(scenario: Scenario, _: Behaviour) -> str:
    steps = [name for name, step in scenario.steps.items() if step.reviews]
    return f"in {say.listed(map(say.spoken, steps))}" if steps else ""


def _complacency(scenario: Scenario, behaviour: Behaviour) -> str:
    less = behaviour.complacency * behaviour.trust
    return (
        f"a review finds {say.share(less)} less in work made with AI" if less and has_review(scenario) else ""
    )


def _hand_offs(scenario: Scenario, _: Behaviour) -> str:
    costs = [scenario.hand_off, *(step.hand_off for step in scenario.steps.values() if step.hand_off)]
    return "a change of owner costs time, effort or quality" if any(map(_costs, costs)) else ""


def _costs(hand_off: HandOff) -> bool:
    return bool(hand_off.delay.expected or hand_off.context_loss or hand_off.quality_loss)


def _limits(scenario: Scenario, _: Behaviour) -> str:
    limited = [name for name, step in scenario.steps.items() if step.work_in_process_limit]
    whole = [f"at most {scenario.work_in_process_limit} inside"] if scenario.work_in_process_limit else []
    return say.listed([*whole, *([f"in {say.listed(map(say.spoken, limited))}"] if limited else [])])


def _outages(scenario: Scenario, _: Behaviour) -> str:
    down = [name for name, tool in scenario.tools.items() if tool.outages]
    return f"of {say.listed(map(say.spoken, down))}" if down else ""


def _returns(scenario: Scenario, _: Behaviour) -> str:
    kinds = [name for name, kind in scenario.task_types.items() if kind.escaped_defects.return_chance]
    return f"escaped defects of {say.listed(map(say.spoken, kinds))} come back" if kinds else ""


MECHANISMS = (
    Mechanism("speed by skill", _speed),
    Mechanism("defects", _defects),
    Mechanism("review", _review),
    Mechanism("AI assistance", _assistance),
    Mechanism("being misled by a tool", _misleading),
    Mechanism("reliance by AI fluency", _slope("fluency_slope", "more fluent people hand more over")),
    Mechanism("overhead by AI skills", _slope("overhead_slope", "better prompts cost less time")),
    Mechanism("discernment by AI literacy", _slope("literacy_slope", "literate people are misled less")),
    Mechanism("automation", _automation),
    Mechanism("jaggedness", _jaggedness),
    Mechanism("complacency", _complacency),
    Mechanism("tool outages", _outages),
    Mechanism("hand-off losses", _hand_offs),
    Mechanism("limits on work in process", _limits),
    Mechanism("failure demand", _returns),
    *(Mechanism(name, effect) for name, effect in stocks.TELLING.items()),
)
"""In the order in which a planner would ask for them."""
