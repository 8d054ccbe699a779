"""The event log of a run, as tools for process mining read it: what happened to which task, when, by whom."""

FORMATS = {"csv": ".csv", "xes": ".xes", "ocel": ".jsonocel", "ocel-sqlite": ".sqlite"}
"""Suffix of a file in each format."""
