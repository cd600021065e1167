"""What signing in and administering accounts can be refused for; none tells an outsider whether an account exists."""

from ysq.domain.errors import Refusal


class SignInRefused(Refusal):
    """登录名或者密码不正确: one sentence for an unknown login, a wrong password and a disabled account."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("登录名或者密码不正确", (), "，请核对后重试；连续5次不正确将锁定15分钟。")


class SignInLocked(Refusal):
    """Too many attempts with this login from this address, whether there is such an account or not."""

    code = "sign_in_locked"

    def __init__(self) -> None:
        super().__init__("连续5次不正确，已经锁定", (), "，请15分钟后再试，或者联系安全管理员。")


class CodeLocked(Refusal):
    """Too many wrong access codes for this number from this address, whether there is such a number or not."""

    code = "code_locked"

    def __init__(self) -> None:
        super().__init__("查询码连续5次不正确，已经锁定", (), "，请15分钟后再试，或者联系受理机关。")


class NoAppointment(Refusal):
    """The password was right, but the account has no role any more."""

    code = "no_appointment"


class AccountRefused(Refusal):
    """The account can't be made or changed like this."""

    code = "account_refused"
