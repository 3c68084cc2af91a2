"""Caps that concern the server alone; what clients have to know as well is in wire.limits.

Times are seconds.
"""

from typing import Final

from wire import limits

SOCKETS: Final = 2000
"""The most connections that are served at once, unless the settings say otherwise."""
DESCRIPTORS_KEPT: Final = 64
"""File descriptors that new connections may not use up, so that those that run go on."""
DESCRIPTORS_LAST: Final = 16
"""The last file descriptors: a connection that would take one of them is closed without a word."""
CROWDED_LIFETIME: Final = 1.0
"""How long a connection that came when descriptors were short may take to hear that."""
ARRIVING: Final = 256
"""Connections that are no WebSockets: for one more, the oldest is dropped, so that silent ones shut nobody out."""
ACCEPT_PAUSE: Final = 0.2
"""How long the server waits when it could not accept a connection."""
RETRY_AFTER: Final = 5
"""Whole seconds after which a refused connection may try again."""
CONTROL_FRAMES: Final = 16
"""Control messages of one socket in its whole life; a correct app has fewer than ten to send."""
ENDED_SESSIONS: Final = 20_000
"""Sessions that are remembered as ended, so that nobody resumes them; the oldest is forgotten first."""

SESSION_OWNERS_KEPT: Final = 7 * 24 * 3600.0
"""After this long it is forgotten whose a session is that ended while the server was down."""
OLD_SESSIONS_RETURN: Final = limits.RESUME_WINDOW + limits.WEBSOCKET_PING + limits.WEBSOCKET_PONG
"""For so long after its start the server takes back sessions of its last run: later the apps have given them up."""
LOGIN_FAILURES_FREE: Final = 5
"""So many wrong passwords or second factors for one name lock it for a second; each further one doubles that."""
LOGIN_LOCK: Final = 900.0
"""The longest that a name is locked."""
LOGIN_FAILURES_KEPT: Final = 24 * 3600.0
"""After this long without a failure, those before are forgotten."""
LOGIN_NAMES_KEPT: Final = 10_000
"""Names without an account whose failures are remembered; the oldest is forgotten first."""
LOGIN_HASHES: Final = 2
"""Passwords that are hashed at once: argon2id takes 64 MiB for each."""
CARETAKER_PAUSE: Final = 0.5
"""How often the server looks for revoked agents and for sessions whose time is over."""
