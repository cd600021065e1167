"""Who may do what is no command on a case: read cases, import calendars, administer accounts, audit. One table."""

from ysq.domain.actor import ADMINISTRATORS, STAFF, Actor
from ysq.domain.errors import NotAllowed
from ysq.domain.terms import Role, Term


class Power(Term):
    """What a role may be allowed beside commands."""

    READ_CASES = "read_cases", "查阅办件"
    READ_DRAFTS = "read_drafts", "查看拟办的文书"
    TAKE_IN = "take_in", "登记来件"
    REVEAL_IDENTITY = "reveal_identity", "查看完整身份信息"
    FIND_BY_IDENTITY = "find_by_identity", "按证件号码、电话查找"
    ADD_ACCOUNT = "add_account", "建立账号"
    LIST_ACCOUNTS = "list_accounts", "查看账号"
    APPOINT = "appoint", "授予、收回角色"
    DISABLE_ACCOUNT = "disable_account", "停用、启用账号"
    RESET_PASSWORD = "reset_password", "重置密码"
    END_SESSIONS = "end_sessions", "结束他人的登录"
    IMPORT_CALENDAR = "import_calendar", "导入放假安排"
    READ_CALENDARS = "read_calendars", "查看导入的放假安排"
    READ_AUDIT = "read_audit", "查看身份信息查阅记录"


HOLDERS: dict[Power, frozenset[Role]] = {
    Power.READ_CASES: STAFF | {Role.SUPERVISOR},
    Power.READ_DRAFTS: STAFF - {Role.ARCHIVIST},
    Power.TAKE_IN: frozenset({Role.CLERK}),
    Power.REVEAL_IDENTITY: frozenset({Role.CLERK, Role.OFFICE_HEAD, Role.ARCHIVIST}),
    Power.FIND_BY_IDENTITY: frozenset({Role.CLERK, Role.OFFICE_HEAD}),
    Power.ADD_ACCOUNT: frozenset({Role.SYSTEM_ADMIN}),
    Power.LIST_ACCOUNTS: ADMINISTRATORS,
    Power.APPOINT: frozenset({Role.SECURITY_ADMIN}),
    Power.DISABLE_ACCOUNT: frozenset({Role.SECURITY_ADMIN}),
    Power.RESET_PASSWORD: frozenset({Role.SECURITY_ADMIN}),
    Power.END_SESSIONS: frozenset({Role.SECURITY_ADMIN}),
    Power.IMPORT_CALENDAR: frozenset({Role.SUPERVISOR}),
    Power.READ_CALENDARS: STAFF | {Role.SUPERVISOR},
    Power.READ_AUDIT: frozenset({Role.AUDIT_ADMIN}),
}


_FEW = 3


def require_power(actor: Actor, power: Power, agency_id: int | None = None) -> None:
    """Refuse a power that the actor's role doesn't have, or doesn't have in this agency."""
    if actor.role in HOLDERS[power] and (agency_id is None or agency_id in actor.reach):
        return
    few = len(HOLDERS[power]) <= _FEW
    wanted = "或者".join(role.zh for role in sorted(HOLDERS[power])) if few else "办理案件的人员"
    raise NotAllowed(f"{actor.role.zh}在这里不能{power.zh}", (), f"，请由{wanted}办理。")
