"""The cells of a workbook behind a chart, read without the rest of a workbook."""

import io
import warnings

from impl_eval.outputs.refresh.package import UnreadablePackage

Cells = dict[tuple[str, int, int], str]
"""What stands in each cell that is not empty, by (sheet, row, column), rows and columns from 1."""
LARGEST = 20 * 1024 * 1024


def workbook_cells(content: bytes) -> Cells:
    """Return the cells of an .xlsx; UnreadablePackage where it is none."""
    import zipfile

    from openpyxl import load_workbook

    if len(content) > LARGEST:
        raise UnreadablePackage("a workbook far larger than a chart needs")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of looks that it does not know
            book = load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise UnreadablePackage("a workbook that cannot be read") from error
    return {
        (sheet.title, cell.row, cell.column): str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
