"""Filling in what presets say: a role's rate, a market's figures, kinds of work, occupations, behaviour.

What the file states itself always wins; every value that is filled in knows its line in the preset.
"""

from collections.abc import Iterable

from sim.scenario.changing.draft import Draft
from sim.scenario.changing.filling import fill, things
from sim.scenario.changing.shocks import play_shocks
from sim.scenario.presets.presets import PresetValue, behaviour_values, presets_of
from sim.scenario.reading.messages import Problem
from sim.scenario.reading.yaml_text import Origin, Path_, Tree
from sim.units import nearest

PRESET_CURRENCY = "USD"
"""Currency of the published hourly rates."""
OF_ASSISTANCE = {"exposure", "reliance", "overhead", "discernment"}
"""Keys of a step that say how a tool assists in it."""
OF_PUBLISHED_RATES = "its published rate is in"
"""How the message begins that a published rate is in another currency than the scenario."""


def expand(draft: Draft) -> list[Problem]:
    """Fill in the presets of a draft; return the problems."""
    problems: list[Problem] = []
    for path, keys in things(draft, "freelancers"):
        problems += _role(draft, path, keys.get("role"), has_rate="rate" in keys)
        fill(draft, path, presets_of("market").get(str(keys.get("market")), {}))
    problems += play_shocks(draft)
    for path, keys in things(draft, "people"):
        problems += _occupation(draft, path, keys.get("occupation"))
    for path, keys in things(draft, "steps"):
        problems += _work(draft, path, keys)
    _behaviour(draft)
    return problems


def _role(draft: Draft, path: Path_, role: object, *, has_rate: bool) -> list[Problem]:
    if not isinstance(role, str):
        return []
    roles = presets_of("roles")
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
        fill(draft, path, roles[role])
        return []
    if not isinstance(currency, str) or not currency.isupper() or len(currency) != 3:
        return []  # that the currency is none is told already
    text = (
        f"{OF_PUBLISHED_RATES} {PRESET_CURRENCY}, this scenario counts in {currency}; "
        f"add e.g. 'rate: 15-40 {currency}/h'"
    )
    return [Problem((*path, "role"), text)]


def _occupation(draft: Draft, path: Path_, occupation: object) -> list[Problem]:
    if not isinstance(occupation, str):
        return []
    known = presets_of("occupations")
    if occupation not in known:
        return [_unknown((*path, "occupation"), occupation, known, "occupation")]
    fill(draft, path, known[occupation])
    return []


def _work(draft: Draft, path: Path_, keys: Tree) -> list[Problem]:
    """Fill in what a kind of work says of a step, and of what its tools can do."""
    work = keys.get("work")
    known = presets_of("work")
    if "work" in keys and (not isinstance(work, str) or work not in known):
        keys.setdefault("exposure", 0.0)  # or what it would have filled in would be asked for as well
        return [_unknown((*path, "work"), work, known, "kind of work")] if isinstance(work, str) else []
    if not isinstance(work, str):
        return []
    values = dict(known[work])
    capability = values.pop("capability", None)
    if "detection" in values and not keys.get("reviews"):
        return [Problem((*path, "work"), f"{work} is a kind of review; add 'reviews:' with what it checks")]
    left_out = set() if "assisted_by" in keys else OF_ASSISTANCE
    left_out = left_out | ({"difficulty"} if "error_probability" in keys else set())
    fill(draft, path, {key: entry for key, entry in values.items() if key not in left_out})
    return _capability(draft, path, keys, capability) if capability else []


def _capability(draft: Draft, path: Path_, keys: Tree, capability: PresetValue) -> list[Problem]:
    """Fill in the capability of the tools of a step in its skills, where they state none."""
    done_by, skills, tools = keys.get("done_by"), keys.get("skills"), draft.tree.get("tools")
    named = {keys.get("assisted_by"), *(done_by if isinstance(done_by, list) else ())}
    problems = []
    for name, tool in tools.items() if isinstance(tools, dict) else ():
        if name not in named or not isinstance(tool, dict) or not isinstance(skills, dict):
            continue
        stated = tool.setdefault("capability", {})
        if not isinstance(stated, dict):
            continue
        for skill in skills:
            place: Path_ = ("tools", name, "capability", skill)
            if skill not in stated:
                stated[skill] = capability.value
                draft.origins[place] = capability.origin
            elif draft.origins.get(place) in _of_work() and draft.origins[place] != capability.origin:
                text = (
                    f"two kinds of work differ in what {name} can do in {skill}; state it: "
                    f"'tools.{name}.capability: {{{skill}: {capability.value}}}', or name the skills apart"
                )
                problems.append(Problem((*path, "work"), text))
    return problems


def _of_work() -> set[Origin]:
    return {keys["capability"].origin for keys in presets_of("work").values() if "capability" in keys}


def _unknown(path: Path_, name: str, known: Iterable[str], what: str) -> Problem:
    guess = nearest(name.replace(" ", "-").replace("_", "-"), known)
    hint = f"did you mean '{guess}'?" if guess else f"choose from {', '.join(known)}"
    return Problem(path, f"there is no {what} of this name; {hint}")


def _behaviour(draft: Draft) -> None:
    stated = draft.tree.get("behaviour")
    preset = stated.get("preset") if isinstance(stated, dict) else stated
    named = [preset] if isinstance(preset, str) else preset
    known = presets_of("behaviour")
    if not isinstance(named, list) or not all(isinstance(name, str) and name in known for name in named):
        return
    if isinstance(stated, str | list):
        origins = dict(draft.origins)
        draft.put(("behaviour",), {"preset": stated}, ("behaviour",), origins)
        for place, origin in origins.items():
            if place[:1] == ("behaviour",):
                draft.origins["behaviour", "preset", *place[1:]] = origin
    fill(draft, ("behaviour",), behaviour_values([str(name) for name in named]))
