"""A diagnosis in sentences: what is wrong, how much of the loss it is, what helps."""

from sim.experiments.diagnosis.diagnose import Diagnosis, Finding, Tried
from sim.experiments.diagnosis.loss import Loss
from sim.experiments.diagnosis.norms import NORMS
from sim.experiments.diagnosis.shared import at_night, at_work, inside, lost_by_side
from sim.experiments.diagnosis.together import (
    DEFECTS,
    HOURS,
    HUMAN,
    QUALITY,
    TOGETHER,
    TOOL,
    WaysOfWorking,
)
from sim.experiments.telling import spoken_title, telling_of
from sim.experiments.wording import format_number, format_part, format_quantity
from sim.measures.books.causes import Side
from sim.model.model import NONE
from sim.scenario.telling.wording import duration, listed
from sim.statistics.estimate import Estimate

PROBLEM = {
    Side.HUMAN: "a human problem",
    Side.MACHINE: "a machine problem",
    Side.INTERACTION: "an interaction problem",
}
"""A side as a problem."""
OF_SIDE = {Side.HUMAN: "people", Side.MACHINE: "tools", Side.INTERACTION: "how they work together"}
"""A side as one says who it is."""
MOST_STEPS = 3
"""Steps of which the ways of working are told, those with most synergy or harm (assumed)."""
ADDRESSES, EASES = 0.5, 0.1
"""Share of the loss from which on a lever addresses it, or eases it (assumed)."""
WELL = "Nothing is materially wrong, measured against good practice"


def headline(found: Diagnosis) -> str:
    """Return what is wrong, in one sentence."""
    if found.finding is None:
        return _in_order(found)
    finding = found.finding
    beside = [PROBLEM[side] for side in _others(found, finding)]
    also = f"; beside it there is {' and '.join(beside)}" if beside else ""
    return f"This is {PROBLEM[finding.side]}: {finding.part.wrong}{_where(found, finding)}{also}."


def sentences(found: Diagnosis) -> list[str]:
    """Return the diagnosis in sentences, the headline first."""
    said = [headline(found)]
    if found.finding is not None:
        loss = found.finding.loss
        said += [_what_it_costs(found, loss), _by_itself(found, loss), _lever(found, found.finding)]
    said.append(_books(found))
    by_size = sorted(found.ways, key=lambda ways: -abs(ways.synergy[QUALITY].mean if ways.synergy else 0.0))
    said += [_together(found, ways) for ways in by_size[:MOST_STEPS]]
    return said


def norms_in_words(found: Diagnosis) -> list[str]:
    """Return what good practice is taken to be for the part that was found, with sources."""
    names = found.finding.part.norms if found.finding else ()
    return [f"{NORMS[name].says}: {_norm(name)} ({NORMS[name].source})" for name in names]


# --- parts ----------------------------------------------------------------------------------------


def _others(found: Diagnosis, finding: Finding) -> list[Side]:
    """Return other sides to which a material loss belongs."""
    sides = [
        side
        for loss in found.losses
        for side, share in loss.share.items()
        if side is not finding.side and loss.is_material(share)
    ]
    return list(dict.fromkeys(sides))


def _where(found: Diagnosis, finding: Finding) -> str:
    names, place = found.names, finding.place
    at = f" at '{names.steps[place.step]}'" if place.step != NONE else ""
    if place.seats and place.pool != NONE:
        return f" ({names.pools[place.pool]}: {place.seats} more would be needed)"
    if place.skills:
        who = place.tool if finding.side is Side.MACHINE else place.pool
        skill, points = next(iter(place.skills.items()))
        what = skill.replace("_", " ")
        return f"{at} ({names.pools[who]} lack {format_number(points, 2)} points of {what})"
    return at


def _what_it_costs(found: Diagnosis, loss: Loss) -> str:
    told = telling_of(loss.measure, found.currency)
    level, whole = told.of(loss.level), told.of(loss.whole)
    better = "higher" if loss.symptom.sign > 0.0 else "lower"
    first = loss.by_share[0]
    part, clear = loss.fraction[first], loss.whole.is_clear
    share = f", and {format_part((part.mean, part.low, part.high))} of that belongs to {OF_SIDE[first]}"
    lead = "" if loss.lead.is_clear else " (ahead of the other sides, but not clearly)"
    return (
        f"{_capital(spoken_title(loss.measure))} is {_quantity(level, told.spoken)}; with everything in good "
        f"practice it would be {better} by {_quantity(whole, told.spoken_difference)}"
        f"{share if clear else ''}{lead}."
    )


def _by_itself(found: Diagnosis, loss: Loss) -> str:
    told = telling_of(loss.measure, found.currency)
    alone = ", ".join(
        f"{OF_SIDE[side]} {_quantity(told.of(gain), told.spoken_difference)}"
        for side, gain in loss.alone.items()
    )
    return f"Put right alone, and tested by simulation under the same luck, they bring: {alone}."


def _lever(found: Diagnosis, finding: Finding) -> str:
    best, whole = finding.best, finding.loss.whole.mean
    part = best.gain.mean / whole if best is not None and best.gain is not None else 0.0
    tried = [each for each in finding.levers if each.gain is not None]
    if best is None or part < EASES:
        names = listed(each.remedy.lever for each in tried)
        tests = f" (tried there: {names}; that brings little, or nothing clear)" if tried else ""
        return f"None of the three levers addresses it{tests}: put {finding.part.name} right itself."
    others = [_brings(found, finding.loss, each) for each in tried if each is not best]
    rest = f"; {'; '.join(others)}" if others else ""
    does = "addresses it" if part >= ADDRESSES else "eases it"
    does += f", by {100.0 * part:.0f} % of what good practice would bring"
    brings = _brings(found, finding.loss, best)
    return f"Of the three levers {best.remedy.lever} {does}: {brings}{rest}."


def _brings(found: Diagnosis, loss: Loss, tried: Tried) -> str:
    told = telling_of(loss.measure, found.currency)
    assert tried.gain is not None
    assert tried.cost is not None
    cost = _quantity(tried.cost, f"{found.currency} a week")
    if not tried.remedy.is_priced:
        cost = "a price that is not stated"
    if not tried.gain.is_clear:
        return f"{tried.remedy.says} brings nothing clear, at {cost}"
    return f"{tried.remedy.says} brings {_quantity(told.of(tried.gain), told.spoken_difference)}, at {cost}"


def _in_order(found: Diagnosis) -> str:
    """Return that nothing is alleged, and what comes nearest."""
    if not found.losses:
        return f"{WELL}: there is no symptom to look at."
    delivered = next((loss for loss in found.losses if loss.measure.name == "delivered_per_week"), None)
    if delivered is not None and delivered.level.mean <= 0.0:
        return (
            "Nothing was delivered, so that nothing can be said of what is wrong: look at what work there is."
        )
    undecided = [loss for loss in found.losses if not loss.is_in_order and not loss.is_material(loss.whole)]
    if undecided:
        return _undecided(found, max(undecided, key=lambda loss: loss.severity))
    worst = max(found.losses, key=lambda loss: loss.severity)
    if worst.severity <= 0.0:
        return f"{WELL}: it is at good practice, or better."
    told = telling_of(worst.measure, found.currency)
    whole, first = worst.whole, worst.by_share[0]
    gain = _quantity(told.of(whole), told.spoken_difference)
    where, wanted = spoken_title(worst.measure), format_number(told.factor * worst.threshold)
    speaking = f"where {wanted} would be worth speaking of"
    if not worst.is_material(whole):
        return f"{WELL}: most would be gained in {where}, {gain}, {speaking}."
    share = _quantity(told.of(worst.share[first]), told.spoken_difference)
    return (
        "No one side is materially wrong, measured against good practice: all three together would gain "
        f"{gain} in {where}, but the largest share, that of {OF_SIDE[first]}, is {share}, {speaking}."
    )


def _undecided(found: Diagnosis, loss: Loss) -> str:
    """Return that it cannot be said yet whether anything is wrong."""
    told = telling_of(loss.measure, found.currency)
    gain = _quantity(told.of(loss.whole), told.spoken_difference)
    wanted = format_number(told.factor * loss.threshold)
    return (
        f"It is not decided whether anything is materially wrong: good practice would gain {gain} in "
        f"{spoken_title(loss.measure)}, where {wanted} would be worth speaking of; take more replications."
    )


def _books(found: Diagnosis) -> str:
    whole, work, night = (part(found.tallies) for part in (inside, at_work, at_night))
    lost = whole.mean - work.mean - night.mean
    said = (
        f"The books: a task spends {_quantity(whole, 'hours')} inside, {format_number(work.mean, 1)} of them "
        f"worked on, {format_number(night.mean, 1)} at hours when nobody works"
    )
    sides = [
        f"{100.0 * part.share.mean:.0f} % to {OF_SIDE[side]}"
        for side, part in lost_by_side(found.tallies).items()
        if part.each.mean > 0.0
    ]
    return (
        f"{said}; of the {format_number(lost, 1)} that are lost, {', '.join(sides)}." if sides else f"{said}."
    )


def _together(found: Diagnosis, ways: WaysOfWorking) -> str:
    """Return what person and tool are worth at a step, alone and together."""
    step, tool = found.names.steps[ways.step], found.names.pools[ways.tool]
    quality, hours = ways.augmentation[QUALITY], ways.augmentation[HOURS]
    raised = _change(quality, "raises", "lowers", "leaves", "the quality")
    slower = "slower" if hours.mean < 0.0 else "faster"
    time = (
        f"and makes it {_quantity(_size(hours), 'hours')} {slower}" if hours.is_clear else "and takes as long"
    )
    said = f"At '{step}' {tool} {raised} of what people make alone {time}"
    if TOOL not in ways.levels:
        return f"{said}; what it could do alone is not stated."
    synergy = ways.synergy[QUALITY]
    alone = {way: ways.levels[way][DEFECTS].mean for way in (HUMAN, TOOL)}
    both = 100.0 * ways.levels[TOGETHER][DEFECTS].mean
    defects = (
        f"defects {100.0 * alone[HUMAN]:.1f} % by people, {100.0 * alone[TOOL]:.1f} % by the tool, "
        f"{both:.1f} % together"
    )
    if not synergy.is_clear:
        return f"{said}; the pair is about as good as the better of the two alone ({defects})."
    better = "better" if synergy.mean > 0.0 else "worse"
    size = _quantity(_size(synergy), "")
    return f"{said}; the pair is {better} than the better of the two alone, by {size} ({defects})."


def _change(known: Estimate, up: str, down: str, none: str, what: str) -> str:
    if not known.is_clear:
        return f"{none} {what}"
    return f"{up if known.mean > 0.0 else down} {what}"


def _size(known: Estimate) -> Estimate:
    return Estimate(abs(known.mean), known.half_width, known.replications, known.confidence)


def _quantity(known: Estimate, unit: str) -> str:
    return format_quantity(known.mean, known.half_width, unit)


def _norm(name: str) -> str:
    norm = NORMS[name]
    match norm.unit:
        case "1":
            return f"{100.0 * norm.value:g} %"
        case "1/year":
            return f"{100.0 * norm.value:g} % a year"
        case "h":
            return duration(norm.value)
        case "factor":
            return f"{norm.value:g} times"
        case _:
            return f"{norm.value:g} {norm.unit}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
