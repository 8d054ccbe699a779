"""What is uncertain in a scenario: what its author says, and the published ranges of what presets fill in."""

from pydantic import ValidationError

from sim.scenario.load import LoadedScenario
from sim.scenario.presets import PresetValue
from sim.scenario.reading.messages import dotted
from sim.scenario.schema.uncertainty import PRESETS, Uncertainty
from sim.scenario.telling.published import ASSUMED, cases_of, filled_in


def uncertainties_of(loaded: LoadedScenario) -> dict[str, Uncertainty]:
    """Return every uncertainty of a scenario by key.

    With ``presets: published`` each number that a preset fills in may lie anywhere in the range that its
    source gives, and is likeliest at its value; one without a source counts as an own guess.  What the
    author states of such a key wins.  Values that are no plain number with a range stay as they are.
    """
    stated = dict(loaded.scenario.uncertainties)
    if stated.pop(PRESETS, None) is None:
        return stated
    published = {
        dotted(path): found
        for filled in filled_in(loaded, cases_of(loaded)[:1])
        for path in filled.paths
        if (found := _published(filled.value)) is not None
    }
    return {**published, **stated}


def _published(value: PresetValue) -> Uncertainty | None:
    """Return the range of a value of a preset; None where it has none that values can be drawn from."""
    if not value.low or not value.high or value.low == value.high:
        return None
    source = None if value.grade == ASSUMED else value.source
    try:
        return Uncertainty(range=f"{value.low} to {value.high}", most_likely=str(value.value), source=source)
    except ValidationError:
        return None
