"""Trust in a tool: a belief about how often it is right, and what follows from it."""

from sim.rules.reliance import clipped


def mean_belief(first: float, memory: float, successes: float, failures: float) -> float:
    """Return trust: the mean of a Beta belief that begins at T_0 and counts experiences.

        T = (m T_0 + a) / (m + a + b)

    Args:
        first: T_0, trust before any experience [0-1].
        memory: m, what that first trust is worth [experiences], > 0.
        successes: a, good experiences [experiences], >= 0.
        failures: b, bad ones, weighted [experiences], >= 0.

    Source: Guo & Yang (2020): a Beta belief fits how trust moves; failures move it more (Yang et al. 2021).

    >>> mean_belief(0.5, 10.0, successes=0.0, failures=0.0), mean_belief(0.5, 10.0, 2.0, 2.0)
    (0.5, 0.5)
    >>> mean_belief(0.5, 10.0, successes=10.0, failures=0.0)
    0.75
    """
    return (memory * first + successes) / (memory + successes + failures)


def trusting_reliance(reliance: float, trust: float, reference: float) -> float:
    """Return the share of the exposed effort that a person hands over at some trust.

        u' = clip(u T/T_0, 0, 1)

    Args:
        reliance: u, at the reference trust [0-1].
        trust: T [0-1].
        reference: T_0, trust at which ``reliance`` holds [0-1]; T = T_0 is neutral, and so is 0, of which
            no trust is a multiple.

    Source: reliance follows trust (Lee & See 2004); the proportion is assumed.

    >>> trusting_reliance(0.6, 0.5, 0.5), trusting_reliance(0.6, 0.25, 0.5), trusting_reliance(0.9, 1.0, 0.5)
    (0.6, 0.3, 1.0)
    """
    if reference <= 0.0:
        return reliance
    return clipped(reliance * trust / reference, 0.0, 1.0)
