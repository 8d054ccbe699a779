"""How many replications a comparison runs: a number of each strategy, or as many as it takes."""

from collections.abc import Mapping

from sim.errors import UsageError
from sim.experiments.stopping import FIRST_STAGE

UNTIL_DECIDED = "auto"
"""In place of a number of replications: as many as it takes."""
HowMany = int | str | Mapping[str, int]


def how_many(
    stated: int | str | None,
    replications: HowMany | None = None,
    *,
    at_most: int | None = None,
    runs: int | None = None,
    procedure: str | None = None,
    pilot_only: bool = False,
) -> HowMany:
    """Return how many replications of each strategy are run; with ``runs``, of the first stage.

    A limit, a procedure and a price say how ``auto`` goes on, so they ask for it, whatever the file says.
    Beside a number that was asked for they would say nothing, and are refused.

    Args:
        stated: by the file.
        replications: that were asked for.
        at_most, runs, procedure, pilot_only: as in ``compare``; None and False where nobody gave them.

    Raises:
        UsageError: two of them cannot both be.
    """
    asks_for_auto = {
        "a limit (at_most)": at_most is not None,
        "a procedure": procedure is not None,
        "a price": pilot_only,
    }
    if runs is not None:
        others = {"replications": replications is not None} | asks_for_auto | {"a price": False}
        for name in (name for name, is_given in others.items() if is_given):
            raise UsageError(f"runs = {runs}: they stand in place of {name}; leave one of both out")
        return FIRST_STAGE
    asking = [name for name, is_given in asks_for_auto.items() if is_given]
    if asking and isinstance(replications, int | Mapping):
        number = max(replications.values()) if isinstance(replications, Mapping) else replications
        raise UsageError(
            f"replications = {number}: {asking[0]} goes with as many as it takes; leave one of both out, or "
            f"write '{UNTIL_DECIDED}' for the number"
        )
    if isinstance(replications, str) and replications != UNTIL_DECIDED:
        raise UsageError(f"replications = {replications}: should be a whole number from 1 up, or 'auto'")
    wanted = UNTIL_DECIDED if asking else stated if replications is None else replications
    return FIRST_STAGE if wanted is None else wanted
