"""Control variates: what luck drew in a replication, less what it was expected to draw.

Each is a sum of martingale differences over the measured part: a draw less its mean, times a weight that
was known before the draw.  So its mean is exactly 0, whatever the scenario, the strategy, the load or the
state of the organisation (optional stopping: that something is drawn, and how much it counts, never depends
on the value that will be drawn).

* **Arrivals.**  The open sources with a rate are Poisson processes, so arrivals less the integral of the rate
  are a martingale, and so are they with each arrival counted n times, n the tasks inside just before:
  Σ n − ∫ n λ dt.  A batch counts once.  Sources by interarrival times, traces and closed ones have no part.
* **Requirements.**  The requirement of a visit is drawn when the visit begins for the first time, by the
  distribution that its step has then; nothing has looked at it before, no dispatching rule either.  So the
  requirement less its mean has the mean 0, also when it counts n times, n the visits of the step that have
  been asked for and not begun.  Visits count by when they *begin*: counted by when they end, long ones would
  be missing at the horizon, and the mean would be below 0.

A gamma distribution is drawn by a table, whose mean is the stated one but for the error of the table.

Source: S. Henderson & P. Glynn (2002), Approximating martingales for variance reduction in Markov process
    simulation, Mathematics of Operations Research 27(2), 253-271; optional stopping: R. Durrett (2019),
    Probability: Theory and Examples, 5th ed., section 4.8.
"""

from sim.records.columns import Column

CONTROLS = (
    Column("arrivals", "float64", "1", "arrivals less those expected"),
    Column("requirements", "float64", "h", "requirements of visits less their means"),
    Column("arrivals_by_wip", "float64", "tasks", "as arrivals, each times the tasks inside just before"),
    Column("requirements_by_backlog", "float64", "h", "as requirements, each times the visits that wait"),
)
"""The controls of a replication, in order; each has the mean 0."""
