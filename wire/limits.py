"""Every size and time cap, and the one protocol version.

Sizes are bytes, times are seconds, unless a name says otherwise. Both apps and the server
read their caps from here, so that what one side sends is never more than the other accepts.
"""

from typing import Final

PROTOCOL_VERSION: Final = 1

# The code: NNNN is allotted by the server, SSSS is drawn by the app that makes the code.
NAMEPLATE_DIGITS: Final = 4
SECRET_DIGITS: Final = 4
PASSWORD_DIGITS: Final = 6
"""The secret that a customer's app makes and shows, where the advisor types id and password."""
CODE_DIGITS: Final = NAMEPLATE_DIGITS + SECRET_DIGITS
CODE_LIFETIME: Final = 600.0
CODE_ATTEMPTS: Final = 3
NAMEPLATE_QUARANTINE: Final = 900.0
REFUSAL_DELAY: Final = 0.150
"""Every refusal of a code answers after this long, whatever the reason was."""

# Rendezvous with the server.
JOINS_PER_MINUTE: Final = 5
LOGIN_ATTEMPTS_PER_MINUTE: Final = 10
CONTROL_FRAME: Final = 4 * 1024
"""The longest message between an app and the server itself."""
RELAY_FRAME: Final = 65 * 1024
"""The longest WebSocket message the server forwards: one sealed record and its channel byte."""
RELAY_WRITE_BUFFER: Final = 64 * 1024
RELAY_BLOCKED: Final = 10.0
"""A receiver that takes nothing for this long loses its connection."""
RENDEZVOUS_IDLE: Final = 15.0
"""A socket that has not said what it wants within this time is closed."""
WEBSOCKET_PING: Final = 10.0
"""Both ends ask so often whether the other is still there."""
WEBSOCKET_PONG: Final = 20.0
"""An end that does not answer within this time, or takes nothing for so long, is gone. The answer of a slow line waits
behind the records that are still on their way."""
HTTP_BODY: Final = 16 * 1024
BRAND_FILE: Final = 64 * 1024
CONNECT_TIMEOUT: Final = 15.0

WAITING_IDS: Final = 2000
"""The most nameplates that unauthenticated customers may hold at once: a fifth, so that agents always find one."""
WAITING_IDS_PER_ADDRESS: Final = 3
WAITS_PER_MINUTE: Final = 5
RESUMES_PER_MINUTE: Final = 120

# Coming back after a broken line.
RESUME_WINDOW: Final = 120.0
"""A session that did not come back within this time has ended."""
RESUME_BACKOFF: Final = (0.5, 8.0)
"""The first and the longest pause between two tries; each is drawn between half and the whole."""
TICKETS: Final = 4096
"""The length of each hash chain of resume tickets, and so the most tries of one session."""
TICKETS_SKIPPED: Final = 256
"""So many tickets may have been lost on the way between two that the server saw."""

# Handshake between the two apps.
HANDSHAKE_MESSAGE: Final = 8 * 1024
HANDSHAKE_TIMEOUT: Final = 20.0
CERTIFICATE_LIFETIME: Final = 12 * 3600.0
CERTIFICATE_CLOCK_SKEW: Final = 300.0

# Sealed records.
RECORD: Final = 64 * 1024
CHUNK: Final = 16 * 1024
"""A longer message is cut into chunks of this size, so that input and chat never wait behind a picture."""
PICTURE_CHUNK: Final = 1024
"""No chunk of a picture but its last carries less: a flood of tiny ones would cost more than it brings."""
PADDING_BUCKETS: Final = (64, 256, 1024, 4096, CHUNK)
"""Records that carry input or chat are padded up to one of these sizes."""
REKEY_RECORDS: Final = 2**20
REKEY_BYTES: Final = 16 * 2**30
REKEY_SECONDS: Final = 900.0

# Messages between the two apps.
MESSAGE: Final = 4 * 2**20
"""The longest message after its chunks are put together."""
CHAT_CHARACTERS: Final = 4000
NAME_CHARACTERS: Final = 200
RECTANGLES: Final = 128
"""The most rectangles in one frame message."""
SCREEN_SIDE: Final = 16384
"""The widest or highest virtual desktop, in pixels."""
SCREEN_PIXELS: Final = 64 * 2**20
RECTANGLE_PIXELS: Final = 2**19
"""The most pixels that one rectangle, or one frame message, may unpack to: twice as many cost a decoder 40 ms."""
COPIED_PIXELS: Final = 2**23
"""The most pixels that the copies of one frame message may move: a screen of 3840x2160 has less."""
ROW_PIXELS: Final = 128
"""Each row of a rectangle counts as so many pixels at least: it costs about as much."""
VIDEO_PIXELS: Final = 2**21
"""The most pixels of a region that is sent as video: 1920x1080 has less. A larger film moves in its upper part, and
as photographs below: decoding what a hostile sender makes of a larger one takes too long."""
VIDEO_PACKET: Final = 160 * 1024
"""The most bytes of one picture of a video: the largest region's buffer of 1/15 s, and its headers, have less."""
MOTION_AREAS: Final = 32
"""The most areas of a video's picture that are drawn apart."""
CURSOR_SIDE: Final = 256
CURSORS_KEPT: Final = 128
"""How many cursor shapes the agent's side remembers; the oldest goes first."""
FRAMES_IN_FLIGHT: Final = 12
"""The most frames that may be under way; how many are, follows from the line (client.screen.pacing)."""
INPUT_EVENTS_PER_SECOND: Final = 2000
CHAT_LINES_PER_SECOND: Final = 10
CHAT_BURST: Final = 200
"""Chat lines that may come at once, as after a pause of the line."""
SHARES_PER_SECOND: Final = 2
SHARES_BURST: Final = 6
SHARE_INTERVAL: Final = 1.0
"""The least time from the beginning of one share to that of the next: each costs a whole picture."""
NEWS_PER_SECOND: Final = 200
NEWS_BURST: Final = 600
"""Messages of the customer's side that are neither picture nor chat: cursor and changes of state."""
INPUT_WAITING: Final = 4000
WHEEL_STEPS: Final = 50

# Who is in control.
LOCAL_INPUT_QUIET: Final = 3.0
"""The agent's input comes back after the customer's mouse and keys were still for this long."""
HELD_INPUT_ALIVE: Final = 0.3
"""While anything is pressed, the agent's app says so this often."""
HELD_INPUT_SILENCE: Final = 1.0
"""Without that word for this long, everything pressed is released."""
SESSION_QUESTION: Final = 3600.0
"""After this long the customer is asked whether the session should go on, and again after as long."""
QUESTION_PATIENCE: Final = 120.0
"""The question ends the session when nobody answers it for this long."""
IDLE_SHARING: Final = 900.0
"""Sharing stops by itself when neither side moved anything for this long."""
SHOW_DELAY: Final = 3.0
"""The button that starts sharing can be clicked only after its warning was visible for this long."""
