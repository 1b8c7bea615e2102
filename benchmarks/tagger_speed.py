"""Words per second of the tagger. Run: python benchmarks/tagger_speed.py

Talk: the transcripts of the reference study, participants and interviewers alike, many times over. The
best of five runs is printed; each has caches of its own. spaCy's PhraseMatcher is given the same 200
phrases where spaCy is installed: it is no dependency, so put it into an environment outside the checkout
and run this file there with PYTHONPATH=src. With MODEL.onnx and tokenizer.json as arguments, a sentence
encoder is timed too, on the transcripts once.
"""

import hashlib
import re
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import yaml

from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.phrases import GAP
from impl_eval.qualitative.tagger import tag_transcripts
from impl_eval.qualitative.tagger.meaning import mean_vector, pieces_of
from impl_eval.qualitative.tagger.rules import find_phrases
from impl_eval.qualitative.tagger.suggestions import start_tagging
from impl_eval.qualitative.transcript import Transcript, Turn
from impl_eval.readers.sentence_encoder import PinnedFile, read_encoder

ROOT = Path(__file__).resolve().parents[1]
COPIES = 20
PHRASES = 200
CODED = 3
CODED_TURNS = 40


def interviews() -> list[Transcript]:
    """The reference study's transcripts, COPIES times, every turn as one of a participant."""
    found = []
    for path in sorted((ROOT / "qualitative" / "transcripts").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        turns = tuple(
            Turn("P01", "P01", "participant", "gp", match.start(1), match.end(1))
            for match in re.finditer(r"^\w+: (.+)$", text, re.MULTILINE)
        )
        found += [
            Transcript(f"{path.stem}_{copy}", text, turns, (), simulated=True) for copy in range(COPIES)
        ]
    return found


def words_of(transcripts: list[Transcript]) -> int:
    return sum(len(one.text[turn.start : turn.end].split()) for one in transcripts for turn in one.turns)


def with_200_phrases(codebook: Codebook) -> Codebook:
    """The codebook cut to 200 phrases without gaps, which spaCy can look for too."""
    left = PHRASES
    codes: list[Code] = []
    for code in codebook.codes:
        phrases = tuple(phrase for phrase in code.phrases if GAP not in phrase)[:left]
        left -= len(phrases)
        codes.append(code.model_copy(update={"phrases": phrases, "counter_phrases": ()}))
    return codebook.model_copy(update={"codes": tuple(codes)})


def fastest(run: Callable[[], object], repeats: int = 5) -> float:
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def spacy_seconds(codebook: Codebook, transcripts: list[Transcript]) -> float | None:
    """The best of five runs of a blank English pipeline and PhraseMatcher, each newly made."""
    try:
        spacy, matchers = import_module("spacy"), import_module("spacy.matcher")
    except ImportError:
        return None
    texts = [one.text[turn.start : turn.end] for one in transcripts for turn in one.turns]
    seconds = []
    for _ in range(5):
        nlp = spacy.blank("en")
        matcher = matchers.PhraseMatcher(nlp.vocab, attr="LOWER")
        for code in codebook.codes:
            matcher.add(code.code_id, [nlp.make_doc(phrase) for phrase in code.phrases])
        start = time.perf_counter()
        sum(len(matcher(doc)) for doc in nlp.pipe(texts))
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def decisions(codebook: Codebook, transcript: Transcript) -> list[CodedSegment]:
    """Code some turns of each code, so that every code has something to learn from."""
    return [
        CodedSegment(
            transcript.id, turn.start, turn.end, code.code_id, "AB", "", "unclear", "not said", "human"
        )
        for number, code in enumerate(codebook.codes)
        for turn in transcript.turns[number :: len(codebook.codes)][:CODED_TURNS]
    ]


def encoder_seconds(model: str, tokenizer: str, transcripts: list[Transcript]) -> float:
    """The best of three runs over all turns, each text on its own."""
    files = [
        PinnedFile(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (Path(model), Path(tokenizer))
    ]
    encoder = read_encoder(files[0], files[1])
    texts = [one.text[turn.start : turn.end] for one in transcripts for turn in one.turns]
    return fastest(lambda: [mean_vector(encoder, pieces_of(text)) for text in texts], 3)


def row(name: str, words: int, seconds: float, aim: str) -> None:
    print(f"| {name} | {seconds:.2f} | {words / seconds:,.0f} | {aim} |")


def main() -> None:
    path = ROOT / "qualitative" / "codebook.yaml"
    codebook = Codebook.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    fewer = with_200_phrases(codebook)
    talk = interviews()
    words = words_of(talk)
    print(f"{words:,} words, {sum(len(code.phrases) for code in fewer.codes)} phrases\n")
    print("| what | s, best of five | words/s | aim |\n|---|---|---|---|")
    ours = fastest(lambda: find_phrases(talk, fewer))
    row("rules, 200 phrases by stem, cold caches", words, ours, "2,000,000")
    theirs = spacy_seconds(fewer, talk)
    if theirs is None:
        print("| spaCy is ABSENT: it is not compared | | | |")
    else:
        row("spaCy blank English and PhraseMatcher, the same phrases", words, theirs, "")
        print(f"| rules against spaCy | | {theirs / ours:.1f} times as fast | 4 times |")
    segments = [one for transcript in talk[:CODED] for one in decisions(codebook, transcript)]
    full = fastest(lambda: start_tagging(talk, codebook, segments), 3)
    row("full core: rules, TF-IDF, learning and scores of all codes", words, full, "100,000")
    told = fastest(lambda: tag_transcripts(talk, codebook, segments=segments), 3)
    row("the same with every suggestion placed and explained", words, told, "100,000")
    if sys.argv[1:]:
        once = talk[::COPIES]
        row("sentence encoder, one thread", words_of(once), encoder_seconds(*sys.argv[1:3], once), "")


if __name__ == "__main__":
    main()
