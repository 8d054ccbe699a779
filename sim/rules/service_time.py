"""How fast work is done: by a person, by a person with a tool, by the tool alone."""

import math

SLOWEST = 0.05
"""Least that strain, newcomers and a ramp leave of the rate that skill gives (assumed) [factor]."""


def work_rate(match: float, reference_match: float, slope: float) -> float:
    """Return the rate at which a person works, relative to nominal speed.

        r = exp(ρ (θ - θ_ref))

    Args:
        match: θ, match of the person's skills to the step [0-1 scale].
        reference_match: θ_ref, match at which speed is nominal [0-1 scale].
        slope: ρ, steepness [1], >= 0.  0 switches the effect of skill on speed off.

    Returns:
        Rate [factor], > 0.

    Source: project model, section 2; ρ = 2.5 gives sd(ln r) = 0.25 at a skill spread of 0.10, the spread
        with which the gains by quintile of Brynjolfsson, Li & Raymond (2025) come out.

    >>> work_rate(match=0.5, reference_match=0.5, slope=2.5)
    1.0
    >>> work_rate(match=0.9, reference_match=0.5, slope=0.0)
    1.0
    """
    return math.exp(slope * (match - reference_match))


def assisted_time_factor(exposure: float, reliance: float, overhead: float, rate: float) -> float:
    """Return time with a tool over time without, for a person who works at some rate.

        f = 1 - e u (1 - o r)

    The exposed share that is handed over costs ``overhead`` hours of prompting and checking per reference
    hour, however skilled the person; the rest costs what it did.  Above o r = 1 assistance slows.

    Args:
        exposure: e, share of the effort that the tool can take [0-1]; 0 is neutral.
        reliance: u, share of the exposed effort that is handed over [0-1]; 0 is neutral.
        overhead: o, hours of prompting and checking per reference hour handed over [h/h], >= 0.
        rate: r, the person's own rate [factor], > 0.

    Returns:
        Factor on the solo time [factor], >= 0; 0 only where everything is handed over at no overhead.

    Source: project model, section 2, calibrated on Brynjolfsson et al. (2025), Peng et al. (2023), Noy &
        Zhang (2023) and METR (2025).

    >>> round(assisted_time_factor(exposure=0.7, reliance=1.0, overhead=0.2, rate=1.0), 12)
    0.44
    >>> assisted_time_factor(exposure=0.0, reliance=1.0, overhead=0.2, rate=1.3)
    1.0
    """
    return 1.0 - exposure * reliance * (1.0 - overhead * rate)


def review_time_factor(size_factor: float, ai_share: float) -> float:
    """Return how much longer a review takes because of the share of the work that AI made.

        f = 1 + (m - 1) a

    Args:
        size_factor: m, factor when all of the work was made with AI [factor], >= 1; 1 is neutral.
        ai_share: a, share of the work's effort that AI made [0-1].

    Source: size and review time of AI output, Faros AI (2025): m about 1.91.

    >>> review_time_factor(size_factor=1.0, ai_share=0.8)
    1.0
    >>> round(review_time_factor(size_factor=1.91, ai_share=1.0), 12)
    1.91
    """
    return 1.0 + (size_factor - 1.0) * ai_share
