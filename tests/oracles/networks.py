"""Oracles with several steps: Jackson networks, tandems, approvals side by side and in a row, rework."""

from tests.oracles import formulas
from tests.oracles.oracle import (
    Claim,
    Oracle,
    Window,
    mean_flow_time,
    mean_wait,
    share_defective,
    slower,
    visits_per_task,
)
from tests.oracles.stations import run_length, start_of


def feedback(window: Window, replications: int) -> Oracle:
    """Return M/M/1 from which a fifth of the tasks go round again."""
    rate = formulas.arrival_rates([0.5], [[0.2]])[0]
    inside = rate * (formulas.mean_wait_mg1(rate, 1.0, 1.0) + 1.0)
    text = f"""
scenario: Feedback
run_length: {run_length(0.5, window, 120.0)}
task_types:
  job: {{arrivals: 0.5 per hour, route: [work, again: {{from: work, chance: 20 %}}]}}
steps:
  work: {{service_time: {{exponential: 1 h}}, done_by: [clerk]}}
people:
  clerk: {{headcount: 1}}
"""
    claims = (Claim("mean flow time [h]", inside / 0.5, mean_flow_time(window)),)
    name = "Jackson network: M/M/1 with feedback"
    return Oracle(name, text, slower(text), claims, replications, start_of(window))


def cafe(cold: Window, hot: Window, replications: int) -> Oracle:
    """Return a café: cold bar, hot bar, till; 30 % of those with cold food want hot food too."""
    means, servers = (1.0, 2.5, 2.0), (1, 2, 2)
    rates = formulas.arrival_rates([0.3, 0.2, 0.0], [[0, 0.3, 0.7], [0, 0, 1.0], [0, 0, 0]])
    at_cold, at_hot, at_till = map(formulas.mean_wait_mmc, rates, means, servers)
    text = f"""
scenario: Café
run_length: {run_length(0.3, cold, 180.0)}
task_types:
  cold eater: {{arrivals: 0.3 per hour, route: [cold, either: {{hot: 30 %, skip: 70 %}}, till]}}
  hot eater: {{arrivals: 0.2 per hour, route: [hot, till]}}
steps:
  cold: {{service_time: {{exponential: 1 h}}, done_by: [cold bar]}}
  hot: {{service_time: {{exponential: 2.5 h}}, done_by: [hot bar]}}
  till: {{service_time: {{exponential: 2 h}}, done_by: [cashiers]}}
people:
  cold bar: {{headcount: 1}}
  hot bar: {{headcount: 2}}
  cashiers: {{headcount: 2}}
"""
    flow_time = (at_cold + 1.0) + 0.3 * (at_hot + 2.5) + (at_till + 2.0)
    hot_meals = 0.3 * (cold.last - cold.first) + (hot.last - hot.first)
    claims = (
        Claim("mean flow time, cold eaters [h]", flow_time, mean_flow_time(cold)),
        Claim("mean wait, cold bar [h]", at_cold, mean_wait("cold", cold)),
        Claim("mean wait, hot bar [h]", at_hot, mean_wait("hot", cold, hot, visits=hot_meals)),
        Claim("mean wait, till [h]", at_till, mean_wait("till", cold, hot)),
    )
    return Oracle("Jackson network: café", text, slower(text), claims, replications, start_of(cold))


def tandem(window: Window, replications: int) -> Oracle:
    """Return a human whose work somebody reviews."""
    text = f"""
scenario: Tandem
run_length: {run_length(0.8, window, 250.0)}
task_types:
  job: {{arrivals: 0.8 per hour, route: [draft, review]}}
steps:
  draft: {{service_time: {{exponential: 1 h}}, done_by: [writer]}}
  review: {{service_time: {{exponential: 1 h}}, done_by: [editor], reviews: [draft]}}
people:
  writer: {{headcount: 1}}
  editor: {{headcount: 1}}
"""
    expected = 2.0 * (formulas.mean_wait_mg1(0.8, 1.0, 1.0) + 1.0)
    claims = (Claim("mean flow time [h]", expected, mean_flow_time(window)),)
    name = "Tandem: human, then review"
    return Oracle(name, text, slower(text), claims, replications, start_of(window))


def approvals(name: str, route: str, expected: float, window: Window, replications: int) -> Oracle:
    """Return three approvals of an hour each, by so many people that nobody waits."""
    text = f"""
scenario: Approvals
run_length: {run_length(2.0, window, 60.0)}
task_types:
  request: {{arrivals: 2 per hour, route: {route}}}
steps:
  legal: {{service_time: {{exponential: 1 h}}, done_by: [lawyers]}}
  money: {{service_time: {{exponential: 1 h}}, done_by: [controllers]}}
  brand: {{service_time: {{exponential: 1 h}}, done_by: [designers]}}
people:
  lawyers: {{headcount: 40}}
  controllers: {{headcount: 40}}
  designers: {{headcount: 40}}
"""
    claims = (Claim("mean flow time [h]", expected, mean_flow_time(window)),)
    return Oracle(name, text, slower(text), claims, replications, "nobody ever waits")


def rework(error: float, judge: int, wrong: tuple[float, float], window: Window, replications: int) -> Oracle:
    """Return drafts with defects, a review that finds 60 % of them, and rework as often as it takes.

    Args:
        error: probability of a defect.
        judge: 0 if the passes tell the twin from the book, 1 if the escapes do.
        wrong: the twin's probabilities of making and of finding a defect.
        window, replications: as for every oracle.
    """
    text = f"""
scenario: Rework
run_length: {run_length(20.0, window, 20.0)}
task_types:
  job: {{arrivals: 20 per hour, route: [draft, review]}}
steps:
  draft: {{service_time: 3 min, done_by: [people], error_probability: {100.0 * error:g} %}}
  review:
    service_time: 3 min
    done_by: [people]
    reviews: [draft]
    detection: 60 %
    rework: {{effort: 100 %, at_most: 1000}}
people:
  people: {{headcount: 20}}
"""
    twin = text.replace(f"{100.0 * error:g} %", f"{100.0 * wrong[0]:g} %")
    twin = twin.replace("detection: 60 %", f"detection: {100.0 * wrong[1]:g} %")
    claims = (
        Claim("drafts a task", formulas.passes(error, 0.6), visits_per_task("draft", window)),
        Claim("share escaped", formulas.escapes(error, 0.6), share_defective(window)),
    )
    ordered = (claims[judge], claims[1 - judge])
    name = f"Rework: error {100.0 * error:g} %, detection 60 %"
    return Oracle(name, text, twin, ordered, replications, "no task depends on another")
