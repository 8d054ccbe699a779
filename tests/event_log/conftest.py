"""A run in which everything happens that an event log must tell, and its logs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.engines import get_engine
from sim.experiments.event_log import setting_of
from sim.model.build import build
from sim.records.event_log.events import EventLog
from sim.records.event_log.write import WRITERS
from sim.scenario.load import load_scenario

SCENARIO = r"""
scenario: "Büro \"A\" <b> & 'c' 🚀 \x07"
START
run_length: 399 h
warm_up: 1 week
snapshot: today.csv
behaviour: living-organisation
task_types:
  "Anfr<a>ge \"x\" 🚀\n":
    arrivals: {rate: 60 per week, hours: Mon-Fri 9:00-17:00}
    due: 2 working days
    value: 20 USD
    priority: {urgent: 20 %, normal: 80 %}
    escaped_defects: {lose: 50 %, return_chance: 90 %, after: 2 h}
    route: ["prü,f'en\x07", {together: [a, task arrives]}, stamp, seal, check]
  silent: {arrivals: 3 per week, route: [seal]}
steps:
  "prü,f'en\x07":
    {service_time: 1 h, done_by: ["Bü;ro"], end_of_shift: hand over, skills: {law: 100 %}, standard: 60 %}
  a:
    service_time: 1 h
    done_by: ["Bü;ro", 'fl"ink']
    end_of_shift: hand over
    skills: {law: 100 %}
    standard: 50 %
  task arrives: {service_time: 30 min, done_by: [Robot & Co]}
  stamp: {service_time: 0 min, done_by: [Robot & Co]}
  seal: {service_time: 0 min, done_by: [Robot & Co]}
  check:
    {service_time: 20 min, done_by: ["Bü;ro"], reviews: ["prü,f'en\x07"], detection: 70 %, false_alarm: 5 %}
people:
  "Bü;ro":
    headcount: 5
    wage: 31 USD/h
    hours: Mon-Fri 9:00-17:00
    skills: {law: 0.6 ± 0.1}
    workers: {"Ädä <3": {wage: 40 USD/h}, "4": {}}
tools:
  Robot & Co: {slots: 1}
  helper: {price: 30 USD per month}
freelancers:
  'fl"ink': {rate: 30-50 USD/h, search_delay: 1 calendar day, hours: Mon-Fri 9:00-17:00, skills: {law: 0.5}}
strategies:
  all of it:
    - {train: "Bü;ro", in: {law: +0.1}, from: week 2, for: 1 week, time: 5 h per week}
    - {hire: 'fl"ink', seats: 1, from: week 1, until: week 2}
    - {hire: 'fl"ink', seats: 2, from: week 4}
"""
TODAY = "task_type,step,tasks,arrived,due,priority,done\nsilent,,2,3 calendar days,,,\n"
STRATEGY = "all of it"


def log_of(folder: Path, text: str = SCENARIO, engine: str = "reference") -> EventLog:
    """Return the event log of one replication of a scenario text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (folder / "today.csv").write_text(TODAY, encoding="utf-8")
    loaded = load_scenario(folder)
    effective = loaded.under(STRATEGY if STRATEGY in loaded.strategies else "do nothing")
    return EventLog(get_engine(engine)(build(effective), 3, 0), setting_of(effective))


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> EventLog:
    return log_of(tmp_path_factory.mktemp("rich"), SCENARIO.replace("START", "start: 2026-01-05"))


@pytest.fixture(scope="session")
def written(log: EventLog, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``written("xes")`` is the file of that format."""
    folder = tmp_path_factory.mktemp("written")

    def of(format_: str) -> Path:
        path = folder / format_
        if not path.exists():
            WRITERS[format_](log, path)
        return path

    return of
