"""Uncertainties that move together are uncertainties, and of one kind."""

from collections.abc import Iterator

from sim.scenario.checks.walk import things
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree, Value
from sim.scenario.schema.uncertainty import PRESETS, PUBLISHED
from sim.units import nearest


def uncertainty_problems(tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with ``moves_with:``."""
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
    yield from _contradictions(tree)


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
    from sim.statistics.copula import root

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
