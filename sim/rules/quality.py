"""How good the work is, and when it is a defect."""

import math

from sim.rules.normal import normal_quantile


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), for any x.

    >>> logistic(0.0)
    0.5
    >>> logistic(-1000.0)
    0.0
    """
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)


def logit(share: float) -> float:
    """Return ln(p / (1 - p)).

    Args:
        share: p, in (0, 1).

    >>> logit(0.5)
    0.0
    """
    return math.log(share / (1.0 - share))


def visit_quality(match: float, difficulty: float, slope: float, noise: float, score: float) -> float:
    """Return the quality of one visit.

        q = logistic(κ (θ_eff - b) + σ ε)

    The Rasch (item-response) model, made continuous.

    Args:
        match: θ_eff, effective match of who did it [0-1 scale].
        difficulty: b, difficulty of the task for the step [0-1 scale].
        slope: κ, steepness [1], > 0.
        noise: σ, standard deviation of luck on the logit [1], >= 0; 0 is neutral.
        score: ε, the visit's standard normal score.

    Returns:
        Quality [0-1].

    Source: G. Rasch (1960), Probabilistic Models for Some Intelligence and Attainment Tests.

    >>> visit_quality(match=0.5, difficulty=0.5, slope=6.0, noise=0.5, score=0.0)
    0.5
    """
    return logistic(slope * (match - difficulty) + noise * score)


def capability_on_topic(capability: float, jaggedness: float, score: float) -> float:
    """Return what a tool can do on one topic: c̃ = c + jaggedness z.

    Args:
        capability: c, mean over topics [0-1 scale].
        jaggedness: standard deviation over topics [0-1 scale]; 0 is neutral.
        score: z, standard normal, one draw for all tasks on the topic.

    Source: the jagged frontier, Dell'Acqua et al. (2023).

    >>> capability_on_topic(capability=0.7, jaggedness=0.0, score=2.0)
    0.7
    """
    return capability + jaggedness * score


def assisted_match(
    match: float, tool_match: float, exposure: float, reliance: float, discernment: float
) -> float:
    """Return the effective match of a person with a tool.

        θ_eff = θ + e u [(c̃ - θ)⁺ - (1 - k)(θ - c̃)⁺]

    Where the tool is better it lifts the person; where it is worse it misleads, unless the person sees it.

    Args:
        match: θ, the person's own match [0-1 scale].
        tool_match: c̃, the tool's on this topic [0-1 scale].
        exposure: e [0-1]; 0 is neutral.
        reliance: u [0-1]; 0 is neutral.
        discernment: k, share of the misleading that is seen through [0-1].

    Source: project model, section 2, tried on Dell'Acqua et al. (2023) and Vaccaro et al. (2024).

    >>> assisted_match(match=0.6, tool_match=0.8, exposure=0.0, reliance=1.0, discernment=0.3)
    0.6
    >>> round(assisted_match(match=0.6, tool_match=0.8, exposure=0.5, reliance=0.8, discernment=0.3), 12)
    0.68
    >>> round(assisted_match(match=0.6, tool_match=0.2, exposure=0.5, reliance=1.0, discernment=0.5), 12)
    0.5
    """
    if tool_match >= match:
        return match + exposure * reliance * (tool_match - match)
    return match - exposure * reliance * (1.0 - discernment) * (match - tool_match)


def calibrated_gap(error_probability: float, standard: float, slope: float, noise: float) -> float:
    """Return the gap θ - b at which a visit is defective with a stated probability.

        P(q < s) = Φ((logit s - κ (θ - b)) / σ) = e  ⇒  θ - b = (logit s - σ Φ⁻¹(e)) / κ

    Args:
        error_probability: e, in (0, 1).
        standard: s, acceptance standard, in (0, 1).
        slope: κ, > 0.
        noise: σ, > 0.

    >>> calibrated_gap(error_probability=0.5, standard=0.5, slope=6.0, noise=0.5)
    0.0
    """
    return (logit(standard) - noise * normal_quantile(error_probability)) / slope


def is_defective(quality: float, standard: float) -> bool:
    """Return whether a quality is below the acceptance standard; a standard of 0 makes no defects.

    >>> is_defective(0.59, 0.6), is_defective(0.6, 0.6)
    (True, False)
    """
    return quality < standard
