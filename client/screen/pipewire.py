"""Pictures from PipeWire: one video stream, read through libpipewire-0.3 of the system by ctypes.

Source: pipewire/stream.h and spa/buffer/buffer.h of PipeWire 0.3, whose structures are its stable interface. No
kept package for Python reads video from PipeWire.
"""

import ctypes
import functools
import os
import threading
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from client.screen import spa
from client.screen.errors import CaptureError
from client.screen.geometry import FrameBuffer, Rect
from wire import limits

_LIBRARY: Final = "libpipewire-0.3.so.0"
_INPUT: Final = 0
_AUTOCONNECT, _MAP_BUFFERS, _DONT_RECONNECT = 1 << 0, 1 << 2, 1 << 7
_ERROR, _UNCONNECTED = -1, 0
_CORRUPTED: Final = 1
_EVENTS_VERSION: Final = 2
_HOOK_BYTES: Final = 48


class _Chunk(ctypes.Structure):
    _fields_ = (
        ("offset", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
        ("stride", ctypes.c_int32),
        ("flags", ctypes.c_int32),
    )


class _Data(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("fd", ctypes.c_int64),
        ("mapoffset", ctypes.c_uint32),
        ("maxsize", ctypes.c_uint32),
        ("data", ctypes.c_void_p),
        ("chunk", ctypes.POINTER(_Chunk)),
    )


class _Meta(ctypes.Structure):
    _fields_ = (("type", ctypes.c_uint32), ("size", ctypes.c_uint32), ("data", ctypes.c_void_p))


class _SpaBuffer(ctypes.Structure):
    _fields_ = (
        ("n_metas", ctypes.c_uint32),
        ("n_datas", ctypes.c_uint32),
        ("metas", ctypes.POINTER(_Meta)),
        ("datas", ctypes.POINTER(_Data)),
    )


class _Buffer(ctypes.Structure):
    # More follows in the library's own memory.
    _fields_ = (("buffer", ctypes.POINTER(_SpaBuffer)),)


_StateChanged = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_char_p)
_ParamChanged = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)
_Process = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Events(ctypes.Structure):
    """pw_stream_events; what is not listened to stays NULL."""

    _fields_ = (
        ("version", ctypes.c_uint32),
        ("destroy", ctypes.c_void_p),
        ("state_changed", _StateChanged),
        ("control_info", ctypes.c_void_p),
        ("io_changed", ctypes.c_void_p),
        ("param_changed", _ParamChanged),
        ("add_buffer", ctypes.c_void_p),
        ("remove_buffer", ctypes.c_void_p),
        ("process", _Process),
        ("drained", ctypes.c_void_p),
        ("command", ctypes.c_void_p),
        ("trigger_done", ctypes.c_void_p),
    )


class PipeWireStream:
    """The newest picture of one node. `on_news` is called from a thread of PipeWire's, and must return at once."""

    def __init__(self, descriptor: int, node: int, on_news: Callable[[], None]) -> None:
        """Take a line to PipeWire, which is closed with this, and begin to read a node there. Raises CaptureError."""
        self._on_news = on_news
        self._lock = threading.Lock()
        self._latest: FrameBuffer | None = None
        self._lost = False
        self._format: spa.VideoFormat | None = None
        self._loop: int | None = None
        self._context: int | None = None
        self._core: int | None = None
        self._stream: int | None = None
        # Whatever C keeps a pointer to has to live as long as the stream.
        self._events = _Events(
            version=_EVENTS_VERSION,
            state_changed=_StateChanged(self._state_changed),
            param_changed=_ParamChanged(self._param_changed),
            process=_Process(self._process),
        )
        self._hook = ctypes.create_string_buffer(_HOOK_BYTES)
        try:
            self._pipewire = _library()
        except CaptureError:
            os.close(descriptor)
            raise
        try:
            self._open(descriptor, node)
        except CaptureError:
            self.close()
            raise

    def take(self) -> FrameBuffer | None:
        """Return the newest picture, in memory of its own; None where there is none since the last call.

        Raises CaptureError when the stream has ended.
        """
        with self._lock:
            if self._lost:
                raise CaptureError("the desktop's picture has ended")
            latest, self._latest = self._latest, None
            return latest

    def close(self) -> None:
        """Stop reading and hang up; may be called twice."""
        pipewire, loop = self._pipewire, self._loop
        if loop is None:
            return
        self._loop = None
        # Afterwards no callback runs any more.
        pipewire.pw_thread_loop_stop(loop)
        if self._stream is not None:
            pipewire.pw_stream_destroy(self._stream)
        if self._core is not None:
            pipewire.pw_core_disconnect(self._core)
        if self._context is not None:
            pipewire.pw_context_destroy(self._context)
        pipewire.pw_thread_loop_destroy(loop)

    def _open(self, descriptor: int, node: int) -> None:
        pipewire = self._pipewire
        try:
            self._loop = _made(pipewire.pw_thread_loop_new(b"pomoc screen", None))
            self._context = _made(pipewire.pw_context_new(pipewire.pw_thread_loop_get_loop(self._loop), None, 0))
        except CaptureError:
            os.close(descriptor)
            raise
        # From here on the descriptor is PipeWire's.
        self._core = _made(pipewire.pw_context_connect_fd(self._context, descriptor, None, 0))
        properties = pipewire.pw_properties_new_string(b"media.type=Video media.category=Capture media.role=Screen")
        self._stream = _made(pipewire.pw_stream_new(self._core, b"pomoc", properties))
        pipewire.pw_stream_add_listener(self._stream, self._hook, ctypes.byref(self._events), None)
        offer = ctypes.create_string_buffer(spa.format_offer(limits.SCREEN_SIDE))
        offers = (ctypes.c_void_p * 1)(ctypes.addressof(offer))
        flags = _AUTOCONNECT | _MAP_BUFFERS | _DONT_RECONNECT
        if pipewire.pw_stream_connect(self._stream, _INPUT, node, flags, offers, 1) < 0:
            raise CaptureError("the desktop's picture cannot be read")
        if pipewire.pw_thread_loop_start(self._loop) < 0:
            raise CaptureError("the desktop's picture has no thread to be read on")

    # ----- on PipeWire's thread; nothing may be raised there ---------------------------------------

    def _state_changed(self, _data: object, _before: int, now: int, _error: bytes | None) -> None:
        if now in (_ERROR, _UNCONNECTED):
            self._lose()

    def _param_changed(self, _data: object, param: int, pod: int | None) -> None:
        if param != spa.PARAM_FORMAT or not pod:
            return
        size = ctypes.c_uint32.from_address(pod).value
        try:
            self._format = spa.agreed_format(ctypes.string_at(pod, 8 + size))
        except spa.SpaError:
            self._lose()
            return
        wishes = [ctypes.create_string_buffer(wish) for wish in (spa.buffers_offer(), spa.crop_offer())]
        pods = (ctypes.c_void_p * 2)(*(ctypes.addressof(wish) for wish in wishes))
        self._pipewire.pw_stream_update_params(self._stream, pods, 2)

    def _process(self, _data: object) -> None:
        # Only the newest counts; those before it go back unread.
        newest = None
        while taken := self._pipewire.pw_stream_dequeue_buffer(self._stream):
            if newest is not None:
                self._pipewire.pw_stream_queue_buffer(self._stream, newest)
            newest = taken
        if newest is None:
            return
        picture = self._read(newest.contents.buffer.contents)
        self._pipewire.pw_stream_queue_buffer(self._stream, newest)
        if picture is not None:
            with self._lock:
                self._latest = picture
            self._on_news()

    def _read(self, buffer: _SpaBuffer) -> FrameBuffer | None:
        if self._format is None or buffer.n_datas < 1:
            return None
        data = buffer.datas[0]
        chunk = data.chunk.contents
        # A chunk without a size tells of the cursor alone.
        if not data.data or not chunk.size or chunk.flags & _CORRUPTED:
            return None
        memory = (ctypes.c_uint8 * data.maxsize).from_address(data.data)
        return picture_in(memory, chunk.offset % max(data.maxsize, 1), chunk.stride, self._format, _crop(buffer))

    def _lose(self) -> None:
        with self._lock:
            self._lost = True
        self._on_news()


def picture_in(
    memory: Any, offset: int, stride: int, video: spa.VideoFormat, crop: Rect | None = None
) -> FrameBuffer | None:
    """Copy a picture out of a buffer; None where the buffer is too small for what is said to be in it."""
    try:
        whole = np.ndarray((video.height, video.width, 4), np.uint8, memory, offset, (stride, 4, 1))
    except (ValueError, TypeError):
        return None
    if crop is not None and crop.within(video.width, video.height):
        whole = whole[crop.y : crop.y + crop.height, crop.x : crop.x + crop.width]
    if video.pixels in spa.RED_FIRST:
        return np.ascontiguousarray(whole[..., (2, 1, 0, 3)])
    return whole.copy(order="C")


def _crop(buffer: _SpaBuffer) -> Rect | None:
    for place in range(buffer.n_metas):
        meta = buffer.metas[place]
        if meta.type == spa.META_VIDEO_CROP and meta.data and meta.size >= spa.REGION.size:
            crop = Rect(*spa.REGION.unpack(ctypes.string_at(meta.data, spa.REGION.size)))
            return crop if crop.width and crop.height else None
    return None


def _made(pointer: int | None) -> int:
    if not pointer:
        raise CaptureError("PipeWire is not to be had")
    return pointer


@functools.cache
def _library() -> Any:
    """Load the library and declare what is used of it; raise CaptureError."""
    try:
        pipewire = ctypes.CDLL(_LIBRARY)
        pointer, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
        buffer = ctypes.POINTER(_Buffer)
        for name, result, arguments in (
            ("pw_init", None, (pointer, pointer)),
            ("pw_thread_loop_new", pointer, (text, pointer)),
            ("pw_thread_loop_get_loop", pointer, (pointer,)),
            ("pw_thread_loop_start", number, (pointer,)),
            ("pw_thread_loop_stop", None, (pointer,)),
            ("pw_thread_loop_destroy", None, (pointer,)),
            ("pw_context_new", pointer, (pointer, pointer, ctypes.c_size_t)),
            ("pw_context_connect_fd", pointer, (pointer, number, pointer, ctypes.c_size_t)),
            ("pw_context_destroy", None, (pointer,)),
            ("pw_core_disconnect", number, (pointer,)),
            ("pw_properties_new_string", pointer, (text,)),
            ("pw_stream_new", pointer, (pointer, text, pointer)),
            ("pw_stream_add_listener", None, (pointer, pointer, pointer, pointer)),
            ("pw_stream_connect", number, (pointer, number, ctypes.c_uint32, number, pointer, ctypes.c_uint32)),
            ("pw_stream_update_params", number, (pointer, pointer, ctypes.c_uint32)),
            ("pw_stream_dequeue_buffer", buffer, (pointer,)),
            ("pw_stream_queue_buffer", number, (pointer, buffer)),
            ("pw_stream_destroy", None, (pointer,)),
        ):
            function = getattr(pipewire, name)
            function.restype, function.argtypes = result, arguments
        pipewire.pw_init(None, None)
    except (OSError, AttributeError) as error:
        raise CaptureError("PipeWire's library is missing") from error
    return pipewire
