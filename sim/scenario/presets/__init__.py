"""Presets: published values, each with its source and the grade of that source.

Grades: S1 read in the source itself, S2 in a secondary source, D derived from such figures,
M from memory, A assumed.
"""

from sim.scenario.presets.evidence import GRADES, Parameter, parameters
from sim.scenario.presets.presets import (
    KINDS,
    PresetValue,
    behaviour_of,
    behaviour_preset,
    behaviour_values,
    presets_of,
    role_rate,
)
from sim.scenario.presets.references import (
    Reference,
    alphabetical,
    references,
    references_in,
)

__all__ = [
    "GRADES",
    "KINDS",
    "Parameter",
    "PresetValue",
    "Reference",
    "alphabetical",
    "behaviour_of",
    "behaviour_preset",
    "behaviour_values",
    "parameters",
    "presets_of",
    "references",
    "references_in",
    "role_rate",
]
