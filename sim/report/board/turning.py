"""What would change the verdict: in sentences, as a table and as a picture."""

from collections.abc import Sequence

from sim.experiments.findings import Comparison
from sim.experiments.leading import leading
from sim.experiments.study import Study
from sim.experiments.telling import Telling, spoken_title, telling_of
from sim.experiments.turning import Outcome, Turn, ahead, turns
from sim.experiments.wording import format_interval, format_quantity
from sim.report.figures import plot_leads
from sim.report.picture import Picture, grid
from sim.report.plain_table import PlainTable
from sim.report.style import colours_of
from sim.scenario.telling.wording import count, listed, spoken

ROW = 0.24
"""Height of a line of the picture [inch]."""
AS_IT_IS = "the scenario as it is"


def turning_sentences(study: Study) -> list[str]:
    """Return which changes of one input put another strategy ahead, or make it open which is."""
    found = _turns(study)
    if not found:
        return ["No input was moved: there is nothing to choose from, or none is a plain number."]
    leader, told = ahead(study.comparison), _told(study.comparison)
    base, moved = found[0], found[1:]
    others = [turn for turn in moved if turn.outcome is Outcome.OTHER]
    title = spoken_title(study.comparison.differences[leader][leading(study.comparison)].measure)
    many = count(len(moved), "change")
    tried = f"{many} of one input by about a fifth, each alone, {_replications(study)} of each strategy"
    said = [f"Tried were {tried}; what counts is {title}."]
    said += [_other(turn, leader, told) for turn in others]
    if not others:
        said.append(f"None of them puts another strategy clearly ahead of '{leader}'.")
    return [*said, *_opened(base, moved, leader, told)]


def turning_table(study: Study) -> PlainTable | None:
    """Return every change that was tried, and who is ahead then; None where none was."""
    found, told = _turns(study), _told(study.comparison)
    if not found:
        return None
    leader = ahead(study.comparison)
    title = f"'{leader}' ahead of the best of the others [{told.of_difference}], one input moved at a time"
    rows = [
        (
            turn.key or AS_IT_IS,
            turn.value,
            turn.stated,
            turn.rival,
            _figures(turn, told),
            turn.outcome.value,
        )
        for turn in found
    ]
    return PlainTable(title, ("input", "moved to", "stated", "best of the others", "ahead by", ""), rows, 4)


def turning_picture(study: Study) -> Picture | None:
    """Return a line for each change: how far the strategy ahead is ahead of the best of the others."""
    found, told = _turns(study), _told(study.comparison)
    if not found:
        return None
    leader = ahead(study.comparison)
    colours = colours_of(list(study.comparison.replications), study.comparison.baseline)
    title = f"How far '{leader}' is ahead when one input is moved"
    figure, panels = grid(title, 1, 1, 0.75 + ROW * len(found))
    plot_leads(
        [_label(turn) for turn in found],
        [told.of(turn.lead) for turn in found],
        [colours[leader if turn.lead.mean >= 0.0 else turn.rival] for turn in found],
        [turn.outcome is not Outcome.OPEN for turn in found],
        unit=f"ahead of the best of the others [{told.of_difference}]",
        ax=panels[0],
    )
    reading = (
        "Point: mean over paired replications; bar: 95 % interval. Right of zero the strategy keeps its "
        "place, left of it another one is ahead, in whose colour the point is drawn. An open point is not "
        "told apart from luck beside all the others, or too small to matter."
    )
    said = "; ".join(f"{_label(turn)}: {_figures(turn, told)}, {turn.outcome.value}" for turn in found)
    return Picture("turning", title, reading, f"{title}. {said}.", figure)


def _turns(study: Study) -> Sequence[Turn]:
    return turns(study.comparison, study.sweep) if study.sweep else ()


def _told(comparison: Comparison) -> Telling:
    found = comparison.differences[comparison.baseline][leading(comparison)]
    return telling_of(found.measure, comparison.currency)


def _replications(study: Study) -> str:
    assert study.sweep is not None
    return count(study.sweep.replications, "replication")


def _label(turn: Turn) -> str:
    """Return what is moved to what, as one says it."""
    if not turn.key:
        return AS_IT_IS
    section, name, *rest = turn.key.split(".")
    who = spoken(name)
    what = f"{who} in {spoken(rest[-1])}" if section == "tools" else who
    return f"{what}: {turn.value}"


def _figures(turn: Turn, told: Telling) -> str:
    lead = told.of(turn.lead)
    return format_interval(lead.mean, lead.half_width, signed=True)


def _other(turn: Turn, leader: str, told: Telling) -> str:
    lead = told.of(turn.lead)
    by = format_quantity(-lead.mean, lead.half_width, told.spoken_difference)
    return f"With {_label(turn)} (now {turn.stated}) '{turn.rival}' is ahead of '{leader}', by {by}."


def _opened(base: Turn, moved: Sequence[Turn], leader: str, told: Telling) -> list[str]:
    """Say which changes make open what was clear, or clear what was open."""
    lead = told.of(base.lead)
    by = format_quantity(lead.mean, lead.half_width, told.spoken_difference, signed=True)
    if base.outcome is Outcome.SAME:
        opened = [_label(turn) for turn in moved if turn.outcome is Outcome.OPEN]
        if not opened:
            return [f"In all of them '{leader}' stays clearly ahead."]
        return [f"It is no longer told apart from the best of the others with {listed(opened)}."]
    clear = [_label(turn) for turn in moved if turn.outcome is Outcome.SAME]
    said = (
        f"As things stand '{leader}' is ahead of '{base.rival}' by {by}: not clearly, or too little to matter"
    )
    if lead.mean < 0.0:
        said = f"As things stand, in these few replications, '{leader}' is not ahead of '{base.rival}' ({by})"
    return [
        f"{said}; with {listed(clear)} its lead is clear." if clear else f"{said}, nor after any of them."
    ]
