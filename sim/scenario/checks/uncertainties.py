"""Uncertainties are of keys apart from each other; those that move together are of one kind."""

from collections.abc import Iterator

from sim.scenario.changing.draft import is_inside, parse_dotted
from sim.scenario.checks.future_doubts import setting
from sim.scenario.checks.walk import set_by_strategies, things
from sim.scenario.reading.messages import Problem, existing
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.scenario.schema import Scenario
from sim.scenario.schema.uncertainty import PRESETS, PUBLISHED
from sim.units import nearest


def uncertainty_problems(tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with the keys of ``uncertainties:``, and with ``moves_with:``."""
    stated = tree.get("uncertainties")
    known = list(stated) if isinstance(stated, dict) else []
    for key, content in stated.items() if isinstance(stated, dict) else ():
        if (key == PRESETS) != (content == PUBLISHED):
            text = (
                f"the published ranges of all presets are written '{PRESETS}: {PUBLISHED}'; a key has a range"
            )
            yield Problem(("uncertainties", key), text, names_itself=True)
    for key, content in things(tree, "uncertainties").items():
        others = content.get("moves_with")
        for other in others if isinstance(others, dict) else ():
            place: Path_ = ("uncertainties", key, "moves_with", other)
            if other == key:
                yield Problem(place, "that is itself; name another uncertainty", names_itself=True)
            elif other not in known:
                guess = nearest(other, known)
                hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(known)}"
                yield Problem(
                    place, f"no uncertainty of this file is called '{other}'; {hint}", names_itself=True
                )
            elif _says(stated, other, key) not in (None, _says(stated, key, other)):
                text = f"'{other}' says otherwise of both; state the correlation once, or twice the same"
                yield Problem(place, text, names_itself=True)
            elif _has_source(content) != _has_source(stated[other] if isinstance(stated, dict) else None):
                text = (
                    "what a study says and an own guess cannot move together, as they could not be told "
                    "apart; give both a 'source:', or none"
                )
                yield Problem(place, text, names_itself=True)
    yield from _parts(known)
    yield from _contradictions(tree)


def uncertainty_doubts(scenario: Scenario, tree: Tree) -> Iterator[Problem]:
    """Yield values in use that lie outside their own range, and uncertain keys that a strategy sets."""
    setters = list(set_by_strategies(tree))
    for key, stated in scenario.uncertainties.items():
        path = parse_dotted(key) or ()
        found, value = existing(tree, path)
        if found == path and stated.between and stated.between.holds(str(value)) is False:
            text = (
                f"'{key}' is {value} in the file, which lies outside the range {stated.range}, so no future "
                "is like the file; widen the range, or check the value"
            )
            yield Problem(("uncertainties", key), text, names_itself=True)
        names = dict.fromkeys(name for name, _, target, _ in setters if path and is_inside(path, target))
        if names:
            yield Problem(("uncertainties", key), _certain_under(key, list(names)), names_itself=True)


def _certain_under(key: str, names: list[str]) -> str:
    return f"{setting(key, names)}, so there it is certain and only the other strategies feel it"


def _parts(known: list[str]) -> Iterator[Problem]:
    """Yield keys that are part of another one, which says already what they may be."""
    paths = {key: parse_dotted(key) for key in known if key != PRESETS}
    for place, (key, path) in enumerate(paths.items()):
        for at, (other, whole) in enumerate(paths.items()):
            if path and whole and at != place and is_inside(path, whole) and (path != whole or at < place):
                text = f"'{other}' says already what all of it may be; keep one of both"
                yield Problem(("uncertainties", key), text, names_itself=True)


def _contradictions(tree: Tree) -> Iterator[Problem]:
    """Yield that no quantities can be so correlated; what cannot be read has its own message."""
    stated = tree.get("uncertainties")
    known = list(stated) if isinstance(stated, dict) else []
    together = {
        key: _correlations(content, [other for other in known if other != key])
        for key, content in things(tree, "uncertainties").items()
    }
    if not any(together.values()):
        return
    from sim.statistics.copula import root  # with NumPy, which checking needs for nothing else

    try:
        root({key: together.get(key, {}) for key in known})
    except ValueError as error:
        last = [key for key in known if together.get(key)][-1]
        yield Problem(("uncertainties", last, "moves_with"), str(error))


def _correlations(content: Tree, known: list[str]) -> dict[str, float]:
    others = content.get("moves_with")
    stated = others.items() if isinstance(others, dict) else ()
    return {
        key: float(rank)
        for key, rank in stated
        if key in known and isinstance(rank, int | float) and -1.0 <= rank <= 1.0
    }


def _says(stated: Value | None, key: str, other: str) -> Value | None:
    """Return what an uncertainty says of its correlation with another, or None."""
    content = stated.get(key) if isinstance(stated, dict) else None
    others = content.get("moves_with") if isinstance(content, dict) else None
    return others.get(other) if isinstance(others, dict) else None


def _has_source(content: Value | None) -> bool:
    return isinstance(content, dict) and "source" in content
