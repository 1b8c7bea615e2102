"""Likeness in meaning: what a sentence encoder adds, that it adds up, and that nothing changes without."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.json_text import json_text
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.tagger import tag_transcripts
from impl_eval.qualitative.tagger.held_out import hold_out_each, read_material
from impl_eval.qualitative.tagger.meaning import MOST_WORDS, Remembering, likeness_in_meaning, pieces_of
from impl_eval.qualitative.tagger.model_document import document_of_model, hash_of_model, model_of_document
from impl_eval.qualitative.tagger.scorer import Standard
from impl_eval.qualitative.tagger.suggestions import start_tagging
from impl_eval.qualitative.why import why_suggested
from tests.qualitative.examples import transcript_of
from tests.qualitative.tagger.talk import BUS, book, coded, interviews

TALKS = interviews()
Floats = npt.NDArray[np.float64]


class Knows:
    """Knows which words mean what: each group of words is a direction, and every text a mix of them."""

    def __init__(self, *groups: Sequence[str], sha256: str = "ab" * 32) -> None:
        self._groups, self.sha256, self.asked = groups, sha256, list[str]()

    def vectors(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        rows = []
        for text in texts:
            lower = text.lower()
            row = np.array([0.1, *(sum(lower.count(word) for word in group) for group in self._groups)])
            rows.append(row / np.linalg.norm(row))
        return np.vstack(rows)


TRAVEL = Knows(("bus", "tram", "driver", "station", "stop", "timetable"), ("rent", "wages", "pay", "bill"))
SAYS_NOTHING = Knows()


def test_a_cosine_by_hand() -> None:
    """(1, 0) and (0, 1) make a turn of (1, 1) / sqrt 2; the code is the mean of (1, 0) and (1, 0)."""

    class Two:
        sha256 = ""

        def vectors(self, texts: Sequence[str]) -> Floats:
            return np.array([[1.0, 0.0] if "bus" in text else [0.0, 1.0] for text in texts])

    turn = " ".join(["bus"] * MOST_WORDS) + ". " + " ".join(["rent"] * MOST_WORDS) + "."
    found = likeness_in_meaning(Two(), [turn, "rent", ""], [["the bus", "a bus"], []])
    assert found == pytest.approx(np.array([[1 / np.sqrt(2), 0], [0, 0], [0, 0]]))


@given(st.text(alphabet="ab .?!\n", max_size=2000))
def test_pieces_hold_every_word_in_order_and_are_short(text: str) -> None:
    pieces = pieces_of(text)
    assert [word for piece in pieces for word in piece.split()] == text.split()
    assert all(0 < len(piece.split()) <= MOST_WORDS for piece in pieces)


def test_each_text_is_encoded_once() -> None:
    encoder = Knows(("bus",))
    remembering = Remembering(encoder)
    first = remembering.vectors(["a bus", "b", "a bus"])
    assert encoder.asked == ["a bus", "b"]
    assert remembering.vectors(["b", "a bus"]).tolist() == [first[1].tolist(), first[0].tolist()]
    assert encoder.asked == ["a bus", "b"]
    assert remembering.vectors([]).shape == (0, 0)


@pytest.mark.parametrize("teachers", [0, 1, 4])
def test_contributions_add_up_with_the_share_of_meaning_in_sight(teachers: int) -> None:
    tagged = tag_transcripts(TALKS, book(), segments=coded(*TALKS[:teachers]), encoder=TRAVEL)
    assert tagged.suggestions
    told = [one.explanation for one in tagged.suggestions if one.explanation is not None]
    assert len(told) == len(tagged.suggestions)
    for each in told:
        assert sum(part.value for part in each.contributions) == pytest.approx(each.score, abs=1e-9)
        assert [part.words for part in each.contributions if part.kind == "meaning"] == [""]
        share = each.prior_share
        blend = share * each.prior_score + (1 - share) * each.learned_score
        assert blend == pytest.approx(each.score, abs=1e-9)
    assert {one.model_hash for one in told} == {hash_of_model(tagged.tagging.model)}
    assert any("by the sentence encoder, speaks for it" in why_suggested(one) for one in tagged.suggestions)


def test_the_scores_are_the_sum_of_five_standardised_parts() -> None:
    """By hand from the corpus: z of each part, the question's at half weight, the sum standardised again."""
    tagging = start_tagging(TALKS, book(), encoder=TRAVEL)
    corpus = tagging.corpus
    assert corpus.meaning is not None
    for code in range(2):

        def z(values: Floats) -> Floats:
            return (values - values.mean()) / values.std() if values.std() > 1e-12 else values * 0

        total = (
            z(corpus.phrases[:, code])
            + z(corpus.similarity[:, code])
            + 0.5 * z(corpus.question_phrases[:, code])
            + 0.5 * z(corpus.question_similarity[:, code])
            + z(corpus.meaning[:, code])
        )
        assert tagging.scores[:, code] == pytest.approx(z(total))


def test_what_shares_no_word_with_the_codebook_is_found_by_its_meaning() -> None:
    talk = transcript_of("P01: Trams run late.\n" + "P01: It rained.\n" * 11)

    def trams(encoder: Knows | None) -> list[str]:
        found = tag_transcripts([talk], book(), encoder=encoder).suggestions
        return [one.mechanism_id for one in found if "Tram" in one.quote]

    assert (trams(None), trams(TRAVEL)) == ([], ["bus"])


@pytest.mark.parametrize("teachers", [0, 4])
def test_an_encoder_that_finds_everything_alike_changes_no_suggestion(teachers: int) -> None:
    segments = coded(*TALKS[:teachers])
    without = tag_transcripts(TALKS, book(), segments=segments)
    alike = tag_transcripts(TALKS, book(), segments=segments, encoder=SAYS_NOTHING)
    assert alike.tagging.scores == pytest.approx(without.tagging.scores, abs=1e-9)
    places = [
        [(one.transcript_id, one.start, one.end, one.applied_code, one.band) for one in each.suggestions]
        for each in (without, alike)
    ]
    assert places[0] == places[1]


def keys_of(document: object) -> set[str]:
    if isinstance(document, dict):
        return {*document, *(key for value in document.values() for key in keys_of(value))}
    return {key for value in document for key in keys_of(value)} if isinstance(document, list) else set()


def test_without_an_encoder_there_is_no_trace_of_one() -> None:
    tagged = tag_transcripts(TALKS, book(), segments=coded(*TALKS[:3]))
    keys = keys_of(document_of_model(tagged.tagging.model))
    assert not [key for key in keys if "meaning" in key or "encoder" in key]
    told = [one.explanation for one in tagged.suggestions if one.explanation is not None]
    assert "meaning" not in {part.kind for each in told for part in each.contributions}
    assert not [one for one in tagged.suggestions if "meaning" in why_suggested(one)]


def test_the_model_says_which_encoder_it_needs_and_comes_back() -> None:
    tagging = start_tagging(TALKS, book(), coded(*TALKS[:3]), encoder=TRAVEL)
    document = document_of_model(tagging.model)
    assert document["encoder_sha256"] == TRAVEL.sha256
    again = model_of_document(json.loads(json_text(document)))
    assert hash_of_model(again) == hash_of_model(tagging.model)
    assert again.scores(tagging.corpus).tolist() == tagging.scores.tolist()
    other = replace(tagging.model, encoder_hash="cd" * 32)
    assert hash_of_model(other) != hash_of_model(tagging.model)


def test_learning_uses_meaning_where_it_separates() -> None:
    """Words of the bus are spread over five sayings: learned from one transcript, meaning knows them all."""
    learned = start_tagging(TALKS, book(), coded(TALKS[0]), encoder=TRAVEL).model.models[0].learned
    assert learned is not None
    assert learned.meaning > 0
    assert len(BUS) == 5


def test_an_example_from_a_transcript_held_out_gives_its_meaning_away_neither() -> None:
    """The only text that tells of trams is an example in int00: held out, int00 is judged without it."""
    talks = (transcript_of("P01: I came by tram.\n" + "P01: It rained.\n" * 11, name="int00"), *TALKS)
    told = book().model_dump(by_alias=True, exclude_none=True)
    bus = {"mechanism": "bus", "definition": "Going.", "examples": [{"segment": "int00:5-20"}]}
    told["codes"] = [bus, told["codes"][1]]
    trams = Knows(("tram",))
    found = {}
    for encoder in (None, trams):
        codebook = Codebook.model_validate(told)
        material = read_material(talks, codebook, coded(*talks), encoder=encoder)
        found[encoder] = hold_out_each(material, 0).chosen[0, 0]
        assert material.corpus.encoder_hash == ("" if encoder is None else trams.sha256)
    assert start_tagging(talks, codebook, encoder=trams).chosen()[0, 0]
    assert (found[None], found[trams]) == (False, False)


def test_a_study_without_turns() -> None:
    tagging = start_tagging((), book(), encoder=TRAVEL)
    assert tagging.scores.shape == (0, 2)
    assert Standard.of(np.zeros(0)).factor == 0
