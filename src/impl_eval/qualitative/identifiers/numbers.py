"""Numbers that name one person: NHS and National Insurance numbers, registrations with GMC and NMC."""

import re
from collections.abc import Iterator

from impl_eval.qualitative.identifiers import context
from impl_eval.qualitative.identifiers.model import Certainty, Identifier

_BETWEEN = r"(?:[ \u00a0.\u2010-\u2013-]| [ \u2013-] ?)?"
_TEN_DIGITS = re.compile(rf"(?<![\d+])(?<!\d[ .,/-])\d(?:{_BETWEEN}\d){{9}}(?!{_BETWEEN}\d)")
_USUAL_GROUPS = re.compile(rf"\d{{3}}({_BETWEEN})\d{{3}}\1\d{{4}}\Z")
_HOSPITAL_NUMBER = re.compile(r"(?<![\w£.])[A-Z]{0,2}\d{6,10}[A-Z]?(?![\w%]|[.,]\d)")
# HM Revenue & Customs, National Insurance Manual, NIM39110: letters and prefixes that are not used.
NATIONAL_INSURANCE_SHAPE = (
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"{sep}\d{{2}}{sep}\d{{2}}{sep}\d{{2}}{sep}[A-D]"
)
_NATIONAL_INSURANCE = re.compile(
    rf"\b{NATIONAL_INSURANCE_SHAPE.format(sep='[ -]?')}\b",
    re.IGNORECASE,
)
_NEARLY_NATIONAL_INSURANCE = re.compile(r"\b[A-Z]{2}[ -]?(?:\d{2}[ -]?){3}[A-Z]?\b", re.IGNORECASE)
_SEVEN_DIGITS = re.compile(r"(?<![\d+£.])(?<!\d[ .,/-])\d(?:[ -]?\d){6}(?![ ,.-]?\d)")
# Nursing and Midwifery Council: year of entry, month A to L, four digits, country of training.
NMC_SHAPE = r"\d{2}[A-L]\d{4}[A-Z]"
_NMC = re.compile(r"(?<![A-Za-z\d])\d{2} ?[A-L] ?\d{4} ?[A-Z]\b", re.IGNORECASE)


def digits_of(passage: str) -> str:
    """Return the digits of a passage."""
    return "".join(character for character in passage if character.isdecimal())


def has_nhs_checksum(digits: str) -> bool:
    """Tell whether ten digits can be an NHS number: the last is a checksum of the others (modulo 11).

    One digit ten times over passes the sum, and is no number of anybody. About one in eleven numbers
    of ten digits passes by chance.
    Source: NHS Data Dictionary, NHS NUMBER.
    """
    if len(set(digits)) == 1:
        return False
    from stdnum.gb import nhs

    return bool(nhs.is_valid(digits))


def find_numbers(text: str) -> Iterator[Identifier]:
    """Yield the numbers of persons that stand in digits."""
    yield from _nhs_numbers(text)
    yield from _national_insurance_numbers(text)
    yield from _registrations(text)


def nhs_certainty(digits: str, *, named: bool, usual: bool) -> tuple[Certainty, str] | None:
    """Return how sure ten digits are an NHS number, and why; None where nothing speaks for it.

    `named`: the words say so; `usual`: written as NHS numbers are. Numbers given out in England begin
    with 4 to 9; those of Scotland with a date, which phone numbers and dates can look like.
    """
    if has_nhs_checksum(digits):
        sure = named or (usual and digits[0] >= "4")
        return ("certain" if sure else "possible"), "ten digits with the checksum of an NHS number"
    return ("possible", "ten digits where an NHS number is spoken of") if named else None


def _nhs_numbers(text: str) -> Iterator[Identifier]:
    for match in _TEN_DIGITS.finditer(text):
        digits = digits_of(match[0])
        named = context.is_near(context.NHS, text, match.start(), match.end())
        usual = _USUAL_GROUPS.match(match[0]) is not None
        judged = nhs_certainty(digits, named=named, usual=usual)
        if judged is not None:
            yield Identifier(match.start(), match.end(), "nhs_number", *judged, value=digits)


def _national_insurance_numbers(text: str) -> Iterator[Identifier]:
    found = set()
    for match in _NATIONAL_INSURANCE.finditer(text):
        found.add(match.start())
        yield _national_insurance(match, "certain", "the form of a National Insurance number")
    for match in _NEARLY_NATIONAL_INSURANCE.finditer(text):
        if match.start() not in found and context.is_near(
            context.NATIONAL_INSURANCE, text, match.start(), match.end()
        ):
            why = "nearly the form of a National Insurance number, where one is spoken of"
            yield _national_insurance(match, "possible", why)


def _national_insurance(match: re.Match[str], certainty: Certainty, why: str) -> Identifier:
    value = re.sub(r"[ -]", "", match[0]).upper()
    return Identifier(match.start(), match.end(), "national_insurance_number", certainty, why, value=value)


def _registrations(text: str) -> Iterator[Identifier]:
    for match in _SEVEN_DIGITS.finditer(text):
        if context.is_near(context.GMC, text, match.start(), match.end()):
            why = "seven digits where the GMC is spoken of"
            yield Identifier(
                match.start(), match.end(), "gmc_number", "certain", why, value=digits_of(match[0])
            )
    for match in _HOSPITAL_NUMBER.finditer(text):
        if context.is_near(context.HOSPITAL, text, match.start(), match.end()):
            why = "a number where a hospital or patient number is spoken of"
            yield Identifier(match.start(), match.end(), "long_number", "possible", why, value=match[0])
    for match in _NMC.finditer(text):
        named = context.is_near(context.NMC, text, match.start(), match.end())
        why = "the form of an NMC number" + (", where the NMC is spoken of" if named else "")
        value = match[0].replace(" ", "").upper()
        yield Identifier(
            match.start(), match.end(), "nmc_number", "certain" if named else "possible", why, value=value
        )
