"""A diagnosis on the terminal and for machines."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.experiments.diagnosis.diagnose import Diagnosis, Finding
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
from sim.experiments.diagnosis.together import WaysOfWorking
from sim.experiments.diagnosis.words import caveats, norms_in_words, sentences
from sim.experiments.telling import telling_of
from sim.experiments.wording import format_interval, format_number, format_part, unit_in
from sim.measures.books.causes import BIRTHS, CAUSES, Side
from sim.model.model import NONE
from sim.report.cells import plain
from sim.scenario.telling.wording import count
from sim.statistics.estimate import Estimate

if TYPE_CHECKING:
    from rich.table import Table


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
    console.print(
        "Put right: to good practice, under the same luck; what is better already stays. Share: the Shapley "
        f"share of what all three bring together. {count(found.replications, 'replication')}; ± is half of a "
        "95 % interval. What good practice is: docs/reference/good-practice.md, or --json. "
        + " ".join(caveats(found))
    )
    for norm in norms_in_words(found):
        console.print(f"Here: {norm}", markup=False)


def diagnosis_tables(found: Diagnosis) -> "list[Table]":
    """Return the tables: each symptom by side, the parts of the side, the levers, where hours are lost."""
    tables = [_loss_table(found, loss) for loss in found.losses]
    if found.finding is not None:
        tables += [_part_table(found, found.finding), _lever_table(found, found.finding)]
    tables += [
        _side_table(found),
        _share_table("hours lost, a task, nights and days off apart", "lost to", _causes(found)),
    ]
    births = {BIRTHS[birth][0].name: part for birth, part in defects_by_birth(found.tallies).items()}
    return [*tables, _share_table("defects made, a task", "made by", births)] if births else tables


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
            "lost_by_cause": {name: _part_json(part) for name, part in _causes(found).items()},
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


def _table(title: str, *heads: str) -> "Table":
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title_justify="left", title_style="bold",
        title=escape(title),
    )  # fmt: skip
    table.add_column(heads[0])
    for head in heads[1:]:
        table.add_column(head, justify="right")
    return table


def _loss_table(found: Diagnosis, loss: Loss) -> "Table":
    told = telling_of(loss.measure, found.currency)
    level = _said(told.of(loss.level))
    title = f"{loss.measure.title} [{told.of_difference}], {level}: better by"
    table = _table(title, "put right", "alone", "share", "")
    for side in SIDES:
        part = loss.fraction[side]
        fraction = format_part((part.mean, part.low, part.high))
        table.add_row(
            _title(side), _said(told.of(loss.alone[side])), _said(told.of(loss.share[side])), fraction
        )
    for (one, other), gain in loss.pairs.items():
        table.add_row(f"{_title(one)} and {_title(other)}", _said(told.of(gain)), "", "")
    whole = _said(told.of(loss.whole))
    table.add_row("all three", whole, whole, "", style="bold")
    return table


def _part_table(found: Diagnosis, finding: Finding) -> "Table":
    told = telling_of(finding.loss.measure, found.currency)
    what = f"{finding.loss.measure.title} [{told.of_difference}]"
    title = f"parts of the {_title(finding.side)} side: {what}, better by"
    table = _table(title, "put right", "alone")
    for name, gain in sorted(finding.gains.items(), key=lambda each: -each[1].mean):
        table.add_row(name, _said(told.of(gain)))
    return table


def _lever_table(found: Diagnosis, finding: Finding) -> "Table":
    told = telling_of(finding.loss.measure, found.currency)
    table = _table(
        "the three levers, aimed there",
        "lever",
        f"brings [{told.of_difference}]",
        f"costs [{found.currency} in {format_number(found.weeks)} weeks]",
    )
    for tried in finding.levers:
        gain = _said(told.of(tried.gain)) if tried.gain else "-"
        cost = _said(tried.cost) if tried.cost else "-"
        table.add_row(f"{tried.remedy.lever}: {tried.remedy.says}", gain, cost)
    return table


def _share_table(title: str, head: str, parts: Mapping[str, Part]) -> "Table":
    table = _table(title, head, "each", "share")
    for name, part in parts.items():
        share = part.share
        table.add_row(name, _said(part.each), format_part((share.mean, share.low, share.high)))
    return table


def _side_table(found: Diagnosis) -> "Table":
    """Return on whose side hours are lost, and defects made and let out."""
    heads = ("hours lost", "defects made", "defects let out")
    table = _table("the books: shares", "side", *heads)
    parts = [part(found.tallies) for part in (lost_by_side, defects_by_side, escaping)]
    for side in SIDES:
        shares = [each[side].share for each in parts]
        table.add_row(_title(side), *(format_part((share.mean, share.low, share.high)) for share in shares))
    return table


def _causes(found: Diagnosis) -> dict[str, Part]:
    return {CAUSES[cause].name: part for cause, part in lost_by_cause(found.tallies).items()}


def _title(side: Side) -> str:
    return side.name.lower()


def _said(known: Estimate) -> str:
    return format_interval(known.mean, known.half_width)


# --- for machines ---------------------------------------------------------------------------------


def _finding_json(found: Diagnosis, finding: Finding) -> dict[str, object]:
    names, place = found.names, finding.place
    return {
        "side": _title(finding.side),
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
        "alone": {_title(side): plain(gain) for side, gain in loss.alone.items()},
        "pairs": {
            f"{_title(one)} and {_title(other)}": plain(gain) for (one, other), gain in loss.pairs.items()
        },
        "share": {_title(side): plain(share) for side, share in loss.share.items()},
        "fraction": {_title(side): plain(part) for side, part in loss.fraction.items()},
    }


def _part_json(part: Part) -> dict[str, object]:
    return {"each": plain(part.each), "share": plain(part.share)}


def _by_side(parts: Mapping[Side, Part]) -> dict[str, object]:
    return {_title(side): _part_json(part) for side, part in parts.items()}


def _ways_json(found: Diagnosis, ways: WaysOfWorking) -> dict[str, object]:
    return {
        "tool": found.names.pools[ways.tool],
        "levels": {way: _estimates(known) for way, known in ways.levels.items()},
        "augmentation": _estimates(ways.augmentation),
        "synergy": _estimates(ways.synergy),
    }


def _estimates(known: Mapping[str, Estimate]) -> dict[str, object]:
    return {name: plain(each) for name, each in known.items()}
