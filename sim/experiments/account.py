"""What the replications of one strategy say, in sentences; and which measures they can say it of."""

from collections.abc import Sequence

from sim.experiments.defined import left_out
from sim.experiments.findings import Replications
from sim.experiments.foreground import foreground, meaningful
from sim.experiments.queues import file_doubts, overloads
from sim.experiments.telling import in_days, spoken_title, telling_of
from sim.experiments.trends import growing
from sim.experiments.wording import format_quantity, without_remark
from sim.scenario.load import LoadedScenario
from sim.scenario.telling.wording import count, listed
from sim.statistics.estimate import estimate


def account(
    replications: Replications, measures: Sequence[str], currency: str, future: str = ""
) -> tuple[str, ...]:
    """Return what one strategy gave, the headline first: its first measure, then each of the others.

    Args:
        replications: what it gave.
        measures: names of the measures to speak of, in order.
        currency: of money.
        future: that was assumed, or ``""``.
    """
    first, *others = (_level(replications, name, currency) for name in measures)
    number = len(replications.values)
    assumed = f" in the future '{future}'" if future else ""
    basis = (
        "one replication, so without an interval"
        if number == 1
        else (f"mean and half of its 95 % interval over {count(number, 'replication')}")
    )
    return (
        f"Under '{replications.strategy}'{assumed}, {first}.",
        *([f"{_capital(listed(others))}."] if others else []),
        f"Each number: {basis}. Whether that is good, only a comparison with other strategies shows.",
    )


def meaningless(replications: Replications, loaded: LoadedScenario, future: str) -> dict[str, str]:
    """Return the measures that mean nothing under a strategy, by name, each with the reason."""
    scenario = loaded.under(replications.strategy, future).scenario
    return left_out([scenario], [replications], replications.measures)


def spoken_of(replications: Replications, loaded: LoadedScenario, future: str) -> tuple[str, ...]:
    """Return the measures that an account speaks of: the foreground of the scenario that means something."""
    return meaningful(foreground(loaded), meaningless(replications, loaded, future))


def warnings_of(replications: Replications, loaded: LoadedScenario, future: str) -> tuple[str, ...]:
    """Return what a reader of the numbers should know: doubts about the file, queues that keep growing."""
    scenario = loaded.under(replications.strategy, future).scenario
    results = {replications.strategy: replications}
    return (
        *file_doubts(loaded),
        *replications.undecided,
        *overloads(loaded, [replications.strategy], future),
        *growing(results, scenario.warm_up, scenario.run_length),
    )


def levels_in_lines(replications: Replications) -> str:
    """Return each measure that is defined with its level, a line each, below what was run."""
    number = count(len(replications.values), "replication")
    lines = [f"{number} of '{replications.strategy}'; ± is half of a 95 % interval"]
    for column, measure in enumerate(replications.measures):
        told = telling_of(measure, "currency")
        level = told.of(estimate(replications.values[:, column]))
        if level.replications:
            words = without_remark(format_quantity(level.mean, level.half_width, told.unit))
            lines.append(f"  {measure.title}: {words}")
    return "\n".join(lines)


def _level(replications: Replications, name: str, currency: str) -> str:
    """Return a measure with its level as part of a sentence."""
    column = [measure.name for measure in replications.measures].index(name)
    measure = replications.measures[column]
    told = telling_of(measure, currency)
    level = told.of(estimate(replications.values[:, column]))
    days = in_days(level.mean) if measure.unit == "h" else ""
    in_words = f" (about {days}; nights and weekends count)" if days else ""
    title = spoken_title(measure)
    quantity = without_remark(format_quantity(level.mean, level.half_width, told.spoken))
    return f"{title} {'are' if _is_plural(title) else 'is'} {quantity}{in_words}"


def _is_plural(title: str) -> bool:
    """Tell whether the title of a measure is a plural.

    >>> [_is_plural(f"the {title}") for title in ("hand-offs per task", "work in process")]
    [True, False]
    """
    subject = title.partition(" per ")[0].partition(" of ")[0]
    return subject.endswith("s") and not subject.endswith("ss")


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
