"""Keys of a sweep that a strategy or the future sets itself: there the points make no difference."""

from collections.abc import Iterator, Sequence

from sim.experiments.sweeping.design import Design
from sim.scenario.changing.combine import parts_of
from sim.scenario.changing.draft import parse_dotted
from sim.scenario.changing.patches import strategy_patches
from sim.scenario.load import LoadedScenario
from sim.scenario.reading.messages import existing


def overruled(
    loaded: LoadedScenario, design: Design, strategies: Sequence[str], future: str = ""
) -> Iterator[str]:
    """Yield a sentence for each key that a strategy, or the future, sets whatever the point says."""
    setters = {f"'{name}'": strategy_patches(loaded.tree, parts_of(loaded.tree, name)) for name in strategies}
    if future:
        setters[f"the future '{future}'"] = [("futures", future)]
    for key in design.keys:
        wanted = parse_dotted(key)
        for who, places in setters.items():
            for place in places:
                changes = existing(loaded.tree, place)[1]
                own = [parse_dotted(str(each)) for each in (changes if isinstance(changes, dict) else ())]
                if any(wanted and path and wanted[: len(path)] == path for path in own):
                    yield f"{who[0].upper()}{who[1:]} sets {key} itself: its values change nothing there."
