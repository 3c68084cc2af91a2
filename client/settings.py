"""What the program remembers between two runs, and where it finds its brand and resources."""

import sys
from pathlib import Path

import msgspec
import platformdirs

from wire import limits
from wire.brand import Brand, BrandError, decode_brand


class SettingsError(Exception):
    """The settings cannot be written; `path` says which file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"cannot write {path}")
        self.path = path


class Settings(msgspec.Struct, frozen=True):
    """All of it. Unknown fields of a newer version are passed over."""

    language: str | None = None
    """None follows the system."""


class Profile:
    """A folder with one user's settings; several can be used side by side."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder or Path(platformdirs.user_config_dir("pomoc", appauthor=False))
        self._file = self.folder / "settings.json"
        self.damaged: Path | None = None
        """Where a damaged settings file was put aside, if there was one."""
        self.settings = self._load()

    def change(self, settings: Settings) -> None:
        """Use and keep these settings; raise SettingsError where they cannot be kept (they are used all the same)."""
        self.settings = settings
        partial = self._file.with_suffix(".new")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_bytes(msgspec.json.encode(settings))
            partial.replace(self._file)
        except OSError as error:
            raise SettingsError(self._file) from error

    def _load(self) -> Settings:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Settings)
        except OSError:
            return Settings()
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            self._put_aside()
            return Settings()

    def _put_aside(self) -> None:
        self.damaged = self._file
        aside = self._file.with_suffix(".damaged.json")
        number = 1
        try:
            while aside.exists():
                # What was put aside before may be the one that somebody still wants to read.
                number += 1
                aside = self._file.with_suffix(f".damaged-{number}.json")
            self._file.replace(aside)
            self.damaged = aside
        except OSError:
            # A read-only home: the next change of a setting will say so.
            return


def resources() -> Path:
    """Return the folder with icons and compiled translations, in a checkout and in the frozen program alike."""
    bundle = getattr(sys, "_MEIPASS", None)
    base = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return base / "resources"


def find_brand(given: Path | None, profile: Profile) -> Brand | None:
    """Return the brand: the given file, or beside the executable, or built in, or in the profile; None if nowhere.

    Raises BrandError for a file that is there and is no brand, or was given and is not there.
    """
    if given is not None:
        return _read_brand(given)
    for path in (Path(sys.executable).parent / "brand.json", resources() / "brand.json", profile.folder / "brand.json"):
        if _is_there(path):
            return _read_brand(path)
    return None


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A folder that may not be entered, or a name that no file can have.
        return False


def _read_brand(path: Path) -> Brand:
    try:
        with path.open("rb") as file:
            # One byte more than a brand can have, so that more is noticed, and no more than that is read.
            return decode_brand(file.read(limits.BRAND_FILE + 1))
    except OSError as error:
        raise BrandError(f"the brand file {path} cannot be read") from error
