"""People come and go: seats are posted and filled, newcomers begin, people quit and are replaced."""

import math
from collections.abc import Callable

from sim.engines.calendar import EventCalendar
from sim.engines.order import Kind
from sim.engines.reference.dispatch import Dispatcher
from sim.engines.reference.market import Market
from sim.engines.reference.plan import Plan
from sim.engines.reference.state import Actor, Duty, Queue
from sim.model.model import NONE
from sim.model.names import PoolKind
from sim.rules.luck import identity, uniform
from sim.rules.market import market_rate, seat_cost
from sim.rules.normal import normal_quantile
from sim.rules.reliance import clipped


class Staff:
    """All actors, and who of them is here.

    Attributes:
        actors: by number; those who are hired on the way last.
        begins: what an actor's story is told by, once he exists.
        changed: what happens when the people of a pool have changed.
    """

    def __init__(
        self, plan: Plan, clock: EventCalendar, dispatcher: Dispatcher, duties: list[Duty], word: int
    ) -> None:
        self._plan = plan
        self._model = plan.model
        self._clock = clock
        self._dispatcher = dispatcher
        self._duties = duties
        self._market = Market(plan)
        self._spent = [0.0] * len(self._model.levers.kind)
        self._has_overspent = False
        self.actors = [
            self._actor(seat, seat, identity(word, int(own)))
            for seat, own in enumerate(self._model.actors.word)
        ]
        self.begins: Callable[[Actor], None] = _nothing_yet
        self.changed: Callable[[int], None] = _nothing_yet
        dispatcher.spend = self._spend
        dispatcher.settled = self._close_overspent

    def members(self, pool: int) -> list[Actor]:
        """Return who of a pool is here."""
        return [actor for actor in self.actors if actor.pool == pool and actor.here]

    def open_for_business(self) -> None:
        """Bring in those who are there from the start; post the open freelance seats."""
        seats = []
        for actor in self.actors:
            if actor.lever != NONE:
                continue
            if self._kind(actor) == PoolKind.FREELANCERS:
                seats.append(actor)
                continue
            actor.posted_at = 0.0
            if self._model.stocks.newcomer[actor.number]:
                actor.full_at = float(self._model.stocks.ramp_time[actor.pool])
            self.join(actor)
        for actor in seats:
            self.post(actor)

    # --- coming ------------------------------------------------------------------------------

    def post(self, actor: Actor) -> None:
        """Search for somebody to fill a seat."""
        actor.posted = True
        actor.posted_at = self._clock.now
        if self._kind(actor) == PoolKind.FREELANCERS:
            begins_at = self._clock.now + self._searched(actor)
        else:
            begins_at = self._clock.now + self._time_to_fill(actor)
        if begins_at < math.inf:
            actor.full_at = begins_at + float(self._model.stocks.ramp_time[actor.pool])
        if begins_at <= 0.0:
            self._begin(actor)
            return
        event = self._clock.at(begins_at, Kind.JOIN, actor.number)
        event.callbacks.append(lambda _: self._begin(actor))

    def _begin(self, actor: Actor) -> None:
        if actor.leaving:
            return
        if self._kind(actor) == PoolKind.FREELANCERS:
            ours = self._dispatcher.pools[actor.pool].present
            actor.rate *= self._market.rate_factor(actor.pool, ours, self._clock.now)
        self.join(actor)

    def join(self, actor: Actor) -> None:
        """Bring somebody in."""
        self._dispatcher.join(actor)
        self.changed(actor.pool)

    def _searched(self, actor: Actor) -> float:
        """Return the time until a seat is filled, and let whoever fills it be its actor [h]."""
        ours = self._dispatcher.pools[actor.pool].present
        found = self._market.search(actor.pool, actor.word, self._clock.now, ours, self._skills(actor.like))
        if found is None:
            return math.inf
        if found.word != actor.word:
            actor.word = found.word
            actor.skill = self._skills(actor.like)(found.word)
            actor.base, actor.top = list(actor.skill), list(actor.skill)
            actor.rate = self._rate(actor.like, found.word)
        return found.waited

    def _time_to_fill(self, actor: Actor) -> float:
        draw = self._plan.draw(self._model.stocks.time_to_fill, self._model.slots.vacancy)
        return draw.of(actor.word, 0)

    def successor(self, leaver: Actor) -> Actor:
        """Return a new person for the seat of one who leaves: alike, with luck of his own."""
        actor = self._actor(leaver.like, len(self.actors), identity(leaver.word, self._model.slots.vacancy))
        self.actors.append(actor)
        self.begins(actor)
        return actor

    # --- going -------------------------------------------------------------------------------

    def release(self, actor: Actor) -> None:
        """Let somebody go, when the work in hand is done; a search for him ends."""
        actor.leaving = True
        if not actor.here:
            actor.left_at = self._clock.now
        elif actor.visit is None:
            self.retire(actor)

    def retire(self, actor: Actor) -> None:
        """Take somebody out."""
        self._dispatcher.retire(actor)
        self.changed(actor.pool)

    def quit(self, actor: Actor) -> None:
        """Let a person go, and look for somebody else."""
        self.release(actor)
        self.post(self.successor(actor))

    def close_seats(self, lever: int) -> None:
        """Let all go whose seats a lever has opened."""
        for actor in self.actors:
            if actor.lever == lever and not actor.leaving:
                self.release(actor)

    def is_spent(self, lever: int) -> bool:
        """Return whether the budget of a lever's seats is used up."""
        return self._spent[lever] >= float(self._model.levers.budget[lever])

    def _close_overspent(self) -> None:
        """Close the seats of levers whose budget has been spent by those who have just begun."""
        while self._has_overspent:
            self._has_overspent = False
            for lever in range(len(self._spent)):
                if self.is_spent(lever):
                    self.close_seats(lever)

    def _spend(self, actor: Actor, hours: float) -> None:
        """Count what a lever's seats cost."""
        if actor.lever == NONE:
            return
        fee = float(self._model.pools.client_fee[actor.pool])
        self._spent[actor.lever] += seat_cost(hours, actor.rate, fee)
        self._has_overspent |= self.is_spent(actor.lever)

    # --- who they are ------------------------------------------------------------------------

    def _kind(self, actor: Actor) -> int:
        return int(self._model.pools.kind[actor.pool])

    def _actor(self, seat: int, number: int, word: int) -> Actor:
        """Return the actor of a seat, or one like that of the seat, with a number and luck of his own."""
        actors = self._model.actors
        return Actor(
            number=number,
            pool=int(actors.pool[seat]),
            seat=int(actors.seat[seat]) if number == seat else number,
            like=seat,
            calendar=int(actors.calendar[seat]),
            word=word,
            duty=self._duties[int(actors.calendar[seat])],
            rate=self._rate(seat, word),
            skill=self._skills(seat)(word),
            lever=int(actors.lever[seat]),
            work_done=self._clock.event(),
            private=Queue(),
        )

    def _rate(self, seat: int, word: int) -> float:
        low, high = float(self._model.actors.rate_low[seat]), float(self._model.actors.rate_high[seat])
        if high <= low:
            return low
        return market_rate(low, high, normal_quantile(uniform(word, self._model.slots.rate, 0)))

    def _skills(self, seat: int) -> Callable[[int], list[float]]:
        """Return what gives the skills of a person by his word: normal over the pool, within 0 and 1."""
        means = self._model.actors.skill_mean[seat].tolist()
        spreads = self._model.actors.skill_sd[seat].tolist()
        slots = self._market.skill_slots

        def drawn(word: int) -> list[float]:
            return [
                clipped(mean + sd * normal_quantile(uniform(word, slot, 0)), 0.0, 1.0) if sd > 0.0 else mean
                for mean, sd, slot in zip(means, spreads, slots, strict=True)
            ]

        return drawn


def _nothing_yet(_: object) -> None:
    """Stand in until somebody listens."""
