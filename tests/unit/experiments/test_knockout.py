"""Which loops are at work: those all of whose links are."""

from pathlib import Path

import pytest

from sim.experiments.knockout import active_loops, knock_out
from sim.scenario.load import load_scenario
from sim.statistics.shapley import MOST_EXACT
from tests.running import model_of

TEXT = """
scenario: Deskilling
run_length: 4 weeks
task_types: {{t: {{arrivals: 1 per hour, route: [do]}}}}
steps:
  do:
    {{service_time: 30 min, skills: {{s: 100 %}}, done_by: [anna], assisted_by: bot, exposure: 50 %}}
people: {{anna: {{headcount: 1, skills: {{s: 0.5}}}}}}
tools: {{bot: {{capability: {{s: 0.5}}}}}}
behaviour: {{learning_time: 100 h{more}}}
"""


@pytest.mark.parametrize(
    ("more", "closed"),
    [
        ("", False),
        (", ai_learning: -20 %", False),
        (", doubt_slope: 0.5", False),
        (", ai_learning: +20 %, doubt_slope: 0.5", False),
        (", ai_learning: -20 %, doubt_slope: 0.5", True),
    ],
)
def test_deskilling_is_a_loop_only_where_use_costs_skill_and_less_skill_means_more_use(
    more: str, *, closed: bool
) -> None:
    assert ("reliance-deskilling" in active_loops(model_of(TEXT.format(more=more)))) is closed


MANY = """
scenario: Many
run_length: 4 weeks
warm_up: 1 week
task_types:
  t:
    arrivals: {rate: 16 per week, hours: Mon-Fri 9:00-17:00}
    route: [draft, review]
    escaped_defects: {return_chance: 50 %, after: 1 week}
steps:
  draft:
    {service_time: 3 h, skills: {w: 100 %}, standard: 0.5, done_by: [a], assisted_by: bot, exposure: 50 %}
  review: {service_time: 20 min, done_by: [b], reviews: [draft]}
people:
  a: {headcount: 1, hours: Mon-Fri 9:00-17:00, skills: {w: 0.6}}
  b: {headcount: 1, hours: Mon-Fri 9:00-17:00}
tools: {bot: {}}
behaviour: living-organisation
"""


def test_many_loops_are_knocked_out_by_sampled_orders_and_their_shares_add_up(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(MANY, encoding="utf-8")

    found = knock_out(load_scenario(path), replications=2, jobs=1)

    assert len(found.loops) > MOST_EXACT
    assert not found.is_exact
    for measure in found.measures:
        total = sum(found.share[loop][measure.name].mean for loop in found.loops)
        assert total == pytest.approx(found.whole[measure.name].mean, rel=1e-9, abs=1e-9, nan_ok=True)
