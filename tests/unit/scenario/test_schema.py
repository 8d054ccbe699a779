"""The schema, used from Python and as JSON Schema."""

import pytest
from pydantic import ValidationError

from sim.scenario.quantities import Distribution, DistributionKind, Level
from sim.scenario.schema import Arrivals, Outages, People, Scenario, Step, TaskType, Tool


def messages(model, **keys) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model(**keys)
    return [error["msg"] for error in caught.value.errors()]


def test_values_from_python_need_no_text() -> None:
    step = Step(
        service_time=Distribution(DistributionKind.EXPONENTIAL, mean=2.0),
        done_by=["writers"],
        difficulty=Level(0.4),
        standard=0.6,
    )

    assert step.service_time.expected == 2.0
    assert Tool(rate_limit=3.0).rate_limit == 3.0
    assert People(headcount=3, wage=36.0).wage == 36.0


@pytest.mark.parametrize(
    ("model", "keys", "words"),
    [
        (Arrivals, {}, "need one of rate, every, trace or population"),
        (Arrivals, {"rate": "1/h", "every": "1 h"}, "keep one of rate and every"),
        (Arrivals, {"population": 3}, "away_for"),
        (Arrivals, {"rate": "1/h", "away_for": "3 h"}, "goes with 'population'"),
        (Arrivals, {"every": "2 h", "growth": "2 % per month"}, "changes a rate"),
        (Step, {"service_time": "1 h", "done_by": ["x"], "assisted_by": "bot"}, "exposure: 60 %"),
        (Step, {"service_time": "1 h", "done_by": ["x"], "overhead": 0.3}, "goes with 'assisted_by'"),
        (Step, {"service_time": "1 h", "done_by": ["x"], "detection": 0.3}, "add 'reviews:' with the steps"),
        (Step, {"service_time": "1 h", "done_by": ["x"], "skills": {"a": 0.5}}, "add up to 50 %"),
        (
            Step,
            {"service_time": "1 h", "done_by": ["x"], "error_probability": 0.1, "difficulty": 0.5},
            "keep one",
        ),
        (People, {"wage": 3.0}, "headcount: 3"),
        (People, {"headcount": 1, "workers": {"Ann": {}, "Bo": {}}}, "headcount: 2"),
        (Outages, {"every": "3 weeks"}, "lasting"),
        (Outages, {}, "when the tool is down"),
        (TaskType, {"arrivals": "1/h", "route": [{"either": {"a": 0.5, "skip": 0.4}}]}, "add up to 90 %"),
        (
            TaskType,
            {"arrivals": "1/h", "route": ["a", {"again": {"from": "a", "chance": 1}}]},
            "less than 100 %",
        ),
        (TaskType, {"arrivals": "1/h", "route": [{"neither": {}}]}, "either"),
        (TaskType, {"arrivals": "1/h", "route": [{"together": ["a"]}]}, "empty"),
        (TaskType, {"arrivals": "1/h", "route": ["a"], "priority": "highest"}, "choose one of urgent, high"),
        (TaskType, {"arrivals": "1/h", "route": ["a"], "priority": {"higher": 1}}, "did you mean 'high'?"),
    ],
)
def test_what_does_not_go_together_is_refused(model, keys: dict, words: str) -> None:
    assert any(words in message for message in messages(model, **keys))


def test_a_broken_rule_of_keys_is_told_beside_broken_values() -> None:
    found = messages(Arrivals, rate="1 per day", every="1 day", growth="much")

    assert len(found) == 4


def test_an_error_probability_needs_no_standard() -> None:
    assert Step(service_time="1 h", done_by=["x"], error_probability=0.1).error_probability == 0.1


def test_every_key_describes_itself_to_editors() -> None:
    schema = Scenario.model_json_schema()
    for name, part in {"Scenario": schema, **schema["$defs"]}.items():
        for key, content in part.get("properties", {}).items():
            described = content.get("description") or any(
                "description" in option for option in content.get("anyOf", ())
            )
            assert described or "$ref" in str(content), f"{name}.{key}"


def test_texts_with_units_are_texts_to_editors() -> None:
    step = Scenario.model_json_schema()["$defs"]["Step"]["properties"]

    assert "string" in step["service_time"]["type"]
    assert "45 min" in step["service_time"]["examples"]
