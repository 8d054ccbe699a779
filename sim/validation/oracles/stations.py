"""Oracles with one station: M/M/c, M/G/1, priorities, a limited number of customers, vacations.

The unit of time is the hour, whatever it was in the source of a value.
"""

import math

from sim.validation.oracles import formulas
from sim.validation.oracles.oracle import (
    Claim,
    Oracle,
    Window,
    idle_share,
    mean_flow_time,
    mean_inside,
    mean_time_from,
    mean_wait,
    share_waiting,
    slower,
)


def run_length(rate: float, window: Window, patience: float) -> str:
    """Return a run length in which the tasks of a window have come and gone, but for one run in 10^9.

    Args:
        rate: arrivals per hour.
        window: its last task comes by (last + 6 √last) / rate.
        patience: longest stay that is conceivable, beyond that [h].
    """
    return f"{math.ceil((window.last + 6.0 * math.sqrt(window.last)) / rate + patience)} h"


def start_of(window: Window) -> str:
    """Return how the claims of a window keep the empty start out of it."""
    return f"first {window.first} tasks left out" if window.first else "exact for the empty start"


def station(rate: float, service: str, servers: int, length: str) -> str:
    """Return one station with Poisson arrivals per hour."""
    return f"""
scenario: One station
run_length: {length}
task_types:
  job: {{arrivals: {rate:g} per hour, route: [work]}}
steps:
  work: {{service_time: {service}, done_by: [clerks]}}
people:
  clerks: {{headcount: {servers}}}
"""


def mmc(
    name: str, rate: float, mean: float, servers: int, window: Window, replications: int, *claims: Claim
) -> Oracle:
    """Return an M/M/c oracle: ``rate`` tasks an hour, ``mean`` hours each."""
    patience = 22.0 / (servers / mean - rate) + 25.0 * mean
    text = station(rate, f"{{exponential: {mean:g} h}}", servers, run_length(rate, window, patience))
    return Oracle(name, text, slower(text), claims, replications, start_of(window))


def mg1(name: str, service: str, cv: float, window: Window, replications: int) -> Oracle:
    """Return an M/G/1 oracle: 0.8 tasks an hour, one hour each on average."""
    length = run_length(0.8, window, 40.0 * formulas.mean_wait_mg1(0.8, 1.0, cv))
    text = station(0.8, service, 1, length)
    waiting = Claim("P(wait)", lambda factor: 0.8 * factor, share_waiting("work", of=window))
    wait = Claim(
        "mean wait [h]",
        lambda factor: formulas.mean_wait_mg1(0.8, factor, cv),
        mean_wait("work", of=window),
    )
    return Oracle(name, text, slower(text), (waiting, wait), replications, start_of(window))


def assistance(window: Window, replications: int) -> Oracle:
    """Return a writer whom a tool helps with 40 % of the tasks, which then take 60 % of the time."""
    text = f"""
scenario: Assistance as a mixture
run_length: {run_length(0.8, window, 90.0)}
task_types:
  job: {{arrivals: 0.8 per hour, route: [either: {{assisted: 40 %, alone: 60 %}}]}}
steps:
  assisted: {{service_time: {{exponential: 1 h}}, done_by: [writer], assisted_by: helper, exposure: 40 %}}
  alone: {{service_time: {{exponential: 1 h}}, done_by: [writer]}}
people:
  writer: {{headcount: 1}}
tools:
  helper: {{}}
"""
    share, alone, assisted = 0.4, 1.0, 0.6
    mean = share * assisted + (1.0 - share) * alone

    def wait(factor: float) -> float:
        parts = [(share, factor * assisted), (1.0 - share, factor * alone)]
        return formulas.mean_wait_of_mixture(0.8, parts)

    claims = (
        Claim("P(wait)", lambda factor: 0.8 * factor * mean, share_waiting("assisted", "alone", of=window)),
        Claim("mean wait [h]", wait, mean_wait("assisted", "alone", of=window)),
        Claim("mean flow time [h]", lambda factor: wait(factor) + factor * mean, mean_flow_time(window)),
    )
    name = "M/G/1: AI assistance as a mixture"
    return Oracle(name, text, slower(text), claims, replications, start_of(window))


def priorities(urgent: Window, normal: Window, replications: int) -> Oracle:
    """Return two classes at one server, 0.2 urgent and 0.6 normal tasks an hour, one hour each."""
    text = f"""
scenario: Two classes
run_length: {run_length(0.6, normal, 300.0)}
task_types:
  urgent: {{arrivals: 0.2 per hour, route: [work], priority: high}}
  normal: {{arrivals: 0.6 per hour, route: [work]}}
steps:
  work: {{service_time: {{exponential: 1 h}}, done_by: [clerk]}}
people:
  clerk: {{headcount: 1}}
"""

    def flow_times(factor: float) -> list[float]:
        moments = [2.0 * factor * factor] * 2
        waits = formulas.mean_waits_by_priority([0.2, 0.6], [factor] * 2, moments)
        return [wait + factor for wait in waits]

    claims = (
        Claim("mean flow time, urgent [h]", lambda factor: flow_times(factor)[0], mean_flow_time(urgent)),
        Claim("mean flow time, normal [h]", lambda factor: flow_times(factor)[1], mean_flow_time(normal)),
    )
    return Oracle("M/M/1 with two priorities", text, slower(text), claims, replications, start_of(normal))


def reviewer(hours: int, replications: int) -> Oracle:
    """Return six authors who each send a text to one reviewer, five hours after the last came back."""
    text = f"""
scenario: Six authors and one reviewer
run_length: {hours + 60} h
warm_up: 60 h
task_types:
  text: {{arrivals: {{population: 6, away_for: {{exponential: 5 h}}}}, route: [review]}}
steps:
  review: {{service_time: {{exponential: 1 h}}, done_by: [reviewer]}}
people:
  reviewer: {{headcount: 1}}
"""
    claims = (
        Claim(
            "P(nobody inside)",
            lambda factor: formulas.finite_source(6, 5.0, factor)[0],
            idle_share("reviewer"),
        ),
        Claim("mean number inside", lambda factor: formulas.finite_source(6, 5.0, factor)[1], mean_inside),
    )
    name = "Finite source: six authors"
    return Oracle(name, text, slower(text), claims, replications, "first 60 h left out")


def lost_calls(
    name: str, rate: float, mean: float, servers: int, room: int, window: Window, replications: int
) -> Oracle:
    """Return M/M/c/K in a language without losses: K tokens go round between a gate and the servers.

    The gate lets one in after an exponential time as long as it holds a token; while all K are with the
    servers it is idle, and just then arrivals would be lost.
    """
    admitted = rate * (1.0 - formulas.mmck(rate, mean, servers, room)[0])
    text = f"""
scenario: Lost calls
run_length: {run_length(admitted, window, 30.0 * mean)}
warm_up: {math.ceil(window.first / rate)} h
task_types:
  token: {{arrivals: {{population: {room}, away_for: 0 h}}, route: [gate, serve]}}
steps:
  gate: {{service_time: {{exponential: {60.0 / rate:g} min}}, done_by: [gate keeper]}}
  serve: {{service_time: {{exponential: {60.0 * mean:g} min}}, done_by: [clerks]}}
people:
  gate keeper: {{headcount: 1}}
  clerks: {{headcount: {servers}}}
"""

    def flow_time(factor: float) -> float:
        lost, inside = formulas.mmck(rate, factor * mean, servers, room)
        return inside / (rate * (1.0 - lost))

    claims = [
        Claim("mean flow time [h]", flow_time, mean_time_from("serve", window)),
        Claim(
            "share lost",
            lambda factor: formulas.mmck(rate, factor * mean, servers, room)[0],
            idle_share("gate keeper"),
        ),
    ]
    ordered = tuple(claims[::-1] if room == servers else claims)  # without a queue the flow time says nothing
    return Oracle(name, text, slower(text, "serve"), ordered, replications, start_of(window))


def vacations(window: Window, replications: int) -> Oracle:
    """Return a server who goes away for two hours on average whenever no one waits.

    The vacation is a task of low priority that comes back as soon as it is over.
    """
    text = f"""
scenario: Vacations
run_length: {run_length(0.6, window, 90.0)}
task_types:
  job: {{arrivals: 0.6 per hour, route: [work]}}
  vacation: {{arrivals: {{population: 1, away_for: 0 h}}, route: [rest], priority: low}}
steps:
  work: {{service_time: {{exponential: 1 h}}, done_by: [clerk]}}
  rest: {{service_time: {{exponential: 2 h}}, done_by: [clerk]}}
people:
  clerk: {{headcount: 1}}
"""

    def wait(factor: float) -> float:
        return formulas.mean_wait_with_vacations(0.6, factor, 2.0 * factor)

    claims = (Claim("mean wait [h]", wait, mean_wait("work", of=window)),)
    return Oracle("M/M/1 with vacations", text, slower(text), claims, replications, start_of(window))
