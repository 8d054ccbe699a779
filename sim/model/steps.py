"""Steps of a scenario into arrays."""

from sim.model.distributions import DistributionTable
from sim.model.model import ANYONE, FINISH, HAND_OVER, NONE, PAUSE, RESTART, SAME_ACTOR, SAME_POOL, Steps
from sim.model.ragged import flat, floats, ints, offsets, words
from sim.model.words import word
from sim.rules.quality import calibrated_gap
from sim.scenario.schema import Behaviour, HandOff, Scenario, Step

END_OF_SHIFT = {"pause": PAUSE, "finish": FINISH, "restart": RESTART, "hand over": HAND_OVER}
BACK_TO = {"anyone": ANYONE, "same pool": SAME_POOL, "same actor": SAME_ACTOR}
DEFAULT_STANDARD = 0.5
"""Standard of a step that states only its error probability: the middle of the scale (assumed)."""
DEFAULT_NOISE = 0.5
"""Luck of a step that states an error probability where behaviour knows no luck (assumed; as the default)."""
LEAST_PROBABILITY = 1e-12
"""Stands for an error probability, or the standard that goes with it, of 0; 1 less it for 1."""


def build_steps(
    scenario: Scenario,
    behaviour: Behaviour,
    table: DistributionTable,
    pool_index: dict[str, int],
    skill_index: dict[str, int],
) -> Steps:
    """Return the steps of a scenario, in alphabetical order."""
    names = sorted(scenario.steps)
    step_index = {name: number for number, name in enumerate(names)}
    steps = [scenario.steps[name] for name in names]
    prefer = [[pool_index[who] for who in step.done_by] for step in steps]
    skills = [sorted(step.skills) for step in steps]
    reviewed = [[step_index[name] for name in step.reviews] for step in steps]
    hand_offs = [_hand_off(step, scenario) for step in steps]
    return Steps(
        word=words(word("step", name) for name in names),
        service=ints(table.add(step.service_time) for step in steps),
        prefer_first=offsets(prefer),
        prefer=ints(flat(prefer)),
        skill_first=offsets(skills),
        skill=ints(skill_index[skill] for skill in flat(skills)),
        weight=floats(flat([[step.skills[skill] for skill in sorted(step.skills)] for step in steps])),
        difficulty_mean=floats(step.difficulty.mean for step in steps),
        difficulty_sd=floats(step.difficulty.sd for step in steps),
        standard=floats(_standard(step) for step in steps),
        noise=floats(_noise(step, behaviour) for step in steps),
        gap=floats(_gap(step, behaviour) for step in steps),
        tool=ints(pool_index[step.assisted_by] if step.assisted_by else NONE for step in steps),
        exposure=floats(step.exposure if step.assisted_by else 0.0 for step in steps),
        overhead=floats(_own(step.overhead, behaviour.overhead) for step in steps),
        reliance=floats(_own(step.reliance, behaviour.reliance) for step in steps),
        discernment=floats(_own(step.discernment, behaviour.discernment) for step in steps),
        reviewed_first=offsets(reviewed),
        reviewed=ints(flat(reviewed)),
        detection=floats(step.detection for step in steps),
        false_alarm=floats(step.false_alarm for step in steps),
        ai_review_time=floats(step.ai_review_time for step in steps),
        rework_effort=floats(step.rework.effort for step in steps),
        rework_limit=ints(step.rework.at_most for step in steps),
        rework_back_to=ints(BACK_TO[step.rework.back_to] for step in steps),
        end_of_shift=ints(END_OF_SHIFT[step.end_of_shift] for step in steps),
        hand_off_delay=ints(table.add(hand_off.delay) for hand_off in hand_offs),
        context_loss=floats(hand_off.context_loss for hand_off in hand_offs),
        quality_loss=floats(hand_off.quality_loss for hand_off in hand_offs),
        limit=ints(step.work_in_process_limit or 0 for step in steps),
    )


def _own(stated: float | None, usual: float) -> float:
    return usual if stated is None else stated


def _hand_off(step: Step, scenario: Scenario) -> HandOff:
    return step.hand_off or scenario.hand_off


def _standard(step: Step) -> float:
    if step.error_probability is not None:
        return _within(DEFAULT_STANDARD if step.standard is None else step.standard)
    return step.standard or 0.0


def _noise(step: Step, behaviour: Behaviour) -> float:
    """Return how much luck counts; without any, a stated probability of error could not come out."""
    if step.error_probability is not None and behaviour.quality_noise <= 0.0:
        return DEFAULT_NOISE
    return behaviour.quality_noise


def _gap(step: Step, behaviour: Behaviour) -> float:
    """Return match minus difficulty for a step without skills.

    With an error probability it is the gap that gives it; otherwise nobody is better or worse than the
    step asks: the gap is that of the reference match.
    """
    if step.error_probability is None:
        return behaviour.reference_match - step.difficulty.mean
    probability, noise = _within(step.error_probability), _noise(step, behaviour)
    return calibrated_gap(probability, _standard(step), behaviour.quality_slope, noise)


def _within(share: float) -> float:
    return min(max(share, LEAST_PROBABILITY), 1.0 - LEAST_PROBABILITY)
