"""YAML's syntax errors in a planner's English."""

import re
from collections.abc import Sequence

import yaml

_WORDS = (
    (
        "mapping values are not allowed",
        "there is a second ':' on this line, or the line is indented further than the one above allows; "
        "line it up, or put a value that contains ': ' in quotes",
    ),
    ("could not find expected ':'", "this line has no ':'; write it as 'key: value'"),
    (
        "expected <block end>",
        "the indentation does not fit the lines above, or a quote or bracket ends too early; "
        "line keys up with those beside them",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed; close it"),
    ("expected ',' or ']'", "a list opened with '[' is not closed, or lacks a comma; add ']' or ','"),
    ("expected ',' or '}'", "a mapping opened with '{' is not closed, or lacks a comma; add '}' or ','"),
    ("unknown escape character", "a backslash in double quotes means something else; use single quotes"),
    ("found undefined tag", "tags (!) are not part of the language; put the text in quotes"),
    (
        "block sequence entries are not allowed",
        "a list item ('- ') cannot stand here; put it on a line of its own",
    ),
    ("did not find expected key", "the indentation does not fit the lines above; line keys up"),
    ("expected the node content", "a value is missing or a bracket or comma is too much; write the value"),
    (
        "expected alphabetic or numeric",
        "'&' and '*' begin anchors and aliases in YAML; put the text in quotes",
    ),
    (
        "expected chomping or indentation indicators",
        "after '|' or '>' the text begins on the next line; put a text with these signs in quotes",
    ),
    (
        "expected a comment or a line break",
        "after '|' or '>' the text begins on the next line; use quotes instead",
    ),
    ("expected <document start>", "something stands before or after the scenario; remove it"),
)


_OPENED = (
    "could not find expected ':'",
    "found unexpected end of stream",
    "expected ',' or ']'",
    "expected ',' or '}'",
)
"""Problems that are best shown where the key, quote or bracket began."""


def syntax_problem(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[int, int, str]:
    """Return line, column (from 1) and `rule; suggestion` for an error of YAML's scanner or parser."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(words in problem for words in _OPENED):
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if "mapping values are not allowed" in problem:
        odd = _odd_line(lines, line)
        if odd is not None:
            text = "this line is not indented like those beside it; line them up"
            return odd + 1, _indent(lines[odd]) + 1, text
    return line + 1, column + 1, _in_words(error, problem)


def _in_words(error: yaml.MarkedYAMLError, problem: str) -> str:
    start = re.match(r"found character '(.+)' that cannot start any token", problem)
    if start is not None:
        sign = start[1].strip('"')
        if sign in {"\t", "\\t"}:
            return "there is a tab before a value; use spaces"
        return f"a value cannot begin with '{sign}'; put it in quotes"
    for english, words in _WORDS:
        if english in problem:
            return words
    what = f"{problem or 'unknown problem'}{f' {error.context}' if error.context else ''}"
    return f"this is not readable as YAML ({what}); check quotes, brackets and indentation"


def _odd_line(lines: Sequence[str], line: int) -> int | None:
    """Return which of two lines is indented unlike its neighbours, or None where it is not indentation.

    YAML stumbles over the second of `  a: 1` and `    b: 2`: the first has a value already, so the second
    cannot belong to it.  The odd one is the one whose indentation no neighbour shares.
    """
    if line >= len(lines) or lines[line].strip().partition("#")[0].count(": ") > 1:
        return None
    before = next((k for k in range(line - 1, -1, -1) if _speaks(lines[k])), None)
    if before is None or _indent(lines[before]) >= _indent(lines[line]):
        return None
    after = next((k for k in range(line + 1, len(lines)) if _speaks(lines[k])), None)
    is_shared = after is not None and _indent(lines[after]) == _indent(lines[line])
    return before if is_shared else line


def _speaks(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
