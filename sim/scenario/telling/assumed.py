"""Which values nobody stated: standard values that matter in this scenario, said as assumptions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from sim.scenario.load_estimate import visits_in
from sim.scenario.schema import Behaviour, Scenario
from sim.scenario.telling import stocks
from sim.scenario.telling import wording as say
from sim.scenario.telling.mechanisms import has_review, is_assisted

Found = dict[str, list[str]]
"""Assumed values in words, and the names of the things that they are assumed for."""
Where = Callable[[Scenario, Behaviour], Found]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A standard value that the schema marks as assumed.

    Attributes:
        key: class and key of the schema.
        sentence: with ``{value}`` and ``{names}``.
        found: where the file left it out and it matters.
    """

    key: str
    sentence: str
    found: Where


def assumed_sentences(scenario: Scenario, behaviour: Behaviour) -> list[str]:
    """Return one line per assumed value that the file left out and that matters."""
    return [
        assumption.sentence.format(value=value, names=say.listed(map(say.spoken, names)))
        for assumption in ASSUMPTIONS
        for value, names in assumption.found(scenario, behaviour).items()
    ]


def _left_out(things: Mapping[str, BaseModel], key: str, say_value: Callable[[Any], str]) -> Found:
    """Return the values of a key in the things that do not state it, each with the names of those things."""
    found: Found = {}
    for name, thing in things.items():
        if key not in thing.model_fields_set:
            found.setdefault(say_value(getattr(thing, key)), []).append(name)
    return found


def _topics(scenario: Scenario, _: Behaviour) -> Found:
    is_jagged = any(tool.jaggedness for tool in scenario.tools.values())
    return _left_out(scenario.task_types, "topics", say.number) if is_jagged else {}


def _difficulty(scenario: Scenario, _: Behaviour) -> Found:
    graded = {name: step for name, step in scenario.steps.items() if step.standard is not None}
    return _left_out(graded, "difficulty", say.level)


def _rework_limit(scenario: Scenario, _: Behaviour) -> Found:
    reworks = {name: step.rework for name, step in scenario.steps.items() if step.reviews}
    return _left_out(reworks, "at_most", lambda times: say.count(times, "time"))


def _weakest(scenario: Scenario, _: Behaviour) -> Found:
    graded = {name for name, step in scenario.steps.items() if step.standard is not None}
    made_of_several = {
        name: kind
        for name, kind in scenario.task_types.items()
        if len({step for item in kind.route for step in visits_in(item) if step in graded}) > 1
    }
    return _left_out(made_of_several, "quality", str)


def _paused(scenario: Scenario, _: Behaviour) -> Found:
    hours = [pool.hours for pool in scenario.people.values()]
    hours += [pool.hours for pool in scenario.freelancers.values()]
    ends = not all(each.always for each in hours)
    return _left_out(scenario.steps, "end_of_shift", str) if ends else {}


def _ramp(scenario: Scenario, behaviour: Behaviour) -> Found:
    own = any(pool.ramp_time for pool in scenario.people.values())
    return _left_out({"": behaviour}, "ramp", str) if own or behaviour.ramp_time else {}


def _of_behaviour(key: str, matters: Callable[[Scenario, Behaviour], bool]) -> Where:
    def found(scenario: Scenario, behaviour: Behaviour) -> Found:
        return _left_out({"": behaviour}, key, say.number) if matters(scenario, behaviour) else {}

    return found


def _graded(scenario: Scenario, _: Behaviour) -> bool:
    return any(step.standard is not None for step in scenario.steps.values())


def _checked(scenario: Scenario, _: Behaviour) -> bool:
    return any(step.reviews and step.skills for step in scenario.steps.values())


def _trusting(scenario: Scenario, behaviour: Behaviour) -> bool:
    return bool(behaviour.complacency) and has_review(scenario)


def _cooperates(scenario: Scenario, behaviour: Behaviour) -> bool:
    slopes = (behaviour.fluency_slope, behaviour.overhead_slope, behaviour.literacy_slope)
    return is_assisted(scenario) and any(slopes)


ASSUMPTIONS = (
    Assumption("Step.difficulty", "Difficulty of {names}: {value}.", _difficulty),
    Assumption("TaskType.topics", "Topics of {names}: {value}, each with its own luck of a tool.", _topics),
    Assumption("TaskType.quality", "The quality of {names} is that of the {value}.", _weakest),
    Assumption(
        "Step.end_of_shift", "At the end of a shift work waits for the next ({value}): {names}.", _paused
    ),
    Assumption("Behaviour.ramp", "Newcomers become fully productive day by day ({value}).", _ramp),
    Assumption(
        "Behaviour.reference_match",
        "Match of skills at which people work at nominal speed: {value}.",
        _of_behaviour("reference_match", lambda _, b: b.speed_slope > 0.0),
    ),
    Assumption("Rework.at_most", "What {names} sends back: at most {value}.", _rework_limit),
    Assumption(
        "Behaviour.quality_noise",
        "Luck in the quality of a visit: a standard deviation of {value} on the logit.",
        _of_behaviour("quality_noise", _graded),
    ),
    Assumption(
        "Behaviour.review_slope",
        "Steepness of what a review finds in the skills of the reviewer: {value}.",
        _of_behaviour("review_slope", _checked),
    ),
    Assumption(
        "Behaviour.reference_cooperation",
        "Level of the cooperative skills at which reliance, overhead and discernment hold: {value}.",
        _of_behaviour("reference_cooperation", _cooperates),
    ),
    Assumption("Behaviour.trust", "Trust in tools: {value}.", _of_behaviour("trust", _trusting)),
    *(
        Assumption(f"Behaviour.{key}", sentence, _of_behaviour(key, matters))
        for key, sentence, matters in stocks.ASSUMED
    ),
)
"""Every key that the schema marks as assumed and that is not neutral when left out."""
