"""What people wrote for the report: its words, the programme's description, answers to checklists.

study.yaml names the files under `report`; each may be left out. The checklists themselves come with the
package.
"""

from pathlib import Path

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import StudyProblems, did_you_mean
from impl_eval.protocols import Checklist, ChecklistAnswer, Framework, ProgrammeDescription, ReportWords
from impl_eval.protocols.checklists import CHECKLIST_IDS
from impl_eval.protocols.logo import LogoPicture
from impl_eval.protocols.report_words import FINDINGS
from impl_eval.readers.pictures import read_logo
from impl_eval.readers.report import ReadingReport
from impl_eval.study.checklist_answers import read_checklist_answers
from impl_eval.study.declared_files import Gathering, Located, Place
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.integration_files import read_integration
from impl_eval.study.model import WrittenForReport
from impl_eval.study.study_file import ReportFiles


def checklist_root() -> Path:
    """Return the folder of the checklists inside the package."""
    return Path(__file__).resolve().parents[1] / "protocols" / "checklist_library"


def load_checklists() -> tuple[Checklist, ...]:
    """Read the checklists that come with the package, in the order in which reports show them.

    Raises
    ------
    StudyProblems : a file of the package has faults. (A bug of ours.)
    """
    gathering = Gathering()
    files = StudyFiles(checklist_root(), gathering)
    read = [
        read_declared(Checklist, f"{name}.yaml", (f"{name}.yaml", None, ""), files)[0]
        for name in CHECKLIST_IDS
    ]
    if gathering.problems:
        raise StudyProblems(gathering.problems)
    return tuple(checklist for checklist in read if checklist is not None)


def read_written(
    declared: ReportFiles, framework: Framework | None, places: dict[str, Place], files: StudyFiles
) -> WrittenForReport:
    """Read what people wrote for the report; faults are noted, never raised."""
    words, description, logo = None, None, None
    if declared.words is not None:
        words, source = read_declared(ReportWords, declared.words, places["words"], files)
        if words is not None and source is not None:
            _check_recommendations(words, framework, source, files.gathering)
            logo = _read_logo(words, source.place(("logo",)), files)
    if declared.programme_description is not None:
        name = declared.programme_description
        place = places["programme_description"]
        description, _ = read_declared(ProgrammeDescription, name, place, files)
    answers: tuple[ChecklistAnswer, ...] = ()
    if declared.checklist_answers is not None:
        name = declared.checklist_answers
        answers = read_checklist_answers(name, places["checklist_answers"], files, load_checklists())
    integration = read_integration(framework, files)
    return WrittenForReport(
        words or ReportWords(), description or ProgrammeDescription(), answers, integration, logo
    )


def _read_logo(words: ReportWords, place: Place, files: StudyFiles) -> LogoPicture | None:
    if words.logo_file is None or words.logo_alt is None:
        return None
    path = files.existing(words.logo_file, place)
    if path is None:
        return None
    try:
        picture = read_logo(path, words.logo_file, words.logo_alt)
    except StudyProblems as error:
        files.gathering.problems.extend(error.problems)
        return None
    files.note(words.logo_file, path, ReadingReport("picture"))
    return picture


def _check_recommendations(
    words: ReportWords, framework: Framework | None, source: Located, gathering: Gathering
) -> None:
    """A recommendation has an id of its own and rests on findings that the report has."""
    seen: set[str] = set()
    known = (*FINDINGS, *(framework.mechanism_ids if framework is not None else ()))
    for index, advised in enumerate(words.recommendations):
        path: KeyPath = ("recommendations", index)
        if advised.id in seen:
            found = f'"{advised.id}" a second time'
            gathering.add(source.place((*path, "id")), found, "each recommendation once")
        seen.add(advised.id)
        if framework is None:
            continue
        for at, name in enumerate(advised.evidence):
            if name not in known:
                place = source.place((*path, "evidence", at))
                gathering.add(place, f'"{name}"', ", ".join(known), did_you_mean(name, known))
