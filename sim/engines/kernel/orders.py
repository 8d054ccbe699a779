"""What Python orders the kernel to do, and what it answers."""

OPEN, LIVE_ON, REPLANT, CLOSE = 0, 1, 2, 3
"""Orders: begin; go on; set the tree of completions again from its leaves; write down what is left."""
DONE = -1
"""The answer when nothing more happens before the horizon; another is the number of a table that is full."""
CHECKED_EVERY = 16
"""Actions and events between two looks at how full the tables are."""
