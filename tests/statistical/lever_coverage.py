"""How often the interval of the lever that is named best holds what that lever brings in a long run.

The lever is chosen after looking at the same runs, so that luck speaks for it.  One organisation with one
fault is diagnosed with many seeds; the long run has luck of its own.
"""

import tempfile
import textwrap
from collections import Counter
from pathlib import Path

from sim.experiments.coalitions import run_models
from sim.experiments.diagnosis.diagnose import Diagnosis, Tried, diagnose
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario
from sim.statistics.estimate import Estimate, paired_difference, student_quantile
from tests.statistical.breakdowns import FAULTS, loaded_from, with_fault

FAULT, ORGANISATION = "too little skill", 1100
"""One where levers compete: a course and a better tool both help."""
REPLICATIONS, LONG = 5, 400
LONG_SEED = 100_000
"""Luck of the long run, which no diagnosis has."""


def coverage_lines(seeds: int) -> list[str]:
    """Return what was found, as lines of a page.

    Args:
        seeds: with how many the organisation is diagnosed.
    """
    planted = next(fault for fault in FAULTS if fault.name == FAULT)
    with tempfile.TemporaryDirectory() as folder:
        loaded, strategy = loaded_from(with_fault(ORGANISATION, planted), Path(folder))
        found = [
            diagnose(loaded, strategy, replications=REPLICATIONS, seed=seed, engine="kernel")
            for seed in range(1, seeds + 1)
        ]
        return _lines(found, loaded, strategy)


def _lines(found: list[Diagnosis], loaded: LoadedScenario, strategy: str) -> list[str]:
    named = [(each, best) for each in found if each.finding is not None and (best := each.finding.best)]
    long = {}
    for each, best in named:
        if (key := _key(each, best)) not in long:
            long[key] = _long_run(each, best, loaded, strategy)
    held = sum(_holds(best.gain, long[_key(each, best)].mean) for each, best in named)
    single = sum(_holds(_alone(each, best), long[_key(each, best)].mean) for each, best in named)
    counts = Counter(best.remedy.lever for _, best in named)
    levers = ", ".join(f"{lever} {count}" for lever, count in counts.items())
    text = (
        f"One organisation with the fault *{FAULT}*, diagnosed with {len(found)} seeds and {REPLICATIONS} "
        f"replications each.  A lever was named best with {len(named)} of them ({levers}).  Its interval "
        f"held what the same lever brings in {LONG} replications with luck of their own with {held} of "
        f"{len(named)}; an interval that took no account of the choice among the levers would have with "
        f"{single} (95 % wanted; `tests/statistical/lever_coverage.py`)."
    )
    return ["", "## The interval of the lever that is named best", "", *textwrap.wrap(text, 100), ""]


def _key(found: Diagnosis, best: Tried) -> tuple[str, str, str]:
    assert found.finding is not None
    return found.finding.loss.measure.name, best.remedy.lever, best.remedy.says


def _holds(interval: Estimate | None, value: float) -> bool:
    return interval is not None and interval.low <= value <= interval.high


def _alone(found: Diagnosis, best: Tried) -> Estimate | None:
    """Return the interval that the lever would have had if no other had been looked at."""
    if best.gain is None or found.finding is None:
        return None
    freedom = best.gain.replications - 1
    narrower = student_quantile(0.975, freedom) / student_quantile(0.5 + 0.5 * best.gain.confidence, freedom)
    return Estimate(best.gain.mean, best.gain.half_width * narrower, best.gain.replications)


def _long_run(found: Diagnosis, best: Tried, loaded: LoadedScenario, strategy: str) -> Estimate:
    """Return what a lever brings of the symptom in a long run."""
    assert found.finding is not None
    assert best.remedy.loaded is not None
    symptom = found.finding.loss.symptom
    models = {
        "as it is": build(loaded.under(strategy)),
        "pulled": build(best.remedy.loaded.under(best.remedy.strategy)),
    }
    runs, _ = run_models(loaded, models, replications=LONG, seed=LONG_SEED, engine="kernel", jobs=None)
    column = [measure.name for measure in measures_of(found.names)].index(symptom.measure)
    values = {name: symptom.sign * result.values[:, column] for name, result in runs.items()}
    return paired_difference(values["pulled"], values["as it is"])
