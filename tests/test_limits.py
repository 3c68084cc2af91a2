"""Each limit has a test that goes past it, and whoever adds one has to name its test here.

That a test of that name exists is all that is checked here; what it shows, only a reader can tell.
"""

import ast
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import server.limits
import wire.limits

TESTS = Path(__file__).parent
GUARD = "client/pipeline/test_hostile.py"
LIVE = "server/test_relay_live.py"
WAITING = "client/pipeline/test_waiting_limits.py"
ACCEPTOR = "server/test_acceptor.py"
ROOMS = "server/test_rooms.py"
CODEC = "wire/test_codec.py"

OF_WIRE = {
    "PROTOCOL_VERSION": (LIVE, "test_another_version_is_told_even_with_unknown_fields"),
    "NAMEPLATE_DIGITS": ("wire/test_rendezvous.py", "test_a_nameplate_is_four_ascii_digits"),
    "SECRET_DIGITS": ("wire/test_code.py", "test_what_is_not_a_code_and_how_many_digits_it_has"),
    "PASSWORD_DIGITS": ("client/pipeline/test_resume.py", "test_the_other_way_in"),
    "CODE_DIGITS": ("wire/test_code.py", "test_what_is_not_a_code_and_how_many_digits_it_has"),
    "CODE_LIFETIME": (ROOMS, "test_an_expired_code_is_refused_like_an_unknown_one"),
    "CODE_ATTEMPTS": (LIVE, "test_next_attempt_drops_the_typer_and_waits_for_another"),
    "NAMEPLATE_QUARANTINE": (ROOMS, "test_full_server_refuses_and_frees_nameplates_after_the_quarantine"),
    "REFUSAL_DELAY": ("server/test_relay.py", "test_every_refusal_takes_the_same_time"),
    "JOINS_PER_MINUTE": (ROOMS, "test_one_address_is_limited_and_another_is_not"),
    "LOGIN_ATTEMPTS_PER_MINUTE": (
        "server/test_login_live.py",
        "test_logins_are_limited_and_nothing_secret_is_logged_or_kept",
    ),
    "CONTROL_FRAME": (LIVE, "test_what_no_program_sends_closes_the_socket"),
    "RELAY_FRAME": (LIVE, "test_what_no_program_sends_closes_the_socket"),
    "RELAY_WRITE_BUFFER": ("server/test_relay.py", "test_a_slow_receiver_slows_the_sender_and_loses_nothing"),
    "RELAY_BLOCKED": ("server/test_relay.py", "test_a_receiver_that_takes_nothing_is_cut_off"),
    "RENDEZVOUS_IDLE": (ACCEPTOR, "test_whatever_dawdles_is_cut_off_in_time_and_a_websocket_is_not"),
    "WEBSOCKET_PING": (
        "client/pipeline/test_resume_silence.py",
        "test_the_server_notices_a_side_that_is_gone_without_a_word",
    ),
    "WEBSOCKET_PONG": (
        "client/pipeline/test_resume_silence.py",
        "test_the_server_notices_a_side_that_is_gone_without_a_word",
    ),
    "HTTP_BODY": ("server/test_login_live.py", "test_what_is_not_a_login_is_refused"),
    "BRAND_FILE": ("wire/test_brand.py", "test_a_file_over_the_cap"),
    "CONNECT_TIMEOUT": ("client/pipeline/test_meeting.py", "test_a_server_that_gives_no_number_is_not_waited_for"),
    "WAITING_IDS": (ROOMS, "test_customers_get_a_part_of_all_nameplates_however_they_come_and_go"),
    "WAITING_IDS_PER_ADDRESS": (ROOMS, "test_one_address_waits_at_few_nameplates_and_asks_for_few"),
    "WAITS_PER_MINUTE": (ROOMS, "test_one_address_waits_at_few_nameplates_and_asks_for_few"),
    "RESUMES_PER_MINUTE": ("server/test_sessions.py", "test_one_address_resumes_only_so_often"),
    "RESUME_WINDOW": ("server/test_sessions.py", "test_the_window_ends_it_for_who_waits_and_for_who_comes_late"),
    "RESUME_BACKOFF": ("client/pipeline/test_resume_pauses.py", "test_each_pause_is_drawn_from_the_upper_half"),
    "TICKETS": ("client/seal/test_tickets.py", "test_every_ticket_hashes_to_the_one_before_down_to_the_anchor"),
    "TICKETS_SKIPPED": ("server/test_sessions.py", "test_so_many_tickets_may_be_lost_and_not_one_more"),
    "HANDSHAKE_MESSAGE": ("wire/test_handshake.py", "test_a_message_over_the_cap_is_not_even_read"),
    "HANDSHAKE_TIMEOUT": (WAITING, "test_a_typer_that_says_nothing_loses_its_attempt"),
    "CERTIFICATE_LIFETIME": ("client/seal/test_identity.py", "test_a_longer_life_than_allowed_is_not_certified"),
    "CERTIFICATE_CLOCK_SKEW": ("client/seal/test_identity.py", "test_the_dates_hold_to_the_second_with_the_skew"),
    "RECORD": ("client/seal/test_records.py", "test_the_longest_body_passes_and_a_longer_one_does_not"),
    "CHUNK": ("client/seal/test_chunks.py", "test_an_urgent_message_goes_between_two_chunks_of_a_picture"),
    "PICTURE_CHUNK": (
        "client/seal/test_chunks.py",
        "test_a_slow_line_gets_a_picture_in_small_pieces_and_none_without_room",
    ),
    "PADDING_BUCKETS": ("client/seal/test_chunks.py", "test_what_is_typed_and_said_is_padded"),
    "REKEY_RECORDS": ("client/seal/test_records.py", "test_rekeying_by_records_and_by_bytes"),
    "REKEY_BYTES": ("client/seal/test_records.py", "test_rekeying_by_records_and_by_bytes"),
    "REKEY_SECONDS": (WAITING, "test_a_line_has_new_keys_after_a_while"),
    "MESSAGE": (CODEC, "test_a_message_over_the_cap_is_neither_sent_nor_read"),
    "CHAT_CHARACTERS": (CODEC, "test_the_agents_numbers_and_texts_at_their_caps"),
    "NAME_CHARACTERS": ("server/test_login_live.py", "test_what_is_not_a_login_is_refused"),
    "RECTANGLES": (CODEC, "test_more_rectangles_than_a_frame_may_have"),
    "SCREEN_SIDE": ("client/screen/test_canvas.py", "test_sizes_out_of_bounds"),
    "SCREEN_PIXELS": ("client/screen/test_canvas.py", "test_sizes_out_of_bounds"),
    "RECTANGLE_PIXELS": (
        "client/screen/test_lossless.py",
        "test_too_large_an_area_is_not_encoded",
    ),
    "MOTION_AREAS": (CODEC, "test_a_videos_picture_with_no_area_or_too_many"),
    "COPIED_PIXELS": (CODEC, "test_a_frame_that_costs_more_than_one_may"),
    "ROW_PIXELS": (CODEC, "test_a_frame_that_costs_more_than_one_may"),
    "VIDEO_PACKET": ("client/screen/test_h264.py", "test_more_bytes_than_a_picture_may_have"),
    "VIDEO_PIXELS": ("client/screen/test_video.py", "test_wrong_sizes"),
    "CURSOR_SIDE": ("client/screen/test_cursor.py", "test_a_huge_cursor_is_cut_around_its_hot_spot"),
    "CURSORS_KEPT": (GUARD, "test_a_shape_that_is_sent_again_is_not_the_next_to_be_forgotten"),
    "FRAMES_IN_FLIGHT": ("client/screen/test_pacing.py", "test_closes_when_full_and_opens_when_shown"),
    "INPUT_EVENTS_PER_SECOND": ("client/input/test_gate.py", "test_a_flood_is_cut_to_the_limit_but_releases_pass"),
    "CHAT_LINES_PER_SECOND": (GUARD, "test_a_flood_of_chat_ends_the_session"),
    "CHAT_BURST": (GUARD, "test_a_flood_of_chat_ends_the_session"),
    "SHARES_PER_SECOND": (GUARD, "test_a_flood_of_shares_ends_the_session"),
    "SHARES_BURST": (GUARD, "test_a_flood_of_shares_ends_the_session"),
    "SHARE_INTERVAL": (GUARD, "test_refreshing_again_and_again_costs_one_picture_a_second"),
    "NEWS_PER_SECOND": (GUARD, "test_a_flood_of_cursors_ends_the_session"),
    "NEWS_BURST": (GUARD, "test_a_flood_of_cursors_ends_the_session"),
    "INPUT_WAITING": (WAITING, "test_input_that_nobody_takes_does_not_pile_up"),
    "WHEEL_STEPS": (CODEC, "test_the_agents_numbers_and_texts_at_their_caps"),
    "LOCAL_INPUT_QUIET": ("client/pipeline/test_session.py", "test_control_is_asked_granted_suspended_and_taken"),
    "HELD_INPUT_ALIVE": (
        "client/ui/agent/test_remote_input.py",
        "test_while_something_is_held_the_customer_is_told_so",
    ),
    "HELD_INPUT_SILENCE": ("client/input/test_gate.py", "test_silence_releases_what_is_held"),
    "SESSION_QUESTION": ("client/ui/customer/test_session_clock.py", "test_it_asks_again_after_each_answer"),
    "QUESTION_PATIENCE": ("client/ui/customer/test_session_clock.py", "test_no_answer_ends_the_session"),
    "IDLE_SHARING": (
        "client/pipeline/test_ways_to_stop.py",
        "test_sharing_stops_by_itself_when_nobody_does_anything",
    ),
    "SHOW_DELAY": ("client/ui/customer/test_warning.py", "test_the_programs_own_delay_is_three_seconds"),
}

OF_SERVER = {
    "SOCKETS": ("server/test_limits_live.py", "test_one_socket_more_than_the_setting_is_told_when_to_come_again"),
    "RETRY_AFTER": ("server/test_limits_live.py", "test_one_socket_more_than_the_setting_is_told_when_to_come_again"),
    "DESCRIPTORS_KEPT": (ACCEPTOR, "test_a_server_short_of_descriptors_says_so_and_recovers"),
    "DESCRIPTORS_LAST": (ACCEPTOR, "test_a_server_short_of_descriptors_says_so_and_recovers"),
    "CROWDED_LIFETIME": (ACCEPTOR, "test_a_server_short_of_descriptors_says_so_and_recovers"),
    "ARRIVING": (ACCEPTOR, "test_silent_connections_make_room_for_those_who_come_after_them"),
    "ACCEPT_PAUSE": (ACCEPTOR, "test_a_server_without_any_descriptor_takes_up_later_who_waits"),
    "CONTROL_FRAMES": (LIVE, "test_what_no_program_sends_closes_the_socket"),
    "ENDED_SESSIONS": ("server/test_sessions.py", "test_the_memory_of_ended_sessions_is_bounded"),
    "SESSION_OWNERS_KEPT": ("server/test_accounts.py", "test_the_store_knows_whose_a_session_is_and_not_its_id"),
    "OLD_SESSIONS_RETURN": ("server/test_sessions.py", "test_long_after_a_restart_nobody_is_taken_on_trust"),
    "LOGIN_FAILURES_FREE": ("server/test_lockout.py", "test_the_fifth_wrong_password_locks"),
    "LOGIN_LOCK": ("server/test_lockout.py", "test_each_failure_doubles_the_wait_up_to_a_limit"),
    "LOGIN_FAILURES_KEPT": ("server/test_lockout.py", "test_failures_outlive_a_restart_and_hold_no_name"),
    "LOGIN_NAMES_KEPT": ("server/test_lockout.py", "test_names_without_an_account_push_out_their_own_kind_only"),
    "LOGIN_HASHES": ("server/test_password_hashing.py", "test_no_more_than_so_many_passwords_are_hashed_at_once"),
    "CARETAKER_PAUSE": (
        "server/test_resume_live.py",
        "test_a_revoked_agents_sockets_are_closed_and_nothing_of_it_goes_on",
    ),
}

MODULES = [(wire.limits, OF_WIRE), (server.limits, OF_SERVER)]


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize(("module", "table"), MODULES)
def test_each_limit_has_a_test_that_exceeds_it(module: ModuleType, table: dict[str, tuple[str, str]]) -> None:
    limits = {name for name in vars(module) if name.isupper()}
    assert limits - set(table) == set(), "name the test that goes past it"
    assert set(table) - limits == set(), "there is no such limit any more"


def in_the_document(section: str) -> dict[str, list[float]]:
    """Return the limits of one part of section 11 of docs/protocol.md: names, and the numbers beside them."""
    written: dict[str, list[float]] = {}
    for row in re.findall(r"^\| ([A-Z_, ]+) \| ([^|]+) \|", section, re.MULTILINE):
        names = row[0].split(", ")
        # What stands in brackets says the same number in another way.
        numbers = [float(each) for each in re.sub(r"\(.*\)", "", row[1]).split(",")]
        written |= (
            {names[0]: numbers} if len(names) == 1 else {name: [n] for name, n in zip(names, numbers, strict=True)}
        )
    return written


def test_the_document_has_the_limits_as_they_are() -> None:
    page = (TESTS.parent / "docs" / "protocol.md").read_text(encoding="utf-8")
    sections = page.partition("## 11. Limits")[2].partition("The server's own")
    for (module, _), section in zip(MODULES, (sections[0], sections[2]), strict=True):
        limits = {name: value for name, value in vars(module).items() if name.isupper()}
        assert in_the_document(section) == {
            name: list(map(float, value)) if isinstance(value, tuple) else [float(value)]
            for name, value in limits.items()
        }


@pytest.mark.parametrize("table", [OF_WIRE, OF_SERVER])
def test_each_test_that_is_named_exists(table: dict[str, tuple[str, str]]) -> None:
    assert {name: test for name, (file, test) in table.items() if test not in functions_of(file)} == {}
