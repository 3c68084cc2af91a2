"""Every way in which a session can end, and every reason why one does not begin.

Apps, server, audit log and windows share these names; a window turns them into sentences.
"""

from enum import StrEnum


class Ending(StrEnum):
    """How a session that had begun came to its end."""

    CUSTOMER_LEFT = "customer_left"
    AGENT_ENDED = "agent_ended"
    LINE_LOST = "line_lost"
    PEER_VANISHED = "peer_vanished"
    """The server says that the other side's connection is gone, without a goodbye."""
    PROTOCOL_VIOLATION = "protocol_violation"
    """The other side sent something that no correct program sends."""
    INTERNAL_ERROR = "internal_error"


class Refusal(StrEnum):
    """Why a code, a login or a connection did not become a session."""

    CODE_MALFORMED = "code_malformed"
    CODE_REFUSED = "code_refused"
    """Wrong, expired or used: the typing side never learns which."""
    CODE_EXPIRED = "code_expired"
    """Told to the maker of a code only: nobody came within its lifetime."""
    CODE_BURNT = "code_burnt"
    """Told to the maker of a code only: it was typed wrongly too often."""
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    SERVER_UNREACHABLE = "server_unreachable"
    SERVER_NOT_TRUSTED = "server_not_trusted"
    """The server's TLS certificate did not verify."""
    SERVER_FULL = "server_full"
    SERVER_STOPPING = "server_stopping"
    PROXY_REFUSED = "proxy_refused"
    VERSION_MISMATCH = "version_mismatch"
    LOGIN_REFUSED = "login_refused"
    LOGIN_EXPIRED = "login_expired"
    AGENT_NOT_CERTIFIED = "agent_not_certified"
    """The person at the other end could not show a certificate of this organisation."""
    CERTIFICATE_OUT_OF_DATE = "certificate_out_of_date"
    """The certificate is expired or not yet valid; a wrong clock looks the same."""
    HANDSHAKE_FAILED = "handshake_failed"
    PEER_LEFT = "peer_left"
    """The other side went away before the session began."""
