"""Write the reference pages from the code: ``python docs/generate.py``.

A test compares them with what is committed, so that they cannot drift.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import sim.rules
from sim.measures.registry import measures_table
from sim.records.columns import TABLES
from sim.scenario import schema

REFERENCE = Path(__file__).parent / "reference"
TABLE_MEANINGS = {
    "tasks": "A row for each task that entered, in order of entering.",
    "visits": "A row for each visit; those in hand at the horizon last.",
    "actors": "A row for each seat: worker, tool slot or freelancer.",
    "weeks": "A row for each week.",
    "pool_weeks": "A row for each week and pool.",
    "ledger": "A row for each account and pool that cost something; the rows add up to the whole.",
}


def pages() -> dict[str, str]:
    """Return each reference page by its file name."""
    return {
        "record.md": record_page(),
        "measures.md": f"# Measures\n\n{measures_table()}".rstrip() + "\n",
        "scenario.md": scenario_page(),
        "rules.md": rules_page(),
    }


def record_page() -> str:
    """Return the columns of a run record."""
    lines = ["# The run record", "", "What one replication leaves behind: six tables, column by column.", ""]
    for name, columns in TABLES.items():
        lines += [f"## {name}", "", TABLE_MEANINGS[name], ""]
        lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
        lines += [f"| `{c.name}` | {c.dtype} | {c.unit} | {c.meaning} |" for c in columns]
        lines.append("")
    return "\n".join(lines)


def scenario_page() -> str:
    """Return every key that a scenario may have, by the thing that it belongs to."""
    lines = ["# The scenario language", ""]
    lines += ["Every key, what it means, and its unit.  A key that is left out is neutral.", ""]
    for name, model in schema_classes():
        lines += [f"## {name}", "", (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " "), ""]
        lines += ["| key | meaning | left out |", "|---|---|---|"]
        for key, field in model.model_fields.items():
            meaning = (field.description or "").replace("\n", " ").replace("|", "\\|")
            lines.append(f"| `{field.alias or key}` | {meaning} | {default_of(field)} |")
        lines.append("")
    return "\n".join(lines)


def schema_classes() -> Iterator[tuple[str, type[schema.Strict]]]:
    """Yield the classes of the schema, the scenario itself first."""
    own = [
        (name, member)
        for name, member in vars(schema).items()
        if inspect.isclass(member) and issubclass(member, schema.Strict) and member is not schema.Strict
    ]
    yield from sorted(own, key=lambda pair: pair[0] != "Scenario")


def default_of(field: object) -> str:
    """Return what a key that is left out stands for."""
    from pydantic.fields import FieldInfo

    assert isinstance(field, FieldInfo)
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ([], {}, ()):
        return "none"
    if isinstance(value, bool | int | float | str):
        return f"`{value}`"
    return "neutral"


def rules_page() -> str:
    """Return every rule with its docstring."""
    lines = ["# Rules", "", "The model's formulas: pure functions of numbers, one concept a file.", ""]
    for module in pkgutil.iter_modules(sim.rules.__path__):
        file = importlib.import_module(f"sim.rules.{module.name}")
        lines += [f"## {module.name}", "", (inspect.getdoc(file) or "").strip(), ""]
        for function in own_functions(file):
            lines += [f"### `{function.__name__}{inspect.signature(function)}`", "", "```text"]
            lines += [(inspect.getdoc(function) or "").strip(), "```", ""]
    return "\n".join(lines)


def own_functions(module: object) -> list[Callable[..., object]]:
    """Return the functions that a module defines, in the order of the file."""
    members = vars(module).values()
    return [m for m in members if inspect.isfunction(m) and m.__module__ == module.__name__]  # type: ignore[attr-defined]


def main() -> None:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
