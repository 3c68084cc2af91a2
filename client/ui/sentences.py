"""Refusals, endings and notes as sentences, each from the reader's point of view."""

from PySide6.QtCore import QCoreApplication, QObject

from client.record.entries import Side
from client.session.states import Note
from wire import limits
from wire.endings import Ending, Refusal

translate = QCoreApplication.translate


class _Counted(QObject):
    """Sentences with a number in them: lupdate finds plural forms in tr() only, not in translate()."""

    def wrong_digits(self, digits: int) -> str:
        """Return the sentence for so many digits."""
        return self.tr("The number has 8 digits; you typed %n.", "", digits)


def malformed_code_sentence(digits: int) -> str:
    """Return what to say of a typed text with this many digits that is not a code."""
    if digits == 0:
        return translate("Sentences", "Type the 8 digits of the number that your advisor gave you.")
    if digits == limits.CODE_DIGITS:
        return translate("Sentences", "Type only the 8 digits of the number, without letters or other signs.")
    return _Counted().wrong_digits(digits)


def refusal_sentence(refusal: Refusal, side: Side) -> str:
    """Return why there is no session, and what to do next."""
    sentences = _refusals()
    if side is Side.AGENT:
        sentences |= _refusals_for_agent()
    return sentences[refusal]


def ending_sentence(ending: Ending, side: Side) -> str:
    """Return how the session ended, and what to do next."""
    return (_endings_for_customer() if side is Side.CUSTOMER else _endings_for_agent())[ending]


def note_sentence(note: Note, side: Side, name: str) -> str:
    """Return a system line of the chat; `name` is the other person's and may be empty at the agent's."""
    notes = _notes_for_customer() if side is Side.CUSTOMER else _notes_for_agent()
    # Not str.format: a name with braces in it must stay a name.
    return notes[note].replace("{name}", name)


def _refusals() -> dict[Refusal, str]:
    return {
        Refusal.CODE_MALFORMED: translate("Sentences", "That is not a session number. It has exactly 8 digits."),
        Refusal.CODE_REFUSED: translate(
            "Sentences",
            "The number is wrong, has expired or was already used. Check it, or ask the advisor for a new one.",
        ),
        # A customer hears of these two only where the customer's own program made the password.
        Refusal.CODE_EXPIRED: translate(
            "Sentences", "Your password has expired. If your advisor still needs one, let a new one be shown."
        ),
        Refusal.CODE_BURNT: translate(
            "Sentences",
            "Your password was typed wrongly too often and no longer works. "
            "If your advisor still needs one, let a new one be shown.",
        ),
        Refusal.TOO_MANY_ATTEMPTS: translate(
            "Sentences", "There were too many attempts in a short time. Wait a minute, then try again."
        ),
        Refusal.RESUME_REFUSED: translate(
            "Sentences", "The session could not be taken up again. Ask the advisor for a new number."
        ),
        Refusal.AGENT_REVOKED: translate(
            "Sentences", "The advisor's account has been blocked. Call the organisation at a number that you know."
        ),
        Refusal.LOGIN_LOCKED: translate(
            "Sentences", "There were too many wrong passwords for this name. Wait a few minutes, then try again."
        ),
        Refusal.SECOND_FACTOR_NEEDED: translate(
            "Sentences", "Your account has a second lock. Type the code that your authenticator app shows now."
        ),
        Refusal.SERVER_UNREACHABLE: translate(
            "Sentences", "The server cannot be reached. Check your internet connection, then try again."
        ),
        Refusal.SERVER_NOT_TRUSTED: translate(
            "Sentences",
            "The server could not prove who it is, so the connection was not made. "
            "Check the date and time of this computer, or try from another network.",
        ),
        Refusal.SERVER_FULL: translate("Sentences", "The server is busy. Wait a few minutes, then try again."),
        Refusal.SERVER_STOPPING: translate(
            "Sentences", "The server is being restarted. Wait a minute, then try again."
        ),
        Refusal.PROXY_REFUSED: translate(
            "Sentences",
            "The proxy of your network did not let the connection through. Ask the people who look after your network.",
        ),
        Refusal.VERSION_MISMATCH: translate(
            "Sentences", "This version of the program does not fit the server. Download the program again."
        ),
        Refusal.LOGIN_REFUSED: translate("Sentences", "The name or the password is wrong. Check both and try again."),
        Refusal.LOGIN_EXPIRED: translate("Sentences", "Your login has expired. Log in again."),
        Refusal.AGENT_NOT_CERTIFIED: translate(
            "Sentences",
            "The person at the other end could not prove that they work for this organisation. "
            "The connection was not made. Call the organisation at a number that you know.",
        ),
        Refusal.CERTIFICATE_OUT_OF_DATE: translate(
            "Sentences",
            "The advisor's certificate is not valid at this time. "
            "Check the date and time of this computer, then ask the advisor for a new number.",
        ),
        Refusal.HANDSHAKE_FAILED: translate(
            "Sentences",
            "A safe connection could not be made. Check the number, or ask the advisor for a new one.",
        ),
        Refusal.PEER_LEFT: translate(
            "Sentences", "The advisor left before the session began. Ask the advisor for a new number."
        ),
    }


def _refusals_for_agent() -> dict[Refusal, str]:
    """Return those that read otherwise for the agent."""
    return {
        # Only who typed a customer's number and password hears of it.
        Refusal.CODE_REFUSED: translate(
            "Sentences",
            "The number or the password is wrong, has expired or was already used. Ask the customer for new ones.",
        ),
        Refusal.CODE_EXPIRED: translate(
            "Sentences", "Nobody typed the number within its lifetime. Start a new session."
        ),
        Refusal.CODE_BURNT: translate(
            "Sentences", "The number was typed wrongly too often and no longer works. Start a new session."
        ),
        Refusal.RESUME_REFUSED: translate("Sentences", "The session could not be taken up again. Start a new session."),
        Refusal.AGENT_REVOKED: translate("Sentences", "Your account has been blocked. Ask your administrator."),
        Refusal.AGENT_NOT_CERTIFIED: translate(
            "Sentences", "Your certificate was not accepted. Log in again, or ask your administrator."
        ),
        Refusal.CERTIFICATE_OUT_OF_DATE: translate(
            "Sentences",
            "Your certificate is not valid at this time. Check the date and time of this computer, then log in again.",
        ),
        Refusal.HANDSHAKE_FAILED: translate(
            "Sentences", "A safe connection to the customer could not be made. Start a new session."
        ),
        Refusal.PEER_LEFT: translate("Sentences", "The customer left before the session began. Start a new session."),
    }


def _endings_for_customer() -> dict[Ending, str]:
    return {
        Ending.CUSTOMER_LEFT: translate("Sentences", "You ended the session. You can close this window."),
        Ending.AGENT_ENDED: translate(
            "Sentences", "The advisor ended the session. If you need more help, ask for a new number."
        ),
        Ending.LINE_LOST: translate(
            "Sentences",
            "The connection was lost and did not come back within two minutes, so the session has ended. "
            "Check your internet connection, then ask the advisor for a new number.",
        ),
        Ending.RETURN_REFUSED: translate(
            "Sentences",
            "The session could not be taken up again safely, so it has ended. "
            "To go on, ask the advisor for a new number.",
        ),
        Ending.AGENT_DISMISSED: translate(
            "Sentences",
            "The session has ended because the advisor's account was blocked. "
            "Call the organisation at a number that you know.",
        ),
        Ending.PANIC: translate(
            "Sentences",
            "You stopped the session with the emergency keys. "
            "If something was wrong, call the organisation at a number that you know.",
        ),
        Ending.TIME_LIMIT: translate(
            "Sentences",
            "The session has ended because nobody answered whether it should go on. "
            "If you need more help, ask for a new number.",
        ),
        Ending.PROTOCOL_VIOLATION: translate(
            "Sentences",
            "The session was ended for your safety: the other side's program did something that is not allowed. "
            "Call the organisation before you connect again.",
        ),
        Ending.INTERNAL_ERROR: translate(
            "Sentences",
            "The session ended because of an error in the program. "
            "Close this window, open the program again and ask the advisor for a new number.",
        ),
    }


def _endings_for_agent() -> dict[Ending, str]:
    return {
        Ending.CUSTOMER_LEFT: translate("Sentences", "The customer ended the session. To go on, start a new session."),
        Ending.AGENT_ENDED: translate("Sentences", "You ended the session. You can close this window."),
        Ending.LINE_LOST: translate(
            "Sentences",
            "The connection was lost and did not come back within two minutes, so the session has ended. "
            "To go on, start a new session.",
        ),
        Ending.RETURN_REFUSED: translate(
            "Sentences",
            "The session could not be taken up again safely, so it has ended. To go on, start a new session.",
        ),
        Ending.AGENT_DISMISSED: translate(
            "Sentences", "The session has ended because your account was blocked. Ask your administrator."
        ),
        Ending.PANIC: translate(
            "Sentences", "The customer stopped the session with the emergency keys. Call before you connect again."
        ),
        Ending.TIME_LIMIT: translate(
            "Sentences",
            "The session has ended because the customer did not answer whether it should go on. "
            "To go on, start a new session.",
        ),
        Ending.PROTOCOL_VIOLATION: translate(
            "Sentences",
            "The session was ended for safety: the customer's program did something that is not allowed. "
            "Tell your administrator.",
        ),
        Ending.INTERNAL_ERROR: translate(
            "Sentences", "The session ended because of an error in the program. Start a new session."
        ),
    }


def _notes_for_customer() -> dict[Note, str]:
    return {
        Note.CONNECTED: translate("Sentences", "Connected with {name}. Nothing of your screen is visible."),
        Note.SHARING_STARTED: translate("Sentences", "{name} now sees your screen."),
        Note.SHARING_STOPPED: translate("Sentences", "Your screen is no longer visible. You can go on chatting."),
        Note.SCREEN_FAILED: translate(
            "Sentences", "Your screen could not be shown, so sharing has stopped. You can go on chatting."
        ),
        Note.CONTROL_ASKED: translate("Sentences", "{name} asks to use your mouse and keyboard."),
        Note.CONTROL_ALLOWED: translate("Sentences", "You allowed control: {name} can use your mouse and keyboard."),
        Note.CONTROL_TAKEN_BACK: translate("Sentences", "You took control: {name} only sees your screen."),
        Note.CONTROL_RETURNED: translate("Sentences", "{name} gives control back to you."),
        Note.CONTROL_DENIED: translate("Sentences", "You did not allow control: {name} only sees your screen."),
        Note.INPUT_FAILED: translate(
            "Sentences", "Remote control does not work on this computer: {name} only sees your screen."
        ),
        Note.ATTEMPT_FAILED: translate("Sentences", "Someone typed a wrong password."),
        Note.CUSTOMER_LEFT: translate("Sentences", "You ended the session."),
        Note.AGENT_LEFT: translate("Sentences", "{name} ended the session."),
        Note.AGENT_REVOKED: translate("Sentences", "The session has ended: the advisor's account was blocked."),
        Note.LINE_LOST: translate(
            "Sentences", "The connection was lost, and Pomoc is looking for it. Nothing of your screen is visible."
        ),
        Note.LINE_RESUMED: translate("Sentences", "The connection is back. Mouse and keyboard are yours alone."),
        Note.LINE_GIVEN_UP: translate("Sentences", "The connection did not come back."),
        Note.RESUME_REFUSED: translate("Sentences", "The session could not be taken up again safely."),
        Note.IDLE_STOPPED: translate(
            "Sentences", "Nothing was moved for a long time, so your screen is no longer visible."
        ),
        Note.TIME_LIMIT: translate("Sentences", "The session has ended: nobody answered whether it should go on."),
        Note.PANIC: translate("Sentences", "You stopped the session with the emergency keys."),
        Note.PANIC_KEY_LOST: translate(
            "Sentences", "The emergency keys no longer work. To end the session, click Disconnect."
        ),
        Note.LOG_FAILED: _log_failed(),
        Note.VIOLATION: translate("Sentences", "The session was ended for your safety."),
        Note.FAILED: translate("Sentences", "The session ended because of an error in the program."),
    }


def _log_failed() -> str:
    return translate("Sentences", "The record of this session cannot be written on this computer. The session goes on.")


def _notes_for_agent() -> dict[Note, str]:
    return {
        Note.CONNECTED: translate("Sentences", "The customer has connected. Only chat for now."),
        Note.SHARING_STARTED: translate("Sentences", "The customer shows the screen."),
        Note.SHARING_STOPPED: translate("Sentences", "The customer stopped showing the screen."),
        Note.SCREEN_FAILED: translate("Sentences", "The customer's screen could not be shown."),
        Note.CONTROL_ASKED: translate("Sentences", "You asked for control. Wait for the customer's answer."),
        Note.CONTROL_ALLOWED: translate("Sentences", "The customer allowed control."),
        Note.CONTROL_TAKEN_BACK: translate("Sentences", "The customer took control back."),
        Note.CONTROL_RETURNED: translate("Sentences", "You gave control back."),
        Note.CONTROL_DENIED: translate("Sentences", "The customer did not allow control."),
        Note.INPUT_FAILED: translate("Sentences", "Remote control does not work on the customer's computer."),
        Note.ATTEMPT_FAILED: translate("Sentences", "Someone typed a wrong number."),
        Note.CUSTOMER_LEFT: translate("Sentences", "The customer ended the session."),
        Note.AGENT_LEFT: translate("Sentences", "You ended the session."),
        Note.AGENT_REVOKED: translate("Sentences", "The session has ended: your account was blocked."),
        Note.LINE_LOST: translate(
            "Sentences", "The connection was lost, and Pomoc is looking for it. Your messages wait until it is back."
        ),
        Note.LINE_RESUMED: translate("Sentences", "The connection is back. You do not have control."),
        Note.LINE_GIVEN_UP: translate("Sentences", "The connection did not come back."),
        Note.RESUME_REFUSED: translate("Sentences", "The session could not be taken up again safely."),
        Note.IDLE_STOPPED: translate("Sentences", "Nothing was moved for a long time, so sharing has stopped."),
        Note.TIME_LIMIT: translate(
            "Sentences", "The session has ended: the customer did not answer whether it should go on."
        ),
        Note.PANIC: translate("Sentences", "The customer stopped the session with the emergency keys."),
        Note.PANIC_KEY_LOST: translate("Sentences", "The customer's emergency keys no longer work."),
        Note.LOG_FAILED: _log_failed(),
        Note.VIOLATION: translate("Sentences", "The session was ended for safety."),
        Note.FAILED: translate("Sentences", "The session ended because of an error in the program."),
    }
