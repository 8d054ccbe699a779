"""Presets and published figures in words: what there is, and all that is known of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.errors import UsageError
from sim.scenario.presets import GRADES, KINDS, Parameter, PresetValue, parameters, presets_of
from sim.scenario.telling import wording as say
from sim.units import nearest

EVIDENCE = "evidence"
"""What all published figures together are called."""
NO_PRESET = "no preset; it is there to compare results with, or for keys of your own"
NAMED_BY = {
    "roles": "`role:` of freelancers",
    "market": "`market:` of freelancers",
    "shocks": "`shock:` in a freelancers' `demand:`",
    "behaviour": "`behaviour:`",
    "work": "`work:` of a step",
    "occupations": "`occupation:` of a pool of people",
}
"""Where a scenario names a preset of each kind."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One value of a preset, with the names that lead to it."""

    kind: str
    preset: str
    key: str
    entry: PresetValue


def overview() -> list[str]:
    """Return what presets there are, and how to ask for more."""
    lines = ["Published values that a scenario can name:", ""]
    for kind in KINDS:
        names = presets_of(kind)
        lines.append(f"{kind} ({NAMED_BY[kind]}): {', '.join(names)}")
    lines += [
        "",
        f"{EVIDENCE}: {len(parameters())} published figures, most of them behind one of these",
        "",
        "Ask for a kind, a preset or a figure: `sim presets work`, `sim presets writing`, "
        "`sim presets ai.writing.time_factor`.",
        f"Grades: {'; '.join(f'{grade} {meaning}' for grade, meaning in GRADES.items())}.",
    ]
    return lines


def values_of(name: str) -> tuple[Listed, ...]:
    """Return the values of a kind of presets, or of the presets of a name; all of them for ``""``."""
    return tuple(
        each for each in _all() if not name or name in {each.kind, each.preset, f"{each.kind} {each.preset}"}
    )


def figures_of(name: str) -> tuple[Parameter, ...]:
    """Return the published figure of a name, or all whose name begins with it; all of them for `evidence`."""
    known = parameters()
    if name in {"", EVIDENCE}:
        return tuple(known.values())
    if name in known:
        return (known[name],)
    return tuple(each for key, each in known.items() if key.startswith(f"{name}.") or each.topic == name)


def refusal(name: str) -> UsageError:
    """Return the error that there is nothing of a name, with the nearest that there is."""
    known = [*KINDS, EVIDENCE, *(each.preset for each in _all()), *parameters()]
    guess = nearest(name, known)
    hint = f"did you mean '{guess}'?" if guess else f"choose from {', '.join([*KINDS, EVIDENCE])}"
    return UsageError(f"{name}: no preset and no published figure has this name; {hint}")


def value_line(each: Listed) -> str:
    """Return one value of a preset on one line."""
    entry = each.entry
    between = f" ({entry.low} to {entry.high})" if entry.low != entry.high else ""
    value = f"{say.written(entry.value)}{between}"
    return f"{KINDS[each.kind]} {each.preset}: {each.key} {value} [{entry.grade}] {entry.source}"


def figure_line(parameter: Parameter) -> str:
    """Return one published figure on one line."""
    return (
        f"{parameter.key}: {amount(parameter)} [{', '.join(parameter.grades)}] {parameter.what}; "
        f"{parameter.source}"
    )


def amount(parameter: Parameter) -> str:
    """Return a figure with its range and its unit."""
    value, low, high = (f"{number:.6g}" for number in (parameter.value, parameter.low, parameter.high))
    unit = "" if parameter.unit == "-" else f" {parameter.unit}"
    return f"{value} ({low} to {high}){unit}"


def explained_preset(values: tuple[Listed, ...]) -> list[str]:
    """Return all that is known of the values of presets."""
    lines: list[str] = []
    title = ""
    for each in values:
        if title != f"{KINDS[each.kind]} {each.preset}":
            title = f"{KINDS[each.kind]} {each.preset}"
            lines += [*([""] if lines else []), f"{title} (named by {NAMED_BY[each.kind]})"]
        entry = each.entry
        kind = f", {entry.kind}" if entry.kind else ""
        between = f"from {entry.low} to {entry.high}"
        lines.append(f"- {each.key}: {say.written(entry.value)}, {between} [{entry.grade}{kind}]")
        lines.append(f"  {entry.source}")
        lines += [f"  {key}: {amount(parameters()[key])}" for key in entry.evidence]
    return lines


def explained_figure(parameter: Parameter) -> list[str]:
    """Return all that is known of one published figure."""
    grades = "; ".join(f"{grade} ({GRADES[grade]})" for grade in parameter.grades)
    uses = {
        f"{KINDS[each.kind]} {each.preset}: {each.key}": None
        for each in _all()
        if parameter.key in each.entry.evidence
    }
    return [
        parameter.key,
        f"- {parameter.what}: {amount(parameter)}{f', {parameter.kind}' if parameter.kind else ''}",
        f"- grade: {grades}",
        f"- source: {parameter.source}",
        f"- population: {parameter.population}",
        f"- vintage: {parameter.vintage}",
        f"- caution: {parameter.caution}",
        f"- stands behind: {'; '.join(uses) or NO_PRESET}",
        *(f"- {work.line}" for work in parameter.references),
    ]


def _all() -> Iterator[Listed]:
    for kind in KINDS:
        for preset, keys in presets_of(kind).items():
            for key, entry in keys.items():
                yield Listed(kind, preset, key, entry)
