"""What strategies do: one sentence per lever, with its date and its price."""

from typing import TYPE_CHECKING, cast

from sim.scenario.changing.draft import parse_dotted
from sim.scenario.checks.walk import leaves
from sim.scenario.quantities import When
from sim.scenario.schema import Combine, Hire, Lever, Scenario, Set, ToolChange, Train, Upgrade
from sim.scenario.telling import wording as say
from sim.scenario.telling.actors import headcount

if TYPE_CHECKING:
    from sim.scenario.reading.yaml_text import Value


def strategy_sentences(strategy: list[Lever] | Combine, scenario: Scenario) -> list[str]:
    """Say what a strategy does, lever by lever."""
    if isinstance(strategy, Combine):
        return [f"{say.listed(strategy.combine)} together."]
    return [lever_sentence(lever, scenario) for lever in strategy] or ["Nothing."]


def lever_sentence(lever: Lever, scenario: Scenario) -> str:
    """Say what a lever changes, from when on, and for what price."""
    if isinstance(lever, Train):
        return _training(lever, scenario)
    if isinstance(lever, Upgrade):
        return _upgrade(lever, scenario)
    if isinstance(lever, Hire):
        return _hiring(lever, scenario)
    return _setting(lever, scenario.currency)


def points(gain: float) -> str:
    """Return a difference on the scale of skills, with its sign.

    >>> points(0.25), points(-0.1)
    ('+0.25', '-0.1')
    """
    return f"{gain:+.4g}"


def _training(lever: Train, scenario: Scenario) -> str:
    gains = say.listed(f"{points(gain)} in {say.spoken(skill)}" for skill, gain in lever.in_.items())
    if lever.for_:
        sentence = f"{_start(lever)} {say.spoken(lever.train)} are trained for {say.duration(lever.for_)}"
        off = [f"{say.number(lever.time)} h a week off the line each"] if lever.time else []
        if lever.trainers:
            off.append(f"{say.number(lever.trainers_time)} h a week of each of {say.spoken(lever.trainers)}")
        sentence += f", {say.listed(off)}" if off else ""
        sentence += f", and then have {gains}"
    else:
        sentence = f"{_start(lever)} {say.spoken(lever.train)} have {gains}"
    sentence += _applied(lever)
    if not lever.price:
        return f"{sentence}, at no price."
    each = say.money(lever.price, scenario.currency)
    heads = headcount(scenario.people[lever.train])
    whole = say.money(lever.price * heads, scenario.currency)
    return f"{sentence}, for {each} per person ({whole} for {say.count(heads, 'person')})."


def _applied(lever: Train) -> str:
    """Say what of a training is applied, where the lever itself says so."""
    share = f", of which {say.share(lever.transfer)} is applied" if lever.transfer is not None else ""
    return share + (f", half of it for {say.duration(lever.fading)}" if lever.fading else "")


def _upgrade(lever: Upgrade, scenario: Scenario) -> str:
    once = f", for {say.money(lever.price, scenario.currency)} once" if lever.price else ""
    over = f", person by person over {say.duration(lever.roll_out)}" if lever.roll_out else ""
    dip = (
        f"; at first people lose {say.share(lever.dip)} of their speed with it, less and less over "
        f"{say.duration(lever.dip_for)}"
        if lever.dip
        else ""
    )
    changes = say.listed(_new_in(lever.to, scenario.currency))
    return f"{_start(lever)} {say.spoken(lever.upgrade)} is a new version{once}{over}: {changes}{dip}."


def _new_in(to: ToolChange, currency: str) -> list[str]:
    said = [f"{points(gain)} capability in {say.spoken(skill)}" for skill, gain in to.capability.items()]
    if to.jaggedness is not None:
        said.append(f"jaggedness {say.number(to.jaggedness)}")
    if to.speed is not None:
        said.append(f"{say.number(to.speed)} times the speed of a person")
    if to.access is not None:
        said.append(f"access for {say.listed(map(say.spoken, to.access))}")
    if to.price is not None:
        said.append(f"a price of {say.listed(say.price(price, currency) for price in to.price) or 'nothing'}")
    return said or ["nothing else"]


def _hiring(lever: Hire, scenario: Scenario) -> str:
    end = f" until {say.when(lever.until)}" if lever.until is not None else ""
    most = f", for at most {say.money(lever.budget, scenario.currency)}" if lever.budget is not None else ""
    seats = "1 more seat is" if lever.seats == 1 else f"{lever.seats} more seats are"
    who = say.spoken(lever.hire) + (", to stay" if lever.hire in scenario.people else "")
    if lever.when is None:
        over = f", one after another over {say.duration(lever.over)}" if lever.over else ""
        return f"{_from(lever.from_)} {seats} open for {who}{over}{end}{most}."
    sentence = f"{_from(lever.from_)} {seats} opened for {who} each week while the {lever.when}"
    sentence += f", at most {lever.at_most or lever.seats}"
    if lever.release_when is not None:
        sentence += f", and as many closed while the {lever.release_when}"
    return f"{sentence}{end}{most}."


def _setting(lever: Set, currency: str) -> str:
    settings = say.listed(
        f"{say.spoken(' '.join(map(str, path[1:] or path)))} is {say.written(value)}"
        for key, said in lever.set.items()
        for path, value in leaves(parse_dotted(key) or (key,), cast("Value", said))
    )
    once = f", for {say.money(lever.price, currency)} once" if lever.price else ""
    if not lever.is_dated:
        return f"From the start on, {settings}{once}."
    return f"{_start(lever)} {settings}{once}."


def _start(lever: Train | Upgrade | Set) -> str:
    """Say when a lever begins: at its date, or once its condition holds."""
    first = _from(lever.from_ or When())
    return f"{first} once the {lever.when}," if lever.when is not None else first


def _from(moment: When) -> str:
    return f"From {say.when(moment)} on,"
