"""How people use a tool: how much they hand over, what that costs them, what they see through."""


def clipped(value: float, low: float, high: float) -> float:
    """Return ``value`` kept within [low, high].

    >>> clipped(1.2, 0.0, 1.0)
    1.0
    """
    return min(max(value, low), high)


def reliance(base: float, slope: float, fluency: float, reference: float) -> float:
    """Return the share of the exposed effort that a person hands to the tool.

        u = clip(u₀ + a (fluency - reference), 0, 1)

    Args:
        base: u₀, at the reference fluency [0-1].
        slope: a, per point of AI fluency [1], >= 0; 0 is neutral.
        fluency: the person's AI fluency [0-1 scale].
        reference: fluency at which ``base`` holds [0-1 scale].

    Source: direction from adherence by quintile in Brynjolfsson et al. (2025); size assumed.

    >>> reliance(base=0.8, slope=0.0, fluency=0.1, reference=0.5)
    0.8
    """
    return clipped(base + slope * (fluency - reference), 0.0, 1.0)


def doubting_reliance(reliance: float, slope: float, match: float, reference: float) -> float:
    """Return the share of the exposed effort that people hand over, knowing what they can do alone.

        u' = clip(u + a (θ_ref - θ), 0, 1)

    Args:
        reliance: u, of a person who matches the step as well as the reference [0-1].
        slope: a, per point of match [1], >= 0; 0 is neutral.
        match: θ, of the person's skills and the step [0-1 scale].
        reference: θ_ref [0-1 scale].

    Source: assumed, direction and size; the link that closes the loop of deskilling.

    >>> doubting_reliance(0.4, 0.0, match=0.1, reference=0.6), doubting_reliance(0.4, 0.5, 0.4, 0.6)
    (0.4, 0.5)
    >>> doubting_reliance(0.9, 1.0, match=0.1, reference=0.6), doubting_reliance(0.1, 1.0, 0.9, 0.6)
    (1.0, 0.0)
    """
    return clipped(reliance + slope * (reference - match), 0.0, 1.0)


def overhead(base: float, slope: float, communication: float, reference: float) -> float:
    """Return the hours of prompting and checking per reference hour handed to the tool.

        o = max(0, o₀ - a (communication - reference))

    Args:
        base: o₀, at the reference level [h/h].
        slope: a, per point of algorithmic communication and AI fluency [1], >= 0; 0 is neutral.
        communication: mean of the person's algorithmic communication and AI fluency [0-1 scale].
        reference: level at which ``base`` holds [0-1 scale].

    Source: direction from the prompt overview in Dell'Acqua et al. (2023); size assumed.

    >>> overhead(base=0.33, slope=0.0, communication=0.9, reference=0.5)
    0.33
    """
    return max(base - slope * (communication - reference), 0.0)


def discernment(base: float, slope: float, literacy: float, reference: float) -> float:
    """Return the share of a tool's misleading that a person sees through.

        k = clip(k₀ + a (literacy - reference), 0, 1)

    Args:
        base: k₀, at the reference level [0-1].
        slope: a, per point of AI literacy and critical thinking [1], >= 0; 0 is neutral.
        literacy: mean of the person's AI literacy and critical thinking [0-1 scale].
        reference: level at which ``base`` holds [0-1 scale].

    Source: frontier literacy as a skill apart from fluency, Dell'Acqua et al. (2023); size assumed.

    >>> discernment(base=0.25, slope=1.0, literacy=0.75, reference=0.5)
    0.5
    """
    return clipped(base + slope * (literacy - reference), 0.0, 1.0)
