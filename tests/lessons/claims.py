"""The claims in ``scenarios/*/expect.yaml``: what they say, and the numbers that they are judged by."""

import dataclasses
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from sim.engines import get_engine
from sim.experiments.break_even import break_even
from sim.experiments.findings import Estimate
from sim.experiments.forecast import added_forecast
from sim.experiments.precision import estimate
from sim.experiments.summary import Summary, gather, summarise
from sim.model.build import build
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import LoadedScenario, load_scenario
from tests.lessons.readings import reading, within
from tests.lessons.speed import speeds

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HOURS_PER_WEEK = 168.0
BREAK_EVEN = "break-even of "
Floats = NDArray[np.float64]
Which = tuple[str, str, str, int, int, int]
"""Scenario, strategy, future, weeks, seed and replication of a run."""
FORECAST = "forecast"
"""What a claim may be against beside a strategy: what head counts alone say of the same strategy."""


@dataclass(frozen=True)
class Band:
    """Where an interval must lie: ``above 0``, ``below -0.5`` or ``between 1 and 2``."""

    low: float
    high: float

    @classmethod
    def read(cls, text: str) -> "Band":
        word, *numbers = text.replace(" and ", " ").split()
        found = [float(number) for number in numbers]
        if (word, len(found)) == ("above", 1):
            return cls(found[0], np.inf)
        if (word, len(found)) == ("below", 1):
            return cls(-np.inf, found[0])
        if (word, len(found)) == ("between", 2):
            return cls(*found)
        raise ValueError(f"'{text}' is no band; write 'above 0', 'below 0' or 'between 0 and 1'")

    def holds(self, found: Estimate) -> bool:
        """True when the whole interval lies within the band."""
        return self.low < found.low and found.high < self.high


@dataclass(frozen=True)
class Claim:
    """A sentence about a scenario, and the band that its number must keep to.

    ``kind`` is ``level``, ``difference`` (from ``against``) or ``ratio`` (to ``against``).
    ``measure`` is a measure, ``speed``, or one of ``tests.lessons.readings``; ``of`` tells of whom or of
    which step.  ``weeks: 8`` shortens the run and leaves out the warm-up; ``weeks: 13 to 20`` measures these
    weeks of the run.
    ``measure: break-even of money`` (or ``of work``) is the week in which ``strategy`` has made up for what
    it cost beside ``against``.
    ``against: forecast`` compares with what head counts alone say of the strategy.
    ``fails_for`` is a strategy of which the claim does not hold; left out: ``against``, where the band says
    that there is an effect.
    """

    scenario: str
    say: str
    measure: str
    kind: str
    band: Band
    replications: int
    confidence: float
    seed: int
    strategy: str = "do nothing"
    future: str = ""
    against: str = ""
    against_future: str = ""
    of: str = ""
    weeks: int = 0
    window: tuple[int, int] | None = None
    fails_for: str = ""

    def twin(self) -> "Claim | None":
        """Return the same claim about a strategy of which it must not hold; None where there is none."""
        if self.fails_for:
            return dataclasses.replace(self, strategy=self.fails_for)
        neutral = 1.0 if self.kind == "ratio" else 0.0
        if self.kind == "level" or self.band.low < neutral < self.band.high:
            return None
        return dataclasses.replace(self, strategy=self.against, future=self.against_future)


def read_claims() -> list[Claim]:
    """Return the claims of every shipped scenario."""
    return [claim for file in sorted(SCENARIOS.glob("*/expect.yaml")) for claim in _claims_in(file)]


def _claims_in(file: Path) -> list[Claim]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    usual = {key: content[key] for key in ("seed", "replications", "confidence")}
    return [_claim(file.parent.name, {**usual, **entry}) for entry in content["claims"]]


def _claim(scenario: str, entry: dict[str, Any]) -> Claim:
    kinds = [kind for kind in ("level", "difference", "ratio") if kind in entry]
    if len(kinds) != 1:
        raise ValueError(f"{scenario}: '{entry['say']}' must state one of level, difference or ratio")
    future = entry.get("future", "")
    first, _, last = str(entry.pop("weeks", 0)).partition(" to ")
    return Claim(
        scenario=scenario,
        kind=kinds[0],
        band=Band.read(entry.pop(kinds[0])),
        confidence=float(entry.pop("confidence").removesuffix("%")) / 100.0,
        future=entry.pop("future", ""),
        against_future=entry.pop("against_future", future).replace("none", ""),
        weeks=0 if last else int(first),
        window=(int(first), int(last)) if last else None,
        **entry,
    )


def found(claim: Claim) -> Estimate:
    """Return the claim's number over its replications, with its interval."""
    if claim.measure.startswith(BREAK_EVEN):
        return _break_even(claim)
    return estimate(np.array([_number(claim, r) for r in range(claim.replications)]), claim.confidence)


def _break_even(claim: Claim) -> Estimate:
    """Return the middle of the weeks in which a strategy may break even, and half of their width [week]."""
    own, other = (
        gather(name, (), [_summary(claim, name, r) for r in range(claim.replications)])
        for name in (claim.strategy, claim.against)
    )
    one = break_even(other, own, claim.measure.removeprefix(BREAK_EVEN), claim.confidence)
    return Estimate((one.low + one.high) / 2.0, (one.high - one.low) / 2.0, claim.replications)


def _summary(claim: Claim, strategy: str, replication: int) -> Summary:
    return summarise(run(claim.scenario, strategy, claim.future, claim.weeks, claim.seed, replication))


def _number(claim: Claim, replication: int) -> float:
    own = (claim.scenario, claim.strategy, claim.future, claim.weeks, claim.seed, replication)
    other = (claim.scenario, claim.against, claim.against_future, claim.weeks, claim.seed, replication)
    asked = (claim.measure, claim.of, claim.window)
    if claim.kind == "level":
        return _read(own, *asked)
    if claim.measure == "speed":
        candidate, baseline = _speeds_of(claim.of, run(*own), run(*other))
    else:
        candidate = _read(own, *asked)
        baseline = _forecast(claim) if claim.against == FORECAST else _read(other, *asked)
    return candidate / baseline if claim.kind == "ratio" else candidate - baseline


@cache
def _read(which: Which, measure: str, of: str, window: tuple[int, int] | None) -> float:
    """Return a number of a run; claims and their twins ask for the same ones."""
    record = run(*which)
    return reading(within(record, measure, *window) if window else record, measure, of)


def _forecast(claim: Claim) -> float:
    return added_forecast(loaded(claim.scenario), claim.strategy, claim.future)[claim.measure]


def _speeds_of(whom: str, candidate: RunRecord, baseline: RunRecord) -> tuple[float, float]:
    """Return the mean speed of the same people, or in the same step, in both runs.

    A fifth of a pool is chosen by the speed in the baseline.
    """
    part, _, group = whom.rpartition(" fifth of ")
    mine, theirs = speeds(candidate, group or whom), speeds(baseline, group or whom)
    if part:
        order = np.argsort(theirs)
        size = len(order) // 5
        chosen = order[:size] if part == "lowest" else order[-size:]
        mine, theirs = mine[chosen], theirs[chosen]
    return float(mine.mean()), float(theirs.mean())


@lru_cache(maxsize=128)
def run(
    scenario: str, strategy: str, future: str = "", weeks: int = 0, seed: int = 1, replication: int = 0
) -> RunRecord:
    """Return one replication of a shipped scenario; ``weeks`` shortens it and leaves out the warm-up."""
    return get_engine("reference")(_model(scenario, strategy, future, weeks), seed, replication)


@lru_cache(maxsize=64)
def _model(scenario: str, strategy: str, future: str, weeks: int) -> Model:
    effective = loaded(scenario).under(strategy, future)
    if weeks:
        shorter = {"run_length": weeks * HOURS_PER_WEEK, "warm_up": 0.0}
        effective = dataclasses.replace(effective, scenario=effective.scenario.model_copy(update=shorter))
    return build(effective)


@lru_cache(maxsize=16)
def loaded(scenario: str) -> LoadedScenario:
    """Return a shipped scenario by the name of its folder."""
    return load_scenario(SCENARIOS / scenario)
