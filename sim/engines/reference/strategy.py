"""The levers of a strategy: at their dates, or once a condition holds that is looked at each week."""

import math
from collections.abc import Generator
from dataclasses import dataclass

from sim.engines.calendar import Due, EventCalendar
from sim.engines.order import Kind
from sim.engines.reference.dispatch import Dispatcher
from sim.engines.reference.flow import Flow
from sim.engines.reference.plan import Plan
from sim.engines.reference.practice import Practice
from sim.engines.reference.staff import Staff
from sim.engines.reference.state import Actor, Lesson
from sim.engines.reference.toolbox import Toolbox
from sim.engines.reference.watch import Watch
from sim.engines.reference.weeks import Weeks
from sim.model.model import CLOSE_SEATS, NONE, OPEN_SEATS, SET, TRAIN, UPGRADE
from sim.rules.calendar import WEEK
from sim.rules.learning import CLASSES, class_begins
from sim.rules.market import posted_at, seats_next

Story = Generator[Due, None, None]


@dataclass(slots=True)
class _Rule:
    """A rule that opens and closes seats.

    Attributes:
        seats: who has each seat, or had it last.
        open: how many are open, the first ones.
    """

    seats: list[Actor]
    open: int = 0


class Strategy:
    """Pulls the levers."""

    def __init__(
        self,
        plan: Plan,
        clock: EventCalendar,
        staff: Staff,
        toolbox: Toolbox,
        practice: Practice,
        dispatcher: Dispatcher,
        flow: Flow,
        weeks: Weeks,
    ) -> None:
        self._plan = plan
        self._levers = plan.model.levers
        self._clock = clock
        self._staff = staff
        self._toolbox = toolbox
        self._practice = practice
        self._dispatcher = dispatcher
        self._flow = flow
        self._weeks = weeks
        self._watch = Watch(plan, dispatcher, practice, weeks)
        self._waiting: list[int] = []
        self._rules: dict[int, _Rule] = {}
        self.acted_at = [math.inf] * len(self._levers.kind)
        """When each lever has acted; with a rule, when it first did [h]."""

    def live(self) -> None:
        """Let all levers come at their dates."""
        for lever in range(len(self._levers.kind)):
            self._clock.env.process(self._life(lever))

    def look(self) -> None:
        """Look at all conditions, at the end of a week."""
        for lever in list(self._waiting):
            if self._watch.holds(int(self._levers.when[lever])):
                self._waiting.remove(lever)
                self._clock.env.process(self._act(lever))
        if self._clock.now < self._plan.off_from["hiring-relief"]:
            for lever, rule in self._rules.items():
                self._adjust(lever, rule)

    def _life(self, lever: int) -> Story:
        yield self._clock.at(float(self._levers.moment[lever]), Kind.LEVER, lever)
        if self._levers.when[lever] == NONE:
            yield from self._act(lever)
        elif self._levers.kind[lever] == OPEN_SEATS:
            self._rules[lever] = _Rule(self._seats_of(lever))
        else:
            self._waiting.append(lever)

    def _act(self, lever: int) -> Story:
        """Let a lever do what it does."""
        kind = int(self._levers.kind[lever])
        self.acted_at[lever] = self._clock.now
        if kind == TRAIN:
            yield from self._course(lever)
        elif kind == UPGRADE:
            self._toolbox.upgrade(lever, self._clock.now)
        elif kind == OPEN_SEATS:
            yield from self._post_all(lever)
        elif kind == CLOSE_SEATS:
            opened = int(self._levers.opened[lever])
            self._rules.pop(opened, None)
            self._staff.close_seats(opened)
        elif kind == SET:
            self._change(int(self._levers.phase[lever]))

    # --- training ----------------------------------------------------------------------------

    def _course(self, lever: int) -> Story:
        """Hold a course, class by class; what it has taught is there at its end."""
        begin, lasts = self._clock.now, float(self._levers.lasts[lever])
        enrolled = self._staff.members(int(self._levers.pool[lever]))
        has_classes = self._levers.hours[lever] > 0.0 or self._levers.trainers[lever] != NONE
        weeks = lasts / WEEK if has_classes else 0.0
        for week in range(math.ceil(weeks)):
            length = min(weeks - week, 1.0)
            for day in range(CLASSES):
                moment = class_begins(begin, week, day, length)
                if moment > self._clock.now:
                    yield self._clock.at(moment, Kind.LEVER, lever)
                self._hold_class(lever, day, length)
        if lasts > 0.0:
            yield self._clock.at(begin + lasts, Kind.LEVER, lever)
        self._teach(lever, weeks, enrolled)

    def _hold_class(self, lever: int, day: int, length: float) -> None:
        """Take those of a class, and those who teach it, off the line.

        Args:
            lever: the training.
            day: which class, 0 up.
            length: of this week of the course, whose last one may be cut short [week].
        """
        levers = self._levers
        held = length * self._weeks.training_held(int(levers.pool[lever]), self._clock.now)
        for actor in self._class(int(levers.pool[lever]), day):
            actor.attended[lever] = actor.attended.get(lever, 0.0) + held
            self._send_away(actor, float(levers.hours[lever]) * held)
        for actor in self._class(int(levers.trainers[lever]), day):
            self._send_away(actor, float(levers.trainer_hours[lever]) * held)

    def _class(self, pool: int, day: int) -> list[Actor]:
        return [actor for actor in self._staff.members(pool) if self._seat(actor) % CLASSES == day]

    def _seat(self, actor: Actor) -> int:
        """Return an actor's place in his pool, that of whom he follows if he was hired on the way."""
        return int(self._plan.model.actors.seat[actor.like])

    def _send_away(self, actor: Actor, hours: float) -> None:
        if hours > 0.0:
            self._dispatcher.send_away(actor, hours)

    def _teach(self, lever: int, weeks: float, enrolled: list[Actor]) -> None:
        """Let everybody apply what he has learned: as far as he attended, or where there are no classes
        whoever was there when it began.
        """
        levers, now = self._levers, self._clock.now
        for actor in self._staff.actors:
            if actor.pool != levers.pool[lever]:
                continue
            attended = actor.attended.get(lever, 0.0)
            share = min(attended / weeks, 1.0) if weeks else float(actor in enrolled)
            for row in range(int(levers.skill_first[lever]), int(levers.skill_first[lever + 1])):
                gain = float(levers.gain[row]) * share
                transfer, fade = float(levers.transfer[lever]), float(levers.fade[lever])
                self._practice.teach(actor, Lesson(int(levers.skill[row]), gain, transfer, now, fade))
            actor.match.clear()

    # --- seats -------------------------------------------------------------------------------

    def _seats_of(self, lever: int) -> list[Actor]:
        return [actor for actor in self._staff.actors if actor.lever == lever]

    def _post_all(self, lever: int) -> Story:
        """Post all seats of a lever: at once, or one after another."""
        begin, over = self._clock.now, float(self._levers.lasts[lever])
        seats = self._seats_of(lever)
        for place, seat in enumerate(seats):
            moment = posted_at(begin, over, place, len(seats))
            if moment > self._clock.now:
                yield self._clock.at(moment, Kind.LEVER, lever)
            if not seat.leaving:
                self._staff.post(seat)

    def _adjust(self, lever: int, rule: _Rule) -> None:
        """Open or close seats as a rule wants."""
        if self._staff.is_spent(lever):
            return
        levers = self._levers
        opens = self._watch.holds(int(levers.when[lever]))
        release = int(levers.release[lever])
        releases = release != NONE and self._watch.holds(release)
        wanted = seats_next(rule.open, int(levers.seats[lever]), len(rule.seats), opens, releases)
        while rule.open < wanted:
            self._open(lever, rule)
        while rule.open > wanted:
            rule.open -= 1
            self._staff.release(rule.seats[rule.open])

    def _open(self, lever: int, rule: _Rule) -> None:
        seat = rule.seats[rule.open]
        if seat.posted:
            seat = rule.seats[rule.open] = self._staff.successor(seat)
        rule.open += 1
        self._staff.post(seat)
        self.acted_at[lever] = min(self.acted_at[lever], self._clock.now)

    # --- how work is done ----------------------------------------------------------------------

    def _change(self, phase: int) -> None:
        if phase == NONE:  # it holds from the start: the scenario itself is changed
            return
        self._plan.change(self._plan.model.phases[phase])
        self._dispatcher.rearrange()
        self._flow.open_door()
