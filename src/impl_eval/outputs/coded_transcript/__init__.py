"""A coded transcript for people: as Word with comments, as a page, and its segments as a table.

What is shown arrives as plain data from model.py. Which codings there are, who may see them, and what
comes back from people is the business of higher floors.
"""

from impl_eval.outputs.coded_transcript.model import CodedPassage, CodedTranscript, ShownTurn, text_in_word
from impl_eval.outputs.coded_transcript.page import coded_transcript_html
from impl_eval.outputs.coded_transcript.segments import SegmentLine, segments_csv, segments_workbook
from impl_eval.outputs.coded_transcript.word import coded_transcript_docx

__all__ = [
    "CodedPassage",
    "CodedTranscript",
    "SegmentLine",
    "ShownTurn",
    "coded_transcript_docx",
    "coded_transcript_html",
    "segments_csv",
    "segments_workbook",
    "text_in_word",
]
