"""The strict YAML of scenario files."""

import pytest

from sim.scenario.reading.yaml_text import DEEPEST, Origin, read_yaml


def faults(text: str) -> list[tuple[int, int, str]]:
    return [(f.origin.line, f.origin.column, f.text) for f in read_yaml(text, "f").faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("+3", "+3"),
        ("-3", -3),
        ("0.5", 0.5),
        ("+0.25", "+0.25"),
        ("-0.25", -0.25),
        ("6.000", "6.000"),
        ("12.50", 12.5),
        ("0.500", 0.5),
        ("1.125", 1.125),
        (".5", 0.5),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("true", "true"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("2026-01-05", "2026-01-05"),
        ("'3'", "3"),
        ('"no"', "no"),
        ("''", ""),
        ("60 %", "60 %"),
        ("9" * 30, "9" * 30),
    ],
)
def test_only_what_is_plainly_a_number_is_a_number(text: str, value: object) -> None:
    document = read_yaml(f"key: {text}", "f")

    assert document.tree == {"key": value}
    assert type(document.tree["key"]) is type(value)
    assert document.faults == []


def test_every_value_knows_where_it_stands() -> None:
    text = "a:\n  b: 1\n  list:\n    - x\n    - {c: 2}\n"

    assert read_yaml(text, "f").origins == {
        ("a",): Origin("f", 1, 1),
        ("a", "b"): Origin("f", 2, 3),
        ("a", "list"): Origin("f", 3, 3),
        ("a", "list", 0): Origin("f", 4, 7),
        ("a", "list", 1): Origin("f", 5, 7),
        ("a", "list", 1, "c"): Origin("f", 5, 8),
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "advice"),
    [
        ("a: 1\na: 2", 2, 1, "first on line 1"),
        ("a: {b: 1, b: 2}", 1, 11, "first on line 1"),
        ("a:\n\tb: 1", 2, 1, "spaces"),
        ("a:\n  b: 1\n \tc: 2", 3, 2, "spaces"),
        ("a: &x 1", 1, 4, "write the value out"),
        ("a: *x", 1, 4, "write the value out"),
        ("a: {<<: {b: 1}}", 1, 5, "extends"),
        ("a: !!str 1", 1, 4, "leave it out"),
        ("a: !x 1", 1, 4, "leave it out"),
        ("a:", 1, 1, "no value"),
        ("a: ~", 1, 1, "no value"),
        ("a: [1, null]", 1, 8, "no value"),
        ("a: 1\n---\nb: 1", 2, 1, "own file"),
        ("3: a", 1, 1, "quotes: '3'"),
        ("0.5: a", 1, 1, "quotes"),
        ("? [a, b]\n: 1", 1, 3, "cannot be a list"),
        ("a: {{b}}", 1, 5, "braces in quotes"),
        ("a: [1", 1, 4, "']'"),
        ("a: {b: 1,200 USD, c: 3}", 1, 5, "write '1200 USD', or put it in quotes"),
        ("a: {b: 1,200}", 1, 5, "write '1200'"),
        ("a: {wage: 3,000 USD per month}", 1, 5, "is torn; write what an hour costs, e.g. '36 USD/h'"),
        ("a: {wage: 1,000 USD/h}", 1, 5, "write '1000 USD/h', or put it in quotes"),
        ("a: {price: 3,000 USD per month}", 1, 5, "write '3000 USD per month', or put it in quotes"),
        ("a: {b: 1,200,000 USD}", 1, 5, "'1,200,000 USD' is torn; write '1200000 USD'"),
        ("a: {b: 1,5 h}", 1, 5, "write '1.5 h'"),
        ("a: {b: +0,25}", 1, 5, "write '+0.25'"),
        ("a: {b: 0,65 ± 0,12, c: 1}", 1, 5, "'0,65 ± 0,12' is torn; write '0.65 ± 0.12'"),
        ("a: {b: 30,5 %, c: 69,5 %}", 1, 5, "write '30.5 %'"),
        ("a: [1,200 USD, 3 USD]", 1, 5, "in brackets a comma ends a value, so '1,200 USD' is torn"),
        ("a: [0,02 USD]", 1, 5, "write '0.02 USD'"),
        ("a: {3: 4}", 1, 5, "quotes: '3'"),
        ("a: {b: 1", 1, 4, "'}'"),
        ("a: 'x", 1, 4, "quote"),
        ('a: "x\nb: 1\nc: "y"\n', 1, 4, "the quote that begins here is not closed on this line"),
        ("a:\n  b: 'it is 5 o clock\n  c: 2\n  d: 'y'\n", 2, 6, "is not closed on this line"),
        ("a: b: c", 1, 5, "quotes"),
        ("a: @b", 1, 4, "cannot begin with '@'"),
        ("a: 1\n b: 2", 2, 2, "line them up"),
        ("a", 1, 1, "key: value"),
        ("- a", 1, 1, "key: value"),
        ("", 1, 1, "empty"),
        ("# nothing\n", 1, 1, "empty"),
        ("{}", 1, 1, "empty"),
        ("a: x\x07y", 1, 5, "U+0007"),
        ("a: |x\n  y", 1, 5, "next line"),
    ],
)
def test_a_trap_of_yaml_is_refused_at_its_place(text: str, line: int, column: int, advice: str) -> None:
    found = faults(text)

    assert (found[0][0], found[0][1]) == (line, column)
    assert advice in found[0][2]
    assert "; " in found[0][2]


@pytest.mark.parametrize(
    "text", ["a: {b: 30,5 %, c: 69,5 %}", "a: {b: 0,65 ± 0,12, c: 1,5 h}", "a: [0,5 h, 1,200 USD]"]
)
def test_each_torn_number_is_told_once(text: str) -> None:
    assert len(faults(text)) == 2


@pytest.mark.parametrize(
    "text", ["a: {b: 1, 200: 3}", "a: [1, 200]", "a: [1,x]", "a: {b: x,c: 2}", "a: ['1','2']"]
)
def test_a_comma_that_is_meant_tears_no_number(text: str) -> None:
    assert not [told for _, _, told in faults(text) if "torn" in told]


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ("a:\n  b 1\n  c: 2\n", 2, 3, "this line has no ':' between key and value; write 'b: 1'"),
        ("a:\n  b:1\n  c: 2\n", 2, 3, "a space belongs behind the colon; write 'b: 1'"),
        ("a: 1\nb\nc: 2\n", 2, 1, "this line has no ':' between key and value; write 'b:'"),
        (
            "a:\n    b: 1\n   c: 2\n",
            3,
            4,
            "begins after 3 spaces, the one above after 4 spaces; line them up",
        ),
        ("a:\n  set: {x: 1}\n  set: {y: 1}\n", 3, 3, "begin this one with a dash of its own, '- set:'"),
    ],
)
def test_a_colon_or_a_space_too_few_is_told_with_the_line_as_it_should_be(
    text: str, line: int, column: int, told: str
) -> None:
    found = faults(text)[0]

    assert (found[0], found[1]) == (line, column)
    assert found[2].endswith(told)


def test_all_faults_are_told_at_once() -> None:
    assert [line for line, _, _ in faults("a: 1\na: 2\nb: &x 1\nc:\nd: *x\n")] == [2, 3, 4, 5]


def test_too_many_levels_are_refused_without_recursion() -> None:
    assert "flatter" in faults("a: " + "[" * 5000)[0][2]
    assert faults("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)) == []


def test_an_alias_bomb_never_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{k}: &b{k} [*a, *a]\n" for k in range(50))

    document = read_yaml(bomb, "f")

    assert len(document.faults) == 1 + 50 * 3
    assert len(str(document.tree)) < 10_000


def test_windows_line_ends_and_block_texts_are_read() -> None:
    assert read_yaml("a: 1\r\nb: >\r\n  two\r\n  words\r\n", "f").tree == {"a": 1, "b": "two words\n"}
