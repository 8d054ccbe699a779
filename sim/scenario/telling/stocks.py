"""What changes while the system runs, in words: the mechanisms, and the values that nobody stated."""

from collections.abc import Callable

from sim.rules.pressure import training_held
from sim.scenario.schema import Behaviour, Scenario
from sim.scenario.telling import wording as say

Matters = Callable[[Scenario, Behaviour], bool]


def learns(_: Scenario, b: Behaviour) -> bool:
    """Return whether people learn by doing."""
    return b.learning_time is not None


def forgets(_: Scenario, b: Behaviour) -> bool:
    """Return whether unused skill is lost."""
    return b.forgetting is not None


def tires(_: Scenario, b: Behaviour) -> bool:
    """Return whether long weeks do anything."""
    return b.fatigue_curvature > 0.0 or b.fatigue_errors > 0.0


def presses(scenario: Scenario, b: Behaviour) -> bool:
    """Return whether a backlog does anything to people."""
    sizes = (b.pace, b.corner_cutting, b.switching)
    return any(sizes) or any(overtime_of(scenario, b))


def trusts(_: Scenario, b: Behaviour) -> bool:
    """Return whether trust in tools moves."""
    return b.trust_memory is not None


def overtime_of(scenario: Scenario, b: Behaviour) -> list[float]:
    """Return the most hours over normal ones of those pools that work overtime [factor]."""
    own = (b.overtime if pool.overtime is None else pool.overtime for pool in scenario.people.values())
    return [ratio for ratio in own if ratio > 1.0]


def learning(_: Scenario, b: Behaviour) -> str:
    """Say how people learn."""
    if b.learning_time is None:
        return ""
    tool = (
        f"; full use of a tool changes where it leads by {say.change(b.ai_learning)}" if b.ai_learning else ""
    )
    return (
        f"practice leads toward {say.number(b.learning_ceiling)}, two thirds of the way in "
        f"{say.number(b.learning_time)} h{tool}"
    )


def forgetting(_: Scenario, b: Behaviour) -> str:
    """Say what is forgotten."""
    if b.forgetting is None:
        return ""
    return (
        f"half of a gain of skill is lost in {say.duration(b.forgetting)} without practice "
        f"of {say.duration(b.unused_after)} or more"
    )


def trust(_: Scenario, b: Behaviour) -> str:
    """Say how trust moves."""
    if b.trust_memory is None:
        return ""
    return (
        f"it begins at {say.share(b.trust)}, worth {say.number(b.trust_memory)} experiences; a failure has "
        f"the weight of {say.number(b.failure_weight)} successes"
    )


def fatigue(scenario: Scenario, b: Behaviour) -> str:
    """Say what long weeks do."""
    if not tires(scenario, b):
        return ""
    return f"beyond {say.number(b.fatigue_threshold)} h a week people get slower and make more errors"


def pressure(scenario: Scenario, b: Behaviour) -> str:
    """Say what a backlog makes people do."""
    longest = max(overtime_of(scenario, b), default=1.0)
    effects = [
        *([f"people work up to {say.share(longest)} of their hours"] if longest > 1.0 else []),
        *([f"they work up to {say.share(b.pace_limit - 1.0)} faster"] if b.pace else []),
        *(["they take less time for a task than it should have"] if b.corner_cutting else []),
        *(["they lose time in switching between tasks"] if b.switching else []),
    ]
    if not effects:
        return ""
    return f"beyond a backlog of {say.duration(b.normal_backlog)} of work {say.listed(effects)}"


def newcomers(scenario: Scenario, b: Behaviour) -> str:
    """Say what newcomers can do and what they take."""
    pools = scenario.people.values()
    times = [b.ramp_time if pool.ramp_time is None else pool.ramp_time for pool in pools]
    ramps = list(dict.fromkeys(say.duration(time) for time in times if time))
    if not ramps and not b.mentoring:
        return ""
    after = say.listed(ramps, last="or")
    begin = f"they begin at {say.share(b.ramp_start)} and are fully productive after {after}"
    taken = f"each takes {say.share(b.mentoring)} of an experienced person's time"
    return "; ".join([*([begin] if ramps else []), *([taken] if b.mentoring else [])])


def turnover(scenario: Scenario, b: Behaviour) -> str:
    """Say how many leave."""
    own = [pool.turnover if pool.turnover is not None else b.turnover for pool in scenario.people.values()]
    if not any(own):
        return ""
    strained = ", more under strain" if b.strain_quits else ""
    return (
        f"{say.listed(dict.fromkeys(say.share(each) for each in own if each))} leave in a year{strained}; "
        f"a place is filled again after {say.distribution(b.time_to_fill, say.duration)}"
    )


def talking(_: Scenario, b: Behaviour) -> str:
    """Say what a large team costs."""
    return f"{say.number(b.talking)} of the time for each squared person of a team" if b.talking else ""


def transfer(_: Scenario, b: Behaviour) -> str:
    """Say what of a training is applied at work."""
    lapses = f", half of it for {say.duration(b.fading)}" if b.fading else ""
    if b.transfer == 1.0 and not lapses:
        return ""
    return f"{say.share(b.transfer)} of what is taught is applied at work{lapses}"


def squeeze(_: Scenario, b: Behaviour) -> str:
    """Say what pressure does to training."""
    if not b.training_squeeze:
        return ""
    held = training_held(2.0, b.training_squeeze)
    return f"at twice the normal backlog {say.share(held)} of the training hours are held"


def adoption(scenario: Scenario, b: Behaviour) -> str:
    """Say how tools spread."""
    spreading = [name for name, tool in scenario.tools.items() if tool.adopted < 1.0]
    if not spreading or b.adoption_time is None:
        return ""
    return (
        f"users of {say.listed(map(say.spoken, spreading))} win others over; their odds grow 2.7-fold in "
        f"{say.duration(b.adoption_time)}"
    )


TELLING = {
    "learning by doing": learning,
    "forgetting": forgetting,
    "transfer of training": transfer,
    "training under pressure": squeeze,
    "trust that moves": trust,
    "adoption of tools": adoption,
    "fatigue": fatigue,
    "pressure of a backlog": pressure,
    "newcomers": newcomers,
    "turnover": turnover,
    "talking in teams": talking,
}
"""How each mechanism is told; nothing where it is off."""

ASSUMED: tuple[tuple[str, str, Matters], ...] = (
    ("learning_ceiling", "Level of skill to which practice leads: {value}.", learns),
    ("unused_after", "A skill counts as unused after {value} h without practice.", forgets),
    ("fatigue_time", "Strain builds up in {value} h.", tires),
    ("recovery_time", "Strain wears off in {value} h.", tires),
    ("normal_backlog", "Backlog at which nothing presses: {value} h.", presses),
    ("pace_limit", "Fastest pace under pressure: {value} times the normal one.", lambda _, b: b.pace > 0.0),
    (
        "least_care",
        "Least time taken for a task: {value} of what it should have.",
        lambda _, b: b.corner_cutting > 0.0,
    ),
    (
        "switching_limit",
        "Most effort that switching makes of one: {value}.",
        lambda _, b: b.switching > 0.0,
    ),
    ("failure_weight", "Successes that a failure of a tool outweighs: {value}.", trusts),
)
"""Keys of behaviour that the schema marks as assumed: how they are told, and where they matter."""
