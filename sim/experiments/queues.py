"""Whether queues keep growing, on paper, before the run."""

from collections.abc import Sequence

from sim.experiments.wording import format_number
from sim.scenario.load import LoadedScenario
from sim.scenario.load_estimate import PoolLoad, estimate_load
from sim.scenario.schema import Hire
from sim.scenario.telling.wording import listed, spoken


def file_doubts(loaded: LoadedScenario) -> tuple[str, ...]:
    """Return the doubts about the file, each in one line."""
    return tuple(warning.partition("\n")[0] for warning in loaded.warnings)


def overloads(loaded: LoadedScenario, strategies: Sequence[str], future: str) -> tuple[str, ...]:
    """Return a sentence for each overload that appears only under a strategy or in the future.

    An overload of the file as it is stands among the doubts about the file already.  The estimate knows no
    seats that open later, so nothing is said of strategies that hire; what they measure is in ``trends``.
    """
    plain = loaded.under()
    known = {load.pools for load in estimate_load(plain.scenario, plain.folder) if load.utilisation >= 1.0}
    found: dict[PoolLoad, list[str]] = {}
    for strategy in strategies:
        effective = loaded.under(strategy, future)
        if any(isinstance(lever, Hire) for lever in effective.levers):
            continue
        for load in estimate_load(effective.scenario, effective.folder):
            if load.utilisation >= 1.0 and load.pools not in known:
                found.setdefault(load, []).append(strategy)
    return tuple(
        f"{_where(names, strategies, future)}{_overload(load)}, so the queue grows as long as the run lasts"
        for load, names in found.items()
    )


def _where(names: Sequence[str], strategies: Sequence[str], future: str) -> str:
    """Return when an overload holds, as the beginning of a sentence."""
    under = "" if len(names) == len(strategies) > 1 else f"under {_quoted(names)}"
    assumed = f"in the future '{future}'" if future else ""
    place = " ".join(part for part in (assumed, under) if part) or "under every strategy"
    return f"{place} "


def _overload(load: PoolLoad) -> str:
    who = listed(map(spoken, load.pools))
    work = f"{format_number(load.work, 0)} h of work a week"
    if not load.capacity:
        return f"there are {work} for {who} and no hours to do it in"
    share = f"{format_number(100.0 * load.utilisation, 0)} %"
    return f"{who} would have {work} for {format_number(load.capacity, 0)} h ({share})"


def _quoted(names: Sequence[str]) -> str:
    return listed(f"'{name}'" for name in names)
