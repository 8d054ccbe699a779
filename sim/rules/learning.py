"""How skill grows with practice, is shaped by assistance, and fades when it is not used."""

import math

from sim.rules.calendar import DAY, WEEK

LN_2 = 0.6931471805599453
CLASSES = 5
"""Days over which the training of a week is spread, so that not all are away at once (assumed)."""


def practised_skill(
    skill: float, ceiling: float, practice: float, ai_share: float, ai_effect: float
) -> float:
    """Return a skill after some practice.

        s' = g + (s - g) exp(-h/τ),   g = min(1, c (1 + L a))

    Practice leads toward the ceiling c; assisted practice toward c (1 + L a).  A beginner (s far below c)
    therefore learns with the multiplier 1 + L a, and with L < 0 an expert who always leans on the tool
    sinks to c (1 + L): no learning and no loss are the two ends of one law.

    Args:
        skill: s, now [0-1 scale].
        ceiling: c, where unaided practice leads; not below what the person began with [0-1 scale].
        practice: h/τ, practised hours, weighted with the skill's part in the step, over the learning time
            [1]; 0 is neutral.
        ai_share: a, share of the work that the tool made [0-1].
        ai_effect: L, what full assistance does to where practice leads [share], -1 to 1; 0 is neutral.

    Source: exponential approach to a plateau, calibrated on Brynjolfsson et al. (2025): 2.0 to 2.5 an hour in
        8-10 months.  L of either sign: Bastani et al. (2025) found -17 %, colonoscopists lost 21 % in three
        months, other studies a gain; the form is the project's own.

    >>> practised_skill(0.4, 0.9, practice=0.0, ai_share=1.0, ai_effect=-0.4)
    0.4
    >>> practised_skill(0.9, 0.9, practice=3.0, ai_share=1.0, ai_effect=0.0)
    0.9
    >>> practised_skill(0.9, 0.9, practice=50.0, ai_share=1.0, ai_effect=-0.2) == 0.9 * 0.8
    True
    """
    goal = min(1.0, ceiling * (1.0 + ai_effect * ai_share))
    return goal + (skill - goal) * math.exp(-practice)


def remembered_skill(skill: float, base: float, unused: float, half_life: float, grace: float) -> float:
    """Return what is left of a skill after a time without practice.

        s' = s_0 + (s - s_0) 2^(-t/H)   where s > s_0 and t > grace

    Only the gain over what the person began with is forgotten.  A gap shorter than the grace time is the
    rhythm of ordinary work and no disuse; a longer one counts from its beginning.

    Args:
        skill: s, when it was last practised [0-1 scale].
        base: s_0, what the person began with [0-1 scale].
        unused: t, since then [h].
        half_life: H, in which half of the gain is lost [h]; infinity is neutral.
        grace: longest gap that is no disuse [h].

    Source: Tatel & Ackerman (2025): half of the initial gain lost after 6.5 months (accuracy), 13 (speed),
        11 (mixed).  The grace time is assumed.

    >>> remembered_skill(0.8, 0.5, unused=100.0, half_life=math.inf, grace=0.0)
    0.8
    >>> round(remembered_skill(0.8, 0.5, unused=100.0, half_life=100.0, grace=10.0), 12)
    0.65
    >>> remembered_skill(0.8, 0.5, unused=9.0, half_life=100.0, grace=10.0)
    0.8
    """
    if unused <= grace or skill <= base or half_life == math.inf:
        return skill
    return base + (skill - base) * math.exp(-LN_2 * unused / half_life)


def applied_gain(gain: float, transfer: float, fade: float, time: float) -> float:
    """Return what of a trained gain is applied at work.

        g' = g p exp(-f t)

    Args:
        gain: g, what the training teaches [0-1 scale].
        transfer: p, share that is applied at once [0-1]; 1 is neutral.
        fade: f, rate at which it lapses [1/h], >= 0; 0 is neutral.
        time: t, since the training ended [h].

    Source: Saks & Belcourt (2006): 62, 44 and 34 % of trainees apply the material at once, after six months
        and after a year; fitted at both ends f = 0.050 per month, which gives 45.9 % after six.

    >>> applied_gain(0.2, transfer=1.0, fade=0.0, time=1000.0)
    0.2
    >>> round(applied_gain(1.0, transfer=0.62, fade=math.log(0.62 / 0.34) / 12.0, time=6.0), 3)
    0.459
    """
    return gain * transfer * math.exp(-fade * time)


def class_begins(begin: float, week: int, day: int, length: float) -> float:
    """Return when a class of a course is held [h].

    Args:
        begin: of the course [h].
        week: which week of it, 0 up.
        day: which class of the week, 0 up to ``CLASSES``.
        length: of the week, whose last one may be cut short [week].

    Source: one class a day; in a week cut short they stand closer together (assumed).

    >>> class_begins(100.0, 0, 0, 1.0), class_begins(0.0, 1, 2, 1.0), class_begins(0.0, 0, 1, 0.25)
    (100.0, 216.0, 8.4)
    """
    return begin + week * WEEK + day * min(DAY, length * WEEK / CLASSES)
