"""By which other words a text is found: joined names, and their sound."""

from agm.language.search_keys import SOUND, may_be_meant, search_keys, sounds_of


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
