"""One replication as an event log."""

from pathlib import Path

from sim.engines import AUTO, get_engine
from sim.engines.choice import choose
from sim.errors import UsageError
from sim.experiments.reality import fewest_runs, tell_reality
from sim.experiments.replicate import check_numbers
from sim.experiments.settling import in_steady_state
from sim.model.build import build
from sim.model.pools import named_workers
from sim.records.event_log.events import EventLog, Setting
from sim.records.event_log.write import Written, write_event_log
from sim.scenario.load import Effective, LoadedScenario


def export(
    loaded: LoadedScenario,
    file: Path,
    log_format: str,
    strategy: str = "do nothing",
    *,
    replication: int = 0,
    seed: int = 1,
    engine: str = AUTO,
    future: str = "",
) -> Written:
    """Run one replication and write its event log.

    Args:
        loaded: the scenario.
        file: where it goes; one that is there is replaced.
        log_format: one of ``sim.records.event_log.FORMATS``.
        strategy: a strategy of the scenario; ``do nothing`` always exists.
        replication: which one, 0 up, as run records are counted.
        seed: names the luck: the same seed gives the same digits.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.

    Raises:
        UsageError: an argument is wrong, or the file cannot be written.
        RealityError: something that must hold of the scenario does not.
        SimError: the engine refuses the model.
    """
    log = event_log(loaded, strategy, replication=replication, seed=seed, engine=engine, future=future)
    return write_event_log(log, file, log_format)


def event_log(
    loaded: LoadedScenario, strategy: str, *, replication: int, seed: int, engine: str, future: str
) -> EventLog:
    """Run one replication and return its event log; see ``export``."""
    if replication < 0:
        raise UsageError(f"replication = {replication}: should be a whole number from 0 up")
    check_numbers(1, seed)
    loaded, _ = in_steady_state(loaded, [strategy], future, engine, seed, None)
    effective = loaded.under(strategy, future)
    model = build(effective)
    choice = choose(engine, [model], 1 + fewest_runs(loaded), wait=True)
    tell_reality(loaded, choice.engine, seed)
    return EventLog(get_engine(choice.name)(model, seed, replication), setting_of(effective))


def setting_of(effective: Effective) -> Setting:
    """Return what the event log of a scenario says beside its run record."""
    scenario = effective.scenario
    workers = {name: named_workers(pool) for name, pool in scenario.people.items()}
    return Setting(scenario.scenario, effective.strategy, effective.future, scenario.start, workers)
