"""When levers act: thin lettered lines in pictures over time, and what each letter stands for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase

from pydantic import BaseModel

from sim.model.sources import moment_of_when
from sim.scenario.load import LoadedScenario
from sim.scenario.quantities import HOURS_PER_WEEK, When
from sim.scenario.telling.wording import listed, spoken

END = "end of "
APART = 0.04
"""Share of the axis that two letters need between them; nearer moments share one."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time at which something is done.

    Attributes:
        letter: as it stands in the pictures.
        weeks: since the start.
        doing: what is done then, by strategy.
    """

    letter: str
    weeks: float
    doing: Mapping[str, tuple[str, ...]]

    @property
    def place(self) -> float:
        """Where it stands on an axis of week numbers, on which a week is centred on its number."""
        return self.weeks + 0.5

    @property
    def words(self) -> str:
        """What the letter stands for: week, strategies and levers."""
        done = "; ".join(f"'{name}' {listed(words)}" for name, words in self.doing.items())
        return f"{self.letter} (week {int(self.weeks) + 1}): {done}"


def moments_of(loaded: LoadedScenario, strategies: Sequence[str], future: str) -> tuple[Moment, ...]:
    """Return the dated levers of some strategies in order of time, those that nearly coincide as one."""
    run_weeks = loaded.scenario.run_length / HOURS_PER_WEEK
    dated = sorted(
        ((week, name, words) for name in strategies for week, words in _dated(loaded, name, future)),
        key=lambda each: each[0],
    )
    groups: list[list[tuple[float, str, str]]] = []
    for each in dated:
        if groups and each[0] - groups[-1][0][0] < APART * run_weeks:
            groups[-1].append(each)
        else:
            groups.append([each])
    return tuple(
        Moment(ascii_lowercase[number % 26], group[0][0], _by_strategy(group))
        for number, group in enumerate(groups)
    )


def _by_strategy(group: Sequence[tuple[float, str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for _, name, words in group:
        found.setdefault(name, {})[words] = None
    return {name: tuple(words) for name, words in found.items()}


def _dated(loaded: LoadedScenario, strategy: str, future: str) -> Iterator[tuple[float, str]]:
    """Yield the moments of a strategy's levers [weeks from the start], those of the first hour left out."""
    effective = loaded.under(strategy, future)
    start, length = effective.scenario.start, effective.scenario.run_length
    for lever in effective.levers:
        words = lever_in_short(lever)
        for moment, prefix in _begin_and_end(lever, start):
            if 0.0 < moment < length:
                yield moment / HOURS_PER_WEEK, prefix + words


def _begin_and_end(lever: BaseModel, start: date | None) -> Iterator[tuple[float, str]]:
    """Yield when a lever begins and ends, where that is a date and not a condition [h]."""
    begin, end = getattr(lever, "from_", None), getattr(lever, "until", None)
    if isinstance(begin, When) and getattr(lever, "when", None) is None:
        moment = moment_of_when(begin, start)
        yield moment, ""
        lasting: float = getattr(lever, "for_", 0.0)
        if lasting:
            yield moment + lasting, END
    if isinstance(end, When):
        yield moment_of_when(end, start), END


def lever_in_short(lever: BaseModel) -> str:
    """Return a lever in two or three words: the key that it begins with, and whom it is about.

    >>> from sim.scenario.schema import Hire
    >>> lever_in_short(Hire(hire="freelance_writers", seats=2))
    'hire freelance writers'
    """
    key = next(iter(type(lever).model_fields))
    about = getattr(lever, key)
    names = [about] if isinstance(about, str) else [str(each).rpartition(".")[2] for each in about]
    return f"{key} {listed(spoken(name) for name in names)}"
