"""Head-count arithmetic for a stretch of time in which nothing changes: hours times speed, and no queue.

Every visit takes the mean effort at the pace of the average member of the pool that does it; nobody waits,
nothing is sent back, nobody is new.  What the hours do not allow is not done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sim.experiments.forecasting.journeys import Made, first_visits, outcome, time_through
from sim.experiments.forecasting.money import cost_of
from sim.experiments.forecasting.sharing import Mix, share_done, shared_out
from sim.experiments.forecasting.supply import arriving, hours_of_pools, open_at_start
from sim.experiments.forecasting.ways import Way, quality_of, ways_of
from sim.model.build import build
from sim.model.names import PoolKind
from sim.records.record import Mode
from sim.rules.handoff import visit_effort
from sim.rules.service_time import review_time_factor
from sim.scenario.load import Effective
from sim.scenario.load_estimate import expected_visits

Tasks = Mapping[str, float]
"""Tasks of each type, by its name."""
ROUNDS = 2
"""Rounds of sharing out: who makes the work decides how long its review takes, which decides who makes it."""


@dataclass(frozen=True, slots=True)
class Output:
    """What comes out of a stretch of time, all of it.

    Attributes:
        delivered, good: tasks.
        value: of the tasks [currency].
        cost: of hours and tools, without what is paid once [currency].
        through: hours that the delivered tasks took [h].
        quality: summed over the ``rated`` tasks.
        rated: tasks with a quality.
        busy, on_duty: hands-on and scheduled hours of people and freelancers [h].
        freelance: hands-on hours of freelancers [h].
    """

    delivered: float = 0.0
    good: float = 0.0
    value: float = 0.0
    cost: float = 0.0
    through: float = 0.0
    quality: float = 0.0
    rated: float = 0.0
    busy: float = 0.0
    on_duty: float = 0.0
    freelance: float = 0.0

    def __add__(self, other: "Output") -> "Output":
        """Return what comes out of both stretches."""
        return Output(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def output(effective: Effective, begin: float, end: float) -> Output:
    """Return what comes out between two moments [h] of an organisation that no lever changes any more."""
    return _Paper(effective, begin, end).output()


class _Paper:
    """An organisation on paper, for a stretch of time."""

    def __init__(self, effective: Effective, begin: float, end: float) -> None:
        self._scenario, self._begin, self._end = effective.scenario, begin, end
        self._model = build(effective)
        names = self._model.names
        self._pool = {name: number for number, name in enumerate(names.pools)}
        self._step = {name: number for number, name in enumerate(names.steps)}
        self._types = {name: self._scenario.task_types[name] for name in names.task_types}
        self._visits = {name: expected_visits(each.route) for name, each in self._types.items()}
        self._first = {name: first_visits(each.route) for name, each in self._types.items()}
        self._hours = hours_of_pools(self._scenario, self._model, end - begin)
        self._able = {
            name: [pool for pool in step.done_by if self._hours[pool] > 0.0]
            for name, step in self._scenario.steps.items()
        }
        self._ways = {
            (step, pool): ways_of(self._model, self._step[step], self._pool[pool])
            for step, pools in self._able.items()
            for pool in pools
        }
        self._paces = {  # of the hours of a pool, which for a tool are hours of effort
            key: sum(part * (1.0 if way.mode is Mode.AUTOMATED else way.pace) for part, way in ways)
            for key, ways in self._ways.items()
        }
        self._mix: Mix = {step: dict.fromkeys(pools[:1], 1.0) for step, pools in self._able.items()}
        for _ in range(ROUNDS):
            self._mix = shared_out(self._efforts(self._demand()), self._able, self._paces, self._hours)

    def output(self) -> Output:
        """Return what comes out."""
        done = self._done(self._demand())
        busy = self._busy(done)
        uses = {self._pool[tool]: self._uses(tool, done) for tool in self._scenario.tools}
        people = [name for name in self._hours if self._kind(name) != PoolKind.TOOL]
        total = Output(
            cost=cost_of(self._model, self._begin, self._end, busy, uses),
            busy=sum(busy[name] for name in people),
            on_duty=sum(self._hours[name] for name in people),
            freelance=sum(busy[name] for name in self._scenario.freelancers),
        )
        return sum((self._delivered(name, tasks) for name, tasks in done.items() if tasks > 0.0), total)

    def _delivered(self, name: str, tasks: float) -> Output:
        """Return what so many tasks of a type are when they are delivered."""
        task_type = self._types[name]
        made = {step: self._made(name, step) for step in self._visits[name]}
        quality, rated, defective = outcome(task_type.route, task_type.quality, made)
        lost = task_type.escaped_defects.lose * defective
        return Output(
            delivered=tasks,
            good=tasks * (1.0 - defective),
            value=tasks * task_type.value * (1.0 - lost),
            through=tasks * self._through(name),
            quality=tasks * rated * quality if rated > 0.0 else 0.0,
            rated=tasks * rated,
        )

    # --- how much there is to do, and how much is done ----------------------------------------

    def _demand(self) -> dict[str, float]:
        return {
            name: arriving(self._model, number, self._begin, self._end, self._through(name))
            + open_at_start(self._model, number, self._begin, self._end)
            for number, name in enumerate(self._types)
        }

    def _done(self, demand: Tasks) -> dict[str, float]:
        """Return how many tasks the hours allow: as many as the scarcest step of their route."""
        possible = share_done(self._efforts(demand), self._able, self._paces, self._hours)
        return {
            name: tasks * min(possible[step] for step, visits in self._visits[name].items() if visits > 0.0)
            for name, tasks in demand.items()
        }

    def _busy(self, tasks: Tasks) -> dict[str, float]:
        """Return the hours of each pool that the work takes, at most all of them [h]."""
        busy = dict.fromkeys(self._hours, 0.0)
        for step, effort in self._efforts(tasks).items():
            for pool, share in self._mix[step].items():
                busy[pool] += effort * share * self._paces[step, pool]
        return {pool: min(hours, self._hours[pool]) for pool, hours in busy.items()}

    def _uses(self, tool: str, tasks: Tasks) -> tuple[float, float]:
        """Return how many visits a tool assists or does, and the hours of those that it does alone [h]."""
        uses = hours = 0.0
        for name, number in tasks.items():
            for step, visits in self._visits[name].items():
                done_alone = number * visits * self._mix[step].get(tool, 0.0)
                uses += done_alone
                hours += done_alone * self._effort(name, step) * self._alone_pace(step, tool)
                if self._scenario.steps[step].assisted_by == tool:
                    doing = self._doing(step)
                    uses += number * visits * sum(share for share, way in doing if way.mode is Mode.ASSISTED)
        return uses, hours

    def _alone_pace(self, step: str, tool: str) -> float:
        return sum(part * way.pace for part, way in self._ways.get((step, tool), ()))

    # --- a visit -----------------------------------------------------------------------------

    def _efforts(self, tasks: Tasks) -> dict[str, float]:
        """Return the effort of each step for so many tasks of each type [h]."""
        efforts = dict.fromkeys(self._able, 0.0)
        for name, number in tasks.items():
            for step, visits in self._visits[name].items():
                efforts[step] += number * visits * self._effort(name, step)
        return efforts

    def _effort(self, name: str, step: str) -> float:
        """Return the effort of a visit of one task type to a step [h]."""
        steps, row = self._model.steps, self._step[step]
        lost = float(steps.context_loss[row]) * self._new_owner(name, step)
        factor = float(steps.ai_review_time[row])
        made_by_ai = self._ai_share(name, step) if factor > 1.0 else 0.0
        return visit_effort(self._requirement(step), 1.0, lost) * review_time_factor(factor, made_by_ai)

    def _requirement(self, step: str) -> float:
        return float(self._model.distributions.mean[self._model.steps.service[self._step[step]]])

    def _ai_share(self, name: str, review: str) -> float:
        """Return the share of the reviewed effort of a task type that AI made [0-1]."""
        effort = made = 0.0
        for step in self._scenario.steps[review].reviews:
            hours = self._visits[name].get(step, 0.0) * self._requirement(step)
            effort += hours
            made += hours * sum(share * way.ai_share for share, way in self._doing(step))
        return made / effort if effort > 0.0 else 0.0

    def _doing(self, step: str) -> list[tuple[float, Way]]:
        """Return how a step is done: each way with its share of the visits."""
        return [
            (share * part, way)
            for pool, share in self._mix[step].items()
            for part, way in self._ways[step, pool]
            if share > 0.0
        ]

    def _new_owner(self, name: str, step: str) -> float:
        """Return the share of a task type's visits to a step that come from somebody else [0-1]."""
        owners = {pool for each in self._visits[name] for pool, share in self._mix[each].items() if share}
        alone = len(owners) == 1 and self._is_one(owners.pop())
        return 0.0 if alone else 1.0 - self._first[name][step]

    def _through(self, name: str) -> float:
        """Return the mean time of a task of one type from door to door [h]."""
        elapsed = {step: self._touch(name, step) + self._transit(name, step) for step in self._visits[name]}
        return time_through(self._types[name].route, elapsed)

    def _touch(self, name: str, step: str) -> float:
        return self._effort(name, step) * sum(share * way.pace for share, way in self._doing(step))

    def _transit(self, name: str, step: str) -> float:
        row = self._model.steps.hand_off_delay[self._step[step]]
        return (1.0 - self._first[name][step]) * float(self._model.distributions.mean[row])

    def _made(self, name: str, step: str) -> Made:
        new_owner = self._new_owner(name, step)
        made = [
            (share, *quality_of(self._model, self._step[step], way.match, new_owner))
            for share, way in self._doing(step)
        ]
        quality = sum(share * each for share, each, _ in made)
        return Made(self._requirement(step), quality, sum(share * defect for share, _, defect in made))

    # --- who is there ------------------------------------------------------------------------

    def _kind(self, pool: str) -> PoolKind:
        return self._model.names.pool_kinds[self._pool[pool]]

    def _is_one(self, pool: str) -> bool:
        """Return whether a pool is a single owner of work: a person alone, or a tool."""
        members = int((self._model.actors.pool == self._pool[pool]).sum())
        return members == 1 or self._kind(pool) == PoolKind.TOOL
