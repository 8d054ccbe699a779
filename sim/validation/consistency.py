"""What the rows of a published experiment ask for must be there in the scenario beside it."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from sim.records.record import Stock
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import measured_in
from sim.scenario.reading.messages import Problem, dotted
from sim.units import HOURS_PER_WEEK, nearest
from sim.validation.asked import EFFECT_SIZE, FORECAST, WEEKS
from sim.validation.effect_sizes import BEYOND, FIRST_BETTER, SECOND_BETTER
from sim.validation.pairs import PAIRS
from sim.validation.published import Experiment, Row
from sim.validation.readings import READINGS, STOCK

COMPARED_CLASSES = f"CLASSES({BEYOND}CLASSES)?"
PART = "((lowest|highest) (fifth|half) of )?"
OF = {
    **dict.fromkeys(("wait", "time_at_step"), "STEP"),
    **dict.fromkeys(("pace", "mean_pace", "gap_of_gains", "gap_of_speeds"), "POOL"),
    **dict.fromkeys(
        ("touch_time", "defect_share", "quality_of", "spread_of_quality", "delivered_of"), "(TYPE)?"
    ),
    **dict.fromkeys(("flow_time_spread", "flow_time_tail"), ""),
    "month_of_pace": "NUMBER POOL",
    "speed": f"{PART}POOL|STEP",
    "good_pace": f"{PART}POOL",
    "quality_of_people": f"{PART}POOL( at STEP)?",
    "spread_between_people": "POOL( at STEP)?",
    "standardised_quality": "TYPE",
    "share_at_the_top": "NUMBER % of TYPE",
    "break_even_accuracy": "TYPE, TYPE",
    EFFECT_SIZE: COMPARED_CLASSES,
}
"""What `of:` must say for a reading: a pattern of the scenario's names."""
WHOLE = {"behaviour", "task_types", "steps", "people", "tools", "freelancers", "strategies", "compare"}
"""Sections of a scenario."""
SKILL = Stock.SKILL.name.lower()
STOCKS = tuple(stock.name.lower() for stock in Stock)
"""What is kept week by week."""
WANTED = {
    "STEP": "a step",
    "POOL": "a pool of people, a tool or freelancers",
    "TYPE": "a task type",
    "(TYPE)?": "a task type",
    "NUMBER POOL": "a pace and a pool, e.g. '2.5 agents'",
    "NUMBER % of TYPE": "a share and a task type, e.g. '5 % of cases'",
    "TYPE, TYPE": "two task types, e.g. 'right advice, wrong advice'",
    f"{PART}POOL|STEP": "a pool or a part of it, e.g. 'lowest fifth of agents', or a step",
    f"{PART}POOL": "a pool or a part of it, e.g. 'lowest fifth of agents'",
    f"{PART}POOL( at STEP)?": "a pool or a part of it, e.g. 'highest half of agents', or that 'at answer'",
    "POOL( at STEP)?": "a pool, or one at a step, e.g. 'agents at answer'",
    COMPARED_CLASSES: f"task types by how their names begin, or '{FIRST_BETTER}'",
}
"""How a pattern is told."""


def inconsistencies(experiment: Experiment, loaded: LoadedScenario) -> list[Problem]:
    """Return what the rows and fitted values name that is not in the scenario."""
    known = _values(loaded)
    problems = []
    for place, fitted in enumerate(experiment.fitted):
        if fitted.key in WHOLE and fitted.key in known:
            problems.append(
                Problem(
                    ("fitted", place, "key"), "this is a whole section; name the value in it that was fitted"
                )
            )
        elif fitted.key not in known:
            hint = _hint(fitted.key, sorted(known), "write it like 'steps.answer.difficulty'")
            problems.append(Problem(("fitted", place, "key"), f"the scenario has no such value; {hint}"))
    for place, row in enumerate(experiment.rows):
        problems += [Problem(("rows", place, key), text) for key, text in _of_row(row, loaded)]
    return problems


def _values(loaded: LoadedScenario) -> set[str]:
    """Return what the scenario states under any of its strategies, as `set:` writes it."""
    paths = [path for name in loaded.strategies for path in loaded.resolved(name)[1]]
    known = {dotted(path[:size]) for path in paths for size in range(1, len(path) + 1)}
    return known | {re.sub(r"\[(\d+)\]", r".\1", path) for path in known}


def _of_row(row: Row, loaded: LoadedScenario) -> Iterator[tuple[str, str]]:
    """Yield the keys of a row that are wrong, and why."""
    yield from _names(row, loaded)
    yield from _measure(row, loaded)
    yield from _weeks(row, loaded.scenario.run_length / HOURS_PER_WEEK)


def _names(row: Row, loaded: LoadedScenario) -> Iterator[tuple[str, str]]:
    for key, name, there in (
        ("strategy", row.strategy, loaded.strategies),
        *(("against", name, (*loaded.strategies, FORECAST)) for name in row.compared_with),
        ("future", row.future, ("", *loaded.scenario.futures)),
    ):
        if name not in there:
            yield (
                key,
                f"there is no {'future' if key == 'future' else 'strategy'} '{name}'; {_choice(name, there)}",
            )
    if len(row.compared_with) > 1 and row.measure != EFFECT_SIZE:
        yield "against", f"only {EFFECT_SIZE} is against the best of several; keep one of them"
    if FORECAST in row.compared_with and row.measure not in measured_in(()):
        yield "against", f"head counts alone say nothing of {row.measure}; name a strategy"
    if row.kind != "level" and not row.compared_with:
        yield "kind", f"a {row.kind} is beside something; add e.g. 'against: do nothing'"
    if row.kind == "level" and row.compared_with:
        yield "against", "a level is of one strategy alone; add e.g. 'kind: difference'"


def _measure(row: Row, loaded: LoadedScenario) -> Iterator[tuple[str, str]]:
    measures = measured_in(_pools(loaded))
    if row.measure.startswith(STOCK):
        unknown = _unknown_stock(row.measure.removeprefix(STOCK), loaded)
    elif row.measure in OF or row.measure in measures:
        unknown = ""
    else:
        known = (*measures, *READINGS, *PAIRS, EFFECT_SIZE)
        unknown = f"there is no such number; {_choice(row.measure, known)}"
    if unknown:
        yield "measure", unknown
        return
    if row.measure in PAIRS and row.kind == "level":
        text = f"{row.measure} is read from two runs; add e.g. 'kind: change' and 'against: do nothing'"
        yield "kind", text
    if row.measure in measures and measures[row.measure].unit == "1" and (far := _beyond_one(row)):
        yield "published", f"{row.measure} lies between 0 and 1; write '{far[0]:g} %' for a share"
    yield from _of(row, loaded)


def _pools(loaded: LoadedScenario) -> tuple[str, ...]:
    scenario = loaded.scenario
    return (*scenario.people, *scenario.tools, *scenario.freelancers)


def _unknown_stock(name: str, loaded: LoadedScenario) -> str:
    """Return what is wrong with the name of a stock, e.g. ``skill.writing``; "" where nothing is."""
    stock, _, skill = name.partition(".")
    if stock not in STOCKS or (stock == SKILL) != bool(skill):
        return f"there is no such stock; {_choice(stock, STOCKS)}, skill with a name behind it"
    skills = {each for step in loaded.scenario.steps.values() for each in step.skills}
    if skill and skill not in skills:
        return f"no step asks for the skill '{skill}'; {_choice(skill, sorted(skills))}"
    return ""


def _of(row: Row, loaded: LoadedScenario) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with whom or what a number is of."""
    scenario = loaded.scenario
    pattern = "POOL" if row.measure.startswith(STOCK) else OF.get(row.measure, "")
    names = {"STEP": scenario.steps, "POOL": _pools(loaded), "TYPE": scenario.task_types}
    regex = pattern.replace("NUMBER", r"\d+(\.\d+)?").replace("CLASSES", _classes(scenario.task_types))
    for word, there in names.items():
        regex = regex.replace(word, f"({'|'.join(map(re.escape, there)) or '(?!)'})")
    if re.fullmatch(regex, row.of):
        return
    if not pattern:
        yield "of", f"{row.measure} is of the whole organisation; leave 'of' out"
        return
    names["CLASSES"] = scenario.task_types
    possible = [name for word, each in names.items() if word in pattern for name in each]
    hint = _choice(row.of, possible)
    yield ("of" if row.of else "measure"), f"{row.measure} is of {WANTED[pattern]}; {hint}"


def _beyond_one(row: Row) -> list[float]:
    """Return the ends of what was published that no number from 0 to 1, and no difference of two, can be."""
    if row.kind not in {"level", "difference"}:
        return []
    ends = (row.published.low, row.published.high, *(row.interval or ()))
    return [end for end in ends if 1.0 < abs(end) < math.inf]


def _classes(task_types: Iterable[str]) -> str:
    """Return the pattern of what effect sizes are averaged over: names, or how several of them begin."""
    beginnings = {name[:size] for name in task_types for size in range(len(name) + 1)}
    return f"({'|'.join(map(re.escape, sorted(beginnings)))}|{FIRST_BETTER}|{SECOND_BETTER})"


def _weeks(row: Row, run_length: float) -> Iterator[tuple[str, str]]:
    for key, text in (("weeks", row.weeks), ("against_weeks", row.against_weeks)):
        match = WEEKS.fullmatch(text)
        if match is None or not match[2]:
            continue
        first, last = int(match[1]), int(match[2])
        if row.measure in PAIRS:
            yield key, f"{row.measure} is read from whole runs; leave the weeks out"
        elif first > last:
            yield key, f"the first week comes first; write '{last} to {first}'"
        elif not 1 <= first <= last <= run_length:
            said = f"the run has weeks 1 to {run_length:g}; write the first and the last of them that count"
            yield key, said


def _choice(name: str, there: Sequence[str]) -> str:
    known = ", ".join(each for each in there if each)
    return _hint(name, there, f"choose from {known}" if known else "there is none in the scenario")


def _hint(name: str, there: Sequence[str], otherwise: str) -> str:
    guess = nearest(name, there)
    return f"did you mean '{guess}'?" if guess else otherwise
