"""What is done in each step: effort, who does it, with which tool, and how it is checked."""

from sim.scenario.schema import HandOff, Scenario, Step
from sim.scenario.telling import wording as say

END_OF_SHIFT = {
    "finish": "Work begun is finished after the end of the shift.",
    "restart": "Work not done by the end of the shift is begun again.",
    "hand over": "Work not done by the end of the shift is handed over.",
}

BACK_TO = {"anyone": "anyone who may do it", "same pool": "the same pool", "same actor": "whoever did it"}
AT_MOST = {0: "never", 1: "at most once", 2: "at most twice"}
AI_REVIEW = "Work made with AI takes up to {} times as long to check."


def step_sentences(scenario: Scenario) -> list[str]:
    """Return one line per step."""
    return [
        " ".join([_doing(name, step, scenario), *_details(step)]) for name, step in scenario.steps.items()
    ]


def _doing(name: str, step: Step, scenario: Scenario) -> str:
    actors = [f"{_actor(actor, scenario)}" for actor in step.done_by]
    who = ", or else ".join(actors)
    return f"{say.spoken(name)}: {say.distribution(step.service_time)}, done by {who}."


def _actor(name: str, scenario: Scenario) -> str:
    if name in scenario.tools:
        return f"{say.spoken(name)} alone"
    if name in scenario.freelancers:
        return f"{say.spoken(name)} (freelancers)"
    return say.spoken(name)


def _details(step: Step) -> list[str]:
    return [
        *_skills(step),
        *_defects(step),
        *_assistance(step),
        *_review(step),
        *([END_OF_SHIFT[step.end_of_shift]] if step.end_of_shift in END_OF_SHIFT else []),
        *([f"A change of owner on the way here {hand_off_text(step.hand_off)}."] if step.hand_off else []),
        *_limit(step),
    ]


def _skills(step: Step) -> list[str]:
    if not step.skills:
        return []
    if len(step.skills) == 1:
        return [f"It takes {say.spoken(*step.skills)}."]
    weights = say.listed(
        f"{say.spoken(skill)} ({say.share(weight)})" for skill, weight in step.skills.items()
    )
    return [f"It takes {weights}."]


def _defects(step: Step) -> list[str]:
    if step.error_probability is not None:
        return [f"{say.share(step.error_probability)} of the visits make a defect."]
    if step.standard is None:
        return []
    difficulty = say.level(step.difficulty)
    return [f"Its difficulty is {difficulty}; quality below {say.number(step.standard)} is a defect."]


def _assistance(step: Step) -> list[str]:
    if step.assisted_by is None or not step.exposure:
        return []
    cost = (
        "" if step.overhead is None else f", at {say.share(step.overhead)} of that in prompting and checking"
    )
    tool = say.spoken(step.assisted_by)
    used = "" if step.reliance is None else f"; they hand it {say.share(step.reliance)} of that"
    seen = (
        "" if step.discernment is None else f"; they see through {say.share(step.discernment)} of its errors"
    )
    return [f"People use {tool}, which can take {say.share(step.exposure)} of the effort{used}{cost}{seen}."]


def _review(step: Step) -> list[str]:
    if not step.reviews:
        return []
    rework = step.rework
    checked = say.listed(map(say.spoken, step.reviews))
    alarm = f" and sends back {say.share(step.false_alarm)} of the good work" if step.false_alarm else ""
    times = AT_MOST.get(rework.at_most, f"at most {rework.at_most} times")
    back = f"goes back {times}, to {BACK_TO[rework.back_to]}"
    return [
        f"It checks {checked}; it finds {_found(step)}{alarm}.",
        *([AI_REVIEW.format(say.number(step.ai_review_time))] if step.ai_review_time > 1.0 else []),
        f"What fails {back}, for {say.share(rework.effort)} of the work.",
    ]


def _found(step: Step) -> str:
    share = say.share(step.detection)
    return (
        f"at most {share} of the defects, by the reviewer's skills"
        if step.skills
        else f"{share} of the defects"
    )


def hand_off_text(hand_off: HandOff) -> str:
    """Say what a change of owner costs."""
    costs = []
    if hand_off.delay.expected:
        costs.append(f"takes {say.distribution(hand_off.delay, say.duration)}")
    if hand_off.context_loss:
        costs.append(f"adds {say.share(hand_off.context_loss)} to the effort")
    if hand_off.quality_loss:
        costs.append(f"takes {say.number(hand_off.quality_loss)} off the match of skills")
    return say.listed(costs) if costs else "costs nothing"


def _limit(step: Step) -> list[str]:
    most = step.work_in_process_limit
    return [] if most is None else [f"At most {say.count(most, 'task')} may be here at a time."]
