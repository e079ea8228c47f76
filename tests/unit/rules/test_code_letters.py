"""Codes that people copy from paper."""

from agm.rules.code_letters import LENGTH, LETTERS, in_groups, new_code, read_code


def test_a_code_has_eighty_bits_and_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert (len(LETTERS), LENGTH) == (32, 16)
    assert read_code(in_groups(code)) == code
    assert read_code(f"  {in_groups(code).lower().replace('-', ' ')} ") == code
    assert read_code("oiLo-abcd-efgh-jkmn") == "0110ABCDEFGHJKMN"


def test_what_cannot_be_a_code_is_none() -> None:
    assert [read_code(typed) for typed in ("", "ABCD", "U" * 16, "A" * 17, "²" * 16)] == [None] * 5
