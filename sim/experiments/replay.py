"""Stored results once more: do the same digits come out?"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from sim.errors import UsageError
from sim.experiments.bottleneck import Bottleneck, bottleneck
from sim.experiments.compare import compare
from sim.experiments.diagnosis.diagnose import Diagnosis, diagnose
from sim.experiments.digests import (
    Digests,
    digests_of,
    digests_of_bottleneck,
    digests_of_comparison,
    digests_of_diagnosis,
    digests_of_knockout,
    digests_of_sweep,
    digests_of_variability,
)
from sim.experiments.executors import Progress
from sim.experiments.findings import Comparison, Replications
from sim.experiments.inputs import inputs_of
from sim.experiments.knockout import Knockout, knock_out
from sim.experiments.replicate import replicate
from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.findings import Sweep
from sim.experiments.sweeping.question import asked
from sim.experiments.sweeping.sweep import sweep
from sim.experiments.variability import Variability, variability
from sim.records.provenance import (
    Provenance,
    Verb,
    digest_of_all,
    digest_of_scenario,
    now,
    read_provenance,
    this_platform,
    versions,
)
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.quantities import When
from sim.scenario.telling.resolve import resolve


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What a replay found.

    Attributes:
        provenance: what was stored.
        differing: strategy and name of the numbers that came out otherwise; empty when all are the same.
        other_versions: packages whose version is another one now: name, then, now.
    """

    provenance: Provenance
    differing: tuple[str, ...]
    other_versions: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True when every digit came out again."""
        return not self.differing


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
    return replace(found, futures=futures, digests=digests, results_digest=digest_of_all(digests))


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


def provenance_of_sweep(found: Sweep, loaded: LoadedScenario) -> Provenance:
    """Return everything that is needed to make a sweep again, and the digests of its numbers."""
    names = ("seed", "engine", "future", "replications")
    settings = {name: getattr(found, name) for name in names} | {"points": found.design.points}
    return _provenance("sweep", loaded, found.strategies, digests_of_sweep(found), settings)


def _provenance(
    verb: Verb,
    loaded: LoadedScenario,
    strategies: tuple[str, ...],
    digests: Digests,
    settings: Mapping[str, Any],
) -> Provenance:
    scenario = resolve(loaded)
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
        **settings,
    )


def replay(folder: Path, jobs: int | None = None, progress: Progress | None = None) -> ReplayResult:
    """Run stored results again, from their provenance alone, and compare every number.

    Args:
        folder: a folder of results.
        jobs: processes that share the work; None is one per core.
        progress: called with how many replications are done, of how many.

    Raises:
        UsageError: the folder holds no provenance, or one that was changed by hand.
        ScenarioError: the stored scenario is not one of this version.
    """
    stored = read_provenance(folder)
    if stored.scenario_digest != digest_of_scenario(stored.scenario, stored.inputs):
        raise UsageError(
            f"{folder}: the stored scenario does not fit its digest: it was changed after the run; "
            "run the experiment again"
        )
    with tempfile.TemporaryDirectory(prefix="replay-") as place:
        loaded = load_scenario(_laid_out(stored, Path(place)))
        digests = _digests_again(stored, loaded, jobs, progress)
    return ReplayResult(stored, tuple(_differing(stored.digests, digests)), tuple(_other_versions(stored)))


def _laid_out(stored: Provenance, place: Path) -> Path:
    """Write the scenario and its inputs, deep enough that a path upwards stays inside."""
    upwards = max((PurePosixPath(name).parts.count("..") for name in stored.inputs), default=0)
    home = place.joinpath(*["below"] * upwards)
    home.mkdir(parents=True, exist_ok=True)
    for name, text in stored.inputs.items():
        if Path(name).is_absolute():
            raise UsageError(
                f"file = {name}: an absolute path cannot be replayed; give it relative to the scenario"
            )
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    scenario = home / "scenario.yaml"
    scenario.write_text(stored.scenario, encoding="utf-8")
    return scenario


def _digests_again(
    stored: Provenance, loaded: LoadedScenario, jobs: int | None, progress: Progress | None
) -> Digests:
    names, number, seed, engine = stored.strategies, stored.replications, stored.seed, stored.engine
    if stored.verb == "knockout":
        found = knock_out(
            loaded, names[0], loops=stored.loops, off_from=When(stored.off_from), replications=number,
            seed=seed, engine=engine, jobs=jobs, future=stored.future, progress=progress,
        )  # fmt: skip
        return digests_of_knockout(found)
    if stored.verb == "diagnose":
        told = diagnose(
            loaded, names[0], replications=number, seed=seed, engine=engine, jobs=jobs, future=stored.future,
            progress=progress,
        )  # fmt: skip
        return digests_of_diagnosis(told)
    if stored.verb == "variability":
        parts = {
            name: variability(
                loaded, name, replications=number, seed=seed, engine=engine, jobs=jobs, future=stored.future,
                progress=progress,
            )
            for name in names
        }  # fmt: skip
        return digests_of_variability(parts)
    if stored.verb == "bottleneck":
        narrow = bottleneck(
            loaded, names[0], replications=number, seed=seed, engine=engine, jobs=jobs, future=stored.future,
            progress=progress,
        )  # fmt: skip
        return digests_of_bottleneck(narrow)
    if stored.verb == "compare":
        numbers = {name: stored.fewer.get(name, number) for name in names}
        comparison = compare(
            loaded, names, replications=numbers, futures=stored.futures, seed=seed, engine=engine, jobs=jobs,
            future=stored.future, progress=progress,
        )  # fmt: skip
        return digests_of_comparison(comparison)
    if stored.verb == "sweep":
        design = design_of(stored.points, loaded)
        swept = sweep(
            asked(loaded, design, names, replications=number, seed=seed, future=stored.future),
            engine=engine, jobs=jobs, budget=None, progress=progress,
        )  # fmt: skip
        return digests_of_sweep(swept)
    result = replicate(
        loaded, names[0], replications=number, seed=seed, engine=engine, jobs=jobs, future=stored.future,
        progress=progress,
    )  # fmt: skip
    return digests_of({names[0]: result})


def _differing(stored: Mapping[str, Mapping[str, str]], found: Digests) -> Iterator[str]:
    for strategy in sorted(stored.keys() | found.keys()):
        before, after = stored.get(strategy, {}), found.get(strategy, {})
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield f"{strategy}: {name}"


def _other_versions(stored: Provenance) -> Iterator[str]:
    current = versions()
    for name, then in stored.versions.items():
        if current.get(name) != then:
            yield f"{name} {then} then, {current.get(name)} now"
