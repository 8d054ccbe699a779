"""Whether the comparison of the engines and the oracles notice faults.

    python -m tests.conformance.mutants [--flow 60] [--rules 60] [--jobs 2] [--seed N] [--output FILE]

A fault in the kernel's flow must be noticed by the comparison with the reference engine; a fault in a rule,
which both engines call, by what is known of the rule: its values at known points, its bounds, the oracles.
A fault that makes the kernel fail to compile, or run for ever, is noticed too.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conformance.faults import Fault, sample

HERE = Path(__file__).parents[2]
OUTPUT = HERE / "docs" / "verification" / "mutants.md"
FLOW = (
    *("dispatch", "events", "flow", "idle", "live", "market", "observer", "practice", "quality", "queues"),
    *("sources", "staff", "strategy", "tally", "toolbox", "watch", "weeks", "work"),
)
"""Modules of the kernel in which things happen."""
RULES = (
    *("adoption", "arrivals", "calendar", "fatigue", "handoff", "learning", "luck", "market", "normal"),
    *(
        "onboarding",
        "pressure",
        "quality",
        "reliance",
        "review",
        "sampling",
        "service_time",
        "staffing",
        "trust",
    ),
)
"""Modules of rules with formulas in them."""
PYTEST = ["-m", "pytest", "-q", "-x", "-n", "0"]
COMPARISON = [
    ["-m", "tests.conformance.drawn", "--examples", "150", "--seed", "3", "--output", os.devnull],
    [*PYTEST, *(f"tests/conformance/test_{name}.py" for name in ("moments", "growth", "shipped"))],
    ["-m", "tests.conformance.drawn", "--examples", "400", "--seed", "4", "--output", os.devnull],
]
KNOWN = [
    [*PYTEST, "sim/rules", *(f"tests/properties/test_{name}.py" for name in ("known_values", "rules"))],
    [*PYTEST, "tests/properties/test_stock_rules.py", "tests/statistical/test_luck_quality.py"],
    [*PYTEST, "tests/golden", "tests/oracles/test_exact_flows.py", "tests/oracles/test_exact_hours.py"],
]
PATIENCE = 300.0
"""After so long a judge is taken not to come to an end [s]."""


def is_noticed(fault: Fault, judges: list[list[str]]) -> str:
    """Return how a fault is noticed, or ``""``."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("sim", "tests", "scenarios", "docs"):
            shutil.copytree(HERE / part, Path(folder) / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "pyproject.toml", folder)
        (Path(folder) / fault.file.relative_to(HERE)).write_text(fault.source, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": folder, "SIM_CACHE_DIR": f"{folder}/cache"}
        for judge in judges:
            try:
                done = subprocess.run(
                    [sys.executable, "-B", *judge],
                    cwd=folder, env=environment, capture_output=True, timeout=PATIENCE, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                return "comes to no end"
            if done.returncode:
                return " ".join(word for word in judge if "/" in word or "tests." in word)
    return ""


def table(title: str, faults: list[Fault], noticed: list[str]) -> list[str]:
    """Return the lines that tell of some faults."""
    caught = sum(map(bool, noticed))
    lines = [f"## {title}", "", f"Noticed: {caught} of {len(faults)}.  Not noticed:", ""]
    missed = [f"* {fault}" for fault, how in zip(faults, noticed, strict=True) if not how]
    return [*lines, *(missed or ["* none"]), ""]


def main() -> None:
    """Seed faults, look whether they are noticed, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flow", type=int, default=60)
    parser.add_argument("--rules", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    kernel, rules = HERE / "sim" / "engines" / "kernel", HERE / "sim" / "rules"
    groups = [
        ("Faults in the kernel's flow", kernel, FLOW, arguments.flow, COMPARISON),
        ("Faults in the rules", rules, RULES, arguments.rules, KNOWN),
    ]
    lines = [
        "# Seeded faults",
        "",
        f"Written by `python -m tests.conformance.mutants --flow {arguments.flow} --rules {arguments.rules} "
        f"--seed {arguments.seed}`.",
        "",
    ]
    for title, folder, names, count, judges in groups:
        faults = sample([folder / f"{name}.py" for name in names], count, arguments.seed)
        with ThreadPoolExecutor(arguments.jobs) as pool:
            noticed = list(pool.map(lambda fault, judges=judges: is_noticed(fault, judges), faults))
        lines += table(title, faults, noticed)
        print("\n".join(lines[-6:]), flush=True)
    arguments.output.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
