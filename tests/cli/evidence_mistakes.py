"""Mistakes about presets of work and people, published shocks and reality checks.

See ``test_mistake_corpus``, which reads them.
"""

from tests.cli.lever_mistakes import Mistake

M = Mistake
STEP = "    exposure: 60 %"
BEHAVIOUR = "behaviour: knowledge-work"
ARRIVALS = "    arrivals: 10 per week"
CHECKS = "\n\nchecks:\n  nobody reads:\n    set: {people.editors.headcount: 0}\n    expect: throughput falls"


def checks(*, old: str = "", new: str = "") -> str:
    """Return the behaviour that stands there, and after it a section of checks with a slip."""
    assert CHECKS.count(old) >= 1
    return BEHAVIOUR + (CHECKS.replace(old, f"»{new}", 1) if old else CHECKS)


def expects(new: str) -> str:
    """Return the section of checks with another expectation."""
    return checks(old="expect: throughput falls", new=f"expect: {new}")


EVIDENCE_MISTAKES = (
    # --- presets of work and people ---------------------------------------------------------------
    M("misspelt kind of work", STEP, f"{STEP}\n»    work: writting", "'writing'"),
    M("kind of work that is none", STEP, f"{STEP}\n»    work: juggling", "consulting-inside"),
    M("kind of work as a list", STEP, f"{STEP}\n»    work: [writing]", "'writing'"),
    M(
        "a review preset on a step that reviews nothing",
        "    service_time: 45 min\n",
        "    service_time: 45 min\n»    work: peer-review\n",
        "reviews",
    ),
    M("misspelt occupation", "    headcount: 8\n", "    headcount: 8\n»    occupation: clerc\n", "'clerk'"),
    M(
        "unknown occupation",
        "    headcount: 8\n",
        "    headcount: 8\n»    occupation: wizard\n",
        "professional",
    ),
    M("misspelt behaviour", BEHAVIOUR, "behaviour: knowlege-work", "'knowledge-work'"),
    M(
        "misspelt behaviour in a list",
        BEHAVIOUR,
        "behaviour: [knowledge-work, »lerning]",
        "'learning'",
    ),
    M("two presets without brackets", BEHAVIOUR, "»behaviour: knowledge-work, learning", "[knowledge-work"),
    M(
        "kind of work of people",
        "    headcount: 8\n",
        "    headcount: 8\n»    work: writing\n",
        "'occupation'",
    ),
    M("occupation of a step", STEP, f"{STEP}\n»    occupation: clerk", "'work'"),
    M("misspelt kind of work in place of an exposure", STEP, "»    work: writting", "'writing'"),
    M("reliance beyond one", STEP, f"{STEP}\n»    reliance: 140 %", "100 %"),
    M("reliance as a word", STEP, f"{STEP}\n»    reliance: often", "%"),
    M("misspelt reliance", STEP, f"{STEP}\n»    relience: 80 %", "'reliance'"),
    M("negative discernment", STEP, f"{STEP}\n»    discernment: -0.2", "0"),
    # --- published shocks -------------------------------------------------------------------------
    M(
        "misspelt shock",
        ARRIVALS,
        "    arrivals: {rate: 10 per week, changes: [{from: week 13, »shock: translatoin}]}",
        "'translation'",
    ),
    M(
        "shock in place of arrivals",
        ARRIVALS,
        "    arrivals: {»shock: translation}",
        "rate",
    ),
    # --- reality checks ---------------------------------------------------------------------------
    M(
        "title of a measure in a check",
        BEHAVIOUR,
        expects("flow time rises"),
        "'flow_time'",
    ),
    M(
        "check of an unknown measure",
        BEHAVIOUR,
        expects("throughputs falls"),
        "'throughput'",
    ),
    M(
        "check with an unknown verb",
        BEHAVIOUR,
        expects("throughput drops"),
        "falls",
    ),
    M(
        "check with a measure alone",
        BEHAVIOUR,
        expects("throughput"),
        "falls",
    ),
    M(
        "check below an amount of another unit",
        BEHAVIOUR,
        expects("flow_time below 90 USD"),
        "h",
    ),
    M(
        "check that expects nothing",
        BEHAVIOUR,
        expects("[]"),
        "throughput falls",
    ),
    M(
        "check without what it expects",
        BEHAVIOUR,
        BEHAVIOUR + "\n\nchecks:\n»  nobody reads:\n    set: {people.editors.headcount: 0}",
        "expect",
    ),
    M(
        "check of an unknown place",
        BEHAVIOUR,
        checks(old="set: {people.editors.headcount: 0}", new="set: {people.editor.headcount: 0}"),
        "'people.editors'",
    ),
    M(
        "check of an unknown key",
        BEHAVIOUR,
        checks(old="set: {people.editors.headcount: 0}", new="set: {people.editors.headcuont: 0}"),
        "'headcount'",
    ),
    M(
        "check of an amount without its unit",
        BEHAVIOUR,
        checks(old="set: {people.editors.headcount: 0}", new="set: {people.editors.wage: 50}"),
        "50 USD/h",
    ),
    M(
        "check under an unknown strategy",
        BEHAVIOUR,
        checks() + "\n»    strategy: upskil",
        "'upskill'",
    ),
    M("misspelt section of checks", BEHAVIOUR, checks(old="checks:", new="cheks:"), "'checks'"),
    M("misspelt key of a check", BEHAVIOUR, checks(old="expect:", new="expects:"), "'expect'"),
)
