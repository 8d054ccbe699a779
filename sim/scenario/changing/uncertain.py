"""A scenario at the ends of what is uncertain, so that no future that is drawn is refused."""

from collections.abc import Collection, Iterator, Mapping

from pydantic import ValidationError

from sim.scenario.changing.draft import Draft, parse_dotted
from sim.scenario.changing.patches import CERTAIN, apply_patch
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Origin, Path_, Tree, Value
from sim.scenario.schema.uncertainty import PUBLISHED, Uncertainty, range_alone

UNCERTAIN = "uncertainties"
ORDERED = ("low", "mode", "high")
"""Ends of a distribution, none of which may pass the next."""
DISTRIBUTIONS = ("triangular", "uniform")
"""Those that have such ends."""
Placed = tuple[Value, Path_]
"""A value of an uncertain key, and where it stands."""


def at_uncertain_values(base: Draft) -> Iterator[tuple[str, Draft, list[Problem]]]:
    """Yield copies of ``base`` at the values between which all others lie.

    All uncertain keys low, high, and at each listed value between; those with a likeliest value at that one;
    and of two ends of one distribution the lower one high while the upper one is low, since they must not
    pass each other.

    Yields:
        What it is, in words; the copy; problems of the keys.
    """
    possible = dict(_possible(base.tree))
    most = max(map(len, possible.values()), default=0)
    for place in range(most):
        which = {0: "the low end", most - 1: "the high end"}.get(place, f"value {place + 1}")
        values = {key: ends[min(place, len(ends) - 1)] for key, ends in possible.items()}
        yield f"{which} of the uncertainties", *_at(base, values)
    likeliest = dict(_likeliest(base.tree, possible))
    if likeliest:
        yield "the likeliest values of the uncertainties", *_at(base, likeliest)
    for lower, upper in _ends_of_one(possible):
        values = {lower: possible[lower][-1], upper: possible[upper][0]}
        yield f"the high end of {lower} with the low end of {upper}", *_at(base, values)


def _at(base: Draft, values: Mapping[str, Placed]) -> tuple[Draft, list[Problem]]:
    draft = base.copied()
    changes = {key: value for key, (value, _) in values.items()}
    return draft, apply_patch(draft, (UNCERTAIN,), _origins(base, values), changes, CERTAIN)


def _likeliest(tree: Tree, possible: Collection[str]) -> Iterator[tuple[str, Placed]]:
    """Yield each key whose range can be read with its likeliest value, where it has one."""
    content = tree.get(UNCERTAIN)
    for key, stated in content.items() if isinstance(content, dict) else ():
        if key in possible and isinstance(stated, dict) and "most_likely" in stated:
            yield key, (stated["most_likely"], (UNCERTAIN, key, "most_likely"))


def _ends_of_one(possible: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of keys of one distribution of which the first must not be above the second."""
    paths = {path: key for key in possible if (path := parse_dotted(key))}
    for path, key in paths.items():
        if path[-1] in ORDERED and path[-2:-1] and path[-2] in DISTRIBUTIONS:
            above = ORDERED[ORDERED.index(str(path[-1])) + 1 :]
            yield from ((key, paths[(*path[:-1], end)]) for end in above if (*path[:-1], end) in paths)


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
