"""What is kept with results: all that is needed to make them again, and the digests of their numbers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from sim.experiments.bottleneck import Bottleneck
from sim.experiments.diagnosis.diagnose import Diagnosis
from sim.experiments.digests import (
    Digests,
    digests_of,
    digests_of_bottleneck,
    digests_of_comparison,
    digests_of_diagnosis,
    digests_of_found,
    digests_of_knockout,
    digests_of_sweep,
    digests_of_variability,
)
from sim.experiments.findings import Comparison, Replications
from sim.experiments.inputs import inputs_of
from sim.experiments.knockout import Knockout
from sim.experiments.study import Study
from sim.experiments.sweeping.findings import Sweep
from sim.experiments.tasks.task import Told
from sim.experiments.variability import Variability
from sim.records.provenance import (
    Provenance,
    Verb,
    digest_of_all,
    digest_of_scenario,
    digest_of_texts,
    now,
    this_platform,
    versions,
)
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.files import scenario_name
from sim.scenario.telling.resolve import as_one_file


def provenance_of(
    verb: Literal["run", "compare"],
    loaded: LoadedScenario,
    strategies: Mapping[str, Replications],
    *,
    seed: int,
    engine: str,
    future: str,
) -> Provenance:
    """Return everything that is needed to make these results again, and the digests of their numbers."""
    numbers = {name: len(result.values) for name, result in strategies.items()}
    most = max(numbers.values())
    fewer = {name: number for name, number in numbers.items() if number < most}
    settings: dict[str, Any] = {
        "seed": seed,
        "engine": engine,
        "future": future,
        "replications": most,
        "fewer": fewer,
    }
    return _provenance(verb, loaded, tuple(strategies), digests_of(strategies), settings)


def provenance_of_comparison(comparison: Comparison, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to make a comparison again, and the digests of its numbers."""
    found = provenance_of(
        "compare",
        loaded,
        comparison.replications,
        seed=comparison.seed,
        engine=comparison.engine,
        future=comparison.future,
    )
    digests = digests_of_comparison(comparison)
    futures = comparison.robustness.futures if comparison.robustness else 0
    return replace(
        found,
        futures=futures,
        split=comparison.split,
        digests=digests,
        results_digest=digest_of_all(digests),
    )


def provenance_of_knockout(found: Knockout, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to make a knock-out again, and the digests of its numbers."""
    names = ("seed", "engine", "future", "replications", "loops", "off_from")
    settings = {name: getattr(found, name) for name in names}
    return _provenance("knockout", loaded, (found.strategy,), digests_of_knockout(found), settings)


def provenance_of_diagnosis(found: Diagnosis, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to make a diagnosis again, and the digests of its numbers."""
    settings = {name: getattr(found, name) for name in ("seed", "engine", "future", "replications")}
    return _provenance("diagnose", loaded, (found.strategy,), digests_of_diagnosis(found), settings)


def provenance_of_variability(found: Mapping[str, Variability], loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to share variability out again, and the digests of its numbers."""
    first = next(iter(found.values()))
    settings = {name: getattr(first, name) for name in ("seed", "engine", "future", "replications")}
    return _provenance("variability", loaded, tuple(found), digests_of_variability(found), settings)


def provenance_of_bottleneck(found: Bottleneck, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to look for a bottleneck again, and the digests of its numbers."""
    settings = {name: getattr(found, name) for name in ("seed", "engine", "future", "replications")}
    return _provenance("bottleneck", loaded, (found.strategy,), digests_of_bottleneck(found), settings)


def provenance_of_task(told: Told, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to tell the life of a task again, and the digest of its run."""
    settings = {
        name: getattr(told.life, name) for name in ("seed", "engine", "future", "task", "replication")
    }
    settings["replications"] = 1
    return _provenance("task", loaded, (told.life.strategy,), digests_of_found(told), settings)


def provenance_of_sweep(found: Sweep, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to make a sweep again, and the digests of its numbers."""
    names = ("seed", "engine", "future", "replications")
    settings = {name: getattr(found, name) for name in names} | {"points": found.design.points}
    return _provenance("sweep", loaded, found.strategies, digests_of_sweep(found), settings)


def provenance_of_study(found: Study, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to make a study again: the provenance of each of its parts."""
    comparison = found.comparison
    parts = [
        replace(provenance_of_comparison(comparison, loaded), until_decided=found.until_decided),
        provenance_of_diagnosis(found.diagnosis, loaded),
        *([provenance_of_knockout(found.knockout, loaded)] if found.knockout else []),
        *([provenance_of_variability(found.variability, loaded)] if found.variability else []),
        *([provenance_of_sweep(found.sweep, loaded)] if found.sweep else []),
    ]
    created, made_with = now(), versions(drawing=True)
    parts = [replace(part, created=created, versions=made_with) for part in parts]
    first = parts[0]
    return replace(
        first,
        verb="report",
        digests={},
        results_digest=digest_of_texts(part.results_digest for part in parts),
        parts=tuple(parts),
    )


def _provenance(
    verb: Verb,
    loaded: LoadedScenario,
    strategies: tuple[str, ...],
    digests: Digests,
    settings: Mapping[str, Any],
) -> Provenance:
    scenario = as_one_file(loaded)
    inputs = inputs_of(loaded, settings.get("points", ()))
    return Provenance(
        verb=verb,
        scenario=scenario,
        inputs=inputs,
        strategies=strategies,
        scenario_digest=digest_of_scenario(scenario, inputs),
        digests=digests,
        results_digest=digest_of_all(digests),
        versions=versions(),
        platform=this_platform(),
        created=now(),
        name=scenario_name(loaded.path),
        **settings,
    )
