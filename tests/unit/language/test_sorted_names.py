"""How lists sort names: by the last name with its particles, letters without their marks."""

import pytest

from agm.language.names import sort_key, sort_name


@pytest.mark.parametrize(
    ("name", "sorted_so"),
    [
        ("Selwyn King Jr", "King, Selwyn, Jr"),
        ("Sam Dale, Jr.", "Dale, Sam, Jr."),
        ("Idris Vaughan III", "Vaughan, Idris, III"),
        ("Ivor Pell Jnr", "Pell, Ivor, Jnr"),
        ("Ann Lee BA (Hons)", "Lee, Ann, BA (Hons)"),
        ("Ann Lee MSt", "Lee, Ann, MSt"),
        ("Ann St John", "St John, Ann"),
        ("Gwen ferch Owain", "ferch Owain, Gwen"),
        ("Gerard 't Hooft", "'t Hooft, Gerard"),
        ("Jan van der Meulen", "van der Meulen, Jan"),
        ("Jack MA", "MA, Jack"),
        ("Dan Senior", "Senior, Dan"),
        ("Ann Mary LEE", "LEE, Ann Mary"),
        ("Prince", "Prince"),
    ],
)
def test_the_last_name_comes_first(name: str, sorted_so: str) -> None:
    assert sort_name(name) == sorted_so


def test_lists_follow_the_names_own_rules() -> None:
    names = [
        "Ábel, Éva", "ap Tudur, Iorwerth", "Ardley, Ruth", "Éluard, Paul", "King, Selwyn, Jr", "Ó Murchú, Bronagh",
        "O’Brien, Mary", "Oz, Amos", "Ozanne, Al", "St John, Ann", "’t Hooft, Gerard", "van, Li",
        "van der Meulen, Jan", "Vanne, Jo", "Ŵyn-Llŷr, Al", "Yıldız, Ayşe", "Żółtowski, Tomasz",
    ]  # fmt: skip
    names.reverse()
    assert sorted(names, key=sort_key) == names[::-1]
    assert all(sort_key(name).isalnum() and sort_key(name).isascii() for name in names)
