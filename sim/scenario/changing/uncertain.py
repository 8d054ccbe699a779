"""A scenario at the ends of what is uncertain, so that no future that is drawn is refused."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from sim.scenario.changing.draft import Draft
from sim.scenario.changing.patches import CERTAIN, apply_patch
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Origin, Path_, Tree, Value
from sim.scenario.schema.uncertainty import PUBLISHED, Uncertainty, range_alone

UNCERTAIN = "uncertainties"
Placed = tuple[Value, Path_]
"""A value of an uncertain key, and where it stands."""


def at_uncertain_values(base: Draft) -> Iterator[tuple[str, Draft, list[Problem]]]:
    """Yield copies of ``base`` with all uncertain keys low, high, and at each listed value between.

    Yields:
        What it is, in words; the copy; problems of the keys.
    """
    possible = dict(_possible(base.tree))
    most = max(map(len, possible.values()), default=0)
    for place in range(most):
        which = {0: "the low end", most - 1: "the high end"}.get(place, f"value {place + 1}")
        values = {key: ends[min(place, len(ends) - 1)] for key, ends in possible.items()}
        draft = base.copied()
        changes = {key: value for key, (value, _) in values.items()}
        problems = apply_patch(draft, (UNCERTAIN,), _origins(base, values), changes, CERTAIN)
        yield f"{which} of the uncertainties", draft, problems


def _possible(tree: Tree) -> Iterator[tuple[str, tuple[Placed, ...]]]:
    """Yield each key with its values; what cannot be read is left out: its own message says so."""
    content = tree.get(UNCERTAIN)
    for key, stated in content.items() if isinstance(content, dict) else ():
        if stated == PUBLISHED:
            continue
        try:
            ends = Uncertainty.model_validate(range_alone(stated)).ends
        except ValidationError:
            continue
        inside: Path_ = ()
        if isinstance(stated, dict):
            inside = ("one_of",) if "one_of" in stated else ("range",)
        listed = isinstance(stated, list) or inside == ("one_of",)
        place = (UNCERTAIN, key, *inside)
        yield key, tuple((end, (*place, at) if listed else place) for at, end in enumerate(ends))


def _origins(base: Draft, values: Mapping[str, Placed]) -> Mapping[Path_, Origin]:
    """Return the origins of the base, with those of the values themselves in place of their keys'."""
    exact = {(UNCERTAIN, key): base.origins.get(place) for key, (_, place) in values.items()}
    return {**base.origins, **{place: origin for place, origin in exact.items() if origin}}
