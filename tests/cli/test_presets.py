"""The presets are listed with their values, grades and sources."""

import json
from collections.abc import Callable
from typing import Any

from sim.scenario.presets import behaviour_values, market_values, role_values, shock_values

Ask = Callable[..., Any]


def test_every_preset_is_listed_with_grade_and_source(ask: Ask) -> None:
    answer = ask("presets")
    assert (answer.code, answer.err) == (0, "")
    assert "role content_writer: rate 15-40 USD/h [S2] Upwork" in answer.out
    presets = (role_values(), market_values(), shock_values(), behaviour_values())
    assert len(answer.out.splitlines()) == sum(len(keys) for kind in presets for keys in kind.values())


def test_one_kind_of_preset_can_be_asked_for(ask: Ask) -> None:
    lines = ask("presets", "behaviour").out.splitlines()
    assert lines
    kinds = ("behaviour knowledge-work: ", "behaviour living-organisation: ")
    assert all(line.startswith(kinds) for line in lines)


def test_roles_are_asked_for_by_their_kind_and_a_slip_is_answered(ask: Ask) -> None:
    assert "role content_writer: rate" in ask("presets", "roles").out
    for slip, told in (
        ("role", "; did you mean 'roles'?"),
        ("xyz", "; choose from roles, market, shocks, behaviour"),
    ):
        answer = ask("presets", slip)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err == f"sim presets: {slip}: no such kind of presets{told}; see `sim presets --help`\n"


def test_json_has_one_entry_for_each_value(ask: Ask) -> None:
    rows = json.loads(ask("presets", "--json").out)
    assert {"kind": "behaviour", "name": "knowledge-work", "key": "reliance"}.items() <= next(
        row.items() for row in rows if row["key"] == "reliance"
    )
    assert all(row["grade"] and row["source"] for row in rows)
