"""What a comparison should find out: who may be the best, and how precise its numbers should be."""

import numpy as np

from sim.experiments.fairness import over_budget
from sim.experiments.findings import Comparison
from sim.experiments.judgement import measure_of
from sim.experiments.leading import leading
from sim.experiments.selection import Contenders, Procedure
from sim.experiments.stopping import FIRST_STAGE, Question, questions
from sim.experiments.telling import spoken_title
from sim.measures.measure import Direction
from sim.scenario.load import LoadedScenario
from sim.scenario.measured import precision_of
from sim.statistics.precision import Target
from sim.statistics.selection import FIRST

MOST_UNDEFINED = 0.5
"""Share of the replications of a strategy that may leave the leading measure undefined (assumed)."""
CONFIDENCE = 0.95
"""Of the choice of the best strategy, where nobody states one: the usual one."""


def contenders_of(
    comparison: Comparison, loaded: LoadedScenario, procedure: Procedure = Procedure.KIM_NELSON
) -> Contenders | None:
    """Return who may be the best on the leading measure: the strategies within the budget, the baseline too.

    Nor can one be chosen by a measure that most of its replications leave undefined.  None where fewer than
    two are left, or the measure has no better side or no difference that matters.
    """
    name = leading(comparison)
    measure = measure_of(comparison, name)
    columns = [each.name for each in comparison.replications[comparison.baseline].measures]
    over = over_budget(comparison)
    names = tuple(
        each
        for each, result in comparison.replications.items()
        if each not in over and np.isnan(result.values[:, columns.index(name)]).mean() <= MOST_UNDEFINED
    )
    matters_from = comparison.matters_from.get(name, 0.0)
    if len(names) < 2 or measure.direction is Direction.NEITHER or not matters_from > 0.0:
        return None
    fewest = min(len(comparison.replications[each].values) for each in names)
    return Contenders(
        names,
        measure,
        columns.index(name),
        matters_from,
        loaded.scenario.compare.confidence or CONFIDENCE,
        procedure,
        FIRST_STAGE if fewest >= FIRST_STAGE else FIRST,
    )


def questions_of(comparison: Comparison, loaded: LoadedScenario) -> tuple[Question, ...]:
    """Return the numbers that ``compare.measures`` wants with some precision."""
    base = comparison.replications[comparison.baseline]
    levels, gaps = dict[int, Target](), dict[int, Target]()
    for column, measure in enumerate(base.measures):
        stated = loaded.scenario.compare.measures.get(measure.name)
        wanted = stated.precision if stated else None
        found = precision_of(wanted, measure.unit, comparison.currency) if wanted is not None else None
        if found is None or measure.name in comparison.left_out:
            continue
        levels[column] = Target(*found)
        level = comparison.differences[comparison.baseline][measure.name].level.mean
        apart = comparison.matters_from[measure.name]
        if measure.name in comparison.matters_assumed or not apart > 0.0:
            apart = levels[column].half_width(level)
        if apart > 0.0:
            gaps[column] = Target(apart)
    titles = [spoken_title(measure) for measure in base.measures]
    return questions(list(comparison.replications), titles, levels, gaps)
