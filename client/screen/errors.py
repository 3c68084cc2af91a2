"""The exceptions that leave client.screen."""


class CaptureError(Exception):
    """The desktop, or its cursor, cannot be read now."""


class ScreenChanged(CaptureError):  # noqa: N818 (it tells of an event, and capture goes on)
    """The desktop has another size or origin than before; the next grab has the new one.

    `size` is (width, height) in pixels.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__("the desktop's size changed")
        self.size = size


class PictureError(Exception):
    """The other side sent a picture, or word of one, that no correct program sends."""
