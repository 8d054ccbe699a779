"""Write the dossier of verification and validation from the code and the data: ``python docs/dossier.py``.

The techniques are those of R. G. Sargent (2013), "Verification and validation of simulation models", Journal of
Simulation 7(1), 12-24.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sim.rules.loops import LOOPS
from sim.scenario.presets import GRADES, KINDS, PresetValue, parameters, presets_of, references
from sim.validation.metamorphic import RELATIONS
from sim.validation.oracles.catalogue import FAMILY_LEVEL, ORACLES
from sim.validation.published import read_published
from sim.validation.shipped import published_folders

DISSENT = {
    "learning-by-doing": "learning curves differ from 55 to 107 % (Dutton & Thomas 1984)",
    "reliance-deskilling": "the sign is contested: losses and lasting gains are both published; both are run in T13",
    "trust-adoption": "perception and fact differ in both directions (METR 2025; Dell'Acqua et al. 2026)",
    "fatigue-rework": "manual work a century ago; for knowledge work the threshold is judgement",
    "corner-cutting": "one bank; the size from memory",
    "congestion-switching": "time is U-shaped in the number of tasks (KC 2014)",
    "attrition-spiral": "that strain makes people leave is known, its size is not",
}
"""What speaks against a loop as it is modelled, where something was found."""
VERIFICATION = (
    ("theory", f"{sum(len(o.claims) for o in ORACLES)} claims of textbooks, family false-alarm rate {FAMILY_LEVEL:g}",
     "[oracles](oracles.md), each with a twin that is 3 % wrong"),
    ("two implementations", "the same sample path from a readable and a compiled engine, bit for bit",
     "[ten thousand drawn scenarios](identity.md)"),
    ("metamorphic relations", "; ".join(each.name.partition(":")[0] for each in RELATIONS),
     "`tests/validation/test_verification.py`, each with a twin"),
    ("seeded faults", "small faults in the kernel's flow and in the rules are noticed", "[mutants](mutants.md)"),
    ("conservation laws", "Little's law, closed books, causality on every path of drawn scenarios",
     "`tests/properties/test_laws.py`"),
    ("books that close", "each hour of a task's life and each defect is booked to one cause, and none twice",
     "`tests/book_laws.py`"),
    ("mean field", "large teams follow the equations of system dynamics", "[mean field](mean-field.md)"),
)  # fmt: skip
OPERATIONAL = (
    ("historical data, predictive", "published experiments, judged on numbers that nothing was fitted to",
     "[published experiments](published.md)"),
    ("extreme conditions", "nobody there, people without end, tools that can do nothing; `checks:` of a scenario",
     "`tests/validation`, `tests/unit/experiments/test_reality.py`"),
    ("degenerate cases", "all mechanisms off: queueing theory to the letter", "[oracles](oracles.md)"),
    ("parameter variability", "nudging the gain of a loop moves what it should, in the direction of its sign",
     "`tests/properties/test_loops_in_runs.py`"),
    ("event validity", "stories worked out by hand, event by event", "`tests/unit/engine`"),
    ("internal validity", "intervals cover; replications are independent", "`tests/statistical/test_intervals.py`"),
    ("planted structure", "a planted feedback loop is named, a healthy organisation is not",
     "[planted loops](planted-loops.md)"),
    ("planted faults", "the side on which a fault was planted is named, a healthy organisation is not",
     "[planted faults](diagnosis.md)"),
    ("traces", "a run record has every visit of every task", "[the run record](../reference/record.md)"),
    ("face validity", "`sim explain` reads a scenario aloud to those who know the organisation", "`sim explain`"),
)  # fmt: skip
ACCURACY = (
    "What is good enough is stated before a run: in `published.yaml` by the published interval or a tolerance of our "
    "own, in `expect.yaml` by a band, in `checks:` by a statement; simulated intervals count with their whole width."
)
RANGE = (
    "Tools of 2020 to 2025: most figures come from one firm and one tool.  Every figure says its vintage "
    "([evidence](../reference/evidence.md)); newer tools are other presets, not other rules.",
    "Skills spread by 0.10 around 0.62, where the presets were fitted.  Far outside, qualities saturate at 0 and 1.",
    "Teams of up to 30 that talk with each other; the overhead of talking is capped there.",
    "Weeks of up to 72 hours; strain was fitted to output at 49 to 70.",
    "Two years: no long-run data on AI, unlearning or the change of teams were found.",
    "Tasks do not lose patience, and people do one thing at a time.",
)


def dossier_page() -> str:
    """Return the dossier, in Markdown."""
    lines = ["# Verification and validation", ""]
    lines += [
        "Written by `python docs/dossier.py` from the code and the data; techniques after Sargent (2013)."
    ]
    lines += ["", "## Conceptual model: every feedback loop", ""]
    lines += [
        "| loop | sign | source | gain, plausible range | what speaks against it |",
        "|---|---|---|---|---|",
    ]
    lines += list(_loops())
    lines += ["", "## Verification: is the code right?", "", "| technique | what | where |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in VERIFICATION]
    lines += ["", "## Operational validity: does it behave like the world?", "", ACCURACY, ""]
    lines += ["| technique | what | where |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in OPERATIONAL]
    lines += ["", "## Data validity: how good are the numbers?", "", *_data()]
    lines += ["", "## Range of validity", "", *(f"* {each}" for each in RANGE)]
    lines += ["", "## Known misfits", "", *_misfits()]
    return "\n".join(lines) + "\n"


def _loops() -> Iterator[str]:
    living: dict[str, PresetValue] = dict(presets_of("behaviour")["living-organisation"])
    for loop in LOOPS:
        entry = living.get(loop.gain)
        between = f"`{loop.gain}`" + (f", {entry.low} to {entry.high} [{entry.grade}]" if entry else "")
        yield f"| {loop.name} | {loop.polarity} | {loop.source} | {between} | {DISSENT.get(loop.name, '')} |"


def _data() -> Iterator[str]:
    grades = Counter(figure.grades[0] for figure in parameters().values())
    values = Counter(
        entry.grade for kind in KINDS for keys in presets_of(kind).values() for entry in keys.values()
    )
    count = sum(values.values())
    yield f"{len(references())} works, {len(parameters())} figures, {count} values of presets, by grade:"
    yield ""
    yield "| grade | meaning | figures | values of presets |"
    yield "|---|---|---|---|"
    for grade, meaning in GRADES.items():
        yield f"| {grade} | {meaning} | {grades[grade]} | {values[grade]} |"


def _misfits() -> Iterator[str]:
    experiments = [read_published(folder).experiment for folder in published_folders()]
    for experiment in sorted(experiments, key=lambda each: each.order):
        for row in experiment.rows:
            if row.misfit:
                yield f"* **{experiment.experiment}**, {row.say}: {row.misfit}"


def main() -> None:
    """Write the page."""
    page = Path(__file__).parent / "verification" / "dossier.md"
    page.write_text(dossier_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
