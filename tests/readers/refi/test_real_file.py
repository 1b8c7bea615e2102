"""The REFI test project as ATLAS.ti wrote it: nearly every element, and texts that are not in the archive."""

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.readers.refi import read_qdpx
from tests.shared import shared_path


def test_codes_users_and_every_coding_are_accounted_for() -> None:
    path = shared_path("real/refi-qda/refi_test_project.qdpx")
    with pytest.raises(StudyProblems) as raised:
        read_qdpx(path, path.name)
    assert len(raised.value.problems) == 11
    found = read_qdpx(path, path.name, partial=True)
    # Counted in the file with grep -c: 14 Code, 16 Coding, 16 Set, 3 User, 2 Note.
    assert (len(found.codes), len(found.sets), len(found.users), len(found.notes)) == (14, 16, 3, 2)
    assert sum(1 for _ in found.codings) + found.reading.left_out_codings == 16
    assert [one.description for one in found.codes if one.name == "Coke::diet Coke"] == ["non sucré"]
