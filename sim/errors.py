"""What can go wrong, by whose fault.

SimError
├── ScenarioError     the file is wrong: every problem, each with file:line:column
├── UsageError        the command or call is wrong
└── EngineRefusalError an engine cannot do what the model asks, and names it
"""


class SimError(Exception):
    """A mistake that a user can mend; the message says where, what, and what would be right."""


class ScenarioError(SimError):
    """The scenario file is wrong.  Its text ends with the number of mistakes, where there are several.

    Attributes:
        problems: one message per mistake, in file order; what others follow from stands first.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        count = [f"{len(problems):,} mistakes"] if len(problems) > 1 else []
        super().__init__("\n".join([*problems, *count]))


class UsageError(SimError):
    """The command line or the call is wrong."""


class EngineRefusalError(SimError):
    """An engine cannot do what the model asks; the message names it."""
