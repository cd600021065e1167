"""What may be written on the command line: commands, options and their help; `cli` does what they say."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

from ysq.domain.actor import ADMINISTRATORS
from ysq.resources import data_folder

Group: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def parser() -> argparse.ArgumentParser:
    """What reads the arguments of `ysq`; the result's `command` is the words that chose one, as `rules evaluate`."""
    whole = argparse.ArgumentParser(prog="ysq", description="依申请公开办理系统")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for group in (_service, _clock, _calendar, _rules, _cases, _letters, _log, _register):
        group(commands)
    return whole


def _add(group: Group, name: str, words: str, *, under: str = "") -> argparse.ArgumentParser:
    command = group.add_parser(name, help=words)
    command.set_defaults(command=f"{under} {name}".lstrip())
    return command


def _under(commands: Group, name: str, words: str) -> Callable[[str, str], argparse.ArgumentParser]:
    """What adds the actions of `name`."""
    group = commands.add_parser(name, help=words).add_subparsers(required=True, metavar="ACTION")
    return lambda action, told: _add(group, action, told, under=name)


def _service(commands: Group) -> None:
    command = _add(commands, "serve", "启动服务（设置见 README 的 YSQ_ 变量）")
    command.add_argument("--demo", action="store_true", help="写入虚构的石钟县各机关，供试用")
    _add(commands, "migrate", "更新数据库结构")
    _add(commands, "openapi", "输出接口说明（OpenAPI 3.1）")


def _clock(commands: Group) -> None:
    command = _add(commands, "clock", "计算期限：每个文件一行JSON")
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--pretty", action="store_true", help="印成可以提交法庭的期限计算表")
    command.add_argument("--procedure", metavar="NAME", help="另一种程序的期限，如 decision（重大行政决策）")


def _calendar(commands: Group) -> None:
    add = _under(commands, "calendar", "工作日历")
    add("import", "导入一年的放假调休安排").add_argument("file", metavar="FILE", type=Path)
    add("check", "与chinesecalendar逐日比较，列出缺少的年份")


def _rules(commands: Group) -> None:
    add = _under(commands, "rules", "规则")
    add("facts", "列出规则可以使用的事实")
    command = add("replay", "按当时和今天的规则书再看一件的规则结论")
    command.add_argument("case", metavar="CASE", help="申请编号、登记编号或者办件标识")
    command = add("impact", "另一套规则会使哪些未归档的办件有变化；只看，不写入")
    command.add_argument("folder", metavar="NEW_DIR", type=Path, help="修改后的规则文件夹")
    command.add_argument("--json", action="store_true", help="每件一行JSON")
    _proofs(add)


def _proofs(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """The commands that ask the rule book of `--rules`, and put it to the proof."""
    evaluate = add("evaluate", "规则对一份事实得出什么结论")
    evaluate.add_argument("files", nargs="+", metavar="FACTS", type=Path)
    evaluate.add_argument("--on", metavar="DATE", type=_day, help="看事实的日子（默认为文件中的on，没有的为今天）")
    evaluate.add_argument("--json", action="store_true", help="每个文件一行JSON")
    evaluate.add_argument("--why-not", metavar="OUTCOME", help="改变哪些事实，规则才支持这一办理结果")
    proofs = (
        evaluate,
        add("test", "运行规则的示例，列出每条规则的示例数"),
        add("lint", "查找不会成立的规则、互相排斥的结论、没有规则支持的办理结果"),
        add("mutate", "逐一改动规则的条件，看示例能否发现"),
    )
    for command in proofs:
        command.add_argument("--rules", metavar="DIR", type=Path, default=data_folder("rules"), help="规则文件夹")


def _cases(commands: Group) -> None:
    command = _add(commands, "walk", "把申请文件从提交走到归档")
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument("--out", metavar="DIR", type=Path, default=Path("out"), help="输出目录（默认 out）")

    command = _add(commands, "verify", "离线核验归档包；--log 核验本系统的全部记录")
    command.add_argument("packages", nargs="*", metavar="PACKAGE", type=Path)
    command.add_argument("--letter", metavar="FILE", type=Path, help="核对这份文书（PDF）是不是案卷包里发出的那一份")
    command.add_argument("--certificate", metavar="FILE", type=Path, action="append", help="电子印章的证书（PEM）")
    command.add_argument("--log", action="store_true", help="核验记录的哈希链和每日封存，指出第一条不对的记录")
    command.add_argument("--digests", metavar="DIR", type=Path, help="另行保存的每日封存（默认用本机的）")
    command.add_argument("--key", metavar="FILE", type=Path, help="另行保存的公钥 public.pem（默认用本机的）")


def _letters(commands: Group) -> None:
    command = _under(commands, "letters", "文书")("check", "发出以前检查答复书：文本、DOCX或PDF，可以来自任何系统")
    command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    command.add_argument("--case", metavar="CASE", type=Path, help="办件文件（YAML），对照台账检查")
    command.add_argument("--json", action="store_true", help="每个文件一行JSON")


def _log(commands: Group) -> None:
    command = _add(commands, "seal", "封存一天的记录并签名，写成文件供另行保存（服务每天自动做一次）")
    command.add_argument("--on", metavar="DATE", type=_day, help="封存到哪一天（默认昨天）")
    command = _add(commands, "replay", "由记录重建办件表，说明与现有的是否相同，不同的改正")
    command.add_argument("--check", action="store_true", help="只比较，不改正")


def _register(commands: Group) -> None:
    """Agencies, and the first people of a machine."""
    command = _under(commands, "account", "账号")("add-admin", "建立系统、安全、审计管理员；在终端或者标准输入读取密码")
    command.add_argument("role", choices=sorted(ADMINISTRATORS), help="哪一种管理员")
    command.add_argument("--login", required=True, help="登录名")
    command.add_argument("--name", required=True, help="姓名")
    command.add_argument("--agency", required=True, metavar="CODE", help="所在机关的代码")

    command = _under(commands, "agency", "机关")("import", "写入机关及其设置（格式见 examples/agencies.yaml）")
    command.add_argument("file", metavar="FILE", type=Path)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2026-03-02") from None
