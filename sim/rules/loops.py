"""The feedback loops: what each is called, which way round it goes, and which variable is frozen to stop it.

This is the one list: schema, documentation, diagrams, engines and knock-outs read it.  A link says which rule
carries it; a link without a rule is how work flows, which every run shows.
"""

from dataclasses import dataclass

REINFORCING, BALANCING = "R", "B"


@dataclass(frozen=True, slots=True)
class Link:
    """One cause and one effect.

    Attributes:
        cause, effect: names of variables, as people say them.
        sign: +1 more makes more, -1 more makes less.
        rule: ``module.function`` of ``sim.rules`` that carries it, or "" where work itself does.
        argument: the rule's argument that stands for the cause.
    """

    cause: str
    effect: str
    sign: int
    rule: str = ""
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """One closed chain of causes.

    Attributes:
        name: as it is written.
        title: as it is said, in a sentence.
        polarity: REINFORCING or BALANCING.
        links: the walk, the last effect is the first cause.
        cut: the variable that keeps its value when the loop is off.
        gain: the parameter of behaviour (or lever) that makes it strong; 0 or nothing: the loop is silent.
        delay: what makes it late, in words; "" where nothing does.
        source: where it comes from.
    """

    name: str
    title: str
    polarity: str
    links: tuple[Link, ...]
    cut: str
    gain: str
    delay: str
    source: str


_PRESSED = Link("backlog", "pressure", 1, "pressure.schedule_pressure", "backlog")
_ERRORS_TO_BACKLOG = (Link("errors", "rework", 1), Link("rework", "backlog", 1))
_SPEED_TO_BACKLOG = Link("speed", "backlog", -1)

LOOPS = (
    Loop(
        "overtime-relief",
        "a backlog makes people work longer, and that works it off",
        BALANCING,
        (
            _PRESSED,
            Link("pressure", "overtime", 1, "pressure.overtime_ratio", "pressure"),
            Link("overtime", "capacity", 1),
            Link("capacity", "backlog", -1),
        ),
        "overtime",
        "overtime",
        "a week until the hours change",
        "Richardson's backlog model; Oliva & Sterman (2001)",
    ),
    Loop(
        "working-harder",
        "a backlog makes people work faster, and that works it off",
        BALANCING,
        (_PRESSED, Link("pressure", "speed", 1, "pressure.pace", "pressure"), _SPEED_TO_BACKLOG),
        "pace",
        "pace",
        "a week until the pace changes",
        "KC & Terwiesch (2009)",
    ),
    Loop(
        "fatigue-rework",
        "overtime tires people, tired people make errors, and errors come back as work",
        REINFORCING,
        (
            _PRESSED,
            Link("pressure", "overtime", 1, "pressure.overtime_ratio", "pressure"),
            Link("overtime", "strain", 1, "fatigue.strain_after", "excess"),
            Link("strain", "errors", 1, "fatigue.fatigue_loss", "strain"),
            *_ERRORS_TO_BACKLOG,
        ),
        "strain, as felt at work",
        "fatigue_errors",
        "weeks until strain builds up",
        "Abdel-Hamid & Madnick (1991); Homer (1985); curve of Pencavel (2015)",
    ),
    Loop(
        "corner-cutting",
        "a backlog makes people hurry, haste makes errors, and errors come back as work",
        REINFORCING,
        (
            _PRESSED,
            Link("pressure", "care", -1, "pressure.care_under_pressure", "pressure"),
            Link("care", "errors", -1, "pressure.corner_cutting_loss", "care"),
            *_ERRORS_TO_BACKLOG,
        ),
        "care at work",
        "corner_cutting",
        "months until the standard has followed",
        "Oliva & Sterman (2001)",
    ),
    Loop(
        "review-bottleneck",
        "a backlog makes reviewers hurry, they find less, less comes back, and the backlog falls",
        BALANCING,
        (
            _PRESSED,
            Link("pressure", "care", -1, "pressure.care_under_pressure", "pressure"),
            Link("care", "found errors", 1, "review.thorough_detection", "care"),
            Link("found errors", "rework", 1),
            Link("rework", "backlog", 1),
        ),
        "care in reviews",
        "corner_cutting",
        "a week until the care changes",
        "KC (2014): detection falls with load; proportion assumed",
    ),
    Loop(
        "congestion-switching",
        "a backlog makes people switch between tasks, which takes time, so that the backlog grows",
        REINFORCING,
        (
            _PRESSED,
            Link("pressure", "effort", 1, "pressure.switching_factor", "pressure"),
            Link("effort", "backlog", 1),
        ),
        "effort lost in switching",
        "switching",
        "a week until the load is felt",
        "KC (2014)",
    ),
    Loop(
        "learning-by-doing",
        "work makes skill, and skill makes more work possible",
        REINFORCING,
        (
            Link("output", "practice", 1),
            Link("practice", "skill", 1, "learning.practised_skill", "practice"),
            Link("skill", "speed", 1, "service_time.work_rate", "match"),
            Link("speed", "output", 1),
        ),
        "skill",
        "learning_time",
        "months of practice",
        "Wright (1936); Brynjolfsson et al. (2025)",
    ),
    Loop(
        "trust-adoption",
        "use of a tool brings good experiences, they bring trust, trust brings use; bad ones lead down",
        REINFORCING,
        (
            Link("use", "good experiences", 1),
            Link("good experiences", "trust", 1, "trust.mean_belief", "successes"),
            Link("trust", "use", 1, "trust.trusting_reliance", "trust"),
        ),
        "trust, as it drives use",
        "trust_memory",
        "as many experiences as the first trust is worth",
        "Lee & See (2004); Guo & Yang (2020)",
    ),
    Loop(
        "complacency",
        "trust makes people check less, errors of the tool escape, and when they come back trust falls",
        BALANCING,
        (
            Link("trust", "checking", -1, "review.attention", "trust"),
            Link("checking", "escaped errors", -1),
            Link("escaped errors", "bad experiences", 1),
            Link("bad experiences", "trust", -1, "trust.mean_belief", "failures"),
        ),
        "trust, as it lowers checking",
        "complacency",
        "until an error comes back",
        "Lyell et al. (2017); Goddard et al. (2014)",
    ),
    Loop(
        "reliance-deskilling",
        "who leans on a tool practises less, and who is less skilled leans on it more",
        REINFORCING,
        (
            Link("reliance", "share made by the tool", 1),
            Link("share made by the tool", "skill", -1, "learning.practised_skill", "ai_share"),
            Link("skill", "reliance", -1, "reliance.doubting_reliance", "match"),
        ),
        "share made by the tool, as it shapes practice",
        "doubt_slope",
        "months of practice",
        "Budzyń et al. (2025); Bastani et al. (2025)",
    ),
    Loop(
        "hiring-relief",
        "a backlog opens seats for more hands, and they work it off",
        BALANCING,
        (
            Link("backlog", "seats", 1, "market.seats_next", "opens"),
            Link("seats", "capacity", 1),
            Link("capacity", "backlog", -1),
        ),
        "seats that a rule opens",
        "hire: when",
        "the search, then the ramp",
        "Richardson's backlog model; the rule is the strategy's own",
    ),
    Loop(
        "onboarding-burden",
        "people leave under a backlog, their successors take mentors' time, and the backlog grows",
        REINFORCING,
        (
            Link("backlog", "newcomers", 1),
            Link("newcomers", "mentors' time", -1, "onboarding.mentoring", "newcomers"),
            Link("mentors' time", "capacity", 1),
            Link("capacity", "backlog", -1),
        ),
        "share of their time that mentors keep",
        "mentoring",
        "the time to fill, then the ramp",
        "Brooks (1975); Abdel-Hamid & Madnick (1991)",
    ),
    Loop(
        "training-squeeze",
        "a backlog drops training hours, skill stays low, and the backlog stays",
        REINFORCING,
        (
            _PRESSED,
            Link("pressure", "training held", -1, "pressure.training_held", "pressure"),
            Link("training held", "skill", 1, "learning.applied_gain", "gain"),
            Link("skill", "speed", 1, "service_time.work_rate", "match"),
            _SPEED_TO_BACKLOG,
        ),
        "share of the training that is held",
        "training_squeeze",
        "until the training would have ended",
        "Repenning & Sterman (2001), the capability trap; size assumed",
    ),
    Loop(
        "attrition-spiral",
        "strain makes people leave, and those who stay have more to do",
        REINFORCING,
        (
            _PRESSED,
            Link("pressure", "overtime", 1, "pressure.overtime_ratio", "pressure"),
            Link("overtime", "strain", 1, "fatigue.strain_after", "excess"),
            Link("strain", "quits", 1, "staffing.quit_probability", "strain"),
            Link("quits", "capacity", -1),
            Link("capacity", "backlog", -1),
        ),
        "strain, as felt by those who think of leaving",
        "strain_quits",
        "weeks until strain builds up, then the time to fill",
        "structure common in system dynamics; size assumed",
    ),
    Loop(
        "failure-demand",
        "a backlog makes haste and strain, errors escape, and customers send them back as more work",
        REINFORCING,
        (
            _PRESSED,
            Link("pressure", "care", -1, "pressure.care_under_pressure", "pressure"),
            Link("care", "errors", -1, "pressure.corner_cutting_loss", "care"),
            Link("errors", "returned work", 1),
            Link("returned work", "backlog", 1),
        ),
        "share of deliveries with an error, as it brings work back",
        "return_chance",
        "the time until customers send it back",
        "Cooper (1980); Lyneis & Ford (2007), the rework cycle",
    ),
    Loop(
        "market-price",
        "our own seats raise the rates of a thin market, and the budget pays for fewer of them",
        BALANCING,
        (
            Link("seats", "demand", 1, "market.own_demand", "seats"),
            Link("demand", "rate", 1, "market.indexed", "index"),
            Link("rate", "spending", 1),
            Link("spending", "seats", -1),
        ),
        "demand of the market, as our own seats move it",
        "rate_elasticity",
        "from one hiring to the next",
        "structure of every market; elasticity from translation (Bloomberry 2024)",
    ),
)
"""Every loop of the model."""
LOOP_NAMES = tuple(loop.name for loop in LOOPS)


def polarity_of(links: tuple[Link, ...]) -> str:
    """Return which way round a walk goes: the product of its signs.

    >>> polarity_of((Link("a", "b", 1), Link("b", "a", -1)))
    'B'
    """
    product = 1
    for link in links:
        product *= link.sign
    return REINFORCING if product > 0 else BALANCING
