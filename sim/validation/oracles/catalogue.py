"""All oracles, with the windows and replications that their power asks for.

Every row of the project's list of reference values stands here but one: in Erlang's model A customers lose
patience and leave, which our tasks never do.
"""

import math
from collections.abc import Callable

from sim.validation.oracles import formulas
from sim.validation.oracles.networks import approvals, cafe, feedback, rework, tandem
from sim.validation.oracles.oracle import (
    Claim,
    Oracle,
    Window,
    mean_flow_time,
    mean_wait,
    share_delivered_within,
    share_started_within,
    share_waiting,
)
from sim.validation.oracles.stations import assistance, lost_calls, mg1, mmc, priorities, reviewer, vacations

FAMILY_LEVEL = 1e-6
"""False-alarm rate of all claims together."""
POWER = 0.999
"""Probability with which the first claim of each oracle rejects the twin."""


SQRT_2 = math.sqrt(2.0)
REFUSED = "either: {leave: 10 %, skip: 90 %}"


def _jobs(first: int, last: int) -> Window:
    return Window("job", first, last)


def _erlang_c(
    rate: float, mean: float, servers: int, window: Window, replications: int, *more: Claim
) -> Oracle:
    """Return an M/M/c oracle that the probability of waiting judges."""
    claims = (
        Claim(
            "P(wait)",
            lambda factor: formulas.erlang_c(rate * factor * mean, servers),
            share_waiting("work", of=window),
        ),
        Claim(
            "mean wait [h]",
            lambda factor: formulas.mean_wait_mmc(rate, factor * mean, servers),
            mean_wait("work", of=window),
        ),
    )
    name = f"M/M/{servers}, load {rate * mean / servers:.3g}"
    return mmc(name, rate, mean, servers, window, replications, *claims, *more)


def _first_tasks(rate: float, mean: float, count: int, replications: int, *fewer: int) -> Oracle:
    """Return M/M/1 where the long run is long: exact for the first tasks after an empty start."""

    def book(which: int, last: int) -> Callable[[float], float]:
        return lambda factor: float(formulas.from_empty(rate, factor * mean, 1, last)[which].mean())

    window = _jobs(0, count)
    claims = [
        Claim(f"P(wait) of the first {count}", book(0, count), share_waiting("work", of=window)),
        *(
            Claim(f"mean wait of the first {last} [h]", book(1, last), mean_wait("work", of=_jobs(0, last)))
            for last in (count, *fewer)
        ),
    ]
    name = f"M/M/1, load {rate * mean:.3g}, from empty"
    return mmc(name, rate, mean, 1, window, replications, *claims)


def _flow_time_point(share: float, window: Window) -> Claim:
    """Return the share of tasks that pass M/M/1 at load 0.8 within a quantile of the flow time."""
    time = formulas.flow_time_quantile_mm1(0.8, 1.0, share)
    return Claim(
        f"P(flow time <= its {100.0 * share:g} % point)",
        lambda factor: -math.expm1(-(1.0 / factor - 0.8) * time),
        share_delivered_within(window, time),
    )


def _mm1() -> Oracle:
    """Return M/M/1 at load 0.8, with the distribution of its flow times."""
    window = _jobs(300, 3300)
    claims = (
        _flow_time_point(0.5, window),
        Claim(
            "mean wait [h]",
            lambda factor: formulas.mean_wait_mg1(0.8, factor, 1.0),
            mean_wait("work", of=window),
        ),
        Claim("mean flow time [h]", lambda factor: 1.0 / (1.0 / factor - 0.8), mean_flow_time(window)),
        _flow_time_point(0.95, window),
    )
    return mmc("M/M/1, load 0.8", 0.8, 1.0, 1, window, 96, *claims)


def _call_centre() -> Oracle:
    window, queue, time = _jobs(150, 3150), (200.0, 0.05, 14), 20.0 / 3600.0
    within = Claim(
        "P(wait <= 20 s)",
        lambda factor: formulas.share_waiting_at_most(200.0, 0.05 * factor, 14, time),
        share_started_within("work", window, time),
    )
    return _erlang_c(*queue, window, 126, within)


ORACLES: tuple[Oracle, ...] = (
    _mm1(),
    _first_tasks(1.0, 0.9, 800, 315, 100),
    _first_tasks(0.95, 1.0, 1600, 172),
    _erlang_c(5.0, 0.125, 1, _jobs(100, 3100), 112),
    _erlang_c(0.2, 10.0, 3, _jobs(100, 3100), 112),
    _erlang_c(0.25, 10.0, 4, _jobs(100, 3100), 126),
    _erlang_c(0.25, 10.0, 5, _jobs(100, 3100), 170),
    _erlang_c(4.0, 1.0, 5, _jobs(250, 3250), 98),
    _erlang_c(9.0, 1.0, 10, _jobs(500, 3500), 102),
    _call_centre(),
    _erlang_c(16.0, 1.0, 20, _jobs(300, 3300), 122),
    mg1("M/D/1, load 0.8", "1 h", 0.0, _jobs(300, 3300), 64),
    mg1("M/G/1: lognormal, cv² 0.25", "{lognormal: {mean: 1 h, cv: 0.5}}", 0.5, _jobs(300, 3300), 74),
    mg1("M/G/1: gamma, cv² 2", f"{{gamma: {{mean: 1 h, cv: {SQRT_2}}}}}", SQRT_2, _jobs(400, 3400), 134),
    assistance(_jobs(150, 3150), 108),
    priorities(Window("urgent", 100, 1100), Window("normal", 300, 3300), 90),
    reviewer(4000, 100),
    lost_calls("M/M/2/3: three tokens", 3.0, 0.25, 2, 3, Window("token", 50, 3050), 76),
    lost_calls("Erlang B, load 10, 12 servers", 10.0, 1.0, 12, 12, Window("token", 100, 3100), 104),
    vacations(_jobs(150, 3150), 146),
    feedback(_jobs(100, 2100), 190),
    cafe(Window("cold eater", 100, 1900), Window("hot eater", 67, 1267), 84),
    tandem(_jobs(400, 3400), 76),
    approvals(
        "Three approvals side by side",
        "[together: [legal, money, brand]]",
        formulas.expected_maximum(3, 1.0),
        Window("request", 0, 400),
        128,
    ),
    approvals(
        "Three approvals in a row, 10 % refused",
        f"[legal, {REFUSED}, money, {REFUSED}, brand]",
        formulas.expected_series(3, 1.0, 0.1),
        Window("request", 0, 400),
        126,
    ),
    rework(Window("hasty", 0, 1500), Window("careful", 0, 375), 78),
)
LEVEL = FAMILY_LEVEL / sum(len(oracle.claims) for oracle in ORACLES)
"""False-alarm rate of each claim, by Bonferroni's inequality."""
TEST_SEED, PILOT_SEED = 1, 2
"""Luck of the tests, and of the pilot runs from which their power is calculated."""
QUICK = tuple(
    oracle
    for oracle in ORACLES
    if oracle.name.startswith(("M/M/1, load 0.625", "M/D/1", "Jackson network: café", "Three", "Rework"))
)
"""Those whose twins are simulated in every run of the tests; the table has all of them."""
