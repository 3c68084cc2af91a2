"""Tickets by which a side comes back to its session at the server, each good for one time.

They are a hash chain (Lamport, "Password authentication with insecure communication", 1981): the
server learns the end of the chain when the session begins, and can then tell the ticket before any
that it has seen, but not make one.
"""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from client.seal.schedule import ResumeSecret
from wire import limits
from wire.rendezvous import Role


class TicketsUsedUpError(Exception):
    """All limits.TICKETS tickets of one side have been used."""


class TicketChain:
    """The chain of one role; either side can make both, since it is from their common secret.

    All tickets not used yet are kept (32 bytes each, 128 KiB at first), and no used one is.
    """

    def __init__(self, secret: ResumeSecret, role: Role) -> None:
        expand = HKDFExpand(algorithm=SHA256(), length=32, info=b"pomoc tickets " + role.value.encode())
        ticket = expand.derive(secret.value)
        self._unused: list[bytes] = []
        for _ in range(limits.TICKETS):
            self._unused.append(ticket)
            ticket = hashlib.sha256(ticket).digest()
        self._anchor = ticket

    @property
    def anchor(self) -> bytes:
        """The end of the chain (32 bytes): SHA-256, limits.TICKETS times over, of its secret beginning."""
        return self._anchor

    def next(self) -> bytes:
        """Return the next ticket (32 bytes), whose SHA-256 is the one before; raise TicketsUsedUpError."""
        if not self._unused:
            raise TicketsUsedUpError("no resume ticket is left")
        return self._unused.pop()
