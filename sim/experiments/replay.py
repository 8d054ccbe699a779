"""Stored results once more: do the same digits come out?"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sim.errors import UsageError
from sim.experiments.bottleneck import bottleneck
from sim.experiments.compare import compare
from sim.experiments.diagnosis.diagnose import diagnose
from sim.experiments.digests import Digests, digests_of_found
from sim.experiments.executors import Progress
from sim.experiments.how_many import UNTIL_DECIDED, HowMany
from sim.experiments.knockout import knock_out
from sim.experiments.replicate import replicate
from sim.experiments.study import Found, Study, study_of
from sim.experiments.sweeping.design import design_of
from sim.experiments.sweeping.question import asked
from sim.experiments.sweeping.sweep import sweep
from sim.experiments.tasks.task import tell
from sim.experiments.variability import variability
from sim.records.provenance import Provenance, digest_of_scenario, read_provenance, versions
from sim.scenario.load import LoadedScenario, load_scenario
from sim.scenario.quantities import When


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
    return replayed(read_provenance(folder), str(folder), jobs, progress)


def replayed(
    stored: Provenance, where: str, jobs: int | None = None, progress: Progress | None = None
) -> ReplayResult:
    """Run once more what a provenance tells of, and compare every number.

    Args:
        stored: what was kept.
        where: it was kept, for messages.
        jobs: processes that share the work; None is one per core.
        progress: called with how many replications are done, of how many.

    Raises:
        UsageError: the provenance was changed by hand.
        ScenarioError: the stored scenario is not one of this version.
    """
    with laid_out(stored, where) as loaded:
        found = run_again(stored, loaded, jobs, progress)
    return compared(stored, found)


def compared(stored: Provenance, found: Found) -> ReplayResult:
    """Return which of the stored numbers came out otherwise."""
    if isinstance(found, Study):
        parts = zip(stored.parts, found.parts, strict=True)
        differing = [name for part, each in parts for name in compared(part, each).differing]
    else:
        differing = list(_differing(stored.digests, digests_of_found(found)))
    return ReplayResult(stored, tuple(differing), tuple(_other_versions(stored)))


@contextmanager
def laid_out(stored: Provenance, where: str) -> Iterator[LoadedScenario]:
    """Give the scenario of a provenance, read from a folder of its own that is there for the body.

    Raises:
        UsageError: the scenario was changed by hand, or reads a file by an absolute path.
        ScenarioError: it is not one of this version.
    """
    if stored.scenario_digest != digest_of_scenario(stored.scenario, stored.inputs):
        raise UsageError(
            f"{where}: the stored scenario does not fit its digest: it was changed after the run; "
            "run the experiment again"
        )
    with tempfile.TemporaryDirectory(prefix="replay-") as place:
        yield load_scenario(_written(stored, Path(place)))


def _written(stored: Provenance, place: Path) -> Path:
    """Write the scenario and its inputs, deep enough that a path upwards stays inside."""
    upwards = max((PurePosixPath(name).parts.count("..") for name in stored.inputs), default=0)
    home = place.joinpath(*["below"] * upwards, _plain(stored.name))
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


def _plain(name: str) -> str:
    """Return a stored name where it can be that of a folder and of nothing else."""
    return name if name.strip(". ") and not set(name) & set('/\\:*?"<>|\0') else "scenario"


def run_again(
    stored: Provenance, loaded: LoadedScenario, jobs: int | None = None, progress: Progress | None = None
) -> Found:
    """Return what the experiment of a provenance finds, run once more with the same settings."""
    if stored.verb == "report":
        parts: dict[str, Found] = {
            part.verb: run_again(part, loaded, jobs, progress) for part in stored.parts
        }
        return study_of(parts, until_decided=any(part.until_decided for part in stored.parts))
    settings: dict[str, Any] = {
        "seed": stored.seed,
        "engine": stored.engine,
        "jobs": jobs,
        "future": stored.future,
        "progress": progress,
    }
    names, number = stored.strategies, stored.replications
    if stored.verb == "compare":
        return compare(
            loaded,
            names,
            replications=_how_many(stored),
            futures=stored.futures,
            split=stored.split,
            **settings,
        )
    if stored.verb == "sweep":
        del settings["seed"], settings["future"]
        question = asked(
            loaded,
            design_of(stored.points, loaded),
            names,
            replications=number,
            seed=stored.seed,
            future=stored.future,
        )
        return sweep(question, budget=None, **{key: settings[key] for key in ("engine", "jobs", "progress")})
    if stored.verb == "task":
        return tell(
            loaded,
            stored.task,
            names[0],
            replication=stored.replication,
            seed=stored.seed,
            engine=stored.engine,
            future=stored.future,
            with_defect=False,
        )
    settings["replications"] = number
    if stored.verb == "knockout":
        return knock_out(loaded, names[0], loops=stored.loops, off_from=When(stored.off_from), **settings)
    if stored.verb == "diagnose":
        return diagnose(loaded, names[0], **settings)
    if stored.verb == "bottleneck":
        return bottleneck(loaded, names[0], **settings)
    if stored.verb == "variability":
        return {name: variability(loaded, name, **settings) for name in names}
    return replicate(loaded, names[0], **settings)


def _how_many(stored: Provenance) -> HowMany:
    """Return what was asked for, so that the words come out again, or how many that were of each strategy."""
    if stored.until_decided:
        return UNTIL_DECIDED
    number = stored.replications
    return {name: stored.fewer.get(name, number) for name in stored.strategies} if stored.fewer else number


def _differing(stored: Mapping[str, Mapping[str, str]], found: Digests) -> Iterator[str]:
    for strategy in sorted(stored.keys() | found.keys()):
        before, after = stored.get(strategy, {}), found.get(strategy, {})
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield f"{strategy}: {name}"


def _other_versions(stored: Provenance) -> Iterator[str]:
    current = versions(drawing=True)
    for name, then in stored.versions.items():
        if current.get(name) != then:
            yield f"{name} {then} then, {current.get(name)} now"
