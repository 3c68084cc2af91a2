"""Writing an audit log: what is on the disk, when, and what never is."""

import itertools
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.record import audit
from client.record.audit import AuditLog
from client.record.entries import CUT, FIELD_CHARACTERS, AuditError, FieldValue, Side
from client.record.events import DURABLE, DURABLE_LATER, FIELDS, AuditEvent, Consent
from client.record.signing import sign_root
from client.record.verify import Finding, verify
from client.seal.identity import AgentCredentials
from tests.support.audit import AGENT, FINGERPRINT, Clock, certificate_of, open_log, signer, write_session
from wire.endings import Ending

SAMPLES: dict[type, FieldValue] = {int: 7, str: "something"}


def lines(log: AuditLog) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.path.read_bytes().splitlines()]


def test_the_header_names_session_side_and_agent(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    (first,) = lines(log)
    fields = first["fields"]
    assert isinstance(fields, dict)
    assert fields.pop("log") in log.path.name
    assert fields == {"version": 1, "side": "customer", "fingerprint": FINGERPRINT, **AGENT}
    assert (first["number"], first["time"], first["elapsed"]) == (1, "2030-05-17T12:00:00.000Z", 0)
    assert log.path.name.startswith("2030-05-17T120000Z-")
    assert log.root.hex() == first["hash"]


def test_an_entry_is_in_the_file_when_record_returns(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    callers = {event: FIELDS[event] for event in AuditEvent if event not in ("session_begun", "session_ended")}
    for event, fields in callers.items():
        log.record(event, **{name: SAMPLES[kind] for name, kind in fields.items()})
        assert lines(log)[-1]["event"] == event
    assert len(lines(log)) == 1 + len(callers)
    assert verify(log.path).finding is Finding.NOT_CLOSED


def test_what_must_outlive_a_loss_of_power_is_synchronised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synchronised: list[int] = []
    real = os.fsync

    def fsync(file: int) -> None:
        real(file)
        synchronised.append(os.fstat(file).st_size)

    monkeypatch.setattr(os, "fsync", fsync)
    log = open_log(tmp_path)
    assert synchronised[-1] == log.path.stat().st_size
    for event in (AuditEvent.CONTROL_GRANTED, AuditEvent.CONSENT_GIVEN, AuditEvent.PANIC):
        before = len(synchronised)
        log.record(event, **({"what": Consent.VIEW} if FIELDS[event] else {}))
        assert (len(synchronised) > before) == (event in DURABLE)
        before = len(synchronised)
        log.sync()
        assert (len(synchronised) > before) == (event in DURABLE_LATER)
    before = len(synchronised)
    log.close(Ending.PANIC)
    assert len(synchronised) == before + 1


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_file_and_folder_are_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "audit"
    log = open_log(folder)
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    open_log(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_there_is_no_field_for_what_was_typed_said_or_shown() -> None:
    texts = {(event, name) for event, fields in FIELDS.items() for name, kind in fields.items() if kind is str}
    begun = {(AuditEvent.SESSION_BEGUN, name) for name in ("log", "side", "fingerprint", *AGENT)}
    assert {name for _, name in texts - begun} == {"ending", "what", "reason", "message"}


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        (AuditEvent.PANIC, {"text": "1234 5678"}),
        (AuditEvent.INPUT_SUMMARY, {"pointer": 1, "buttons": 0, "wheel": 0}),
        (AuditEvent.INPUT_SUMMARY, {"pointer": 1, "buttons": 0, "wheel": 0, "keys": "abc"}),
        (AuditEvent.INPUT_SUMMARY, {"pointer": True, "buttons": 0, "wheel": 0, "keys": 0}),
        (AuditEvent.CAPTURE_STARTED, {"width": -1, "height": 1}),
        (AuditEvent.CAPTURE_STARTED, {"width": 2**53, "height": 1}),
        (AuditEvent.CONSENT_ASKED, {"what": 1}),
        (AuditEvent.SESSION_BEGUN, {}),
        (AuditEvent.SESSION_ENDED, {"ending": "panic"}),
    ],
)
def test_other_fields_are_refused_and_leave_the_log_whole(
    tmp_path: Path, event: AuditEvent, fields: dict[str, FieldValue]
) -> None:
    log = open_log(tmp_path)
    with pytest.raises(AuditError):
        log.record(event, **fields)
    log.record(AuditEvent.LOCAL_INPUT)
    assert [line["event"] for line in lines(log)] == ["session_begun", "local_input"]


@pytest.mark.parametrize("fingerprint", ["", "12345", "1234567", "12345a", "12345\n", "١٢٣٤٥٦"])
def test_a_wrong_fingerprint_makes_no_file(tmp_path: Path, fingerprint: str) -> None:
    with pytest.raises(AuditError):
        AuditLog(tmp_path, Side.AGENT, fingerprint, **AGENT)
    assert not list(tmp_path.iterdir())


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=500), min_size=4, max_size=8))
@settings(deadline=None, max_examples=60)
def test_no_text_breaks_the_format(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    organisation, agent, email, *reasons = texts
    folder = tmp_path_factory.mktemp("audit")
    log = AuditLog(folder, Side.CUSTOMER, FINGERPRINT, organisation=organisation, agent=agent, email=email)
    for reason in reasons:
        log.record(AuditEvent.CAPTURE_STOPPED, reason=reason)
    log.close(Ending.AGENT_ENDED)
    assert verify(log.path).finding is Finding.UNSIGNED
    assert len(lines(log)) == 2 + len(reasons)


@pytest.mark.parametrize("text", ["x" * 201, "x" * 10**6, "x\x00" * 100 + "\x00" * 1000, "\n" * 500])
def test_a_long_text_is_cut_with_a_mark(tmp_path: Path, text: str) -> None:
    log = open_log(tmp_path)
    log.record(AuditEvent.CAPTURE_STOPPED, reason=text)
    fields = lines(log)[-1]["fields"]
    assert isinstance(fields, dict)
    assert len(fields["reason"]) <= FIELD_CHARACTERS
    assert fields["reason"].endswith(CUT)


def test_a_text_that_just_fits_is_not_cut(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    log.record(AuditEvent.CAPTURE_STOPPED, reason="ž" * FIELD_CHARACTERS)
    assert lines(log)[-1]["fields"] == {"reason": "ž" * FIELD_CHARACTERS}


def test_number_and_elapsed_go_on_when_the_clock_is_set_back(tmp_path: Path, agent: AgentCredentials) -> None:
    clock = Clock()
    log = open_log(tmp_path, clock=clock)
    clock.seconds += 1.5
    log.record(AuditEvent.LINE_LOST)
    clock.set_back(3600)
    clock.seconds += 1.5
    log.record(AuditEvent.LINE_RESUMED)
    clock.seconds -= 1
    log.close(Ending.AGENT_ENDED)
    log.sign(certificate_of(agent), signer(agent))
    entries = lines(log)[:-1]
    assert [entry["number"] for entry in entries] == [1, 2, 3, 4]
    assert [entry["elapsed"] for entry in entries] == [0, 1500, 3000, 3000]
    verdict = verify(log.path)
    assert (verdict.finding, verdict.clock_set_back) == (Finding.INTACT, 3)


def test_a_second_writer_of_the_same_file_is_refused(tmp_path: Path) -> None:
    def same(size: int) -> bytes:
        return bytes(size)

    clock = Clock()
    AuditLog(tmp_path, Side.AGENT, FINGERPRINT, **AGENT, clock=clock.now, entropy=same)
    with pytest.raises(AuditError):
        AuditLog(tmp_path, Side.AGENT, FINGERPRINT, **AGENT, clock=clock.now, entropy=same)


def test_a_file_that_somebody_else_wrote_to_is_given_up(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    with log.path.open("ab") as file:
        file.write(b"x")
    for _ in range(2):
        with pytest.raises(AuditError):
            log.record(AuditEvent.PANIC)
    with pytest.raises(AuditError):
        log.close(Ending.PANIC)
    assert verify(log.path).finding is Finding.BROKEN_OFF


@pytest.mark.skipif(os.name != "posix", reason="Windows does not remove open files")
def test_a_removed_file_is_noticed(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    log.path.unlink()
    with pytest.raises(AuditError):
        log.record(AuditEvent.PANIC)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_audit_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = open_log(tmp_path)
    monkeypatch.setattr(os, "write", _full)
    with pytest.raises(AuditError):
        log.record(AuditEvent.PANIC)
    monkeypatch.undo()
    with pytest.raises(AuditError):
        log.record(AuditEvent.PANIC)
    assert len(lines(log)) == 1


def _full(_file: int, data: bytes) -> int:
    file = os.open("/dev/full", os.O_WRONLY)
    try:
        return os.pwrite(file, data, 0)
    finally:
        os.close(file)


@pytest.mark.parametrize("obstacle", ["file", "loop"])
def test_a_folder_that_cannot_be_is_an_audit_error(tmp_path: Path, obstacle: str) -> None:
    folder = tmp_path / "audit"
    if obstacle == "file":
        folder.write_bytes(b"")
    else:
        folder.symlink_to(folder)
    with pytest.raises(AuditError):
        open_log(folder)


def test_a_log_has_a_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ENTRIES", 3)
    log = open_log(tmp_path)
    log.record(AuditEvent.LINE_LOST)
    log.record(AuditEvent.LINE_RESUMED)
    with pytest.raises(AuditError):
        log.record(AuditEvent.LINE_LOST)
    log.close(Ending.LINE_LOST)
    assert lines(log)[-1]["event"] == "session_ended"


def test_after_the_end_nothing_is_written(tmp_path: Path) -> None:
    log = open_log(tmp_path)
    log.close(Ending.PANIC)
    before = log.path.read_bytes()
    with pytest.raises(AuditError):
        log.record(AuditEvent.PANIC)
    with pytest.raises(AuditError):
        log.close(Ending.PANIC)
    assert log.path.read_bytes() == before


def test_both_sides_logs_are_signed_and_intact(tmp_path: Path, agent: AgentCredentials) -> None:
    own = write_session(tmp_path, agent, side=Side.AGENT)
    assert verify(own).intact
    customers = open_log(tmp_path)
    customers.close(Ending.CUSTOMER_LEFT)
    certificate = certificate_of(agent)
    signature = sign_root(Side.CUSTOMER, FINGERPRINT, customers.root, certificate, signer(agent))
    customers.attach_signature(certificate, signature)
    verdict = verify(customers.path)
    assert verdict.intact
    assert verdict.ending == Ending.CUSTOMER_LEFT


def test_a_signature_is_attached_only_if_it_fits_and_once(tmp_path: Path, agent: AgentCredentials) -> None:
    log = open_log(tmp_path)
    certificate = certificate_of(agent)
    sign = signer(agent)
    with pytest.raises(AuditError):  # not closed yet
        log.sign(certificate, sign)
    log.close(Ending.AGENT_ENDED)
    before = log.path.read_bytes()
    wrong = [
        sign_root(Side.AGENT, FINGERPRINT, log.root, certificate, sign),
        sign_root(Side.CUSTOMER, "000000", log.root, certificate, sign),
        sign_root(Side.CUSTOMER, FINGERPRINT, bytes(32), certificate, sign),
        sign_root(Side.CUSTOMER, FINGERPRINT, log.root, certificate + b"\0", sign),
        sign(log.root),
        b"",
        b"\x30" * 128,
        bytes(129),
    ]
    for signature, der in itertools.product(wrong, (certificate, b"", b"\x30\x80", bytes(4097))):
        with pytest.raises(AuditError):
            log.attach_signature(der, signature)
    assert log.path.read_bytes() == before
    log.sign(certificate, sign)
    with pytest.raises(AuditError):
        log.sign(certificate, sign)
    assert verify(log.path).intact


def test_what_is_no_root_is_not_signed(agent: AgentCredentials) -> None:
    for root in (b"", bytes(31), bytes(33)):
        with pytest.raises(AuditError):
            sign_root(Side.CUSTOMER, FINGERPRINT, root, certificate_of(agent), signer(agent))


def test_a_replaced_file_is_not_signed(tmp_path: Path, agent: AgentCredentials) -> None:
    log = open_log(tmp_path)
    log.close(Ending.AGENT_ENDED)
    copy = log.path.with_suffix(".copy")
    copy.write_bytes(log.path.read_bytes())
    copy.replace(log.path)
    with pytest.raises(AuditError):
        log.sign(certificate_of(agent), signer(agent))
    log.path.unlink()
    with pytest.raises(AuditError):
        log.sign(certificate_of(agent), signer(agent))


def test_entries_of_several_threads_are_one_chain(tmp_path: Path, agent: AgentCredentials) -> None:
    log = open_log(tmp_path)
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(log.record, AuditEvent.LOCAL_INPUT) for _ in range(400)]:
            done.result()
    log.close(Ending.AGENT_ENDED)
    log.sign(certificate_of(agent), signer(agent))
    assert verify(log.path).intact
    assert len(lines(log)) == 403
