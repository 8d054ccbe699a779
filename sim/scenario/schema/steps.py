"""The stages of the work: effort, skills, review, hand-offs."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from sim.scenario.checks import key_rules
from sim.scenario.notation.kinds import Share, SkillLevel, TimeDistribution, WorkDistribution, plain_number
from sim.scenario.quantities import Distribution, DistributionKind, Level
from sim.scenario.schema.base import AtLeastOne, Count, EndOfShift, Name, Scale, Strict, adds_up


class HandOff(Strict):
    """What it costs when a task changes owner."""

    called = "a hand-off"

    delay: Annotated[Distribution, TimeDistribution] = Distribution(DistributionKind.CONSTANT, mean=0.0)
    """Time in transit from one step to the next [h]; 0 is neutral."""
    context_loss: Annotated[float, Share] = 0.0
    """Extra effort of a new owner, as a share of the visit's effort [0-1]."""
    quality_loss: Scale = 0.0
    """What a new owner misses, off the match of skills and step [0-1 scale]."""


class Rework(Strict):
    """What happens to work that a review sends back."""

    called = "rework"

    effort: Annotated[float, Share] = 1.0
    """Effort of a rework visit as a share of the full effort [0-1]; all of it is neutral."""
    at_most: Count = 3
    """Times a task may be sent back by this review; then it goes on as it is (assumed)."""
    back_to: Literal["anyone", "same pool", "same actor"] = "anyone"
    """Who redoes it; anyone is neutral."""


class Step(Strict):
    """One processing stage in a task's route."""

    called = "a step"
    key_rule = key_rules.step
    hints: ClassVar[dict[str, str]] = {
        "occupation": "an occupation belongs to a pool of people; a step has a kind of 'work'"
    }

    service_time: Annotated[Distribution, WorkDistribution]
    """Hands-on effort of a first visit at nominal speed, solo [h]."""
    work: Name | None = None
    """A kind of work, e.g. `writing`: published values for what the step leaves out, and for what its tools
    can do in its skills; `sim presets work` lists them."""
    done_by: Annotated[list[Name], Field(min_length=1, examples=[["writers"]])]
    """Pools, tools and freelancers that may do it, in order of preference; a tool here works alone."""
    skills: Annotated[
        dict[Name, Annotated[float, Share]],
        AfterValidator(adds_up),
        Field(examples=[{"writing": "70 %", "editing": "30 %"}]),
    ] = {}
    """Weight of each skill in this step; they add up to 100 %."""
    difficulty: Annotated[Level, SkillLevel] = Level(0.5)
    """Difficulty of the tasks for this step, on the scale of skills (0.5: assumed) [0-1 scale]."""
    standard: Annotated[float, Share] | None = None
    """Acceptance standard: quality below it is a defect.  Left out: this step makes no defects [0-1]."""
    error_probability: Annotated[float, Share] | None = None
    """Instead of `difficulty`, for a step without `skills`: share of visits that make a defect [0-1]."""
    assisted_by: Name | None = None
    """The tool that people use in this step."""
    exposure: Annotated[float, Share] = 0.0
    """Share of the effort that the tool can take [0-1]."""
    overhead: Annotated[float, Share] | None = None
    """Prompting and checking per reference hour handed to the tool; left out: `behaviour.overhead` [0-1]."""
    reliance: Annotated[float, Share] | None = None
    """Own share of the exposed effort that is handed to the tool; left out: `behaviour.reliance` [0-1]."""
    discernment: Annotated[float, Share] | None = None
    """Own share of the misleading that is seen through; left out: `behaviour.discernment` [0-1]."""
    reviews: list[Name] = []
    """Steps whose work is checked here; makes this step a review."""
    detection: Annotated[float, Share] = 1.0
    """Highest probability that the review finds a defect (reached if the step lists no skills)
    [0-1]; 1 is neutral."""
    false_alarm: Annotated[float, Share] = 0.0
    """Probability that the review sends back good work [0-1]."""
    ai_review_time: Annotated[float, plain_number(1.0)] = 1.0
    """Factor on the review's effort when the work was made entirely with AI; in proportion below
    [factor]; 1 is neutral."""
    rework: Rework = Rework()
    """What happens to work that is sent back."""
    end_of_shift: EndOfShift = "pause"
    """What happens to a visit at the end of a shift (pause: assumed)."""
    hand_off: HandOff | None = None
    """Cost of coming into this step from another owner; left out: the scenario's `hand_off`."""
    work_in_process_limit: AtLeastOne | None = None
    """Most tasks in this step's column, in work or waiting for the next step to pull them [tasks]."""
