"""Judgements in words: what was published beside what came out, for a terminal and for a page."""

import math
import textwrap
from collections.abc import Iterator, Sequence

from sim.experiments.wording import format_interval, format_number
from sim.scenario.telling.wording import count
from sim.validation.judging import Judged, Judgement, Outcome
from sim.validation.published import Published, Row
from sim.validation.verification import Check, Group

HEAD = ("", "published", "simulated", "used as", "")
SHOWN_HUNDREDFOLD = {"%", "points"}
WIDTH = 100
"""Columns of the terminal."""


def judgement_lines(judgement: Judgement) -> Iterator[str]:
    """Yield one experiment: its title, a row for each number, and the misfit below each that fails."""
    experiment = judgement.published.experiment
    yield f"{experiment.experiment}  {experiment.title}"
    yield f"    {experiment.source}; {judgement.published.folder.resolve().name}"
    if experiment.note:
        yield from textwrap.wrap(experiment.note, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
    table = [HEAD, *(_cells(each) for each in judgement.rows)]
    widths = [max(len(row[column]) for row in table) for column in range(1, len(HEAD))]
    room = WIDTH - 4 - sum(widths) - 2 * len(widths)
    for cells, judged in zip(table, [None, *judgement.rows], strict=True):
        names = textwrap.wrap(cells[0], room) or [""]
        numbers = "  ".join(cell.ljust(width) for cell, width in zip(cells[1:], widths, strict=True))
        yield f"    {names[0]:{room}}  {numbers}".rstrip()
        yield from (f"      {more}" for more in names[1:])
        if said := _remark(judged):
            yield from textwrap.wrap(said, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8)


def _remark(judged: Judged | None) -> str:
    """Return what is said below a row: why it fails, or what to do about it."""
    if judged is None:
        return ""
    if judged.outcome is Outcome.UNSURE:
        return (
            "Its interval is wider than the published one, or has both sides of the place: more replications."
        )
    if judged.outcome is Outcome.PASS and judged.row.misfit:
        return "It passes now: its 'misfit:' can go."
    return judged.row.misfit if judged.outcome is Outcome.FAIL else ""


def calibration_sentences(published: Published) -> list[str]:
    """Return what was fitted to which published numbers, and which judge."""
    experiment = published.experiment
    judged = [row.say for row in experiment.rows if row.use == "judged"]
    return [
        f"Beside it stand published numbers of {experiment.source}: {experiment.title}.",
        *(f"{each.key} was fitted to: {'; '.join(each.to)}." for each in experiment.fitted),
        f"These judge, nothing was fitted to them: {'; '.join(judged)}.",
        *([experiment.note] if experiment.note else []),
        f"`sim validate {published.folder.resolve().name}` says what comes out.",
    ]


def group_lines(group: Group, checks: Sequence[Check]) -> Iterator[str]:
    """Yield one group of the verification suite: how many hold, and each that does not."""
    held = sum(check.holds for check in checks)
    yield f"{group.name}: {held} of {len(checks)} hold ({group.meaning})"
    yield from (f"    fails: {check.name}: {check.told}" for check in checks if not check.holds)


def verification_lines(found: Sequence[tuple[Group, Sequence[Check]]]) -> Iterator[str]:
    """Yield the verification suite as chapters in Markdown, check by check."""
    for group, checks in found:
        held = sum(check.holds for check in checks)
        title = f"## Verification, {group.name}: {held} of {len(checks)} hold"
        yield from ("", title, "", f"{group.meaning[:1].upper()}{group.meaning[1:]}.", "")
        yield from ("| check | what came out | |", "|---|---|---|")
        yield from (
            f"| {each.name} | {each.told} | {'holds' if each.holds else '**fails**'} |" for each in checks
        )


def summary_line(judgements: Sequence[Judgement]) -> str:
    """Return how many rows pass, the two uses apart."""
    parts = []
    for use, what in (("calibrated", "calibrated on"), ("judged", "judged on")):
        passed = sum(judgement.count(use, Outcome.PASS) for judgement in judgements)
        whole = sum(judgement.count(use, outcome) for judgement in judgements for outcome in Outcome)
        parts.append(f"{what}: {passed} of {whole} rows pass")
    return f"{count(len(judgements), 'experiment')}; {'; '.join(parts)}."


def published_page(
    judgements: Sequence[Judgement], suite: Sequence[tuple[Group, Sequence[Check]]], command: str
) -> str:
    """Return a page in Markdown with every experiment, row by row, and every check of the suite.

    Args:
        judgements: what came out of the experiments.
        suite: of the verification, or nothing.
        command: by which the page was written.
    """
    lines = [
        "# Published experiments, and what comes out here",
        "",
        f"Written by `{command}`.  Every row is a published number, beside it the mean of the simulated",
        "replications with its interval.  *Calibrated* rows were used to choose values of the scenario,",
        "*judged* rows were not: they tell whether the model is right.  A row passes where the simulated",
        "interval overlaps the published one, or the number with a tolerance of our own (in brackets),",
        "and is no wider than it; where only a sign or a place was published, the whole simulated interval",
        "must lie there.",
        "",
        summary_line(judgements),
    ]
    for judgement in judgements:
        experiment = judgement.published.experiment
        folder = judgement.published.folder.name
        lines += [
            "",
            f"## {experiment.experiment}: {experiment.title}",
            "",
            f"{experiment.source}.  Scenario: [`{folder}`](../../scenarios/{folder}/README.md), "
            f"{experiment.replications} replications.",
            *(["", experiment.note] if experiment.note else []),
            "",
            "| number | published | simulated | used as | |",
            "|---|---|---|---|---|",
            *(f"| {' | '.join(_cells(each))} |" for each in judgement.rows),
        ]
        misfits = [each for each in judgement.rows if each.outcome is not Outcome.PASS and each.row.misfit]
        lines += ["", *(f"* *{each.row.say}*: {each.row.misfit}" for each in misfits)] if misfits else []
    return "\n".join([*lines, *verification_lines(suite)]) + "\n"


def _cells(judged: Judged) -> tuple[str, ...]:
    row = judged.row
    return (row.say, _expected(row), _found(judged), row.use, judged.outcome.value)


def _found(judged: Judged) -> str:
    scale, signed = _scale(judged.row), judged.row.kind in {"difference", "change"}
    one = judged.found
    told = format_interval(scale * one.mean, scale * one.half_width, signed=signed)
    return f"{told} {judged.row.unit}".rstrip()


def _expected(row: Row) -> str:
    scale, signed = _scale(row), row.kind in {"difference", "change"}

    def number(value: float) -> str:
        return format_number(scale * value, signed=signed and value != 0.0)

    expected = row.published
    if expected.is_band:
        if math.isinf(expected.high):
            return f"above {number(expected.low)}"
        if math.isinf(expected.low):
            return f"below {number(expected.high)}"
        return f"{number(expected.low)} to {number(expected.high)}"
    if row.interval is not None:
        return f"{number(expected.low)}, {number(row.interval[0])} to {number(row.interval[1])}"
    width = row.within if row.within is not None else row.tolerance or 0.0
    return f"{number(expected.low)} (± {format_number(scale * width)})"


def _scale(row: Row) -> float:
    return 100.0 if row.unit in SHOWN_HUNDREDFOLD else 1.0
