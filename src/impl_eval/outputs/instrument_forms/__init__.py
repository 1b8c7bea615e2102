"""An instrument as a form of another program, or on paper: each with what the form cannot carry."""

from impl_eval.outputs.instrument_forms.exported import ExportedForm
from impl_eval.outputs.instrument_forms.form import FORM_KINDS, export_form

__all__ = ["FORM_KINDS", "ExportedForm", "export_form"]
