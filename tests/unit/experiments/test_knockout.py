"""Which loops are at work: those all of whose links are."""

import pytest

from sim.experiments.knockout import active_loops
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
