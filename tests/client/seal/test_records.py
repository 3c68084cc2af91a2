"""Records: round trips, strict order, rekeying, and nonces that never repeat."""

import hmac
from typing import ClassVar

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from client.seal import records
from client.seal.records import BODY, EPOCHS_FREE, OVERHEAD, Direction, Opener, RecordError, Sealer, TrafficKeys
from wire import limits

SECRET = bytes(range(32))


def pair() -> tuple[Sealer, Opener]:
    return Sealer(SECRET, Direction.FROM_MAKER), Opener(SECRET, Direction.FROM_MAKER)


def expanded(secret: bytes, label: bytes) -> bytes:
    """Return the first block of HKDF-Expand-SHA256 (RFC 5869, section 2.3)."""
    return hmac.digest(secret, b"pomoc record " + label + b"\1", "sha256")


def refused(opener: Opener, record: bytes) -> bool:
    """Tell whether the record, and then everything else, is refused."""
    with pytest.raises(RecordError):
        opener.open(record)
    with pytest.raises(RecordError, match="earlier"):
        opener.open(record)
    return True


@given(st.lists(st.one_of(st.none(), st.binary(max_size=300)), max_size=40))
@settings(deadline=None)
def test_bodies_arrive_whatever_rekeys_are_between(bodies: list[bytes | None]) -> None:
    sealer, opener = pair()
    for body in bodies:
        if body is None:
            sealer.rekey()
        else:
            record = sealer.seal(body)
            assert opener.open(record) == body
            assert len(record) == len(body) + OVERHEAD


@given(st.binary(max_size=40), st.data())
@settings(deadline=None)
def test_every_flipped_bit_is_refused(body: bytes, data: st.DataObject) -> None:
    sealer, opener = pair()
    record = bytearray(sealer.seal(body))
    bit = data.draw(st.integers(0, len(record) * 8 - 1))
    record[bit // 8] ^= 1 << bit % 8
    assert refused(opener, bytes(record))


@pytest.mark.parametrize("records_before", [0, 1])
def test_every_other_phase_is_refused(records_before: int) -> None:
    for phase in range(1, 256):
        sealer, opener = pair()
        for _ in range(records_before):
            opener.open(sealer.seal(b"x"))
        record = sealer.seal(b"body")
        assert record[0] == 0
        assert refused(opener, bytes((phase,)) + record[1:])


def test_a_record_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sealer, opener = pair()
    monkeypatch.setattr(limits, "PROTOCOL_VERSION", limits.PROTOCOL_VERSION + 1)
    record = sealer.seal(b"x")
    monkeypatch.undo()
    assert refused(opener, record)


def test_a_record_is_the_one_of_the_protocols_page() -> None:
    sealer, _ = pair()
    sealer.seal(b"first")
    sealer.rekey()
    first_of_epoch = sealer.seal(b"second")
    secret = expanded(SECRET, b"rekey")
    nonce = int.from_bytes(expanded(secret, b"iv")[:12]) ^ 1
    header = bytes((limits.PROTOCOL_VERSION, 1)) + (1).to_bytes(4) + (1).to_bytes(8)
    sealed = AESGCM(expanded(secret, b"key")).encrypt(nonce.to_bytes(12), b"second", header)
    assert first_of_epoch == b"\1" + sealed


@pytest.mark.parametrize("sequence", [4, 6, 0, 2**64 - 1])
def test_an_authentic_record_of_another_sequence_is_refused(sequence: int) -> None:
    sealer, opener = pair()
    for _ in range(5):
        opener.open(sealer.seal(b"x"))
    sealer._sequence = sequence
    assert refused(opener, sealer.seal(b"x"))


def test_a_repeated_and_a_lost_record_are_refused() -> None:
    sealer, opener = pair()
    first, _lost, third = (sealer.seal(b"x") for _ in range(3))
    opener.open(first)
    assert refused(opener, first)
    opener = Opener(SECRET, Direction.FROM_MAKER)
    opener.open(first)
    assert refused(opener, third)


def test_a_reflected_record_is_refused() -> None:
    keys = TrafficKeys(Direction.FROM_MAKER, SECRET, bytes(32))
    assert refused(keys.opener(), keys.sealer().seal(b"mine"))
    same_secret = TrafficKeys(Direction.FROM_MAKER, SECRET, SECRET)
    assert refused(same_secret.opener(), same_secret.sealer().seal(b"mine"))


def test_both_sides_of_the_traffic_keys_fit() -> None:
    maker = TrafficKeys(Direction.FROM_MAKER, SECRET, bytes(32))
    typer = TrafficKeys(Direction.FROM_TYPER, bytes(32), SECRET)
    assert typer.opener().open(maker.sealer().seal(b"down")) == b"down"
    assert maker.opener().open(typer.sealer().seal(b"up")) == b"up"
    assert repr(maker) == "TrafficKeys(direction=<Direction.FROM_MAKER: 1>)"


@pytest.mark.parametrize("size", [0, 1, 15, OVERHEAD - 1, limits.RECORD + 1])
def test_a_record_of_impossible_size_is_refused(size: int) -> None:
    sealer, opener = pair()
    assert refused(opener, sealer.seal(b"").ljust(size, b"\0")[:size])


def test_the_longest_body_passes_and_a_longer_one_does_not() -> None:
    sealer, opener = pair()
    with pytest.raises(RecordError):
        sealer.seal(bytes(BODY + 1))
    record = sealer.seal(bytes(BODY))
    assert len(record) == limits.RECORD
    assert opener.open(record) == bytes(BODY)


def test_nothing_is_sealed_when_the_sequence_is_used_up() -> None:
    sealer, opener = pair()
    sealer._sequence = opener._sequence = 2**64 - 1
    assert opener.open(sealer.seal(b"last")) == b"last"
    with pytest.raises(RecordError):
        sealer.seal(b"one more")
    assert refused(opener, bytes(20))


def test_an_epoch_that_was_skipped_is_refused() -> None:
    sealer, opener = pair()
    opener.open(sealer.seal(b"0"))
    sealer.rekey()
    sealer.seal(b"1")
    sealer.rekey()
    sealer._sequence = 1
    assert refused(opener, sealer.seal(b"2"))


def test_an_old_epoch_is_refused() -> None:
    old, opener = pair()
    new = Sealer(SECRET, Direction.FROM_MAKER)
    for number in range(4):
        record = new.seal(b"x")
        assert (old.seal(b"x") == record) is (number < 2)
        opener.open(record)
        if number == 1:
            new.rekey()
    assert refused(opener, old.seal(b"x"))


def test_an_empty_epoch_is_refused() -> None:
    sealer, opener = pair()
    sealer._epoch = sealer._epoch.following()
    assert refused(opener, sealer.seal(b"x"))


def test_the_sealer_makes_no_empty_epoch() -> None:
    sealer, opener = pair()
    sealer.rekey()
    for _ in range(3):
        opener.open(sealer.seal(b"x"))
        sealer.rekey()
        sealer.rekey()
    assert sealer._epoch.number == 2


def test_a_flood_of_rekeys_waits_at_the_sealer_and_is_refused_by_the_opener() -> None:
    sealer, opener = pair()
    for _ in range(EPOCHS_FREE):
        opener.open(sealer.seal(b"x"))
        sealer.rekey()
    # From sequence 1024 on one more epoch is allowed, from sequence 2048 on the next.
    for _ in range(10):
        opener.open(sealer.seal(b"x"))
        sealer.rekey()
    assert sealer._epoch.number == EPOCHS_FREE + 1
    sealer._epoch = sealer._epoch.following()
    assert refused(opener, sealer.seal(b"x"))


def test_rekeying_by_records_and_by_bytes() -> None:
    by_records = Sealer(SECRET, Direction.FROM_MAKER, rekey_records=3)
    assert [epoch_of(by_records, 1) for _ in range(8)] == [0, 0, 0, 1, 1, 1, 2, 2]
    by_bytes = Sealer(SECRET, Direction.FROM_MAKER, rekey_bytes=10)
    sizes = (4, 6, 1, 9, 1, 30, 2)
    assert [epoch_of(by_bytes, size) for size in sizes] == [0, 0, 1, 1, 2, 3, 4]


def test_a_session_rekeys_at_the_limits() -> None:
    sealer, _ = pair()
    sealer._records = limits.REKEY_RECORDS - 1
    assert [epoch_of(sealer, 1), epoch_of(sealer, 1)] == [0, 1]
    sealer._bytes = limits.REKEY_BYTES - 6
    assert [epoch_of(sealer, 5), epoch_of(sealer, 2)] == [1, 2]


def epoch_of(sealer: Sealer, size: int) -> int:
    """Seal a body of this size, and return the epoch in which it was."""
    phase = sealer.seal(bytes(size))[0]
    assert phase == sealer._epoch.number % 2
    return sealer._epoch.number


class Logged:
    """Stands for AESGCM and writes down each nonce under its key."""

    used: ClassVar[list[tuple[bytes, bytes]]] = []

    def __init__(self, key: bytes) -> None:
        self._key, self._cipher = key, AESGCM(key)

    def encrypt(self, nonce: bytes, body: bytes, header: bytes) -> bytes:
        self.used.append((self._key, nonce))
        return self._cipher.encrypt(nonce, body, header)


def test_no_nonce_repeats_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "AESGCM", Logged)
    monkeypatch.setattr(Logged, "used", [])
    for direction, secret in ((Direction.FROM_MAKER, SECRET), (Direction.FROM_TYPER, bytes(32))):
        sealer = Sealer(secret, direction, rekey_records=16)
        for number in range(5000):
            if number % 1000 == 7:
                sealer.rekey()
            sealer.seal(b"x")
    assert len(Logged.used) == len(set(Logged.used)) == 10_000
    assert len({key for key, _ in Logged.used}) > 600
