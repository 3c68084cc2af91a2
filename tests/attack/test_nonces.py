"""An exhaustive log of key and nonce of every record: none may repeat, through rekeys and resumptions."""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from client.seal import records
from client.seal.records import SECRET, Direction, Sealer, TrafficKeys
from client.seal.resumption import Resumption
from client.seal.schedule import ResumeSecret
from tests.support import authority
from tests.support.handshake import Meet, resume, run
from wire import limits

SHORT, LONG = 20_000, 10_000_000
RECORDS_PER_SEALER = 2_500
ENTRY = 16


class Log:
    """Stands for AESGCM in the records: 4 bytes for the key, by order of appearance, and the nonce's 12."""

    def __init__(self) -> None:
        self.keys: dict[bytes, bytes] = {}
        self.entries = bytearray()

    def __call__(self, key: bytes) -> "LoggedCipher":
        number = self.keys.setdefault(key, len(self.keys).to_bytes(4))
        return LoggedCipher(AESGCM(key), number, self.entries)

    def __len__(self) -> int:
        return len(self.entries) // ENTRY

    def repeated(self) -> int:
        """Return how many entries are equal to another before them."""
        pairs = np.frombuffer(bytes(self.entries), dtype=np.uint64).reshape(-1, 2)
        ordered = pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))]
        return int(np.all(ordered[1:] == ordered[:-1], axis=1).sum())


class LoggedCipher:
    """Encrypts, and writes the nonce down."""

    def __init__(self, cipher: AESGCM, number: bytes, entries: bytearray) -> None:
        self._cipher = cipher
        self._number = number
        self._entries = entries

    def encrypt(self, nonce: bytes, body: bytes, header: bytes) -> bytes:
        assert len(nonce) == ENTRY - 4
        self._entries += self._number + nonce
        return self._cipher.encrypt(nonce, body, header)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    log = Log()
    monkeypatch.setattr(records, "AESGCM", log)
    return log


def traffic_keys() -> Iterator[TrafficKeys]:
    """Yield keys without end: of a session's two sides, and of each time that they come back."""
    root = authority.make_root()
    meet = Meet(root[0], authority.issue(root), authority.NOW, Direction.FROM_TYPER)
    paired = run(meet.typer(), meet.maker())
    secrets: list[ResumeSecret] = []
    for side in (paired.typer, paired.maker):
        assert not isinstance(side, Exception | None)
        yield side.keys
        secrets.append(side.resume)
    while True:
        typer, maker = (
            Resumption(secret, direction, meet.session)
            for secret, direction in zip(secrets, (Direction.FROM_TYPER, Direction.FROM_MAKER), strict=True)
        )
        back = resume(typer, maker)
        for keys in (back.typer, back.maker):
            assert isinstance(keys, TrafficKeys)
            yield keys


def seal(sealer: Sealer, count: int, chance: random.Random) -> None:
    """Seal so many records, with a rekey now and then."""
    for _ in range(count):
        if chance.random() < 0.01:
            sealer.rekey()
        sealer.seal(b"x")


def test_no_nonce_repeats_under_its_key(log: Log, long_form: bool, report: Callable[[str], None]) -> None:
    wanted = LONG if long_form else SHORT
    chance = random.Random(1)  # noqa: S311 - chooses when to rekey
    if long_form:
        # Far enough for the rekey by count, which no shorter run comes to.
        untouched = Sealer(bytes(SECRET), Direction.FROM_MAKER)
        for _ in range(limits.REKEY_RECORDS + 1000):
            untouched.seal(b"x")
        assert len(log.keys) == 2
    for keys in traffic_keys():
        if len(log) >= wanted:
            break
        seal(keys.sealer(), min(RECORDS_PER_SEALER, wanted - len(log)), chance)
    repeated = log.repeated()
    report(f"nonces: {len(log)} records under {len(log.keys)} keys: {repeated} repeated")
    assert len(log) == wanted
    assert len(log.keys) > wanted // 1000
    assert repeated == 0


def test_the_log_shows_a_nonce_that_repeats(log: Log) -> None:
    for _ in range(2):
        seal(Sealer(bytes(SECRET), Direction.FROM_MAKER), 500, random.Random(7))  # noqa: S311 - when to rekey
    assert log.repeated() == 500
