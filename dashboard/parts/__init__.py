"""The pieces that pages are made of: they ask the theme and the words, and show."""
