"""Presets: published values, each with its source and the grade of that source.

Grades: S1 read in the source itself, S2 in a secondary source, D derived from such figures,
M from memory, A assumed.
"""

from sim.scenario.presets.presets import (
    PresetValue,
    behaviour_preset,
    behaviour_values,
    market_values,
    role_rate,
    role_values,
    shock_values,
)

__all__ = [
    "PresetValue",
    "behaviour_preset",
    "behaviour_values",
    "market_values",
    "role_rate",
    "role_values",
    "shock_values",
]
