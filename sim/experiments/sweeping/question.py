"""The question of a sweep: all that its numbers depend on."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engines import AUTO
from sim.experiments.compare import ordered
from sim.experiments.inputs import inputs_of
from sim.experiments.replicate import check_numbers
from sim.experiments.settling import in_steady_state
from sim.experiments.sweeping.design import Design, design_text
from sim.experiments.sweeping.stored_question import STORE_VERSION
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.records.provenance import digest_of_scenario, digest_of_texts, versions
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.messages import existing
from sim.scenario.reading.yaml_text import Value

MAKES_NUMBERS = ("rules", "scenario", "model", "engines", "records", "measures")
"""Packages whose code decides the digits of a run."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a sweep, all that its numbers depend on.

    Attributes:
        loaded: the scenario.
        design: its points.
        strategies: names, the baseline first.
        replications: of each strategy at each point.
        seed: names the luck.
        future: that is assumed, or ``""``.
        settled: what is left out until the organisation has settled, in words, or ``""``.
    """

    loaded: LoadedScenario
    design: Design
    strategies: tuple[str, ...]
    replications: int
    seed: int
    future: str = ""
    settled: str = ""


def asked(
    loaded: LoadedScenario,
    design: Design,
    strategies: Sequence[str] = (),
    *,
    replications: int = 10,
    seed: int = 1,
    future: str = "",
) -> Asked:
    """Return the question of a sweep.

    The warm-up of a steady state is found at the scenario as it stands, and holds for all points.

    Args:
        loaded: the scenario.
        design: which points.
        strategies: names; the baseline is run as well.  None is the baseline alone.
        replications: of each strategy at each point.
        seed: names the luck, which is the same at all points.
        future: that is assumed, or ``""``.

    Raises:
        UsageError: a number is out of range, or a name is unknown.
        ScenarioError: the scenario is wrong under a strategy, wherever its keys stand.
    """
    check_numbers(replications, seed)
    names = tuple(ordered(loaded.scenario.compare.baseline, strategies))
    for name in names:
        loaded.under(name, future)
    loaded, settled = in_steady_state(loaded, names, future, AUTO, seed, None)
    return Asked(loaded, design, names, replications, seed, future, settled)


def stated(loaded: LoadedScenario, design: Design) -> dict[str, Value]:
    """Return what the file, or a preset, says of the keys of a design; a key left out there is left out."""
    found: dict[str, Value] = {}
    for key in design.keys:
        path = parse_dotted(key) or ()
        there, value = existing(loaded.tree, path)
        if there == path:
            found[key] = value
    return found


def measures_of_all(question: Asked) -> list[str]:
    """Return the names of the measures that the scenario has, those of its pools among them."""
    model = build(question.loaded.under(question.strategies[0], question.future))
    return [measure.name for measure in measures_of(model.names)]


def question_of(question: Asked, chunk_size: int) -> dict[str, object]:
    """Return everything that the numbers depend on, as the store keeps it."""
    loaded, design = question.loaded, question.design
    return {
        "scenario": loaded.scenario.scenario,
        "scenario_digest": digest_of_scenario(_stated(loaded), inputs_of(loaded, design.points)),
        "future": question.future,
        "strategies": list(question.strategies),
        "replications": question.replications,
        "seed": question.seed,
        "design": design.kind,
        "keys": list(design.keys),
        "points": len(design.points),
        "points_digest": digest_of_texts([design_text(design)]),
        "points_of_a_chunk": chunk_size,
        "store_version": STORE_VERSION,
        "versions": versions(),
        "code_digest": code_digest(),
    }


def _stated(loaded: LoadedScenario) -> str:
    """Return all that a scenario says as one text, wherever its file lies and its lines stand."""
    return json.dumps(loaded.tree, default=str, ensure_ascii=False)


def code_digest() -> str:
    """Return the sha256 of the code that decides the digits of a run."""
    package = Path(__file__).parents[2]
    whole = hashlib.sha256()
    for part in MAKES_NUMBERS:
        for file in sorted((package / part).rglob("*")):
            if file.suffix in {".py", ".yaml"}:
                whole.update(file.relative_to(package).as_posix().encode() + b"\n" + file.read_bytes())
    return whole.hexdigest()
