"""Good practice: what each side is put to when a diagnosis asks what that would bring.

Where studies give a range, the norm is its favourable end; where none was found it is assumed.  What is
better than its norm already stays as it is, so that of an organisation in good order nothing is alleged.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Norm:
    """One value of good practice.

    Attributes:
        value: what is called good.
        unit: its unit; ``1`` for a share.
        says: what it is of, in a sentence.
        source: where it is from, or that it is assumed.
    """

    value: float
    unit: str
    says: str
    source: str


NORMS: dict[str, Norm] = {
    "utilisation": Norm(
        0.8,
        "1",
        "people and tool slots are busy with the work itself for at most this share of their hours",
        "assumed; beyond it waits grow steeply (before one server at 80 % a job waits four times its length)",
    ),
    "defects": Norm(
        0.05,
        "1",
        "at most this share of what an actor makes alone is below the standard",
        "assumed",
    ),
    "turnover": Norm(
        0.08,
        "1/year",
        "at most this share of people leaves within a year",
        "low end of the preset `attrition`: voluntary turnover, SHRM (2016)",
    ),
    "time_to_fill": Norm(
        30.0 * 24.0,
        "h",
        "a vacancy is filled within this time",
        "low end of the preset `hiring`: SHRM (2016)",
    ),
    "search_delay": Norm(
        7.0 * 24.0,
        "h",
        "a freelancer is found within this time",
        "high end of the 3 to 7 days that are quoted (preset `upwork`)",
    ),
    "ramp_time": Norm(
        12.0 * 168.0,
        "h",
        "a newcomer is fully productive after at most this time",
        "low end of the preset `hiring`: Mellon (2003)",
    ),
    "training_hours": Norm(
        4.0,
        "h/week",
        "nobody is off the line in training for longer than this",
        "assumed; a tenth of a week of 40 h",
    ),
    "availability": Norm(
        0.99,
        "1",
        "a tool is up for at least this share of the time",
        "assumed; what providers promise is higher",
    ),
    "speed": Norm(1.0, "factor", "a tool alone is at least as fast as a person at nominal speed", "assumed"),
    "jaggedness": Norm(
        0.2,
        "0-1 scale",
        "what a tool can do differs from topic to topic by at most this standard deviation",
        "the spread with which the signs of Vaccaro et al. (2024) come out",
    ),
    "detection": Norm(
        0.6,
        "1",
        "a review finds at least this share of the defects",
        "preset `peer-review`: Boehm & Basili (2001)",
    ),
    "false_alarm": Norm(0.05, "1", "a review sends back at most this share of good work", "assumed"),
    "hand_off_delay": Norm(
        1.0, "h", "work is on its way between two owners for at most this time", "assumed"
    ),
    "context_loss": Norm(
        0.1, "1", "getting into another's work takes at most this share of the effort", "assumed"
    ),
    "quality_loss": Norm(
        0.02, "0-1 scale", "a hand-off takes at most this off the match of the new owner", "assumed"
    ),
    "adopted": Norm(0.8, "1", "at least this share of those who may use a tool does", "assumed"),
    "reliance": Norm(
        0.5,
        "1",
        "of what a tool could do at least this share is handed to it",
        "upper quartile of adherence, Brynjolfsson, Li & Raymond (2025)",
    ),
    "overhead": Norm(
        0.2,
        "h/h",
        "prompting and checking take at most this of each hour handed over",
        "low end of the preset `knowledge-work`: Peng et al. (2023)",
    ),
    "discernment": Norm(
        0.6,
        "1",
        "where a tool is worse than the person, at least this share of the misleading is seen through",
        "high end of the preset `knowledge-work`: Dell'Acqua et al. (2023)",
    ),
    "complacency": Norm(
        0.25,
        "1",
        "trust in a tool lowers the chance that a reviewer finds its defects by at most this share",
        "low end of the preset `knowledge-work`: Lyell et al. (2017)",
    ),
    "ai_review_time": Norm(
        1.25, "factor", "what AI made takes at most this times as long to review", "assumed; 1.9 was measured"
    ),
}
"""By name."""


def norm(name: str) -> float:
    """Return the value of a norm."""
    return NORMS[name].value
