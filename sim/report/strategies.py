"""What each strategy is, in the sentences of ``sim explain``."""

from collections.abc import Sequence

from sim.scenario.load import LoadedScenario
from sim.scenario.schema import Combine
from sim.scenario.telling.diff import scenario_differences
from sim.scenario.telling.explain import DO_NOTHING
from sim.scenario.telling.levers import lever_sentence
from sim.scenario.telling.wording import listed

UNCHANGED = "Nothing is changed."


def strategies_in_words(loaded: LoadedScenario, strategies: Sequence[str]) -> list[tuple[str, str]]:
    """Return each strategy with what it changes at once and what it does at a date."""
    return [(name, _in_words(loaded, name)) for name in strategies]


def standards_of(loaded: LoadedScenario, strategies: Sequence[str], future: str) -> list[float]:
    """Return the acceptance standards that hold under any of the strategies, the lowest first [0-1]."""
    scenarios = (loaded.under(name, future).scenario for name in strategies)
    return sorted({step.standard for each in scenarios for step in each.steps.values() if step.standard})


def _in_words(loaded: LoadedScenario, name: str) -> str:
    raw = loaded.scenario.strategies.get(name, [])
    if isinstance(raw, Combine):
        return f"{listed(raw.combine)} together."
    effective = loaded.under(name)
    at_once = scenario_differences(loaded.under(DO_NOTHING).scenario, effective.scenario)
    sentences = [
        *([f"{'; '.join(difference.sentence for difference in at_once)}."] if at_once else []),
        *(lever_sentence(lever, effective.scenario) for lever in effective.levers),
    ]
    text = " ".join(sentences) or UNCHANGED
    return text[0].upper() + text[1:]
