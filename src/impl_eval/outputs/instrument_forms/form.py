"""Which forms there are, and the one door to them."""

from collections.abc import Callable, Mapping

from impl_eval.instruments import Instrument
from impl_eval.outputs.instrument_forms.exported import ExportedForm

FORM_KINDS = ("redcap", "xlsform", "spss", "word")


def export_form(instrument: Instrument, kind: str) -> ExportedForm:
    """Return an instrument as a form of this kind (one of FORM_KINDS); equal instruments, equal bytes.

    Raises
    ------
    ValueError : there is no such kind.
    """
    from impl_eval.outputs.instrument_forms.redcap import redcap_form
    from impl_eval.outputs.instrument_forms.spss_shell import spss_shell
    from impl_eval.outputs.instrument_forms.word_questionnaire import word_questionnaire
    from impl_eval.outputs.instrument_forms.xlsform import xlsform

    writers: Mapping[str, Callable[[Instrument], ExportedForm]] = {
        "redcap": redcap_form,
        "xlsform": xlsform,
        "spss": spss_shell,
        "word": word_questionnaire,
    }
    if kind not in writers:
        raise ValueError(f"no form of the kind {kind}")
    return writers[kind](instrument)
