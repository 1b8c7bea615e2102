"""Made-up interviews about buses and money, with the turns that a person has coded."""

import random

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript
from tests.qualitative.examples import transcript_of

BUS = (
    "the bus never came",
    "timetable was changed again",
    "walked to the station",
    "driver waved",
    "my stop",
)
MONEY = ("rent went up", "could not pay", "wages were late", "borrowed from my sister", "the bill came")
PLAIN = ("it rained all morning", "the dog slept", "we had soup", "my brother rang", "the garden is wet")
ASKED = {"bus": "How do you travel?", "money": "How do you manage for cash?", "": "And then?"}


def book() -> Codebook:
    return Codebook.model_validate(
        {
            "schema": "impl-eval/codebook/1",
            "id": "town",
            "version": "1",
            "title": "Town",
            "licence": "CC0-1.0",
            "valence_cues": {"enabler": ["easy"], "barrier": ["late"]},
            "codes": [
                {
                    "mechanism": "bus",
                    "definition": "Travel by bus: stop, driver, timetable.",
                    "phrases": ["the bus"],
                    "examples": ["I missed the bus at my stop."],
                },
                {
                    "mechanism": "money",
                    "definition": "Having money: rent, wages, bill.",
                    "phrases": ["could * pay"],
                    "examples": ["The rent is too high for my wages."],
                },
            ],
        }
    )


def interviews(count: int = 4, turns: int = 16, seed: int = 1) -> tuple[Transcript, ...]:
    """Every third turn is about the bus, every third about money; the rest about neither."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        lines = []
        for turn in range(turns):
            topic = ("bus", "money", "")[turn % 3]
            about = {"bus": BUS, "money": MONEY, "": PLAIN}[topic]
            said = [chance.choice(about), chance.choice(PLAIN), chance.choice(PLAIN)]
            chance.shuffle(said)
            lines += [f"Interviewer: {ASKED[topic]}", f"P01: {'. '.join(said).capitalize()}."]
        found.append(transcript_of("\n".join(lines), name=f"int{number + 1:02}"))
    return tuple(found)


def coded(*transcripts: Transcript, coder: str = "AB") -> tuple[CodedSegment, ...]:
    """What a person codes who never errs."""
    segments = []
    for transcript in transcripts:
        for number, turn in enumerate(transcript.participant_turns):
            topic = ("bus", "money", "")[number % 3]
            if topic:
                quote = transcript.text[turn.start : turn.end]
                segments.append(
                    CodedSegment(
                        transcript.id, turn.start, turn.end, topic, coder, quote,
                        "unclear", "not said", "human",
                    )
                )  # fmt: skip
    return tuple(segments)
