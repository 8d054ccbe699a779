"""How busy pools would be on paper, before any run."""

from pathlib import Path

from sim.scenario.load_estimate import ASSUMPTIONS, PoolLoad, estimate_load
from sim.scenario.schema import Scenario
from sim.scenario.telling import wording as say


def load_sentences(scenario: Scenario, folder: Path) -> list[str]:
    """Return one line per pool that has work, the busiest first, and what the estimate leaves out."""
    loads = [_line(load) for load in estimate_load(scenario, folder)]
    return [*loads, f"Estimated before any run: {'; '.join(ASSUMPTIONS)}."] if loads else []


def _line(load: PoolLoad) -> str:
    who = say.listed(map(say.spoken, load.pools))
    work = f"{say.number(load.work, 3)} h of work a week"
    if not load.capacity:
        return f"{who}: {work} and no hours to do it in."
    hours = f"{say.number(load.capacity, 3)} h"
    grows = ", so the queue would grow without end" if load.utilisation >= 1.0 else ""
    return f"{who}: {work} for {hours}, {say.number(load.utilisation * 100.0, 3)} % busy{grows}."
