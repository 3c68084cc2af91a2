"""The agent's half of a share's picture: every coding back to pixels, drawn on the canvas."""

from client.screen.canvas import Canvas
from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder
from client.screen.photo import decode_photo
from client.screen.solid import solid
from client.screen.video import VideoDecoder
from wire.messages import Coding, MotionFrame, Rectangle


class PictureDecoder:
    """One share's decoders; all rectangles and pictures of the share must come, in their order.

    After its first error it is not to be used any more.
    """

    def __init__(self) -> None:
        self._lossless = LosslessDecoder()
        self._video: VideoDecoder | None = None
        self._video_size = (0, 0)

    def decode(self, rectangle: Rectangle) -> FrameBuffer | Rect | None:
        """Return the rectangle's pixels, or where on the canvas they are to be copied from; raise PictureError.

        None stands for what was there before copies covered it.
        """
        match rectangle.coding:
            case Coding.COPY:
                return _source(rectangle)
            case Coding.PHOTO:
                return decode_photo(rectangle.width, rectangle.height, rectangle.data)
            case Coding.LOSSLESS:
                return self._lossless.decode(rectangle.width, rectangle.height, rectangle.data)
            case Coding.SOLID:
                return solid(rectangle.width, rectangle.height, rectangle.data)
            case Coding.UNCOVER:
                if rectangle.data:
                    raise PictureError("data where none is needed")
                return None

    def decode_motion(self, frame: MotionFrame) -> FrameBuffer:
        """Return the whole region of the video's next picture; raise PictureError."""
        size = (frame.width, frame.height)
        if frame.begins:
            self._video, self._video_size = VideoDecoder(*size), size
        if self._video is None or size != self._video_size:
            raise PictureError("a picture of a video that has not begun")
        return self._video.decode(frame.data)


def draw(canvas: Canvas, rectangle: Rectangle, content: FrameBuffer | Rect | None) -> Rect:
    """Draw what was decoded and return what to repaint; raise PictureError where it lies outside the picture."""
    if isinstance(content, Rect):
        return canvas.copy(content, rectangle.x, rectangle.y)
    area = Rect(rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    return canvas.uncover(area) if content is None else canvas.draw(area, content)


def draw_motion(canvas: Canvas, frame: MotionFrame, pixels: FrameBuffer) -> list[Rect]:
    """Draw those areas of a video's picture that it says, and return them; raise PictureError."""
    region = Rect(frame.x, frame.y, frame.width, frame.height)
    if sum(each.width * each.height for each in frame.areas) > frame.width * frame.height:
        raise PictureError("a picture of a video that is drawn more than once")
    drawn = []
    for each in frame.areas:
        area = Rect(each.x, each.y, each.width, each.height)
        if area.common(region) != area:
            raise PictureError("an area outside the video")
        left, top = area.x - region.x, area.y - region.y
        drawn.append(canvas.draw(area, pixels[top : top + area.height, left : left + area.width]))
    return drawn


def _source(rectangle: Rectangle) -> Rect:
    if len(rectangle.data) != 4:
        raise PictureError("a copy without a place")
    x, y = int.from_bytes(rectangle.data[:2]), int.from_bytes(rectangle.data[2:])
    return Rect(x, y, rectangle.width, rectangle.height)
