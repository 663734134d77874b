"""From public posts to who holds the say: sources, store, scores, narratives, dials."""
