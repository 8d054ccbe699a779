"""YAML's syntax errors in a planner's English."""

import re

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
        "expected a comment or a line break",
        "after '|' or '>' the text begins on the next line; use quotes instead",
    ),
    ("expected <document start>", "something stands before or after the scenario; remove it"),
)


def syntax_problem(error: yaml.MarkedYAMLError) -> str:
    """Return `rule; suggestion` for an error of YAML's scanner or parser."""
    problem = error.problem or ""
    start = re.match(r"found character '(.+)' that cannot start any token", problem)
    if start is not None:
        sign = start[1].strip('"')
        if "t" in sign and "\\" in sign:
            return "there is a tab before a value; use spaces"
        return f"a value cannot begin with '{sign}'; put it in quotes"
    for english, words in _WORDS:
        if english in problem:
            return words
    context = f" {error.context}" if error.context else ""
    what = f"{problem or 'unknown problem'}{context}"
    return f"this is not readable as YAML ({what}); check quotes, brackets and indentation"
