"""From bytes to text: which encoding a text file is in. The text itself is never normalised."""

import codecs
from dataclasses import dataclass

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.files import shortened

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REMEDY = "Save the file again as UTF-8 (in Excel: 'CSV UTF-8'; in Word or Notepad: encoding UTF-8)."


@dataclass(frozen=True)
class DecodedText:
    """The text of a file, without its byte order mark, and the Python name of its encoding."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode_text(content: bytes, name: str, encoding: str = "") -> DecodedText:
    """Decode by the byte order mark, else as UTF-8, else Windows-1252, else by charset-normalizer.

    An `encoding` that a person named (in Python's words) is taken instead. Raises StudyProblems where no
    encoding fits, or where the text holds NUL characters.
    """
    decoded = _decode_as_told(content, name, encoding) if encoding else _decode(content, name)
    if "\0" in decoded.text:
        raise StudyProblems(_nul_problems(decoded.text, name))
    return decoded


def _decode_as_told(content: bytes, name: str, encoding: str) -> DecodedText:
    try:
        text = content.decode(encoding)
    except LookupError:
        found, allowed = f'the encoding "{encoding}"', "an encoding such as utf-8, utf-16 or cp1252"
    except UnicodeDecodeError as error:
        found, allowed = f"bytes that are not {encoding} (from byte {error.start})", ""
    else:
        return DecodedText(text.removeprefix("\ufeff"), encoding)
    remedy = "Correct `encoding` under `reading` in the column map, or leave it out."
    raise StudyProblems([Problem(name, None, "", found, allowed, remedy)])


def _decode(content: bytes, name: str) -> DecodedText:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return DecodedText(content.decode(encoding), encoding)
            except UnicodeDecodeError as error:
                found = f"a mark that says {encoding}, and bytes that are not (from byte {error.start})"
                raise StudyProblems([Problem(name, None, "", found, "", _REMEDY)]) from None
    for encoding in ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return DecodedText(text, encoding, () if encoding == "utf-8" else (_guess_note("Windows-1252"),))
    return _guess(content, name)


def _guess(content: bytes, name: str) -> DecodedText:
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None:
        raise StudyProblems([Problem(name, None, "", "text in an unknown encoding", "UTF-8", _REMEDY)])
    return DecodedText(str(best), best.encoding, (_guess_note(best.encoding),))


def _guess_note(encoding: str) -> str:
    return f"The file is not UTF-8; it was read as {encoding}. Check its accents and quotation marks."


def _nul_problems(text: str, name: str) -> list[Problem]:
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if "\0" in line]
    found, allowed = "NUL characters (binary zeros)", "text"
    return shortened([Problem(name, line, "", found, allowed, _REMEDY) for line in lines], "lines")
