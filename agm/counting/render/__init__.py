"""Showing a result: the classic sheet as text, CSV and HTML table, JSON, one sentence per stage, and a flow chart.

A rendering adds no facts: everything in it is in the ``CountResult``. The same result always gives the same text.
"""

from __future__ import annotations

from agm.counting.render.explain import explain
from agm.counting.render.flow import flow_svg
from agm.counting.render.json_report import exact_json, report_json
from agm.counting.render.sheet_csv import sheet_csv
from agm.counting.render.sheet_html import sheet_html, sheet_page
from agm.counting.render.sheet_text import sheet_text

__all__ = ["exact_json", "explain", "flow_svg", "report_json", "sheet_csv", "sheet_html", "sheet_page", "sheet_text"]
