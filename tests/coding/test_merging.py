"""Merging unites chains: the order of merges does not matter, twice is once, and nothing is lost."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impl_eval.coding.bundle import Bundle, bundle_bytes, bundle_of, parse_bundle
from impl_eval.coding.drafts import memo_written, recoded, removed
from impl_eval.coding.events import canonical_json, next_event
from impl_eval.coding.store import CodingStore
from impl_eval.coding.verification import verify
from impl_eval.errors import StudyProblems
from tests.coding.stores import AT, a_coding, all_bytes, new_store, send

CODERS = ("AB", "CD", "EF")
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["code", "code", "code", "recode", "remove", "memo", "undo", "redo"]),
        st.integers(0, 30),
    ),
    max_size=12,
)


def work(store: CodingStore, keys: dict[str, str], coder: str, step: str, number: int) -> None:
    """Let a coder do something in a store."""
    own = [one for one in store.segments() if one.layer == coder]
    if step == "code":
        draft = a_coding(keys, layer=coder, start=number, end=number + 5, note=f"note {number}")
        store.record(coder, [draft], AT)
    elif step == "recode" and own:
        one = own[number % len(own)]
        store.record(coder, [recoded(one.id, codebook="d" * 64, valence="barrier", start=one.start)], AT)
    elif step == "remove" and own:
        store.record(coder, [removed(own[number % len(own)].id)], AT)
    elif step == "memo":
        store.record(coder, [memo_written("project", "", f"memo {number}")], AT)
    elif step == "undo":
        store.undo(coder, AT)
    elif step == "redo":
        store.redo(coder, AT)


def state(store: CodingStore) -> tuple[object, ...]:
    """Return what a store amounts to, and what it exports."""
    return (
        store.segments(("live", "removed")),
        store.memos(),
        [event.id for event in store.events()],
        all_bytes(store, CODERS),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, STEPS, STEPS, st.randoms(use_true_random=False))
def test_merge_is_commutative_associative_and_idempotent(
    first: list[tuple[int, str, int]],
    second: list[tuple[int, str, int]],
    third: list[tuple[int, str, int]],
    shuffle: random.Random,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores: list[CodingStore] = []
        for name, steps in zip("abc", (first, second, third), strict=True):
            store, keys = new_store(Path(folder) / name)
            for coder, step, number in steps:
                work(store, keys, CODERS[coder], step, number)
            stores.append(store)
        bundles = [bundle_bytes(bundle_of(store, coder)) for store in stores for coder in CODERS]
        results = []
        for name in ("x", "y"):
            store, _ = new_store(Path(folder) / name)
            shuffle.shuffle(bundles)
            for content in [*bundles, bundles[0]]:
                merge(store, content)
            results.append(state(store))
            assert verify(store)[0] == ()
            stores.append(store)
        # (a and b) and c is a and (b and c): one store takes in what two have united already.
        send(stores[1], stores[0], CODERS)
        send(stores[0], stores[2], CODERS)
        results.append(state(stores[2]))
        for store in stores:
            store.close()
        assert results[0] == results[1] == results[2]


def merge(store: CodingStore, content: bytes) -> int:
    """Merge one file."""
    bundle = parse_bundle(content, "coding.jsonl", store.event)
    return store.unite(bundle.events, bundle.texts, bundle.codebooks)


def test_two_analysts_on_two_machines(tmp_path: Path) -> None:
    here, keys = new_store(tmp_path / "here")
    there, _ = new_store(tmp_path / "there")
    here.record("AB", [a_coding(keys, note="mine")], AT)
    there.record("CD", [a_coding(keys, layer="CD", start=29)], AT)
    assert send(there, here, ["CD"]) == 1
    assert send(there, here, ["CD"]) == 0
    assert send(here, there, ["AB"]) == 1
    assert [one.layer for one in here.segments()] == ["AB", "CD"]
    assert state(here) == state(there)
    here.close()
    there.close()


def test_what_one_machine_does_to_a_segment_that_both_made_is_meant_for_both(tmp_path: Path) -> None:
    here, keys = new_store(tmp_path / "here")
    there, _ = new_store(tmp_path / "there")
    for store in (here, there):
        store.record("AB", [a_coding(keys), a_coding(keys, start=30)], AT)
    first, second = here.segments()
    there_before = there.record("CD", [memo_written("project", "", "later in the log")], AT)
    assert there_before
    here.record("AB", [removed(first.id), recoded(second.id, codebook="c" * 64, end=second.end + 1)], AT)
    send(there, here, ["AB", "CD"])
    assert [(one.start, one.end) for one in here.segments()] == [(30, second.end + 1)]
    assert verify(here)[0] == ()
    here.close()
    there.close()


def test_the_clock_of_a_machine_that_runs_behind_does_not_matter(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys, valence="enabler")], "2030-01-01T00:00:00Z")
    store.record("AB", [a_coding(keys, valence="barrier")], "1999-01-01T00:00:00Z")
    assert [one.valence for one in store.segments()] == ["barrier"]
    store.close()


def exported(tmp_path: Path) -> bytes:
    store, keys = new_store(tmp_path / "source")
    for start in (28, 29, 30):
        store.record("AB", [a_coding(keys, start=start, note="a remark")], AT)
    content = bundle_bytes(bundle_of(store, "AB"))
    store.close()
    return content


def without_line(lines: list[bytes], number: int) -> bytes:
    return b"\n".join(line for at, line in enumerate(lines) if at != number)


def first_problem(content: bytes) -> tuple[int | None, str]:
    with pytest.raises(StudyProblems) as refused:
        parse_bundle(content, "AB.jsonl")
    problem = refused.value.problems[0]
    return problem.line, problem.found


def test_a_changed_line_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    content = exported(tmp_path)
    lines = content.split(b"\n")
    assert parse_bundle(content, "AB.jsonl").events
    changed = content.replace(b'"start":29', b'"start":27')
    assert first_problem(changed) == (3, "an event that does not have this id")
    remark = b"\n".join(
        line.replace(b"a remark", b"a lie") if at == 5 else line for at, line in enumerate(lines)
    )
    assert first_problem(remark) == (6, "other words than those on record")
    assert first_problem(without_line(lines, 2)) == (3, "an event that does not follow the one it names")
    assert first_problem(without_line(lines, 1)) == (2, "an event that does not follow the one it names")
    assert first_problem(without_line(lines, 0))[1] == "no exported coding"
    assert first_problem(content[:-40])[1] == "a line that is cut short or damaged"
    assert first_problem(content.replace(b"coding/1", b"coding/7"))[1] == 'the format "impl-eval/coding/7"'


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"event":{}}', "an event that lacks a part, or of an unknown kind"),
        (b'{"event":[]}', "a line of an unknown sort"),
        (b'{"text":{"id":"x","salt":"y","words":"\\ud800"}}', "a line that is cut short or damaged"),
        (b'{"text":{"id":"x","salt":"y","words":"z"}}', "words that no event refers to"),
        (b"[1]", "a line of an unknown sort"),
        (b"null", "a line of an unknown sort"),
        (b"[" * 5000, "a line that is cut short or damaged"),
        (b"\xff\xfe", "no exported coding"),
    ],
)
def test_lines_of_other_programs_are_refused(line: bytes, found: str) -> None:
    assert first_problem(b'{"format":"impl-eval/coding/1"}\n' + line + b"\n")[1] == found


def test_an_event_with_a_true_id_and_senseless_facts_is_refused() -> None:
    bodies: list[tuple[str, dict[str, object]]] = [
        ("recoded", {}),
        ("recoded", {"segment": 5, "codebook": "x"}),
        ("recoded", {"segment": "x", "codebook": "x", "start": "a"}),
        ("removed", {"segment": "x", "replaces": "y"}),
        ("undone", {"action": "x", "segment": "x"}),
        ("withdrawn", {"erased": ["x"], "segment": "x"}),
        ("withdrawn", {"erased": "x"}),
        ("coded", {"layer": "AB", "document": "x", "start": 3, "end": 3}),
    ]
    for kind, said in bodies:
        body = canonical_json(said)
        event = next_event(None, coder="AB", device="d", clock=1, at=AT, action="a", kind=kind, body=body)
        content = bundle_bytes(Bundle((event,), (), (), {}))
        assert first_problem(content) == (2, "an event without the facts of its kind")
