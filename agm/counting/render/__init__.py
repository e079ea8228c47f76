"""Showing a result: the classic sheet as text, CSV and HTML table, JSON, one sentence per stage, and a flow chart.

A rendering adds no facts: everything in it is in the ``CountResult``. The same result always gives the same text.
"""

from collections.abc import Callable
from importlib import import_module

from agm.counting.result import CountResult

FORMATS = {
    "sheet": "sheet_text:sheet_text",
    "csv": "sheet_csv:sheet_csv",
    "json": "json_report:report_json",
    "svg": "flow:flow_svg",
    "svg-wide": "flow:flow_svg_wide",
    "html": "sheet_html:sheet_page",
}
"""The module and function of each format; a module is loaded when its format is first asked for."""


def render(result: CountResult, form: str) -> str:
    module, function = FORMATS[form].split(":")
    renderer: Callable[[CountResult], str] = getattr(import_module(f"agm.counting.render.{module}"), function)
    return renderer(result)
