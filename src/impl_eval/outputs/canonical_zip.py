"""Zip archives (.docx, .xlsx) whose bytes depend on their members alone, not on clock or machine."""

import io
import zipfile

_FIRST_MEMBER = "[Content_Types].xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MODE_IN_ATTRIBUTES = 0o644 << 16
_UNIX = 3


def canonical_zip(archive: bytes, replaced: dict[str, bytes] | None = None) -> bytes:
    """Return an archive with the same members in a fixed order, with fixed dates and modes.

    `replaced` gives new content for members by name. Archives inside the archive (the workbook of a
    native chart) are made canonical too.

    Raises
    ------
    ValueError : two members have one name, or a member to replace does not exist.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        names = [name for name in source.namelist() if not name.endswith("/")]
        if len(names) != len(set(names)):
            raise ValueError("two members of the archive have one name")
        members = {name: source.read(name) for name in names}
    unknown = sorted(set(replaced or {}) - set(members))
    if unknown:
        raise ValueError(f"the archive has no member {unknown[0]}")
    members |= replaced or {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as canonical:
        for name in sorted(members, key=lambda name: (name != _FIRST_MEMBER, name)):
            content = members[name]
            nested = zipfile.is_zipfile(io.BytesIO(content)) and content.startswith(b"PK\x03\x04")
            canonical.writestr(
                _member(name), canonical_zip(content) if nested else content, zipfile.ZIP_DEFLATED, 9
            )
    return target.getvalue()


def member_of(archive: bytes, name: str) -> bytes:
    """Return the content of one member; KeyError where there is none."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return source.read(name)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EARLIEST)
    member.create_system = _UNIX
    member.external_attr = _MODE_IN_ATTRIBUTES
    return member
