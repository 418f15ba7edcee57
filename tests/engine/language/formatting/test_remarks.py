"""A comment begins where no text is open, and those of neighbouring lines stand in one column."""

from __future__ import annotations

from engine.language.formatting.remarks import Line, remarks_of, written


def test_a_number_sign_in_a_text_or_in_a_comment_begins_no_comment() -> None:
    text = 'A = "# {x | f("#")}" # one "half # still one  \n# two'
    assert [remark.text for remark in remarks_of(text)] == ['# one "half # still one', "# two"]


def test_those_that_lie_between_two_places_are_found() -> None:
    remarks = remarks_of("# a\nb\n# c\n# d")
    assert [remark.text for remark in remarks.between(1, 10)] == ["# c"]
    assert [remark.text for remark in remarks.between(0, 10)] == ["# a", "# c"]


def test_comments_behind_neighbouring_lines_stand_in_one_column() -> None:
    lines = [Line("ab", "# 1"), Line("abcd", "# 2"), Line("x"), Line("a", "# 3")]
    assert written(lines, 0) == "ab    # 1\nabcd  # 2\nx\na  # 3"


def test_where_one_column_is_too_far_right_each_stands_close() -> None:
    long = "a" * 110
    assert written([Line("b", "# a long one"), Line(long, "# 2")], 0) == f"b  # a long one\n{long}  # 2"
