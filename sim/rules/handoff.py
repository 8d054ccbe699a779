"""What it costs when a task changes owner."""


def visit_effort(requirement: float, rework_share: float, context_loss: float) -> float:
    """Return the effort of a visit at nominal speed.

        effort = requirement · rework share · (1 + context loss)

    Args:
        requirement: full effort of a first visit [h].
        rework_share: 1 for a first visit, the step's share for a rework visit [0-1].
        context_loss: extra effort of a new owner [share]; 0 is neutral and for the same owner.

    Source: project model, section 2.

    >>> visit_effort(requirement=5.0, rework_share=1.0, context_loss=0.0)
    5.0
    >>> visit_effort(requirement=5.0, rework_share=0.5, context_loss=0.1)
    2.75
    """
    return requirement * rework_share * (1.0 + context_loss)


def share_left(share: float, worked: float, whole: float) -> float:
    """Return what is left to be done of a visit that is handed over [0-1].

        s' = s (1 - w/h)

    Args:
        share: s, of the full effort that the visit was for [0-1].
        worked: w, hands-on hours until it is handed over [h]; 0 is neutral.
        whole: h, hands-on hours that it would have taken [h], > 0.

    Source: project model, section 2.

    >>> share_left(0.5, 0.0, 4.0), share_left(1.0, 3.0, 4.0)
    (0.5, 0.25)
    """
    return share * (1.0 - worked / whole)
