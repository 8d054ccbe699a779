"""What each strategy is, in the sentences of ``sim explain``."""

from collections.abc import Sequence

from sim.experiments.findings import Replications
from sim.report.triggered import triggered_sentences
from sim.scenario.load import LoadedScenario
from sim.scenario.schema import Combine
from sim.scenario.telling.explain import strategy_in_words


def strategies_in_words(
    loaded: LoadedScenario, strategies: Sequence[Replications], future: str
) -> list[tuple[str, str]]:
    """Return each strategy with what it changes or combines, and when what waits for a condition came."""
    return [
        (
            each.strategy,
            " ".join([_sentence(loaded, each.strategy), *triggered_sentences(loaded, each, future)]),
        )
        for each in strategies
    ]


def standards_of(loaded: LoadedScenario, strategies: Sequence[str], future: str) -> list[float]:
    """Return the acceptance standards that hold under any of the strategies, the lowest first [0-1]."""
    scenarios = (loaded.under(name, future).scenario for name in strategies)
    return sorted({step.standard for each in scenarios for step in each.steps.values() if step.standard})


def _sentence(loaded: LoadedScenario, name: str) -> str:
    """Return what a strategy is; a combination begins with a name, which keeps its first letter."""
    text = strategy_in_words(loaded, name)
    is_combination = isinstance(loaded.scenario.strategies.get(name), Combine)
    return text if is_combination else text[0].upper() + text[1:]
