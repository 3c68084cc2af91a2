"""Every way in which a session can end, and every reason why one does not begin.

Apps, server, audit log and windows share these names; a window turns them into sentences.
"""

from enum import StrEnum


class Ending(StrEnum):
    """How a session that had begun came to its end."""

    CUSTOMER_LEFT = "customer_left"
    AGENT_ENDED = "agent_ended"
    LINE_LOST = "line_lost"
    """The line broke, and the two did not find each other again within limits.RESUME_WINDOW."""
    RETURN_REFUSED = "return_refused"
    """Whoever came back could not prove to be the other side of this session."""
    AGENT_DISMISSED = "agent_dismissed"
    """The administrator took the agent's account away."""
    PANIC = "panic"
    """The customer pressed the panic key."""
    TIME_LIMIT = "time_limit"
    """Nobody answered whether the session should go on."""
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
    RESUME_REFUSED = "resume_refused"
    """The ticket was used before, or the server knows nothing of such a session."""
    AGENT_REVOKED = "agent_revoked"
    LOGIN_LOCKED = "login_locked"
    """Too many wrong passwords for this name; the wait grows with each."""
    SECOND_FACTOR_NEEDED = "second_factor_needed"
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
