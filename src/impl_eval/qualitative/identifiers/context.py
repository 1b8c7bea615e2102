"""Words near a passage that say what it is: 'NHS number', 'date of birth', 'call me on'."""

import re

BEFORE, AFTER = 60, 30
"""Characters before and after a passage in which such words count: an answer often follows a question."""

NHS = re.compile(r"\bnhs\b|\bhealth service number", re.IGNORECASE)
NATIONAL_INSURANCE = re.compile(r"national insurance|\bni (?:number|no\b)|\bnino\b", re.IGNORECASE)
GMC = re.compile(r"\bgmc\b|\bg\.m\.c\b|general medical council", re.IGNORECASE)
NMC = re.compile(r"\bnmc\b|\bn\.m\.c\b|nursing and midwifery|\bpin\b", re.IGNORECASE)
HOSPITAL = re.compile(r"\b(?:hospital|patient|case) (?:number|no\b)|\bMRN\b", re.IGNORECASE)
BIRTH = re.compile(r"\bborn\b|\bbirth|\bd\.?\s?o\.?\s?b\b", re.IGNORECASE)
POSTCODE = re.compile(r"\bpost\s?code", re.IGNORECASE)
EMAIL = re.compile(r"\be-?\s?mail", re.IGNORECASE)
PHONE = re.compile(
    r"\b(?:tele)?phones?\b|\bmobile\b|\b(?:call|ring|rang|text|dial)(?:ed|ing)?\b|\blandline\b|\bbleep\b"
    r"|\bcontact number\b|\bextension\b|\bnumber(?:'s|’s)?\b",
    re.IGNORECASE,
)


def is_near(words: re.Pattern[str], text: str, start: int, end: int, *, after: int = AFTER) -> bool:
    """Tell whether words stand shortly before a passage, or shortly after it."""
    return bool(words.search(text, max(0, start - BEFORE), start) or words.search(text, end, end + after))
