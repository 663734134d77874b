"""Every setting in one frozen object: the environment (TRIBE_…), nothing else."""

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.chosen import Choice


class Settings(BaseSettings):
    """Where the software keeps its things and how it reaches its sources."""

    model_config = SettingsConfigDict(env_prefix="TRIBE_", frozen=True, extra="ignore")

    home: Path = Path.home() / ".tribe"
    database_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "database_url")
    )

    # Another model in the tone head's place; see models.chosen.Choice.
    tone_model: str | None = None
    tone_labels: str | None = None
    tone_languages: str | None = None

    # An instruction model that writes the labels of narratives; without one, phrases do.
    label_model: str | None = None

    reddit_client_id: str | None = None
    reddit_client_secret: SecretStr | None = None
    reddit_user_agent: str = "python:tribe:0.1 (brand listening)"
    # Where the sources live; tests and proxies point them elsewhere.
    reddit_url: str = "https://www.reddit.com"
    reddit_oauth_url: str = "https://oauth.reddit.com/"
    appstore_url: str = "https://itunes.apple.com"
    hackernews_url: str = "https://hn.algolia.com/api/v1"

    # Where alerts are sent: a webhook that takes Slack's {"text": …}, and mail through an SMTP
    # server (smtps://, smtp:// with STARTTLS, smtp+plain:// without encryption).
    alert_webhook: SecretStr | None = None
    alert_emails: str = ""  # addresses with commas between them
    alert_sender: str | None = None  # default: the server's user, or the first of alert_emails
    smtp_url: SecretStr | None = None

    @property
    def scorer(self) -> Choice:
        """Which models score posts."""
        return Choice(self.tone_model, self.tone_labels, self.tone_languages)

    @property
    def postgres_folder(self) -> Path:
        """The folder of the embedded server's files."""
        return self.home / "postgres"

    @property
    def rejects_folder(self) -> Path:
        """Where an import leaves the rows it could not take."""
        return self.home / "rejects"
