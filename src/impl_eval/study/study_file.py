"""study.yaml and column maps, as declared. Names, dates and paths only: no content of other files."""

import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from impl_eval.declared import DeclaredModel, Identifier, IsoDate, Text, WholeNumber, YesNo
from impl_eval.instruments import MissingKind
from impl_eval.quantitative.code_normalisation import CODE_FORMAT_PATTERN
from impl_eval.quantitative.outcomes import ExpectedOutcome


class Ics(DeclaredModel):
    """The integrated care system. `id` becomes part of the report's file name."""

    id: Identifier
    name: Text
    short_name: Text


class Programme(DeclaredModel):
    """What was put into practice, and when."""

    name: Text
    start: IsoDate | None = None
    possible_harms: tuple[Text, ...] = ()


class Timepoint(DeclaredModel):
    """An occasion of measurement; `label` is how reports call it."""

    id: Identifier
    label: Text


class StakeholderGroup(DeclaredModel):
    """A kind of respondent or participant. Quotes are attributed to its label."""

    id: Identifier
    label: Text


class SurveyFile(DeclaredModel):
    """One survey export and the map from its columns to items."""

    file: Text
    column_map: Text


def _sha256(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9A-Fa-f]{64}", value):
        allowed = "a SHA-256: 64 signs out of 0 to 9 and a to f, as 'shasum -a 256 FILE' prints it"
        raise PydanticCustomError("not_allowed", "{allowed}", {"allowed": allowed})
    return value.lower() if isinstance(value, str) else value


Sha256 = Annotated[str, BeforeValidator(_sha256)]


class Encoder(DeclaredModel):
    """A sentence encoder for the tagger: an ONNX model and its tokenizer.json, each with its SHA-256."""

    model: Text
    model_sha256: Sha256
    tokenizer: Text
    tokenizer_sha256: Sha256


class Interviews(DeclaredModel):
    """The files of the interview strand, and which transcripts were coded twice in full.

    With `blind_coding` a layer of a double-coded transcript is shown to nobody else until two are locked.
    """

    codebook: Text
    topic_guide: Text | None = None
    speakers: Text
    transcripts: Text
    coded_segments: Text
    rejected_suggestions: Text = "qualitative/rejected_suggestions.csv"
    double_coded: tuple[Identifier, ...] | None = None
    blind_coding: YesNo = True
    encoder: Encoder | None = None


class Outcomes(DeclaredModel):
    """Programme outcomes: the file where supplied, and what was expected."""

    file: Text | None = None
    expected: tuple[ExpectedOutcome, ...] = ()


class ReportFiles(DeclaredModel):
    """What people write for the report: its words, the description of the programme, checklist answers."""

    words: Text | None = None
    programme_description: Text | None = None
    checklist_answers: Text | None = None


class StudyFile(DeclaredModel):
    """The front door of a study."""

    schema_: Literal["impl-eval/study/1"] = Field(alias="schema")
    title: Text
    ics: Ics
    programme: Programme
    authors: Text = "not stated"
    report_date: IsoDate | None = None
    respondents_called: Text = "people"
    data: Literal["real", "simulated"]
    timepoints: tuple[Timepoint, ...] = Field(min_length=1)
    stakeholder_groups: tuple[StakeholderGroup, ...] = ()
    sites: Text
    framework: Text
    analysis_plan: Text
    instruments: tuple[Identifier, ...] = ()
    surveys: tuple[SurveyFile, ...] = ()
    invitations: Text | None = None
    interviews: Interviews | None = None
    outcomes: Outcomes = Outcomes()
    report: ReportFiles = ReportFiles()
    simulation: Text | None = None


Delimiter = Literal["comma", "semicolon", "tab", "vertical bar"]
Decimal = Literal["comma", "point"]
DateOrder = Literal["day_first", "month_first", "year_first"]
Platform = Literal["qualtrics", "limesurvey", "google_forms", "microsoft_forms", "jisc", "redcap", "none"]
MOST_HEADER_ROWS = 20


def _file_of_the_study(value: Any) -> Any:
    if isinstance(value, str) and (
        PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute()
    ):
        allowed = "the name of a file of the study"
        raise PydanticCustomError("not_allowed", "{allowed}", {"allowed": allowed})
    return value


FileName = Annotated[Text, BeforeValidator(_file_of_the_study)]


class Reading(DeclaredModel):
    """Choices for one export; what is not stated is told from the file.

    `dictionary` names a companion file (REDCap data dictionary, Jisc key, Qualtrics .qsf): beside the
    export, or from the root of the study.
    """

    encoding: Text | None = None
    delimiter: Delimiter | None = None
    decimal: Decimal | None = None
    sheet: Text | None = None
    header_rows: Annotated[WholeNumber, Field(ge=1, le=MOST_HEADER_ROWS)] | None = None
    date_order: DateOrder | None = None
    keep_personal_columns: tuple[Text, ...] = ()
    keep_unfinished: YesNo = False
    keep_previews: YesNo = False
    dictionary: FileName | None = None
    platform: Platform | None = None


def _column_shorthand(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


class ColumnRule(DeclaredModel):
    """Where a fact of a row comes from: a column (with its values translated), or one fixed value.

    `drop` lists values whose rows are left out; the reading report counts them. With `once_per_respondent` a
    blank cell takes what the other rows of the respondent say.
    """

    column: Text | None = None
    value: Text | None = None
    values: dict[str, Text] = Field(default_factory=dict)
    drop: tuple[str, ...] = ()
    once_per_respondent: YesNo = False

    @model_validator(mode="after")
    def _column_or_value(self) -> "ColumnRule":
        if (self.column is None) == (self.value is None):
            found = "both column and value" if self.column else "neither column nor value"
            context = {"found": found, "allowed": "one of column and value"}
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self


Rule = Annotated[ColumnRule, BeforeValidator(_column_shorthand)]


def _code_format(value: Any) -> Any:
    if isinstance(value, str) and not re.match(CODE_FORMAT_PATTERN, value):
        allowed = "A for a letter, 0 for a digit, * for either, and separators, such as AA-00"
        raise PydanticCustomError("not_allowed", "{allowed}", {"allowed": allowed})
    return value


CodeFormat = Annotated[Text, BeforeValidator(_code_format)]


class ColumnMap(DeclaredModel):
    """How the columns of one export become respondents, timepoints, sites and items.

    `reading` decides what the export leaves open. An item that `items` does not name is looked for under its
    own id. `item_values` translates values of the export ("" for a blank cell) into those of the instrument,
    by item or by set of response options. `missing_texts` says of which kind words such as "N/A", and values
    that the file declares missing (such as .a of Stata), are. `covariates` are further facts of a row, such
    as training, by the name the plan calls them; `stable_covariates` names those that are the same in one
    person at all timepoints. `code_format` is the form of respondent codes, a sign for each of theirs: A for
    a letter, 0 for a digit, * for either. `stored_scores` names the columns in which the export holds scores
    of its own: they are computed again and compared, never used.
    """

    schema_: Literal["impl-eval/column-map/1"] = Field(alias="schema")
    instrument: Identifier
    reading: Reading = Reading()
    respondent: Text | None = None
    site: Rule
    timepoint: Rule
    stakeholder_group: Rule | None = None
    items: dict[Identifier, Text] = Field(default_factory=dict)
    item_values: dict[Identifier, dict[str, WholeNumber]] = Field(default_factory=dict)
    missing_texts: dict[str, MissingKind] = Field(default_factory=dict)
    covariates: dict[Identifier, Rule] = Field(default_factory=dict)
    stable_covariates: tuple[Identifier, ...] = ()
    code_format: CodeFormat | None = None
    stored_scores: dict[Identifier, Text] = Field(default_factory=dict)
    duplicates: Literal["refuse", "quarantine"] = "refuse"

    @model_validator(mode="after")
    def _stable_are_covariates(self) -> "ColumnMap":
        strange = [name for name in self.stable_covariates if name not in self.covariates]
        if strange:
            context = {
                "found": f'stable_covariates with "{strange[0]}"',
                "allowed": ", ".join(self.covariates) or "names of covariates; none is declared here",
            }
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self
