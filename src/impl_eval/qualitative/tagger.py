"""The tagger: it suggests passages for people to code, from the phrases of the codebook.

A suggestion is never evidence. One pass over the participants' turns finds the phrases of all codes;
each suggestion carries the phrase and the line of the codebook that fired, so that an analyst can see
why, and mend the codebook.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.declared import Finding
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.coding import Suggestion
from impl_eval.qualitative.phrases import GAP, WORD, Found, PhraseTrie, Stems, phrase_words, word_count
from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.qualitative.transcript import Transcript, Turn
from impl_eval.qualitative.valence import CueKind, compile_cues, propose_valence

LONGEST_PHRASE, MOST_GAPS = 15, 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of a code; a counter-phrase cancels phrases of its own code that overlap it."""

    code_id: str
    phrase: str
    is_counter: bool
    words: int


@dataclass(frozen=True, slots=True)
class _Hit:
    """A phrase of a code in a sentence: number of the sentence in its turn, offsets into the text."""

    sentence: int
    start: int
    end: int
    entry: _Entry


def check_phrases(codebook: Codebook) -> tuple[Finding, ...]:
    """Return the phrases and cues that hold no word: nothing could ever match them."""
    places: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        (("valence_cues", "enabler"), codebook.valence_cues.enabler),
        (("valence_cues", "barrier"), codebook.valence_cues.barrier),
    ]
    for index, code in enumerate(codebook.codes):
        places += [
            (("codes", index, "phrases"), code.phrases),
            (("codes", index, "counter_phrases"), code.counter_phrases),
            (("codes", index, "valence_cues", "enabler"), code.valence_cues.enabler),
            (("codes", index, "valence_cues", "barrier"), code.valence_cues.barrier),
        ]
    found = []
    for path, phrases in places:
        for index, phrase in enumerate(phrases):
            words = phrase_words(phrase)
            if not words:
                allowed, remedy = "at least one word beside '*'", "Write the words people say."
                found.append(Finding((*path, index), f'"{phrase}"', allowed, remedy))
            elif len(words) > LONGEST_PHRASE or words.count(GAP) > MOST_GAPS:
                allowed = f"at most {LONGEST_PHRASE} words and {MOST_GAPS} gaps"
                found.append(Finding((*path, index), f"a phrase of {len(words)} words", allowed))
    return tuple(found)


def _entries(codes: Iterable[Code]) -> Iterable[tuple[str, _Entry]]:
    for code in codes:
        for phrase in code.phrases:
            yield phrase, _Entry(code.code_id, phrase, False, word_count(phrase))
        for phrase in code.counter_phrases:
            yield phrase, _Entry(code.code_id, phrase, True, word_count(phrase))


def _not_countered(found: Sequence[Found[_Entry]]) -> list[Found[_Entry]]:
    """Drop counter-phrases, and the phrases of the same code that share a word with one."""
    counters = [match for match in found if match.payload.is_counter]
    return [
        match
        for match in found
        if not match.payload.is_counter
        and not any(
            counter.payload.code_id == match.payload.code_id
            and counter.first < match.end
            and match.first < counter.end
            for counter in counters
        )
    ]


def _hits(text: str, sentences: Sequence[tuple[int, int]], trie: PhraseTrie[_Entry]) -> list[_Hit]:
    hits = []
    stem_of = trie.stems.__getitem__
    for number, (start, end) in enumerate(sentences):
        found = trie.find(list(map(stem_of, WORD.findall(text, start, end))))
        if not found:
            continue
        # Offsets are worked out only where something was found: this is what makes the pass fast.
        spans = [word.span() for word in WORD.finditer(text, start, end)]
        hits += [
            _Hit(number, spans[match.first][0], spans[match.end - 1][1], match.payload)
            for match in _not_countered(found)
        ]
    return hits


def _passages(hits: Sequence[_Hit]) -> list[list[_Hit]]:
    """Group hits into passages: those of one code in the same sentence or in the next one."""
    passages: list[list[_Hit]] = []
    for hit in sorted(hits, key=lambda hit: (hit.entry.code_id, hit.sentence, hit.start)):
        last = passages[-1][-1] if passages else None
        same_code = last is not None and last.entry.code_id == hit.entry.code_id
        if last is not None and same_code and hit.sentence - last.sentence <= 1:
            passages[-1].append(hit)
        else:
            passages.append([hit])
    return passages


def _suggestions_in_turn(
    transcript: Transcript,
    turn: Turn,
    trie: PhraseTrie[_Entry],
    cues: Mapping[str, PhraseTrie[CueKind]],
    lines: Mapping[tuple[str, str], int],
    codebook: Codebook,
) -> Iterable[Suggestion]:
    text = transcript.text
    sentences = sentence_spans(text, turn.start, turn.end)
    for passage in _passages(_hits(text, sentences, trie)):
        named = min(
            passage, key=lambda hit: (-hit.entry.words, hit.start - hit.end, hit.start, hit.entry.phrase)
        )
        code_id = named.entry.code_id
        mechanism_id = codebook.mechanism_of(code_id)
        spoken = sentences[passage[0].sentence : passage[-1].sentence + 1]
        valence, cue = propose_valence([text[start:end] for start, end in spoken], cues[code_id])
        start, end = spoken[0][0], spoken[-1][1]
        yield Suggestion(
            transcript_id=transcript.id,
            start=start,
            end=end,
            mechanism_id=mechanism_id,
            quote=text[start:end],
            phrase=named.entry.phrase,
            codebook_line=lines.get((code_id, named.entry.phrase), 0),
            evidence=text[named.start : named.end],
            evidence_start=named.start,
            evidence_end=named.end,
            valence=valence,
            valence_cue=cue,
            code_id="" if code_id == mechanism_id else code_id,
        )


def suggest_segments(
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    *,
    lines: Mapping[tuple[str, str], int] | None = None,
) -> tuple[Suggestion, ...]:
    """Suggest passages of participants' turns for coding, sorted by transcript, start and mechanism.

    Parameters
    ----------
    transcripts : turns of interviewers and others are not tagged.
    codebook : phrases are matched by English stem, '*' stands for up to three words, and no match
        crosses the end of a sentence. A suggestion holds the whole sentences around its phrases.
    lines : line of the codebook for (code id, phrase); 0 is shown where it is not given.

    Raises
    ------
    ValueError : a phrase holds no word (`check_phrases` says where).
    """
    stems = Stems()
    trie = PhraseTrie(_entries(codebook.codes), stems)
    cues = {
        code.code_id: compile_cues(codebook.valence_cues, code.valence_cues, stems) for code in codebook.codes
    }
    suggestions = [
        suggestion
        for transcript in transcripts
        for turn in transcript.participant_turns
        for suggestion in _suggestions_in_turn(transcript, turn, trie, cues, lines or {}, codebook)
    ]
    return tuple(sorted(suggestions, key=lambda each: (each.transcript_id, each.start, each.mechanism_id)))
