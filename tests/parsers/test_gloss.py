"""Another language read through its glossary: what its words become, and the way back."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsers.announcements import detect, explain
from parsers.announcements.gloss import english, gloss
from parsers.announcements.gloss.glossary import Glossary, load, tables
from parsers.announcements.gloss.morphology import TOKEN, plain
from parsers.announcements.gloss.reader import read
from parsers.language import GLOSSED
from parsers.records import Article, Basis, Kind, Precision, Published, Status

DAY = date(2026, 5, 14)  # a Thursday


def glossed(text: str, language: str = "ru") -> str:
    return read(text, load(language)).text


def article(text: str = "", title: str = "", language: str = "ru") -> Article:
    return Article(
        text=text,
        format="plain",
        title=title,
        title_basis=Basis.PAGE,
        language=language,
        published=Published(Precision.DAY, Basis.PAGE, day=DAY),
    )


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("встреча президентов Армении и Турции", "meeting of presidents of Armenia and Turkey"),
        ("министр иностранных дел Турции Хакан Фидан", "Turkey's foreign minister Hakan Fidan"),
        ("встретился с министром", "met with minister"),
        ("в Женеве", "in Geneva"),
        ("в Женеву", "to Geneva"),
        ("во вторник", "on Tuesday"),
        ("не встретятся", "will not meet"),
        ("не встретились", "did not meet"),
        ("могут встретиться", "may meet"),
        ("будет подписано", "will be signed"),
        ("Перемирие нарушено повстанцами", "Truce was violated by rebels"),
        ("Состоялись переговоры", "Held talks"),
        ("заявил, что", "said that"),
        ("12 мая 2026 года", "12 May 2026"),
        ("72-часовое перемирие", "72-hour truce"),
    ],
)
def test_words_take_their_form_from_the_source(source: str, english: str) -> None:
    assert glossed(source) == english


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("зустрілися в Києві", "met in Kyiv"),
        ("зустріч президентів України та США", "meeting of presidents of Ukraine and US"),
        ("погодилися продовжити перемир’я", "agreed to extend truce"),
        ("Підписано угоду", "Signed agreement"),
        ("не зустрінуться", "will not meet"),
    ],
)
def test_ukrainian_by_its_glossary(source: str, english: str) -> None:
    assert glossed(source, "uk") == english


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("Հայաստանի վարչապետը", "Armenia's prime minister"),
        ("Հայաստանի և Ադրբեջանի նախագահները", "Armenia and Azerbaijan's presidents"),
        ("Երևանում", "In Yerevan"),
        ("Նիստում", "In session"),
        ("կհանդիպեն Ժնևում", "will meet in Geneva"),
        ("հանդիպել են", "have met"),
        ("չեն հանդիպել", "have not met"),
        ("Նախագահի հետ", "With president"),
        ("Կողմերը հրադադար են կնքել։", "Sides have concluded ceasefire."),
        ("Հրադադարը խախտվել է։", "Ceasefire has been violated."),
        ("Տեղի է ունեցել հանդիպում։", "Held meeting."),
        ("2026 թվականի մայիսի 12-ին", "May 12 , 2026"),
        ("ԵՄ-ն", "EU"),
    ],
)
def test_a_language_with_endings_and_verbs_last(source: str, english: str) -> None:
    assert glossed(source, "hy") == english


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("talk", "talks"),
        ("talks", "talks"),
        ("spokesman", "spokesmen"),
        ("German", "Germans"),
        ("Filipino", "Filipinos"),
        ("ally", "allies"),
        ("proposal for", "proposals for"),
        ("person", "people"),
    ],
)
def test_plurals_of_a_gloss(one: str, several: str) -> None:
    assert english.plural(one) == several


def test_an_object_without_a_subject_is_what_is_done_to() -> None:
    assert glossed("Встречу перенесли.") == "Meeting was postponed."
    assert glossed("Министры перенесли встречу.") == "Ministers postponed meeting."


def test_a_participle_goes_behind_its_noun() -> None:
    source = "отвергли предложенное Каиром гуманитарное перемирие"
    assert glossed(source) == "rejected humanitarian truce proposed by Cairo"


def test_a_wish_is_no_deed() -> None:
    assert glossed("хотят, чтобы стороны прекратили огонь") == "want for sides to cease fire"


def test_an_unknown_word_stays_and_an_unknown_name_is_spelt() -> None:
    assert glossed("встретился с бармаглотом") == "met with бармаглотом"
    assert glossed("встретился с Петром Бармаглотовым").endswith("with Pyotr Barmaglotov")


TEXT = (
    "Министр иностранных дел Турции Хакан Фидан во вторник, 19 мая, встретится в Женеве с "
    "министром иностранных дел Армении.\n\nПеремирие в Судане нарушено."
)


def test_what_is_found_is_told_in_the_words_of_the_source() -> None:
    found = {a.kind: a for a in detect(article(TEXT), ("ru",))}
    meeting, truce = found[Kind.MEETING], found[Kind.CEASEFIRE]
    assert meeting.evidence == TEXT.split("\n", maxsplit=1)[0] == TEXT[meeting.start : meeting.end]
    assert TEXT[meeting.trigger :].startswith("встретится")
    assert meeting.status is Status.PLANNED
    assert meeting.worth_alert
    assert meeting.when.start == date(2026, 5, 19)
    assert meeting.when.text in TEXT
    assert meeting.place == "Geneva"
    assert {p.country for p in meeting.parties} == {"TUR", "ARM"}
    assert truce.status is Status.VIOLATED
    assert truce.evidence == "Перемирие в Судане нарушено."


@pytest.mark.parametrize(
    ("language", "text", "kind", "status", "countries"),
    [
        ("uk", "Україна і Росія домовилися про припинення вогню з півночі.", "ceasefire", "agreed",
         {"UKR", "RUS"}),
        ("hy", "Հայաստանի և Ադրբեջանի արտգործնախարարները հունիսի 2-ին կհանդիպեն Ժնևում։",
         "meeting", "planned", {"ARM", "AZE"}),
    ],
)  # fmt: skip
def test_each_language_is_led_back_to_its_own_words(
    language: str, text: str, kind: str, status: str, countries: set[str]
) -> None:
    (found,) = detect(article(text, language=language), (language,))
    assert (found.kind, found.status) == (kind, status)
    assert found.evidence == text
    assert {p.country for p in found.parties} == countries


def test_a_language_that_is_not_asked_for_is_not_read() -> None:
    assert detect(article(TEXT)) == ()
    assert explain(article(TEXT)) == ()


def test_explain_shows_what_the_rules_read() -> None:
    first, *_ = explain(article(TEXT), ("ru",))
    assert first.text == TEXT.split("\n", maxsplit=1)[0]
    assert first.gloss.startswith("Turkey's foreign minister Hakan Fidan on Tuesday")


@given(st.text(st.sampled_from("Встреча перемирие в США, 12-го «не» был\n-.’ё—:x"), max_size=80))
def test_any_text_is_read_and_leads_back(text: str) -> None:
    _leads_back(text, "ru")


@example("1՞եմ")
@given(
    st.text(st.sampled_from("Հանդիպում հրադադարը են չեն ՀԱՄԱՍ-ի հետ «և» ։,12-ին՞\n"), max_size=80)
)
def test_any_text_with_verbs_last_is_read_and_leads_back(text: str) -> None:
    _leads_back(text, "hy")


def _leads_back(text: str, language: str) -> None:
    result = read(text, load(language))
    assert result.at == sorted(result.at)
    for piece in result.pieces:
        assert 0 <= piece.start < piece.end <= len(text)
    for at in range(len(result.text)):
        start, end = result.source(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_nothing_leads_over_a_blank_line() -> None:
    source = "Началась встреча с президентом\n\nХАМАС нарушил перемирие."
    assert glossed(source) == "Began meeting with president\n\nHamas violated truce."


@pytest.mark.parametrize(
    "text", ["не" * 500, "супер" * 500, "Перемирие \ud800нарушено", "31.02.2026"]
)
@pytest.mark.parametrize("language", GLOSSED)
def test_what_is_no_word_stops_nothing(text: str, language: str) -> None:
    assert glossed(text, language)


def test_marks_and_blank_lines_stay() -> None:
    text = "Перемирие нарушено.\n\n— Кем? — спросил он."
    assert glossed(text).count("\n\n") == 1
    assert [c for c in glossed(text) if c in ".?—"] == [c for c in text if c in ".?—"]


@pytest.mark.parametrize("language", GLOSSED)
def test_every_entry_of_a_glossary_can_be_met(language: str) -> None:
    glossary = load(language)
    lost = [
        (table, key)
        for table, entries in tables(language).items()
        if table in Glossary.TABLES
        for key in entries
        if not _met(glossary, table, key)
    ]
    assert lost == []


def _met(glossary: Glossary, table: str, key: str) -> bool:
    words = [plain(word) for word in TOKEN.findall(key)]
    return any(e.table == table for e in glossary.entries(words, 0) if len(e.words) == len(words))


@pytest.mark.parametrize("language", GLOSSED)
def test_no_fixed_phrase_has_two_glosses(language: str) -> None:
    fixed = ("prepositions", "postpositions", "words")
    keys = [
        tuple(plain(word) for word in TOKEN.findall(key))
        for table in fixed
        for key in tables(language).get(table, {})
    ]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_gloss_of_an_article_keeps_what_is_known_of_it() -> None:
    source = article(TEXT, "Перемирие")
    result = gloss(source)
    assert result.article.published == source.published
    assert result.article.language == "en"
