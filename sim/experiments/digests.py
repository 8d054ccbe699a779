"""Digests of what an experiment found: equal digits have equal digests."""

from collections.abc import Iterator, Mapping

import numpy as np

from sim.experiments.bottleneck import Bottleneck
from sim.experiments.diagnosis.diagnose import Diagnosis
from sim.experiments.findings import Comparison, Replications
from sim.experiments.knockout import Knockout
from sim.experiments.sweeping.findings import Sweep
from sim.experiments.tasks.task import Told
from sim.experiments.variability import Variability
from sim.records.provenance import digest_of, digest_of_numbers
from sim.statistics.estimate import Estimate

Experiment = (
    Bottleneck | Comparison | Diagnosis | Knockout | Sweep | Replications | Told | Mapping[str, Variability]
)
"""What an experiment may find."""
Digests = dict[str, dict[str, str]]
"""sha256 by strategy (or part of a knock-out) and name of the numbers."""


def digests_of_found(found: Experiment) -> Digests:
    """Return the sha256 of every group of numbers that an experiment found."""
    if isinstance(found, Bottleneck):
        return digests_of_bottleneck(found)
    if isinstance(found, Comparison):
        return digests_of_comparison(found)
    if isinstance(found, Diagnosis):
        return digests_of_diagnosis(found)
    if isinstance(found, Knockout):
        return digests_of_knockout(found)
    if isinstance(found, Sweep):
        return digests_of_sweep(found)
    if isinstance(found, Told):
        return {found.life.strategy: {"run record": digest_of(found.basis.record)}}
    if isinstance(found, Replications):
        return digests_of({found.strategy: found})
    return digests_of_variability(found)


def digests_of(strategies: Mapping[str, Replications]) -> Digests:
    """Return the sha256 of every group of numbers, by strategy and name of the numbers."""
    return {name: dict(_digests(replications)) for name, replications in strategies.items()}


def _digests(replications: Replications) -> Iterator[tuple[str, str]]:
    for column, measure in enumerate(replications.measures):
        yield measure.name, digest_of_numbers(replications.values[:, column])
    for name, series in replications.series.items():
        yield f"weekly {name}", digest_of_numbers(series)
    for (pool, name), series in replications.pool_series.items():
        yield f"weekly {name} of {pool}", digest_of_numbers(series)
    for (pool, stock, skill), series in replications.stock_series.items():
        yield " ".join(f"weekly {stock} {skill} of {pool}".split()), digest_of_numbers(series)
    yield "quality histogram", digest_of_numbers(replications.quality_counts)
    for (account, pool), amounts in replications.accounts.items():
        yield f"{account} of {pool}", digest_of_numbers(amounts)


def digests_of_comparison(comparison: Comparison) -> Digests:
    """Return the sha256 of every group of numbers of a comparison, those of head counts and futures too."""
    digests = digests_of(comparison.replications)
    for strategy, gaps in comparison.gaps.items():
        for name, gap in gaps.items():
            known = [gap.simulated, gap.gap, *gap.parts.values()]
            told = [gap.forecast, *(end for each in known for end in (each.mean, each.half_width))]
            digests[strategy][f"{name} against head counts"] = digest_of_numbers(np.array(told))
    if comparison.robustness is not None:
        found = comparison.robustness.outcomes
        for place, strategy in enumerate(found.strategies):
            for column, measure in enumerate(found.measures):
                numbers = found.values[:, :, place, column]
                digests[strategy][f"{measure} in futures"] = digest_of_numbers(numbers)
    return digests


def digests_of_knockout(found: Knockout) -> Digests:
    """Return the sha256 of each mean and half-width of a knock-out, by what they are of and measure."""
    parts: dict[str, Mapping[str, Estimate]] = {"all loops": found.level, "what all loops do": found.whole}
    parts |= {f"'{loop}' alone": found.alone[loop] for loop in found.loops}
    parts |= {f"share of '{loop}'": found.share[loop] for loop in found.loops}
    return {part: {name: _digest(known) for name, known in values.items()} for part, values in parts.items()}


def digests_of_diagnosis(found: Diagnosis) -> Digests:
    """Return the sha256 of each group of numbers of a diagnosis, by what they are of."""
    digests: Digests = {"the books": {}}
    for name in ("hours", "defects", "let_out"):
        numbers = np.array([getattr(tally, name) for tally in found.tallies])
        digests["the books"][name] = digest_of_numbers(numbers)
    for loss in found.losses:
        parts = {"level": loss.level, "all sides": loss.whole}
        parts |= {f"{side.name.lower()} alone": gain for side, gain in loss.alone.items()}
        parts |= {f"{one.name} and {other.name}".lower(): gain for (one, other), gain in loss.pairs.items()}
        parts |= {f"share of {side.name.lower()}": share for side, share in loss.share.items()}
        digests[loss.measure.name] = {part: _digest(known) for part, known in parts.items()}
    if found.finding is not None:
        digests["parts"] = {part: _digest(gain) for part, gain in found.finding.gains.items()}
        digests["levers"] = {
            f"{tried.remedy.lever}: {name}": _digest(known)
            for tried in found.finding.levers
            for name, known in (("brings", tried.gain), ("costs", tried.cost))
            if known is not None
        }
    for ways in found.ways:
        step = found.names.steps[ways.step]
        digests[f"ways of working at {step}"] = {
            f"{way}: {name}": _digest(known)
            for way, each in ways.levels.items()
            for name, known in each.items()
        }
    return digests


def digests_of_variability(found: Mapping[str, Variability]) -> Digests:
    """Return the sha256 of each part of each variance, by strategy."""
    return {
        strategy: {
            f"{name}: {source}": _digest(part)
            for name, spread in each.spreads.items()
            for source, part in spread.parts.items()
        }
        for strategy, each in found.items()
    }


def digests_of_bottleneck(found: Bottleneck) -> Digests:
    """Return the sha256 of what an hour of each pool brings, by pool and measure, and of how busy it is."""
    return {
        pool: {"utilisation": _digest(found.utilisation[pool])}
        | {name: _digest(values[pool]) for name, values in found.values.items()}
        for pool in found.pools
    }


def digests_of_sweep(sweep: Sweep) -> Digests:
    """Return the sha256 of each strategy's numbers of each measure, at all points and replications."""
    return {
        strategy: {
            measure.name: digest_of_numbers(sweep.of(strategy, measure.name)) for measure in sweep.measures
        }
        for strategy in sweep.strategies
    }


def _digest(known: Estimate) -> str:
    return digest_of_numbers(np.array([known.mean, known.half_width]))
