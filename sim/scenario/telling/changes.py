"""Where two scenarios differ, key by key; the order in which keys stand does not count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Path = tuple[str, ...]


class Absent:
    """Stands for what one of the two does not have."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Change:
    """One key that differs.

    Attributes:
        path: keys from the top of the scenario.
        before: its value in the first, or ``ABSENT``.
        after: its value in the second, or ``ABSENT``.
        field: what the schema says of the key.
    """

    path: Path
    before: object
    after: object
    field: FieldInfo


def changes(before: BaseModel, after: BaseModel, path: Path = ()) -> Iterator[Change]:
    """Yield every key in which two parts of one class differ, in the order of the schema."""
    for name, field in type(before).model_fields.items():
        key = field.alias or name
        yield from _between(getattr(before, name), getattr(after, name), field, (*path, key))


def _between(before: object, after: object, field: FieldInfo, path: Path) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, BaseModel) and isinstance(after, BaseModel) and type(before) is type(after):
        yield from changes(before, after, path)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _between(before.get(key, ABSENT), after.get(key, ABSENT), field, (*path, str(key)))
    else:
        yield Change(path, before, after, field)
