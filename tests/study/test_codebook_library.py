"""The ready codebooks: complete, in our own form, with links that lead somewhere; and taking codes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_versions import what_changed
from impl_eval.study.codebook_files import read_codebook
from impl_eval.study.codebook_library import (
    CODEBOOK_FILES,
    CODEBOOK_IDS,
    Placed,
    add_codes,
    add_library_codes,
    codebook_library_root,
    copy_from_library,
    load_library_codebook,
)
from impl_eval.study.load import load_study

FRAMEWORKS = {"TDF": "tdf_v2", "COM-B": "com_b", "CFIR 2.0": "cfir_2", "NPT": "npt", "RE-AIM": "re_aim"}
BOOKS = {name: load_library_codebook(name) for name in CODEBOOK_IDS}
EVERY_BOOK = pytest.mark.parametrize("name", CODEBOOK_IDS)

# Abstract of Cane, O'Connor and Michie (2012), Implementation Science 7:37: the 14 domains.
CANE_2012 = (
    "Knowledge", "Skills", "Social/Professional Role and Identity", "Beliefs about Capabilities", "Optimism",
    "Beliefs about Consequences", "Reinforcement", "Intentions", "Goals",
    "Memory, Attention and Decision Processes", "Environmental Context and Resources", "Social Influences",
    "Emotions", "Behavioural Regulation",
)  # fmt: skip
# COM-B components and TDF domains as reprinted from Cane 2012 in BMC Health Serv Res 2022;22, table 4
# of the AGRIS process evaluation (doi:10.1186/s12913-022-07750-8).
COMPONENTS = {
    "Capability (physical)": {"Skills"},
    "Capability (psychological)": {
        "Knowledge", "Skills", "Memory, attention and decision processes", "Behavioural regulation",
    },
    "Opportunity (social)": {"Social influences"},
    "Opportunity (physical)": {"Environmental context and resources"},
    "Motivation (reflective)": {
        "Social/professional role and identity", "Beliefs about capabilities", "Optimism",
        "Beliefs about consequences", "Intentions", "Goals",
    },
    "Motivation (automatic)": {
        "Social/professional role and identity", "Optimism", "Reinforcement", "Emotion",
    },
}  # fmt: skip
# As reprinted from May and Finch (2009) in Implementation Science 2013;8:102, table 2.
MAY_FINCH_2009 = {
    "Coherence": ("Differentiation", "Communal specification", "Individual specification", "Internalisation"),
    "Cognitive participation": ("Initiation", "Enrolment", "Legitimation", "Activation"),
    "Collective action": (
        "Interactional workability", "Relational integration", "Skill set workability",
        "Contextual integration",
    ),
    "Reflexive monitoring": (
        "Systematisation", "Communal appraisal", "Individual appraisal", "Reconfiguration",
    ),
}  # fmt: skip
# Constructs by domain of the updated CFIR (Damschroder et al. 2022, Implementation Science 17:75).
CONSTRUCTS = {"Innovation": 8, "Outer Setting": 7, "Inner Setting": 11, "Implementation Process": 9}


def top_labels(book: Codebook) -> list[str]:
    return [code.shown_label for code in book.top_codes]


def children(book: Codebook, label: str) -> list[str]:
    parent = next(code for code in book.codes if code.label == label)
    return [code.shown_label for code in book.children_of(parent.code_id)]


def test_the_tdf_has_its_fourteen_domains() -> None:
    assert [label.lower() for label in top_labels(BOOKS["tdf_v2"])] == [
        name.lower().replace("emotions", "emotion") for name in CANE_2012
    ]


def test_com_b_and_the_tdf_are_linked_as_in_the_paper_both_ways() -> None:
    book = BOOKS["com_b"]
    for part, own in (("Capability", 2), ("Opportunity", 2), ("Motivation", 2)):
        assert len(children(book, part)) == own
    links = {
        code.shown_label: {link.domain for link in code.links if link.framework == "TDF"}
        for code in book.codes
        if code.parent is not None
    }
    assert links == COMPONENTS
    back = {
        (link.domain, code.shown_label)
        for code in BOOKS["tdf_v2"].codes
        for link in code.links
        if link.framework == "COM-B"
    }
    assert back == {(component, domain) for component, domains in COMPONENTS.items() for domain in domains}
    everything = [link for name in ("com_b", "tdf_v2") for code in BOOKS[name].codes for link in code.links]
    assert {link.status for link in everything if link.framework in {"TDF", "COM-B"}} == {"stated"}


def test_npt_has_four_constructs_of_four_components() -> None:
    book = BOOKS["npt"]
    assert {label: tuple(children(book, label)) for label in top_labels(book)} == MAY_FINCH_2009


def test_cfir_has_five_domains_48_constructs_and_19_sub_constructs() -> None:
    book = BOOKS["cfir_2"]
    assert top_labels(book) == [
        "Innovation", "Outer Setting", "Inner Setting", "Individuals", "Implementation Process",
    ]  # fmt: skip
    assert {label: len(children(book, label)) for label in CONSTRUCTS} == CONSTRUCTS
    assert children(book, "Individuals") == ["Roles", "Characteristics"]
    assert len(children(book, "Roles")) == 9
    assert children(book, "Characteristics") == ["Need", "Capability", "Opportunity", "Motivation"]
    constructs = sum(CONSTRUCTS.values()) + 9 + 4
    assert constructs == 48
    assert len(book.codes) - 5 - 2 - constructs == 19


def test_re_aim_has_its_five_dimensions() -> None:
    expected = ["Reach", "Effectiveness", "Adoption", "Implementation", "Maintenance"]
    assert top_labels(BOOKS["re_aim"]) == expected


@EVERY_BOOK
def test_every_code_is_complete(name: str) -> None:
    for code in BOOKS[name].codes:
        assert code.definition and code.include and code.exclude and code.label
        assert code.mechanism is None
        umbrella = bool(BOOKS[name].children_of(code.code_id))
        assert 3 <= len(code.phrases) <= 8 or (umbrella and not code.phrases), code.code_id
        assert not code.examples, "a ready codebook has no transcripts"


@EVERY_BOOK
def test_no_phrase_serves_two_codes_and_every_code_named_in_a_rule_exists(name: str) -> None:
    book = BOOKS[name]
    phrases = [phrase for code in book.codes for phrase in code.phrases]
    assert len(phrases) == len(set(phrases))
    for code in book.codes:
        named = re.findall(r"\(([a-z]+_\w+)\)", f"{code.include} {code.exclude}")
        assert not [each for each in named if each not in book.by_id], code.code_id
        assert code.code_id not in named


@EVERY_BOOK
def test_links_lead_to_codes_of_the_library_and_cite(name: str) -> None:
    labels = {
        framework: {code.shown_label for code in BOOKS[book].codes} for framework, book in FRAMEWORKS.items()
    }
    for code in BOOKS[name].codes:
        for link in code.links:
            assert link.framework == "CFIR Outcomes Addendum" or link.domain in labels[link.framework]
            assert ("our reading" in link.citation.lower()) == (link.status == "inferred")


@EVERY_BOOK
def test_licence_source_and_id_are_stated(name: str) -> None:
    book = BOOKS[name]
    assert (book.id, book.licence) == (name, "CC-BY-4.0")
    assert book.source is not None
    assert "doi:10." in book.source


def test_ids_are_unique_over_the_library_and_the_list_names_every_folder() -> None:
    ids = [code.code_id for book in BOOKS.values() for code in book.codes]
    assert len(ids) == len(set(ids)) == 122
    files = sorted(codebook_library_root().glob("*/*"))
    assert tuple(f"{path.parent.name}/{path.name}" for path in files) == CODEBOOK_FILES


def test_an_unknown_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyProblems) as refusal:
        copy_from_library(tmp_path, "tdf_v3")
    assert describe_problems(refusal.value.problems) == (
        'The study has 1 problem.\ncodebook library: found "tdf_v3"; allowed: cfir_2, com_b, npt, re_aim, '
        "tdf_v2.\n  Did you mean tdf_v2?"
    )


def test_a_copy_is_the_file_itself_and_never_replaces_one(small_study: Path) -> None:
    path = copy_from_library(small_study, "npt")
    assert path == small_study / "qualitative" / "codebooks" / "npt.yaml"
    assert path.read_bytes() == (codebook_library_root() / "npt" / "codebook.yaml").read_bytes()
    load_study(small_study)
    with pytest.raises(StudyProblems) as refusal:
        copy_from_library(small_study, "npt")
    assert "a codebook is never replaced" in describe_problems(refusal.value.problems)
    with pytest.raises(StudyProblems) as refusal:
        copy_from_library(small_study / "qualitative", "npt")
    assert "no study.yaml in this folder" in describe_problems(refusal.value.problems)


def test_added_codes_stand_where_they_were_put_and_the_rest_stays(small_study: Path) -> None:
    path = small_study / "qualitative" / "codebook.yaml"
    before, old = path.read_bytes(), read_codebook(path, "codebook.yaml")
    placed = Placed(under="trust", origin="inductive", with_sub_codes=True)
    written, codes = add_library_codes(small_study, "npt", ["npt_reflexive_monitoring"], placed)
    assert written == path
    assert path.read_bytes().startswith(before)
    assert [code.id for code in codes][:2] == ["npt_reflexive_monitoring", "npt_systematisation"]
    book = load_study(small_study).interviews.codebook
    assert book.codes == (*old.codes, *codes)
    assert {book.mechanism_of(code.code_id) for code in codes} == {"trust"}
    assert {change.kind for change in what_changed(old, book)} == {"added"}
    title = "Normalisation Process Theory: four constructs, sixteen components"
    assert codes[0].source == f"{title} (npt 1.0.0). {BOOKS['npt'].source}"
    add_library_codes(small_study, "tdf_v2", ["tdf_emotion"], Placed(under="npt_systematisation"))
    add_library_codes(small_study, "tdf_v2", ["tdf_goals"], Placed())
    book = load_study(small_study).interviews.codebook
    assert (book.by_id["tdf_emotion"].parent, book.mechanism_of("tdf_emotion")) == (
        "npt_systematisation", "trust",
    )  # fmt: skip
    assert book.mechanism_of("tdf_goals") == ""


def test_a_study_can_hold_every_ready_code_at_once(small_study: Path) -> None:
    for name in CODEBOOK_IDS:
        top = [code.code_id for code in BOOKS[name].top_codes]
        add_library_codes(small_study, name, top, Placed(with_sub_codes=True))
    book = load_study(small_study).interviews.codebook
    assert len(book.codes) == 2 + 122
    for name in CODEBOOK_IDS:
        for code in BOOKS[name].codes:
            added = book.by_id[code.code_id]
            assert added.model_copy(update={"source": code.source}) == code


def problems_of(call: Callable[[], object]) -> str:
    with pytest.raises(StudyProblems) as refusal:
        call()
    return describe_problems(refusal.value.problems)


def test_what_cannot_be_added_is_said_at_once_and_nothing_is_written(small_study: Path) -> None:
    add_library_codes(small_study, "tdf_v2", ["tdf_goals", "tdf_emotion"], Placed())
    before = (small_study / "qualitative" / "codebook.yaml").read_bytes()
    again = problems_of(
        lambda: add_library_codes(small_study, "tdf_v2", ["tdf_goals", "tdf_emotion"], Placed())
    )
    assert 'found "tdf_goals", which the codebook has already' in again
    assert 'found "tdf_emotion", which the codebook has already' in again
    nowhere = problems_of(
        lambda: add_library_codes(small_study, "tdf_v2", ["tdf_skills"], Placed(under="turst"))
    )
    assert nowhere.endswith(
        'qualitative/codebook.yaml: --under: found "turst"; allowed: a mechanism of the framework, or a code '
        "of the codebook.\n  Did you mean trust?"
    )
    unknown = problems_of(lambda: add_library_codes(small_study, "npt", ["tdf_goals", "npt_x"], Placed()))
    assert 'no code "tdf_goals"' in unknown
    assert 'no code "npt_x"' in unknown
    orphan = BOOKS["tdf_v2"].codes[1].model_copy(update={"parent": "nobody"})
    assert '"nobody", which is no other code' in problems_of(lambda: add_codes(small_study, [orphan]))
    assert (small_study / "qualitative" / "codebook.yaml").read_bytes() == before


def test_codes_in_one_line_are_not_added_to(small_study: Path) -> None:
    path = small_study / "qualitative" / "codebook.yaml"
    head = path.read_text(encoding="utf-8").split("codes:")[0]
    path.write_text(head + "codes: [{mechanism: trust, definition: Trust.}]\n", encoding="utf-8")
    text = problems_of(lambda: add_library_codes(small_study, "tdf_v2", ["tdf_goals"], Placed()))
    assert "found codes that do not stand one below the other; allowed: a list of codes" in text


def test_a_codebook_for_the_owner_alone_stays_so(small_study: Path) -> None:
    path = small_study / "qualitative" / "codebook.yaml"
    path.chmod(0o600)
    add_library_codes(small_study, "tdf_v2", ["tdf_goals"], Placed())
    assert path.stat().st_mode & 0o777 == 0o600
