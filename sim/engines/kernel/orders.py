"""What Python orders the kernel to do, what it answers, and where it leaves sums."""

OPEN, LIVE_ON, REPLANT, CLOSE = 0, 1, 2, 3
"""Orders: begin; go on; set the tree of completions again from its leaves; write down what is left."""
DONE = -1
"""The answer when nothing more happens before the horizon; another is the number of a table that is full."""
CHECKED_EVERY = 16
"""Actions and events between two looks at how full the tables are."""
OF_WINDOW = ("service_time", "value", "hours_inside")
"""Exact sums over the tasks of the measured part."""
OF_WEEK = ("moments", "quality", "value")
"""Exact sums over the tasks of each week."""
