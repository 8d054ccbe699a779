"""Whether the simulator is right: against theory, against itself, and against published experiments."""
