"""Why a letter could not be written: what happened, why, and what to do next, in the clerk's language."""

import unicodedata


class LetterError(ValueError):
    """A letter that must not be made as asked; the message is for the clerk, `provisions` name why."""

    provisions: tuple[str, ...] = ()


class MissingFactError(LetterError):
    """文书缺少必要的事实."""

    def __init__(self, fact: str, remedy: str) -> None:
        super().__init__(f"文书缺少必要内容：{fact}。{remedy}")
        self.fact = fact


class NoOnlineReviewError(LetterError):
    """A letter to be served on line needs an internet channel for 行政复议 (行政复议法 art. 22 para 2)."""

    provisions = ("review.art22.para2",)

    def __init__(self) -> None:
        super().__init__(
            "申请人要求以电子邮件方式提供，通过互联网渠道送达的答复书应当写明申请行政复议的互联网渠道，本机关尚未填写。"
            "请先请管理员在本机关设置中填写其网址，再签发。"
        )


class NoticeError(LetterError):
    """A notice that lacks what it must say."""

    def __init__(self, kind: str, what: str) -> None:
        super().__init__(f"{kind}没有写明{what}。请补充后重试。")


class NotInForceError(LetterError):
    """A letter may cite only what is in force on the day it is dated."""

    def __init__(self, title: str, dated: str) -> None:
        super().__init__(f"{title}在答复书成文之日（{dated}）不在施行期间，不能引用。请核对成文日期和答复类别。")


class TemplateError(LetterError):
    """A template file is wrong: names the file and the place."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"文书模板 {file} 有误：{problem}")
        self.file = file


class UnprintableCharacterError(LetterError):
    """A character that would be lost or shown as a box; the letter is refused rather than altered."""

    def __init__(self, characters: str, why: str) -> None:
        named = "、".join(f"“{c}”（{code_point(c)} {unicodedata.name(c, '未命名字符')}）" for c in characters)
        super().__init__(f"文书中的字符{named}{why}")
        self.characters = characters


class LayoutError(LetterError):
    """The typesetter refused the letter for a reason other than a character."""


def code_point(character: str) -> str:
    """`U+5803` for 堃."""
    return f"U+{ord(character):04X}"
