"""Coded transcripts for tests, small ones by hand and any by Hypothesis."""

from hypothesis import strategies as st

from impl_eval.outputs.coded_transcript import CodedPassage, CodedTranscript, ShownTurn

SPEECH = (
    "I: What  changed?\r\n"
    "P01: I know\thow \U0001f600 to\x0bstart. \r\n"
    "\r\n"
    "P02: שלום עולם, e\u0301 <b>&amp; =HYPERLINK(1) {{7*7}}\x00\x1f \rend\u2028\ufffe\n\n  \n"
)
CODES = ("knowledge", "trust", "waiting")
CODERS = ("AB", "Cé D.", "E-F")


def passage(start: int, end: int, code: str = "trust", coder: str = "AB", **more: str) -> CodedPassage:
    return CodedPassage(start, end, code, code.title(), coder, **more)


def shown(text: str, *passages: CodedPassage, turns: tuple[ShownTurn, ...] = ()) -> CodedTranscript:
    return CodedTranscript("int01", "Interview 1", text, turns, passages)


anything = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\x0b\x0c\x00\x1f \u00a0<&'\"ab\U0001f600\u0301\u05d0\u200b\ufffe"),
        st.characters(),
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()))


@st.composite
def any_passages(draw: st.DrawFn, text: str) -> tuple[CodedPassage, ...]:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    drawn = draw(
        st.lists(
            st.tuples(
                places,
                st.sampled_from(CODES),
                st.sampled_from(CODERS),
                st.sampled_from(("enabler", "barrier", "mixed", "unclear")),
                st.sampled_from(("better", "same", "worse", "not said")),
                st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
            ),
            max_size=8,
        )
    )
    return tuple(
        CodedPassage(
            min(start, end - 1), max(start + 1, end), code, code.title(), coder, valence, change, memo
        )
        for (start, end), code, coder, valence, change, memo in drawn
    )
