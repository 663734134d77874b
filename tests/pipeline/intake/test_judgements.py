"""What a text tells by itself: its language, a disclosure, a suspicion of spam."""

import pandas as pd
import pytest

from models.language import languages_of
from pipeline.intake.disclosure import disclosure_of
from pipeline.intake.spam import spam_reason
from tests.shared_data import data_file


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("lol same", "en"),
        ("Acme sucks", "en"),
        ("Love it!", "en"),
        ("I WANNA HEAR THE DUCK SONG 👧🔥", "en"),
        ("@acme this is sooooooo slow https://t.co/x", "en"),
        ("Gracias por la ayuda, pero no funciona", "es"),
        ("Die App stürzt seit dem Update ständig ab", "de"),
        ("C'est vraiment trop cher pour ce que c'est", "fr"),
        ("このアプリは最高です", "ja"),
        ("好", "zh"),
        ("😂😂", None),
        (":)", None),
        ("no", None),
        ("https://example.com @acme #acme 42", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert languages_of([text])[0][0] == language


def test_english_tweets_are_english() -> None:
    texts = pd.read_csv(data_file("tone_tweets_dev.csv"))["text"]
    found = [language for language, _ in languages_of(texts.tolist())]
    assert found.count("en") / len(found) >= 0.99


def test_other_languages_are_told_apart() -> None:
    frame = pd.read_csv(data_file("tone_multilingual.csv")).sample(1_500, random_state=7)
    codes = {"arabic": "ar", "french": "fr", "german": "de", "italian": "it", "spanish": "es"}
    frame = frame[frame["language"].isin(list(codes))]
    found = pd.Series([told[0] for told in languages_of(frame["text"].tolist())], frame.index)
    assert (found == frame["language"].map(codes)).mean() >= 0.95
    assert (found == "en").mean() <= 0.03  # a tone must not be invented


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Loving my new boots #ad", "#ad"),
        ("Thanks @acme #AcmePartner", "#acmepartner"),
        ("In a paid partnership with Acme", "paid partnership"),
        ("Sponsored by Acme. I tried the boots", "sponsored by"),
        ("[Sponsored] the new boots", "labelled as an ad"),
        ("They sent me a pair in exchange for an honest review", "sent for review"),
        ("This post contains affiliate links", "affiliate link"),
        ("I work for Acme and this is wrong", "works for Acme"),
        ("i work at acme btw", "works for acme"),
        ("I'm the founder of Acme Boots", "works for Acme Boots"),
        ("no ads please", None),
        ("too many ads in this app", None),
        ("#adventure #adidas #badminton", None),
        ("the team is sponsored by Acme", None),
        ("not sponsored by anybody", None),
        ("I used to work for Acme", None),
        ("the company i work for has banned it", None),
        ("I work for a living", None),
    ],
)
def test_disclosure(text: str, found: str | None) -> None:
    assert disclosure_of(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Claim your free $PUPPY airdrop now https://pup.example/claim",
        "I made $4,000 per week trading with Mrs Linda, message her on Telegram",
        "Facing issues? Call Acme customer service toll free +1-800-555-0123 available 24/7",
        "Use my referral code ACME50 and we both get £20 https://acme.example/r/1",
        "Hot girls lonely tonight, click my profile",
        "Buy 5000 followers cheap, contact us on WhatsApp",
        "http://a.example/1 http://a.example/2 http://a.example/3 http://a.example/4",
        "Great post! We rank your website on page one, contact for offer",
    ],
)
def test_spam(text: str) -> None:
    assert spam_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "I called customer service on 0800 555 0123 three times and was on hold for an hour",
        "My refund number is 4455667788 and nobody at support answers. Please call me.",
        "They want £48 a week now, for what? I cancelled.",
        "The discount code did not work for me, support would not help",
        "Bitcoin miners use less power than this app",
        "Got 20% off at the till and the staff were lovely",
        "Is there a free trial? I could not find the link",
        "I lost 3 kg in two months cooking from these boxes, honestly",
        "Their casino app is full of bugs",
        "",
    ],
)
def test_a_customer_is_not_spam(text: str) -> None:
    assert spam_reason(text) is None


def test_real_posts_are_hardly_ever_suspected() -> None:
    texts = pd.concat(
        [
            pd.read_csv(data_file("airline_tweets_feb16_21.csv"))["text"],
            pd.read_csv(data_file("reddit_duolingo.csv"))["text"].dropna(),
        ]
    )
    assert texts.map(spam_reason).notna().mean() <= 0.001
