"""Settings come from the environment, and a bad value is one line that names it."""

import os
from pathlib import Path

import pytest

from ysq.config import ConfigError, Settings
from ysq.resources import data_folder

HOME = {"HOME": "/home/clerk"}
APP, OWNER = "postgresql://ysq_app@db/ysq", "postgresql://ysq_owner@db/ysq"


def as_user(monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)


@pytest.mark.parametrize(
    ("env", "data"),
    [
        (HOME, "/home/clerk/.local/share/ysq"),
        (HOME | {"XDG_DATA_HOME": "/data/clerk"}, "/data/clerk/ysq"),
        (HOME | {"XDG_DATA_HOME": "relative"}, "/home/clerk/.local/share/ysq"),
        (HOME | {"YSQ_DATA": "/srv/ysq"}, "/srv/ysq"),
    ],
)
def test_an_ordinary_user_keeps_data_at_home(monkeypatch: pytest.MonkeyPatch, env: dict[str, str], data: str) -> None:
    as_user(monkeypatch, 1000)
    assert Settings.from_env(env).data == Path(data)


def test_root_keeps_data_in_var_lib(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0)
    assert Settings.from_env(HOME).data == Path("/var/lib/ysq")


@pytest.mark.parametrize("env", [{}, {"HOME": ""}, {"HOME": "relative"}])
def test_without_a_home_the_folder_must_be_given(monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> None:
    as_user(monkeypatch, 1000)
    with pytest.raises(ConfigError, match="YSQ_DATA"):
        Settings.from_env(env)


def test_the_defaults_listen_on_loopback_with_the_packaged_database() -> None:
    settings = Settings.from_env(HOME)
    assert (settings.host, settings.port, settings.loopback_http) == ("127.0.0.1", 8080, False)
    assert (settings.database_url, settings.owner_database_url, settings.fonts) == (None, None, None)


def test_every_setting_can_be_given(tmp_path: Path) -> None:
    settings = Settings.from_env({
        "YSQ_DATA": "/srv/ysq", "YSQ_DATABASE_URL": APP, "YSQ_OWNER_DATABASE_URL": OWNER, "YSQ_HOST": "::1",
        "YSQ_PORT": "443", "YSQ_FONTS": str(tmp_path), "YSQ_LOOPBACK_HTTP": "1",
        "YSQ_SERVICE": "https://gk.shizhong.example.cn/",
    })  # fmt: skip
    assert settings == Settings(
        data=Path("/srv/ysq"), database_url=APP, owner_database_url=OWNER, host="::1", port=443, fonts=tmp_path,
        loopback_http=True, service="https://gk.shizhong.example.cn",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("env", "names"),
    [
        ({"YSQ_PORT": "0"}, "YSQ_PORT"),
        ({"YSQ_PORT": "65536"}, "YSQ_PORT"),
        ({"YSQ_PORT": "9" * 5000}, "YSQ_PORT"),
        ({"YSQ_PORT": "８０"}, "YSQ_PORT"),
        ({"YSQ_DATA": "here"}, "YSQ_DATA"),
        ({"YSQ_DATA": __file__}, "YSQ_DATA"),
        ({"YSQ_FONTS": "/no/such/folder"}, "YSQ_FONTS"),
        ({"YSQ_SEALS": "/no/such/folder"}, "YSQ_SEALS"),
        ({"YSQ_SERVICE": "gk.example.cn"}, "YSQ_SERVICE"),
        ({"YSQ_SERVICE": "https://a:b@gk.example.cn"}, "YSQ_SERVICE"),
        ({"YSQ_SERVICE": "https://政务.cn"}, "YSQ_SERVICE"),
        ({"YSQ_SERVICE": "https://" + "a" * 60}, "YSQ_SERVICE"),
        ({"YSQ_SERVICE": "https://gk.example.cn/?a=1"}, "YSQ_SERVICE"),
        ({"YSQ_LOOPBACK_HTTP": "yes"}, "YSQ_LOOPBACK_HTTP"),
        ({"YSQ_LOOPBACK_HTTP": "1", "YSQ_HOST": "0.0.0.0"}, "YSQ_HOST"),
        ({"YSQ_DATABASE_URL": APP}, "YSQ_OWNER_DATABASE_URL is missing|缺少 YSQ_OWNER_DATABASE_URL"),
        ({"YSQ_OWNER_DATABASE_URL": OWNER}, "缺少 YSQ_DATABASE_URL"),
        ({"YSQ_DATABASE_URL": "mysql://u:secret@db", "YSQ_OWNER_DATABASE_URL": OWNER}, "YSQ_DATABASE_URL"),
    ],
)
def test_a_bad_value_is_one_line_that_names_it(env: dict[str, str], names: str) -> None:
    with pytest.raises(ConfigError, match=names) as caught:
        Settings.from_env(HOME | env)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_folders_that_people_read_are_found() -> None:
    assert (data_folder("migrations") / "schema.sql").is_file()


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="'nothing' is missing"):
        data_folder("nothing")


def test_the_password_profile_is_one_of_two() -> None:
    assert Settings.from_env(HOME | {"YSQ_PASSWORD_PROFILE": "dengbao"}).password_profile == "dengbao"
    with pytest.raises(ConfigError, match="YSQ_PASSWORD_PROFILE=none"):
        Settings.from_env(HOME | {"YSQ_PASSWORD_PROFILE": "none"})
