"""The built-in skills: names that have a meaning of their own, beside those that a scenario invents."""

COMPETITIVE = frozenset(
    {
        "emotional_intelligence",
        "strategic_thinking",
        "creative_problem_solving",
        "critical_thinking",
        "ethical_decision_making",
    }
)
"""Skills that machines do not replicate."""
AT_REFERENCE = (
    "ai_fluency",
    "ai_literacy",
    "algorithmic_communication",
    "critical_thinking",
    "data_analysis",
)
"""Skills that everyone has at ``behaviour.reference_cooperation`` unless they are stated."""
BUILT_IN = COMPETITIVE | {*AT_REFERENCE}
"""Every name with a meaning of its own."""
