"""Findings as JSON for machines: the numbers of the tables, with their units."""

from dataclasses import asdict

from sim.experiments.dominance import dominances
from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison, Difference, Replications
from sim.experiments.front import pareto_front
from sim.experiments.verdict import verdict
from sim.experiments.wording import unit_in
from sim.measures.measure import Measure
from sim.report.break_even import break_even_json
from sim.report.futures import futures_json
from sim.report.gaps import gap_json
from sim.report.standing import selection_json
from sim.statistics.estimate import Estimate, estimate

Json = dict[str, object]


def comparison_json(comparison: Comparison) -> Json:
    """Return a comparison, strategy by strategy and measure by measure."""
    strategies = {
        name: {
            "measures": {measure: _difference(d, comparison.currency) for measure, d in differences.items()},
            "spending": _estimate(comparison.spending[name]),
            "planned": comparison.planned[name],
            "over_budget": name in over_budget(comparison),
            "head_counts": gap_json(comparison, name),
            "break_even": break_even_json(comparison, name),
        }
        for name, differences in comparison.differences.items()
    }
    return {
        "scenario": comparison.scenario,
        "question": comparison.question,
        "verdict": list(verdict(comparison)),
        "currency": comparison.currency,
        "future": comparison.future,
        "baseline": comparison.baseline,
        "seed": comparison.seed,
        "engine": comparison.engine,
        "run_length": comparison.run_length,
        "warm_up": comparison.warm_up,
        "budget": comparison.budget,
        "matters_from": dict(comparison.matters_from),
        "matters_assumed": sorted(comparison.matters_assumed),
        "warnings": list(comparison.warnings),
        "notes": list(comparison.notes),
        "left_out": dict(comparison.left_out),
        "split": comparison.split,
        "ending": comparison.ending.name.lower() if comparison.ending else None,
        "asked_by": comparison.asked_by,
        "selection": selection_json(comparison),
        "dominances": [asdict(found) for found in dominances(comparison)],
        "front": _front(comparison),
        "in_futures": futures_json(comparison),
        "strategies": strategies,
    }


def _front(comparison: Comparison) -> Json | None:
    found = pareto_front(comparison)
    if found is None:
        return None
    return {
        "measures": list(found.measures),
        "confidence": found.confidence,
        "places": {name: place.value for name, place in found.places.items()},
    }


def replications_json(replications: Replications, currency: str) -> Json:
    """Return the measures of one strategy with their intervals."""
    measures = {
        measure.name: {
            **_measure(measure, currency),
            "level": _estimate(estimate(replications.values[:, column])),
        }
        for column, measure in enumerate(replications.measures)
    }
    return {"strategy": replications.strategy, "currency": currency, "measures": measures}


def _difference(difference: Difference, currency: str) -> Json:
    return {
        **_measure(difference.measure, currency),
        "level": _estimate(difference.level),
        "difference": _estimate(difference.difference),
        "together": _estimate(difference.together),
        "p_value": difference.p_value,
        "variance_reduction": difference.variance_reduction,
        "skewed": None if difference.skewed is None else asdict(difference.skewed),
        "controlled": {
            **_estimate(difference.controlled.estimate),
            "reduction": difference.controlled.reduction,
            "controls": difference.controlled.controls,
        },
    }


def _measure(measure: Measure, currency: str) -> Json:
    return {"title": measure.title, "unit": unit_in(measure.unit, currency)}


def _estimate(estimate: Estimate) -> Json:
    return {
        "mean": estimate.mean,
        "half_width": estimate.half_width,
        "low": estimate.low,
        "high": estimate.high,
        "replications": estimate.replications,
        "confidence": estimate.confidence,
    }
