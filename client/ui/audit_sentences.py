"""What `pomoc audit verify` says; without windows, so that it works where there is no display."""

from PySide6.QtCore import QCoreApplication

from client.record.verify import Finding, Verdict
from client.ui.translation import install_language
from wire import limits
from wire.text import clean_text

translate = QCoreApplication.translate


def start_sentences(language: str | None) -> QCoreApplication:
    """Make the sentences available in this language; None follows the system. Keep what is returned."""
    app = QCoreApplication.instance() or QCoreApplication(["pomoc"])
    install_language(app, language)
    return app


def verdict_sentence(verdict: Verdict) -> str:
    """Return whether the log is intact, and otherwise what is the matter and where."""
    sentence = _sentences()[verdict.finding].replace("{line}", str(verdict.line))
    if not verdict.intact or verdict.opening is None:
        return sentence
    header = verdict.opening.header
    for placeholder, text in (
        ("{start}", f"{verdict.opening.start:%Y-%m-%d %H:%M:%S} UTC"),
        ("{fingerprint}", header.fingerprint),
        ("{agent}", _shown(header.agent)),
        ("{organisation}", _shown(header.organisation)),
    ):
        sentence = sentence.replace(placeholder, text)
    if verdict.clock_set_back is None:
        return sentence
    note = translate("AuditSentences", "The computer's clock was set back before line {line}.")
    return f"{sentence} {note.replace('{line}', str(verdict.clock_set_back))}"


def unchecked_signer_sentence() -> str:
    """Return that nobody said whose signature would be right."""
    return translate(
        "AuditSentences",
        "The log is unchanged since it was signed, but whose signature it is could not be checked. "
        "Name the organisation's brand file with --brand.",
    )


def unreadable_sentence() -> str:
    """Return that there is no log to be read."""
    return translate("AuditSentences", "The file cannot be read.")


def unusable_brand_sentence() -> str:
    """Return that the brand file is of no use."""
    return translate("AuditSentences", "The brand file is damaged or missing.")


def usage_sentence() -> str:
    """Return that the command line is wrong."""
    return translate("AuditSentences", "The command line is not understood.")


def _sentences() -> dict[Finding, str]:
    return {
        Finding.INTACT: translate(
            "AuditSentences",
            "The log is intact: session {fingerprint} of {start}, {line} lines, signed by {agent}, {organisation}.",
        ),
        Finding.EMPTY: translate("AuditSentences", "The log is damaged: the file is empty."),
        Finding.MALFORMED: translate("AuditSentences", "The log is damaged: line {line} is not a line of a log."),
        Finding.UNKNOWN_VERSION: translate(
            "AuditSentences", "The log was made by another version of Pomoc and cannot be checked by this one."
        ),
        Finding.WRONG_NUMBER: translate(
            "AuditSentences", "The log is damaged: at line {line}, lines are missing, repeated or in another order."
        ),
        Finding.WRONG_HASH: translate(
            "AuditSentences",
            "The log is damaged: line {line} was changed, or does not belong after the line before it.",
        ),
        Finding.BROKEN_OFF: translate("AuditSentences", "The log is damaged: it breaks off within line {line}."),
        Finding.NOT_CLOSED: translate(
            "AuditSentences",
            "The log has no end: after line {line} the program was stopped, or the rest was removed.",
        ),
        Finding.UNSIGNED: translate(
            "AuditSentences",
            "The log ends with line {line} without the advisor's signature, so nobody vouches for what it says.",
        ),
        Finding.WRONG_SIGNATURE: translate(
            "AuditSentences", "The log is damaged: the signature in line {line} does not fit it."
        ),
        Finding.NOT_CERTIFIED: translate(
            "AuditSentences",
            "The log is not to be trusted: the signature in line {line} is not that of the advisor whom it names.",
        ),
        Finding.AFTER_END: translate(
            "AuditSentences", "The log is damaged: from line {line} on, something was added after its end."
        ),
    }


def _shown(text: str) -> str:
    # Whoever wrote the file may have put in what a terminal obeys.
    return clean_text(text, most=limits.NAME_CHARACTERS, lines=False)
