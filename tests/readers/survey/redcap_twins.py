"""Small REDCap projects in the shape of real exports: a data dictionary, raw records, records with labels."""

from pathlib import Path

from impl_eval.readers.survey import ReadingChoices, SurveyTable, read_survey
from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS
from tests.readers.files import write_file

AGREE = "1, Strongly disagree | 2, Disagree | 3, Neither | 4, Agree | 5, Strongly agree"
HEADER = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number",'
    '"Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)",'
    '"Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name",'
    '"Matrix Ranking?","Field Annotation"'
)


def row(
    name: str,
    form: str,
    kind: str,
    label: str,
    choices: str = "",
    validation: str = "",
    limits: str = ",",
    identifier: str = "",
) -> str:
    """Return one field of a dictionary, with 18 cells."""
    return (
        f'{name},{form},,{kind},"{label}","{choices}",,{validation},{limits},{identifier},,,,,,,'  # 17 commas
    )


FIELDS = (
    row("record_id", "consent", "text", "Record ID"),
    row("surname", "consent", "text", "Surname", identifier="y"),
    row("contact", "consent", "text", "How to reach you", validation="email"),
    row("visit", "consent", "text", "Date of visit", validation="date_dmy"),
    row("role", "consent", "radio", "Your role", "1, GP, salaried or partner | 2, Nurse | 3, Pharmacist"),
    row("q1", "survey", "radio", "I can <b>start</b> the talk", AGREE),
    row("q2", "survey", "radio", "I don\ufffdt know \u201chow\u201d", AGREE),
    row("tools", "survey", "checkbox", "Tools used", "1, Leaflet | 2, Search | -9, Other"),
    row("dose", "survey", "text", "Dose", validation="number_comma_decimal", limits="0,100"),
    row("trained", "survey", "yesno", "Trained?"),
    row("total", "survey", "calc", "Total", "sum([q1],[q2])"),
    row("thanks", "survey", "descriptive", "Thank you"),
)
DICTIONARY = "\ufeff" + "\n".join((HEADER, *FIELDS)) + "\n"
RAW = """record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,\
redcap_data_access_group,redcap_survey_identifier,surname,contact,visit,role,consent_complete,survey_timestamp,q1,q2,tools___1,tools___2,\
tools____9,dose,trained,total,survey_complete
1,baseline_arm_1,,,north,,Smith,a@b.org,2024-05-02,1,2,"2024-05-02 10:11:12",4,2,1,0,0,"1,54",1,6,2
2,baseline_arm_1,,,north,,Jones,,2024-05-02,2,2,[not completed],3,,0,0,0,,,,0
3,baseline_arm_1,,,south,,Khan,,2024-05-03,3,2,[not completed],3,NASK,0,1,0,"2,5",0,,0
4,baseline_arm_1,,,south,,Lee,,2024-05-03,3,2,"2024-05-02 10:12:12",3,1,0,0,0,"2",0,4,1
1,followup_arm_1,,,north,,,,,,,"2024-09-02 10:11:12",5,7,0,0,0,"101,5",1,12,2
1,followup_arm_1,,,north,,,,,,,"2024-09-02 10:11:12",5,1,0,0,0,"2",1,6,2
"""
LABELS = """"Record ID","Event Name","Repeat Instrument","Repeat Instance","Data Access Group",Surname,\
"How to reach you","Date of visit","Your role",Complete?,"Survey Timestamp","I can start the talk",\
"I don\ufffdt know \u201chow\u201d","Tools used (choice=Leaflet)","Tools used (choice=Search)",\
"Tools used (choice=Other)",Dose,Trained?,Total,Complete?
1,Baseline,,,North,Smith,,2024-05-02,"GP, salaried or partner",Complete,"2024-05-02 10:11:12",Agree,Disagree,\
Checked,Unchecked,Unchecked,"1,54",Yes,6,Complete
2,Baseline,,,North,Jones,,2024-05-02,Nurse,Complete,"[not completed]",Neither,Unsure,Unchecked,Unchecked,\
Unchecked,,,,Incomplete
"""


def read_redcap(
    folder: Path,
    records: str = RAW,
    dictionary: str = DICTIONARY,
    name: str = "Opi_DATA_2024-05-02_1011.csv",
    choices: ReadingChoices = AS_THE_FILE_SAYS,
) -> SurveyTable:
    """Write an export and its data dictionary, and read the export."""
    if dictionary:
        write_file(folder, "Opi_DataDictionary_2024-05-02.csv", dictionary)
    path = write_file(folder, name, records)
    return read_survey(path, name, choices=choices)
