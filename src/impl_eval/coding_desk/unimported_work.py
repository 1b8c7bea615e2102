"""What hidden layers mean for tagging: whether there are any, and whether a workbook adds to them."""

from dataclasses import replace
from pathlib import Path

from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import has_store, open_desk
from impl_eval.study.model import Study
from impl_eval.study.review_guard import holds_unimported_work as holds_work_beyond


def holds_unimported_work(path: Path, study: Study) -> bool:
    """Tell whether a workbook holds decisions, added rows or notes that are not on record.

    Every layer of the store is looked at, also those that may not be shown: the answer is yes or no,
    and says nothing of what they hold. Without this, whoever codes blind could never tag again.
    """
    material = study.interviews
    if material is None or not material.transcripts or not has_store(study.root) or not path.is_file():
        return holds_work_beyond(path, study)
    with open_desk(study) as desk:
        everything = replace(material, coded_segments=desk.layers.segments, rejected=desk.layers.rejected)
    return holds_work_beyond(path, replace(study, interviews=everything))


def is_partly_hidden(study: Study) -> bool:
    """Tell whether somebody has coded something that may not be shown yet."""
    if study.interviews is None or not study.interviews.transcripts or not has_store(study.root):
        return False
    with open_desk(study) as desk:
        blindness, layers = blindness_of(desk), desk.layers
        shown = (*blindness.shown(layers.segments), *blindness.shown(layers.rejected))
        return len(shown) < len(layers.segments) + len(layers.rejected)
