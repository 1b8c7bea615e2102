# ruff: noqa: E501  sentences of talk stand on one line each
"""Made-up talk with planted identifiers and decoys, for identifier_recall.py. Nobody's words or numbers."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SEED, TRANSCRIPTS, PLANTED, PER_FORM, DECOYS = 20261125, 60, 1710, 30, 900
FIRST = (
    "Anita",
    "Ravi",
    "Mary",
    "Kwame",
    "Sarah",
    "Tomasz",
    "Aisha",
    "Siobhan",
    "Gareth",
    "Yusuf",
    "Chloe",
    "Padma",
    "Will",
    "Grace",
    "Mark",
    "May",
)
LAST = (
    "Bell",
    "Patel",
    "Ofori",
    "Nowak",
    "O'Brien",
    "Hussain",
    "Jones",
    "Smith-Field",
    "Okafor",
    "Kaur",
    "Lloyd",
    "Carter",
    "Young",
    "Walsh",
)
PLACES = ("Green Lane", "Harbour View", "Little Marsh", "Mill Street", "Abbot's Cross")
ORGANISATIONS = ("Green Lane Surgery", "the Seaview Practice", "Marsh Road Pharmacy", "Lighthouse Hub")
DIGITS = {
    "0": ("nought", "oh", "zero"), "1": ("one",), "2": ("two",), "3": ("three",), "4": ("four",),
    "5": ("five",), "6": ("six",), "7": ("seven",), "8": ("eight",), "9": ("nine",),
}  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")  # fmt: skip
PLAIN = (
    "Well, I have been here for about eleven years, and the building has changed a good deal since then.",
    "You get used to it, I suppose, and the mornings are when you notice how quiet it is.",
    "We had a meeting about the rota, then another one about the meeting, as you do.",
    "It is on repeat, so somebody signs it and nobody owns it, that was the joke.",
    "I will say this for the leaflet: it may not be clever, but people read it in the waiting room.",
)


@dataclass(frozen=True)
class Planted:
    """One thing in a sentence: `{}` is where its words stand."""

    kind: str
    form: str
    sentence: str
    words: str


def nhs_number(rng: random.Random) -> str:
    while True:
        nine = f"999{rng.randrange(10**6):06}"
        check = 11 - sum(int(one) * (10 - place) for place, one in enumerate(nine)) % 11
        if check != 10:
            return nine + str(check % 11)


def failing_number(rng: random.Random) -> str:
    number = nhs_number(rng)
    return number[:9] + str((int(number[9]) + rng.randrange(1, 10)) % 10)


def valid_by_chance(rng: random.Random) -> str:
    """A number of ten digits that is no NHS number and passes its checksum, as one in eleven does."""
    return nhs_number(rng)


def phone(rng: random.Random) -> str:
    last = f"{rng.randrange(1000):03}"
    return rng.choice((f"07700900{last}", f"01632960{last}", f"02079460{last}", f"01134960{last}"))


def postcode(rng: random.Random) -> str:
    area = rng.choice(("NR", "IP", "PE", "CB", "LE", "E", "SW", "M", "ZE", "B"))
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{area}{rng.randrange(1, 40)} {rng.randrange(10)}{rng.choice(letters)}{rng.choice(letters)}"


def insurance(rng: random.Random) -> str:
    number = f"{rng.randrange(10**6):06}"
    return rng.choice("ACEHJLMPRSTWXY") + rng.choice("ABCEHJKLMPRSTWXYZ") + number + rng.choice("ABCD")


def read_out(text: str, rng: random.Random) -> str:
    """Read signs out as people do: doubles, triples, pauses, fillers, letters one by one."""
    parts, at = [], 0
    while at < len(text):
        run = next(size for size in (3, 2, 1) if text[at : at + size] == text[at] * size)
        if run > 1 and rng.random() < 0.3:
            run = 1
        word = rng.choice(DIGITS[text[at]]) if text[at].isdigit() else text[at]
        parts.append(
            word
            if run == 1
            else ("double", rng.choice(("triple", "treble")))[run - 2] + rng.choice(" -") + word
        )
        at += run
    joined = parts[0]
    for place, part in enumerate(parts[1:], start=1):
        pause = place % rng.choice((3, 4)) == 0
        joined += (rng.choice((", ", ", er, ", ", um, ", " ", "... ")) if pause else " ") + part
    return joined


def two_figures(number: int) -> str:
    if number < 10:
        return f"oh {DIGITS[str(number)][0]}"
    if number < 20:
        return TEENS[number - 10]
    unit = DIGITS[str(number % 10)][0] if number % 10 else ""
    return f"{TENS[number // 10]}-{unit}".rstrip("-")


def spelled(number: str, *sizes: int) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return " ".join([*parts, number[at:]]).strip()


def dates(rng: random.Random) -> tuple[int, int, int]:
    return rng.randrange(1, 28), rng.randrange(1, 13), rng.randrange(1925, 2000)


def forms() -> dict[tuple[str, str], Callable[[random.Random], tuple[str, str]]]:
    """For each kind and form: sentence with {} and words, made from a random source."""

    def said(
        sentences: tuple[str, ...], make: Callable[[random.Random], str]
    ) -> Callable[[random.Random], tuple[str, str]]:
        return lambda rng: (rng.choice(sentences), make(rng))

    nhs = (
        "My NHS number is {}, I know it by heart.",
        "They asked for it and I said {} again.",
        "It was {} on the letter.",
    )
    call = ("Ring me on {} after six.", "The number was {}, I still know it.", "It is {} if you need me.")
    home = ("We are at {} now.", "The postcode is {}, by the way.", "I moved to {} then.")
    birth = ("My date of birth is {}.", "I was born on {} at home.", "Date of birth? It's {}, yes.")
    mail = ("Write to {} instead.", "My e-mail is {}, all lower case.")
    ni = ("My National Insurance number is {}.", "It said {} on the form.")
    people = (
        "I asked {} about that.",
        "It was {} who rang me.",
        "And {}'s list was longer.",
        "So then {} said no.",
    )
    where = ("It was over in {} then.", "They sent her to {} first.", "People from {} came.")

    def first_and_last(rng: random.Random) -> str:
        return f"{rng.choice(FIRST)} {rng.choice(LAST)}"

    def spoken_date(rng: random.Random) -> str:
        day, month, year = dates(rng)
        return f"{ORDINALS[day % 12]} of {MONTHS[month - 1]}, nineteen {two_figures(year % 100)}"

    def figure_date(rng: random.Random) -> str:
        day, month, year = dates(rng)
        sep = rng.choice("/.-")
        return f"{day}{sep}{month:02}{sep}{rng.choice((year, year % 100)):02}"

    def month_date(rng: random.Random) -> str:
        day, month, year = dates(rng)
        return rng.choice((f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}"))

    def email(rng: random.Random) -> str:
        return f"{rng.choice(FIRST)}.{rng.choice(LAST)}@example.{rng.choice(('org', 'net'))}".lower().replace(
            "'", ""
        )

    return {
        ("nhs_number", "written"): said(nhs, lambda rng: rng.choice((nhs_number(rng), spelled(nhs_number(rng), 3, 3)))),
        ("nhs_number", "read out"): said(nhs, lambda rng: read_out(nhs_number(rng), rng)),
        ("national_insurance_number", "written"): said(ni, lambda rng: rng.choice((insurance(rng), spelled(insurance(rng), 2, 2, 2, 2)))),
        ("national_insurance_number", "read out"): said(ni, lambda rng: read_out(insurance(rng), rng)),
        ("gmc_number", "written"): said(("My GMC number is {}.", "GMC, {}, since then."), lambda rng: f"{rng.randrange(10**6, 8 * 10**6)}"),
        ("gmc_number", "read out"): said(("My GMC number is {}.",), lambda rng: read_out(f"{rng.randrange(10**6, 8 * 10**6)}", rng)),
        ("nmc_number", "written"): said(("My NMC PIN is {}.", "NMC, {}, it says."), lambda rng: f"{rng.randrange(80, 99)}{rng.choice('ABCDEFGHIJKL')}{rng.randrange(10**4):04}E"),
        ("postcode", "written"): said(home, lambda rng: rng.choice((postcode(rng), postcode(rng).replace(" ", ""), postcode(rng).lower()))),
        ("postcode", "read out"): said(home, lambda rng: read_out(postcode(rng).replace(" ", ""), rng)),
        ("phone_number", "written"): said(call, lambda rng: rng.choice((phone(rng), spelled(phone(rng), 5, 3), "+44 " + spelled(phone(rng)[1:], 4, 3)))),
        ("phone_number", "read out"): said(call, lambda rng: read_out(phone(rng), rng)),
        ("email_address", "written"): said(mail, email),
        ("email_address", "read out"): said(mail, lambda rng: email(rng).replace(".", " dot ").replace("@", " at ").replace("-", " dash ")),
        ("date_of_birth", "figures"): said(birth, figure_date),
        ("date_of_birth", "month named"): said(birth, month_date),
        ("date_of_birth", "read out"): said(birth, spoken_date),
        ("person", "listed, whole name"): said(people, first_and_last),
        ("person", "listed, first name"): said(people, lambda rng: rng.choice(FIRST)),
        ("person", "listed, no capitals"): said(people, lambda rng: f"{rng.choice(FIRST[:12])} {rng.choice(LAST)}".lower()),
        ("person", "not listed, after a title"): said(people, lambda rng: rng.choice(("Dr {}", "Mrs {}", "Sister {}", "Nurse {}", "Prof. {}", "Mr {}")).format(rng.choice(("Abara", "de Silva", "Quigley", "St. Clair", "McAllister")))),
        ("person", "not listed, no title"): said(("I asked {} about that.", "My name is {} and I work here.", "This is {} speaking."), lambda rng: rng.choice(("Ottoline", "Bertram Vane", "Zeynep", "Fitzgerald"))),
        ("place", "listed"): said(where, lambda rng: rng.choice(PLACES)),
        ("organisation", "listed"): said(where, lambda rng: rng.choice((rng.choice(ORGANISATIONS), rng.choice(ORGANISATIONS).lower())).removeprefix("the ")),
    }  # fmt: skip


def hard_forms() -> dict[tuple[str, str], Callable[[random.Random], tuple[str, str]]]:
    """Forms that rules find hard. Two of them showed that a rule was missing, and have one now."""

    def misspelt(rng: random.Random) -> str:
        name = rng.choice([name for name in LAST if len(name) > 4])
        at = rng.randrange(1, len(name) - 1)
        return name[:at] + rng.choice("aeiou") + name[at + 1 :] + ("e" if name[at] in "aeiou" else "")

    def by_alphabet(rng: random.Random) -> str:
        words = {"N": "November", "R": "Romeo", "I": "India", "P": "Papa", "B": "Bravo", "E": "Echo"}
        area = rng.choice(("NR", "IP", "PE"))
        end = rng.choice("BEN") + rng.choice("BEN")
        letters = [f"{one} for {words[one]}" for one in area + end]
        return f"{', '.join(letters[:2])}, {rng.choice('123456789')}, {rng.choice('123456789')}, {', '.join(letters[2:])}"

    def echoed(rng: random.Random) -> str:
        number = read_out(phone(rng), random.Random(1)).split(" ")
        middle = len(number) // 2
        return " ".join([*number[:middle], "... yes, got that ...", *number[middle:]])

    def bare_date(rng: random.Random) -> str:
        day, month, year = dates(rng)
        return f"{ORDINALS[day % 12]} of {MONTHS[month - 1]}, fifty-{DIGITS[str(year % 9 + 1)][0]}"

    def make(
        sentence: str, words: Callable[[random.Random], str]
    ) -> Callable[[random.Random], tuple[str, str]]:
        return lambda rng: (sentence, words(rng))

    return {
        ("person", "hard: listed, misspelt"): make("I asked {} about that.", misspelt),
        ("person", "hard: a first name nobody listed"): make(
            "So Ottoline's husband, {}, rang me.", lambda rng: rng.choice(("Bertram", "Zeynep", "Ignatius"))
        ),
        ("organisation", "hard: not listed"): make(
            "I was over at {} then.",
            lambda rng: rng.choice(("Wherry Surgery", "the Old Maltings", "Pinewood Court")),
        ),
        ("postcode", "by alphabet words"): make("It is {} for the parcel.", by_alphabet),
        ("phone_number", "broken by an answer"): make("It is {} if you need me.", echoed),
        ("date_of_birth", "hard: nobody says birth"): make(
            "It's the {}, so I am no longer young.", bare_date
        ),
        ("nhs_number", "hard: misheard, not named"): make("They read {} to me.", failing_number),
    }


DECOY_SENTENCES: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"I take {rng.choice((10, 20, 40))} mg twice a day, then {rng.choice((5, 15))} at night.",
    lambda rng: f"It was {rng.randrange(110, 180)}/{rng.randrange(60, 110)}, then {rng.randrange(110, 180)} over {rng.randrange(60, 110)}.",
    lambda rng: f"Between {rng.randrange(1990, 2010)} and {rng.randrange(2010, 2024)} it went from {rng.randrange(10, 99)},000 to {rng.randrange(10, 99)},500.",
    lambda rng: f"The order was {failing_number(rng)}, and nobody could find it.",
    lambda _: "We went sixty, fifty, forty, thirty, twenty, ten, five, then nothing at all.",
    lambda _: "One two three four five six seven eight nine ten, and she had gone.",
    lambda rng: f"It took from {rng.randrange(8, 12)}:{rng.randrange(10, 60)} to {rng.randrange(13, 18)}:{rng.randrange(10, 60)} that day.",
    lambda _: "I will mark it in may, and we hope for grace, it is a young team.",
    lambda _: "The Nurse Practitioner said so, the doctor agreed, and Miss Monday and you wait a week.",
    lambda _: "Take the M25 to the fifth exit, ward B2, bay 3, and ask for the A4 sheet.",
    lambda rng: f"B12 {rng.choice((500, 1000))} mcg, and fentanyl {rng.choice((12, 25, 50))}, then {rng.choice((37, 75))}.",
    lambda _: "On the third of March, or the second week, one in ten, two or three, came off it.",
    lambda rng: f"It cost £{rng.randrange(10**6, 10**7)} and {rng.randrange(10**6, 10**7)} items.",
    lambda _: "bp one twenty over eighty, one thirty-five over ninety, and a pulse of seventy-two.",
    lambda rng: f"I saw her on {rng.randrange(1, 28)} {rng.choice(MONTHS)} {rng.randrange(2019, 2024)} about the patches.",
    lambda rng: f"The reference was {valid_by_chance(rng)}, and nobody could find it.",
    lambda _: "Will they ever learn? Grace period or not, the Mark Two pump came in May.",
    lambda _: "I'm English, I'm Band 7, and this is Monday: the Sister on the ward laughed.",
    lambda _: "You can look at the dot on the chart, full stop, that is all it is.",
)  # fmt: skip


def made_up_talk(
    rng: random.Random,
) -> Iterator[tuple[str, list[tuple[int, int, Planted]], list[tuple[int, int]]]]:
    """Yield transcripts with the places of what is planted, and of decoys."""
    planted = [
        Planted(kind, form, *make(rng)) for (kind, form), make in forms().items() for _ in range(PER_FORM)
    ]
    planted += [
        Planted(kind, form, *make(rng))
        for (kind, form), make in hard_forms().items()
        for _ in range(PER_FORM)
    ]
    extra = [key for key in forms() if key[1] == "read out"]
    while len(planted) < PLANTED:
        key = rng.choice(extra)
        planted.append(Planted(*key, *forms()[key](rng)))
    pieces: list[Planted | str] = [*planted, *(rng.choice(DECOY_SENTENCES)(rng) for _ in range(DECOYS))]
    rng.shuffle(pieces)
    for number in range(TRANSCRIPTS):
        text, places, decoys = "", [], []
        for piece in pieces[number::TRANSCRIPTS]:
            text += f"P{number:02}: " + rng.choice(PLAIN) + " "
            sentence = piece if isinstance(piece, str) else piece.sentence
            start = len(text)
            if isinstance(piece, Planted):
                before = sentence.index("{}")
                sentence = sentence.format(piece.words)
                words = re.sub(r"^(Dr|Mrs|Mr|Sister|Nurse|Prof\.) ", "", piece.words)
                at = start + before + len(piece.words) - len(words)
                places.append((at, at + len(words), piece))
            else:
                decoys.append((start, start + len(sentence)))
            text += sentence + " " + rng.choice(PLAIN) + "\n\nInterviewer: And then?\n\n"
        yield text, places, decoys
