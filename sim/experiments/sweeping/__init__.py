"""Sweeps: keys of a scenario over their values, a design of points, and a store that survives a kill."""
