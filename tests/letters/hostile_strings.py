"""Three hundred strings that try to be something else than words, made from families so that none is left out."""

from collections.abc import Iterator

_TYPST = ['#read("/etc/passwd")', "#panic()", "#let a = 1", "$x^2$", "$ integral $", "= 标题", "+ 甲", "- 乙", "/ 丙: 丁",
          "*粗*", "_斜_", "`码`", "```py 1```", "~", "@引", "<标签>", "//注", "/*注*/", "\\u{41}", "\\", "#[内容]",
          "#image(\"a.png\")", "#import \"a\"", "#(1 + 1)", "#sys.inputs", "---", "--", "...", "'单'", '"双"', "#{ }",
          "#show: it => []", "#set page()", "#metadata(0)<pages>", "#pagebreak()", "#counter(page)"]  # fmt: skip
_JINJA = ["{{7*7}}", "{{ answer }}", "{% for x in y %}", "{% if 1 %}", "{# 注 #}", "{{ ''.__class__ }}", "{%raw%}",
          "{{ config }}", "{% include 'a' %}", "{{ self }}", "{{ cycler.__init__ }}", "}}{{", "%}{%", "{{", "}}",
          "{% set a = 1 %}", "{{ sheet.agency }}", "{{ range(9) }}", "{{ lipsum }}", "# for x in y"]  # fmt: skip
_MARKUP = ["<script>alert(1)</script>", "<img src=x onerror=1>", "&lt;&amp;", "&#65;", "<!-- 注 -->", "]]>", "<?xml?>",
           "<![CDATA[a]]>", "</article>", "<b>", "javascript:1", "data:text/html,1", "&nbsp;", "&quot;", "<a href='x'>",
           "<w:p/>", "</w:t>", "<!DOCTYPE a>", "&xxe;", "<svg/onload=1>"]  # fmt: skip
_FORMAT = ["%s", "%(a)s", "%n%n", "{0}", "{a!r}", "${a}", "$(id)", "`id`", "%00", "%0a", "\\n", "\\x00", "\\u0000",
           "a\\b", "C:\\a", "../../etc", "/etc/passwd", "file:///a", "|id", ";id", "&&id", "> a", "*?", "[a-z]", "~root",
           "' or 1=1 --", "'; drop table a;--", "\" or \"", "=1+1", "@SUM(A1)", "+1", "-1", "0x41", "1e309", "NaN",
           "null", "None", "undefined", "true", "--help", "-rf", "http://a.example/?a=1&b=2#c", "a@b.example"]  # fmt: skip
_MARKS = ["“甲”", "‘乙’", "「丙」", "『丁』", "《戊》", "〈己〉", "【庚】", "〔辛〕", "（壬）", "……", "——", "—", "·", "•", "、",
          "，。；：！？", "”。", "）。", "。”", "：“", "％", "￥", "¥", "℃", "№", "㎡", "①②③", "Ⅰ Ⅱ", "±×÷", "≤≥≠", "→←",
          "〇", "々", "ǎ é ü", "Ω α", "ж я", "あ ア", "한글", "㈠", "㊣", "½", "²", "°", "§", "©", "®", "™"]  # fmt: skip
_INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067",
              "\u2068", "\u2069", "\ufeff", "\u00ad", "\u2060", "\u180e", "\u061c", "\x00", "\x07", "\x08", "\x1b", "\x7f",
              "\x80", "\x9f", "\ufff9", "\ufffa", "\ufffb", "\U000e0041", "\U000e007f"]  # fmt: skip
_BREAKS = [
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\n\n",
    " \n ",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x1f",
]
_UNPRINTABLE = ["😀", "𠮷", "👨\u200d👩", "🀄", "𝒜", "𐍈", "\U0001f1e8\U0001f1f3", "\ud800", "\ufdd0", "\uffff", "\U0010ffff", "ᠠ",
                "ก", "ا", "א", "अ", "𓀀", "㍿\U0001f600", "𪚥", "🈚"]  # fmt: skip
_RARE = list("堃玥喆龘祎赟㑇𬭳䶮犇翀昇𰻝")
_LONG = ["甲" * 400, "a" * 60, "1" * 80, "甲乙 " * 60, "“" * 30, "。" * 30, "（" * 20, "-" * 60, "a-" * 30, "/" * 60]


def _families() -> Iterator[str]:
    for family in (_TYPST, _JINJA, _MARKUP, _FORMAT, _MARKS, _RARE, _LONG):
        yield from family
    yield from (f"前{mark}后" for mark in (*_INVISIBLE, *_BREAKS))
    yield from _UNPRINTABLE
    # Two families at once: what escapes one must not wake the other.
    yield from (f"{typst}{jinja}" for typst, jinja in zip(_TYPST, _JINJA * 2, strict=False))
    yield from (f"{markup}{form}" for markup, form in zip(_MARKUP, _FORMAT, strict=False))


HOSTILE = tuple(dict.fromkeys(_families()))
"""Different strings, each as a person could paste it into a form."""
