"""Parameters of the rules."""

from typing import Annotated, Literal

from sim.scenario.notation.kinds import Share
from sim.scenario.schema.base import NotNegative, Positive, Scale, Strict

BehaviourPreset = Literal["off", "knowledge-work"]
"""Presets of behaviour, values with sources in `presets/behaviour.yaml`."""


class Behaviour(Strict):
    """Parameters of the rules.  Left out: neutral, or the standard value with its grade."""

    called = "behaviour"

    preset: BehaviourPreset = "off"
    """Values to start from; the keys beside it replace them."""

    speed_slope: NotNegative = 0.0
    """How much faster a better match works: rate = exp(slope (match - reference)) [1]; 0 is neutral."""
    reference_match: Scale = 0.5
    """Match of skills at which a person works at nominal speed [0-1 scale]."""
    quality_slope: Positive = 6.0
    """Steepness of quality in match minus difficulty (calibrated on Dell'Acqua et al. 2023) [1]."""
    quality_noise: NotNegative = 0.5
    """Standard deviation of a visit's luck on the logit of quality (assumed) [1]."""
    review_slope: NotNegative = 6.0
    """Steepness of detection in the reviewer's match minus difficulty (as `quality_slope`; assumed) [1]."""
    reliance: Annotated[float, Share] = 1.0
    """Share of the exposed effort that people hand to the tool, at the reference fluency [0-1]."""
    fluency_slope: NotNegative = 0.0
    """How much AI fluency raises reliance, per point of skill (assumed) [1]; 0 is neutral."""
    overhead: Annotated[float, Share] = 0.0
    """Prompting and checking per reference hour handed to the tool, at the reference fluency [0-1]."""
    overhead_slope: NotNegative = 0.0
    """How much algorithmic communication and AI fluency lower the overhead, per point (assumed) [1]."""
    discernment: Annotated[float, Share] = 0.0
    """Share of the tool's misleading that people see through, at the reference literacy [0-1]."""
    literacy_slope: NotNegative = 0.0
    """How much AI literacy and critical thinking raise discernment, per point (assumed) [1]."""
    reference_cooperation: Scale = 0.5
    """Level of the cooperative skills at which the values above hold (assumed) [0-1 scale]."""
    complacency: Annotated[float, Share] = 0.0
    """How much less a review finds in work made with AI, at full trust [0-1]."""
    trust: Annotated[float, Share] = 0.5
    """Trust in the tool, until it becomes a stock (assumed) [0-1]."""
