"""Closed vocabularies with their Chinese names: the executable glossary."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A closed vocabulary: the English value is stored and sent, `.zh` is shown to people."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Self:
        """A member and its Chinese name."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member


class Mark(Term):
    """How sure we are of a fact of the law (law/facts.md, legend)."""

    SOURCE = "source", "已核对原文"
    SOURCE_PARTIAL = "source_partial", "部分核对原文"
    INFERENCE = "inference", "推断"
    POLICY = "policy", "本机关设定"
    MEMORY = "memory", "未核实"


class Channel(Term):
    """申请渠道 (art. 28, 31)."""

    COUNTER = "counter", "当面提交"
    REGISTERED_MAIL = "registered_mail", "邮政特快专递或挂号信"
    ORDINARY_MAIL = "ordinary_mail", "平常信函"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    ONLINE = "online", "互联网渠道"
    ORAL = "oral", "口头申请（代为填写）"


class Stage(Term):
    """办理阶段 (art. 45: 登记、审核、办理、答复、归档; ysq adds 接收)."""

    RECEIVED = "received", "接收"
    REGISTERED = "registered", "审核"
    AWAITING_REQUESTER = "awaiting_requester", "待申请人补正"
    PROCESSING = "processing", "办理"
    APPROVED = "approved", "待发文"
    ISSUED = "issued", "待送达"
    ANSWERED = "answered", "已答复"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"
    ABANDONED = "abandoned", "视为放弃"
    ENDED = "ended", "已终止"
    CLOSED = "closed", "已办结"


class ClockState(Term):
    """What the answer clock is doing on a day."""

    RUNNING = "running", "计时中"
    TOLLED = "tolled", "征求意见期间不计时"
    AWAITING_REQUESTER = "awaiting_requester", "等待申请人"
    LAPSE_DUE = "lapse_due", "申请人逾期，可作视为放弃的判断"
    ANSWERED = "answered", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"


class ConsulteeKind(Term):
    """被征求意见者 (art. 11, 32, 34)."""

    THIRD_PARTY = "third_party", "第三方"
    CO_PRODUCER = "co_producer", "共同制作机关"
    OTHER_AGENCY = "other_agency", "其他机关"


class Carrier(Term):
    """Who carries a posted letter (国办公开办函〔2016〕235号: 邮政企业 only)."""

    POST = "post", "邮政企业"
    COURIER = "courier", "其他快递企业"


class DeliveryVia(Term):
    """送达方式."""

    SIGNED = "signed", "签收"
    ELECTRONIC = "electronic", "电子送达"
    COLLECTED = "collected", "自行领取"
    ENTRUSTED = "entrusted", "委托送达"
    INSPECTED = "inspected", "当场查阅、抄录"
    ON_THE_SPOT = "on_the_spot", "当场答复"


class Reply(Term):
    """征求意见的结果 (art. 32, 34); silence is derived by the clock, never recorded."""

    AGREED = "agreed", "同意公开"
    REFUSED = "refused", "不同意公开"


class Retention(Term):
    """保管期限 (DA/T 22-2015), by its code in the 档号."""

    PERMANENT = "Y", "永久"
    THIRTY_YEARS = "D30", "30年"
    TEN_YEARS = "D10", "10年"


class RequesterKind(Term):
    """申请人类型: the columns of the annual report (国办公开办函〔2021〕30号)."""

    PERSON = "person", "公民"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    PUBLIC_INTEREST = "public_interest", "社会公益组织"
    LEGAL_SERVICE = "legal_service", "法律服务机构"
    OTHER_ORGANISATION = "other_organisation", "其他组织"


class Medium(Term):
    """信息载体形式 (art. 29 para 2 item 3)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子"


class DeliveryWish(Term):
    """获取信息的方式 (art. 29 para 2 item 3)."""

    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    COLLECT = "collect", "自行领取"
    INSPECT = "inspect", "当场查阅、抄录"
    FAX = "fax", "传真"


class Role(Term):
    """Who may act on a case (glossary)."""

    CITIZEN = "citizen", "申请人"
    CLERK = "clerk", "工作机构经办人"
    UNIT_OFFICER = "unit_officer", "承办科室承办人"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查人"
    LEGAL = "legal", "法律顾问、公职律师"
    OFFICE_HEAD = "office_head", "政府信息公开工作机构负责人"
    SIGNER = "signer", "签发人"
    ARCHIVIST = "archivist", "档案员"
    SUPERVISOR = "supervisor", "政府信息公开工作主管部门"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class PersonRole(Term):
    """Further persons of a case."""

    JOINT_REQUESTER = "joint_requester", "共同申请人"
    AGENT = "agent", "代理人"


class EndReason(Term):
    """Why a case ends without an answer or a withdrawal."""

    DEATH = "death", "申请人死亡"
    DISSOLUTION = "dissolution", "申请单位终止"


class LeavingReason(Term):
    """Why one of several joint requesters is no longer one."""

    WITHDRAWAL = "withdrawal", "本人撤回申请"
    DEATH = "death", "本人死亡"
    DISSOLUTION = "dissolution", "单位终止"


class Attribute(Term):
    """公开属性 (国办发〔2016〕80号)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"
    UNKNOWN = "unknown", "未标注"


class ContactVia(Term):
    """How the requester was spoken to."""

    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"
    MESSAGE = "message", "短信或者邮件"


class FeeBasis(Term):
    """计费方式 (109号 art. 3): one of them per application, never both."""

    BY_ITEM = "by_item", "按件计收"
    BY_PAGE = "by_page", "按量计收"


class Legality(Term):
    """合法性审查意见."""

    LAWFUL = "lawful", "合法"
    AFTER_CHANGES = "after_changes", "修改后合法"
    UNLAWFUL = "unlawful", "不合法"


class RemedyKind(Term):
    """救济 (the three groups of the annual report, section 四)."""

    RECONSIDERATION = "reconsideration", "行政复议"
    DIRECT_LITIGATION = "direct_litigation", "未经复议直接起诉"
    LITIGATION_AFTER_REVIEW = "litigation_after_review", "复议后起诉"


class RemedyResult(Term):
    """救济结果 (annual report, section 四)."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class ItemEnd(Term):
    """How an item ended without an issued letter."""

    WITHDRAWN = "withdrawn", "已撤回"
    ABANDONED = "abandoned", "视为放弃"
    ENDED = "ended", "已终止"
    ON_THE_SPOT = "on_the_spot", "当场答复"
    EXCESSIVE = "excessive", "不予处理"


class Purpose(Term):
    """Why somebody's full identity is read; closed, so that no name can stand in the record of the reading."""

    CHECK_IDENTITY = "check_identity", "核对申请人身份"
    CONTACT = "contact", "联系申请人或者第三方"
    SERVE_LETTER = "serve_letter", "制作、寄送文书"
    REMEDY = "remedy", "办理行政复议、行政诉讼"
    ARCHIVE = "archive", "整理归档"


class SoughtBy(Term):
    """What people are looked for by; what was typed is kept nowhere."""

    ID_NUMBER = "id_number", "证件号码"
    PHONE = "phone", "电话"
