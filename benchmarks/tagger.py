"""Words per second of the tagger on made-up talk. Run: python benchmarks/tagger.py [codebook.yaml]

The talk is built from the codebook's own examples among plain sentences, about one in twelve of them:
more hits than real interviews have. The best of five runs is printed; each run has its own stem cache.
"""

import sys
import time
from pathlib import Path

import yaml

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.tagger import suggest_segments
from impl_eval.qualitative.transcript import Speaker, Transcript
from impl_eval.qualitative.turns import find_turns

WORDS = 300_000
PLAIN = (
    "Well, I have been here for about eleven years, and the building has changed a good deal since then.",
    "My husband drove me in that day because the bus had stopped running on Thursdays.",
    "You get used to it, I suppose, and the mornings are when you notice how quiet it is.",
    "We had a meeting about the rota, then another one about the meeting, as you do.",
    "She is doing all right now, she walks the dog twice a day and she sleeps.",
    "I am not sure that I can put it better than that, it was just a long winter.",
)
SPEAKERS = (Speaker("Interviewer", "interviewer"), Speaker("P01", "participant", "P01", "gp"))


def made_up_talk(codebook: Codebook) -> Transcript:
    examples = [example for code in codebook.codes for example in code.examples]
    turns = []
    words = 0
    while words < WORDS:
        number = len(turns)
        talk = [PLAIN[(number + step) % len(PLAIN)] for step in range(11)]
        talk.insert(number % 11, examples[number % len(examples)])
        turns.append(f"Interviewer: And then?\n\nP01: {' '.join(talk)}\n\n")
        words += sum(len(sentence.split()) for sentence in talk)
    text = "".join(turns)
    return Transcript("made_up", text, find_turns(text, SPEAKERS).turns, SPEAKERS, simulated=True)


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "qualitative/codebook.yaml"
    codebook = Codebook.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    transcript = made_up_talk(codebook)
    seconds = []
    suggestions: tuple[object, ...] = ()
    for _ in range(5):
        start = time.perf_counter()
        suggestions = suggest_segments([transcript], codebook)
        seconds.append(time.perf_counter() - start)
    print(f"{transcript.word_count} words, {len(suggestions)} suggestions, {min(seconds):.2f} s")
    print(f"{transcript.word_count / min(seconds):,.0f} words/s")


if __name__ == "__main__":
    main()
