"""Which columns of an export name people, by their heading or by what stands in them.

Known in the usual languages of survey programs. Nothing here reads or drops: it only tells.
"""

import re
from collections.abc import Callable, Iterable, Mapping

_NAMES: Mapping[str, str] = {
    "IP address": (
        "ip ipaddr ipaddress adresseip ipadresse direccionip indirizzoip enderecoip ipadres ipアドレス"
    ),
    "e-mail address": (
        "email emailaddress emailaddr mail mailaddress youremail youremailaddress email1 email2 "
        "recipientemail adresseemail adressemail adressedemessagerie adresseelectronique courriel "
        "emailadresse emailadres correo correoelectronico direcciondecorreoelectronico "
        "direcciondecorreo indirizzoemail postaelettronica enderecodeemail enderecoemail "
        "epost epostadress epostadresse sahkoposti adresemail "
        "emailadresy メール メールアドレス 電子郵件 電子郵件地址 이메일 이메일주소 электроннаяпочта "
        "адресэлектроннойпочты"
    ),
    "name": (
        "name name1 name2 yourname fullname firstname lastname surname forename givenname familyname "
        "username recipientname recipientfirstname recipientlastname respondentname participantname "
        "nom prenom nomdefamille nometprenom prenometnom nomprenom nomdutilisateur "
        "vorname nachname vorundnachname benutzername nombre apellido apellidos nombreyapellidos "
        "nombrecompleto nombredeusuario cognome nomeecognome nomecompleto sobrenome "
        "naam voornaam achternaam gebruikersnaam imie nazwisko imieinazwisko "
        "氏名 名前 お名前 ユーザー名 姓名 이름 имя фамилия фио"
    ),
    "place where somebody was": (
        "locationlatitude locationlongitude locationaccuracy latitude longitude gpslatitude gpslongitude"
    ),
    "telephone number": (
        "mobile phone telephone tel mobilenumber phonenumber telephonenumber contactnumber "
        "mobileno phoneno telephoneno telno yourphonenumber yourmobilenumber yourtelephonenumber"
    ),
    "date of birth": "dob dateofbirth birthdate birthday yourdateofbirth",
}
_BY_NAME = {name: what for what, names in _NAMES.items() for name in names.split()}
_COORDINATES = frozenset({"lat", "lon", "lng", "long"})  # a "long" wait is none: its cells decide
_MAY_BE_TICKED = frozenset({"name", "e-mail address", "telephone number", "date of birth"})
_PHRASES = re.compile(r"\b(your|full|first|last|family) names?\b|\be-?mail address\b", re.IGNORECASE)
_REQUESTS = re.compile(
    r"(?:\A\W*(?:q?\d+\w*\W+)?|[.:;,?!()*-]\s*|\b(?:please|kindly|and|(?:can|could|would) you|you to)\s+)"
    r"(?:enter|give|leave|write|type|state|provide|tell us|what(?:['\u2019]s| is| are))\b"
    r"(?:\s+(?:us|me|in|down|here|below|with))*\s+(?:your|full|first|last)\b"
    r"(?:[\s,/&+]+(?:own|full|first|middle|last|family|given|preferred|e-?mail(?: address)?|and|or))*"
    r"[\s,/&+]+(?:sur|fore)?names?\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[(\[]\s*(?:optional|required|not required|if )[^()\[\]]*[)\]]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_TICKS = frozenset(
    {"yes", "no", "true", "false", "y", "n", "ja", "nein", "oui", "non", "x"}
    | {"checked", "unchecked", "selected", "not selected", "ticked", "not ticked"}
)
_LONGEST_REQUEST = 6  # words: "What is your full name?", but not an item that speaks of names
_FEWEST_DIGITS = 6  # of a telephone number
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}\Z")
_EMAIL_INSIDE = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[A-Za-z]{2,}")
_IP = re.compile(
    r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\Z|"
    r"(?=[0-9a-f:]*:[0-9a-f:]*:)(?=.*[0-9a-f])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\Z",
    re.IGNORECASE,
)
_COORDINATE = re.compile(r"-?(\d{1,3})(?:\.\d+|,\d{4,})\Z")
_TELEPHONE = re.compile(r"(?:\+|\(?0)[\d\s()./-]+\Z")
_CLOCK = re.compile(r"\d{1,3}:\d{2}:\d{2}\Z")
_PHONE = re.compile(r"(?<![\d.\w-])(?:\+44\s?|0)\d{3,4}[\s-]?\d{3}[\s-]?\d{3,4}(?![\d.-])")
_NHS_NUMBER = re.compile(r"(?<![\d.\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.-])")
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýęłśżź", "aaaaaaceeeeiiiinooooouuuuyelszz")
_MOSTLY = 0.5


def names_people(heading: str, texts: set[str]) -> str:
    """Return what makes a column name people ("e-mail address"), "" where nothing does.

    `texts` are the different cells of the column, trimmed, without blank ones.
    """
    heading = _ASIDE.sub("", heading).strip()
    what = _by_heading(heading, texts) or _by_form_field(heading, texts)
    if what:
        return what
    if _share(texts, _is_email) > _MOSTLY:
        return "e-mail address"
    if _share(texts, _is_ip) > _MOSTLY:
        return "IP address"
    for what, spoken_of, is_one in _SPOKEN_OF:
        if spoken_of.search(heading) and any(map(is_one, texts)):
            return what
    words = len(_IN_BRACKETS.sub("", heading).split())
    short = words <= _LONGEST_REQUEST and _PHRASES.search(heading)
    asked = short or _REQUESTS.search(heading)
    if asked and _share(texts, _is_words) > _MOSTLY and not _are_answers(texts, heading):
        return "e-mail address" if short and "mail" in heading.lower() else "name"
    return ""


def _by_heading(heading: str, texts: set[str]) -> str:
    plain = re.sub(r"[\W_]+", "", heading.lower().translate(_ACCENTS))
    if plain in _COORDINATES and _share(texts, _is_coordinate) > _MOSTLY:
        return "place where somebody was"
    known = _BY_NAME.get(plain, "")
    return "" if known in _MAY_BE_TICKED and _are_answers(texts, heading) else known


def _by_form_field(heading: str, texts: set[str]) -> str:
    """Return what the last part of "Your contact? - First Name" asks for.

    "How do you reach patients? - Telephone" may be answered in words: ways to a person need one in a cell.
    """
    field = re.split(r"\s[-\u2010-\u2015]\s", heading)[-1].strip()
    what = _by_heading(field, texts) if field != heading else ""
    if what == "e-mail address":
        return what if any(map(_is_email, texts)) else ""
    if what == "telephone number":
        return what if any(map(_has_many_digits, texts)) else ""
    return what


def people_inside(texts: Iterable[str]) -> dict[str, int]:
    """Count, among the different cells of a column that stays, those that hold a way to a person."""
    found: dict[str, int] = {}
    for text in texts:
        for what, holds in (
            ("an e-mail address", "@" in text and bool(_EMAIL_INSIDE.search(text))),
            ("an NHS number", _holds_nhs_number(text)),
            ("a telephone number", bool(_PHONE.search(text))),
        ):
            if holds:
                found[what] = found.get(what, 0) + 1
                break
    return found


def _share(texts: set[str], is_one: Callable[[str], bool]) -> float:
    return sum(map(is_one, texts)) / len(texts) if texts else 0.0


def _are_answers(texts: set[str], heading: str) -> bool:
    """Tell whether a column headed "e-mail" is a tick box or a rating, as in: how do you send results?

    Where choices are exported as texts, the mark of a ticked box is its own heading.
    """
    ticks = _TICKS | {heading.lower()}
    return bool(texts) and all(text.lower() in ticks or (text.isdigit() and len(text) < 3) for text in texts)


def _is_coordinate(text: str) -> bool:
    match = _COORDINATE.match(text)
    return match is not None and int(match[1]) <= 180


def _has_many_digits(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def _is_telephone_number(text: str) -> bool:
    return bool(_TELEPHONE.match(text)) and _has_many_digits(text)


def _is_email(text: str) -> bool:
    return "@" in text and bool(_EMAIL.match(text))


def _is_ip(text: str) -> bool:
    return bool(_IP.match(text)) and not _CLOCK.match(text)


def _is_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _holds_nhs_number(text: str) -> bool:
    return any(_is_nhs_number(re.sub(r"\D", "", match)) for match in _NHS_NUMBER.findall(text))


def _is_nhs_number(digits: str) -> bool:
    """Check the last digit: 11 less the remainder of the weighted sum by 11 (NHS Data Dictionary)."""
    if len(set(digits)) == 1:
        return False
    check = (
        11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    )
    return check % 11 == int(digits[9]) and check != 10


# What a longer heading may speak of, where one cell proves that it was asked for.
_SPOKEN_OF: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("e-mail address", re.compile(r"\be-?mails?\b", re.IGNORECASE), _is_email),
    ("telephone number", re.compile(r"\b(?:tele)?phone\b|\bmobile\b", re.IGNORECASE), _is_telephone_number),
    ("date of birth", re.compile(r"\bdate of birth\b|\bbirth ?date\b", re.IGNORECASE), _has_many_digits),
)
