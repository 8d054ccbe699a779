"""Parameters of the rules."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, Tag

from sim.rules.loops import LOOP_NAMES
from sim.scenario.notation.annotation import refusal
from sim.scenario.notation.kinds import (
    Duration,
    Effort,
    Moment,
    MoneyPerPerson,
    Percent,
    Share,
    SignedPercent,
    Stretch,
    TimeDistribution,
)
from sim.scenario.quantities import HOURS_PER_WEEK, Distribution, DistributionKind, When
from sim.scenario.schema.base import NotNegative, Positive, Scale, Strict, forms, lasts

BehaviourPreset = Literal[
    "off",
    "knowledge-work",
    "trust",
    "learning",
    "training",
    "adoption",
    "hours",
    "pressure",
    "hiring",
    "attrition",
    "living-organisation",
]
"""Presets of behaviour, values with sources in `presets/behaviour.yaml`; the last is all of them."""


def several(names: list[BehaviourPreset]) -> list[BehaviourPreset]:
    """Refuse presets that say nothing beside others."""
    if "off" in names:
        raise refusal("'off' means that there are no others; leave it out, or write 'off' alone")
    if len(names) > len(set(names)):
        raise refusal("a preset stands there twice; name each once")
    return names


BehaviourPresets = Annotated[list[BehaviourPreset], Field(min_length=1), AfterValidator(several)]
"""Several presets of behaviour together."""


Ramp = Literal["gradual", "at once"]
"""How a newcomer becomes fully productive."""
FOUR_WEEKS = 4.0 * HOURS_PER_WEEK


class Behaviour(Strict):
    """Parameters of the rules.  Left out: neutral, or the standard value with its grade."""

    called = "behaviour"

    preset: Annotated[
        Annotated[BehaviourPreset, Tag("<preset>")] | Annotated[BehaviourPresets, Tag("<presets>")],
        forms("a preset is a name or a list of names; write e.g. 'knowledge-work'", preset=str, presets=list),
    ] = "off"
    """Values to start from, one preset or several; the keys beside it replace them; off is neutral."""

    speed_slope: NotNegative = 0.0
    """How much faster a better match works: rate = exp(slope (match - reference)) [1]; 0 is neutral."""
    reference_match: Scale = 0.5
    """Match of skills at which a person works at nominal speed (assumed) [0-1 scale]."""
    quality_slope: Positive = 6.0
    """Steepness of quality in match minus difficulty (calibrated on Dell'Acqua et al. 2023) [1]."""
    quality_noise: NotNegative = 0.5
    """Standard deviation of a visit's luck on the logit of quality (assumed) [1]."""
    review_slope: NotNegative = 6.0
    """Steepness of detection in the reviewer's match minus difficulty (as `quality_slope`; assumed) [1]."""
    reliance: Annotated[float, Share] = 1.0
    """Share of the exposed effort handed to the tool, at the reference fluency [0-1]; 1 is neutral."""
    doubt_slope: NotNegative = 0.0
    """How much more is handed to the tool by those who match the step less, per point (assumed) [1]."""
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
    """Trust in the tool at the start, at which `reliance` and `complacency` hold (assumed) [0-1]."""
    trust_memory: Positive | None = None
    """Experiences that the first trust is worth; left out: trust does not change [experiences]."""
    failure_weight: NotNegative = 2.0
    """Successes that a failure of the tool outweighs (assumed) [factor]."""

    learning_time: Annotated[float, Effort, AfterValidator(lasts)] | None = None
    """Practice in which two thirds of the way to the ceiling are learned; left out: nobody learns [h]."""
    learning_ceiling: Scale = 0.9
    """Level of skill to which practice leads those who begin below it (assumed) [0-1 scale]."""
    ai_learning: Annotated[float, SignedPercent] = 0.0
    """What full use of a tool does to where practice leads, e.g. `-20 %` [share]; 0 is neutral."""
    forgetting: Annotated[float, Duration, AfterValidator(lasts)] | None = None
    """Time in which half of an unused gain of skill is lost; left out: nothing is forgotten [h]."""
    unused_after: Annotated[float, Duration] = HOURS_PER_WEEK
    """Time without practice from which on a skill counts as unused (assumed) [h]."""

    transfer: Annotated[float, Share] = 1.0
    """Share of what a training teaches that is applied at work [0-1]; 1 is neutral."""
    fading: Annotated[float, Duration, AfterValidator(lasts)] | None = None
    """Time in which half of a trained gain lapses again; left out: it never does [h]."""
    training_squeeze: NotNegative = 0.0
    """Elasticity with which training hours are dropped under pressure [1]; 0 is neutral."""
    adoption_time: Annotated[float, Duration, AfterValidator(lasts)] | None = None
    """Time in which the odds of using a tool grow by e = 2.7; left out: adoption does not move [h]."""

    fatigue_threshold: Annotated[float, Effort, AfterValidator(lasts)] = 49.0
    """Hours a week up to which output is proportional to hours (Pencavel 2015) [h]."""
    fatigue_curvature: NotNegative = 0.0
    """Output lost, hours a week for each squared hour beyond the threshold [week/h]; 0 is neutral."""
    fatigue_errors: NotNegative = 0.0
    """Loss of match where the hours beyond the threshold equal it [0-1 scale]; 0 is neutral."""
    fatigue_time: Annotated[float, Duration, AfterValidator(lasts)] = FOUR_WEEKS
    """Time in which two thirds of a strain build up (assumed) [h]."""
    recovery_time: Annotated[float, Duration, AfterValidator(lasts)] = FOUR_WEEKS
    """Time in which two thirds of a strain wear off (assumed) [h]."""

    normal_backlog: Annotated[float, Duration, AfterValidator(lasts)] = HOURS_PER_WEEK
    """Waiting work, in time of those who do it, at which nothing presses (assumed) [h]."""
    overtime: Annotated[float, Stretch] = 1.0
    """Most that people work under pressure over normal hours, e.g. `140 %` [factor]; 100 % is neutral."""
    pace: NotNegative = 0.0
    """Elasticity of the pace of work to pressure [1]; 0 is neutral."""
    pace_limit: Annotated[float, Stretch] = 1.2
    """Fastest pace under pressure (assumed) [factor]."""
    corner_cutting: NotNegative = 0.0
    """Elasticity with which the time taken for a task falls under pressure [1]; 0 is neutral."""
    least_care: Annotated[float, Percent] = 0.5
    """Least time taken for a task, over the time that it should take (assumed) [factor]."""
    haste_errors: NotNegative = 0.0
    """Loss of match where no time at all is taken [0-1 scale]; 0 is neutral."""
    standard_falls: Annotated[float, Duration, AfterValidator(lasts)] | None = None
    """Time in which two thirds of the lost care become the new normal; left out: it never does [h]."""
    standard_rises: Annotated[float, Duration, AfterValidator(lasts)] | None = None
    """Time in which care comes back when nothing presses; left out: it never does [h]."""
    switching: Annotated[float, Share] = 0.0
    """Extra effort of switching between tasks at twice the normal backlog [share]; 0 is neutral."""
    switching_limit: Annotated[float, Stretch] = 1.5
    """Most effort that switching makes of an effort (assumed) [factor]."""

    ramp_time: Annotated[float, Duration] | None = None
    """Time until a newcomer is fully productive; left out: at once [h]."""
    ramp_start: Annotated[float, Share] = 0.5
    """Productivity on the first day, relative to the skill (Abdel-Hamid & Madnick 1991) [factor]."""
    ramp: Ramp = "gradual"
    """How a newcomer becomes fully productive: day by day (assumed), or in one step at the end."""
    mentoring: Annotated[float, Share] = 0.0
    """Share of an experienced person's time that a newcomer takes [FTE]; 0 is neutral."""
    talking: NotNegative = 0.0
    """Share of time spent talking to each other, for each squared person of a team [1]; 0 is neutral."""
    talking_limit: Annotated[float, Share] = 0.54
    """Largest share of time spent talking to each other (Abdel-Hamid & Madnick 1991) [0-1]."""

    turnover: Annotated[float, Share] = 0.0
    """Share of the people who quit within a year, without strain [0-1]; 0 is neutral."""
    strain_quits: NotNegative = 0.0
    """Growth of quits with strain: factor exp(this) where hours beyond the threshold equal it [1]."""
    time_to_fill: Annotated[Distribution, TimeDistribution] = Distribution(
        DistributionKind.CONSTANT, mean=0.0
    )
    """Time from a vacancy to the first day of whoever fills it [h]; 0 is neutral."""
    hiring_cost: Annotated[float, MoneyPerPerson] = 0.0
    """Paid for each person who is hired [currency per person]."""


if TYPE_CHECKING:
    LoopName = str
else:
    LoopName = Literal[LOOP_NAMES]
"""The feedback loops, as ``sim.rules.loops`` lists them."""


class LoopSwitch(Strict):
    """Feedback loops that are switched off: what closes them keeps the value that it has then."""

    called = "loops"

    off: list[LoopName] = []
    """The loops, e.g. `[fatigue-rework]`; `sim loops` lists them."""
    from_: Annotated[When | None, Moment, Field(alias="from")] = None
    """From when on; left out: from the end of the warm-up on."""
