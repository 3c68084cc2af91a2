"""A look at the version of a message before it is decoded strictly.

A newer client's message may have fields that this server does not know; it still has to learn
that the version is the trouble. So `type` and `version` keep their places in every version.
"""

import msgspec

from wire import limits

_GREETINGS = ("allot", "wait", "join", "call", "resume")


class _Peek(msgspec.Struct):
    version: int = limits.PROTOCOL_VERSION
    type: str = ""


_control = msgspec.msgpack.Decoder(_Peek)
_login = msgspec.json.Decoder(_Peek)


def control_is_of_another_version(body: bytes) -> bool:
    """Tell whether a control message greets the server in another protocol version."""
    peek = _peek(_control, body)
    return peek is not None and peek.type in _GREETINGS and peek.version != limits.PROTOCOL_VERSION


def login_is_of_another_version(body: bytes) -> bool:
    """Tell whether a login request's JSON names another protocol version."""
    peek = _peek(_login, body)
    return peek is not None and peek.version != limits.PROTOCOL_VERSION


def _peek(decoder: "msgspec.msgpack.Decoder[_Peek] | msgspec.json.Decoder[_Peek]", body: bytes) -> _Peek | None:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
