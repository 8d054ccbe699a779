"""What comes in: arrivals, value, promise, and the route each task takes."""

from sim.scenario.quantities import Distribution
from sim.scenario.schema import (
    LEAVE,
    SKIP,
    AgainItem,
    Arrivals,
    EitherItem,
    EscapedDefects,
    RouteItem,
    Scenario,
    TaskType,
    TogetherItem,
)
from sim.scenario.telling import wording as say


def demand_sentences(scenario: Scenario) -> list[str]:
    """Return one line per task type: how it enters, what it is worth, what is promised."""
    return [
        " ".join(
            [f"{say.spoken(name)}: {arrivals_sentence(kind.arrivals)}", *_promise(kind, scenario.currency)]
        )
        for name, kind in scenario.task_types.items()
    ]


def route_sentences(scenario: Scenario) -> list[str]:
    """Return one line per task type: the steps it goes through."""
    return [f"{say.spoken(name)}: {route_text(kind.route)}." for name, kind in scenario.task_types.items()]


def arrivals_sentence(arrivals: Arrivals) -> str:
    """Say how tasks enter over time."""
    return "; ".join([_entering(arrivals), *_over_time(arrivals)]) + "."


def route_text(route: list[RouteItem]) -> str:
    """Return the way through the steps, branches and returns included.

    >>> route_text(["brief", "draft", "publish"])
    'brief, then draft, then publish'
    """
    return ", then ".join(_stretch(item) for item in route)


def _entering(arrivals: Arrivals) -> str:
    batch = (
        "" if arrivals.batch.kind == "constant" and arrivals.batch.mean == 1.0 else _batches(arrivals.batch)
    )
    if arrivals.rate is not None:
        return f"{say.rate(arrivals.rate)} arrive at random (Poisson){batch}"
    if arrivals.every is not None:
        between = say.distribution(arrivals.every, say.duration)
        return f"the time from one arrival to the next is {between}{batch}"
    if arrivals.trace is not None:
        return f"they arrive as recorded in {arrivals.trace.file}, column {arrivals.trace.column}{batch}"
    away = arrivals.away_for
    later = f", {say.distribution(away, say.duration)} after the last was delivered" if away else ""
    return f"{say.count(arrivals.population or 0, 'customer')} bring one task at a time{later}"


def _batches(batch: Distribution) -> str:
    return f", in batches of {say.distribution(batch, say.number)}"


def _over_time(arrivals: Arrivals) -> list[str]:
    parts = []
    if arrivals.growth:
        parts.append(f"the rate changes by {say.growth(arrivals.growth)}")
    parts += _weights([f"{say.share(v)} on {k}" for k, v in arrivals.weekdays.items()], "day", 7)
    parts += _weights([f"{say.share(v)} in {k}" for k, v in arrivals.months.items()], "month", 12)
    if not arrivals.hours.always:
        parts.append(f"they come only {say.weekly_hours(arrivals.hours)}")
    parts += [f"from {say.when(change.from_)} on {say.change(change.by)}" for change in arrivals.changes]
    return parts


def _weights(said: list[str], what: str, whole: int) -> list[str]:
    """Say the weights of days or months, which leave the mean over the ``whole`` of them as it is."""
    if not said:
        return []
    others = f" (a {what} that is not named: 100 %)" if len(said) < whole else ""
    mean = {"day": "week", "month": "year"}[what]
    return [f"weighted by {what}, {say.listed(said)}{others}, so that this stays the mean over a {mean}"]


def _promise(kind: TaskType, currency: str) -> list[str]:
    clauses = []
    if kind.value:
        clauses.append(f"is worth {say.money(kind.value, currency)}")
    if kind.due is not None:
        clauses.append(f"is promised within {say.span(kind.due)}")
    sentences = [f"A good one {say.listed(clauses)}."] if clauses else []
    return [*sentences, *_priority(kind), *_escaped(kind.escaped_defects, kind)]


def _priority(kind: TaskType) -> list[str]:
    if isinstance(kind.priority, str):
        return [] if kind.priority == "normal" else [f"Its priority is {kind.priority}."]
    ranks = say.listed(f"{say.share(part)} {rank}" for rank, part in kind.priority.items())
    return [f"Their priorities: {ranks}."]


def _escaped(defects: EscapedDefects, kind: TaskType) -> list[str]:
    sentences = []
    if kind.value and defects.lose < 1.0:
        sentences.append(f"A defective one loses {say.share(defects.lose)} of its value.")
    if defects.return_chance:
        after = (
            "" if not defects.after.expected else f" after {say.distribution(defects.after, say.duration)}"
        )
        way = f", through {route_text([*defects.route])}" if defects.route else ""
        part = "" if defects.effort == 1.0 else f", at {say.share(defects.effort)} of the effort"
        back = f"{say.share(defects.return_chance)} of the defective ones come back as urgent repairs"
        sentences.append(f"{back}{after}{way}{part}.")
    return sentences


def _stretch(item: RouteItem) -> str:
    if isinstance(item, AgainItem):
        return f"with a chance of {say.share(item.again.chance)} back to {say.spoken(item.again.from_)}"
    if isinstance(item, EitherItem):
        ways = (f"{_way(name)} ({say.share(chance)})" for name, chance in item.either.items())
        return f"either {say.listed(ways, 'or')}"
    if isinstance(item, TogetherItem):
        branches = (branch if isinstance(branch, list) else [branch] for branch in item.together)
        said = ("-".join(map(say.spoken, branch)) for branch in branches)
        return f"side by side {say.listed(said)} until all are done"
    return say.spoken(item)


def _way(name: str) -> str:
    return {SKIP: "straight on", LEAVE: "out of the route"}.get(name, say.spoken(name))
