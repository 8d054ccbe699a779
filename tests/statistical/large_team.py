"""The limit of a large team: the same stocks as differential equations, with the engine's own weekly holds.

One pool of people works off tasks.  Demand is too high for some weeks and then falls.  The backlog presses;
pressure brings overtime, pace and haste; overtime brings strain; strain and haste bring errors and slowness;
errors come back from a review at once, and from customers later; people learn from each visit, quit when
strained, and are replaced by newcomers, who are slow at first and take mentors' time.

With n people, everything a person and in the limit of large n, this is a set of ordinary differential
equations, as exponential times have no memory.  What the engine holds for a week is held; between its events
``scipy.integrate.solve_ivp`` integrates.  Every effect is a call of a pure rule of ``sim.rules``.

People who joined in the same week are a cohort.  A visit keeps the rate and the chance of a defect with which
it began, and teaches when it ends, so each cohort carries the sums of these over the visits in hand:

    N  persons at work            H' = H (h - H/N) + j h       H  hazard of ending of the visits in hand
    I  persons who wait for the   P' = H (p - P/N) + j p       P  chance that they are defective
       office to open             G' = -(G - I)/τ + j          Y  what is left to learn, after the last visit
    L  persons who finish their   Y' = H/N (G - Y) + j         G  the same, after the hours in hand as well
       last visit and leave       T' = N + I                   T  tenure

with h, p of a visit that begins now (by somebody who has just learned from the last one: G/N), j who join.
Closing the sums (all visits in hand of a cohort have the
same hazard) is the one approximation: it is exact but for a few hours after each Monday's change of rate.
"""

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.special import ndtr

from sim.rules.fatigue import endurance, fatigue_loss, strain_after
from sim.rules.learning import practised_skill
from sim.rules.onboarding import mentoring, ramp
from sim.rules.pressure import (
    care_under_pressure,
    corner_cutting_loss,
    eroded_standard,
    overtime_ratio,
    pace,
    schedule_pressure,
    switching_factor,
)
from sim.rules.quality import logit
from sim.rules.service_time import work_rate
from sim.rules.staffing import quit_probability

Floats = NDArray[np.float64]
WEEK, DAY, OPENS, SHIFT, DAYS = 168.0, 24.0, 9.0, 8.0, 5
MEASURES = (
    "tasks inside", "deliveries", "pressure", "overtime", "care", "strain", "skill", "headcount", "newcomers",
)  # fmt: skip
"""What is compared, each week; tasks, deliveries and people for each person of the first day."""


@dataclass(frozen=True, slots=True)
class Team:
    """A large team: everything that the scenario and the equations have in common; times in hours."""

    weeks: int = 12
    demand: float = 11.0
    """Tasks that come in the first week, a person."""
    changes: tuple[tuple[int, float], ...] = ((2, -0.37), (7, -0.55), (8, 0.6))
    """Changes of demand, each from a week on, by a share: overload, and relief."""
    effort: float = 8.0
    review: float = 1.0
    detection: float = 0.7
    difficulty: float = 0.42
    return_chance: float = 0.7
    return_time: float = 100.0
    first_skill: float = 0.5
    ceiling: float = 0.9
    learning_time: float = 600.0
    speed_slope: float = 1.0
    quality_slope: float = 6.0
    noise: float = 0.5
    normal_backlog: float = 168.0
    overtime: float = 1.4
    pace: float = 0.1
    pace_limit: float = 1.2
    corner_cutting: float = 0.1
    haste_errors: float = 0.2
    least_care: float = 0.7
    standard_falls: float = 2000.0
    standard_rises: float = 4000.0
    switching: float = 0.04
    switching_limit: float = 1.5
    fatigue_threshold: float = 40.0
    fatigue_curvature: float = 0.03
    fatigue_errors: float = 0.15
    fatigue_time: float = 600.0
    turnover: float = 0.5
    strain_quits: float = 3.0
    vacancy: float = 300.0
    ramp_time: float = 1000.0
    ramp_start: float = 0.4
    mentoring: float = 0.4

    def text(self, people: int) -> str:
        """Return the scenario of a team of so many."""
        return f"""
scenario: A team of {people}
run_length: {self.weeks} weeks
task_types:
  task:
    arrivals:
      rate: {self.demand * people:.12g} per week
      hours: Mon-Fri 9:00-17:00
      changes: [{", ".join(f"{{from: week {week}, by: {100.0 * by:+.12g} %}}" for week, by in self.changes)}]
    route: [do, check]
    escaped_defects:
      return_chance: {100.0 * self.return_chance:.12g} %
      after: {{exponential: {self.return_time:.12g} h}}
steps:
  do:
    service_time: {{exponential: {self.effort:.12g} h}}
    skills: {{craft: 100 %}}
    difficulty: {self.difficulty:.12g}
    standard: 50 %
    done_by: [team]
  check:
    service_time: {{exponential: {self.review:.12g} h}}
    reviews: [do]
    detection: {100.0 * self.detection:.12g} %
    rework: {{at_most: 1000}}
    done_by: [checker]
people:
  team: {{headcount: {people}, hours: Mon-Fri 9:00-17:00, skills: {{craft: {self.first_skill:.12g}}}}}
tools:
  checker: {{slots: {people}}}
behaviour:
  speed_slope: {self.speed_slope:.12g}
  reference_match: {self.first_skill:.12g}
  quality_slope: {self.quality_slope:.12g}
  quality_noise: {self.noise:.12g}
  learning_time: {self.learning_time:.12g} h
  learning_ceiling: {self.ceiling:.12g}
  normal_backlog: {self.normal_backlog:.12g} h
  overtime: {100.0 * self.overtime:.12g} %
  pace: {self.pace:.12g}
  pace_limit: {100.0 * self.pace_limit:.12g} %
  corner_cutting: {self.corner_cutting:.12g}
  haste_errors: {self.haste_errors:.12g}
  least_care: {100.0 * self.least_care:.12g} %
  standard_falls: {self.standard_falls:.12g} h
  standard_rises: {self.standard_rises:.12g} h
  switching: {100.0 * self.switching:.12g} %
  switching_limit: {100.0 * self.switching_limit:.12g} %
  fatigue_threshold: {self.fatigue_threshold:.12g} h
  fatigue_curvature: {self.fatigue_curvature:.12g}
  fatigue_errors: {self.fatigue_errors:.12g}
  fatigue_time: {self.fatigue_time:.12g} h
  recovery_time: {self.fatigue_time:.12g} h
  turnover: {100.0 * self.turnover:.12g} %
  strain_quits: {self.strain_quits:.12g}
  time_to_fill: {{exponential: {self.vacancy:.12g} h}}
  ramp_time: {self.ramp_time:.12g} h
  ramp_start: {100.0 * self.ramp_start:.12g} %
  mentoring: {100.0 * self.mentoring:.12g} %
"""


@dataclass(slots=True)
class State:
    """Everything a person of the first day; arrays are by cohort, the first is there from the start."""

    working: Floats
    idle: Floats
    leaving: Floats
    hazard: Floats
    defective: Floats
    unlearned: Floats
    unlearned_in_hand: Floats
    tenure: Floats
    queue: float = 0.0
    reviewed: float = 0.0
    reviewed_defects: float = 0.0
    escaped: float = 0.0
    vacancies: float = 0.0
    delivered: float = 0.0

    def packed(self) -> Floats:
        """Return the state as one array."""
        return np.concatenate([np.atleast_1d(getattr(self, field.name)) for field in fields(self)])

    @classmethod
    def unpacked(cls, values: Floats, cohorts: int) -> "State":
        """Return the state that an array holds."""
        split = 8 * cohorts
        arrays = [np.array(part) for part in values[:split].reshape(8, cohorts)]
        return cls(*arrays, *map(float, values[split:]))

    @property
    def members(self) -> Floats:
        """Those who are there, by cohort."""
        return self.working + self.idle + self.leaving


@dataclass(slots=True)
class Held:
    """What holds for a week."""

    pressure: float = 0.0
    overtime: float = 1.0
    pace: float = 1.0
    care: float = 1.0
    standard: float = 1.0
    switching: float = 1.0


class Limit:
    """The equations of a team, from week to week."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.cohorts = team.weeks + 1
        none = np.zeros(self.cohorts)
        first = np.eye(self.cohorts)[0]
        self.state = State(none, first, none, none, none, first, first, none)
        self.strain = np.zeros(self.cohorts)
        self.held = Held()
        self.leavers_hazard = np.zeros(self.cohorts)
        self.leavers_chance = np.zeros(self.cohorts)
        self.week = 0

    def weekly(self) -> dict[str, Floats]:
        """Return the weekly values of each measure."""
        rows = [self._one_week() for _ in range(self.team.weeks)]
        return {name: np.array([row[name] for row in rows]) for name in MEASURES}

    # --- a week ------------------------------------------------------------------------------

    def _one_week(self) -> dict[str, float]:
        begin, delivered = self.week * WEEK, self.state.delivered
        hours = SHIFT * self.held.overtime
        for day in range(DAYS):
            opens = begin + day * DAY + OPENS
            self._pass(begin + day * DAY if day == 0 else opens - DAY + hours, opens, None)
            self._open()
            self._pass(opens, opens + SHIFT, self._demand())
            self._pass(opens + SHIFT, opens + hours, 0.0)
        self._pass(begin + (DAYS - 1) * DAY + OPENS + hours, begin + WEEK, None)
        self._tire(begin)
        self.week += 1
        row = self._row(self.state.delivered - delivered)
        self._decide()
        return row

    def _demand(self) -> float:
        """Return the tasks that come in an hour."""
        changed = math.prod(1.0 + by for week, by in self.team.changes if self.week + 1 >= week)
        return self.team.demand * changed / (DAYS * SHIFT)

    def _pass(self, begin: float, end: float, demand: float | None) -> None:
        """Let time go by; demand is None while the office is closed."""
        if end <= begin:
            return
        is_filling = demand is not None and self.week == 0 and self.state.queue <= 0.0
        all_busy = AllBusy(self.cohorts) if is_filling else None
        found = self._solve(begin, end, demand, all_busy, is_filling=is_filling)
        if found < end:
            self.state.working += self.state.idle
            self.state.idle = np.zeros(self.cohorts)
            self._solve(found, end, demand, None, is_filling=False)
        if demand is not None and self.state.queue <= 0.0:
            raise ValueError("the queue must not run empty: nobody may be idle in these equations")

    def _solve(
        self, begin: float, end: float, demand: float | None, event: "AllBusy | None", *, is_filling: bool
    ) -> float:
        def slope(time: float, values: Floats) -> Floats:
            return self._slope(
                State.unpacked(values, self.cohorts), time, demand, is_filling=is_filling
            ).packed()

        solved = solve_ivp(slope, (begin, end), self.state.packed(), rtol=1e-6, atol=1e-8, events=event)
        self.state = State.unpacked(solved.y[:, -1], self.cohorts)
        return float(solved.t[-1])

    def _open(self) -> None:
        """Let those who joined while the office was closed take their first task."""
        s = self.state
        if self.week == 0 and s.queue <= 0.0:
            return
        s.hazard = s.hazard + s.idle * self._hazards(s, self.week * WEEK)
        s.defective = s.defective + s.idle * self._chances(s)
        s.working = s.working + s.idle
        s.queue -= float(s.idle.sum())
        s.idle = np.zeros(self.cohorts)

    # --- the equations -----------------------------------------------------------------------

    def _slope(self, s: State, time: float, demand: float | None, *, is_filling: bool) -> State:
        t, none = self.team, np.zeros(self.cohorts)
        found = t.detection * s.reviewed_defects / t.review
        returned = s.escaped / t.return_time
        joins = none.copy()
        joins[self.week] = s.vacancies / t.vacancy
        change = State(
            working=none,
            idle=joins,
            leaving=none,
            hazard=none,
            defective=none,
            unlearned=joins,
            unlearned_in_hand=joins,
            tenure=s.working + s.idle,
            queue=found + returned,
            reviewed=-s.reviewed / t.review,
            reviewed_defects=-s.reviewed_defects / t.review,
            escaped=t.return_chance * (1.0 - t.detection) * s.reviewed_defects / t.review - returned,
            vacancies=-s.vacancies / t.vacancy,
            delivered=s.reviewed / t.review - found,
        )
        if demand is None:
            return change
        come = demand + found + returned
        begun = none.copy()
        if is_filling:
            begun[0] = come
            change.queue = 0.0
            change.idle = s.hazard - begun
            change.working = begun - s.hazard
        else:
            begun = s.hazard + joins
            change.queue = come - float(begun.sum())
            change.idle = none
            change.working = joins
        each = _share(s.hazard, s.working)
        leavers = s.leaving * self.leavers_hazard
        change.leaving = -leavers
        change.hazard = begun * self._hazards(s, time) - s.hazard * each
        change.defective = begun * self._chances(s) - s.defective * each
        at_work = _share(s.working, s.working + s.idle)
        change.unlearned_in_hand = joins - at_work * s.unlearned_in_hand / t.learning_time
        change.unlearned = joins + each * at_work * (s.unlearned_in_hand - s.unlearned)
        change.reviewed += float(s.hazard.sum() + leavers.sum())
        change.reviewed_defects += float((s.defective * each).sum() + (leavers * self.leavers_chance).sum())
        return change

    def _skills(self, s: State, unlearned: Floats) -> Floats:
        """Return the skill of each cohort: what is left to learn is a share of the way to the ceiling."""
        left = _share(unlearned, s.working + s.idle)
        t = self.team
        return np.array(
            [
                practised_skill(t.first_skill, t.ceiling, -math.log(y) if y > 0.0 else 0.0, 0.0, 0.0)
                for y in left
            ]
        )

    def _fresh(self, s: State) -> Floats:
        """Return the skill of those who begin a visit: they have just learned from the last one."""
        return self._skills(s, s.unlearned_in_hand)

    def _new_share(self, time: float) -> Floats:
        """Return the share of each cohort that is still on the ramp; joins fall as vacancies do."""
        t = self.team
        full = np.clip(time - t.ramp_time - np.arange(self.cohorts) * WEEK, 0.0, WEEK)
        last = math.exp(-WEEK / t.vacancy)
        share: Floats = (np.exp(-full / t.vacancy) - last) / (1.0 - last)
        share[0] = 0.0
        return share

    def _hazards(self, s: State, time: float) -> Floats:
        """Return the hazard of ending of a visit that begins now, by cohort [1/h]."""
        t, held = self.team, self.held
        new = self._new_share(time)
        newcomers = float((new * s.members).sum())
        kept = mentoring(newcomers, float(s.members.sum()) - newcomers, t.mentoring)
        tenures = _share(s.tenure, s.working + s.idle)
        rates = []
        for strain, skill, share, tenure in zip(self.strain, self._fresh(s), new, tenures, strict=True):
            rested = endurance(strain, t.fatigue_threshold, t.fatigue_curvature) * held.pace
            early = ramp(min(tenure, math.nextafter(t.ramp_time, 0.0)), t.ramp_time, t.ramp_start, False)
            onboard = share * early + (1.0 - share) * kept
            rates.append(rested * onboard * work_rate(skill, t.first_skill, t.speed_slope))
        return np.array(rates) / (t.effort * held.care * held.switching)

    def _chances(self, s: State) -> Floats:
        """Return the chance of a defect of a visit that begins now, by cohort."""
        t = self.team
        haste = corner_cutting_loss(self.held.care, t.haste_errors)
        lost = np.array([fatigue_loss(each, t.fatigue_threshold, t.fatigue_errors) for each in self.strain])
        gap = self._fresh(s) - lost - haste - t.difficulty
        chances: Floats = ndtr((logit(0.5) - t.quality_slope * gap) / t.noise)
        return chances

    # --- from week to week -------------------------------------------------------------------

    def _tire(self, begin: float) -> None:
        t, end = self.team, begin + WEEK
        excess = max(0.0, self._hours(begin, end) - t.fatigue_threshold)
        for cohort in range(max(self.week, 1)):
            self.strain[cohort] = self._strained(float(self.strain[cohort]), excess, WEEK)
        moments = begin + (np.arange(2000) + 0.5) * WEEK / 2000.0
        weights = np.exp(-(moments - begin) / t.vacancy)
        of_joiners = [
            self._strained(0.0, max(0.0, self._hours(moment, end) - t.fatigue_threshold), end - moment)
            for moment in moments.tolist()
        ]
        if self.week > 0:
            self.strain[self.week] = float(np.average(of_joiners, weights=weights))

    def _strained(self, strain: float, excess: float, time: float) -> float:
        return strain_after(strain, excess, time, self.team.fatigue_time, self.team.fatigue_time)

    def _hours(self, begin: float, end: float) -> float:
        """Return the hours on duty between two moments of one week."""
        monday = begin // WEEK * WEEK
        opens = [monday + day * DAY + OPENS for day in range(DAYS)]
        length = SHIFT * self.held.overtime
        return sum(max(0.0, min(start + length, end) - max(start, begin)) for start in opens)

    def _row(self, delivered: float) -> dict[str, float]:
        s, there = self.state, self.state.working + self.state.idle
        people = float(there.sum())
        return {
            "tasks inside": s.queue + float((s.working + s.leaving).sum()) + s.reviewed,
            "deliveries": delivered,
            "pressure": self.held.pressure,
            "overtime": self.held.overtime,
            "care": self.held.care,
            "strain": float((self.strain * there).sum()) / people,
            "skill": float((self._skills(s, s.unlearned) * there).sum()) / people,
            "headcount": float(s.members.sum()),
            "newcomers": float((self._new_share(self.week * WEEK) * s.members).sum()),
        }

    def _decide(self) -> None:
        """Decide about the next week: pressure and what follows from it, and who quits."""
        t, s, held = self.team, self.state, self.held
        capacity = DAYS * SHIFT * float(s.members.sum())
        held.pressure = schedule_pressure(t.effort * s.queue, capacity, t.normal_backlog / WEEK)
        held.overtime = overtime_ratio(held.pressure, t.overtime)
        held.pace = pace(held.pressure, t.pace, t.pace_limit)
        held.switching = switching_factor(held.pressure, t.switching, t.switching_limit)
        held.standard = eroded_standard(held.standard, held.care, WEEK, t.standard_falls, t.standard_rises)
        held.care = care_under_pressure(held.pressure, t.corner_cutting, held.standard, t.least_care)
        quits = np.array(
            [
                quit_probability(t.turnover, WEEK, each, t.fatigue_threshold, t.strain_quits)
                for each in self.strain
            ]
        )
        self.leavers_hazard = _share(s.hazard, s.working)
        self.leavers_chance = _share(s.defective, s.working)
        s.vacancies += float((quits * (s.working + s.idle)).sum())
        s.leaving = s.leaving + quits * s.working
        for name in ("working", "idle", "hazard", "defective", "unlearned", "unlearned_in_hand", "tenure"):
            setattr(s, name, getattr(s, name) * (1.0 - quits))


def _share(part: Floats, whole: Floats) -> Floats:
    """Return parts of wholes, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)


class AllBusy:
    """The event that nobody is idle any more: a terminal event of ``solve_ivp``."""

    terminal = True
    direction = -1.0

    def __init__(self, cohorts: int) -> None:
        self.cohorts = cohorts

    def __call__(self, _time: float, values: Floats) -> float:
        """Return how many persons of the first day are idle, less a trace."""
        return float(values[self.cohorts]) - 1e-9
