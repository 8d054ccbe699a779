"""A notation: how one kind of value is written in a scenario, as an annotation for pydantic.

``Annotated[float, Duration]`` reads the text with the notation's ``read``, and tells an editor
(through the JSON Schema) what may be written, with examples.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

ERROR = "scenario"
"""Type of every error that already speaks a planner's English."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a value depends on.

    Attributes:
        currency: of all money in the file; empty accepts any.
        folder: where relative CSV paths start.
        bare_numbers: True accepts numbers without a unit, in the unit the key documents (from Python).
        run_length: of the scenario, for an amount per time; 0 where it is not known [h].
    """

    currency: str = ""
    folder: Path = field(default_factory=Path)
    bare_numbers: bool = True
    run_length: float = 0.0


def refusal(message: str) -> PydanticCustomError:
    """Return the error for a value that cannot be accepted: `rule; suggestion`."""
    return PydanticCustomError(ERROR, "{message}", {"message": message})


def refusals(found: Sequence[tuple[tuple[str | int, ...], str]], value: object) -> ValidationError:
    """Return one error that holds several, each with its path inside ``value``."""
    details = [InitErrorDetails(type=refusal(text), loc=path, input=value) for path, text in found]
    return ValidationError.from_exception_data("scenario", details)


def message_of(error: PydanticCustomError) -> str:
    """Return the text that ``refusal`` was given."""
    return str((error.context or {})["message"])


def shown(value: object) -> str:
    """Return a value as the user wrote it, shortened where it is long."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True, eq=False)
class Notation:
    """How one kind of value is written.

    Attributes:
        read: from what stands in the file to the value; raises ``refusal``.
        description: what may be written, for the hover text of editors.
        examples: a few values that are accepted, the most typical one first.
        types: JSON types that an editor should accept.
    """

    read: Callable[[object, Setting], object]
    description: str
    examples: tuple[Any, ...]
    types: tuple[str, ...] = ("string",)
    limits: Mapping[str, float] = field(default_factory=dict)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the value in place of pydantic's own conversion."""

        def validate(value: object, info: core_schema.ValidationInfo[Setting | None]) -> object:
            return self.read(value, info.context or Setting())

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what may be written."""
        kinds = self.types[0] if len(self.types) == 1 else list(self.types)
        return {
            "type": kinds,
            "description": self.description,
            "examples": list(self.examples),
            **self.limits,
        }
