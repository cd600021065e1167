"""Words that try to be source, and characters that no font has: printed as they are, or refused by name."""

import pytest
from msgspec.structs import replace
from tests.letters.letter_samples import REFUSED, SAMPLES, facts, letter, pages, squeezed, stationery

from ysq.domain.letters import Letter
from ysq.letters import pdf, text
from ysq.letters.errors import UnprintableCharacterError


def _with(words: str) -> Letter:
    return letter(facts(replace(REFUSED, description=words, reasons=words)))


@pytest.mark.parametrize(
    "payload",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "{{7*7}}",
        "{% for x in y %}",
        "{{ answer.agency }}",
        "<script>alert(1)</script>",
        "$x^2$",
        "\\u{41}\\",
        "“甲”‘乙’\"丙\"'丁'",
        "*粗* _斜_ `码` ~ @甲 <乙> //丙 /*丁*/",
        "a -- b --- c ... d",
        "= 标题",
        "+ 甲",
        "https://example.org/?a=1&b=2",
        "&lt;&amp;",
        "%s %(a)s {0} ${a}",
        "\u3000全角　空格",
    ],
)
def test_hostile_words_come_out_as_they_went_in(payload: str) -> None:
    made_letter = _with(f"甲{payload}乙")
    assert f"甲{payload}乙" in text(made_letter)
    read = "".join(page.text for page in pages(pdf(made_letter, stationery())))
    assert read.count(squeezed(f"甲{payload}乙")) >= 2


@pytest.mark.parametrize("character", "堃玥喆龘祎赟㑇𬭳䶮犇翀昇𰻝")
def test_a_rare_name_is_shown_with_the_fonts_that_pip_installs(character: str) -> None:
    answer = replace(SAMPLES["no_record"], requesters=(f"赵{character}",), organisation=False)
    assert f"赵{character}：" in pages(pdf(letter(answer), stationery()))[0].text


@pytest.mark.parametrize("character", "𠮷𪚥")
def test_a_name_that_no_font_has_is_refused_by_its_character(character: str) -> None:
    answer = replace(SAMPLES["no_record"], requesters=(f"赵{character}",), organisation=False)
    with pytest.raises(UnprintableCharacterError, match=f"{character}.*U\\+{ord(character):04X}") as refused:
        pdf(letter(answer), stationery())
    assert refused.value.characters == character


def test_every_unprintable_character_is_named_at_once() -> None:
    with pytest.raises(UnprintableCharacterError) as refused:
        pdf(_with("甲😀乙𠮷丙"), stationery())
    assert set(refused.value.characters) == {"😀", "𠮷"}
