"""Scenarios drawn by Hypothesis over the whole language: valid, small, and rich in ties.

``scenarios()`` draws a ``Draft``: a tree of plain values in which every length of time is a mark of its own,
so that the same scenario can be written with all its times doubled.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from hypothesis import strategies as st

Tree = dict[str, object]


# --- what depends on the unit of time -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timed:
    """A text with a number that follows the unit of time: ``written(times)`` is the text."""

    written: Callable[[int], str]


def minutes(number: int) -> Timed:
    """Return a length of time."""
    return Timed(lambda times: f"{number * times} min")


def per_week(number: int) -> Timed:
    """Return a rate; with doubled times half of it."""
    return Timed(lambda times: f"{number / times:g} per week")


def per_hour(number: int) -> Timed:
    """Return a rate; with doubled times half of it."""
    return Timed(lambda times: f"{number / times:g} per hour")


def since(unit: str, number: int) -> Timed:
    """Return the beginning of a week or day; with doubled times twice as far from the start."""
    return Timed(lambda times: f"{unit} {(number - 1) * times + 1}")


def usd(amount: int) -> Timed:
    """Return what so many hours may cost; with doubled times twice as much."""
    return Timed(lambda times: f"{amount * times} USD")


def weeks(number: int) -> Timed:
    """Return a length of time that is long beside a run."""
    return Timed(lambda times: f"{number * times} weeks")


@dataclass(frozen=True, slots=True)
class OpenTasks:
    """A row of a snapshot; times in hours."""

    task_type: str
    step: str
    tasks: int
    age: int
    due_after: int | None
    priority: str
    done: str

    def written(self, times: int) -> str:
        """Return the row, with all times multiplied."""
        arrived = -self.age * times
        due = "" if self.due_after is None else str(arrived + self.due_after * times)
        cells = (self.task_type, self.step, str(self.tasks), str(arrived), due, self.priority, self.done)
        return ",".join(cells)


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A scenario that was drawn.

    Attributes:
        tree: what it says but for its length, with ``Timed`` texts in it.
        weeks: the run length.
        columns: its CSV files, one column ``x`` each: hours of arrivals, or minutes of work.
        strategy: the strategy under which to run it.
        snapshot: the tasks that are open at the start.
    """

    tree: Tree
    weeks: int
    columns: dict[str, tuple[int, ...]]
    strategy: str
    snapshot: tuple[OpenTasks, ...] = ()

    def text(self, times: int = 1) -> str:
        """Return the YAML, with all times multiplied."""
        tree = {"scenario": "Drawn", "run_length": f"{self.weeks * times} weeks", **self.tree}
        if self.snapshot:
            tree["snapshot"] = "snapshot.csv"
        return yaml.safe_dump(_written(tree, times), sort_keys=False, allow_unicode=True, width=100)

    def save(self, folder: Path, times: int = 1) -> Path:
        """Write the scenario and its CSV files; return its path."""
        for name, values in self.columns.items():
            rows = "\n".join(str(value * times) for value in values)
            (folder / name).write_text(f"x\n{rows}\n", encoding="utf-8")
        if self.snapshot:
            (folder / "snapshot.csv").write_text(self._open_tasks(times), encoding="utf-8")
        path = folder / "scenario.yaml"
        path.write_text(self.text(times), encoding="utf-8")
        return path

    def __repr__(self) -> str:
        files = "".join(f"# {name}: {values}\n" for name, values in self.columns.items())
        return f"# strategy: {self.strategy}\n{files}{self._open_tasks(1)}{self.text()}"

    def _open_tasks(self, times: int) -> str:
        rows = "".join(f"{row.written(times)}\n" for row in self.snapshot)
        return f"task_type,step,tasks,arrived,due,priority,done\n{rows}"


def _written(value: object, times: int) -> object:
    if isinstance(value, Timed):
        return value.written(times)
    if isinstance(value, dict):
        return {key: _written(item, times) for key, item in value.items()}
    return [_written(item, times) for item in value] if isinstance(value, list) else value


# --- words and numbers --------------------------------------------------------------------------

STEPS = ("brief", "check", "draft", "layout", "sketch")
PEOPLE = ("artists", "editors", "writers")
TOOLS = ("helper", "robot")
MARKET = ("pens",)
SKILLS = ("ai_fluency", "ai_literacy", "algorithmic_communication", "critical_thinking", "writing")
RANKS = ("urgent", "high", "normal", "low")
HOURS = (
    "Mon-Fri 9:00-17:00",
    "Mon-Fri 9:00-12:00 and 13:00-17:00",
    "Mon-Thu 8:00-16:00, Fri 8:00-12:00",
    "Mon-Fri 22:00-6:00",
    "Tue, Thu 10:00-14:00",
    "daily 6:00-22:00",
)
POLICIES = ("hand over", "finish", "restart", "pause")
LOOPS = ("overtime-relief", "corner-cutting", "learning-by-doing", "trust-adoption", "hiring-relief")
DAYS = ("2026-01-06", "2026-01-08", "2026-01-12", "2026-01-16")
LENGTHS = st.sampled_from([15, 30, 45, 60, 90, 120, 240, 480, 7, 100, 333])
"""Minutes: round ones, so that things happen at the same time, and some odd ones."""

times = st.builds(minutes, LENGTHS)
spans = st.builds(minutes, st.sampled_from([480, 2880, 10080, 17000]))
"""Lengths of time that something lasts in an organisation: from a working day to more than a week."""
levels = st.one_of(
    st.sampled_from([0.2, 0.5, 0.65, 0.8]),
    st.sampled_from(["0.5 ± 0.1", "0.6 ± 0.2", {"mean": 0.7, "sd": 0.05}]),
)


def percent(low: int = 0, high: int = 100) -> st.SearchStrategy[str]:
    """Draw a share in steps of 5 %."""
    return st.integers(low // 5, high // 5).map(lambda fifth: f"{5 * fifth} %")


def mapping(
    needed: Mapping[str, st.SearchStrategy[object]], **optional: st.SearchStrategy[object]
) -> st.SearchStrategy[Tree]:
    """Draw a mapping whose optional keys may be left out."""
    return st.fixed_dictionaries(dict(needed), optional=optional)


@st.composite
def shares(draw: st.DrawFn, names: Sequence[str]) -> dict[str, str]:
    """Draw shares of some names that add up to 100 %."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names), unique=True))
    cuts = [0, *sorted(draw(st.integers(0, 20)) for _ in chosen[1:]), 20]
    return {name: f"{5 * (cuts[place + 1] - cuts[place])} %" for place, name in enumerate(chosen)}


def distributions(*, scalable: bool, files: Sequence[str] = ()) -> st.SearchStrategy[object]:
    """Draw a distribution of times; scalable ones double bit for bit."""
    ordered = st.lists(LENGTHS, min_size=3, max_size=3).map(sorted)
    kinds: list[st.SearchStrategy[object]] = [
        times,
        times.map(lambda mean: {"exponential": mean}),
        ordered.map(lambda v: {"uniform": {"low": minutes(v[0]), "high": minutes(v[1])}}),
        ordered.map(
            lambda v: {"triangular": dict(zip(("low", "mode", "high"), map(minutes, v), strict=True))}
        ),
    ]
    kinds += [st.just({"empirical": {"file": file, "column": "x", "unit": "min"}}) for file in files]
    if not scalable:
        spread = st.fixed_dictionaries({"mean": times, "cv": st.sampled_from([0.0, 0.3, 0.5, 1.2])})
        kinds += [spread.map(lambda v: {"lognormal": v}), spread.map(lambda v: {"gamma": v})]
    return st.one_of(kinds)


# --- parts of a scenario ------------------------------------------------------------------------


@st.composite
def routes(draw: st.DrawFn, steps: Sequence[str]) -> list[object]:
    """Draw a route: steps, choices by chance, branches side by side, and ways back."""
    name = st.sampled_from(steps)
    branch = st.one_of(name, st.lists(name, min_size=1, max_size=2))
    item = st.one_of(
        name,
        shares([*steps, "skip", "leave"]).map(lambda either: {"either": either}),
        st.lists(branch, min_size=2, max_size=3).map(lambda branches: {"together": branches}),
    )
    route: list[object] = [draw(name), *draw(st.lists(item, max_size=3))]
    if draw(st.booleans()):
        back = draw(st.sampled_from([each for each in route if isinstance(each, str)]))
        route.append({"again": {"from": back, "chance": draw(percent(5, 50))}})
    return route


def reviewable(task_routes: Sequence[Sequence[object]]) -> dict[str, list[str]]:
    """Return for each step those that some route visits before it."""
    before: dict[str, set[str]] = {}
    for route in task_routes:
        seen: set[str] = set()
        for item in route:
            here = _steps_in(item)
            for step in here:
                before.setdefault(step, set()).update(seen - {step})
            seen |= here
    return {step: sorted(names) for step, names in before.items()}


def _steps_in(item: object) -> set[str]:
    if isinstance(item, str):
        return {item}
    if isinstance(item, list):
        return set().union(*map(_steps_in, item))
    if isinstance(item, dict) and "either" in item:
        return set(item["either"]) - {"skip", "leave"}
    return _steps_in(item["together"]) if isinstance(item, dict) and "together" in item else set()


def arrivals(*, scalable: bool) -> st.SearchStrategy[object]:
    """Draw how tasks enter."""
    batch = st.sampled_from([2, {"uniform": {"low": 1, "high": 4}}, {"exponential": 2}])
    changes = st.lists(
        st.fixed_dictionaries(
            {
                "from": st.integers(1, 4).map(lambda week: since("week", week)),
                "by": st.sampled_from(["-50 %", "+30 %", "-100 %"]),
            }
        ),
        max_size=2,
    )
    rate = st.sampled_from([1, 7, 60, 100]).map(per_week)
    by_calendar: dict[str, st.SearchStrategy[object]] = {
        "growth": st.sampled_from(["2 % per week", "-20 % per month"]),
        "weekdays": st.just({"Mon": "150 %", "Fri": "50 %", "Sun": "0 %"}),
        "hours": st.sampled_from(HOURS),
    }
    away = distributions(scalable=scalable)
    return st.one_of(
        rate,
        mapping({"rate": rate}, batch=batch, changes=changes, **({} if scalable else by_calendar)),
        mapping({"every": st.sampled_from([240, 300, 480, 1000]).map(minutes)}, batch=batch),
        st.just({"trace": {"file": "arrivals.csv", "column": "x"}}),
        st.fixed_dictionaries({"population": st.integers(1, 6), "away_for": away}),
    )


def task_types(route: list[object], steps: Sequence[str], *, scalable: bool) -> st.SearchStrategy[Tree]:
    """Draw a task type with a given route."""
    due = times if scalable else st.one_of(times, st.sampled_from(["1 working day", "3 working days"]))
    escaped = mapping(
        {"return_chance": percent(20)},
        lose=percent(),
        after=distributions(scalable=scalable),
        route=st.lists(st.sampled_from(steps), min_size=1, max_size=2),
        effort=percent(20),
    )
    return mapping(
        {"arrivals": arrivals(scalable=scalable), "route": st.just(route)},
        value=st.sampled_from(["0 USD", "250 USD"]),
        due=due,
        priority=st.one_of(st.sampled_from(RANKS), shares(RANKS)),
        topics=st.integers(1, 4),
        quality=st.sampled_from(["weakest link", "effort-weighted mean", "best of parallel"]),
        escaped_defects=escaped,
    )


@st.composite
def open_tasks(draw: st.DrawFn, types: Mapping[str, Tree]) -> tuple[OpenTasks, ...]:
    """Draw a snapshot: no more tasks of a closed source than it has customers, none inside of a fork."""
    rows: list[OpenTasks] = []
    for _ in range(draw(st.sampled_from([0, 1, 2, 4]))):
        name = draw(st.sampled_from(sorted(types)))
        route, arrivals = types[name]["route"], types[name]["arrivals"]
        assert isinstance(route, list)
        alone = {step for item in route if not _is_fork(item) for step in _steps_in(item)}
        population = arrivals.get("population") if isinstance(arrivals, dict) else None
        room = 5 if population is None else population - sum(r.tasks for r in rows if r.task_type == name)
        if room:
            rows.append(
                OpenTasks(
                    name,
                    step=draw(st.sampled_from(["", *sorted(alone)])),
                    tasks=draw(st.integers(1, room)),
                    age=draw(st.sampled_from([0, 3, 24, 200])),
                    due_after=draw(st.sampled_from([None, 0, 50, 300])),
                    priority=draw(st.sampled_from(["", *RANKS])),
                    done=draw(st.sampled_from(["", "0", "50 %", "95 %"])),
                )
            )
    return tuple(rows)


def _is_fork(item: object) -> bool:
    return isinstance(item, dict) and "together" in item


def hand_offs(*, scalable: bool) -> st.SearchStrategy[Tree]:
    """Draw what a change of owner costs."""
    return mapping(
        {},
        delay=distributions(scalable=scalable),
        context_loss=percent(0, 50),
        quality_loss=st.sampled_from([0.02, 0.1]),
    )


@st.composite
def steps_of(
    draw: st.DrawFn,
    earlier: Sequence[str],
    people: Sequence[str],
    tools: Sequence[str],
    policy: str,
    *,
    scalable: bool,
) -> Tree:
    """Draw a step that may review ``earlier`` steps, with this policy at the end of a shift, or none."""
    who = draw(st.lists(st.sampled_from([*people, *tools]), min_size=1, max_size=4, unique=True))
    able = [name for name in who if name not in tools]
    quality: list[st.SearchStrategy[Tree]] = [
        st.just({}),
        st.fixed_dictionaries({"error_probability": percent(5, 60)}),
    ]
    if able:
        quality.append(
            mapping(
                {"skills": shares(SKILLS)},
                difficulty=levels,
                standard=st.sampled_from(["30 %", "50 %", "60 %"]),
            )
        )
    tree: Tree = {
        "service_time": draw(distributions(scalable=scalable, files=["work.csv"])),
        "done_by": who,
        **draw(st.one_of(quality)),
        **draw(
            mapping(
                {},
                end_of_shift=st.just(policy),
                hand_off=hand_offs(scalable=scalable),
                work_in_process_limit=st.integers(1, 4),
            )
        ),
    }
    if able and tools and draw(st.booleans()):
        tree |= {"assisted_by": draw(st.sampled_from(tools)), "exposure": draw(percent(10))}
        tree |= draw(mapping({}, overhead=percent(), reliance=percent(), discernment=percent()))
    if earlier and draw(st.booleans()):
        tree["reviews"] = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=3, unique=True))
        rework = mapping(
            {},
            effort=percent(),
            at_most=st.integers(0, 4),
            back_to=st.sampled_from(["anyone", "same pool", "same actor"]),
        )
        tree |= draw(
            mapping(
                {},
                detection=percent(),
                false_alarm=percent(0, 40),
                ai_review_time=st.sampled_from([1.0, 1.9]),
                rework=rework,
            )
        )
    return tree


skill_levels = st.fixed_dictionaries(dict.fromkeys(SKILLS, levels))


def pools_of_people(*, scalable: bool, dated: bool) -> st.SearchStrategy[Tree]:
    """Draw a pool of employees."""
    hours = st.sampled_from(HOURS)
    own = {"hours": hours} if not scalable else {}
    worker = mapping({}, wage=st.just("50 USD/h"), skills=st.just({"writing": 0.9}), **own)
    if dated and not scalable:
        own = {**own, "holidays": st.lists(st.sampled_from(DAYS), max_size=2, unique=True)}
    if not scalable:
        own = {**own, "overtime": st.sampled_from(["130 %", "160 %"]), "turnover": st.just("99 %")}
        own["team"] = st.integers(1, 2)
    return mapping(
        {"headcount": st.integers(1, 3), "skills": skill_levels},
        newcomers=st.integers(0, 1),
        ramp_time=spans,
        wage=st.sampled_from(["20 USD/h", "36 USD/h"]),
        overtime_premium=st.just("50 %"),
        choose=st.sampled_from(["longest idle", "in order", "most skilled", "cheapest"]),
        workers=st.fixed_dictionaries({"Ada": worker}),
        **own,
    )


def tools_of(people: Sequence[str], *, scalable: bool) -> st.SearchStrategy[Tree]:
    """Draw a tool."""
    price = st.sampled_from(
        ["0.02 USD per use", "3 USD/h", "30 USD per person per month", ["100 USD per month", "1 USD per use"]]
    )
    dated = st.fixed_dictionaries(
        {"from": st.integers(1, 12).map(lambda day: since("day", day)), "lasting": times}
    )
    by_chance = {
        "every": st.just({"exponential": minutes(2000)}),
        "lasting": distributions(scalable=scalable),
    }
    return mapping(
        {},
        capability=st.fixed_dictionaries(dict.fromkeys(SKILLS, st.sampled_from([0.3, 0.6, 0.9]))),
        jaggedness=st.sampled_from([0.1, 0.3]),
        speed=st.sampled_from([0.5, 2, 4]),
        slots=st.integers(1, 3),
        rate_limit=st.integers(1, 4).map(per_hour),
        price=price,
        access=st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True),
        outages=st.one_of(mapping({"dates": st.lists(dated, min_size=1, max_size=2)}), mapping(by_chance)),
        adopted=percent(0, 60),
        adoption_limit=percent(60),
    )


def freelancers(people: Sequence[str], *, scalable: bool) -> st.SearchStrategy[Tree]:
    """Draw freelancers of one role."""
    more: dict[str, st.SearchStrategy[object]] = {} if scalable else {"hours": st.sampled_from(HOURS)}
    if not scalable:
        more["market"] = st.just("upwork")
        more["shown_round_by"] = st.sampled_from(people)
    size = {"by": st.sampled_from(["-50 %", "+60 %"])}, {"shock": st.just("translation")}
    when = {"from": st.integers(1, 10).map(lambda day: since("day", day))}
    moved = st.one_of([mapping({**when, **each}, pay=st.just("-20 %")) for each in size])
    return mapping(
        {"seats": st.integers(0, 2), "rate": st.sampled_from(["15-40 USD/h", "25 USD/h"])},
        skills=skill_levels,
        search_delay=distributions(scalable=scalable),
        fill_probability=percent(20),
        client_fee=percent(0, 20),
        choose=st.sampled_from(["longest idle", "cheapest"]),
        candidates=st.integers(1, 3),
        matching=percent(),
        least_skill=st.sampled_from([0.5, 0.65]),
        no_show=percent(0, 60),
        ramp_time=spans,
        demand=st.lists(moved, min_size=1, max_size=2),
        rate_elasticity=st.sampled_from([0.5, 1]),
        delay_elasticity=st.just(1),
        depth=st.integers(1, 10),
        **more,
    )


# --- strategies ---------------------------------------------------------------------------------

days = st.integers(1, 10).map(lambda number: since("day", number))
gains = mapping({}, **dict.fromkeys(SKILLS, st.sampled_from(["+0.2", "-0.1"]))).filter(bool)


def conditions(steps: Sequence[str], people: Sequence[str], sign: str = ">") -> st.SearchStrategy[str]:
    """Draw a condition on a stock that may well hold."""
    backlog = st.sampled_from(["0 tasks", "4 tasks", "2 h of work", "1 working day of work"])
    pool = st.sampled_from(people)
    return st.one_of(
        st.builds(f"backlog of {{}} {sign} {{}}".format, st.sampled_from(steps), backlog),
        st.builds(f"pressure of {{}} {sign} {{}}".format, pool, st.sampled_from([0, 0.3])),
        st.builds(f"strain of {{}} {sign} {{}} h".format, pool, st.sampled_from([0, 2])),
        st.builds(f"trust of {{}} {sign} {{}} %".format, pool, st.sampled_from([20, 50])),
    )


def courses(steps: Sequence[str], people: Sequence[str], *, scalable: bool) -> st.SearchStrategy[Tree]:
    """Draw a training: at once, or with hours off the line for a time."""
    pool = st.sampled_from(people)
    train = {"train": pool, "in": gains}
    kept = {
        "from": days,
        "price": st.just("500 USD per person"),
        "transfer": percent(20),
        "fading": spans,
    }
    plain = mapping(train, **kept, **{"for": spans})
    if scalable:
        return plain
    hours = st.sampled_from(["1 h per week", "6 h per week", "30 h per week"])
    watched = {"when": conditions(steps, people)}
    taught = mapping({**train, "for": spans, "time": hours}, **kept, **watched)
    teachers = mapping(
        {**train, "for": spans, "trainers": pool, "trainers_time": hours}, time=hours, **kept, **watched
    )
    return st.one_of(plain, taught, teachers)


@st.composite
def upgrades(
    draw: st.DrawFn,
    tools: Mapping[str, Tree],
    steps: Sequence[str],
    people: Sequence[str],
    *,
    scalable: bool,
) -> list[Tree]:
    """Draw upgrades of a tool: two with dates, or one that may wait for a condition."""
    tool = draw(st.sampled_from(sorted(tools)))
    stated = {"capability": st.just({"writing": "+0.1"})} if "capability" in tools[tool] else {}
    change = mapping(
        {"jaggedness": st.sampled_from([0.0, 0.2])},
        speed=st.sampled_from([1, 8]),
        price=st.sampled_from(["2 USD per use", "40 USD per person per month"]),
        access=st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True),
        **stated,
    )
    keys: dict[str, st.SearchStrategy[object]] = {
        "from": days,
        "roll_out": spans,
        "price": st.just("700 USD"),
    }
    dips = st.one_of(st.just({}), st.fixed_dictionaries({"dip": percent(5, 60), "dip_for": spans}))
    upgrade = {"upgrade": st.just(tool), "to": change}
    if not scalable and draw(st.booleans()):
        return [draw(mapping({**upgrade, "when": conditions(steps, people)}, **keys)) | draw(dips)]
    return [draw(mapping(upgrade, **keys)) | draw(dips) for _ in range(draw(st.integers(1, 2)))]


def hirings(
    name: str, steps: Sequence[str], people: Sequence[str], *, scalable: bool
) -> st.SearchStrategy[Tree]:
    """Draw seats for freelancers or for people: by number, or by a rule."""
    hire: dict[str, st.SearchStrategy[object]] = {"hire": st.just(name), "seats": st.integers(1, 2)}
    until = {"until": st.integers(4, 18).map(lambda number: since("day", number))}
    budget = {} if name in people else {"budget": st.sampled_from([300, 2000]).map(usd)}
    dated = mapping({**hire, "from": st.just(since("day", 2))}, over=spans, **until, **budget)
    if scalable:
        return dated
    rule = {"at_most": st.integers(2, 3)}
    if name not in people:
        rule["release_when"] = conditions(steps, people, sign="<")
    watched = mapping({**hire, "when": conditions(steps, people)}, **rule, **until, **budget)
    return st.one_of(dated, watched)


@st.composite
def dated_sets(
    draw: st.DrawFn, steps: Mapping[str, Tree], able: Sequence[str], people: Sequence[str], *, scalable: bool
) -> list[Tree]:
    """Draw changes of how work is done, each of its own step."""
    chosen: list[Tree] = []
    for name in draw(st.lists(st.sampled_from(sorted(steps)), max_size=2, unique=True)):
        keys: dict[str, st.SearchStrategy[object]] = {
            "service_time": distributions(scalable=scalable),
            "work_in_process_limit": st.integers(1, 3),
            "end_of_shift": st.sampled_from(POLICIES),
            "hand_off": hand_offs(scalable=scalable),
        }
        if "skills" not in steps[name]:
            keys["done_by"] = st.lists(st.sampled_from(able), min_size=1, max_size=3, unique=True)
        if "reviews" in steps[name]:
            keys["detection"] = percent()
            keys["rework"] = mapping({"at_most": st.integers(0, 2)}, back_to=st.just("same pool"))
        patch = draw(mapping({}, **keys).filter(bool))
        chosen.append({"set": {f"steps.{name}.{key}": value for key, value in patch.items()}})
    if draw(st.booleans()):
        chosen.append({"set": {"work_in_process_limit": draw(st.integers(1, 8))}})
    if not scalable and draw(st.booleans()):
        pool = draw(st.sampled_from(people))
        chosen.append({"set": {f"people.{pool}.overtime": draw(st.sampled_from(["100 %", "150 %"]))}})
    watched = {} if scalable else {"when": conditions(sorted(steps), people)}
    dates = mapping({"from": days}, price=st.just("900 USD"), **watched)
    return [lever | draw(dates) for lever in chosen]


@st.composite
def levers(
    draw: st.DrawFn,
    steps: Mapping[str, Tree],
    people: Sequence[str],
    tools: Mapping[str, Tree],
    market: Sequence[str],
    *,
    scalable: bool,
) -> list[Tree]:
    """Draw the levers of a strategy; freelancers are always hired."""
    used = sorted(steps)
    chosen = [draw(hirings(name, used, people, scalable=scalable)) for name in market]
    if draw(st.booleans()):
        chosen.append(draw(hirings(draw(st.sampled_from(people)), used, people, scalable=scalable)))
    chosen += draw(st.lists(courses(used, people, scalable=scalable), max_size=2))
    if tools and draw(st.booleans()):
        chosen += draw(upgrades(tools, used, people, scalable=scalable))
    if draw(st.booleans()):
        able = [*people, *market, *sorted(tools)]
        chosen += draw(dated_sets(steps, able, people, scalable=scalable))
    return draw(st.permutations(chosen))


# --- behaviour ----------------------------------------------------------------------------------

RULES: dict[str, st.SearchStrategy[object]] = {
    "speed_slope": st.sampled_from([0.0, 2.5]),
    "reliance": percent(20),
    "overhead": percent(0, 80),
    "overhead_slope": st.just(0.5),
    "fluency_slope": st.just(0.6),
    "discernment": percent(),
    "literacy_slope": st.just(0.5),
    "complacency": percent(),
    "trust": percent(),
    "quality_noise": st.sampled_from([0.0, 0.5]),
}
"""What does not move while the system runs."""
PRACTICE: dict[str, st.SearchStrategy[object]] = {
    "learning_time": st.builds(minutes, st.sampled_from([600, 6000])),
    "ai_learning": st.sampled_from(["-20 %", "+10 %"]),
    "forgetting": spans,
    "unused_after": spans,
    "trust_memory": st.sampled_from([1, 10]),
    "transfer": percent(40),
    "fading": spans,
    "ramp_time": spans,
    "ramp_start": percent(20, 80),
    "ramp": st.sampled_from(["gradual", "at once"]),
    "time_to_fill": st.one_of(times, spans),
    "hiring_cost": st.just("300 USD per person"),
}
"""What moves with work and tenure."""
BY_WEEK: dict[str, st.SearchStrategy[object]] = {
    "fatigue_threshold": st.just(minutes(1200)),
    "fatigue_curvature": st.just(0.001),
    "fatigue_errors": st.just(0.3),
    "fatigue_time": st.just(weeks(1)),
    "pace": st.just(0.3),
    "corner_cutting": st.just(0.3),
    "haste_errors": st.just(0.4),
    "standard_falls": st.just(weeks(2)),
    "switching": percent(10, 50),
    "mentoring": percent(10, 50),
    "talking": st.just(0.01),
    "turnover": st.just("99 %"),
    "strain_quits": st.just(1),
    "training_squeeze": st.just(0.5),
    "adoption_time": st.just(weeks(1)),
}
"""What moves from week to week."""


def behaviours(*, scalable: bool) -> st.SearchStrategy[object]:
    """Draw the parameters of the rules."""
    if scalable:
        return st.one_of(st.sampled_from(["off", "knowledge-work"]), mapping({}, **RULES, **PRACTICE))
    presets = st.sampled_from(["off", "knowledge-work", "living-organisation"])
    pressed = {
        "normal_backlog": st.sampled_from([60, 480]).map(minutes),
        "overtime": st.sampled_from(["150 %", "120 %", "100 %"]),
    }
    moving = mapping(pressed, **PRACTICE, **BY_WEEK)
    everything = mapping(pressed, **RULES, **PRACTICE, **BY_WEEK)
    return st.one_of(moving, everything, presets, mapping({}, **RULES))


loops = mapping(
    {"off": st.lists(st.sampled_from(LOOPS), min_size=1, max_size=2, unique=True)},
    **{"from": st.integers(1, 10).map(lambda day: since("day", day))},
)


@st.composite
def scenarios(draw: st.DrawFn, *, scalable: bool = False) -> Draft:
    """Draw a valid scenario of one to three weeks.

    Args:
        draw: given by Hypothesis.
        scalable: leave out what knows weekdays and clocks, and distributions whose parameters do not double
            bit for bit: then all times can be doubled.
    """
    steps = STEPS[: draw(st.integers(1, len(STEPS)))]
    people = PEOPLE[: draw(st.integers(1, len(PEOPLE)))]
    tools = TOOLS[: draw(st.integers(0, len(TOOLS)))]
    market = MARKET if draw(st.booleans()) else ()
    dated = not scalable and draw(st.booleans())
    task_routes = draw(st.lists(routes(steps), min_size=1, max_size=3))
    used = [step for step in steps if any(step in _steps_in(item) for route in task_routes for item in route)]
    earlier = reviewable(task_routes)
    policies = draw(st.permutations(POLICIES))
    tool_trees = {name: draw(tools_of(people, scalable=scalable)) for name in tools}
    types = {
        f"type {number}": draw(task_types(route, used, scalable=scalable))
        for number, route in enumerate(task_routes)
    }
    step_trees = {
        step: draw(steps_of(earlier[step], [*people, *market], tools, policy, scalable=scalable))
        for step, policy in zip(used, itertools.cycle(policies), strict=False)
    }
    tree: Tree = {
        **draw(
            mapping(
                {},
                warm_up=times,
                queue=st.sampled_from(["first come", "earliest due date", "shortest expected"]),
                work_in_process_limit=st.integers(1, 20),
                hand_off=hand_offs(scalable=scalable),
                **({} if scalable else {"loops": loops}),
            )
        ),
        "behaviour": draw(behaviours(scalable=scalable)),
        "task_types": types,
        "steps": step_trees,
        "people": {name: draw(pools_of_people(scalable=scalable, dated=dated)) for name in people},
        "tools": tool_trees,
        "freelancers": {name: draw(freelancers(people, scalable=scalable)) for name in market},
        "strategies": {"levers": draw(levers(step_trees, people, tool_trees, market, scalable=scalable))},
    }
    if dated:
        tree |= {"start": draw(st.sampled_from(["2026-01-05", "2026-01-07"]))}
        tree |= {"holidays": draw(st.lists(st.sampled_from(DAYS), max_size=1))}
    columns = {
        "arrivals.csv": tuple(sorted(draw(st.lists(st.integers(0, 160), min_size=1, max_size=20)))),
        "work.csv": tuple(draw(st.lists(LENGTHS, min_size=1, max_size=5))),
    }
    strategy = draw(st.sampled_from(["levers", "levers", "levers", "do nothing"]))
    return Draft(tree, draw(st.sampled_from([2, 3, 1])), columns, strategy, draw(open_tasks(types)))
