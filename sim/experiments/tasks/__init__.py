"""The story of one task: how long each stretch of its life was, and why."""
