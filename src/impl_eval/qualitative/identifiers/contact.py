"""Ways to reach a person: postcodes, phone numbers, e-mail addresses."""

import re
from collections.abc import Iterator

from impl_eval.qualitative.identifiers import context
from impl_eval.qualitative.identifiers.model import Certainty, Identifier
from impl_eval.qualitative.identifiers.numbers import digits_of

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN "
    "EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK "
    "ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA "
    "TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_ANY_AREA = "|".join(sorted(_AREAS.split(), key=lambda area: (-len(area), area)))
OUTWARD = rf"(?=[A-Z]{{1,2}}\d)(?:{_ANY_AREA})\d[\dABCDEFGHJKMNPRSTUVWXY]?"
INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_POSTCODE = re.compile(rf"(?<![\w£])(?P<out>{OUTWARD})[ \u00a0]{{0,2}}(?P<in>{INWARD})(?!\w)", re.IGNORECASE)
_DISTRICT = re.compile(rf"(?<![\w£]){OUTWARD}(?!\w)", re.IGNORECASE)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\Z")

_PHONE = re.compile(
    r"(?<![\w.,/£+-])(?<!\d )(?:\+|\(0|0(?!\.))\d?(?:[ \u00a0()./-]{0,3}\d){7,14}(?![\d/])(?!\.\d)"
)
_LOCAL_PHONE = re.compile(r"(?<![\w.,/£+-])(?<!\d )\d{3}[ -]?\d{3,4}(?![\d%/])(?! ?\d)(?![.,]\d)")
_PHONE_WORDS_BEFORE = re.compile(
    r"(?:phone|mobile|landline|bleep|extension|call|ring|text|dial)\b[^.?!\n]{0,30}\Z", re.IGNORECASE
)
# Ofcom's numbers for use in drama that are no numbers of anybody: https://www.ofcom.org.uk
_DRAMA = ("7700900", "1632960")

_EMAIL = re.compile(r"(?<![\w.+%-])[A-Za-z0-9][\w.+%'-]*@[\w-]+(?:\.[\w-]+)+(?<![.-])")
_SPOKEN_EMAIL = re.compile(
    r"(?:(?<!\w)(?:[A-Za-z0-9][ ,]+){2,}|\b[\w'.-]+(?:[ ,]+(?:dot|underscore|hyphen|dash)[ ,]+[\w'-]+)*[ ,]+)"
    r"[\[(]?at[\])]?[ ,]+(?:the[ ,]+)?[\w-]+"
    r"(?:(?:[ ,]+[\[(]?(?:dot|hyphen|dash)[\])]?[ ,]+|\.)[\w-]+)*(?:[ ,]+[\[(]?dot[\])]?[ ,]+|\.)"
    r"(?:com|net|org|uk|gov|ac|info|eu|scot|wales)\b",
    re.IGNORECASE,
)


def find_contacts(text: str) -> Iterator[Identifier]:
    """Yield postcodes, phone numbers and e-mail addresses."""
    yield from _postcodes(text)
    yield from _phone_numbers(text)
    yield from _emails(text)


def _postcodes(text: str) -> Iterator[Identifier]:
    for match in _POSTCODE.finditer(text):
        written = match["out"] + match["in"]
        one_case = written.isupper() or written.islower()
        # "the M25 5th exit", "b12 1st dose": an ordinal number, unless all is in capitals.
        if _ORDINAL.match(match["in"]):
            continue
        certainty: Certainty = "certain" if one_case else "possible"
        value = written.upper()
        yield Identifier(
            match.start(), match.end(), "postcode", certainty, "the form of a postcode", value=value
        )
    if not context.POSTCODE.search(text):
        return
    for match in _DISTRICT.finditer(text):
        if context.is_near(context.POSTCODE, text, match.start(), match.end()):
            why = "the first half of a postcode, where one is spoken of"
            yield Identifier(match.start(), match.end(), "postcode", "possible", why, value=match[0].upper())


def _phone_numbers(text: str) -> Iterator[Identifier]:
    for match in _PHONE.finditer(text):
        judged = judge_phone(match[0])
        if judged is not None:
            certainty, value = judged
            why = "a phone number of a known form" if certainty == "certain" else "digits like a phone number"
            yield Identifier(match.start(), match.end(), "phone_number", certainty, why, value=value)
    for match in _LOCAL_PHONE.finditer(text):
        if _PHONE_WORDS_BEFORE.search(text, max(0, match.start() - 50), match.start()):
            why = "six or seven digits where a phone is spoken of"
            yield Identifier(
                match.start(), match.end(), "phone_number", "possible", why, value=digits_of(match[0])
            )


def judge_phone(written: str) -> tuple[Certainty, str] | None:
    """Return how sure a written number is a phone number, and its international form; None if it is none.

    Numbers without a country are taken for British ones.
    """
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_possible_number,
        is_valid_number,
        parse,
    )

    try:
        number = parse(written, "GB")
    except NumberParseException:
        return None
    national = str(number.national_number)
    if not is_possible_number(number) or len(national) < 9:
        return None
    known = is_valid_number(number) or national.startswith(_DRAMA)
    return "certain" if known else "possible", format_number(number, PhoneNumberFormat.E164)


def _emails(text: str) -> Iterator[Identifier]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            why = "the form of an e-mail address"
            value = match[0].lower()
            yield Identifier(match.start(), match.end(), "email_address", "certain", why, value=value)
    if " at" in text.lower() or "at]" in text.lower() or "(at)" in text.lower():
        for match in _SPOKEN_EMAIL.finditer(text):
            value = re.sub(r"[ ,\[\]()]+", " ", match[0].lower())
            value = value.replace(" dot ", ".").replace(" at ", "@")
            # "look at example dot com" is no address of anybody.
            named = not value.partition("@")[0].isalpha() or context.is_near(
                context.EMAIL, text, match.start(), match.end()
            )
            certainty: Certainty = "certain" if named else "possible"
            why = "an e-mail address as it is spoken"
            yield Identifier(match.start(), match.end(), "email_address", certainty, why, value=value)
