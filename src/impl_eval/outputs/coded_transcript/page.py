"""A coded transcript as one page of HTML: passages marked in the text, named beside it, listed below it.

The page needs no script and no other file; its policy forbids both. Every coding has a number, which
stands where the passage begins and ends, so that nothing is said by colour alone. All text is escaped.
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from impl_eval.outputs.coded_transcript.model import (
    CodedPassage,
    CodedTranscript,
    Piece,
    pieces,
    text_in_word,
)
from impl_eval.outputs.coded_transcript.page_style import STYLE

_NO_COLOUR = "#e8ebee"
_LONGEST_QUOTE = 300


def coded_transcript_html(shown: CodedTranscript) -> bytes:
    """Return the page, UTF-8. Equal input gives equal bytes."""
    colours = {one.colour or _NO_COLOUR for one in shown.passages}
    number_of = {colour: number for number, colour in enumerate(sorted(colours))}
    rules = "".join(f"mark.c{number}{{background:{colour}}}" for colour, number in number_of.items())
    style = STYLE + rules
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = _text(shown.title)
    banner = f'<p class="banner">{_text(shown.banner)}</p>\n' if shown.banner else ""
    content = "".join(_lines(shown, number_of))
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#codings">Skip to the list of codings</a>\n'
        f"<header><h1>{title}</h1>\n{banner}"
        f"<p>{_text(shown.notice)}</p>\n<p>{_count(shown)} Each coding has a number. It stands before the "
        "first word of its passage, and with a bar (|) after the last; it leads to the coding in the list."
        f'</p></header>\n<main>\n<section aria-label="Transcript">\n{content}</section>\n'
        f'<section aria-labelledby="codings">\n<h2 id="codings">Codings</h2>\n{_table(shown)}</section>\n'
        "</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _text(text: str) -> str:
    return escape(text_in_word(text))


def _count(shown: CodedTranscript) -> str:
    coders = sorted({passage.coder for passage in shown.passages})
    codings = "1 coding" if len(shown.passages) == 1 else f"{len(shown.passages)} codings"
    return _text(f"{codings} by {', '.join(coders)}." if coders else "No codings.")


def _lines(shown: CodedTranscript, number_of: dict[str, int]) -> Iterator[str]:
    """Yield each line of the transcript, with the codings that begin in it named beside it."""
    text = text_in_word(shown.text)
    words: list[str] = []
    begin: list[int] = []
    for piece in pieces(shown):
        begin += [number for number in piece.under if piece.start == shown.ordered[number].start]
        if piece.spoken != "line end":
            words.append(_piece(shown, piece, text[piece.start : piece.end], number_of))
            continue
        words.append(_piece(shown, piece, "", number_of))
        yield _line(shown, words, begin)
        words, begin = [], []
    yield _line(shown, words, begin)


def _line(shown: CodedTranscript, words: list[str], begin: list[int]) -> str:
    beside = "".join(f"<li>{_link(number)} {_said(shown.ordered[number])}</li>" for number in begin)
    margin = f'<ul class="beside" aria-label="Codings that begin here">{beside}</ul>' if beside else ""
    if not "".join(words).strip() and not margin:
        return ""
    return f'<div class="line"><p dir="auto">{"".join(words)}</p>{margin}</div>\n'


def _piece(shown: CodedTranscript, piece: Piece, text: str, number_of: dict[str, int]) -> str:
    """Return a piece of text inside one mark for each of its codings, outermost first."""
    before = after = ""
    opened = []
    for number in piece.under:
        passage = shown.ordered[number]
        opened.append(f'<mark class="c{number_of[passage.colour or _NO_COLOUR]}">')
        if passage.start == piece.start:
            name = escape(f"Coding {number + 1} begins: {passage.shown_path}", quote=True)
            before += (
                f'<a class="n" id="t{number + 1}" href="#c{number + 1}" aria-label="{name}">{number + 1}</a>'
            )
        if passage.end == piece.end:
            after = (
                f'<a class="n" href="#c{number + 1}" aria-label="Coding {number + 1} ends">{number + 1}|</a>'
                + after
            )
    if not text:
        return before + after
    words = escape(text)
    if piece.spoken:
        words = f'<span class="{piece.spoken}">{words}</span>'
    return before + "".join(opened) + words + "</mark>" * len(opened) + after


def _link(number: int) -> str:
    return f'<a href="#c{number + 1}">{number + 1}</a>'


def _said(passage: CodedPassage) -> str:
    said = f"{passage.shown_path} ({passage.valence}; change: {passage.reported_change}; {passage.coder})"
    return _text(f"{said}: {passage.memo}" if passage.memo else said)


def _table(shown: CodedTranscript) -> str:
    """Return the table of all codings, by code, then by place."""
    if not shown.passages:
        return "<p>Nobody has coded this transcript yet.</p>\n"
    heads = ("Number", "Code", "Passage", "Valence", "Reported change", "Coder", "Memo")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    order = sorted(
        range(len(shown.ordered)), key=lambda at: (shown.ordered[at].code_path, shown.ordered[at].code_id, at)
    )
    rows = "".join(_row(shown, number) for number in order)
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Table of codings"><table>\n'
        f"<caption>All codings, by code.</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _row(shown: CodedTranscript, number: int) -> str:
    passage = shown.ordered[number]
    quote = shown.text[passage.start : passage.end]
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[:_LONGEST_QUOTE]} […]"
    place = f'<a href="#t{number + 1}" aria-label="Coding {number + 1}, to the passage">{number + 1}</a>'
    cells = (
        passage.shown_path, quote, passage.valence, passage.reported_change, passage.coder, passage.memo,
    )  # fmt: skip
    told = "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in cells)
    return f'<tr id="c{number + 1}"><th scope="row">{place}</th>{told}</tr>\n'
