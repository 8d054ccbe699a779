"""Which published works a scenario stands on: behind values from presets, and behind rules that act."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sim.rules import (
    adoption,
    arrivals,
    fatigue,
    learning,
    market,
    normal,
    onboarding,
    pressure,
    quality,
    reliance,
    review,
    service_time,
    staffing,
    trust,
)
from sim.scenario.load import LoadedScenario
from sim.scenario.presets import Reference, alphabetical, behaviour_of, references_in
from sim.scenario.reading.messages import dotted
from sim.scenario.schema import Scenario
from sim.scenario.telling import wording as say
from sim.scenario.telling.mechanisms import MECHANISMS
from sim.scenario.telling.published import cases_of, filled_in

Rule = Callable[..., object]
RULES_OF: dict[str, tuple[Rule, ...]] = {
    "speed by skill": (service_time.work_rate,),
    "defects": (quality.visit_quality,),
    "review": (review.detection_probability,),
    "AI assistance": (service_time.assisted_time_factor, reliance.reliance, quality.assisted_match),
    "being misled by a tool": (quality.assisted_match, reliance.discernment),
    "reliance by AI fluency": (reliance.reliance,),
    "overhead by AI skills": (reliance.overhead,),
    "discernment by AI literacy": (reliance.discernment,),
    "automation": (quality.capability_on_topic,),
    "jaggedness": (quality.capability_on_topic,),
    "complacency": (review.detection_probability,),
    "tool outages": (),
    "hand-off losses": (),
    "limits on work in process": (),
    "failure demand": (),
    "learning by doing": (learning.practised_skill,),
    "forgetting": (learning.remembered_skill,),
    "transfer of training": (learning.applied_gain,),
    "training under pressure": (pressure.training_held,),
    "trust that moves": (trust.mean_belief, trust.trusting_reliance),
    "adoption of tools": (adoption.adopted_share, adoption.diffusion_rate),
    "fatigue": (fatigue.strain_after, fatigue.endurance, fatigue.fatigue_loss),
    "pressure of a backlog": (
        pressure.schedule_pressure,
        pressure.overtime_ratio,
        pressure.pace,
        pressure.care_under_pressure,
        pressure.eroded_standard,
        pressure.corner_cutting_loss,
        pressure.switching_factor,
        review.thorough_detection,
    ),
    "newcomers": (onboarding.ramp, onboarding.mentoring),
    "turnover": (staffing.quit_probability,),
    "talking in teams": (onboarding.teamwork,),
}
"""The rules by which each mechanism works."""
OTHERS: tuple[tuple[Rule, Callable[[Scenario], bool]], ...] = (
    (normal.normal_quantile, lambda _: True),
    (arrivals.next_arrival, lambda s: any(kind.arrivals.rate for kind in s.task_types.values())),
    (market.market_rate, lambda s: any(each.rate for each in s.freelancers.values())),
    (market.indexed, lambda s: any(each.demand or each.depth for each in s.freelancers.values())),
    (market.signal, lambda s: any(each.candidates > 1 for each in s.freelancers.values())),
)
"""Other rules, and where they are at work."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A published work, and what a scenario takes from it.

    Attributes:
        reference: the work.
        uses: values and rules, in words.
    """

    reference: Reference
    uses: tuple[str, ...]


def citations(loaded: LoadedScenario, beside: str = "") -> tuple[Citation, ...]:
    """Return the works that a scenario stands on, under any of its strategies and futures, by author.

    Args:
        loaded: the scenario.
        beside: the source of published numbers that stand beside it.
    """
    uses: dict[str, dict[str, None]] = {}
    works: dict[str, Reference] = {}
    for text, use in [*_texts(loaded), (beside, "published numbers beside it")]:
        for work in references_in(text):
            works[work.key] = work
            uses.setdefault(work.key, {})[use] = None
    found = [Citation(works[key], tuple(sorted(of))) for key, of in uses.items()]
    return tuple(sorted(found, key=lambda each: (alphabetical(each.reference.line), each.reference.key)))


def _texts(loaded: LoadedScenario) -> Iterable[tuple[str, str]]:
    """Yield what is said of sources, each with what it is the source of."""
    for filled in filled_in(loaded, cases_of(loaded)):
        for path in filled.paths:
            yield filled.value.source, dotted(path)
    for rule in rules_in(loaded):
        module = rule.__module__.rpartition(".")[2]
        yield source_of(rule), f"rule {module}.{rule.__name__}"


def rules_in(loaded: LoadedScenario) -> Iterable[Rule]:
    """Return the rules that act in a scenario under any of its strategies or futures, each once."""
    return dict.fromkeys(rule for case in cases_of(loaded) for rule in _rules(loaded.under(*case).scenario))


def _rules(scenario: Scenario) -> Iterable[Rule]:
    yield from (rule for rule, acts in OTHERS if acts(scenario))
    behaviour = behaviour_of(scenario)
    for mechanism in MECHANISMS:
        if mechanism.effect(scenario, behaviour):
            yield from RULES_OF[mechanism.name]


def source_of(rule: Rule) -> str:
    """Return what a rule's docstring says of its source, or ""."""
    _, mark, rest = inspect.cleandoc(rule.__doc__ or "").partition("Source:")
    return " ".join(rest.partition("\n\n")[0].split()) if mark else ""


def citation_lines(title: str, found: Sequence[Citation]) -> list[str]:
    """Return the list of references of a scenario, each with what it is the source of."""
    lines = [f"{title} stands on {say.count(len(found), 'work')}:"]
    for each in found:
        lines += ["", each.reference.line, f"    {'; '.join(each.uses)}"]
    return lines


def bibliography(found: Sequence[Citation]) -> str:
    """Return references as BibTeX."""
    return "\n\n".join(each.reference.bibtex for each in found)
