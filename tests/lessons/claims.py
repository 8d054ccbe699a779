"""The claims in ``scenarios/*/expect.yaml``: what they say, and the numbers that they are judged by."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sim.engines import get_engine
from sim.records.record import RunRecord
from sim.scenario.load import LoadedScenario, load_scenario
from sim.statistics.estimate import Estimate
from sim.validation.asked import Asked, Runs, estimates, read_against, read_weeks

SCENARIOS = Path(__file__).parents[2] / "scenarios"


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

    ``fails_for`` is a strategy of which the claim does not hold; left out: ``against``, where the band says
    that there is an effect.
    """

    scenario: str
    say: str
    asked: Asked
    band: Band
    replications: int
    confidence: float
    seed: int
    fails_for: str = ""

    def twin(self) -> "Claim | None":
        """Return the same claim about a strategy of which it must not hold; None where there is none."""
        if self.fails_for:
            return dataclasses.replace(self, asked=dataclasses.replace(self.asked, strategy=self.fails_for))
        neutral = 1.0 if self.asked.kind == "ratio" else 0.0
        if self.asked.kind == "level" or self.band.low < neutral < self.band.high:
            return None
        other = dataclasses.replace(
            self.asked, strategy=self.asked.against[0], future=self.asked.against_future
        )
        return dataclasses.replace(self, asked=other)


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
    weeks, window = read_weeks(entry.pop("weeks", 0))
    band = Band.read(entry.pop(kinds[0]))
    of_claim = {key: entry.pop(key) for key in ("say", "replications", "seed")}
    confidence = float(entry.pop("confidence").removesuffix("%")) / 100.0
    fails_for = entry.pop("fails_for", "")
    asked = Asked(
        kind=kinds[0],
        future=entry.pop("future", ""),
        against=read_against(entry.pop("against", "")),
        against_future=entry.pop("against_future", future).replace("none", ""),
        weeks=weeks,
        window=window,
        **entry,
    )
    return Claim(scenario, asked=asked, band=band, confidence=confidence, fails_for=fails_for, **of_claim)


def found(claim: Claim) -> Estimate:
    """Return the claim's number over its replications, with its interval."""
    together = _of_scenario(claim.scenario, claim.seed, claim.replications, claim.confidence)
    return together[claim.asked] if claim.asked in together else all_found([claim])[0]


@cache
def _of_scenario(scenario: str, seed: int, replications: int, confidence: float) -> dict[Asked, Estimate]:
    """Return what all claims of a scenario that share their runs, and their twins, ask for."""
    claims = [claim for claim in read_claims() if claim.scenario == scenario]
    claims += [twin for claim in claims if (twin := claim.twin()) is not None]
    wanted = (seed, replications, confidence)
    asked = [each.asked for each in claims if (each.seed, each.replications, each.confidence) == wanted]
    alike = list(dict.fromkeys(asked))
    runs = Runs(loaded(scenario), get_engine("kernel"), seed)
    return dict(zip(alike, estimates(runs, alike, replications, confidence), strict=True))


def all_found(claims: Sequence[Claim]) -> list[Estimate]:
    """Return what comes out of claims, each by runs of its own."""
    return [
        estimates(
            Runs(loaded(claim.scenario), get_engine("kernel"), claim.seed),
            [claim.asked],
            claim.replications,
            claim.confidence,
        )[0]
        for claim in claims
    ]


@lru_cache(maxsize=128)
def run(
    scenario: str, strategy: str, future: str = "", weeks: int = 0, seed: int = 1, replication: int = 0
) -> RunRecord:
    """Return one replication of a shipped scenario; ``weeks`` shortens it and leaves out the warm-up."""
    return Runs(loaded(scenario), get_engine("kernel"), seed).record(strategy, future, weeks, replication)


@lru_cache(maxsize=16)
def loaded(scenario: str) -> LoadedScenario:
    """Return a shipped scenario by the name of its folder."""
    return load_scenario(SCENARIOS / scenario)
