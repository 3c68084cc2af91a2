"""Takes unpacked data of a picture apart."""

from client.screen.errors import PictureError


class Reader:
    """Takes from the front; whatever does not fit is a PictureError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes; raise PictureError where there are fewer."""
        taken = self._data[self._place : self._place + size]
        self._place += size
        if len(taken) != size:
            raise PictureError("the picture's data is too short")
        return taken

    def ends(self) -> None:
        """Raise PictureError where more bytes follow."""
        if self._place != len(self._data):
            raise PictureError("the picture's data is too long")
