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


_KEY = re.compile(r"\s*[\w. -]+:(\s|$)")
"""What a line with a key begins with."""
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
    opened = _open_quote(lines, line)
    if opened is not None:
        line, column, sign = opened
        text = f"the quote that begins here is not closed on this line; close it, or write it without {sign}"
        return line + 1, column + 1, text
    if "could not find expected ':'" in problem and line < len(lines):
        words = re.fullmatch(r"\s*(\w+)\s*(.*)", lines[line])
        if words is not None:
            mended = f"{words[1]}: {words[2]}".rstrip()
            return line + 1, column + 1, f"this line has no ':' between key and value; write '{mended}'"
    if "mapping values are not allowed" in problem:
        bare = _without_colon(lines, line)
        if bare is not None:
            return bare[0] + 1, _indent(lines[bare[0]]) + 1, bare[1]
        odd = _odd_line(lines, line)
        if odd is not None:
            text = "this line is not indented like those beside it; line them up"
            return odd + 1, _indent(lines[odd]) + 1, text
    if "expected <block end>" in problem and line < len(lines):
        above = _speaking_before(lines, line)
        if above is not None and _is_item_beside_key(lines, above, line):
            text = "this line begins with a dash, the one below it does not; take the dash out"
            return above + 1, _indent(lines[above]) + 1, text
        text = _uneven(lines, line)
        if text:
            return line + 1, _indent(lines[line]) + 1, text
    return line + 1, column + 1, _in_words(error, problem)


def _open_quote(lines: Sequence[str], line: int) -> tuple[int, int, str] | None:
    """Return line, column (from 0) and sign of a quote that swallowed keys up to ``line``, or None.

    YAML finds its end at the next quote of the file, and stumbles there over what follows.
    """
    found = None
    try:
        for token in yaml.scan("\n".join(lines), Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in {"'", '"'}:
                begin, end = token.start_mark, token.end_mark
                inside = lines[begin.line + 1 : end.line + 1]
                if end.line == line and any(_KEY.match(each) for each in inside):
                    found = (begin.line, begin.column, token.style)
    except yaml.YAMLError:
        pass
    return found


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


def _without_colon(lines: Sequence[str], line: int) -> tuple[int, str] | None:
    """Return the line above that lacks its colon, or the space behind it, and what to write."""
    above = _speaking_before(lines, line)
    if above is None or line >= len(lines):
        return None
    said = lines[above].partition(" #")[0].strip().removeprefix("- ")
    if _indent(lines[above]) > _indent(lines[line]) or re.search(r":(\s|$)|^[-'\"\[{&*!|>]", said):
        return None
    words = re.fullmatch(r"(\w+)(:?)\s*(.*)", said)
    if words is None:
        return None
    mended = f"{words[1]}: {words[3]}".rstrip()
    if words[2]:
        return above, f"a space belongs behind the colon; write '{mended}'"
    return above, f"this line has no ':' between key and value; write '{mended}'"


def _uneven(lines: Sequence[str], line: int) -> str:
    """Return the message for a line that is indented like none above it, or nothing."""
    if not re.match(r"\s*[\w'\"-]", lines[line]):
        return ""
    above = _speaking_before(lines, line)
    steps = sorted({_indent(each) for each in lines[:line] if _speaks(each)})
    if above is None or _indent(lines[line]) in steps:
        return ""
    own, beside = _indent(lines[line]), _indent(lines[above])
    return f"this line begins after {_spaces(own)}, the one above after {_spaces(beside)}; line them up"


def _is_item_beside_key(lines: Sequence[str], above: int, line: int) -> bool:
    """True for a key without a dash directly below an item."""
    has_dash = [lines[place].lstrip().startswith("- ") for place in (above, line)]
    return _indent(lines[above]) == _indent(lines[line]) and has_dash == [True, False]


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}" if count else "none"


def _speaking_before(lines: Sequence[str], line: int) -> int | None:
    return next((k for k in range(line - 1, -1, -1) if _speaks(lines[k])), None)


def _odd_line(lines: Sequence[str], line: int) -> int | None:
    """Return which of two lines is indented unlike its neighbours, or None where it is not indentation.

    YAML stumbles over the second of `  a: 1` and `    b: 2`: the first has a value already, so the second
    cannot belong to it.  The odd one is the one whose indentation no neighbour shares.
    """
    if line >= len(lines) or lines[line].strip().partition("#")[0].count(": ") > 1:
        return None
    before = _speaking_before(lines, line)
    if before is None or _indent(lines[before]) >= _indent(lines[line]):
        return None
    after = next((k for k in range(line + 1, len(lines)) if _speaks(lines[k])), None)
    is_shared = after is not None and _indent(lines[after]) == _indent(lines[line])
    return before if is_shared else line


def _speaks(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
