"""Static files under names that carry their hash, once they are collected."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedOrAsTheyStand(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names after `ventanilla serve` collected the files; before it (tests) their plain names."""

    manifest_strict = False

    def url(self, name: str | None, force: bool = False) -> str:
        if self.hashed_files:
            return super().url(name, force)
        return StaticFilesStorage.url(self, name)
