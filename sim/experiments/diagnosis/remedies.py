"""The three levers, each aimed at where the fault was found: what each would bring, and cost.

What a lever changes is as much as the fault asks for, where that is known, and else a usual size.  What it
costs is assumed where the scenario does not say it; a board that knows better writes a strategy of its own.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from sim.errors import ScenarioError
from sim.experiments.diagnosis.ideals import Part
from sim.experiments.diagnosis.lacking import HIGHEST, levels_of, room
from sim.experiments.diagnosis.norms import norm
from sim.experiments.diagnosis.places import Place
from sim.measures.books.causes import Side
from sim.model.model import NONE, Model
from sim.model.names import PoolKind
from sim.scenario.changing.combine import DO_NOTHING
from sim.scenario.load import LoadedScenario
from sim.scenario.quantities import HOURS_PER_WEEK, PricePer
from sim.scenario.schema import Scenario
from sim.scenario.skills import AT_REFERENCE
from sim.scenario.telling.wording import count as counted

TECHNOLOGY, UPSKILLING, TALENT = "better technology", "upskilling", "flexible talent"
USUAL_STEP = 0.1
"""Points that an upgrade or a course adds where the fault does not say how many (assumed) [0-1 scale]."""
COURSE_WEEKS, COURSE_HOURS = 6, 4
"""A course of 24 h (`train.hours`, assumed): weeks, hours a week."""
COURSE_PRICE = 1600
"""What a course costs for each person, in the scenario's currency (assumed)."""
DEARER = 1.5
"""Price of a better version of a tool over that of the old one (assumed)."""
MARK_UP = 1.3
"""Rate of a freelancer over the wage of those who do the same work (assumed)."""
SEARCH = "5 calendar days"
"""Time from a posting to the first day (`freelance.days_to_start`)."""
SHARE_OF_POOL = 0.15
"""Seats for freelancers where the fault does not say how many, over those of the pool (assumed)."""
NOT_TALKING = " (who take no part in the team's talking: this is the most that they can bring)"
"""Freelancers are in no team (`people.team`), so that they neither talk nor are talked to."""
_PER = {
    PricePer.USE: "per use",
    PricePer.HOUR: "per hour",
    PricePer.PERSON_MONTH: "per person per month",
    PricePer.MONTH: "per month",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """A lever aimed at a place.

    Attributes:
        lever: which of the three.
        says: what it does, in words.
        loaded: the scenario with it as a strategy; None where it cannot be pulled here.
        strategy: the name of that strategy.
        is_priced: whether the scenario, or an assumption that is stated, says what it costs.
    """

    lever: str
    says: str
    loaded: LoadedScenario | None
    strategy: str = ""
    is_priced: bool = True


def remedies_of(
    loaded: LoadedScenario, strategy: str, future: str, model: Model, part: Part, place: Place
) -> list[Remedy]:
    """Return the three levers, aimed at a place.

    Args:
        loaded: the scenario.
        strategy, future: what is diagnosed; they are pulled on top of the strategy.
        model: its model.
        part: what is broken.
        place: where.
    """
    aim = _Aim(loaded, loaded.under(strategy, future).scenario, model, part, place)
    return [
        _pulled(loaded, strategy, lever, found)
        for lever, found in (
            (TECHNOLOGY, aim.technology()),
            (UPSKILLING, aim.upskilling()),
            (TALENT, aim.talent()),
        )
    ]


@dataclass(frozen=True, slots=True)
class _Aimed:
    """A lever aimed at a place: in words, as YAML has it, and the freelancers that it needs."""

    says: str
    levers: tuple[Any, ...] = ()
    markets: Mapping[str, Any] = field(default_factory=dict)
    is_priced: bool = True


def _pulled(loaded: LoadedScenario, strategy: str, lever: str, aimed: _Aimed) -> Remedy:
    """Return a lever as a strategy of the scenario, or that it cannot be."""
    if not aimed.levers:
        return Remedy(lever, aimed.says, None)
    alone, both = _free(loaded, f"diagnosed {lever}"), _free(loaded, f"{strategy} and diagnosed {lever}")
    strategies: dict[str, Any] = {alone: list(aimed.levers)}
    if strategy != DO_NOTHING or DO_NOTHING in loaded.scenario.strategies:
        strategies[both] = {"combine": [strategy, alone]}
    try:
        changed = loaded.with_more({"freelancers": aimed.markets}) if aimed.markets else loaded
        changed = changed.with_more({"strategies": strategies})
        name = both if both in strategies else alone
        changed.under(name)
    except ScenarioError as error:
        return Remedy(lever, f"{aimed.says}; that cannot be tried: {str(error).splitlines()[0]}", None)
    return Remedy(lever, aimed.says, changed, name, aimed.is_priced)


def _section(loaded: LoadedScenario, name: str) -> dict[str, Any]:
    """Return a section of the file as it stands there."""
    section = loaded.draft.tree.get(name)
    return dict(section) if isinstance(section, dict) else {}


def _free(loaded: LoadedScenario, name: str) -> str:
    plain = "".join(letter if letter.isalnum() or letter == " " else " " for letter in name)
    plain = " ".join(plain.split())
    names = chain([plain], (f"{plain} {number}" for number in count(2)))
    return next(each for each in names if each not in loaded.scenario.strategies)


class _Aim:
    """Aims each lever at a place."""

    def __init__(
        self, loaded: LoadedScenario, scenario: Scenario, model: Model, part: Part, place: Place
    ) -> None:
        self._loaded, self._scenario, self._part, self._place = loaded, scenario, part, place
        self._names = model.names
        self._model = model
        self._currency = self._scenario.currency
        self._after_warm_up = f"week {math.ceil(self._scenario.warm_up / HOURS_PER_WEEK) + 1}"

    def technology(self) -> _Aimed:
        """Return a better version of the tool at the place."""
        if self._place.tool == NONE:
            return _Aimed("no tool works here")
        name = self._names.pools[self._place.tool]
        tool = self._scenario.tools[name]
        if PoolKind.TOOL in self._part.seats:
            return self._more_slots(name)
        if "availability" in self._part.norms:
            up = {"every": "52 weeks", "lasting": "1 h", "dates": []}
            return _Aimed(
                f"{name} hardly ever down", ({"set": {f"tools.{name}.outages": up}},), is_priced=False
            )
        to: dict[str, Any] = {}
        if "speed" in self._part.norms:
            to["speed"] = max(norm("speed"), tool.speed)
            says = f"{name} at the speed of a person"
        elif tool.capability:
            more = self._lacking(tool.capability) or {
                skill: min(USUAL_STEP, HIGHEST - level) for skill, level in tool.capability.items()
            }
            to["capability"] = {skill: f"+{points:.2f}" for skill, points in more.items()}
            if tool.jaggedness > norm("jaggedness"):
                to["jaggedness"] = norm("jaggedness")
            says = f"a better version of {name} ({_points(more)})"
        else:
            to["speed"] = DEARER * tool.speed
            says = f"a version of {name} half as fast again"
        if tool.price:
            to["price"] = [
                f"{DEARER * each.amount:g} {self._currency} {_PER[each.per]}" for each in tool.price
            ]
        return _Aimed(says, ({"upgrade": name, "to": to, "from": self._after_warm_up},))

    def upskilling(self) -> _Aimed:
        """Return a course in the skill that is lacking, for those at the place."""
        if self._place.pool == NONE or self._kind(self._place.pool) is not PoolKind.PEOPLE:
            return _Aimed("no employees work here")
        name = self._names.pools[self._place.pool]
        more = self._taught(name)
        if not more:
            return _Aimed("no skill matters here")
        price = f"{COURSE_PRICE} {self._currency} per person"
        course = {
            "train": name,
            "in": {skill: f"+{points:.2f}" for skill, points in more.items()},
            "from": self._after_warm_up,
            "for": f"{COURSE_WEEKS} weeks",
            "time": f"{COURSE_HOURS} h per week",
            "price": price,
        }
        says = f"a course of {COURSE_WEEKS * COURSE_HOURS} h for {name} ({_points(more)})"
        return _Aimed(says, (course,))

    def talent(self) -> _Aimed:
        """Return freelancers beside those at the place."""
        pool = self._place.pool
        if pool == NONE or self._kind(pool) is PoolKind.TOOL:
            return _Aimed("no people work here")
        name = self._names.pools[pool]
        own = max(1, int((self._model.actors.pool == pool).sum()))
        seats = self._place.seats or max(1, math.ceil(SHARE_OF_POOL * own))
        beside = f"{counted(seats, 'freelancer')} beside {name}"
        if self._model.stocks.talking > 0.0:
            beside += NOT_TALKING
        market, changes, markets = self._market(name)
        hire = {"hire": market, "seats": seats, "from": self._after_warm_up}
        levers = ({"set": changes}, hire) if changes else (hire,)
        return _Aimed(beside, levers, markets, is_priced=bool(self._wage(name)))

    # --- parts ----------------------------------------------------------------------------------------

    def _more_slots(self, name: str) -> _Aimed:
        tool = self._scenario.tools[name]
        changes: dict[str, Any] = {f"tools.{name}.slots": tool.slots + max(1, self._place.seats)}
        if tool.rate_limit is not None:
            changes[f"tools.{name}.rate_limit"] = f"{2.0 * tool.rate_limit:.6g} per hour"
            return _Aimed(f"{name} with twice the rate and more slots", ({"set": changes},), is_priced=False)
        says = f"{name} with {counted(max(1, self._place.seats), 'more slot')}"
        return _Aimed(says, ({"set": changes},), is_priced=False)

    def _lacking(self, among: Collection[str]) -> dict[str, float]:
        """Return what is lacking of some skills."""
        return {skill: points for skill, points in self._place.skills.items() if skill in among}

    def _of_people(self) -> Mapping[str, float]:
        """Return the skills that people lack."""
        return {} if self._part.side is Side.MACHINE else self._place.skills

    def _taught(self, pool: str) -> Mapping[str, float]:
        """Return what a course teaches a pool.

        What is lacking, and where nothing is that a course could teach, a usual step in the main skill of the
        step.
        """
        had = {*self._had(pool), *AT_REFERENCE}
        lacking = {skill: points for skill, points in self._of_people().items() if skill in had}
        if lacking:
            return lacking
        step = self._scenario.steps[self._names.steps[self._place.step]]
        main = max(step.skills, key=lambda skill: step.skills[skill], default="")
        points = min(USUAL_STEP, room(self._model, self._place.pool, main)) if main in had else 0.0
        return {main: points} if points > 0.0 else {}

    def _had(self, pool: str) -> set[str]:
        """Return the skills that a pool states, or one of its workers."""
        people = self._scenario.people[pool]
        return {*people.skills, *chain.from_iterable(worker.skills for worker in people.workers.values())}

    def _market(self, pool: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Return freelancers who may do what a pool does, and what has to be changed and added for them."""
        steps = [name for name, step in self._scenario.steps.items() if pool in step.done_by]
        if pool in self._scenario.freelancers:
            return pool, {}, {}
        for name in self._scenario.freelancers:
            if name in self._scenario.steps[self._names.steps[self._place.step]].done_by:
                return name, {}, {}
        name = next(each for each in _market_names(pool) if each not in self._taken)
        may = {f"steps.{step}.done_by": [*self._scenario.steps[step].done_by, name] for step in steps}
        may |= {
            f"tools.{tool}.access": [*stated.access, name]
            for tool, stated in self._scenario.tools.items()
            if pool in stated.access
        }
        return name, may, {name: self._like(pool)}

    def _like(self, pool: str) -> dict[str, Any]:
        """Return freelancers who have all of a pool that bears on its work, and the skills that it lacks."""
        people, number = self._scenario.people[pool], self._names.pools.index(pool)
        more = self._of_people()
        levels = levels_of(self._model, number, self._had(pool))
        like: dict[str, Any] = {
            "rate": f"{MARK_UP * self._wage(pool):g} {self._currency}/h",
            "search_delay": SEARCH,
            "choose": people.choose,
            "skills": {
                skill: f"{min(HIGHEST, mean + more.get(skill, 0.0)):.4f} ± {sd:.4f}"
                for skill, (mean, sd) in levels.items()
            },
        }
        ramp = float(self._model.stocks.ramp_time[number])
        if ramp > 0.0:
            like |= {"ramp_time": f"{ramp:g} h", "shown_round_by": pool}
        hours = _section(self._loaded, "people")[pool].get("hours")
        return like if hours is None else like | {"hours": hours}

    def _wage(self, pool: str) -> float:
        """Return what an hour of a pool costs at most; 0 where nothing is stated [currency/h]."""
        market = self._scenario.freelancers.get(pool)
        if market is not None:
            return market.rate.high if market.rate else 1.0
        people = self._scenario.people[pool]
        return people.wage or max((worker.wage or 0.0 for worker in people.workers.values()), default=0.0)

    @property
    def _taken(self) -> set[str]:
        scenario = self._scenario
        return {*scenario.people, *scenario.tools, *scenario.freelancers}

    def _kind(self, pool: int) -> PoolKind:
        return self._names.pool_kinds[pool]


def _market_names(pool: str) -> Iterator[str]:
    """Yield names for freelancers beside a pool."""
    yield f"freelance_{pool}"
    yield from (f"freelance_{pool}_{number}" for number in count(2))


def _points(more: Mapping[str, float]) -> str:
    return ", ".join(f"{skill.replace('_', ' ')} +{points:.2f}" for skill, points in more.items())
