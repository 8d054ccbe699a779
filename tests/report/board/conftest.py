"""One study of a small scenario, and its page, for all tests of a process."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.experiments.provenances import provenance_of_study
from sim.experiments.study import Study, study
from sim.records.provenance import Provenance
from sim.report.board.page import study_page
from sim.report.results import write_page, write_provenance
from sim.scenario.load import LoadedScenario, load_scenario

SCENARIO = """
scenario: Letters desk
question: Does a third clerk help more than <better> advice?
run_length: 4 weeks
warm_up: 1 week
behaviour: knowledge-work
task_types:
  letter:
    arrivals: {rate: 34 per week, hours: Mon-Fri 9:00-17:00}
    value: 60 USD
    due: 2 working days
    route: [draft, check]
    escaped_defects: {lose: 50 %, return_chance: 50 %, after: {exponential: 1 week}}
steps:
  draft:
    service_time: {lognormal: {mean: 100 min, cv: 0.5}}
    skills: {writing: 100 %}
    difficulty: 0.44 ± 0.10
    standard: 50 %
    done_by: [clerks]
    assisted_by: helper
    exposure: 40 %
  check:
    service_time: 15 min
    reviews: [draft]
    skills: {writing: 100 %}
    detection: 70 %
    done_by: [leads]
people:
  clerks: {headcount: 2, wage: 25 USD/h, hours: Mon-Fri 9:00-17:00, skills: {writing: 0.62 ± 0.06}}
  leads: {headcount: 1, wage: 40 USD/h, hours: Mon-Fri 9:00-17:00, skills: {writing: 0.70}}
tools:
  helper: {capability: {writing: 0.60}, jaggedness: 0.18, price: 30 USD per person per month}
strategies:
  third clerk: [{set: {people.clerks.headcount: 3}}]
  better helper: [{upgrade: helper, to: {capability: {writing: +0.15}}, price: 2000 USD}]
compare:
  measures: [throughput, flow_time, quality, cost_per_good_task]
"""
FEW = 3
"""Replications: enough for intervals."""


@dataclass(frozen=True)
class Studied:
    """A study with its scenario, its provenance and its page."""

    loaded: LoadedScenario
    study: Study
    provenance: Provenance
    page: str


@pytest.fixture(scope="session")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Studied:
    path = tmp_path_factory.mktemp("a-place-of-mine") / "letters.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    loaded = load_scenario(path)
    found = study(loaded, replications=FEW, engine="reference", jobs=1)
    provenance = provenance_of_study(found, loaded)
    return Studied(loaded, found, provenance, study_page(found, loaded, provenance))


@pytest.fixture
def report(studied: Studied, tmp_path: Path) -> Path:
    """The page in a folder of its own."""
    write_page(studied.page, tmp_path)
    write_provenance(studied.provenance, tmp_path)
    return tmp_path / "report.html"
