"""How many replications to run at a time, while a rule has not said that it is enough."""

AHEAD = 20
"""A step is one part in so many of what has been run: little is run in vain, and processes are kept busy."""


def next_step(replications: int) -> int:
    """Return how many replications to run next.

    >>> next_step(10), next_step(100), next_step(4000)
    (1, 5, 200)
    """
    return max(1, replications // AHEAD)
