"""Reads the settings from the environment, once; everybody else gets them as values."""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec


class ConfigError(ValueError):
    """A setting can't be used; the message is one line that names it and says what it may be."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where ysq keeps its data and where it listens.

    Without the two database URLs the packaged PostgreSQL runs inside `data`.
    """

    data: Path
    database_url: str | None = None
    owner_database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    fonts: Path | None = None
    seals: Path | None = None
    digests: Path | None = None
    loopback_http: bool = False
    service: str = ""
    password_profile: str = "asvs"  # noqa: S105 - the name of a profile

    @property
    def digest_folder(self) -> Path:
        """Where sealed days are written as files: best a place that the service's machine can't rewrite."""
        return self.digests or self.data / "digests"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """The settings in `env`; an empty value counts as absent. Raises ConfigError."""
        given = {name: value.strip() for name, value in env.items() if value.strip()}
        host = given.get("YSQ_HOST", "127.0.0.1")
        database_url, owner_database_url = _database_urls(given)
        return cls(
            data=_folder(given, "YSQ_DATA") or _default_data(given),
            database_url=database_url,
            owner_database_url=owner_database_url,
            host=host,
            port=_port(given),
            fonts=_existing_folder(given, "YSQ_FONTS"),
            seals=_existing_folder(given, "YSQ_SEALS"),
            digests=_folder(given, "YSQ_DIGESTS"),
            loopback_http=_loopback_http(given, host),
            service=_service(given),
            password_profile=_password_profile(given),
        )


def _database_urls(given: Mapping[str, str]) -> tuple[str | None, str | None]:
    names = ("YSQ_DATABASE_URL", "YSQ_OWNER_DATABASE_URL")
    urls = [given.get(name) for name in names]
    for name, url in zip(names, urls, strict=True):
        if url and urlsplit(url).scheme not in {"postgresql", "postgres"}:
            # The value isn't repeated: it may hold a password.
            raise ConfigError(f"{name} 应以 postgresql:// 开头 / {name} must start with postgresql://")
    if (urls[0] is None) != (urls[1] is None):
        missing = names[0] if urls[0] is None else names[1]
        raise ConfigError(
            f"YSQ_DATABASE_URL 与 YSQ_OWNER_DATABASE_URL 须同时设置或都不设置，缺少 {missing}"
            f" / set both database URLs or neither: {missing} is missing"
        )
    return urls[0], urls[1]


def _port(given: Mapping[str, str]) -> int:
    text = given.get("YSQ_PORT", "8080")
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise ConfigError(
            f"YSQ_PORT={text}：端口应为 1 至 65535 的整数 / YSQ_PORT must be a whole number from 1 to 65535"
        )
    return int(text)


def _loopback_http(given: Mapping[str, str], host: str) -> bool:
    text = given.get("YSQ_LOOPBACK_HTTP", "0")
    if text not in {"0", "1"}:
        raise ConfigError(f"YSQ_LOOPBACK_HTTP={text}：应为 0 或 1 / YSQ_LOOPBACK_HTTP must be 0 or 1")
    if text == "1" and not _is_loopback(host):
        raise ConfigError(
            f"YSQ_LOOPBACK_HTTP=1 只能用于本机地址，而 YSQ_HOST={host}"
            f" / YSQ_LOOPBACK_HTTP=1 is for loopback addresses only, but YSQ_HOST={host}"
        )
    return text == "1"


def _service(given: Mapping[str, str]) -> str:
    """The public address, which letters print: an origin and perhaps a path, short enough for a small QR code."""
    text = given.get("YSQ_SERVICE", "").rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    fit = parts.scheme in {"https", "http"} and parts.hostname and not (parts.query or parts.fragment or parts.username)
    if not fit or not text.isascii() or not text.isprintable() or " " in text or len(text) > 60:
        raise ConfigError(
            f"YSQ_SERVICE={text}：应为本服务对外的网址，如 https://gk.example.gov.cn，不超过60个字符"
            " / YSQ_SERVICE must be the public address of this service, at most 60 characters"
        )
    return text


def _password_profile(given: Mapping[str, str]) -> str:
    text = given.get("YSQ_PASSWORD_PROFILE", "asvs")
    if text not in {"asvs", "dengbao"}:
        raise ConfigError(
            f"YSQ_PASSWORD_PROFILE={text}：应为 asvs（长度）或 dengbao（复杂度、90天）"
            " / YSQ_PASSWORD_PROFILE must be asvs or dengbao"
        )
    return text


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _folder(given: Mapping[str, str], name: str) -> Path | None:
    text = given.get(name)
    if text is None:
        return None
    path = Path(text)
    if not path.is_absolute():
        raise ConfigError(f"{name}={text}：应为绝对路径 / {name} must be an absolute path")
    if path.exists() and not path.is_dir():
        raise ConfigError(f"{name}={text}：不是目录 / {name} is not a folder")
    return path


def _existing_folder(given: Mapping[str, str], name: str) -> Path | None:
    path = _folder(given, name)
    if path is not None and not path.is_dir():
        raise ConfigError(f"{name}={path}：目录不存在 / {name}: there is no such folder")
    return path


def _default_data(given: Mapping[str, str]) -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/ysq")
    shared = Path(given.get("XDG_DATA_HOME", ""))
    if shared.is_absolute():  # the XDG specification has relative values ignored
        return shared / "ysq"
    home = Path(given.get("HOME", ""))
    if home.is_absolute():
        return home / ".local" / "share" / "ysq"
    raise ConfigError(
        "没有主目录（HOME 未设置），请用 YSQ_DATA 指定数据目录"
        " / there is no home folder (HOME is unset): set YSQ_DATA to a folder for the data"
    )
