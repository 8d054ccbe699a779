"""Who works: people, tools and freelancers."""

from collections.abc import Mapping

from sim.scenario.quantities import Level
from sim.scenario.schema import Freelancers, Outages, People, Scenario, Tool, Worker
from sim.scenario.telling import wording as say

CHOSEN = {
    "in order": "The first free one of the list is asked first.",
    "most skilled": "The most skilled free one is asked first.",
    "cheapest": "The cheapest free one is asked first.",
}


def actor_sentences(scenario: Scenario) -> list[str]:
    """Return one line per pool, tool and kind of freelancer."""
    money = scenario.currency
    return [
        *(_people(name, pool, money) for name, pool in scenario.people.items()),
        *(_tool(name, tool, scenario) for name, tool in scenario.tools.items()),
        *(_freelancers(name, pool, money) for name, pool in scenario.freelancers.items()),
    ]


def headcount(pool: People) -> int:
    """Return the number of persons in a pool, named or not."""
    return len(pool.workers) if pool.headcount is None else pool.headcount


def _people(name: str, pool: People, money: str) -> str:
    paid = f" at {say.wage(pool.wage, money)}" if pool.wage else ""
    sentences = [f"{say.spoken(name)}: {say.count(headcount(pool), 'person')}{paid}, {_hours(pool)}."]
    if pool.overtime_premium:
        sentences.append(f"Overtime costs {say.share(pool.overtime_premium)} more.")
    if pool.workers:
        sentences.append(f"By name: {say.listed(_worker(*each) for each in pool.workers.items())}.")
    if pool.holidays:
        sentences.append(f"{say.count(len(pool.holidays), 'day')} off beside the holidays of all.")
    return " ".join([*sentences, *_skills(pool.skills), *_choice(pool.choose)])


def _worker(name: str, worker: Worker) -> str:
    hours = f" ({say.weekly_hours(worker.hours)})" if worker.hours is not None else ""
    return f"{say.spoken(name)}{hours}"


def _hours(pool: People | Freelancers) -> str:
    if pool.hours.always:
        return "around the clock"
    return f"{say.weekly_hours(pool.hours)} ({say.number(pool.hours.hours_per_week)} h a week)"


def _tool(name: str, tool: Tool, scenario: Scenario) -> str:
    money = scenario.currency
    works_alone = any(name in step.done_by for step in scenario.steps.values())
    sentences = [f"{say.spoken(name)} (tool): {_alone(tool) if works_alone else 'it helps people'}."]
    if tool.access:
        sentences.append(f"It assists {say.listed(map(say.spoken, tool.access))} only.")
    if tool.adopted < 1.0:
        ever = f", {say.share(tool.adoption_limit)} ever will" if tool.adoption_limit < 1.0 else ""
        sentences.append(f"At the start {say.share(tool.adopted)} of those who have it use it{ever}.")
    if tool.jaggedness:
        sentences.append(
            f"From topic to topic its capability varies by {say.number(tool.jaggedness)} (jaggedness)."
        )
    if tool.price:
        sentences.append(f"It costs {say.listed(say.price(p, money) for p in tool.price)}.")
    capability = {skill: Level(value) for skill, value in tool.capability.items()}
    return " ".join([*sentences, *_skills(capability, "Capability"), *_outages(tool.outages)])


def _alone(tool: Tool) -> str:
    speed = "" if tool.speed == 1.0 else f", {say.number(tool.speed)} times as fast as a person"
    limit = "" if tool.rate_limit is None else f", at most {say.rate(tool.rate_limit)}"
    return f"alone it does {say.count(tool.slots, 'visit')} at a time{speed}{limit}"


def _outages(outages: Outages | None) -> list[str]:
    if outages is None:
        return []
    sentences = [
        f"It is down from {say.when(outage.from_)} on for {say.duration(outage.lasting)}."
        for outage in outages.dates
    ]
    if outages.every is not None and outages.lasting is not None:
        every, lasting = (say.distribution(d, say.duration) for d in (outages.every, outages.lasting))
        sentences.append(f"It is up for {every}, then down for {lasting}.")
    return sentences


def _freelancers(name: str, pool: Freelancers, money: str) -> str:
    seats = say.count(pool.seats, "seat") if pool.seats else "no seat"
    paid = _paid(pool, money)
    sentences = [f"{say.spoken(name)} (freelancers): {seats} open from the start, {paid}, {_hours(pool)}."]
    if pool.search_delay.expected:
        sentences.append(f"A search takes {say.distribution(pool.search_delay, say.duration)}.")
    if pool.fill_probability < 1.0:
        sentences.append(
            f"{say.share(pool.fill_probability)} of the searches find somebody; the others begin again."
        )
    if pool.client_fee:
        sentences.append(f"The platform takes {say.share(pool.client_fee)} on top.")
    return " ".join([*sentences, *_found(pool), *_market(pool), *_skills(pool.skills), *_choice(pool.choose)])


def _found(pool: Freelancers) -> list[str]:
    """Say who is found, and what he needs first."""
    sentences = []
    if pool.candidates > 1:
        sentences.append(
            f"Of {pool.candidates} applicants the one who looks best is taken; what is seen agrees with the "
            f"true skill to {say.share(pool.matching)}."
        )
    if pool.least_skill:
        sentences.append(f"Below a skill of {say.number(pool.least_skill)} the search begins again.")
    if pool.no_show:
        sentences.append(f"{say.share(pool.no_show)} of those who are found do not turn up.")
    if pool.ramp_time:
        by = f", shown round by {say.spoken(pool.shown_round_by)}" if pool.shown_round_by else ""
        sentences.append(f"Newcomers are fully productive after {say.duration(pool.ramp_time)}{by}.")
    return sentences


def _market(pool: Freelancers) -> list[str]:
    """Say how the market moves."""
    changes = [
        f"{say.change(change.by)} from {say.when(change.from_)} on"
        + (f" with {say.change(change.pay)} in rates" if change.pay is not None else "")
        for change in pool.demand
    ]
    sentences = [f"The demand on its market changes by {say.listed(changes)}."] if changes else []
    if (changes or pool.depth) and pool.rate_elasticity:
        sentences.append(f"Rates rise by {say.number(pool.rate_elasticity)} % where demand rises by 1 %.")
    if changes and pool.delay_elasticity:
        sentences.append(f"Searches take {say.number(pool.delay_elasticity)} % longer where it rises by 1 %.")
    if pool.depth:
        sentences.append(f"There are {say.number(pool.depth)} of them on offer for such seats.")
    return sentences


def _paid(pool: Freelancers, money: str) -> str:
    if pool.rate is not None:
        return say.rate_range(pool.rate, money)
    return f"paid as the role {say.spoken(pool.role)}" if pool.role else "not paid"


def _skills(skills: Mapping[str, Level], title: str = "Skills") -> list[str]:
    if not skills:
        return []
    return [
        f"{title}: {', '.join(f'{say.spoken(skill)} {say.level(value)}' for skill, value in skills.items())}."
    ]


def _choice(choose: str) -> list[str]:
    return [CHOSEN[choose]] if choose in CHOSEN else []
