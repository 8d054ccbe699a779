"""The state of a run: who is there, what flows, who holds what."""

import math
from dataclasses import dataclass, field

from sim.engines.calendar import Due
from sim.model.model import NONE
from sim.records.record import Mode, Outcome
from sim.rules.calendar import interval_at, paused_finish


@dataclass(slots=True, eq=False)
class Duty:
    """A calendar as it runs: its intervals, and whether it is open now.

    Attributes:
        start, end: of each interval, as it is worked [h].
        worked: hours on duty before it [h].
        normal_end: its end without overtime [h].
    """

    start: list[float]
    end: list[float]
    worked: list[float]
    normal_end: list[float] = field(init=False)
    row: int = NONE
    open: bool = False
    until: float = 0.0

    def __post_init__(self) -> None:
        self.normal_end = list(self.end)


def time_after(duty: Duty, moment: float, hours: float) -> float:
    """Return when some hours on duty have passed since a moment, on duty or not [h]."""
    row = interval_at(duty.start, 0, len(duty.start), moment)
    if row < 0 or moment >= duty.end[row]:
        row += 1
    if row >= len(duty.start):
        return math.inf
    return paused_finish(duty.start, duty.end, duty.worked, 0, len(duty.start), row, moment, hours)


@dataclass(slots=True, eq=False)
class Experience:
    """What a person has seen of a tool; failures are weighted [experiences]."""

    successes: float = 0.0
    failures: float = 0.0


@dataclass(slots=True, frozen=True)
class Lesson:
    """What a training has taught: how much, what of it is applied, since when, how fast it lapses [1/h]."""

    skill: int
    gain: float
    transfer: float
    at: float
    fade: float


@dataclass(slots=True, eq=False)
class Absence:
    """Hours off the line: since when, how many on duty, and when they end [h]."""

    since: float
    hours: float
    back: Due


@dataclass(slots=True, eq=False)
class Actor:
    """A worker, a slot of a tool, or a freelancer.

    Attributes:
        like: the seat of the model whose conditions the actor has.
        skill: level of each skill when it was last practised [0-1 scale].
        base: what the actor began with [0-1 scale].
        top: what practice keeps up: what he began with, or was taught for good [0-1 scale].
        practised_at: when each skill was last practised [h].
        full_at: when the ramp of a newcomer ends [h].
        strain: weekly hours beyond the threshold, smoothed [h/week].
        felt_strain: strain, as felt at work [h/week].
        quit_strain: strain, as felt when thinking of leaving [h/week].
        factor: on the rate of work, this week [factor].
        effort: on the effort, this week [factor].
        loss: off the match, this week [0-1 scale].
        thoroughness: in reviews, this week [factor].
        use, checking: what this person has seen of the tool, as it drives use and as it lowers checking.
        practised, assisted: hours practised, and of these made by the tool [h].
        taught: what trainings have taught that lapses by itself.
        attended: weeks of a training that were held, by its lever [week].
        owes: hours of training that wait until the work in hand is done [h].
        away: the hours off the line that are being spent, if any.
    """

    number: int
    pool: int
    seat: int
    like: int
    calendar: int
    word: int
    duty: Duty
    rate: float
    skill: list[float]
    lever: int
    work_done: Due
    private: "Queue"
    queues: list["Queue"] = field(default_factory=list)
    match: dict[int, float] = field(default_factory=dict)
    posted: bool = False
    here: bool = False
    leaving: bool = False
    posted_at: float = float("inf")
    joined_at: float = float("inf")
    left_at: float = float("inf")
    visit: "Visit | None" = None
    base: list[float] = field(init=False)
    top: list[float] = field(init=False)
    practised_at: list[float] = field(init=False)
    full_at: float = float("-inf")
    strain: float = 0.0
    felt_strain: float = 0.0
    quit_strain: float = 0.0
    factor: float = 1.0
    effort: float = 1.0
    loss: float = 0.0
    thoroughness: float = 1.0
    use: Experience = field(default_factory=Experience)
    checking: Experience = field(default_factory=Experience)
    practised: float = 0.0
    assisted: float = 0.0
    taught: list["Lesson"] = field(default_factory=list)
    attended: dict[int, float] = field(default_factory=dict)
    owes: float = 0.0
    away: "Absence | None" = None

    def __post_init__(self) -> None:
        self.base = list(self.skill)
        self.top = list(self.skill)
        self.practised_at = [0.0] * len(self.skill)


@dataclass(slots=True, eq=False)
class Work:
    """What a task carries away from a step: the product of its latest visit there, and who looked at it."""

    quality: float
    defective: bool
    effort: float
    ai_share: float
    group: int
    branch: int
    actor: Actor
    reviewer: Actor | None = None


@dataclass(slots=True, eq=False)
class Task:
    """One unit of demand.

    Attributes:
        node: where it begins on its route.
        share: what is left of the effort of its first visit [0-1].
    """

    number: int
    task_type: int
    arrival_number: int
    word: int
    arrived_at: float
    due_at: float
    priority: int
    node: int
    share: float = 1.0
    topic: int = 0
    difficulty: float = 0.0
    customer: int = NONE
    parent: "Task | None" = None
    repairs: frozenset[int] = frozenset()
    works: dict[int, Work] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)
    sent_back: dict[int, int] = field(default_factory=dict)
    passes: dict[int, int] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)
    delivered_at: float = float("nan")
    quality: float = float("nan")
    defective: bool = False
    value: float = 0.0
    service_time: float = 0.0
    visits: int = 0
    reworks: int = 0
    hand_offs: int = 0


@dataclass(slots=True, frozen=True)
class Redo:
    """A step whose work a review sends back: with what share of the effort, and to whom."""

    step: int
    share: float
    back_to: int


@dataclass(slots=True, eq=False)
class Token:
    """Where a task stands in its route; side-by-side branches have one each."""

    number: int
    task: Task
    node: int
    owner: Actor | None = None
    column: int = NONE
    to_redo: list[Redo] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Request:
    """A task that asks for a visit; or for the rest of one that was handed over."""

    token: Token
    step: int
    attempt: int
    asked_at: float
    ready_at: float
    share: float
    redo: Redo | None = None
    only_pool: int = NONE
    only_actor: Actor | None = None
    sequence: int = 0
    is_rest: bool = False


@dataclass(slots=True, eq=False)
class Queue:
    """Requests that wait, best first: (priority, discipline, sequence, request)."""

    step: int = NONE
    waiting: list[tuple[int, float, int, Request]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Visit:
    """One pass of a task through a step, in the hands of an actor.

    Attributes:
        match: with a tool's help.
        time_factor: time with a tool's help over time without [factor].
        own_match: without a tool's help [0-1 scale].
        match_loss: what hand-off, strain and haste take off the match [0-1 scale].
        needs: hands-on time in one go, of a visit that goes on in another shift [h].
        goes_on: how it goes on in another shift, PAUSE or RESTART; NONE: it does not.
    """

    request: Request
    actor: Actor
    mode: Mode
    started_at: float
    requirement: float
    service_time: float
    time_factor: float
    own_match: float
    match: float
    match_loss: float
    quality: float
    defective: bool
    ai_share: float
    hand_off: bool
    needs: float = 0.0
    goes_on: int = NONE
    finishes_at: float = 0.0
    share_left: float = 0.0
    outcome: Outcome = Outcome.NO_REVIEW
