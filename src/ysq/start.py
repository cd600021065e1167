"""Puts a running system together from its settings: database, keys, stores, law and stationery."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import msgspec

from ysq import strict_yaml
from ysq.cases import Ground
from ysq.cases.almanac import read_almanac
from ysq.config import ConfigError, Settings
from ysq.db import agencies as agency_rows
from ysq.db import beside, books, stores
from ysq.db.embedded import Embedded
from ysq.db.errors import DataFolderInUse, StartError
from ysq.db.lock import DataLock
from ysq.db.migrate import migrate
from ysq.db.pool import Pool
from ysq.domain.agency import Agency
from ysq.faults import explained
from ysq.files import Files
from ysq.letters import find_fonts, load_stationery
from ysq.passwords import OWASP, Cost, Passwords, Profile
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.engine import Engine
from ysq.sealing import Vault, read_or_make_key
from ysq.seals import NoSeals, SealFailed, SealService
from ysq.signing import Signer


class Dsns(msgspec.Struct, frozen=True):
    """Where the database is, for the service and for migrations."""

    app: str
    owner: str


@contextmanager
def database(settings: Settings, *, durable: bool = True) -> Iterator[Dsns]:
    """The real server that the settings name, or the packaged one in the data folder, while the block runs.

    Either way the data folder is held: raises DataFolderInUse when another process has it, StartError or OSError
    when it can't be used.
    """
    if settings.database_url and settings.owner_database_url:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = DataLock.take(settings.data)
        try:
            yield Dsns(settings.database_url, settings.owner_database_url)
        finally:
            lock.release()
        return
    with Embedded.start(settings.data, durable=durable) as server:
        yield Dsns(server.app_dsn, server.owner_dsn)


@asynccontextmanager
async def started(
    settings: Settings, seed: Sequence[Agency] = (), *, durable: bool = True, cost: Cost = OWASP
) -> AsyncIterator[Ground]:
    """A migrated database, its pool and everything else of a running system; `seed` agencies are written first."""
    with database(settings, durable=durable) as dsns:
        await prepare(dsns.owner, seed)
        async with await Pool.open(dsns.app) as pool:
            yield await lay_ground(settings, pool, cost)


@contextmanager
def reachable(settings: Settings, *, make: bool = False) -> Iterator[Dsns]:
    """The database for an operator's command: of the service that runs on the data folder, or started for it.

    With `make`, a folder that has none yet gets one. Raises StartError and its kin with one line.
    """
    if not make:
        _require_data(settings)
    with ExitStack() as held:
        try:
            dsns = held.enter_context(database(settings))
        except DataFolderInUse:
            dsns = _served(settings)
        yield dsns


@asynccontextmanager
async def reached(settings: Settings, *, make: bool = False) -> AsyncIterator[Ground]:
    """The whole system for an operator's command, on the database as `reachable` finds it, brought up to date."""
    with reachable(settings, make=make) as dsns:
        await prepare(dsns.owner)
        async with await Pool.open(dsns.app) as pool:
            yield await lay_ground(settings, pool)


def _require_data(settings: Settings) -> None:
    """Refuse a folder without an installation: a command that looks must not make one, with keys of its own."""
    real = settings.database_url and settings.owner_database_url
    if not real and not beside.has_cluster(settings.data):
        raise StartError(
            f"数据目录 {settings.data} 中没有数据，请用 YSQ_DATA 指明目录；新装的机器请先用 ysq agency import 写入机关"
            f" / no data in {settings.data}: set YSQ_DATA, or begin with ysq agency import"
        )


def _served(settings: Settings) -> Dsns:
    """The database of the service that holds the data folder; raises DataFolderInUse when it isn't up yet."""
    if settings.database_url and settings.owner_database_url:
        return Dsns(settings.database_url, settings.owner_database_url)
    sockets = beside.running_sockets(settings.data)
    if sockets is None:
        raise DataFolderInUse(
            f"数据目录 {settings.data} 正由另一进程使用，而其数据库没有运行，请稍后重试"
            f" / the data folder {settings.data} is in use, but its database isn't up: try again later"
        )
    return Dsns(*(beside.dsn(sockets, user, "ysq") for user in ("ysq_app", "ysq_owner")))


async def prepare(owner_dsn: str, seed: Sequence[Agency] = ()) -> tuple[str, ...]:
    """Bring the schema up to date and write the `seed` agencies; the names of the migrations applied."""
    applied = await migrate(owner_dsn)
    if seed:
        await write_agencies(owner_dsn, seed)
    return tuple(f"{migration.number:04d}_{migration.name}" for migration in applied)


async def write_agencies(owner_dsn: str, agencies: Sequence[Agency]) -> None:
    """Write agencies and their settings, over those with the same ids."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await agency_rows.seed(connection, agencies)
    finally:
        await connection.close()


async def migrated(settings: Settings) -> tuple[str, ...]:
    """Bring the schema up to date; the names of the migrations applied."""
    with database(settings) as dsns:
        return await prepare(dsns.owner)


@asynccontextmanager
async def looked_at(settings: Settings) -> AsyncIterator[Ground]:
    """The whole system for a command that only looks: as `reached`, but nothing is kept of the book in use."""
    with reachable(settings) as dsns:
        await prepare(dsns.owner)
        async with await Pool.open(dsns.app) as pool:
            yield await lay_ground(settings, pool, keep_book=False)


async def lay_ground(settings: Settings, pool: Pool, cost: Cost = OWASP, *, keep_book: bool = True) -> Ground:
    """The services on a migrated database; `cost` is what a password's hash costs."""
    book = rule_book.read(data_folder("rules"))
    async with pool.agencies(()) as conn:
        almanac = await read_almanac(conn)
        used = await stores.any_submission(conn)
        if keep_book:
            await books.keep(conn, book.fingerprint, book.content)
    vault = Vault(read_or_make_key(settings.data / "keys" / "master.key", make=not used))
    return Ground(
        pool=pool,
        files=Files(settings.data / "files", vault),
        vault=vault,
        book=book,
        calendar=almanac.newest(book),
        stationery=load_stationery(data_folder("templates") / "letters", find_fonts(settings.fonts)),
        passwords=Passwords(cost, Profile(settings.password_profile)),
        signer=Signer.read_or_make(settings.data / "keys" / "digest.key"),
        evaluate=Engine(),
        service=settings.service,
        seals=seals_of(settings.seals),
        almanac=almanac,
    )


def seals_of(folder: Path | None) -> SealService:
    """The seals that the settings name. Raises ConfigError naming the file that can't be used."""
    if folder is None:
        return NoSeals()
    from ysq.seals.folder import SealFolder  # a second of imports that nobody without seals needs

    try:
        return SealFolder.read(folder)
    except SealFailed as error:
        raise ConfigError(f"YSQ_SEALS：{error} / YSQ_SEALS holds a file that is no certificate or key") from None


def read_agencies(path: Path) -> tuple[Agency, ...]:
    """Agencies and their settings from a YAML file; ValueError names what is wrong."""
    data: object = None
    try:
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
        return msgspec.convert(data, tuple[Agency, ...])
    except (ValueError, msgspec.ValidationError) as error:
        raise ValueError(f"{path.name}: {explained(error, data, tuple[Agency, ...])}") from None
