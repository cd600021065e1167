"""The command line: the only place beside app.py that reads the environment and the clock."""

import argparse
import asyncio
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from ysq import (
    accounts_face,
    book_face,
    calendars_face,
    clock_face,
    impact_face,
    letters_face,
    log_face,
    rules_face,
    serve,
    walk,
)
from ysq.archive import report_text, verify
from ysq.arguments import parser
from ysq.cases import day_in_china
from ysq.config import ConfigError, Settings
from ysq.db.errors import DatabaseMisused, DatabaseUnavailable, MigrationError, StartError
from ysq.domain.terms import Role
from ysq.letters_face import known_certificates, same_letter
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.procedures import read_procedure
from ysq.script import ScriptError
from ysq.sealing import SealError
from ysq.start import migrated

_EXPECTED = (
    ConfigError, StartError, MigrationError, DatabaseMisused, DatabaseUnavailable, SealError, rule_book.BookError,
    ScriptError,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. Expected failures are one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a C locale must not break Chinese
    options = parser().parse_args(arguments)
    try:
        return _RUN[options.command](options)
    except _EXPECTED as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _now() -> datetime:
    return datetime.now(UTC)


def _settings() -> Settings:
    return Settings.from_env(os.environ)


def _serve(options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    return serve.serve(_settings(), demo=options.demo, environment=os.environ, at=now, out=sys.stdout)


def _migrate(_options: argparse.Namespace) -> int:
    applied = asyncio.run(migrated(_settings()))
    print("\n".join(f"已应用 {name}" for name in applied) or "数据库结构已是最新")
    return 0


def _clock(options: argparse.Namespace) -> int:
    book = rule_book.read(data_folder("rules"))
    told = {"pretty": options.pretty, "book": book, "out": sys.stdout, "err": sys.stderr}
    if options.procedure:
        law = read_procedure(data_folder("rules"), options.procedure, book.provisions)
        return clock_face.run_procedure(options.files, law, **told)
    return clock_face.run(options.files, **told)


def _calendar_import(options: argparse.Namespace) -> int:
    return asyncio.run(calendars_face.import_calendar(_settings(), options.file, _now, sys.stdout))


def _calendar_check(_options: argparse.Namespace) -> int:
    book = rule_book.read(data_folder("rules"))
    return calendars_face.check(book, datetime.now(UTC).year, sys.stdout)


def _rules_facts(_options: argparse.Namespace) -> int:
    return rules_face.facts(sys.stdout)


def _rules_impact(options: argparse.Namespace) -> int:
    face = impact_face.tell(_settings(), options.folder, _now(), as_json=options.json, out=sys.stdout)
    return asyncio.run(face)


def _rules_evaluate(options: argparse.Namespace) -> int:
    asked = book_face.Asked(day_in_china(datetime.now(UTC)), options.on, options.json, options.why_not)
    return book_face.evaluate(options.files, rule_book.read(options.rules), asked, sys.stdout, sys.stderr)


def _proof(face: Callable[[Path, TextIO, TextIO], int]) -> Callable[[argparse.Namespace], int]:
    return lambda options: face(options.rules, sys.stdout, sys.stderr)


def _rules_replay(options: argparse.Namespace) -> int:
    return asyncio.run(rules_face.replay(_settings(), options.case, sys.stdout, sys.stderr))


def _walk(options: argparse.Namespace) -> int:
    agencies = data_folder("examples") / "agencies.yaml"
    fonts = _settings().fonts
    failed = asyncio.run(walk.walk_files(options.files, options.out, agencies, fonts, _say))
    return 1 if failed else 0


def _say(line: str) -> None:
    print(line, flush=True)


def _verify(options: argparse.Namespace) -> int:
    if bool(options.packages) == options.log or (options.letter if options.log else options.digests or options.key):
        raise ConfigError("请写明要核验的归档包（ysq verify PACKAGE…），或者用 ysq verify --log 核验本系统的记录")
    if options.log:
        return asyncio.run(log_face.verify(_settings(), options.digests, options.key, sys.stdout))
    known = known_certificates(options.certificate, os.environ.get("YSQ_SEALS", ""))
    reports = [verify(package, known) for package in options.packages]
    for report in reports:
        print(report_text(report))
    same = same_letter(options.letter, options.packages, known, sys.stdout) if options.letter else True
    return 0 if same and all(report.ok for report in reports) else 1


def _letters_check(options: argparse.Namespace) -> int:
    book = rule_book.read(data_folder("rules"))
    today = day_in_china(datetime.now(UTC))
    return letters_face.check(options.files, options.case, book, today, sys.stdout, sys.stderr, as_json=options.json)


def _seal(options: argparse.Namespace) -> int:
    return asyncio.run(log_face.seal(_settings(), options.on, datetime.now(UTC), sys.stdout))


def _replay(options: argparse.Namespace) -> int:
    return asyncio.run(log_face.rebuild(_settings(), write=not options.check, out=sys.stdout))


def _add_admin(options: argparse.Namespace) -> int:
    wanted = accounts_face.NewAdministrator(
        Role(options.role), options.login, options.name, options.agency, _password()
    )
    return asyncio.run(accounts_face.add_admin(_settings(), wanted, datetime.now(UTC), sys.stdout))


def _password() -> str:
    """Typed twice at a terminal without being shown, or the first line of standard input; never an argument."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("首次密码：")
    if getpass.getpass("再输一次：") != typed:
        raise ConfigError("两次输入的密码不同，没有建立账号，请重新运行")
    return typed


def _agency_import(options: argparse.Namespace) -> int:
    return asyncio.run(accounts_face.import_agencies(_settings(), options.file, sys.stdout))


def _openapi(_options: argparse.Namespace) -> int:
    from ysq.app import openapi_document  # building the application takes a second that no other command needs

    sys.stdout.buffer.write(openapi_document())
    return 0


_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    "migrate": _migrate,
    "openapi": _openapi,
    "clock": _clock,
    "calendar import": _calendar_import,
    "calendar check": _calendar_check,
    "rules facts": _rules_facts,
    "rules replay": _rules_replay,
    "rules impact": _rules_impact,
    "rules evaluate": _rules_evaluate,
    "rules test": _proof(book_face.test),
    "rules lint": _proof(book_face.lint),
    "rules mutate": _proof(book_face.mutate),
    "walk": _walk,
    "verify": _verify,
    "letters check": _letters_check,
    "seal": _seal,
    "replay": _replay,
    "account add-admin": _add_admin,
    "agency import": _agency_import,
}


if __name__ == "__main__":
    sys.exit(main())
