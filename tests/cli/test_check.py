"""Check tells doubts and notes before it calls a file good."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]


def with_tool(small: Path, tool: str) -> None:
    """Let a tool assist the clerks."""
    text = (small / "scenario.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "done_by: [clerks]\n", "done_by: [clerks]\n    assisted_by: bot\n    exposure: 50 %\n"
    )
    (small / "scenario.yaml").write_text(f"{text}tools: {{bot: {tool}}}\n", encoding="utf-8")


def test_a_tool_that_is_free_and_trusted_is_noted(ask: Ask, small: Path) -> None:
    with_tool(small, "{capability: {}}")
    answer = ask("check", small)
    assert (answer.code, answer.err) == (0, "")
    assert (
        "note: desk/scenario.yaml:22:9: tools.bot: as nothing else is stated, it costs nothing "
        "(add 'price:') and is given all that it can take, and prompting and checking take no time "
    ) in answer.out
    assert answer.out.endswith("desk: good\n")
    assert "it costs nothing (add 'price:')" in ask("explain", small).out.replace("\n  ", " ")


def test_json_tells_warnings_and_notes_apart(ask: Ask, small: Path) -> None:
    with_tool(small, "{price: 9 EUR per month, outages: {dates: [{from: week 9, lasting: 1 h}]}}")
    (found,) = json.loads(ask("check", small, "--json").out)
    assert found["problems"] == []
    assert ["week 9" in text for text in found["warnings"]] == [True]
    assert [text for text in found["notes"] if "tools.bot" in text]


def test_the_last_line_counts_the_warnings(ask: Ask, small: Path) -> None:
    path = small / "scenario.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("headcount: 2,", "headcount: 1,"), encoding="utf-8"
    )
    assert ask("check", small).out.endswith("desk: good, with 1 warning\n")
    spare = "steps:\n  spare: {service_time: 1 h, done_by: [clerks]}"
    path.write_text(path.read_text(encoding="utf-8").replace("steps:", spare), encoding="utf-8")
    assert ask("check", small).out.endswith("desk: good, with 2 warnings\n")


def test_a_strategy_that_cannot_be_paid_is_told_before_anything_runs(ask: Ask, small: Path) -> None:
    path = small / "scenario.yaml"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}compare: {{budget: 1000 EUR per year}}\n", encoding="utf-8"
    )

    answer = ask("check", small)

    assert answer.code == 0
    assert "warning: 'third clerk' is sure to cost 4,800 EUR, more than the budget of" in answer.out
    assert answer.out.endswith("good, with 1 warning\n")
