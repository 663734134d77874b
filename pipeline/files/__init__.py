"""Posts in from files: CSV, TSV, JSON Lines, Parquet and workbooks, whatever their shape."""

from pipeline.files.importing import import_file
from pipeline.files.options import ImportOptions
from pipeline.files.presets import parse_map, presets
from pipeline.files.report import ImportReport

__all__ = ["ImportOptions", "ImportReport", "import_file", "parse_map", "presets"]
