"""What a person can mend, told in one line that says what to do next.

ModelError
├── EncoderError   the encoder's files are missing or are not the published ones
├── HeadError      a head's file cannot be read, or lacks what was asked of it
├── ForeignError   a model from elsewhere cannot be had, read, or understood
├── TableError     a file cannot be read as a table, lacks a column, or cannot be written
└── LabelError     labels that cannot be told apart or compared
"""


class ModelError(Exception):
    """Something a person can mend; its text is shown as it is, without a traceback."""


class EncoderError(ModelError):
    """The encoder's files are missing or are not the published ones."""


class HeadError(ModelError):
    """A head's file cannot be read, or lacks what was asked of it."""


class ForeignError(ModelError):
    """A model from elsewhere cannot be had, read, or understood."""


class TableError(ModelError):
    """A file cannot be read as a table, lacks a column, or cannot be written."""


class LabelError(ModelError):
    """Labels that cannot be told apart or compared."""
