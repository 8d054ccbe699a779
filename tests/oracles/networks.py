"""Oracles with several steps: Jackson networks, tandems, approvals side by side and in a row, rework."""

from tests.oracles import formulas
from tests.oracles.oracle import (
    Claim,
    Measured,
    Oracle,
    Window,
    mean_flow_time,
    mean_wait,
    share_defective,
    slower,
    visits_per_task,
)
from tests.oracles.stations import run_length, steady

HOUR = "{exponential: 60 min}"


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
  work: {{service_time: {HOUR}, done_by: [clerk]}}
people:
  clerk: {{headcount: 1}}
"""
    claims = (Claim("mean flow time [h]", inside / 0.5, mean_flow_time(window)),)
    return Oracle("M/M/1 with feedback", text, slower(text), claims, replications, steady(window.first))


def cafe(cold: Window, hot: Window, replications: int) -> Oracle:
    """Return a café: cold food, hot food, till; 18 come for cold food an hour, 12 for hot food."""
    services = {"cold": (1.0, 1), "hot": (2.5, 2), "till": (2.0, 2)}
    rates = formulas.arrival_rates([18.0, 12.0, 0.0], [[0, 0.3, 0.7], [0, 0, 1.0], [0, 0, 0]])
    waits = [
        60.0 * formulas.mean_wait_mmc(rate, minutes / 60.0, servers)
        for rate, (minutes, servers) in zip(rates, services.values(), strict=True)
    ]
    n_cold, n_hot = cold.last - cold.first, hot.last - hot.first
    text = f"""
scenario: Café
run_length: {run_length(18.0, cold, 3.0)}
task_types:
  cold eater: {{arrivals: 18 per hour, route: [cold, either: {{hot: 30 %, skip: 70 %}}, till]}}
  hot eater: {{arrivals: 12 per hour, route: [hot, till]}}
steps:
  cold: {{service_time: {{exponential: 1 min}}, done_by: [cold bar]}}
  hot: {{service_time: {{exponential: 2.5 min}}, done_by: [hot bar]}}
  till: {{service_time: {{exponential: 2 min}}, done_by: [cashiers]}}
people:
  cold bar: {{headcount: 1}}
  hot bar: {{headcount: 2}}
  cashiers: {{headcount: 2}}
"""

    def minutes_of(measured: Measured) -> Measured:
        return lambda record: 60.0 * measured(record)

    claims = (
        Claim("mean wait, cold food [min]", waits[0], minutes_of(mean_wait("cold", cold))),
        Claim(
            "mean wait, hot food [min]",
            waits[1],
            minutes_of(mean_wait("hot", cold, hot, visits=0.3 * n_cold + n_hot)),
        ),
        Claim("mean wait, till [min]", waits[2], minutes_of(mean_wait("till", cold, hot))),
    )
    return Oracle("Jackson network: café", text, slower(text), claims, replications, steady(cold.first))


def tandem(window: Window, replications: int) -> Oracle:
    """Return a human whose work somebody reviews."""
    text = f"""
scenario: Tandem
run_length: {run_length(0.8, window, 250.0)}
task_types:
  job: {{arrivals: 0.8 per hour, route: [draft, review]}}
steps:
  draft: {{service_time: {HOUR}, done_by: [writer]}}
  review: {{service_time: {HOUR}, done_by: [editor], reviews: [draft]}}
people:
  writer: {{headcount: 1}}
  editor: {{headcount: 1}}
"""
    expected = 2.0 * (formulas.mean_wait_mg1(0.8, 1.0, 1.0) + 1.0)
    claims = (Claim("mean flow time [h]", expected, mean_flow_time(window)),)
    return Oracle(
        "Tandem: human, then review", text, slower(text), claims, replications, steady(window.first)
    )


def approvals(name: str, route: str, expected: float, window: Window, replications: int) -> Oracle:
    """Return three approvals of an hour each by people enough that nobody waits."""
    text = f"""
scenario: Approvals
run_length: {run_length(2.0, window, 60.0)}
task_types:
  request: {{arrivals: 2 per hour, route: {route}}}
steps:
  legal: {{service_time: {HOUR}, done_by: [lawyers]}}
  money: {{service_time: {HOUR}, done_by: [controllers]}}
  brand: {{service_time: {HOUR}, done_by: [designers]}}
people:
  lawyers: {{headcount: 40}}
  controllers: {{headcount: 40}}
  designers: {{headcount: 40}}
"""
    claims = (Claim("mean flow time [h]", expected, mean_flow_time(window)),)
    return Oracle(name, text, slower(text), claims, replications, "nobody ever waits")


def rework(
    error: float, claim: str, wrong_error: float, wrong_detection: float, window: Window, replications: int
) -> Oracle:
    """Return drafts with defects, a review that finds 60 % of them, and rework as often as it takes."""
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
    claims = {
        "passes": Claim("drafts a task", formulas.passes(error, 0.6), visits_per_task("draft", window)),
        "escapes": Claim("share escaped", formulas.escapes(error, 0.6), share_defective(window)),
    }
    twin = text.replace(f"{100.0 * error:g} %", f"{100.0 * wrong_error:g} %")
    twin = twin.replace("detection: 60 %", f"detection: {100.0 * wrong_detection:g} %")
    name = f"Rework, e {100.0 * error:g} %, d 60 %: {claim}"
    return Oracle(name, text, twin, (claims[claim],), replications, "no task depends on another")
