"""Words of the page of jobs."""

from typing import Final

NO_WORKER_TITLE: Final = "No worker is running"
NO_WORKER: Final = "Jobs wait until one does. Start it in a terminal:"
WORKER_COMMAND: Final = "python -m pipeline worker"
NO_JOBS: Final = "No job has been started yet."
JOB_KIND: Final = {
    "import": "Import",
    "ingest": "Read a source",
    "process": "Process",
    "echo": "Echo of claims",
    "effects": "Effects of actions",
    "alerts": "Send alerts",
    "report": "Weekly summary",
    "sample": "Sample",
}
JOB_STATUS: Final = {
    "waiting": "waiting",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}
TARGET: Final = "What to read there"
MORE_OPTIONS: Final = "More about the file"
ASSIGN_LABEL: Final = "Which rows are about the brand"
ASSIGN: Final = {
    "auto": "as the kind of file suggests",
    "all": "every row",
    "match": "those that the brand’s definition matches",
}
BRAND_COLUMN: Final = "Column that names the brand of each row"
ROWS_DATE: Final = "Date of rows that have none"
JOBS_LEAD: Final = "Read more, and watch it being read"
START: Final = "Start a job"
LATELY: Final = "Now and lately"
IMPORT: Final = "Import a file"
INGEST: Final = "Read a source"
REPORT: Final = "Weekly summary"
UPLOAD: Final = "A file of posts: CSV, TSV, JSONL, Parquet or XLSX"
PATH: Final = "or the path of a file on the machine where the worker runs"
NO_FILE: Final = "Choose a file, or write the path of one."
START_IMPORT: Final = "Import"
SOURCE_LABEL: Final = "Source"
NO_TARGET: Final = "Say what to read there."
START_INGEST: Final = "Read"
START_REPORT: Final = "Make the summary"
NO_WEEKS: Final = "There is no week with figures yet; a summary needs one."
CANCEL: Final = "Cancel"
BEGINNING: Final = "beginning"
