"""By which other words a text is found: joined names, and their sound."""

from agm.language.search_keys import SOUND, keys_of_year, may_be_meant, search_keys, sounds_of, year_keys


def test_what_is_written_apart_is_found_together() -> None:
    keys = search_keys("Mary O’Brien, Bo Mc Donald and Zoë Smith-Jones co-operated").split()
    assert {"obrien", "mcdonald", "smithjones", "cooperated"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_words_of_one_sound_share_a_key() -> None:
    for first, second in (("smith", "smyth"), ("zoltowski", "zoltovsky"), ("blake", "balke"), ("obrien", "obrein")):
        assert set(sounds_of(first)) & set(sounds_of(second)), first
        assert may_be_meant(first, second)
    assert not may_be_meant("smith", "jones")
    assert sounds_of("ann") == sounds_of("a1b2c") == []
    assert all(sound.startswith(SOUND) for sound in sounds_of("smith"))


def test_years_are_keys_between_their_ends_and_from_when_on() -> None:
    assert year_keys("Ann, 2014 to 2017; Bo, since 2019; Cy, 2012 to 2013, until 2011") == "2015 2016 zy2019"
    assert keys_of_year("2021", 2026)[-2:] == ["zy2019", "zy2020"]
    assert keys_of_year("2027", 2026) == keys_of_year("202", 2026) == keys_of_year("ann", 2026) == []
