"""`ysq agency`, `ysq account`: whoever runs the machine enters the agencies and the first administrators."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

import msgspec

from ysq.accounts import NewAccount, add_administrator, missing_administrators
from ysq.config import ConfigError, Settings
from ysq.demo import require_real
from ysq.domain.errors import Refusal
from ysq.domain.reviewers import AgencyKind
from ysq.domain.terms import Role
from ysq.faults import cause
from ysq.resources import data_folder
from ysq.start import prepare, reachable, reached, read_agencies, write_agencies


class NewAdministrator(msgspec.Struct, frozen=True):
    """Who is to be made an administrator: of which kind, in which agency (its code), with which first password."""

    role: Role
    login: str
    name: str
    agency: str
    password: str


async def add_admin(settings: Settings, wanted: NewAdministrator, at: datetime, out: TextIO) -> int:
    """Make the administrator, and tell which kinds are missing still. Raises ConfigError with one line."""
    async with reached(settings) as ground:
        found = await ground.directory.by_code(ground.pool, wanted.agency)
        if found is None:
            raise ConfigError(f"没有代码为“{wanted.agency}”的机关，请先用 ysq agency import 文件 写入机关")
        account = NewAccount(wanted.login, wanted.name, found.id)
        try:
            added = await add_administrator(ground.pool, ground.passwords, wanted.role, account, at, wanted.password)
        except Refusal as refusal:
            raise ConfigError(str(refusal)) from None
        missing = await missing_administrators(ground.pool)
    out.write(f"已建立{wanted.role.zh}{added.account.login}（{found.name}），首次登录须更换密码\n")
    if missing:
        out.write(f"还缺：{'、'.join(kind.zh for kind in missing)}；三员应当由不同的人担任\n")
    return 0


async def import_agencies(settings: Settings, path: Path, out: TextIO) -> int:
    """Write the agencies of a file of the form of examples/agencies.yaml. Raises ConfigError with one line."""
    try:
        agencies = read_agencies(path)
    except OSError as error:
        raise ConfigError(f"{path}: 无法读取（{cause(error)}）") from None
    except ValueError as error:
        raise ConfigError(str(error)) from None
    invented = read_agencies(data_folder("examples") / "agencies.yaml")
    if shown := {agency.code for agency in invented} & {agency.code for agency in agencies}:
        raise ConfigError(f"{path.name}: {'、'.join(sorted(shown))}是演示用的虚构机关，请改为本地机关的名称和代码")
    with reachable(settings, make=True) as dsns:
        await prepare(dsns.owner)
        await require_real(dsns.owner, invented)
        await write_agencies(dsns.owner, agencies)
    out.write(f"已写入{len(agencies)}个机关：{'、'.join(agency.name for agency in agencies)}\n")
    if unsure := [agency.name for agency in agencies if agency.letters.kind is None]:
        kinds = "、".join(f"{kind.value}（{kind.zh}）" for kind in AgencyKind)
        out.write(
            f"请注意：{'、'.join(unsure)}没有填写 kind，行政复议机关和法院没有核对，文书可能写错或者少写一个；"
            f"请补上后再写入一次，可以填：{kinds}\n"
        )
    return 0
