"""The documentation of a scenario by the items of STRESS-DES, filled from the model, and in the order of ODD.

Sources: T. Monks et al. (2019), "Strengthening the reporting of empirical simulation studies: introducing the
STRESS guidelines", Journal of Simulation 13(1); V. Grimm et al. (2020), "The ODD protocol for describing
agent-based and other simulation models: a second update", JASSS 23(2).
"""

import inspect
import re
from collections.abc import Iterable, Mapping, Sequence

from sim.engines.order import Kind
from sim.experiments.knockout import active_loops
from sim.measures.measure import Direction, Measure
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.records.provenance import versions
from sim.rules.loops import LOOPS
from sim.scenario.load import LoadedScenario
from sim.scenario.presets import behaviour_of
from sim.scenario.reading.files import scenario_name
from sim.scenario.schema import Scenario
from sim.scenario.schema.scenario import STEADY_STATE
from sim.scenario.telling import wording as say
from sim.scenario.telling.actors import actor_sentences
from sim.scenario.telling.citing import citations, rules_in
from sim.scenario.telling.demand import demand_sentences, route_sentences
from sim.scenario.telling.explain import (
    assumptions,
    changed_by_strategies,
    check_in_words,
    comparison_sentences,
    future_in_words,
    published,
    strategy_in_words,
    time_sentences,
)
from sim.scenario.telling.mechanisms import mechanism_sentences
from sim.scenario.telling.published import cases_of
from sim.scenario.telling.snapshot import snapshot_sentences
from sim.scenario.telling.uncertain import uncertainty_sentences
from sim.scenario.telling.work import hand_off_text, step_sentences
from sim.statistics.estimate import FEWEST

Chapter = tuple[str, str, Sequence[str]]
"""Number and name of an item, and what is said of it, a line each."""
DISCIPLINES = {
    "first come": "first come, first served",
    "earliest due date": "the one due first",
    "shortest expected": "the one that is expected to take least",
}
BETTER = {Direction.LARGER: "larger is better", Direction.SMALLER: "smaller is better", Direction.NEITHER: ""}
NOTHING = "Nothing of the kind."


def document(loaded: LoadedScenario, calibration: Sequence[str] = ()) -> str:
    """Return what a reader must know to judge and to repeat the study of a scenario, in Markdown.

    Args:
        loaded: the scenario.
        calibration: what was fitted to which published numbers, and which judge, in sentences.
    """
    lines = [
        f"# {loaded.scenario.scenario}: documentation",
        "",
        f"Written by `sim document {scenario_name(loaded.path)}` from the scenario and the model, by the",
        "items of STRESS-DES (Monks et al. 2019); below them the elements of ODD (Grimm et al. 2020),",
        "each with what answers it.",
    ]
    for title, chapters in stress(loaded, calibration):
        lines += ["", f"## {title}"]
        for number, name, said in chapters:
            lines += ["", f"### {number} {name}", "", *(f"- {each}" for each in said or [NOTHING])]
    lines += ["", "## ODD", "", "| element | where it is answered |", "|---|---|"]
    lines += [f"| {element} | {answer} |" for element, answer in odd(loaded)]
    return "\n".join(lines) + "\n"


def stress(
    loaded: LoadedScenario,
    calibration: Sequence[str] = (),
    *,
    name: str = "",
    made_with: Mapping[str, str] | None = None,
    runs: Sequence[str] = (),
    command: str = "",
) -> tuple[tuple[str, Sequence[Chapter]], ...]:
    """Return the items of STRESS-DES by section.

    Args:
        loaded: the scenario.
        calibration: what was fitted to which published numbers, and which judge, in sentences.
        name: of the scenario, as commands take it; ``""`` is that of its folder.
        made_with: versions by package; None is those that are installed.
        runs: that were made, in sentences; none: what is usual is told.
        command: that asks for them again; ``""`` is the comparison.
    """
    scenario, name = loaded.scenario, name or scenario_name(loaded.path)
    packages = made_with or versions()
    behaviour, later = behaviour_of(scenario), changed_by_strategies(loaded)
    model = build(loaded.under())
    measures = {measure.name: measure for measure in measures_of(model.names)}
    shown = [measures[each] for each in scenario.compare.measures if each in measures] or list(
        measures.values()
    )
    objectives: list[Chapter] = [
        ("1.1", "Purpose", [scenario.question or "The scenario states no question."]),
        ("1.2", "Outputs", [_output(measure, scenario.currency) for measure in shown]),
        (
            "1.3",
            "Aims of the experiments",
            [*comparison_sentences(scenario), *_futures(loaded), *_checks(loaded)],
        ),
    ]
    logic: list[Chapter] = [
        (
            "2.1",
            "Diagram",
            [f"`sim loops {name} --output <folder>` draws stocks, flows and loops."],
        ),
        (
            "2.2",
            "Base logic",
            [*route_sentences(scenario), *mechanism_sentences(scenario, behaviour, later), *_loops(loaded)],
        ),
        (
            "2.3",
            "Scenario logic",
            [f"{each}: {strategy_in_words(loaded, each)}" for each in scenario.strategies],
        ),
        ("2.4", "Algorithms", [_rule(rule) for rule in rules_in(loaded)]),
        ("2.5.1", "Entities", demand_sentences(scenario)),
        ("2.5.2", "Activities", step_sentences(scenario)),
        ("2.5.3", "Resources", actor_sentences(scenario)),
        ("2.5.4", "Queues", _queues(loaded)),
        ("2.5.5", "Entry and exit", ENTRY_AND_EXIT),
    ]
    data: list[Chapter] = [
        ("3.1", "Data sources", [each.reference.line for each in citations(loaded)]),
        ("3.2", "Pre-processing", PRE_PROCESSING),
        ("3.3", "Input parameters", [*published(loaded, cases_of(loaded)), STATED]),
        ("3.4", "Assumptions", assumptions(loaded, cases_of(loaded))),
    ]
    if calibration:
        data.append(("3.5", "Calibration and validation", calibration))
    experimentation: list[Chapter] = [
        ("4.1", "Initialisation", _initialisation(loaded)),
        ("4.2", "Run length", [*time_sentences(scenario), *_what_is_measured(scenario)]),
        ("4.3", "Estimation", [*(runs or [USUAL]), *ESTIMATION]),
    ]
    implementation: list[Chapter] = [
        (
            "5.1",
            "Software",
            [", ".join(f"{each} {version}" for each, version in packages.items())],
        ),
        ("5.2", "Random sampling", SAMPLING),
        (
            "5.3",
            "Execution",
            [ORDER.format(order=", ".join(kind.name.lower().replace("_", " ") for kind in Kind))],
        ),
        (
            "5.4",
            "Hardware",
            ["Any; results do not depend on it, nor on the number of processes or the engine."],
        ),
    ]
    access: list[Chapter] = [("6.1", "Sharing", _sharing(command or f"sim compare {name}"))]
    return (
        ("1 Objectives", objectives),
        ("2 Logic", logic),
        ("3 Data", data),
        ("4 Experimentation", experimentation),
        ("5 Implementation", implementation),
        ("6 Code access", access),
    )


STATED = "Every other value is stated by the scenario itself: 2.5.1 to 2.5.4, 2.3 and 4.2 tell it."
ENTRY_AND_EXIT = (
    "Tasks enter by the sources of 2.5.1 and leave when their route ends, or at a `leave` on it.",
    "An escaped defect may come back as a repair, which is demand and no output.",
)
PRE_PROCESSING = (
    "Presets turn published figures into parameters; the arithmetic stands with each value in 3.3.",
    "Distributions keep the stated mean; a range of rates is the 5th to the 95th percentile of a lognormal.",
)
EMPTY = "Every run begins with an empty organisation and idle actors; skills are drawn for each seat."
WITH_OPEN_TASKS = "Every run begins with these tasks and idle actors; skills are drawn for each seat."
WARM_UP = "What happens before the end of the warm-up is left out of every measure."
USUAL = "Independent replications, 20 unless `--replications` says otherwise."
ESTIMATION = (
    "Means over replications have 95 % intervals by Student's t.",
    "Strategies are compared by paired differences, replication by replication, under common random numbers.",
    f"With fewer than {FEWEST} replications no interval is given.",
    "A difference is called clear where it holds together with those of all other strategies (Holm 1979); "
    "the best strategy is chosen by multiple comparisons with the best (Edwards & Hsu 1983) or, where runs "
    "go on until it is known, step by step with paired replications (Kim & Nelson 2001).",
)
SAMPLING = (
    "Every draw is a function of (seed, replication, what for, whose, which attempt): counter-based, by "
    "a 64-bit mixing function; normal scores by AS 241 (Wichura 1988), other distributions by their inverse.",
    "The same task meets the same luck in every strategy; a seat draws its skills, a tool one score a topic.",
)
ORDER = (
    "Discrete events in the order (time, kind, entity number); kinds at one moment: {order}.  Within a "
    "priority the discipline of 2.5.4 decides, then the order in which tasks became ready."
)


def odd(loaded: LoadedScenario) -> tuple[tuple[str, str], ...]:
    """Return the seven elements of ODD, each with what answers it."""
    scenario = loaded.scenario
    stocks = (
        "what each person has learned, trust, strain, pressure" if _loops(loaded) else "nothing that moves"
    )
    pools = say.listed([*scenario.people, *scenario.tools, *scenario.freelancers])
    return (
        ("1 Purpose and patterns", "1.1; patterns that the model must show: 1.3, and `sim validate`"),
        ("2 Entities, state variables, scales", f"2.5.1, 2.5.3: tasks, {pools}; state: {stocks}; hours"),
        ("3 Process overview and scheduling", "2.2, 5.3"),
        ("4 Design concepts", _concepts(loaded)),
        ("5 Initialisation", "4.1"),
        ("6 Input data", "2.5.1 (demand), 3.1"),
        ("7 Submodels", "2.4"),
    )


def _concepts(loaded: LoadedScenario) -> str:
    loops = [said.split()[1] for said in _loops(loaded)]
    emergence = f"emergence: queues and {say.listed(loops)}" if loops else "emergence: queues"
    return (
        f"{emergence}; interaction: tasks compete for people, tools and freelancers; stochasticity: 5.2; "
        "observation: every visit, every week; no adaptation or objectives beyond 2.2"
    )


def _output(measure: Measure, currency: str) -> str:
    unit = "%" if measure.is_share else measure.unit.replace("currency", currency)
    better = f", {BETTER[measure.direction]}" if BETTER[measure.direction] else ""
    return f"{measure.title} [{unit}{better}]: {measure.definition}"


def _initialisation(loaded: LoadedScenario) -> list[str]:
    open_tasks = snapshot_sentences(loaded.scenario, loaded.path.parent)
    return [*open_tasks, WITH_OPEN_TASKS if open_tasks else EMPTY, WARM_UP]


def _futures(loaded: LoadedScenario) -> Iterable[str]:
    named = [f"Future {future_in_words(loaded, name)}" for name in loaded.scenario.futures]
    return [*named, *(f"Uncertain: {sentence}" for sentence in uncertainty_sentences(loaded.scenario))]


def _what_is_measured(scenario: Scenario) -> list[str]:
    """Return over what a terminating simulation measures; a steady state is told with the time."""
    terminating = "Terminating: these weeks are measured, not the long run."
    return [] if scenario.simulation == STEADY_STATE else [terminating]


def _loops(loaded: LoadedScenario) -> list[str]:
    active = {name for each in loaded.strategies for name in active_loops(build(loaded.under(each)))}
    return [f"Loop {loop.name} ({loop.polarity}): {loop.title}." for loop in LOOPS if loop.name in active]


def _rule(rule: object) -> str:
    """Return what a rule gives, and its formula."""
    text = inspect.cleandoc(inspect.getdoc(rule) or "")
    said, _, rest = text.partition("\n\n")
    formula = re.match(r"((?:    .+\n?)+)", rest)
    shown = f": `{' '.join(formula[1].split())}`" if formula else ""
    name = f"{getattr(rule, '__module__', '').rpartition('.')[2]}.{getattr(rule, '__name__', '')}"
    return f"{name}: {' '.join(said.split()).removeprefix('Return ').rstrip('.').replace('``', '`')}{shown}"


def _checks(loaded: LoadedScenario) -> list[str]:
    return [f"It must hold, {check_in_words(loaded, name)}" for name in loaded.scenario.checks]


def _queues(loaded: LoadedScenario) -> list[str]:
    scenario = loaded.scenario
    lines = [
        f"One queue for each step; by priority, within it {DISCIPLINES[scenario.queue]}.  Nobody reneges."
    ]
    limited = [name for name, step in scenario.steps.items() if step.work_in_process_limit]
    if limited:
        lines.append(f"Limits on work in process: {say.listed(map(say.spoken, limited))}.")
    cost = hand_off_text(scenario.hand_off)
    return [*lines, f"A change of owner {cost}."]


def _sharing(command: str) -> list[str]:
    again = "`sim compare` and `sim run` keep scenario, versions and digests with every result"
    return [
        "Open source under the MIT licence; the scenario is one YAML file beside its data.",
        f"To repeat: `{command}`; to see a kept result come out again: `sim replay results/...`.",
        f"{again}.",
    ]
