"""Settings that are kept, damaged, or cannot be kept; and where the brand is looked for."""

import os
import stat
import sys
from pathlib import Path

import pytest

from client.settings import Profile, Settings, SettingsError, find_brand, resources
from wire import limits
from wire.brand import VERSION, Brand, BrandError, encode_brand


def brand_file(path: Path, organisation: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_brand(Brand(VERSION, organisation, "wss://help.example.com", "PEM")))
    return path


def test_a_new_profile_has_defaults_and_leaves_no_trace(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "new")
    assert profile.settings == Settings(language=None)
    assert profile.damaged is None
    assert not (tmp_path / "new").exists()


def test_settings_are_kept_for_the_next_run(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "a" / "b")
    profile.change(Settings(language="pl"))
    assert profile.settings == Settings(language="pl")
    assert Profile(tmp_path / "a" / "b").settings == Settings(language="pl")
    assert [path.name for path in profile.folder.iterdir()] == ["settings.json"]
    if os.name == "posix":
        assert stat.S_IMODE(profile.folder.stat().st_mode) == 0o700


def test_unknown_fields_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"language": "en", "theme": {"dark": true}}')
    profile = Profile(tmp_path)
    assert profile.settings == Settings(language="en")
    assert profile.damaged is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"sl"',
        b'{"language": 5}',
        b'{"language": ["sl"]}',
        b'{"language": "\\ud800"}',
        b"\xff\xfe{\x00}\x00",
        b"\x00" * 64,
        b'{"language": "sl"}}',
        b"[" * 100_000,
    ],
)
def test_damaged_settings_are_put_aside_whole(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(data)
    profile = Profile(tmp_path)
    assert profile.settings == Settings()
    assert profile.damaged is not None
    assert profile.damaged.read_bytes() == data
    assert not file.exists()
    profile.change(Settings(language="sl"))
    again = Profile(tmp_path)
    assert again.settings == Settings(language="sl")
    assert again.damaged is None
    assert profile.damaged.read_bytes() == data


def test_damaged_settings_do_not_take_the_place_of_older_ones(tmp_path: Path) -> None:
    kept = []
    for damage in (b"{1", b"{2", b"{3"):
        (tmp_path / "settings.json").write_bytes(damage)
        kept.append(Profile(tmp_path).damaged)
    assert [path.read_bytes() for path in kept if path is not None] == [b"{1", b"{2", b"{3"]


def test_damaged_settings_that_cannot_be_put_aside_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.json").write_text("{")

    def fail(_self: Path, _target: Path) -> None:
        raise PermissionError

    # As in a folder that cannot be written to, but for every user.
    monkeypatch.setattr(Path, "replace", fail)
    profile = Profile(tmp_path)
    assert profile.settings == Settings()
    assert profile.damaged == tmp_path / "settings.json"
    assert profile.damaged.read_text() == "{"


@pytest.mark.parametrize("folder", ["file", "file/below", "x" * 300])
def test_a_folder_that_cannot_be_made_is_an_error_of_changing_only(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("here already")
    profile = Profile(tmp_path / folder)
    assert profile.settings == Settings()
    with pytest.raises(SettingsError) as error:
        profile.change(Settings(language="pl"))
    assert error.value.path == tmp_path / folder / "settings.json"
    assert profile.settings == Settings(language="pl"), "used until the end of the run"
    assert (tmp_path / "file").read_text() == "here already"


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    profile = Profile(tmp_path)
    assert profile.settings == Settings()
    with pytest.raises(SettingsError):
        profile.change(Settings(language="pl"))


def test_a_write_that_fails_leaves_the_old_settings(tmp_path: Path) -> None:
    Profile(tmp_path).change(Settings(language="pl"))
    (tmp_path / "settings.new").mkdir()
    with pytest.raises(SettingsError):
        Profile(tmp_path).change(Settings(language="en"))
    assert Profile(tmp_path).settings == Settings(language="pl")


def test_without_a_folder_it_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        assert Profile(None).folder == tmp_path / "pomoc"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """Return the three places of a brand, in their order; all are empty."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "program" / "pomoc"))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    return (
        tmp_path / "program" / "brand.json",
        tmp_path / "bundle" / "resources" / "brand.json",
        tmp_path / "profile" / "brand.json",
    )


def name_of(brand: Brand | None) -> str | None:
    return brand.organisation if brand is not None else None


def test_the_nearest_brand_is_taken(tmp_path: Path, places: tuple[Path, Path, Path]) -> None:
    profile = Profile(tmp_path / "profile")
    assert find_brand(None, profile) is None
    for place, name in reversed(list(zip(places, ("beside", "built in", "profile"), strict=True))):
        brand_file(place, name)
        assert name_of(find_brand(None, profile)) == name
    given = brand_file(tmp_path / "given.json", "given")
    assert name_of(find_brand(given, profile)) == "given"


def test_a_damaged_brand_does_not_give_way_to_another(tmp_path: Path, places: tuple[Path, Path, Path]) -> None:
    profile = Profile(tmp_path / "profile")
    brand_file(places[1], "built in")
    brand_file(places[0], "beside").write_bytes(b"{")
    with pytest.raises(BrandError):
        find_brand(None, profile)


@pytest.mark.parametrize("name", ["missing.json", "file/below.json", "", "x" * 300, "folder"])
def test_a_given_brand_that_is_not_there(tmp_path: Path, places: tuple[Path, Path, Path], name: str) -> None:
    brand_file(places[0], "beside")
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(BrandError):
        find_brand(tmp_path / name, Profile(tmp_path / "profile"))


@pytest.mark.parametrize("folder", ["file", "x" * 300])
def test_a_profile_that_cannot_be_has_no_brand(tmp_path: Path, places: tuple[Path, Path, Path], folder: str) -> None:
    (tmp_path / "file").touch()
    assert find_brand(None, Profile(tmp_path / folder)) is None
    brand_file(places[1], "built in")
    assert name_of(find_brand(None, Profile(tmp_path / folder))) == "built in"


def test_a_brand_over_the_cap(tmp_path: Path) -> None:
    path = brand_file(tmp_path / "given.json", "given")
    whole = path.read_bytes()
    path.write_bytes(whole + b" " * (limits.BRAND_FILE - len(whole)))
    assert name_of(find_brand(path, Profile(tmp_path))) == "given"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BrandError):
        find_brand(path, Profile(tmp_path))


def test_icons_and_translations_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (resources() / "pomoc.svg").is_file()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources() == tmp_path / "resources"
