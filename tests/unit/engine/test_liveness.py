"""Nothing stands for ever: when no more tasks come, every task is delivered, whatever the mechanisms."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.running import run_text

OFFICE = """
scenario: Until all is done
run_length: 40 weeks
queue: {queue}
{door}
hand_off: {{delay: {transit}, context_loss: 10 %}}
task_types:
  t:
    arrivals: {{trace: {{file: arrivals.csv, column: arrived}}}}
    priority: {{high: 30 %, normal: 70 %}}
    route: [draft, together: [check, [sketch, layout]], either: {{proof: 50 %, skip: 50 %}},
            again: {{from: draft, chance: 20 %}}, draft]
    escaped_defects: {{return_chance: 40 %, after: 5 h{repair}}}
steps:
  draft:
    {{service_time: {{exponential: 3 h}}, error_probability: 40 %, done_by: [anna, bot, fred],
     assisted_by: bot, exposure: 50 %, end_of_shift: {policy}{limits[0]}}}
  check:
    {{service_time: 1 h, reviews: [draft], detection: 80 %, false_alarm: 5 %, done_by: [rita, fred],
     rework: {{back_to: {back_to}, at_most: 4}}, end_of_shift: {policy}{limits[1]}}}
  sketch: {{service_time: {{exponential: 2 h}}, error_probability: 30 %, done_by: [bot, rita]{limits[2]}}}
  layout: {{service_time: 1 h, reviews: [sketch], rework: {{back_to: {back_to}}}, done_by: [anna]{limits[3]}}}
  proof:
    {{service_time: 30 min, error_probability: 10 %, reviews: [draft], done_by: [rita],
     end_of_shift: {policy}}}
people:
  anna: {{headcount: 2, hours: "Mon-Fri 9:00-17:00", choose: {choose}}}
  rita: {{headcount: 2, workers: {{rob: {{hours: "Mon-Thu 13:00-21:00"}}}}, hours: "Mon-Fri 9:00-15:00"}}
tools:
  bot:
    slots: 2
    rate_limit: 1 per hour
    outages: {{every: {{exponential: 60 h}}, lasting: {{exponential: 9 h}}}}
freelancers:
  fred: {{rate: 15-40 USD/h, seats: 1, search_delay: 30 h, choose: {choose}}}
strategies:
  hire: [{{hire: fred, seats: 2, from: week 1, until: week 2, budget: 400 USD}}]
"""
limits = st.tuples(*[st.sampled_from(["", ", work_in_process_limit: 1", ", work_in_process_limit: 3"])] * 4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    queue=st.sampled_from(["first come", "earliest due date", "shortest expected"]),
    door=st.sampled_from(["", "work_in_process_limit: 2"]),
    transit=st.sampled_from(["0 h", "2 h"]),
    repair=st.sampled_from(["", ", route: [proof]"]),
    policy=st.sampled_from(["pause", "finish", "restart", "hand over"]),
    back_to=st.sampled_from(["anyone", "same pool", "same actor"]),
    choose=st.sampled_from(["longest idle", "in order", "cheapest"]),
    limits=limits,
    seed=st.integers(0, 1000),
)
def test_every_task_is_delivered_in_the_end(seed: int, **mechanisms: object) -> None:
    """Sixty tasks in the first two weeks, and 38 weeks to do them."""
    arrivals = "\n".join(["arrived", *(str(5.5 * n) for n in range(60))])
    record = run_text(OFFICE.format(**mechanisms), seed, strategy="hire", files={"arrivals.csv": arrivals})

    assert np.count_nonzero(record.tasks["parent"] < 0) == 60
    assert not np.any(np.isnan(record.tasks["delivered_at"]))
    assert not np.any(np.isnan(record.visits["ended_at"]))
    assert record.weeks["wip"][-1] == 0
