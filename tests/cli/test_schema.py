"""The JSON Schema serves editors: it accepts what the language accepts, and describes every key."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.cli.new import TEMPLATES, template_text
from sim.scenario.reading.yaml_text import read_yaml
from sim.scenario.telling.json_schema import json_schema

Ask = Callable[..., Any]
RICH = Path(__file__).parent / "rich_scenario.yaml"
SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def parts(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield every key of the language with what the schema says of it."""
    for name, part in schema.get("properties", {}).items():
        yield (*path, name), part
    for name, part in schema.get("$defs", {}).items():
        yield from parts(part, (name,))


def referred(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return schema["$defs"].get(part.get("$ref", "").split("/")[-1], {})


@pytest.mark.parametrize("path", [RICH, *SHIPPED], ids=lambda path: path.parent.name)
def test_the_schema_accepts_scenarios_that_load(
    path: Path, validator: jsonschema.Draft202012Validator
) -> None:
    tree = read_yaml(path.read_text(encoding="utf-8"), str(path)).tree
    assert [error.message for error in validator.iter_errors(tree)] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_schema_accepts_what_sim_new_writes(
    template: str, validator: jsonschema.Draft202012Validator
) -> None:
    tree = read_yaml(template_text(template, Path("mine")), "mine").tree
    assert [error.message for error in validator.iter_errors(tree)] == []


def test_the_schema_accepts_a_file_that_changes_another(validator: jsonschema.Draft202012Validator) -> None:
    tree = {
        "extends": "../base",
        "steps": {"draft": {"exposure": "20 %"}},
        "adds": {"people": {"interns": {"headcount": 2}}},
        "removes": ["people.designers"],
    }
    assert validator.is_valid(tree)


@pytest.mark.parametrize(
    "change",
    [
        {"run_lenght": "4 weeks"},
        {"run_length": 4},
        {"steps": {"draft": {"service_time": 5, "done_by": ["writers"]}}},
        {"people": {"writers": {"headcount": 2.5}}},
        {"people": {"writers": {"headcuont": 2}}},
        {"queue": "last come"},
        {"steps": {"draft": {"service_time": "5 h", "done_by": ["writers"], "work": "writting"}}},
        {"people": {"writers": {"headcount": 2, "occupation": "clerc"}}},
        {"strategies": {"more": [{"train": "writers", "form": "week 2"}]}},
    ],
    ids=str,
)
def test_the_schema_marks_mistakes(
    change: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    tree = copy.deepcopy(read_yaml(template_text("team", Path("mine")), "mine").tree)
    assert not validator.is_valid(tree | change)


def test_a_scenario_that_extends_nothing_needs_its_parts(validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid({"scenario": "Nothing"})


def test_every_key_has_a_description_or_refers_to_a_part_that_has_one() -> None:
    schema = json_schema()
    silent = [
        ".".join(path)
        for path, part in parts(schema)
        if not part.get("description") and not referred(part, schema).get("description")
    ]
    assert silent == []


def test_every_default_and_example_can_be_typed_as_it_stands() -> None:
    schema = json_schema()
    wrong = []
    for path, part in parts(schema):
        one = jsonschema.Draft202012Validator({**part, "$defs": schema["$defs"]})
        given = [*part.get("examples", []), *([part["default"]] if "default" in part else [])]
        wrong += [(".".join(path), value) for value in given if not one.is_valid(value)]
    assert wrong == []


def test_the_verb_prints_the_schema(ask: Ask) -> None:
    answer = ask("schema")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == json_schema()


def test_the_verb_writes_the_schema_and_says_how_an_editor_finds_it(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ask("schema", "--output", "scenario.schema.json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "scenario.schema.json: written; put `# yaml-language-server: $schema=scenario.schema.json` "
        "first in a scenario of the same folder\n"
    )
    assert json.loads(Path("scenario.schema.json").read_text(encoding="utf-8")) == json_schema()


def test_the_schema_is_not_written_over_a_folder(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    answer = ask("schema", "--output", "there")
    assert (answer.code, answer.out, answer.err) == (2, "", "there: is a folder; name a file\n")


def test_the_help_has_no_signs_of_its_making(ask: Ask) -> None:
    answer = ask("schema", "--help")
    assert "\\b" not in answer.out
    assert "      # yaml-language-server: $schema=scenario.schema.json\n" in answer.out
