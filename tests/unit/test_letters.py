"""The typefaces of documents, the list of their characters, and its readers agree."""

import re
import runpy

from support import ROOT

from sdp_lib.letters import LETTERS, without_glyph

GREETINGS = {
    "Arabic": "السلام عليكم",
    "Bengali": "আপনাকে ধন্যবাদ",
    "Chinese": "谢谢您的参与，多謝",
    "Greek": "Ευχαριστώ",
    "Gujarati": "તમારો આભાર",
    "Hebrew": "תודה",
    "Nepali": "धन्यवाद",
    "Persian": "می‌خواهم",
    "Polish": "Dziękuję, żółć",
    "Punjabi": "ਤੁਹਾਡਾ ਧੰਨਵਾਦ",
    "Romanian": "Știință, Țară",
    "Tamil": "நன்றி",
    "Thai": "ขอบคุณ",
    "Tigrinya": "የቐንየለይ",
    "Ukrainian": "Дякую, їжа",
    "Urdu": "آپ کا شکریہ",
    "Vietnamese": "Cảm ơn",
    "Welsh": "Ŵyn, ŷd",
}


def test_the_list_of_letters_is_that_of_the_typefaces():
    written = runpy.run_path(str(ROOT / "docs/letters.py"))["page"]()
    assert LETTERS.read_text(encoding="utf-8") == written, "write it again: python docs/letters.py"


def test_documents_try_the_typefaces_in_the_order_of_the_list():
    listed = re.findall(r"^([A-Z][\w ]+):", LETTERS.read_text(encoding="utf-8"), re.M)
    template = (LETTERS.parent / "page.typ").read_text(encoding="utf-8")
    (tried,) = re.findall(r"^#let typefaces = \((.*?)^\)", template, re.M | re.S)
    assert ["Spaces", "Nothing", *re.findall(r'"(.+?)"', tried)] == listed


def test_greetings_of_the_languages_that_people_here_speak_can_be_printed():
    assert {
        name: without_glyph(text) for name, text in GREETINGS.items() if without_glyph(text)
    } == {}


def test_characters_that_cannot_be_printed_are_named_once_in_order():
    assert without_glyph("Ready 🎉, 한국 🎉\u200b") == ("🎉", "한", "국")
