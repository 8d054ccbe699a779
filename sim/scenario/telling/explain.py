"""What a scenario describes, in sentences that a planner can read aloud."""

import datetime
from collections.abc import Iterable, Sequence

from sim.scenario.load import Effective, LoadedScenario
from sim.scenario.measured import in_words, title_of
from sim.scenario.presets import behaviour_of
from sim.scenario.schema import Behaviour, Combine, Scenario
from sim.scenario.schema.scenario import STEADY_STATE
from sim.scenario.telling import wording as say
from sim.scenario.telling.actors import actor_sentences
from sim.scenario.telling.assumed import assumed_sentences
from sim.scenario.telling.demand import demand_sentences, route_sentences
from sim.scenario.telling.diff import scenario_differences
from sim.scenario.telling.levers import lever_sentence
from sim.scenario.telling.load import load_sentences
from sim.scenario.telling.mechanisms import mechanism_sentences
from sim.scenario.telling.published import Case, assumed_preset_sentences, filled_in, published_sentences
from sim.scenario.telling.snapshot import ASSUMED_OF_SNAPSHOT, snapshot_sentences
from sim.scenario.telling.uncertain import uncertainty_sentences
from sim.scenario.telling.work import hand_off_text, step_sentences

DO_NOTHING = "do nothing"
PUBLISHED = "What is taken from presets, with the grade of its source (`sim presets` says what they mean)"
QUEUES = {
    "earliest due date": "the one due first is taken first",
    "shortest expected": "the one that is expected to take least is taken first",
}


def explain(loaded: LoadedScenario, strategy: str | None = None, future: str = "") -> str:
    """Return what a scenario describes: one heading per topic, one line per thing.

    Args:
        loaded: the scenario.
        strategy: tell the organisation under this strategy; None tells the file and every strategy.
        future: a future that is assumed, or ``""``.

    Raises:
        UsageError: no such strategy or future.
    """
    effective = loaded.under(strategy or DO_NOTHING, future)
    scenario = effective.scenario
    behaviour = behaviour_of(scenario)
    cases = [(name, future) for name in ([strategy] if strategy else loaded.strategies)]
    later = {} if strategy else changed_by_strategies(loaded, future)
    told = [strategy] if strategy else list(loaded.scenario.strategies)
    chapters: dict[str, Sequence[str]] = {
        "Time": time_sentences(scenario),
        "What is there at the start": snapshot_sentences(scenario, effective.folder),
        "What comes in": demand_sentences(scenario),
        "The way through": route_sentences(scenario),
        "What is done": step_sentences(scenario),
        "Who works": actor_sentences(scenario),
        "How busy they are": [*load_sentences(scenario, effective.folder), *_on_top(scenario)],
        "Mechanisms": mechanism_sentences(scenario, behaviour, later),
        "Strategies": [f"{name}: {strategy_in_words(loaded, name, future)}" for name in told],
        "Futures": [future_in_words(loaded, name) for name in loaded.scenario.futures],
        "What is not known": uncertainty_sentences(loaded.scenario),
        "What must hold": [check_in_words(loaded, name) for name in loaded.scenario.checks],
        "What is compared": comparison_sentences(loaded.scenario),
        PUBLISHED: published(loaded, cases),
        "What is assumed": assumptions(loaded, cases),
        "To note": [said.partition("\n")[0] for said in (*loaded.warnings, *loaded.notes)],
    }
    title = [scenario.scenario, *([scenario.question] if scenario.question else [])]
    return "\n".join([*title, *_lines(chapters.items())]) + "\n"


def assumptions(loaded: LoadedScenario, cases: Sequence[Case]) -> list[str]:
    """Return one line per value that is assumed and matters, left out by the file or taken from a preset."""
    scenarios = [loaded.under(*case).scenario for case in cases]
    left_out = (said for each in scenarios for said in assumed_sentences(each, behaviour_of(each)))
    of_snapshot = ASSUMED_OF_SNAPSHOT if loaded.scenario.snapshot else ()
    return [*dict.fromkeys(left_out), *of_snapshot, *assumed_preset_sentences(filled_in(loaded, cases))]


def published(loaded: LoadedScenario, cases: Sequence[Case]) -> list[str]:
    """Return one line per value that is taken from a preset, with the grade of its source."""
    return published_sentences(filled_in(loaded, cases))


def time_sentences(scenario: Scenario) -> list[str]:
    """Return when it begins, how long it lasts, and what holds for all."""
    begin = f"From {_day(scenario.start)} on" if scenario.start else "From some Monday on"
    sentences = [f"{begin}, for {say.duration(scenario.run_length)}."]
    if scenario.simulation == STEADY_STATE:
        sentences.append(
            "The long run is to be measured."
            if scenario.warm_up
            else "The long run is to be measured: the weeks until it has settled are found out and left out."
        )
    if scenario.warm_up:
        sentences.append(f"The warm-up of {say.duration(scenario.warm_up)} is left out of every measure.")
    if scenario.holidays:
        sentences.append(f"Days off for all: {say.listed(day.isoformat() for day in scenario.holidays)}.")
    if scenario.queue in QUEUES:
        sentences.append(f"Of waiting tasks with equal priority, {QUEUES[scenario.queue]}.")
    if scenario.work_in_process_limit is not None:
        most = say.count(scenario.work_in_process_limit, "task")
        sentences.append(f"At most {most} may be inside at a time; the others wait at the door.")
    cost = hand_off_text(scenario.hand_off)
    return [*sentences, *([f"A change of owner {cost}."] if cost != "costs nothing" else [])]


def comparison_sentences(scenario: Scenario) -> list[str]:
    """Return the baseline, the budget, and what is looked at."""
    compare = scenario.compare
    if not scenario.strategies:
        return []
    sentences = [f"Every strategy is compared with {compare.baseline}."]
    if compare.budget is not None:
        amount, length = say.money(compare.budget, scenario.currency), say.duration(scenario.run_length)
        over = f"over the whole run of {length}{', warm-up included' if scenario.warm_up else ''}"
        sentences.append(f"Each may cost {amount} beside it {over}.")
    for name, target in compare.measures.items():
        said = [
            sentence.format(in_words(quantity, name, scenario.currency))
            for sentence, quantity in (
                ("a difference matters from {} on", target.matters_from),
                ("wanted to ± {}", target.precision),
                ("the goal is at least {}", target.at_least),
                ("the goal is at most {}", target.at_most),
            )
            if quantity is not None
        ]
        sentences.append(f"{say.spoken(title_of(name))}{': ' if said else ''}{'; '.join(said)}.")
    if compare.replications == "auto":
        sentences.append("As many runs are made as it takes to choose the best strategy, precisely enough.")
    return sentences


def strategy_in_words(loaded: LoadedScenario, name: str, future: str = "") -> str:
    """Say what a strategy changes at once, and what it does at a date."""
    raw = loaded.scenario.strategies.get(name, [])
    if isinstance(raw, Combine):
        return f"{say.listed(raw.combine)} together."
    effective = loaded.under(name, future)
    before = loaded.under(DO_NOTHING, future)
    levers = [lever_sentence(lever, effective.scenario) for lever in effective.levers]
    return " ".join([*_at_once(before, effective), *levers]) or "nothing is changed."


def changed_by_strategies(loaded: LoadedScenario, future: str = "") -> dict[str, tuple[Scenario, Behaviour]]:
    """Return what each strategy makes of the scenario, by name."""
    found = {name: loaded.under(name, future).scenario for name in loaded.scenario.strategies}
    return {name: (scenario, behaviour_of(scenario)) for name, scenario in found.items()}


def future_in_words(loaded: LoadedScenario, name: str) -> str:
    """Return what is different in a future."""
    changes = _at_once(loaded.under(DO_NOTHING), loaded.under(DO_NOTHING, name))
    return f"{name}: {' '.join(changes) or 'nothing is different.'}"


def check_in_words(loaded: LoadedScenario, name: str) -> str:
    """Return what must hold of a scenario, and with which change."""
    check = loaded.scenario.checks[name]
    expected = say.listed(expectation.words.replace("_", " ") for expectation in check.expect)
    changes = _at_once(loaded.under(check.strategy), loaded.checked(name)) if check.set else []
    under = "" if check.strategy == DO_NOTHING else f" under '{check.strategy}'"
    return f"{name}: {expected}{under}{f', if {changes[0]}' if changes else '.'}"


def _on_top(scenario: Scenario) -> list[str]:
    return ["What is open at the start comes on top."] if scenario.snapshot else []


def _at_once(before: Effective, after: Effective) -> list[str]:
    differences = scenario_differences(before.scenario, after.scenario, labels=("", ""))
    return [f"{'; '.join(difference.sentence for difference in differences)}."] if differences else []


def _day(day: datetime.date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _lines(chapters: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    lines: list[str] = []
    for name, sentences in chapters:
        if sentences:
            lines += ["", name, *(f"- {sentence}" for sentence in sentences)]
    return lines
