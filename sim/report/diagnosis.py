"""A diagnosis on the terminal and for machines."""

import math
from collections.abc import Mapping

from sim.experiments.diagnosis.diagnose import Diagnosis, Finding, Tried
from sim.experiments.diagnosis.loss import SIDES, Loss
from sim.experiments.diagnosis.norms import NORMS
from sim.experiments.diagnosis.shared import (
    Part,
    at_night,
    at_work,
    defects_by_birth,
    defects_by_side,
    escaping,
    inside,
    lost_by_cause,
    lost_by_side,
)
from sim.experiments.diagnosis.together import (
    DEFECTS,
    HOURS,
    HUMAN,
    LOOKED_AT,
    QUALITY,
    TOGETHER,
    TOOL,
    WaysOfWorking,
)
from sim.experiments.diagnosis.words import caveats, norms_in_words, sentences
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval, format_number, format_part, unit_in
from sim.measures.books.causes import BIRTHS, CAUSES, Side
from sim.model.model import NONE
from sim.report.cells import plain
from sim.report.plain_table import PlainTable
from sim.scenario.telling.wording import count
from sim.statistics.estimate import Estimate

ALL_SIDES = "all three"
NOTHING = "-"
"""What stands where there is no number."""
AUGMENTATION, SYNERGY = "augmentation", "synergy"
AT_A_STEP = {QUALITY: ("0-1 scale", 1.0), DEFECTS: ("%", 100.0), HOURS: ("h", 1.0)}
"""Unit in which it is told what a step gives, and by what that is multiplied for it."""


def print_diagnosis(found: Diagnosis) -> None:
    """Print what was found: the sentences, then what they rest on."""
    from rich.console import Console

    console = Console(highlight=False)
    for sentence in sentences(found):
        console.print(sentence, markup=False)
        console.print()
    for table in diagnosis_tables(found):
        console.print(table)
        console.print()
    console.print(basis_of_diagnosis(found))
    console.print("What good practice is: docs/reference/good-practice.md, or --json.")
    for norm in norms_in_words(found.finding.part.norms if found.finding else ()):
        console.print(f"Here: {norm}", markup=False)


def basis_of_diagnosis(found: Diagnosis) -> str:
    """Return what the gains are, in a few sentences."""
    return (
        "Put right: to good practice, under the same luck; what is better already stays. Share: the Shapley "
        f"share of what all three bring together. {count(found.replications, 'replication')}; ± is half of a "
        f"95 % interval. {' '.join(caveats(found))}".rstrip()
    )


def diagnosis_tables(found: Diagnosis) -> list[PlainTable]:
    """Return the tables: symptoms by side, parts of the worst side, levers, the books, ways of working."""
    tables = [_loss_table(found, loss) for loss in found.losses]
    if found.finding is not None:
        tables += [_part_table(found, found.finding), _lever_table(found, found.finding)]
    tables += [
        _side_table(found),
        _share_table("hours lost, a task, nights and days off apart", "lost to", hours_by_cause(found)),
    ]
    births = {BIRTHS[birth][0].name: part for birth, part in defects_by_birth(found.tallies).items()}
    if births:
        tables.append(_share_table("defects made, a task", "made by", births))
    return tables + [_ways_table(found, ways) for ways in found.ways]


def diagnosis_json(found: Diagnosis) -> dict[str, object]:
    """Return everything that was found, for machines."""
    return {
        "scenario": found.scenario,
        "strategy": found.strategy,
        "future": found.future,
        "seed": found.seed,
        "engine": found.engine,
        "replications": found.replications,
        "said": sentences(found),
        "caveats": caveats(found),
        "warnings": list(found.warnings),
        "weeks": found.weeks,
        "finding": None if found.finding is None else _finding_json(found, found.finding),
        "losses": {loss.measure.name: _loss_json(found, loss) for loss in found.losses},
        "hours": {
            "inside": plain(inside(found.tallies)),
            "at_work": plain(at_work(found.tallies)),
            "when_nobody_works": plain(at_night(found.tallies)),
            "lost_by_cause": {name: _part_json(part) for name, part in hours_by_cause(found).items()},
            "lost_by_side": _by_side(lost_by_side(found.tallies)),
        },
        "defects": {
            "by_birth": {
                BIRTHS[birth][0].name: _part_json(part)
                for birth, part in defects_by_birth(found.tallies).items()
            },
            "by_side": _by_side(defects_by_side(found.tallies)),
            "let_out_by_side": _by_side(escaping(found.tallies)),
        },
        "ways_of_working": {found.names.steps[ways.step]: _ways_json(found, ways) for ways in found.ways},
        "good_practice": {
            name: {"value": norm.value, "unit": norm.unit, "says": norm.says, "source": norm.source}
            for name, norm in NORMS.items()
        },
    }


# --- tables ---------------------------------------------------------------------------------------


def _loss_table(found: Diagnosis, loss: Loss) -> PlainTable:
    told = telling_of(loss.measure, found.currency)
    level = _said(told.of(loss.level))
    rows = [
        (
            side_in_words(side),
            _said(told.of(loss.alone[side])),
            _said(told.of(loss.share[side])),
            _fraction(loss.fraction[side]),
        )
        for side in SIDES
    ]
    for (one, other), gain in loss.pairs.items():
        rows.append((f"{side_in_words(one)} and {side_in_words(other)}", _said(told.of(gain)), "", ""))
    whole = _said(told.of(loss.whole))
    rows.append((ALL_SIDES, whole, whole, ""))
    title = f"{loss.measure.title} [{told.of_difference}], {level}: better by"
    return PlainTable(title, ("put right", "alone", "share", ""), rows, whole=ALL_SIDES)


def _part_table(found: Diagnosis, finding: Finding) -> PlainTable:
    told = telling_of(finding.loss.measure, found.currency)
    what = f"{finding.loss.measure.title} [{told.of_difference}]"
    title = f"parts of the {side_in_words(finding.side)} side: {what}, better by"
    gains = sorted(finding.gains.items(), key=lambda each: -each[1].mean)
    return PlainTable(title, ("put right", "alone"), [(name, _said(told.of(gain))) for name, gain in gains])


def _lever_table(found: Diagnosis, finding: Finding) -> PlainTable:
    told = telling_of(finding.loss.measure, found.currency)
    rows = [
        (
            f"{tried.remedy.lever}: {tried.remedy.says}",
            _said(told.of(tried.gain)) if tried.gain else NOTHING,
            _cost(tried),
        )
        for tried in finding.levers
    ]
    costs = f"costs [{found.currency} in {format_number(found.weeks)} weeks]"
    heads = ("lever", f"brings [{told.of_difference}]", costs)
    return PlainTable("the three levers, aimed there", heads, rows)


def _cost(tried: Tried) -> str:
    if tried.cost is None:
        return NOTHING
    return _said(tried.cost) if tried.remedy.is_priced else "not stated"


def _share_table(title: str, head: str, parts: Mapping[str, Part]) -> PlainTable:
    rows = [(name, _said(part.each), _fraction(part.share)) for name, part in parts.items()]
    return PlainTable(title, (head, "each", "share"), rows)


def _side_table(found: Diagnosis) -> PlainTable:
    """Return on whose side hours are lost, and defects made and let out."""
    parts = [part(found.tallies) for part in (lost_by_side, defects_by_side, escaping)]
    rows = [(side_in_words(side), *(_fraction(each[side].share) for each in parts)) for side in SIDES]
    heads = ("side", "hours lost", "defects made", "defects let out")
    return PlainTable("the books: shares", heads, rows)


def _ways_table(found: Diagnosis, ways: WaysOfWorking) -> PlainTable:
    """Return what people, a tool and both together make of the same tasks at one step."""
    levels = [(way, ways.levels.get(way)) for way in (HUMAN, TOOL, TOGETHER)]
    levels += [(AUGMENTATION, ways.augmentation), (SYNERGY, ways.synergy)]
    rows = [
        (name, *(_at_a_step(known.get(what), what) for what in LOOKED_AT)) for name, known in levels if known
    ]
    step, tool = found.names.steps[ways.step], found.names.pools[ways.tool]
    title = f"first visits to {step}, by people and by {tool}; augmentation and synergy: above 0 is better"
    return PlainTable(title, ("way", *(f"{what} [{AT_A_STEP[what][0]}]" for what in LOOKED_AT)), rows)


def _at_a_step(known: Estimate | None, what: str) -> str:
    if known is None or math.isnan(known.mean):
        return NOTHING
    factor = AT_A_STEP[what][1]
    return format_interval(factor * known.mean, factor * known.half_width)


def _fraction(share: Estimate) -> str:
    return format_part((share.mean, share.low, share.high))


def hours_by_cause(found: Diagnosis) -> dict[str, Part]:
    """Return the hours that a task loses to each cause, the most first."""
    return {CAUSES[cause].name: part for cause, part in lost_by_cause(found.tallies).items()}


def side_in_words(side: Side) -> str:
    """Return the name of a side."""
    return side.name.lower()


def _said(known: Estimate) -> str:
    return format_interval(known.mean, known.half_width)


# --- for machines ---------------------------------------------------------------------------------


def _finding_json(found: Diagnosis, finding: Finding) -> dict[str, object]:
    names, place = found.names, finding.place
    return {
        "side": side_in_words(finding.side),
        "symptom": finding.loss.measure.name,
        "part": finding.part.name,
        "step": names.steps[place.step] if place.step != NONE else None,
        "pool": names.pools[place.pool] if place.pool != NONE else None,
        "tool": names.pools[place.tool] if place.tool != NONE else None,
        "skills": dict(place.skills),
        "seats": place.seats,
        "parts": {name: plain(gain) for name, gain in finding.gains.items()},
        "levers": [
            {
                "lever": tried.remedy.lever,
                "what": tried.remedy.says,
                "brings": plain(tried.gain) if tried.gain else None,
                "costs": plain(tried.cost) if tried.cost else None,
            }
            for tried in finding.levers
        ],
        "best_lever": finding.best.remedy.lever if finding.best else None,
    }


def _loss_json(found: Diagnosis, loss: Loss) -> dict[str, object]:
    return {
        "unit": unit_in(loss.measure.unit, found.currency),
        "material_from": loss.threshold,
        "level": plain(loss.level),
        "whole": plain(loss.whole),
        "alone": {side_in_words(side): plain(gain) for side, gain in loss.alone.items()},
        "pairs": {
            f"{side_in_words(one)} and {side_in_words(other)}": plain(gain)
            for (one, other), gain in loss.pairs.items()
        },
        "share": {side_in_words(side): plain(share) for side, share in loss.share.items()},
        "fraction": {side_in_words(side): plain(part) for side, part in loss.fraction.items()},
    }


def _part_json(part: Part) -> dict[str, object]:
    return {"each": plain(part.each), "share": plain(part.share)}


def _by_side(parts: Mapping[Side, Part]) -> dict[str, object]:
    return {side_in_words(side): _part_json(part) for side, part in parts.items()}


def _ways_json(found: Diagnosis, ways: WaysOfWorking) -> dict[str, object]:
    return {
        "tool": found.names.pools[ways.tool],
        "levels": {way: _estimates(known) for way, known in ways.levels.items()},
        "augmentation": _estimates(ways.augmentation),
        "synergy": _estimates(ways.synergy),
    }


def _estimates(known: Mapping[str, Estimate]) -> dict[str, object]:
    return {name: plain(each) for name, each in known.items()}
