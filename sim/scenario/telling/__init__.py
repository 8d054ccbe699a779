"""Sentences about a scenario, one concept a file; each reads aloud."""
