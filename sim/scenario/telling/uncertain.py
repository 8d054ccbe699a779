"""What is not known, in sentences."""

from sim.scenario.schema import Scenario
from sim.scenario.schema.uncertainty import Uncertainty
from sim.scenario.telling import wording as say

PUBLISHED_RANGES = (
    "Every number from a preset may lie anywhere in its published range, likeliest at its value; one without "
    "a source counts as an own guess."
)


def uncertainty_sentences(scenario: Scenario) -> list[str]:
    """Return a sentence for each uncertainty: what it may be, how likely, and who says so."""
    return [
        PUBLISHED_RANGES if each.published else f"{key} may be {_what(each)}."
        for key, each in scenario.uncertainties.items()
    ]


def _what(each: Uncertainty) -> str:
    what = each.range if each.range is not None else f"one of {say.listed(map(str, each.one_of), 'or')}"
    likeliest = f", most likely {each.most_likely}" if each.most_likely is not None else ""
    together = "".join(
        f", moving with {other} (rank correlation {say.number(rank)})"
        for other, rank in each.moves_with.items()
    )
    return f"{what}{likeliest}{together} ({each.source or 'an own guess'})"
