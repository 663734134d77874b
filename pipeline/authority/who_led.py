"""The third sentence of a verdict: which voice began a narrative, and whose it is now."""

from datetime import date

from pipeline.authority.sentences import Figure, Seen, Sentence, Story, ids_of
from pipeline.telling import MINIMUM_N
from pipeline.words import counted, day_name


def who_led(seen: Seen, story: Story | None) -> Sentence:
    """The third sentence: which voice told the narrative first, and whose it is now."""
    if story is None:
        return Sentence("No narrative has formed yet, so nobody leads one.")
    told = sum(int(row["posts"]) for row in story.firsts.values())
    ids = tuple(int(row["mention_id"]) for row in story.firsts.values()) + ids_of(story.now)
    if told < MINIMUM_N:
        text = f"Too few to tell who leads “{story.label}” (n = {told})."
        return Sentence(text, {"n": told, "minimum": MINIMUM_N}, tuple(dict.fromkeys(ids)))
    n, own = len(story.now), int((story.now["voice"] == "customer").sum())
    text = f"{_lead(story, seen)}; {_whose(own, n)} this week."
    if not seen.scope.heard:
        text = _unheard(story, seen, n)
    figures: dict[str, Figure] = {"n": n, "customers": own, "told": told}
    figures |= {f"{voice}_first": str(row["day"]) for voice, row in story.firsts.items()}
    return Sentence(text, figures, tuple(dict.fromkeys(ids)))


def _whose(own: int, n: int) -> str:
    if n == 0:
        return "nobody spoke of it"
    if n == 1:
        return f"1 post, by {'a customer' if own else 'the brand'},"
    if own in (0, n):
        return f"{n:,} posts, all by {'customers' if own else 'the brand'},"
    return f"customers wrote {own:,} of its {counted(n, 'post')}"


def _unheard(story: Story, seen: Seen, n: int) -> str:
    return (
        f"Customers have told “{story.label}” {_since(story.firsts['customer']['day'], seen)}, "
        f"in {counted(n, 'post')} this week; who leads it cannot be told, for no post of "
        f"{seen.scope.brand}’s own was read."
    )


def _lead(story: Story, seen: Seen) -> str:
    """Who was there first; a voice with a stray post or two has not joined."""
    joined = {voice: row for voice, row in story.firsts.items() if row["joins"]} or story.firsts
    customer, own, brand = joined.get("customer"), joined.get("brand"), seen.scope.brand
    if own is None and customer is not None:
        begun = f"“{story.label}”, {_since(customer['day'], seen)}"
        return f"Customers alone tell {begun}: {brand} has {_silent(story, 'brand')}"
    if customer is None and own is not None:
        begun = f"“{story.label}”, {_since(own['day'], seen)}"
        return f"{brand} alone tells {begun}: customers have {_silent(story, 'customer')}"
    if customer is None or own is None:
        raise ValueError("A narrative that is told has a first voice.")
    days = (own["day"] - customer["day"]).days
    earlier = min(own["day"], customer["day"])
    began = day_name(earlier, seen.week)
    if seen.scope.begins_with(earlier):
        return f"Who began “{story.label}” cannot be told: it was told when reading began, {began}"
    if days == 0:
        return f"Customers and {brand} both spoke of “{story.label}” from {began}"
    first, other = ("Customers", brand) if days > 0 else (brand, "customers")
    return f"{first} began “{story.label}” on {began}, {counted(abs(days), 'day')} before {other}"


def _since(day: date, seen: Seen) -> str:
    least = "at least " if seen.scope.begins_with(day) else ""
    return f"since {least}{day_name(day, seen.week)}"


def _silent(story: Story, voice: str) -> str:
    strays = story.firsts.get(voice)
    if strays is None:
        return "not spoken of it"
    return f"hardly spoken of it ({counted(int(strays['posts']), 'post')})"
