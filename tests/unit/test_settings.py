"""Settings are read once, checked as a whole, and keep a secret that they made."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from agm.settings import SHORTEST_SECRET, Settings, SettingsError

SECRET = "s" * SHORTEST_SECRET


def test_defaults_are_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.from_environment({"AGM_DATA_FOLDER": str(tmp_path), "AGM_SECRET_KEY": SECRET})
    assert settings.database_url == f"sqlite:///{tmp_path}/agm.sqlite3"
    assert (settings.is_sqlite, settings.is_https, settings.mail_server) == (True, False, None)


def test_a_missing_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = Settings.from_environment({"AGM_DATA_FOLDER": str(tmp_path / "new")})
    second = Settings.from_environment({"AGM_DATA_FOLDER": str(tmp_path / "new")})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= SHORTEST_SECRET
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600


def test_the_first_of_several_secrets_signs(tmp_path: Path) -> None:
    new, old = "n" * SHORTEST_SECRET, "o" * SHORTEST_SECRET
    folder = {"AGM_DATA_FOLDER": str(tmp_path)}
    (tmp_path / "secret-key").write_text(f"{new}\n{old}\n", encoding="utf-8")
    for given in (folder, folder | {"AGM_SECRET_KEY": f"{new}, {old}"}):
        settings = Settings.from_environment(given)
        assert (settings.secrets, settings.signing_keys) == ((new, old), [old, new])
    for unusable in (f"{new},short", ","):
        with pytest.raises(SettingsError, match="AGM_SECRET_KEY must be at least 32 characters long"):
            Settings.from_environment(folder | {"AGM_SECRET_KEY": unusable})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_uses_psycopg(tmp_path: Path, scheme: str) -> None:
    settings = Settings.from_environment(
        {"AGM_DATA_FOLDER": str(tmp_path), "AGM_SECRET_KEY": SECRET, "AGM_DATABASE_URL": f"{scheme}://u@h/agm"}
    )
    assert settings.database_url == "postgresql+psycopg://u@h/agm"
    assert not settings.is_sqlite


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(
            {
                "AGM_DATA_FOLDER": str(tmp_path),
                "AGM_SECRET_KEY": "short",
                "AGM_DATABASE_URL": "mysql://host/agm",
                "AGM_BASE_URL": "ftp://example.org",
                "AGM_MAIL_PORT": "many",
                "AGM_PROXIES": "some",
                "AGM_RATE_LIMIT_STORAGE": "http://localhost",
            }
        )
    assert str(refused.value).splitlines() == [
        "AGM_SECRET_KEY must be at least 32 characters long (each, where commas separate several).",
        "AGM_DATABASE_URL must begin with sqlite: or postgresql:.",
        "AGM_BASE_URL must begin with http:// or https://.",
        "AGM_MAIL_PORT must be a number.",
        "AGM_PROXIES must be a number: how many reverse proxies stand in front.",
        "AGM_RATE_LIMIT_STORAGE must begin with memory:// or redis://.",
    ]


def test_redis_without_its_library_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"AGM_DATA_FOLDER": str(tmp_path), "AGM_SECRET_KEY": SECRET, "AGM_RATE_LIMIT_STORAGE": "redis://localhost"}
    assert Settings.from_environment(given).rate_limit_storage == "redis://localhost"
    monkeypatch.setattr("agm.settings.find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"pip install 'agm\[redis\]'"):
        Settings.from_environment(given)


def test_settings_are_frozen_and_show_no_secret(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "AGM_DATA_FOLDER": str(tmp_path),
            "AGM_SECRET_KEY": SECRET,
            "AGM_DATABASE_URL": "postgresql://agm:hush-database@host/agm",
            "AGM_MAIL_PASSWORD": "hush-mail",
            "AGM_RATE_LIMIT_STORAGE": "redis://:hush-redis@host",
        }
    )
    assert "hush" not in repr(settings)
    assert SECRET not in repr(settings)
    with pytest.raises(ValidationError):
        settings.proxies = 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ADDRESS": "AGM <a@example.org>"}, "AGM_BOUNCE_ADDRESS must be an address alone"),
        ({"ADDRESS": "a+b@example.org"}, "AGM_BOUNCE_ADDRESS must be an address alone"),
        ({"MAILBOX": "maildir:/var/mail/agm"}, "AGM_BOUNCE_MAILBOX needs AGM_BOUNCE_ADDRESS"),
        ({"ADDRESS": "a@example.org", "MAILBOX": "/var/mail/agm"}, "AGM_BOUNCE_MAILBOX must be maildir:/a/folder"),
        ({"ADDRESS": "a@example.org", "MAILBOX": "imaps://u:p@example.org"}, "AGM_BOUNCE_MAILBOX must be maildir:"),
        ({"ADDRESS": "a@example.org", "MAILBOX": "maildir:/var/mail/agm"}, None),
        ({"ADDRESS": "a@example.org", "MAILBOX": "imaps://imap.example.org:993/INBOX/agm"}, None),
    ],
)
def test_where_mails_come_back_to_is_checked(tmp_path: Path, given: dict[str, str], message: str | None) -> None:
    variables = {f"AGM_BOUNCE_{name}": value for name, value in given.items()} | {"AGM_DATA_FOLDER": str(tmp_path)}
    if message is None:
        assert Settings.from_environment(variables).bounce_mailbox == given["MAILBOX"]
        return
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(variables)
    assert str(refused.value).startswith(message)


def test_an_empty_variable_counts_as_not_given(tmp_path: Path) -> None:
    names = ("SECRET_KEY", "DATABASE_URL", "BASE_URL", "MAIL_SERVER", "MAIL_PORT", "PROXIES")
    given = {f"AGM_{name}": "" for name in names} | {"AGM_DATA_FOLDER": str(tmp_path)}
    assert Settings.from_environment(given) == Settings.from_environment({"AGM_DATA_FOLDER": str(tmp_path)})


def test_whether_it_is_a_test_is_no_variable(tmp_path: Path) -> None:
    given = {"AGM_DATA_FOLDER": str(tmp_path), "AGM_IS_TESTING": "1", "AGM_NO_SUCH": "1"}
    assert not Settings.from_environment(given).is_testing


def test_the_public_address_has_no_slash_at_its_end(tmp_path: Path) -> None:
    given = {"AGM_DATA_FOLDER": str(tmp_path), "AGM_BASE_URL": "https://agm.example.org/"}
    assert Settings.from_environment(given).base_url == "https://agm.example.org"


def test_numbers_below_nought_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="AGM_PROXIES must be a number"):
        Settings.from_environment({"AGM_DATA_FOLDER": str(tmp_path), "AGM_PROXIES": "-1"})


def test_whom_to_tell_of_a_weakness_holds_until_a_day(tmp_path: Path) -> None:
    folder = {"AGM_DATA_FOLDER": str(tmp_path), "AGM_SECRET_KEY": SECRET}
    day = {"AGM_SECURITY_EXPIRES": "2027-06-30"}
    contacts = {"safe@wu.example": "mailto:safe@wu.example", "https://wu.example/safe": "https://wu.example/safe"}
    for given, kept in contacts.items():
        settings = Settings.from_environment(folder | day | {"AGM_SECURITY_CONTACT": given})
        assert (settings.security_contact, str(settings.security_expires)) == (kept, "2027-06-30")
    for wrong in (day | {"AGM_SECURITY_CONTACT": "ask us"}, {"AGM_SECURITY_CONTACT": "safe@wu.example"}):
        with pytest.raises(SettingsError, match="AGM_SECURITY_"):
            Settings.from_environment(folder | wrong)


def test_hosts_of_the_own_network_are_named_one_by_one(tmp_path: Path) -> None:
    given = {"AGM_DATA_FOLDER": str(tmp_path), "AGM_WORDPRESS_INSIDE": "Blog.intranet.example, 10.0.0.7"}
    assert Settings.from_environment(given).wordpress_inside == ("blog.intranet.example", "10.0.0.7")
    assert Settings.from_environment({"AGM_DATA_FOLDER": str(tmp_path)}).wordpress_inside == ()
