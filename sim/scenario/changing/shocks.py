"""Published shocks to demand: of the work that arrives, and of what a market asks for."""

from collections.abc import Iterator, Mapping

from sim.scenario.changing.draft import Draft
from sim.scenario.changing.filling import fill, things
from sim.scenario.presets.presets import PresetValue, presets_of
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_, Tree
from sim.units import nearest

SORTS = {"raw": "a raw count of posts", "causal": "an effect against a control group"}
"""Sorts of figures about demand, which answer different questions."""
MARKET = "freelancers"
"""The section whose changes of demand bring changes of pay with them."""


def play_shocks(draft: Draft) -> list[Problem]:
    """Put the published figures of shocks in place of their names; return the problems."""
    problems = [problem for path, change in _shocks(draft) for problem in _played(draft, path, change)]
    return problems + _unlike(draft)


def _changes(draft: Draft) -> Iterator[tuple[Path_, object]]:
    """Yield every list of changes of demand, with its path."""
    for path, keys in things(draft, "task_types"):
        arrivals = keys.get("arrivals")
        if isinstance(arrivals, dict):
            yield (*path, "arrivals", "changes"), arrivals.get("changes")
    for path, keys in things(draft, MARKET):
        yield (*path, "demand"), keys.get("demand")


def _shocks(draft: Draft) -> Iterator[tuple[Path_, Tree]]:
    """Yield the changes that name a shock."""
    for path, changes in _changes(draft):
        for place, change in enumerate(changes if isinstance(changes, list) else ()):
            if isinstance(change, dict) and isinstance(change.get("shock"), str):
                yield (*path, place), change


def _played(draft: Draft, path: Path_, change: Tree) -> Iterator[Problem]:
    """Fill in the figures of one shock."""
    name, known = str(change["shock"]), presets_of("shocks")
    if name not in known:
        guess = nearest(name.replace(" ", "_"), known)
        hint = f"did you mean '{guess}'?" if guess else "state its size yourself: 'by: -19 %'"
        yield Problem((*path, "shock"), f"there is no published shock of this name; {hint}")
        return
    figures = _figures(known[name], of_market=path[0] == MARKET)
    if "by" in change and draft.origins.get((*path, "by")) != figures["by"].origin:
        text = "a published shock stands in place of 'by'; keep one of the two"
        yield Problem((*path, "shock"), text)
        return
    fill(draft, path, figures)


def _figures(shock: Mapping[str, PresetValue], *, of_market: bool) -> dict[str, PresetValue]:
    """Return the figures of a shock by the keys of a change: work that arrives has no hourly pay."""
    figures = {{"demand": "by"}.get(key, key): entry for key, entry in shock.items()}
    return figures if of_market else {"by": figures["by"]}


def _unlike(draft: Draft) -> list[Problem]:
    """Refuse raw counts of posts beside effects against a control group: they answer different questions."""
    first: dict[str, str] = {}
    for path, change in _shocks(draft):
        shock = str(change["shock"])
        figures = presets_of("shocks").get(shock)
        if figures is None:
            continue
        kind = figures["demand"].kind
        first.setdefault(kind, shock)
        if len(first) > 1:
            other = next(name for sort, name in first.items() if sort != kind)
            text = (
                f"it is {SORTS[kind]}, and '{other}' is not; keep to one sort of figure, "
                "or state the size of one yourself: 'by: -19 %'"
            )
            return [Problem((*path, "shock"), text)]
    return []
