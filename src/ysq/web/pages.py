"""Sets up the templates: escaping on, unknown names refused, dates and the style sheet's address in one place."""

import hashlib
from datetime import date, datetime
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.datastructures import Cookie
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template

from ysq.cases import CHINA
from ysq.domain.lamp import Lamp
from ysq.domain.terms import (
    Carrier,
    Channel,
    ConsulteeKind,
    DeliveryVia,
    DeliveryWish,
    Medium,
    Purpose,
    RequesterKind,
    Stage,
)

_TERMS = (Carrier, Channel, ConsulteeKind, DeliveryVia, DeliveryWish, Lamp, Medium, Purpose, RequesterKind, Stage)
_WEEKDAYS = "一二三四五六日"


class Sheet(msgspec.Struct, frozen=True):
    """A style sheet, held in memory; its name changes with its content, so that it may be cached for ever."""

    content: bytes
    name: str

    @property
    def address(self) -> str:
        """Where pages link to it."""
        return f"/static/{self.name}"

    @classmethod
    def read(cls, file: Path) -> "Sheet":
        """The sheet in a file."""
        content = file.read_bytes()
        return cls(content, f"{file.stem}.{hashlib.sha256(content).hexdigest()[:12]}.css")


class Sheets(msgspec.Struct, frozen=True):
    """The sheet of every page, and that of the desk over it."""

    site: Sheet
    desk: Sheet

    @classmethod
    def read(cls, folder: Path) -> "Sheets":
        """The sheets in `static` of the pages' folder."""
        return cls(Sheet.read(folder / "static" / "site.css"), Sheet.read(folder / "static" / "desk.css"))

    def named(self, name: str) -> Sheet | None:
        """The sheet with this name, if its content is still the present one."""
        return next((sheet for sheet in (self.site, self.desk) if sheet.name == name), None)


def engine(folder: Path, sheets: Sheets) -> JinjaTemplateEngine:
    """The template engine over `templates/pages`."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"cn": chinese_date, "instant": chinese_instant, "weekday": weekday}
    environment.globals |= {"sheet": sheets.site.address, "desk_sheet": sheets.desk.address}
    environment.globals |= {terms.__name__: terms for terms in _TERMS}
    return JinjaTemplateEngine.from_environment(environment)


def page(name: str, view: msgspec.Struct, *cookies: Cookie, status: int = 200) -> Template:
    """The page `public/<name>.html` of a view."""
    return Template(f"public/{name}.html", context={"view": view}, cookies=list(cookies), status_code=status)


def desk_page(name: str, view: msgspec.Struct, *cookies: Cookie, status: int = 200) -> Template:
    """The page `desk/<name>.html` of a view."""
    return Template(f"desk/{name}.html", context={"view": view}, cookies=list(cookies), status_code=status)


def chinese_date(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_instant(at: datetime) -> str:
    """2026年3月2日9时05分, in Asia/Shanghai."""
    local = at.astimezone(CHINA)
    return f"{chinese_date(local.date())}{local.hour}时{local.minute:02}分"


def weekday(day: date) -> str:
    """星期一."""
    return f"星期{_WEEKDAYS[day.weekday()]}"
