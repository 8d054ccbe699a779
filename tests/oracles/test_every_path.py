"""Little's law, work conservation, causality and closed books on every path of scenarios with many pools."""

import pytest

from sim.engines import get_engine
from sim.model.model import Model
from sim.records.record import RunRecord
from sim.scenario.load import load_scenario
from tests.laws import LAWS, Law
from tests.running import SCENARIOS, SHIPPED, model_of, shipped_model

CROSS_TRAINED = """
scenario: Cross-trained pools under pressure
run_length: 6 weeks
warm_up: 1 week
queue: earliest due date
behaviour: knowledge-work
hand_off: {delay: 20 min, context_loss: 10 %}
task_types:
  article:
    arrivals: {rate: 40 per week, hours: "Mon-Fri 8:00-18:00", batch: {uniform: {low: 1, high: 3}}}
    value: 300 USD
    due: 3 working days
    priority: {urgent: 10 %, normal: 90 %}
    route: [brief, together: [draft, [sketch, layout]], review, again: {from: brief, chance: 5 %}]
    escaped_defects: {return_chance: 60 %, after: {exponential: 2 calendar days}}
  page:
    arrivals: {every: {exponential: 5 h}}
    route: [draft, either: {layout: 30 %, leave: 10 %, skip: 60 %}, review]
  renewal:
    arrivals: {population: 8, away_for: {exponential: 30 h}}
    priority: low
    route: [brief, review]
steps:
  brief: {service_time: {exponential: 40 min}, done_by: [editors, writers]}
  draft:
    service_time: {lognormal: {mean: 3 h, cv: 0.6}}
    done_by: [writers, pens]
    skills: {writing: 100 %}
    standard: 55 %
    assisted_by: helper
    exposure: 50 %
    end_of_shift: hand over
  sketch: {service_time: 90 min, done_by: [artists], end_of_shift: finish, error_probability: 15 %}
  layout: {service_time: {gamma: {mean: 1 h, cv: 0.5}}, done_by: [helper, artists], end_of_shift: restart}
  review:
    service_time: 30 min
    done_by: [editors, artists]
    reviews: [draft, sketch]
    detection: 70 %
    false_alarm: 5 %
    rework: {effort: 50 %}
people:
  writers: {headcount: 4, wage: 30 USD/h, hours: "Mon-Fri 9:00-17:00", skills: {writing: 0.6 ± 0.1}}
  editors: {headcount: 2, wage: 40 USD/h, hours: "Mon-Fri 8:00-12:00 and 13:00-17:00", choose: cheapest}
  artists: {headcount: 2, wage: 35 USD/h, hours: "Mon-Sat 10:00-16:00", overtime_premium: 25 %}
tools:
  helper:
    capability: {writing: 0.6}
    slots: 2
    price: [1 USD per use, 40 USD per person per month]
    outages: {dates: [{from: day 10, lasting: 5 h}]}
freelancers:
  pens: {rate: 20-60 USD/h, seats: 1, search_delay: 3 calendar days, skills: {writing: 0.6 ± 0.2}}
"""


@pytest.fixture(scope="module")
def runs() -> tuple[Model, list[RunRecord]]:
    model = model_of(CROSS_TRAINED)
    return model, [get_engine("reference")(model, 1, replication) for replication in range(3)]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_pools_that_help_one_another_obey(runs: tuple[Model, list[RunRecord]], law: Law) -> None:
    model, records = runs

    for record in records:
        law(model, record)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_obey_every_law_under_their_last_strategy(name: str) -> None:
    """On the kernel, whose record of this very run is the reference engine's: see the conformance tests."""
    model = shipped_model(name, load_scenario(SCENARIOS / name).strategies[-1])
    record = get_engine("kernel")(model, 1, 0)

    for law in LAWS:
        law(model, record)
