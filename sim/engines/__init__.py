"""Engines: a model and (seed, replication) in, a run record out."""
