"""Those who work with cases: accounts, sign-in, sessions, and who may do what to whom."""

from ysq.accounts.codes import code_attempt
from ysq.accounts.colleagues import names_of, units_of
from ysq.accounts.demo import People, demo_password, read_people, seed_demo_people
from ysq.accounts.errors import AccountRefused, CodeLocked, NoAppointment, SignInLocked, SignInRefused
from ysq.accounts.password import change_password
from ysq.accounts.register import (
    AccountMade,
    NewAccount,
    add_account,
    add_administrator,
    appoint,
    disable_account,
    dismiss,
    enable_account,
    end_sessions,
    list_accounts,
    missing_administrators,
    reset_password,
)
from ysq.accounts.session import (
    Current,
    act_as,
    appointments_of,
    current,
    end_session,
    session_actor,
    sessions_of,
)
from ysq.accounts.sign_in import Session, forget_failures, sign_in, sign_out

__all__ = [
    "AccountMade",
    "AccountRefused",
    "CodeLocked",
    "Current",
    "NewAccount",
    "NoAppointment",
    "People",
    "Session",
    "SignInLocked",
    "SignInRefused",
    "act_as",
    "add_account",
    "add_administrator",
    "appoint",
    "appointments_of",
    "change_password",
    "code_attempt",
    "current",
    "demo_password",
    "disable_account",
    "dismiss",
    "enable_account",
    "end_session",
    "end_sessions",
    "forget_failures",
    "list_accounts",
    "missing_administrators",
    "names_of",
    "read_people",
    "reset_password",
    "seed_demo_people",
    "session_actor",
    "sessions_of",
    "sign_in",
    "sign_out",
    "units_of",
]
