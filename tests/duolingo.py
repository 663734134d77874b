"""The brand Duolingo as its real Reddit posts are read: by community and by thread."""

from pipeline.brands import Brand

DUOLINGO = Brand(
    key="duolingo",
    name="Duolingo",
    query='duolingo OR "duo lingo"',
    communities={"reddit": ("duolingo",)},
)
