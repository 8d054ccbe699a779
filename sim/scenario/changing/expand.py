"""Filling in what presets say: a role's rate, a market's figures, a preset of behaviour.

What the file states itself always wins; every value that is filled in knows its line in the preset.
"""

from collections.abc import Mapping

from sim.scenario.changing.draft import Draft
from sim.scenario.presets.presets import (
    PresetValue,
    behaviour_values,
    market_values,
    role_values,
    shock_values,
)
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Path_
from sim.units import nearest

PRESET_CURRENCY = "USD"
"""Currency of the published hourly rates."""
OF_PUBLISHED_RATES = "its published rate is in"
"""How the message begins that a published rate is in another currency than the scenario."""


def expand(draft: Draft) -> list[Problem]:
    """Fill in the presets of a draft; return the problems."""
    problems: list[Problem] = []
    markets = draft.tree.get("freelancers")
    for name, keys in markets.items() if isinstance(markets, dict) else ():
        if isinstance(keys, dict):
            problems += _role(draft, ("freelancers", name), keys.get("role"), has_rate="rate" in keys)
            known = market_values().get(str(keys.get("market")), {})
            _fill(draft, ("freelancers", name), known)
            problems += _shocks(draft, ("freelancers", name, "demand"), keys.get("demand"))
    _behaviour(draft)
    return problems


def _role(draft: Draft, path: Path_, role: object, *, has_rate: bool) -> list[Problem]:
    if not isinstance(role, str):
        return []
    roles = role_values()
    if role not in roles:
        if has_rate:
            return []
        guess = nearest(role.replace(" ", "_"), roles)
        hint = (
            f"did you mean '{guess}'?"
            if guess
            else "state its 'rate:' yourself, or choose e.g. 'content_writer'"
        )
        return [Problem((*path, "role"), f"there is no published rate for this role; {hint}")]
    currency = draft.tree.get("currency", PRESET_CURRENCY)
    if has_rate or currency == PRESET_CURRENCY:
        _fill(draft, path, roles[role])
        return []
    if not isinstance(currency, str) or not currency.isupper() or len(currency) != 3:
        return []  # that the currency is none is told already
    text = (
        f"{OF_PUBLISHED_RATES} {PRESET_CURRENCY}, this scenario counts in {currency}; "
        f"add e.g. 'rate: 15-40 {currency}/h'"
    )
    return [Problem((*path, "role"), text)]


def _shocks(draft: Draft, path: Path_, changes: object) -> list[Problem]:
    """Put the published figures of a shock in place of its name."""
    problems = []
    for place, change in enumerate(changes if isinstance(changes, list) else ()):
        name = change.get("shock") if isinstance(change, dict) else None
        if not isinstance(name, str):
            continue
        known = shock_values()
        if name not in known:
            guess = nearest(name.replace(" ", "_"), known)
            hint = f"did you mean '{guess}'?" if guess else "state its size yourself: 'by: -19 %'"
            problems.append(
                Problem((*path, place, "shock"), f"there is no published shock of this name; {hint}")
            )
            continue
        figures = {{"demand": "by"}.get(key, key): entry for key, entry in known[name].items()}
        if "by" in change and draft.origins.get((*path, place, "by")) != figures["by"].origin:
            text = "a published shock stands in place of 'by'; keep one of the two"
            problems.append(Problem((*path, place, "shock"), text))
            continue
        _fill(draft, (*path, place), figures)
    return problems


def _behaviour(draft: Draft) -> None:
    stated = draft.tree.get("behaviour")
    preset = stated.get("preset") if isinstance(stated, dict) else stated
    values = behaviour_values().get(preset) if isinstance(preset, str) else None
    if values is None:
        return
    if not isinstance(stated, dict):
        origin = draft.origins.get(("behaviour",))
        draft.put(("behaviour",), {"preset": str(preset)}, ("behaviour",), dict(draft.origins))
        if origin is not None:
            draft.origins["behaviour", "preset"] = origin
    _fill(draft, ("behaviour",), values)


def _fill(draft: Draft, path: Path_, values: Mapping[str, PresetValue]) -> None:
    """Put in the values that are not stated."""
    holder = draft.at(path)
    for key, entry in values.items():
        if isinstance(holder, dict) and key not in holder:
            holder[key] = entry.value
            draft.origins[(*path, key)] = entry.origin
