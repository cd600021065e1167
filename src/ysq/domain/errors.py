"""Refusals: what happened, the provision, and what to do next. A refusal states a fact and stores nothing."""


class Refusal(Exception):
    """A command that may not be done now."""

    code: str = "refused"

    def __init__(self, message: str, provisions: tuple[str, ...] = (), todo: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.provisions = provisions
        self.todo = todo

    def __str__(self) -> str:
        """One line for people: the fact, then what to do."""
        return f"{self.message}{self.todo}"


class WrongStage(Refusal):
    """The case isn't at the stage that the command needs."""

    code = "wrong_stage"


class NotAllowed(Refusal):
    """The actor's role may not do this."""

    code = "not_allowed"


class DateRefused(Refusal):
    """The day given can't be the day it happened."""

    code = "date_refused"


class UnknownReference(Refusal):
    """An item, a party or a letter that the case doesn't have."""

    code = "unknown_reference"


class AlreadyDone(Refusal):
    """What the law allows once was done before."""

    code = "already_done"


class Stale(Refusal):
    """Somebody else was faster: the case isn't the one that was seen."""

    code = "stale"

    def __init__(self) -> None:
        super().__init__("这个办件刚刚被别人更新", (), "，请查看最新情况后再办理。")


class DraftMoved(Refusal):
    """Somebody else has saved a newer version of the draft."""

    code = "draft_moved"

    def __init__(self, seen: int, newest: int) -> None:
        told = f"第{seen}稿" if seen else "自动生成的文字"
        now = f"第{newest}稿" if newest else "重新生成的文字"
        todo = "，没有保存；请打开最新的一稿，核对以后再改。"
        super().__init__(f"您看到的是{told}，现在已经是{now}", ("ogi.art45",), todo)


class LockedBlock(Refusal):
    """Words of a letter that come from the case file and can't be edited in the letter."""

    code = "locked_block"


class TooLate(Refusal):
    """The last lawful day has passed."""

    code = "too_late"


class TooMany(Refusal):
    """More than the law allows."""

    code = "too_many"


class Missing(Refusal):
    """Something the law requires first isn't in the case file."""

    code = "missing"


class SamePerson(Refusal):
    """Drafting and approving need two persons."""

    code = "same_person"


class SubmissionChanged(Refusal):
    """The same submission_id came with another content."""

    code = "submission_changed"


class AgencyUnknown(Refusal):
    """No agency has this code."""

    code = "agency_unknown"


class NotFound(Refusal):
    """No such number, or not with this access code: the two look alike on purpose."""

    code = "not_found"
