"""A diagnosis in sentences: what is wrong, how much of the loss it is, what helps."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sim.experiments.diagnosis.diagnose import Diagnosis, Finding, Tried
from sim.experiments.diagnosis.loss import Loss
from sim.experiments.diagnosis.norms import NORMS
from sim.experiments.diagnosis.shared import at_night, at_work, inside, lost, lost_by_side
from sim.experiments.diagnosis.together import (
    DEFECTS,
    HOURS,
    HUMAN,
    QUALITY,
    TOGETHER,
    TOOL,
    WaysOfWorking,
)
from sim.experiments.telling import Telling, spoken_title, telling_of
from sim.experiments.wording import format_number, format_part, format_quantity
from sim.measures.books.causes import Side
from sim.model.model import NONE
from sim.scenario.telling.wording import duration, listed, spoken
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


def caveats(found: Diagnosis) -> list[str]:
    """Return what the numbers do not say, in sentences."""
    said = []
    if found.finding is not None:
        said.append(
            "The worst symptom, the part and the lever were chosen after looking at these same runs; "
            "therefore the intervals of the parts hold together, and so do those of the levers."
        )
    if found.uncertain:
        many = (
            "One uncertain input was" if found.uncertain == 1 else f"{found.uncertain} uncertain inputs were"
        )
        said.append(
            f"{many} taken at the value that the file or its preset states; what else may be true is in no "
            "interval here."
        )
    return said


def norms_in_words(names: Iterable[str]) -> list[str]:
    """Return what good practice is taken to be, by names of norms, with sources."""
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
    if place.skills and finding.side is not Side.INTERACTION:
        who = place.tool if finding.side is Side.MACHINE else place.pool
        skill, points = next(iter(place.skills.items()))
        return f"{at} ({names.pools[who]}: {format_number(points, 2)} points of {spoken(skill)} are lacking)"
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
        f"{_capital(spoken_title(loss.measure))}: {_quantity(level, told.spoken)}; with everything at good "
        f"practice {better} by {_quantity(whole, told.spoken_difference)}"
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
        return f"None of the three levers addresses it{tests}: put {finding.part.name} right directly."
    others = [_brings(found, finding.loss, each) for each in tried if each is not best]
    rest = f"; {'; '.join(others)}" if others else ""
    does = "addresses it" if part >= ADDRESSES else "eases it"
    brings = _brings(found, finding.loss, best)
    return f"Of the three levers {best.remedy.lever} {does}: {brings}{rest}."


def _brings(found: Diagnosis, loss: Loss, tried: Tried) -> str:
    told = telling_of(loss.measure, found.currency)
    assert tried.gain is not None
    assert tried.cost is not None
    cost = f"{_quantity(tried.cost, found.currency)} over {_weeks(found)}"
    if not tried.remedy.is_priced:
        cost = "a price that is not stated"
    if not tried.gain.is_clear:
        return f"{tried.remedy.says} brings nothing clear, at {cost}"
    if tried.gain.mean < 0.0:
        worse = _quantity(_size(told.of(tried.gain)), told.spoken_difference)
        return f"{tried.remedy.says} makes it worse by {worse}, at {cost}"
    return f"{tried.remedy.says} brings {_quantity(told.of(tried.gain), told.spoken_difference)}, at {cost}"


def _weeks(found: Diagnosis) -> str:
    """Return over which time costs are added up."""
    return f"{format_number(found.weeks)} weeks"


def _in_order(found: Diagnosis) -> str:
    """Return that nothing is alleged, and what comes nearest."""
    if not found.losses:
        return f"{WELL}: there is no symptom to look at."
    delivered = next((loss for loss in found.losses if loss.measure.name == "delivered_per_week"), None)
    if delivered is not None and delivered.level.mean <= 0.0:
        return (
            "Nothing was delivered, so that nothing can be said of what is wrong: look at what work there is."
        )
    material = [loss for loss in found.losses if loss.is_material(loss.whole)]
    undecided = [loss for loss in found.losses if loss not in material and not loss.is_in_order]
    if material:
        return _no_side(found, max(material, key=lambda loss: loss.severity)) + _left_open(undecided)
    if undecided:
        return _undecided(found, max(undecided, key=lambda loss: loss.severity))
    worst = max(found.losses, key=lambda loss: loss.severity)
    if worst.severity <= 0.0:
        return f"{WELL}: it is at good practice, or better."
    told = telling_of(worst.measure, found.currency)
    gain = _quantity(told.of(worst.whole), told.spoken_difference)
    speaking = f"where {_worth(worst, told)} would be worth speaking of"
    return f"{WELL}: most would be gained in {spoken_title(worst.measure)}, {gain}, {speaking}."


def _left_open(undecided: Sequence[Loss]) -> str:
    """Return of which symptoms it cannot be said yet whether anything is wrong; ``""`` where of none."""
    titles = listed(spoken_title(loss.measure) for loss in undecided)
    return f" Whether anything is wrong with {titles} is not decided." if undecided else ""


def _no_side(found: Diagnosis, loss: Loss) -> str:
    """Return that something is wrong on no one side, or that it is open on which."""
    told, first = telling_of(loss.measure, found.currency), loss.by_share[0]
    gain = _quantity(told.of(loss.whole), told.spoken_difference)
    share = _quantity(told.of(loss.share[first]), told.spoken_difference)
    where, speaking = spoken_title(loss.measure), f"where {_worth(loss, told)} would be worth speaking of"
    if loss.share[first].high >= loss.threshold:
        return (
            f"Something is materially wrong, but it is not decided on which side: all three at good practice "
            f"would gain {gain} in {where}, and the largest share, that of {OF_SIDE[first]}, is {share}, "
            f"{speaking}; take more replications."
        )
    return (
        "No one side is materially wrong, measured against good practice: all three together would gain "
        f"{gain} in {where}, but the largest share, that of {OF_SIDE[first]}, is {share}, {speaking}."
    )


def _undecided(found: Diagnosis, loss: Loss) -> str:
    """Return that it cannot be said yet whether anything is wrong."""
    told = telling_of(loss.measure, found.currency)
    gain = _quantity(told.of(loss.whole), told.spoken_difference)
    return (
        f"It is not decided whether anything is materially wrong: good practice would gain {gain} in "
        f"{spoken_title(loss.measure)}, where {_worth(loss, told)} would be worth speaking of; "
        "take more replications."
    )


def _worth(loss: Loss, told: Telling) -> str:
    """Return from where on a gain is worth speaking of."""
    material = loss.symptom.material
    if loss.symptom.is_relative:
        return f"{100.0 * material:g} % of it"
    return f"{told.factor * material:g} {told.spoken_difference}"


def _books(found: Diagnosis) -> str:
    whole, work, night, gone = (
        _quantity(part(found.tallies), "") for part in (inside, at_work, at_night, lost)
    )
    said = (
        f"The books, hours of a task: {whole} inside, {work} of them worked on, {night} when nobody works, "
        f"{gone} lost"
    )
    sides = [
        f"{format_part((part.share.mean, part.share.low, part.share.high))} to {OF_SIDE[side]}"
        for side, part in lost_by_side(found.tallies).items()
        if part.each.mean > 0.0
    ]
    return f"{said}; of what is lost, {', '.join(sides)}." if sides else f"{said}."


def _together(found: Diagnosis, ways: WaysOfWorking) -> str:
    """Return what person and tool are worth at a step, alone and together."""
    step, tool = found.names.steps[ways.step], found.names.pools[ways.tool]
    said = f"At '{step}' {tool} {_augmentation(ways)}"
    if TOOL not in ways.levels:
        return f"{said}; what it could do alone is not stated."
    defects = ", ".join(
        f"{_quantity(_percent(ways.levels[way][DEFECTS]), '%')} {by}"
        for way, by in ((HUMAN, "by people alone"), (TOOL, "by the tool alone"), (TOGETHER, "together"))
    )
    synergy = ways.synergy[QUALITY]
    if not synergy.is_clear:
        return f"{said}; whether the pair beats the better of the two alone is open (defects {defects})."
    better = "better" if synergy.mean > 0.0 else "worse"
    size = _quantity(_size(synergy), "")
    return (
        f"{said}; the quality of the pair is {better} than that of the better of the two, by {size} on "
        f"the scale from 0 to 1 (defects {defects})."
    )


def _augmentation(ways: WaysOfWorking) -> str:
    """Return what a tool does to the quality of what people make, and to the time that it takes them."""
    quality, hours = ways.augmentation[QUALITY], ways.augmentation[HOURS]
    slower = "slower" if hours.mean < 0.0 else "faster"
    size = f"{_quantity(_size(hours), 'hours')} {slower}"
    if quality.is_clear:
        raises = "raises" if quality.mean > 0.0 else "lowers"
        time = f"and makes it {size}" if hours.is_clear else "and does not clearly change the time it takes"
        return f"{raises} the quality of what people make {time}"
    if hours.is_clear:
        return f"makes the work of people {size}, and does not clearly change its quality"
    return "clearly changes neither the quality of what people make nor the time it takes"


def _percent(share: Estimate) -> Estimate:
    return replace(share, mean=100.0 * share.mean, half_width=100.0 * share.half_width)


def _size(known: Estimate) -> Estimate:
    return replace(known, mean=abs(known.mean))


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
