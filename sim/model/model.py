"""What an engine needs: frozen arrays, indices, hours, words of luck.  No YAML, no names in the arithmetic.

Things are numbered in alphabetical order of their names, never in order of declaration.  Ragged rows are
flat arrays with offsets: row i of ``x`` is ``x[x_first[i]:x_first[i + 1]]``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.names import Names

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

NONE = -1
"""No such thing: a step without a tool, a task without a parent."""

ANYONE, SAME_POOL, SAME_ACTOR = 0, 1, 2
"""Who redoes work that was sent back."""
PAUSE, FINISH, RESTART, HAND_OVER = 0, 1, 2, 3
"""What happens to a visit at the end of a shift."""
LONGEST_IDLE, IN_ORDER, MOST_SKILLED, CHEAPEST = 0, 1, 2, 3
"""Whom of a pool a task is offered to first."""
FIRST_COME, EARLIEST_DUE_DATE, SHORTEST_EXPECTED = 0, 1, 2
"""Queue disciplines."""
POISSON, RENEWAL, TRACE, CLOSED = 0, 1, 2, 3
"""How a source makes tasks."""
WEAKEST_LINK, EFFORT_WEIGHTED_MEAN, BEST_OF_PARALLEL = 0, 1, 2
"""How the qualities of steps make the quality of a task."""
VISIT, VISIT_IF_DEFECTIVE, AGAIN, EITHER, FORK, JOIN, END = 0, 1, 2, 3, 4, 5, 6
"""Nodes of a route."""
TRAIN, UPGRADE, OPEN_SEATS, CLOSE_SEATS, SET = 0, 1, 2, 3, 4
"""What a lever does at its moment."""
BACKLOG, PRESSURE, STRAIN, TRUST = 0, 1, 2, 3
"""What a condition looks at."""
WEEKS_OF_WORK, HOURS, TASKS, NUMBER = 0, 1, 2, 3
"""What a condition's amount is counted in."""


@dataclass(frozen=True, slots=True)
class Distributions:
    """Distributions, one a row; parameters as ``sim.rules.sampling.sampled`` takes them."""

    kind: Ints
    a: Floats
    b: Floats
    c: Floats
    offset: Ints
    size: Ints
    mean: Floats
    table: Floats


@dataclass(frozen=True, slots=True)
class Calendars:
    """Intervals on duty, ragged by calendar: begin, end [h], hours on duty before each [h]."""

    first: Ints
    start: Floats
    end: Floats
    worked: Floats
    free_first: Ints
    free_start: Floats
    free_end: Floats
    """Hours of the weekly pattern that are off duty, for a holiday or days off (ragged by calendar) [h]."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Stages of routes.  ``prefer``, ``skill``/``weight`` and ``reviewed`` are ragged by step."""

    word: Words
    service: Ints
    """Distribution of the service requirement [h]."""
    prefer_first: Ints
    prefer: Ints
    """Pools in order of preference."""
    skill_first: Ints
    skill: Ints
    weight: Floats
    difficulty_mean: Floats
    difficulty_sd: Floats
    standard: Floats
    """0: the step makes no quality and no defects."""
    noise: Floats
    """Standard deviation of a visit's luck on the logit of quality [1]."""
    gap: Floats
    """For a step without skills: its constant match minus difficulty."""
    tool: Ints
    """Pool of the tool that assists, or NONE."""
    exposure: Floats
    overhead: Floats
    reliance: Floats
    discernment: Floats
    reviewed_first: Ints
    reviewed: Ints
    """Steps that this step reviews; none: it is not a review."""
    detection: Floats
    false_alarm: Floats
    ai_review_time: Floats
    rework_effort: Floats
    rework_limit: Ints
    rework_back_to: Ints
    end_of_shift: Ints
    hand_off_delay: Ints
    """Distribution of the time in transit [h]."""
    context_loss: Floats
    quality_loss: Floats
    limit: Ints
    """Most tasks in the column; 0: no limit."""


@dataclass(frozen=True, slots=True)
class Pools:
    """Groups of actors: people, tool slots, freelancers."""

    kind: Ints
    choose: Ints
    spacing: Floats
    """Least time between starts of a tool (1 / rate limit); 0: no limit [h]."""
    adopted: Floats
    """For a tool, the share of those with access who use it at the start; 1 for others."""
    adoption_limit: Floats
    overtime_premium: Floats
    client_fee: Floats
    search_delay: Ints
    """Distribution of a freelance search [h]."""
    fill_probability: Floats
    candidates: Ints
    matching: Floats
    least_skill: Floats
    no_show: Floats
    guide: Ints
    """Pool whose time newcomers take, or NONE: for people their own."""
    market_first: Ints
    market_from: Floats
    """Moments at which a freelance market changes (ragged) [h]; the first is 0."""
    market_rate: Floats
    """Rates from each moment on, over those of the start [factor]."""
    market_delay: Floats
    """Search delays from each moment on, over those of the start [factor]."""
    rate_elasticity: Floats
    delay_elasticity: Floats
    depth: Floats
    """Freelancers on offer for our seats; infinity: without limit [persons]."""
    outage_every: Ints
    """Distribution of the time between random outages [h], or NONE."""
    outage_lasting: Ints
    word: Words


@dataclass(frozen=True, slots=True)
class Actors:
    """Seats of all pools, pool by pool.  ``skill_mean`` and ``skill_sd`` have shape (actors, skills)."""

    pool: Ints
    seat: Ints
    word: Words
    calendar: Ints
    rate_low: Floats
    rate_high: Floats
    """Wage, or the range of freelance rates [currency/h]."""
    skill_mean: Floats
    skill_sd: Floats
    weekly_hours: Floats
    """Hours on duty in a week without days off or overtime [h]."""
    lever: Ints
    """The OPEN_SEATS event that posts this seat; NONE: there from the start."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions of tools, ragged by pool: what they can do, how unevenly, how fast."""

    first: Ints
    word: Words
    capability: Floats
    """Shape (versions, skills)."""
    stated: Flags
    """False: the tool's capability is not stated, so that it changes speed only."""
    access_first: Ints
    access: Ints
    """Pools that may use it for assistance (ragged by version)."""
    jaggedness: Floats
    speed: Floats
    price_per_use: Floats
    price_per_hour: Floats
    price_per_person_month: Floats
    price_per_month: Floats


@dataclass(frozen=True, slots=True)
class Types:
    """Task types: how they enter, what they are worth, what a defect costs."""

    word: Words
    source: Ints
    """POISSON, RENEWAL, TRACE or CLOSED."""
    rate_first: Ints
    rate_from: Floats
    rate: Floats
    """POISSON: piecewise constant rate [1/h] from each moment on (ragged)."""
    every: Ints
    """RENEWAL: time between arrivals; CLOSED: time away (distribution) [h]."""
    population: Ints
    trace_first: Ints
    trace: Floats
    """TRACE: arrival times (ragged) [h]."""
    batch: Ints
    value: Floats
    due_hours: Floats
    """Promised elapsed time; inf: no due date [h]."""
    due_working_days: Floats
    priority_share: Floats
    """Cumulative shares of the ranks urgent, high, normal, low; shape (types, 4)."""
    topics: Ints
    combine: Ints
    route: Ints
    """First node of the route."""
    repair_route: Ints
    """First node of the repair's route."""
    lose: Floats
    return_chance: Floats
    return_after: Ints
    repair_effort: Floats


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Tasks that are open at the start, in the order in which they join their queues."""

    task_type: Ints
    number: Ints
    """Within the type, up to -1: its identity for luck, which no task that arrives later has."""
    customer: Ints
    """Of a closed source, 0 up; NONE for others."""
    node: Ints
    """Where it stands in its route."""
    share: Floats
    """What is left of the effort of its first visit [0-1]."""
    arrived_at: Floats
    """Up to 0 [h]."""
    due_at: Floats
    """inf: no due date [h]."""
    priority: Ints
    """Rank; NONE: as its type draws it."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Routes as programs.  ``target``/``share`` are ragged by node (EITHER: cumulative; FORK: branches)."""

    kind: Ints
    word: Words
    step: Ints
    next: Ints
    chance: Floats
    branches: Ints
    """JOIN: branches to wait for."""
    group: Ints
    """Parallel block that a VISIT stands in, or NONE."""
    branch: Ints
    """Which branch of the block, 0 up."""
    target_first: Ints
    target: Ints
    share: Floats


@dataclass(frozen=True, slots=True)
class Levers:
    """Events of a strategy, in order of their dates.  ``skill``/``gain`` are ragged (TRAIN)."""

    kind: Ints
    moment: Floats
    """When it acts; with a condition, when somebody begins to look [h]."""
    when: Ints
    """Row of the condition that it waits for, or NONE."""
    pool: Ints
    lasts: Floats
    """TRAIN: length of the course; UPGRADE: roll-out; OPEN_SEATS: time over which they are posted [h]."""
    hours: Floats
    """TRAIN: off the line for each person [h/week]."""
    trainers: Ints
    """TRAIN: pool that teaches, or NONE."""
    trainer_hours: Floats
    """TRAIN: off the line for each trainer [h/week]."""
    transfer: Floats
    fade: Floats
    """TRAIN: rate at which what was learned lapses [1/h]."""
    version: Ints
    """UPGRADE: row of the new version."""
    dip: Floats
    dip_for: Floats
    """UPGRADE: speed lost on the first day [share], and until nothing is left of it [h]."""
    seats: Ints
    """OPEN_SEATS: opened at once, or at each look of a rule [persons]."""
    at_most: Ints
    """OPEN_SEATS: most seats of a rule [persons]."""
    release: Ints
    """OPEN_SEATS: row of the condition that closes seats again, or NONE."""
    opened: Ints
    """CLOSE_SEATS: the OPEN_SEATS event whose seats end."""
    budget: Floats
    """OPEN_SEATS: most its seats may cost; inf: no limit [currency]."""
    phase: Ints
    """SET: what holds from then on, a place in ``Model.phases``."""
    price: Floats
    """Paid at the moment; TRAIN: per person [currency]."""
    skill_first: Ints
    skill: Ints
    gain: Floats


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions on stocks, looked at once a week."""

    watched: Ints
    """BACKLOG, PRESSURE, STRAIN or TRUST."""
    of: Ints
    """Step of a backlog; pool otherwise."""
    above: Flags
    amount: Floats
    unit: Ints


@dataclass(frozen=True, slots=True)
class Phase:
    """What a SET event changes.

    Attributes:
        steps: all steps as they are then.
        changed: of these, the steps that the event changes.
        limit: most tasks inside, or NONE where the event leaves it; 0: no limit.
        overtime: by pool, most hours over normal hours, or nan where the event leaves it [factor].
    """

    steps: Steps
    changed: Ints
    limit: int
    overtime: Floats


@dataclass(frozen=True, slots=True)
class BehaviourValues:
    """Parameters of the rules; see ``sim.scenario.schema.Behaviour``."""

    speed_slope: float
    reference_match: float
    quality_slope: float
    review_slope: float
    doubt_slope: float
    fluency_slope: float
    overhead_slope: float
    literacy_slope: float
    reference_cooperation: float
    complacency: float
    trust: float
    fluency_skill: int
    literacy_skill: int
    communication_skill: int
    critical_skill: int
    """Indices of the cooperative skills; NONE where nobody has it stated (then at its reference)."""


@dataclass(frozen=True, slots=True)
class Stocks:
    """Parameters of what changes while the system runs; see ``sim.scenario.schema.Behaviour``.  Times in h.

    A time of infinity, a size of 0 and a factor of 1 switch a mechanism off.
    """

    learning_time: float
    learning_ceiling: float
    ai_learning: float
    half_life: float
    unused_after: float
    fatigue_threshold: float
    fatigue_curvature: float
    fatigue_errors: float
    fatigue_time: float
    recovery_time: float
    normal_backlog: float
    """[week]."""
    pace: float
    pace_limit: float
    corner_cutting: float
    least_care: float
    haste_errors: float
    standard_falls: float
    standard_rises: float
    switching: float
    switching_limit: float
    trust_memory: float
    """0: trust does not change [experiences]."""
    failure_weight: float
    ramp_start: float
    ramp_at_once: bool
    mentoring: float
    talking: float
    talking_limit: float
    training_squeeze: float
    adoption_rate: float
    """Rate at which users of a tool win others over [1/h]."""
    strain_quits: float
    time_to_fill: int
    """Distribution of the time from a vacancy to the first day [h]."""
    hiring_cost: float
    ramp_time: Floats
    """By pool; 0: newcomers are fully productive at once [h]."""
    turnover: Floats
    """By pool: share that quits within a year, without strain [0-1]."""
    overtime: Floats
    """By pool: most hours over normal hours [factor]."""
    team: Ints
    """By pool: people who talk with each other; 0: the whole pool [persons]."""
    newcomer: Flags
    """By actor: begins on the ramp."""
    off_from: Floats
    """By loop of ``sim.rules.loops``: when it is switched off; inf: never [h]."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Words of what a draw decides; joined with a step's or node's word where it needs one."""

    arrival: int
    batch: int
    priority: int
    topic: int
    difficulty: int
    service: int
    quality: int
    detection: int
    false_alarm: int
    transit: int
    route: int
    escape_return: int
    return_delay: int
    repair: int
    jaggedness: int
    skill: int
    rate: int
    search: int
    fill: int
    candidate: int
    look: int
    turn_up: int
    adopt: int
    roll_out: int
    outage_gap: int
    outage_length: int
    quit: int
    vacancy: int


@dataclass(frozen=True, slots=True)
class Model:
    """One scenario under one strategy and one future, ready to run.

    Attributes:
        horizon: simulated time [h].
        warm_up: initial part left out of measures [h].
        discipline: FIRST_COME, EARLIEST_DUE_DATE or SHORTEST_EXPECTED.
        limit: most tasks inside; 0: no limit.
        working_days: midnights of the working days, for due dates in working days [h].
        skill_words: word of each skill.
    """

    names: Names
    horizon: float
    warm_up: float
    discipline: int
    limit: int
    working_days: Floats
    skill_words: Words
    behaviour: BehaviourValues
    stocks: Stocks
    slots: Slots
    distributions: Distributions
    calendars: Calendars
    steps: Steps
    pools: Pools
    actors: Actors
    versions: Versions
    types: Types
    snapshot: Snapshot
    nodes: Nodes
    levers: Levers
    conditions: Conditions
    phases: tuple[Phase, ...]
