"""What can go wrong, told to a person in one line that says what to do next.

TribeError
├── InputError          a file, an option or a definition that cannot be used as it is
│   └── UnknownBrand
├── StoreError          the database does not start, is full, or cannot be reached
├── SourceError         a source refused, failed, or changed its format
│   ├── CredentialsError
│   ├── Throttled
│   └── FormatChanged
└── Cancelled           a person asked for the job to stop
"""

from collections.abc import Iterable


class TribeError(Exception):
    """Something a person can act on; its text is shown as it is, without a traceback."""


class InputError(TribeError):
    """A file, an option or a definition cannot be used as it is."""


class UnknownBrand(InputError):
    """A brand was named that nobody defined."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        self.key = key
        names = ", ".join(sorted(known))
        hint = f"Known: {names}." if names else "None is defined yet."
        super().__init__(
            f'There is no brand "{key}". {hint} '
            f"Define it with: python -m pipeline brand add {key} …"
        )


class StoreError(TribeError):
    """The database does not start, is full, or cannot be reached."""


class SourceError(TribeError):
    """A source refused, failed, or changed its format."""


class CredentialsError(SourceError):
    """A source refused the credentials, or there are none."""


class Throttled(SourceError):
    """A source asked us to wait longer than a job waits; the next run resumes at the cursor."""


class FormatChanged(SourceError):
    """A source's payload no longer has the shape that `parse` knows; the raw payload is kept."""


class Cancelled(TribeError):
    """A person asked for the job to stop; what was stored stays, and the next run carries on."""
