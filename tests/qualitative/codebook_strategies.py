"""Codebooks without faults, at random: trees of codes under mechanisms and beside them."""

from typing import Any

from hypothesis import strategies as st

from impl_eval.qualitative.codebook import Code, Codebook

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=8
)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
PHRASES = st.lists(TEXTS, max_size=3)
EXAMPLES = st.lists(
    st.one_of(
        TEXTS.map(lambda text: {"text": text}),
        st.builds(lambda start, length: {"segment": f"t1:{start}-{start + length}"},
                  st.integers(0, 500), st.integers(1, 80)),
    ),
    max_size=2,
    unique_by=str,
)  # fmt: skip
LINKS = st.lists(
    st.fixed_dictionaries(
        {"framework": TEXTS, "domain": TEXTS, "status": st.sampled_from(["stated", "inferred"]),
         "citation": TEXTS}
    ),
    max_size=2,
)  # fmt: skip


@st.composite
def code_entries(draw: st.DrawFn, index: int, earlier: list[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": f"c{index}", "definition": draw(TEXTS)}
    above = draw(st.sampled_from(["", "m1", "m2", *earlier]))
    if above in earlier:
        entry["parent"] = above
    elif above:
        entry["mechanism"] = above
    for key in ("label", "source", "include", "exclude"):
        if draw(st.booleans()):
            entry[key] = draw(TEXTS)
    entry["origin"] = draw(st.sampled_from(["deductive", "inductive"]))
    entry |= {"phrases": draw(PHRASES), "counter_phrases": draw(PHRASES), "links": draw(LINKS)}
    entry |= {"examples": draw(EXAMPLES), "counter_examples": draw(PHRASES)}
    entry["valence_cues"] = {"enabler": draw(PHRASES), "barrier": draw(PHRASES)}
    return entry


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    entries: list[dict[str, Any]] = []
    for index in range(draw(st.integers(1, 4))):
        entries.append(draw(code_entries(index, [entry["id"] for entry in entries])))
    return Codebook.model_validate(
        {"schema": "impl-eval/codebook/1", "id": "book", "version": draw(TEXTS), "title": draw(TEXTS),
         "licence": "CC0-1.0", "codes": entries, "valence_cues": {"enabler": draw(PHRASES)}}
    )  # fmt: skip


def codes() -> st.SearchStrategy[list[Code]]:
    return codebooks().map(lambda codebook: list(codebook.codes))
