"""The command line: the only place beside app.py that reads the environment and the clock."""

import argparse  # noqa: I001 - the names of ysq in one line
import asyncio
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from ysq import (
    accounts_face, book_face, calendars_face, clock_face, impact_face, letters_face, log_face, rules_face, serve, walk,
)  # fmt: skip
from ysq.archive import report_text, verify
from ysq.cases import day_in_china
from ysq.config import ConfigError, Settings
from ysq.db.errors import DatabaseMisused, DatabaseUnavailable, MigrationError, StartError
from ysq.domain.actor import ADMINISTRATORS
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
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except _EXPECTED as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ysq", description="依申请公开办理系统")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("serve", help="启动服务（设置见 README 的 YSQ_ 变量）")
    command.add_argument("--demo", action="store_true", help="写入虚构的石钟县各机关，供试用")
    command.set_defaults(run=_serve)

    command = commands.add_parser("migrate", help="更新数据库结构")
    command.set_defaults(run=_migrate)

    command = commands.add_parser("clock", help="计算期限：每个文件一行JSON")
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--pretty", action="store_true", help="印成可以提交法庭的期限计算表")
    command.add_argument("--procedure", metavar="NAME", help="另一种程序的期限，如 decision（重大行政决策）")
    command.set_defaults(run=_clock)

    calendar = commands.add_parser("calendar", help="工作日历").add_subparsers(required=True, metavar="ACTION")
    command = calendar.add_parser("import", help="导入一年的放假调休安排")
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=_calendar_import)
    command = calendar.add_parser("check", help="与chinesecalendar逐日比较，列出缺少的年份")
    command.set_defaults(run=_calendar_check)

    rules = commands.add_parser("rules", help="规则").add_subparsers(required=True, metavar="ACTION")
    command = rules.add_parser("facts", help="列出规则可以使用的事实")
    command.set_defaults(run=_rules_facts)
    command = rules.add_parser("replay", help="按当时和今天的规则书再看一件的规则结论")
    command.add_argument("case", metavar="CASE", help="申请编号、登记编号或者办件标识")
    command.set_defaults(run=_rules_replay)
    command = rules.add_parser("impact", help="另一套规则会使哪些未归档的办件有变化；只看，不写入")
    command.add_argument("folder", metavar="NEW_DIR", type=Path, help="修改后的规则文件夹")
    command.add_argument("--json", action="store_true", help="每件一行JSON")
    command.set_defaults(run=_rules_impact)
    _proofs(rules)

    command = commands.add_parser("walk", help="把申请文件从提交走到归档")
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument("--out", metavar="DIR", type=Path, default=Path("out"), help="输出目录（默认 out）")
    command.set_defaults(run=_walk)

    letters = commands.add_parser("letters", help="文书").add_subparsers(required=True, metavar="ACTION")
    command = letters.add_parser("check", help="发出以前检查答复书：文本、DOCX或PDF，可以来自任何系统")
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument("--case", metavar="CASE", type=Path, help="办件文件（YAML），对照台账检查")
    command.add_argument("--json", action="store_true", help="每个文件一行JSON")
    command.set_defaults(run=_letters_check)

    _add_operators(commands)

    command = commands.add_parser("openapi", help="输出接口说明（OpenAPI 3.1）")
    command.set_defaults(run=_openapi)
    return parser


def _proofs(rules: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that ask the rule book of `--rules`, and put it to the proof."""
    evaluate = rules.add_parser("evaluate", help="规则对一份事实得出什么结论")
    evaluate.add_argument("files", nargs="+", metavar="FACTS", type=Path)
    evaluate.add_argument("--on", metavar="DATE", type=_day, help="看事实的日子（默认为文件中的on，没有的为今天）")
    evaluate.add_argument("--json", action="store_true", help="每个文件一行JSON")
    evaluate.add_argument("--why-not", metavar="OUTCOME", help="改变哪些事实，规则才支持这一办理结果")
    evaluate.set_defaults(run=_rules_evaluate)
    proofs = (
        ("test", book_face.test, "运行规则的示例，列出每条规则的示例数"),
        ("lint", book_face.lint, "查找不会成立的规则、互相排斥的结论、没有规则支持的办理结果"),
        ("mutate", book_face.mutate, "逐一改动规则的条件，看示例能否发现"),
    )
    asking = [evaluate]
    for name, face, words in proofs:
        asking.append(rules.add_parser(name, help=words))
        asking[-1].set_defaults(run=_rules_proof, face=face)
    for command in asking:
        command.add_argument("--rules", metavar="DIR", type=Path, default=data_folder("rules"), help="规则文件夹")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2026-03-02") from None


def _add_operators(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What whoever runs the machine does, beside the running service or without it."""
    command = commands.add_parser("verify", help="离线核验归档包；--log 核验本系统的全部记录")
    command.add_argument("packages", nargs="*", metavar="PACKAGE", type=Path)
    command.add_argument("--letter", metavar="FILE", type=Path, help="核对这份文书（PDF）是不是案卷包里发出的那一份")
    command.add_argument("--certificate", metavar="FILE", type=Path, action="append", help="电子印章的证书（PEM）")
    command.add_argument("--log", action="store_true", help="核验记录的哈希链和每日封存，指出第一条不对的记录")
    command.add_argument("--digests", metavar="DIR", type=Path, help="另行保存的每日封存（默认用本机的）")
    command.add_argument("--key", metavar="FILE", type=Path, help="另行保存的公钥 public.pem（默认用本机的）")
    command.set_defaults(run=_verify)

    command = commands.add_parser("seal", help="封存一天的记录并签名，写成文件供另行保存（服务每天自动做一次）")
    command.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="封存到哪一天（默认昨天）")
    command.set_defaults(run=_seal)

    command = commands.add_parser("replay", help="由记录重建办件表，说明与现有的是否相同，不同的改正")
    command.add_argument("--check", action="store_true", help="只比较，不改正")
    command.set_defaults(run=_replay)

    account = commands.add_parser("account", help="账号").add_subparsers(required=True, metavar="ACTION")
    command = account.add_parser("add-admin", help="建立系统、安全、审计管理员；在终端或者标准输入读取密码")
    command.add_argument("role", choices=sorted(ADMINISTRATORS), help="哪一种管理员")
    command.add_argument("--login", required=True, help="登录名")
    command.add_argument("--name", required=True, help="姓名")
    command.add_argument("--agency", required=True, metavar="CODE", help="所在机关的代码")
    command.set_defaults(run=_add_admin)

    agency = commands.add_parser("agency", help="机关").add_subparsers(required=True, metavar="ACTION")
    command = agency.add_parser("import", help="写入机关及其设置（格式见 examples/agencies.yaml）")
    command.add_argument("file", metavar="FILE", type=Path)
    command.set_defaults(run=_agency_import)


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


def _rules_proof(options: argparse.Namespace) -> int:
    face: Callable[[Path, TextIO, TextIO], int] = options.face
    return face(options.rules, sys.stdout, sys.stderr)


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


if __name__ == "__main__":
    sys.exit(main())
