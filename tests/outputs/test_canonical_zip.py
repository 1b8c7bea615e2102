import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.canonical_zip import canonical_zip, member_of

MEMBERS = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}\.xml)?", fullmatch=True), st.binary(max_size=300), max_size=6
)


def archive(
    members: dict[str, bytes], date: tuple[int, ...] = (2024, 5, 6, 7, 8, 10), mode: int = 0o755
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date)
            info.external_attr = mode << 16
            file.writestr(info, content)
    return target.getvalue()


@given(MEMBERS)
def test_order_dates_and_modes_leave_no_trace(members: dict[str, bytes]) -> None:
    backwards = dict(reversed(members.items()))
    once = canonical_zip(archive(members))
    assert once == canonical_zip(archive(backwards, (1999, 1, 1, 0, 0, 0), 0o600))
    assert canonical_zip(once) == once
    with zipfile.ZipFile(io.BytesIO(once)) as file:
        assert {name: file.read(name) for name in file.namelist()} == members
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in file.infolist())
        assert all(info.create_system == 3 for info in file.infolist())


def test_content_types_first_and_nested_archives_too() -> None:
    def outer(date: tuple[int, ...]) -> bytes:
        inner = archive({"b": b"1", "a": b"2"}, date)
        return archive({"a.xml": b"", "word/chart.xlsx": inner, "[Content_Types].xml": b"x"}, date)

    once = canonical_zip(outer((2024, 5, 6, 7, 8, 10)))
    assert once == canonical_zip(outer((2020, 1, 1, 1, 1, 2)))
    with zipfile.ZipFile(io.BytesIO(once)) as file:
        assert file.namelist() == ["[Content_Types].xml", "a.xml", "word/chart.xlsx"]
    nested = zipfile.ZipFile(io.BytesIO(member_of(once, "word/chart.xlsx")))
    assert nested.namelist() == ["a", "b"]


def test_members_can_be_replaced_but_not_invented_or_doubled() -> None:
    assert member_of(canonical_zip(archive({"a": b"1"}), {"a": b"2"}), "a") == b"2"
    with pytest.raises(ValueError, match="no member b"):
        canonical_zip(archive({"a": b"1"}), {"b": b"2"})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file, pytest.warns(UserWarning):
        file.writestr("a", b"1")
        file.writestr("a", b"2")
    with pytest.raises(ValueError, match="one name"):
        canonical_zip(target.getvalue())
