"""Strategies side by side, under common random numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.engines import AUTO
from sim.engines.choice import choose
from sim.errors import UsageError
from sim.experiments.assembling import Setup, Split, assembled
from sim.experiments.executors import Key, Plan, Progress
from sim.experiments.findings import Comparison
from sim.experiments.first import TellFirst, first_runs
from sim.experiments.foreground import foreground
from sim.experiments.futures import FUTURES, Asked, TellFutures, draw, outcomes, price_of_futures
from sim.experiments.how_many import UNTIL_DECIDED, HowMany, how_many
from sim.experiments.ladder import RUNGS, check_split, with_ladders
from sim.experiments.price import TellPrice, price_of
from sim.experiments.reality import check_reality, fewest_runs
from sim.experiments.replicate import check_numbers
from sim.experiments.robustness import robustness
from sim.experiments.runs import Runs
from sim.experiments.selection import Contenders, Procedure, procedure_of
from sim.experiments.settling import in_steady_state
from sim.experiments.stopping import FIRST_STAGE, AsAsked, Rule, UntilDecided, WithinRuns
from sim.experiments.summary import Summary
from sim.experiments.targets import contenders_of, questions_of
from sim.experiments.uncertain import uncertainties_of
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.scenario.load import LoadedScenario

AT_MOST = 1000
"""Replications of each strategy that may be run where nobody states another number (assumed)."""


def compare(
    loaded: LoadedScenario,
    strategies: Sequence[str] | None = None,
    *,
    replications: HowMany | None = None,
    at_most: int | None = None,
    runs: int | None = None,
    procedure: str | None = None,
    pilot_only: bool = False,
    futures: int | None = None,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    split: int = 0,
    progress: Progress | None = None,
    tell_first: TellFirst | None = None,
    tell_price: TellPrice | None = None,
    tell_futures: TellFutures | None = None,
) -> Comparison:
    """Return the strategies of a scenario against its baseline, with paired intervals.

    Replication j of every strategy has the same luck (same seed and replication index), so differences
    are taken replication by replication.

    How many.  A number of replications is run of each strategy.  With ``auto`` a first stage of 20 is
    followed by as many as it takes until the best strategy on the leading measure is chosen (see
    ``Comparison.selection``) and every measure and every difference of two strategies is as precise as
    ``compare.measures`` says.  A strategy that can no longer be the best, and of which nobody wants to know
    more, is not run on; the baseline is, as differences are from it.

    Budget.  ``compare.budget`` is what a strategy may cost beside the baseline.  One that spends more is
    run all the same, and the verdict does not count it.  One that only might spend more (freelancers on
    every hour of their seats, a mean above the budget whose interval is not) is a warning in
    ``Comparison.warnings``, beside doubts about the file and queues that keep growing.

    Gaps.  ``Comparison.gaps`` says what head counts alone would have said of each strategy.  Over the first
    ``split`` replications the gap to the simulation is split into parts, which takes three more runs each.

    Args:
        loaded: the scenario.
        strategies: names, in the order of tables; the baseline is put first and need not be named.
            None is all strategies of the scenario.
        replications: of each strategy, each with its own luck: a number, a number by strategy, ``auto``, or
            None for what ``compare.replications`` says; 20 where that says nothing.
        at_most: replications of each strategy with ``auto``; None is what ``compare.at_most`` says.  Like
            ``procedure`` and ``pilot_only`` it asks for ``auto``, and is refused beside a number.
        runs: of all strategies together, shared out where they tell most about which is the best (OCBA),
            in place of ``replications``.
        procedure: how the best is chosen, the value of a ``Procedure``; None is Kim and Nelson's.
        pilot_only: run the first stage of ``auto``, or of ``runs``, and no more, and tell the price.
        futures: how many are drawn from ``uncertainties:``; None is 50 where there are any, 0 is none.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        split: replications over which the gap between head counts and simulation is split; 0: none.
        progress: called with how many replications are done, of how many.
        tell_first: called once with what the first few replications say, where they take no time.
        tell_price: called once, with ``auto``, after the first stage, with what the answer will take,
            its futures and splits among it.
        tell_futures: called once, before futures are run, with how many they are.

    Raises:
        UsageError: an argument is wrong: strategy, future, engine, or a number out of range.
        RealityError: something that must hold of the scenario does not.
        SimError: the engine refuses a model.
    """
    check_split(split)
    number = _futures(loaded, futures, seed)
    target = loaded.scenario.compare
    wanted = how_many(
        target.replications, replications, at_most=at_most, runs=runs, procedure=procedure,
        pilot_only=pilot_only,
    )  # fmt: skip
    chosen_by = Procedure.OCBA if runs is not None else procedure_of(procedure or Procedure.KIM_NELSON.value)
    if at_most is not None and at_most < FIRST_STAGE:
        raise UsageError(
            f"at_most = {at_most}: should be a whole number from {FIRST_STAGE} up, the first stage"
        )
    names = ordered(target.baseline, list(loaded.scenario.strategies) if strategies is None else strategies)
    asked = _asked(names, wanted, runs)
    for each in asked.replications.values():
        check_numbers(each, seed)
    loaded, settled = in_steady_state(loaded, names, future, engine, seed, jobs)
    effective = {name: loaded.under(name, future) for name in names}
    models = {name: build(each) for name, each in effective.items()}
    measures = measures_of(models[target.baseline].names)
    most = max(asked.replications.values())
    choice = choose(engine, list(models.values()), most + fewest_runs(loaded))
    undecided = check_reality(loaded, choice.engine, seed)
    plan = Plan(tuple(names), tuple(models.values()), most, seed, choice.engine)
    known: dict[Key, Summary] = {}
    if tell_first:
        known = first_runs(plan, measures, foreground(loaded)[0], loaded.scenario.currency, tell_first)
    split = min(split, *asked.replications.values())
    to_come = len(names) * len(RUNGS) * split if pilot_only else 0
    split = 0 if pilot_only else split
    plan = with_ladders(plan, list(effective.values()) if split else [], split)
    in_futures = Asked(loaded, names, number, seed, engine, jobs, future) if number else None
    setup = Setup(loaded, future, seed, choice.name, names, effective, models, undecided, settled)
    with Runs(plan, jobs, progress, known) as done:
        want, contenders = done.until(asked), None
        if runs is not None or wanted == UNTIL_DECIDED:
            pilot = assembled(setup, done.summaries, want.replications)
            contenders = contenders_of(pilot, loaded, chosen_by)
            rule = _rule(pilot, loaded, contenders, at_most or target.at_most or AT_MOST, runs)
            first = rule(done.values())
            if tell_price:
                beside = price_of_futures(in_futures) if in_futures else None
                tell_price(price_of(pilot, first, done, to_come, beside))
            want = want if pilot_only else done.until(rule)
    ladder, looked_for = Split(plan, split), None if pilot_only else contenders
    found = assembled(setup, done.summaries, want.replications, ladder, want, chosen_by, looked_for)
    if in_futures is None or pilot_only:
        return found
    if tell_futures:
        tell_futures(number)
    return replace(found, robustness=robustness(found, loaded, outcomes(in_futures, progress)))


def _futures(loaded: LoadedScenario, futures: int | None, seed: int) -> int:
    """Return how many futures are drawn: none where nothing is uncertain; refuse what cannot be drawn."""
    stated = loaded.scenario.uncertainties
    if futures and not stated:
        raise UsageError(f"futures = {futures}: the scenario has no 'uncertainties:' to draw them from")
    number = (FUTURES if stated else 0) if futures is None else futures
    if number:
        draw(uncertainties_of(loaded), number, seed)
    return number


def _asked(names: Sequence[str], replications: HowMany, runs: int | None) -> AsAsked:
    """Return what is run before anything is judged."""
    if runs is not None:
        least = FIRST_STAGE * len(names)
        if runs < least:
            raise UsageError(
                f"runs = {runs}: should be at least {least}, {FIRST_STAGE} of each of {len(names)} strategies"
            )
        return AsAsked(dict.fromkeys(names, FIRST_STAGE))
    if isinstance(replications, Mapping):
        lacking = [name for name in names if name not in replications]
        if lacking:
            raise UsageError(
                f"replications: there is no number for '{lacking[0]}'; give one for each strategy"
            )
        return AsAsked({name: replications[name] for name in names})
    number = replications if isinstance(replications, int) else FIRST_STAGE
    return AsAsked(dict.fromkeys(names, number))


def _rule(
    pilot: Comparison, loaded: LoadedScenario, contenders: Contenders | None, at_most: int, runs: int | None
) -> Rule:
    """Return the rule that goes on from the first stage."""
    if runs is not None:
        if contenders is None:
            raise UsageError(f"runs = {runs}: there are no two strategies to choose from")
        return WithinRuns(contenders, runs)
    return UntilDecided(pilot.baseline, contenders, questions_of(pilot, loaded), at_most)


def ordered(baseline: str, strategies: Sequence[str]) -> list[str]:
    """Return the names with the baseline first and none twice.

    >>> ordered("do nothing", ["upskill", "do nothing", "upskill"])
    ['do nothing', 'upskill']
    """
    return list(dict.fromkeys([baseline, *strategies]))
