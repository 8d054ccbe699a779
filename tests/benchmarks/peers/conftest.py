"""Modules that import a peer are for its own environment: the tests' does not have it."""

collect_ignore_glob = ["ciw_*.py", "salabim_*.py", "prosimos_process.py", "findings/*"]
