"""What a review finds, and what it lets pass."""

from sim.rules.quality import logistic


def detection_probability(
    highest: float,
    slope: float,
    match: float,
    difficulty: float,
    complacency: float,
    trust: float,
    ai_share: float,
) -> float:
    """Return the probability that a reviewer finds a defect.

        P = d_max · logistic(κ_r (θ_rev - b)) · (1 - c T a)

    Args:
        highest: d_max [0-1].
        slope: κ_r, steepness in the reviewer's match [1], >= 0.
        match: θ_rev, the reviewer's match to the review [0-1 scale].
        difficulty: b, difficulty of the task for the review [0-1 scale].
        complacency: c, how much less is found at full trust [0-1]; 0 is neutral.
        trust: T in the tool [0-1].
        ai_share: a, share of the reviewed work that AI made [0-1]; 0 is neutral.

    Source: project model, section 2; complacency after Dell'Acqua, "Falling asleep at the wheel".

    >>> detection_probability(0.8, 6.0, 0.5, 0.5, 0.0, 0.5, 1.0)
    0.4
    """
    return highest * logistic(slope * (match - difficulty)) * attention(complacency, trust, ai_share)


def attention(complacency: float, trust: float, ai_share: float) -> float:
    """Return the share of its usual power that a review keeps on work made with AI: 1 - c T a.

    >>> attention(complacency=0.0, trust=1.0, ai_share=1.0)
    1.0
    """
    return 1.0 - complacency * trust * ai_share


def thorough_detection(detection: float, care: float) -> float:
    """Return the probability that a review finds a defect when it takes less time than it should: d k.

    Args:
        detection: d, of a review that takes its time [0-1].
        care: k, time taken over the time that it should take [factor], at most 1; 1 is neutral.

    Source: detection falls under load (KC 2014, direction); the proportion is assumed.

    >>> thorough_detection(0.6, 1.0), thorough_detection(0.6, 0.5)
    (0.6, 0.3)
    """
    return detection * care
