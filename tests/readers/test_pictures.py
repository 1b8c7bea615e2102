"""Pictures that organisations supply: sizes as another library reads them, and what is refused."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.readers.pictures import LARGEST_BYTES, read_logo

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0"/><use href="#a"/></svg>'
)


def picture(kind: str = "PNG", size: tuple[int, int] = (120, 60), **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#12436d").save(file, kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


def saved(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def refusal(path: Path) -> str:
    with pytest.raises(StudyProblems) as refused:
        read_logo(path, path.name, "Our logo")
    return describe_problems(refused.value.problems)


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"comment": b"a note" * 99})],
)
@pytest.mark.parametrize("size", [(120, 60), (41, 3000)])
def test_the_size_is_what_pillow_says(
    tmp_path: Path, kind: str, options: dict[str, object], size: tuple[int, int]
) -> None:
    content = picture(kind, size, **options)
    assert Image.open(io.BytesIO(content)).size == size
    read = read_logo(saved(tmp_path, f"logo.{kind.lower()}", content), "logo", "Our logo")
    assert (read.width, read.height) == size
    assert (read.content, read.kind, read.alt, read.svg) == (content, kind.lower(), "Our logo", b"")


def test_the_content_decides_what_a_picture_is_and_not_its_name(tmp_path: Path) -> None:
    assert read_logo(saved(tmp_path, "logo.png", picture("JPEG")), "logo.png", "Ours").kind == "jpeg"


def test_an_svg_comes_with_its_png(tmp_path: Path) -> None:
    path = saved(tmp_path, "logo.svg", SVG)
    text = refusal(path)
    assert "logo.svg: found an SVG without logo.png beside it" in text
    assert "Save the picture as logo.png too" in text
    png = picture()
    saved(tmp_path, "logo.png", png)
    read = read_logo(path, "logo.svg", "Our logo")
    assert (read.svg, read.content, read.kind) == (SVG, png, "png")


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<image href="http://example.org/a.png"/>',
        b"<image xlink:href='../other.svg'/>",
        b'<path onload="x()"/>',
        b"<style>@import 'a.css';</style>",
        b'<rect fill="url(http://example.org/p)"/>',
        b"<foreignObject/>",
    ],
)
def test_an_svg_that_runs_or_fetches_something_is_refused(tmp_path: Path, inside: bytes) -> None:
    saved(tmp_path, "logo.png", picture())
    path = saved(tmp_path, "logo.svg", SVG.replace(b"</svg>", inside + b"</svg>"))
    assert "holds a program, or names something outside of itself" in refusal(path)


def test_entities_damaged_files_and_other_xml_are_refused(tmp_path: Path) -> None:
    saved(tmp_path, "logo.png", picture())
    assert "holds a program" in refusal(saved(tmp_path, "logo.svg", b'<!DOCTYPE a [<!ENTITY b "c">]>' + SVG))
    assert "a damaged SVG" in refusal(saved(tmp_path, "logo.svg", SVG[:-3]))
    assert "XML that is no SVG" in refusal(saved(tmp_path, "logo.svg", b"<page/>"))


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = refusal(saved(tmp_path, "logo.png", b"GIF89a"))
    assert "neither PNG nor JPEG, whatever its name says" in text
    assert "allowed: a picture as PNG or JPEG, or as SVG with a PNG of the same name beside it" in text
    assert "39 by 60 pixels" in refusal(saved(tmp_path, "logo.png", picture(size=(39, 60))))
    assert "a damaged JPEG" in refusal(saved(tmp_path, "logo.jpg", picture("JPEG")[:20]))
    assert "more than 2 MB" in refusal(saved(tmp_path, "logo.png", b"\0" * (LARGEST_BYTES + 1)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    start=st.sampled_from([b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x02", b"\x89PNG\r\n\x1a\n"]),
    rest=st.binary(max_size=80),
)
def test_no_file_whatever_it_holds_breaks_the_reader(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = saved(tmp_path, "logo.png", start + rest)
    try:
        assert read_logo(path, "logo.png", "Ours").content == start + rest
    except StudyProblems as refused:
        assert describe_problems(refused.problems).startswith("The study has 1 problem.")
