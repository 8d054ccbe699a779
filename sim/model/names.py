"""What the indices of a model and of its records stand for."""

from dataclasses import dataclass
from enum import IntEnum


class PoolKind(IntEnum):
    """Who is in a pool."""

    PEOPLE = 0
    TOOL = 1
    FREELANCERS = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Names by index, and the currency of all money."""

    task_types: tuple[str, ...]
    steps: tuple[str, ...]
    pools: tuple[str, ...]
    pool_kinds: tuple[PoolKind, ...]
    skills: tuple[str, ...]
    currency: str
