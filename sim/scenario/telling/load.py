"""How busy pools would be on paper, before any run."""

from pathlib import Path

from sim.scenario.load_estimate import ASSUMPTIONS, PoolLoad, estimate_load
from sim.scenario.load_peaks import Peak, long_overload, peaks
from sim.scenario.schema import Scenario
from sim.scenario.telling import wording as say


def load_sentences(scenario: Scenario, folder: Path) -> list[str]:
    """Return one line per pool that has work, the busiest first, and what the estimate leaves out."""
    loads = [_line(load, scenario, folder) for load in estimate_load(scenario, folder)]
    return [*loads, f"Estimated before any run: {'; '.join(ASSUMPTIONS)}."] if loads else []


def _line(load: PoolLoad, scenario: Scenario, folder: Path) -> str:
    who = say.listed(map(say.spoken, load.pools))
    work = f"{say.number(load.work, 3)} h of work a week"
    if not load.capacity:
        return f"{who}: {work} and no hours to do it in."
    hours = f"{say.number(load.capacity, 3)} h"
    higher = peaks(scenario, folder, load)
    busy = f"{_percent(load.utilisation)} busy{' on average' if higher else ''}"
    said = ", ".join([busy, *(f"{_percent(peak.utilisation)} {peak.when}" for peak in higher)])
    return f"{who}: {work} for {hours}, {said}{_queue(load, long_overload(scenario, folder, load))}."


def _percent(utilisation: float) -> str:
    return f"{say.number(utilisation * 100.0, 3)} %"


def _queue(load: PoolLoad, overload: Peak | None) -> str:
    if overload is None:
        return ", so the queue would grow without end" if load.utilisation >= 1.0 else ""
    end = "grows until the run ends"
    if overload.is_passing:
        end = "is worked off later" if load.utilisation < 1.0 else "is hardly worked off later"
    return f"; {overload.when} a queue would build up that {end}"
