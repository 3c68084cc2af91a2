"""What an agent may do at the customer's, and the one check of it.

A right follows from the customer's state alone: there is no second place where it could be granted,
kept or forgotten.
"""

from enum import Flag, auto

from client.session.states import CustomerState
from wire import messages
from wire.messages import AgentMessage


class Right(Flag):
    """One thing that the other side may do."""

    CHAT = auto()
    VIEW = auto()
    """Acknowledge and refresh a picture that is being shown."""
    ASK_CONTROL = auto()
    INPUT = auto()
    """Move the pointer, press buttons and keys."""
    RETURN_CONTROL = auto()
    SIGN_LOG = auto()
    """Sign the customer's audit log, which has ended."""


_NONE = Right(0)

_OF_STATE: dict[CustomerState, Right] = {
    CustomerState.CODE: _NONE,
    CustomerState.JOINING: _NONE,
    CustomerState.OFFERING: _NONE,
    CustomerState.CHAT: Right.CHAT,
    CustomerState.WARNED: Right.CHAT,
    CustomerState.VIEWED: Right.CHAT | Right.VIEW | Right.ASK_CONTROL,
    CustomerState.ASKED: Right.CHAT | Right.VIEW,
    CustomerState.CONTROLLED: Right.CHAT | Right.VIEW | Right.INPUT | Right.RETURN_CONTROL,
    CustomerState.SUSPENDED: Right.CHAT | Right.VIEW | Right.RETURN_CONTROL,
    CustomerState.CHAT_AWAY: _NONE,
    CustomerState.VIEWED_AWAY: _NONE,
    CustomerState.ENDED: Right.SIGN_LOG,
}

_OF_MESSAGE: dict[type[AgentMessage], Right] = {
    messages.Chat: Right.CHAT,
    # Whoever may speak may also say goodbye.
    messages.Goodbye: Right.CHAT,
    messages.Received: Right.CHAT,
    messages.LogSignature: Right.SIGN_LOG,
    # A report that comes after the end of sharing still tells what the line holds no more.
    messages.PictureArrived: Right.CHAT,
    messages.AskControl: Right.ASK_CONTROL,
    messages.ReturnControl: Right.RETURN_CONTROL,
    messages.FrameShown: Right.VIEW,
    messages.RefreshPicture: Right.VIEW,
    messages.PointerMove: Right.INPUT,
    messages.PointerButton: Right.INPUT,
    messages.Wheel: Right.INPUT,
    messages.Key: Right.INPUT,
    messages.StillHeld: Right.INPUT,
}


def rights_in(state: CustomerState) -> Right:
    """Return all rights that the agent has in this state."""
    return _OF_STATE[state]


def right_needed(message: AgentMessage) -> Right:
    """Return the one right that the message needs."""
    return _OF_MESSAGE[type(message)]


def permitted(state: CustomerState, message: AgentMessage) -> bool:
    """Tell whether the customer's side may act on the message. The only such check there is.

    A message without its right is passed over, not punished: it may have been sent a moment before
    the customer took the right away.
    """
    return bool(right_needed(message) & rights_in(state))
