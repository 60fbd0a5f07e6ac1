"""What a cell of a return form accepts, as the lists and limits of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sdp_lib.inputs.forms.layout import YES, Field
from sdp_lib.inputs.forms.texts import LONGEST_TEXT

CHOICES = "Choices"
FIRST_CHOICE = 3  # row on the sheet of choices: a title and a heading come above
_DAYS = (date(2000, 1, 1), date(2100, 12, 31))


def add_rules(
    sheet: Any,
    columns: Mapping[int, Field],
    rows: tuple[int, int],
    choices: Mapping[str, Sequence[str]],
    *,
    days: tuple[date, date],
) -> None:
    """Limit what the cells of each column accept; `days` are those when a row can be completed."""
    places = {heading: place for place, heading in enumerate(choices, 1)}
    for place, field in columns.items():
        rule = _rule(field, places, choices, days)
        if rule is not None:
            letter = get_column_letter(place)
            rule.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
            sheet.add_data_validation(rule)


def _rule(
    field: Field,
    places: Mapping[str, int],
    choices: Mapping[str, Sequence[str]],
    days: tuple[date, date],
) -> DataValidation | None:
    if field.kind == "choice":
        letter, labels = get_column_letter(places[field.heading]), choices[field.heading]
        last = FIRST_CHOICE + len(labels) - 1
        listed = f"'{CHOICES}'!${letter}${FIRST_CHOICE}:${letter}${last}"
        return _validation("Choose one from the list.", type="list", formula1=listed)
    if field.kind == "tick":
        hint = f"Choose {YES} if this applies, or leave the cell blank."
        return _validation(hint, type="list", formula1=f'"{YES}"')
    if field.kind in ("date", "completed"):
        first, last_day = days if field.kind == "completed" else _DAYS
        hint = f"A date from {first:%d/%m/%Y} to {last_day:%d/%m/%Y}."
        between = {"formula1": _date(first), "formula2": _date(last_day)}
        return _validation(hint, type="date", operator="between", **between)
    if field.kind == "text":
        hint = f"{LONGEST_TEXT:,} characters at most."
        limit = {"operator": "lessThanOrEqual", "formula1": str(LONGEST_TEXT)}
        return _validation(hint, type="textLength", **limit)
    return None


def _validation(hint: str, **rule: str) -> DataValidation:
    return DataValidation(
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        prompt=hint,
        error=hint,
        errorTitle="Not accepted",
        **rule,
    )


def _date(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
