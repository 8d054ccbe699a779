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
        return _hiring(lever, scenario.currency)
    return _setting(lever)


def points(gain: float) -> str:
    """Return a difference on the scale of skills, with its sign.

    >>> points(0.25), points(-0.1)
    ('+0.25', '-0.1')
    """
    return f"{gain:+.4g}"


def _training(lever: Train, scenario: Scenario) -> str:
    gains = say.listed(f"{points(gain)} in {say.spoken(skill)}" for skill, gain in lever.in_.items())
    sentence = f"{_from(lever.from_)} {say.spoken(lever.train)} have {gains}"
    if not lever.price:
        return f"{sentence}, at no price."
    each = say.money(lever.price, scenario.currency)
    heads = headcount(scenario.people[lever.train])
    whole = say.money(lever.price * heads, scenario.currency)
    return f"{sentence}, for {each} per person ({whole} for {say.count(heads, 'person')})."


def _upgrade(lever: Upgrade, scenario: Scenario) -> str:
    once = f", for {say.money(lever.price, scenario.currency)} once" if lever.price else ""
    changes = say.listed(_new_in(lever.to, scenario.currency))
    return f"{_from(lever.from_)} {say.spoken(lever.upgrade)} is a new version{once}: {changes}."


def _new_in(to: ToolChange, currency: str) -> list[str]:
    said = [f"{points(gain)} capability in {say.spoken(skill)}" for skill, gain in to.capability.items()]
    if to.jaggedness is not None:
        said.append(f"jaggedness {say.number(to.jaggedness)}")
    if to.speed is not None:
        said.append(f"{say.number(to.speed)} times the speed of a person")
    if to.price is not None:
        said.append(f"a price of {say.listed(say.price(price, currency) for price in to.price) or 'nothing'}")
    return said or ["nothing else"]


def _hiring(lever: Hire, currency: str) -> str:
    end = f" until {say.when(lever.until)}" if lever.until is not None else ""
    most = f", for at most {say.money(lever.budget, currency)}" if lever.budget is not None else ""
    seats = "1 more seat is" if lever.seats == 1 else f"{lever.seats} more seats are"
    return f"{_from(lever.from_)} {seats} open for {say.spoken(lever.hire)}{end}{most}."


def _setting(lever: Set) -> str:
    settings = (
        f"{say.spoken(' '.join(map(str, path[1:])))} is {say.written(value)}"
        for key, said in lever.set.items()
        for path, value in leaves(parse_dotted(key) or (key,), cast("Value", said))
    )
    return f"From the start on, {say.listed(settings)}."


def _from(moment: When) -> str:
    return f"From {say.when(moment)} on,"
