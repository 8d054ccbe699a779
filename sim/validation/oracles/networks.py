"""Oracles with several steps: Jackson networks, tandems, approvals side by side and in a row, rework."""

from sim.validation.oracles import formulas
from sim.validation.oracles.oracle import (
    Claim,
    Oracle,
    Window,
    mean_flow_time,
    mean_wait_a_visit,
    share_defective,
    share_delivered_within,
    slower,
    visits_per_task,
)
from sim.validation.oracles.stations import run_length, start_of

CAFE_MEANS, CAFE_SERVERS = (1.0, 2.5, 2.0), (1, 2, 2)
"""Cold bar, hot bar, till: mean service time [h], people."""


def feedback(window: Window, replications: int) -> Oracle:
    """Return M/M/1 from which a fifth of the tasks go round again."""
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

    def flow_time(factor: float) -> float:
        rate = formulas.arrival_rates([0.5], [[0.2]])[0]
        return rate * (formulas.mean_wait_mg1(rate, factor, 1.0) + factor) / 0.5

    claims = (Claim("mean flow time [h]", flow_time, mean_flow_time(window)),)
    name = "Jackson network: M/M/1 with feedback"
    return Oracle(name, text, slower(text), claims, replications, start_of(window))


def cafe(cold: Window, hot: Window, replications: int) -> Oracle:
    """Return a café: cold bar, hot bar, till; 30 % of those with cold food want hot food too."""
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
    n_cold, n_hot = cold.last - cold.first, hot.last - hot.first
    hot_meals, n_all = 0.3 * n_cold + n_hot, n_cold + n_hot

    def wait(node: int, factor: float) -> float:
        rates = formulas.arrival_rates([0.3, 0.2, 0.0], [[0, 0.3, 0.7], [0, 0, 1.0], [0, 0, 0]])
        return formulas.mean_wait_mmc(rates[node], factor * CAFE_MEANS[node], CAFE_SERVERS[node])

    def flow_time(factor: float) -> float:
        at_cold, at_hot, at_till = (wait(node, factor) + factor * CAFE_MEANS[node] for node in range(3))
        return (n_cold * at_cold + hot_meals * at_hot + n_all * at_till) / n_all

    claims = (
        Claim("mean flow time [h]", flow_time, mean_flow_time(cold, hot)),
        Claim(
            "mean wait, cold bar [h]",
            lambda factor: wait(0, factor),
            mean_wait_a_visit("cold", cold, visits=n_cold),
        ),
        Claim(
            "mean wait, hot bar [h]",
            lambda factor: wait(1, factor),
            mean_wait_a_visit("hot", cold, hot, visits=hot_meals),
        ),
        Claim(
            "mean wait, till [h]",
            lambda factor: wait(2, factor),
            mean_wait_a_visit("till", cold, hot, visits=n_all),
        ),
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

    time = formulas.erlang_median(2, 5.0)
    claims = (
        Claim(
            "P(flow time <= its median)",
            lambda factor: formulas.erlang_share(2, 1.0 / (1.0 / factor - 0.8), time),
            share_delivered_within(window, time),
        ),
        Claim("mean flow time [h]", lambda factor: 2.0 / (1.0 / factor - 0.8), mean_flow_time(window)),
    )
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
    claims = (Claim("mean flow time [h]", lambda factor: expected * factor, mean_flow_time(window)),)
    return Oracle(name, text, slower(text), claims, replications, "nobody ever waits")


def rework(hasty: Window, careful: Window, replications: int) -> Oracle:
    """Return drafts with defects, a review that finds 60 % of them, and rework as often as it takes.

    The twin makes more defects and finds more of them, both by 3 %.
    """
    text = f"""
scenario: Rework
run_length: {run_length(20.0, hasty, 20.0)}
task_types:
  careful: {{arrivals: 5 per hour, route: [careful draft, careful review]}}
  hasty: {{arrivals: 20 per hour, route: [hasty draft, hasty review]}}
steps:
  careful draft: {{service_time: 3 min, done_by: [people], error_probability: 15 %}}
  hasty draft: {{service_time: 3 min, done_by: [people], error_probability: 30 %}}
  careful review:
    service_time: 3 min
    done_by: [people]
    reviews: [careful draft]
    detection: 60 %
    rework: {{effort: 100 %, at_most: 1000}}
  hasty review:
    service_time: 3 min
    done_by: [people]
    reviews: [hasty draft]
    detection: 60 %
    rework: {{effort: 100 %, at_most: 1000}}
people:
  people: {{headcount: 30}}
"""
    wrong = {"error_probability: 15 %": "error_probability: 15.45 %"}
    wrong |= {"error_probability: 30 %": "error_probability: 30.9 %", "detection: 60 %": "detection: 61.8 %"}
    twin = text
    for right, instead in wrong.items():
        twin = twin.replace(right, instead)
    claims = (*_rework_claims(0.30, hasty), *_rework_claims(0.15, careful))
    name = "Rework, detection 60 %"
    return Oracle(name, text, twin, claims, replications, "no task depends on another")


def _rework_claims(error: float, window: Window) -> tuple[Claim, Claim]:
    made = f"error {100.0 * error:g} %"
    return (
        Claim(
            f"drafts a task, {made}",
            lambda factor: formulas.passes(factor * error, factor * 0.6),
            visits_per_task(f"{window.task_type} draft", window),
        ),
        Claim(
            f"share escaped, {made}",
            lambda factor: formulas.escapes(factor * error, factor * 0.6),
            share_defective(window),
        ),
    )
