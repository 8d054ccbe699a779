"""Rules that look at what has been run: how far to run ahead, and what looking costs an interval."""

AHEAD = 20
"""A step is one part in so many of what has been run: little is run in vain, and processes are kept busy."""


def next_step(replications: int) -> int:
    """Return how many replications to run next.

    >>> next_step(10), next_step(100), next_step(4000)
    (1, 5, 200)
    """
    return max(1, replications // AHEAD)


def level_after_looking(confidence: float) -> float:
    """Return the level at which an interval is computed to hold at ``confidence`` though runs went on and on.

    A contest ends when differences look large, and a budget goes where they look large, so that an interval
    over the runs that it took holds less often than it says.  Half of the error is spent on that: enough, as
    ``sim.statistics.proofs.covering`` counts where it is worst, among equal systems.

    >>> round(level_after_looking(0.95), 6)
    0.975
    """
    return 0.5 * (1.0 + confidence)
