"""Summaries to send on: one week of one brand as PDF, XLSX and CSV."""

from pipeline.reports.weekly import write_weekly

__all__ = ["write_weekly"]
