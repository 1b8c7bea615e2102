"""Tables that are brought up to date step by step are what a replay of the whole log would give."""

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impl_eval.coding.drafts import (
    Draft,
    Passage,
    adjudicated,
    layer_locked,
    memo_written,
    orphaned,
    re_anchored,
    recoded,
    removed,
    suggestion_rejected,
    summary_written,
)
from impl_eval.coding.erasing import Erasing
from impl_eval.coding.events import Event, undone_actions
from impl_eval.coding.moved_documents import Move
from impl_eval.coding.projection import replay
from impl_eval.coding.store import CodingStore
from impl_eval.coding.undoing import NOT_TO_UNDO
from impl_eval.coding.verification import verify
from tests.coding.stores import AT, TEXTS, a_coding, new_store, send

CODERS = ("AB", "CD")
BOOK = "c" * 64
STEPS = (
    "code", "code", "twin", "several", "recode", "move", "remove", "remove", "orphan", "reject", "memo",
    "rewrite_memo", "summary", "lock", "settle", "withdraw", "undo", "undo", "undo_any", "redo", "send",
    "code_erased", "change_unknown",
)  # fmt: skip


PILES = ("work", "work", "undo", "undo", "redo")


def a_history(chance: random.Random, length: int) -> list[tuple[str, str, int]]:
    """Return steps: in which store, what, and a number that chooses the details."""
    return [(chance.choice("xy"), chance.choice(STEPS), chance.randrange(1_000_000)) for _ in range(length)]


class Work:
    """Two stores of one study, and what coders do in them."""

    def __init__(self, folder: Path) -> None:
        self.stores: dict[str, CodingStore] = {}
        for name in "xy":
            self.stores[name], self.keys = new_store(folder / name)
            corrected = self.stores[name].register({"int01": "Corrected. " + TEXTS["int01"]})
        self.documents = [*self.keys.values(), *corrected.values()]

    def passage(self, number: int) -> Passage:
        document = self.documents[number % len(self.documents)]
        start = number % 3
        return Passage(document, start, start + 2, "ownership", note="noted" if number % 4 == 0 else "")

    def draft(self, store: CodingStore, coder: str, step: str, number: int) -> Draft | None:
        """Return what a step records; None where it needs something that is not there."""
        passage = self.passage(number // 7)
        made = [one.id for one in store.all_segments()]
        made += [one.id for one in store.rejections()] if step == "move" else []
        segment = made[number % len(made)] if made else ""
        memos = store.memos()
        place = (passage.document, passage.start, passage.end)
        drafts = {
            "twin": lambda: a_coding(self.keys, layer=coder, start=0, end=2),
            "reject": lambda: suggestion_rejected(coder, passage, codebook=BOOK),
            "summary": lambda: summary_written("ownership", '{"case":"P01"}', made[:2]),
            "lock": lambda: layer_locked(coder, [passage.document]),
            "memo": lambda: memo_written("transcript", passage.document, f"memo {number}"),
            "settle": lambda: adjudicated(passage, decision="drop" if number % 3 else "keep", codebook=BOOK),
            "code_erased": lambda: a_coding({"int01": self.documents[0]}, layer=coder, start=1, end=3),
            "change_unknown": lambda: removed("0" * 64),
        }
        about = {
            "recode": lambda: recoded(segment, codebook=BOOK, valence="barrier", start=0, end=2),
            "move": lambda: re_anchored(segment, *place),
            "remove": lambda: removed(segment),
            "orphan": lambda: orphaned(segment, passage.document),
        }
        if step in drafts:
            return drafts[step]()
        if step in about and segment:
            return about[step]()
        if step == "rewrite_memo" and memos:
            replaces = memos[number % len(memos)][0]
            return memo_written("project", "", "again" if number % 2 else "", replaces=replaces)
        return None

    def erasing(self, number: int) -> Erasing:
        """Erase one version; every second time another takes its place, with the same words."""
        doomed, target = (self.documents[each % len(self.documents)] for each in (number, number // 7))
        moves = {doomed: Move(target, ((0, 0, 1),))} if number % 2 and doomed != target else {}
        return Erasing([doomed], moves=moves)

    def do(self, name: str, step: str, number: int) -> None:
        store, coder = self.stores[name], CODERS[number % 2]
        if step == "send":
            send(self.stores["y" if name == "x" else "x"], store, [coder])
        elif step == "withdraw":
            store.erase(coder, self.erasing(number), AT)
        elif step == "undo":
            store.undo(coder, AT)
        elif step == "undo_any" and store.events():
            store.undo(coder, AT, store.events()[number % store.count_events()].action)
        elif step == "redo":
            store.redo(coder, AT)
        elif step in ("code", "several"):
            passages = [self.passage(number + each) for each in range(3 if step == "several" else 1)]
            places = {(one.document, one.start, one.end): one for one in passages}
            drafts = [
                a_coding({"int01": one.document}, layer=coder, start=one.start, end=one.end, note=one.note)
                for one in places.values()
            ]
            store.record(coder, drafts, AT)
        elif (draft := self.draft(store, coder, step, number)) is not None:
            store.record(coder, [draft], AT)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_every_step_leaves_what_a_full_replay_gives(chance: random.Random, length: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Work(Path(folder))
        for name, step, number in a_history(chance, length):
            work.do(name, step, number)
            store = work.stores[name]
            assert store.projection().is_same_as(replay(store.events())), step
        for store in work.stores.values():
            assert verify(store)[0] == ()
            before = store.projection()
            store.rebuild()
            assert store.projection().is_same_as(before)
            store.close()


def piles(events: list[Event], coder: str) -> tuple[list[str], list[str]]:
    """Return what can be undone and redone, by walking through the whole log: the plain way to say it."""
    done: list[str] = []
    undoings: list[tuple[str, str]] = []
    for event in events:
        if event.coder != coder or event.kind in NOT_TO_UNDO:
            continue
        if event.kind != "undone":
            if event.action not in done[-1:]:
                done.append(event.action)
                undoings.clear()
            continue
        target = event.said["action"]
        restored = next((pair for pair in undoings if pair[0] == target), None)
        if restored is not None:
            undoings.remove(restored)
            done.append(restored[1])
        elif target in done:
            done.remove(target)
            undoings.append((event.action, target))
    return done, [undoing for undoing, _ in undoings]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CODERS), st.sampled_from(PILES))))
def test_undo_and_redo_are_two_piles(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, keys = new_store(Path(folder))
        for number, (coder, step) in enumerate(steps):
            done, undoings = piles(store.events(), coder)
            assert store.next_to_undo(coder) == "".join(done[-1:])
            assert store.next_to_redo(coder) == "".join(undoings[-1:])
            if step == "work":
                drafts = [a_coding(keys, coder, start=number, end=number + 9), removed("0" * 64)]
                store.record(coder, drafts[: 1 + number % 2], AT)
            elif step == "undo":
                assert store.undo(coder, AT) == "".join(done[-1:])
            else:
                assert store.redo(coder, AT) == "".join(undoings[-1:])
        undone = undone_actions(store.events())
        for coder in CODERS:
            assert undone.isdisjoint(piles(store.events(), coder)[0])
        store.close()


def test_taking_back_twice_is_once(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    action = store.record("AB", [a_coding(keys)], AT)
    assert store.undo("AB", AT, action) == action
    assert store.undo("AB", AT, action) == "", "it is taken back already"
    undoing = store.next_to_redo("AB")
    store.record("AB", [a_coding(keys, start=30)], AT)
    assert store.next_to_redo("AB") == "", "new work leaves nothing to restore"
    assert store.undo("AB", AT, undoing) == undoing, "but an undoing that is named is taken back"
    assert [one.start for one in store.segments()] == [28, 30]
    assert store.next_to_undo("AB") == action, "what was restored last is taken back first"
    store.close()


def test_two_codings_of_one_passage_and_one_of_them_removed_and_restored(tmp_path: Path) -> None:
    """Removing one of two twins takes both away; taking the removal back restores both."""
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys, valence="enabler")], AT)
    store.record("AB", [a_coding(keys, valence="barrier")], AT)
    second = store.segments()[0]
    store.record("AB", [recoded(second.id, codebook=BOOK, start=30)], AT)
    assert [one.state for one in store.all_segments() if one.id != second.id] == ["removed"]
    store.undo("AB", AT)
    assert [one.state for one in store.all_segments()] == ["live", "live"]
    assert store.projection().earlier == {}
    store.close()


def test_a_coding_that_is_restored_takes_its_twin_away_again_where_it_stood_before(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys)], AT)
    (first,) = store.segments()
    coding = store.record("AB", [a_coding(keys)], AT)
    second = next(one for one in store.all_segments() if one.id != first.id)
    store.record("AB", [recoded(second.id, codebook=BOOK, start=30)], AT)
    states = {first.id: "removed", second.id: "live"}
    assert {one.id: one.state for one in store.all_segments()} == states
    store.undo("AB", AT, coding)
    assert {one.id: one.state for one in store.all_segments()} == {first.id: "live"}
    store.redo("AB", AT)
    assert {one.id: one.state for one in store.all_segments()} == states
    store.close()


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys), a_coding(keys, start=30)], AT)
    store.record("AB", [recoded(store.segments()[0].id, codebook=BOOK, start=29)], AT)
    before = store.projection()
    for index in ("event_about", "event_action", "event_order"):
        store._connection.execute(f"DROP INDEX {index}")
    store._connection.execute("DROP TABLE earlier_place")
    store._connection.execute("CREATE INDEX event_action ON event (action)")
    store._connection.execute("PRAGMA user_version = 1")
    store.close()
    with CodingStore(store.path, store.name) as again:
        assert again.projection().is_same_as(before)
        assert verify(again) == ((), ())
        assert again.undo("AB", AT)
        assert [one.start for one in again.segments()] == [28, 30]
