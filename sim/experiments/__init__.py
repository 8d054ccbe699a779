"""Replicate, compare: from a scenario to estimates with intervals."""
