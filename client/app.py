"""The composition root: the only file that wires windows, data flow and line together."""

import signal
import socket
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from client import VERSION, environment, faults
from client.arguments import USAGE, CommandLineError, Options, parse_arguments
from client.pipeline.customer import CustomerSession
from client.pipeline.desk import AgentDesk
from client.pipeline.network import NetworkThread
from client.seal.identity import IdentityError, load_root
from client.settings import Profile, Settings, SettingsError, find_brand, resources
from client.transport.tls import client_tls
from client.ui import startup
from client.ui.agent.window import AgentWindow
from client.ui.bridge import AgentBridge, AgentSessionBridge, CustomerBridge
from client.ui.console import SessionConsole
from client.ui.customer.window import CustomerWindow
from client.ui.theme import apply_theme
from client.ui.translation import install_language
from wire.address import AddressError, check_server_address
from wire.brand import Brand, BrandError

_FAILED = 1
_USAGE = 2
_SWITCH_INTERVAL = 0.0005
"""Seconds that a thread may keep the interpreter while others wait for it."""


Leaving = tuple[Callable[[], object], Callable[[], object]]
"""What closes the windows as their user does, and what ends all sessions in any case."""


class StartError(Exception):
    """The program cannot start; the message is the translated sentence for the user."""


def main(arguments: list[str]) -> int:
    """Run the program and return its exit code: 0, 1 when it cannot start, 2 for a bad command line."""
    environment.settle_locale()
    try:
        options = parse_arguments(arguments)
    except CommandLineError as error:
        early = QCoreApplication(["pomoc"])
        install_language(early, None)
        _say(f"pomoc: {startup.mistake_sentence(error)}\n{USAGE}")
        return _USAGE
    if options.help or options.version:
        print(USAGE if options.help else f"pomoc {VERSION}")  # noqa: T201 - this is what was asked for
        return 0
    profile = Profile(options.profile)
    faults.write_faults_to(profile.folder)
    if (lack := environment.missing_for_windows()) is not None:
        early = QCoreApplication(["pomoc"])
        install_language(early, options.language or profile.settings.language)
        _say(f"pomoc: {startup.lack_sentence(*lack)}")
        return _FAILED
    return _run(options, profile)


def _run(options: Options, profile: Profile) -> int:
    # Three threads share a picture's way; with Python's own 5 ms one of them may keep the others waiting that long.
    sys.setswitchinterval(_SWITCH_INTERVAL)
    app = QApplication(["pomoc"])
    app.setApplicationName("pomoc")
    app.setApplicationVersion(VERSION)
    app.setWindowIcon(QIcon(str(resources() / "pomoc.svg")))
    app.setQuitOnLastWindowClosed(False)
    apply_theme(app)
    language = install_language(app, options.language or profile.settings.language)
    network = NetworkThread()
    try:
        brand = find_brand(options.brand, profile)
        start = _agent if options.agent else _customer
        leave, end = start(app, network, options, profile, brand, language)
    except (BrandError, StartError) as error:
        network.stop()
        return _refuse_to_start(app, str(error) if isinstance(error, StartError) else startup.bad_brand_sentence())
    _quit_on_signals(app, leave)
    if profile.damaged is not None:
        startup.tell(startup.damaged_settings_sentence(profile.damaged))
    network.start()
    try:
        return app.exec()
    finally:
        # However the loop of the windows ended: nothing stays shared, pressed or connected.
        end()
        network.stop()


def _customer(
    app: QApplication, network: NetworkThread, options: Options, profile: Profile, brand: Brand | None, language: str
) -> Leaving:
    if brand is None:
        raise StartError(startup.no_brand_sentence())
    root, tls = _believed(brand)
    session = CustomerSession(network, brand.server, tls, root, language, profile.folder / "audit")
    bridge = CustomerBridge(network, session, app)
    window = CustomerWindow(bridge, brand.organisation, language, _language_chooser(app, profile))
    window.closed.connect(app.quit)
    if options.connect is not None:
        window.prefill(options.connect)
    window.show()
    return window.close, bridge.leave


def _agent(
    app: QApplication, network: NetworkThread, options: Options, profile: Profile, brand: Brand | None, language: str
) -> Leaving:
    server = options.server or (brand.server if brand else None)
    if server is None:
        raise StartError(startup.no_server_sentence())
    if brand is not None:
        _believed(brand)
    password = _read_password(options.password_file) if options.password_file else None
    bridge = AgentBridge(network, AgentDesk(network, server, brand, profile.folder / "audit"), app)
    window = AgentWindow(bridge, server, options.login, language, _language_chooser(app, profile))

    def follow(session: AgentSessionBridge) -> None:
        SessionConsole(session)

    window.session_opened.connect(follow)
    window.closed.connect(app.quit)
    if options.new_session:
        bridge.logged_in.connect(lambda _person: window.start_session())
    window.show()
    if password is not None and options.login is not None:
        window.login(options.login, password)

    def leave() -> None:
        # Not window.close, which asks back while a session is running. To name the window here keeps it alive, too.
        window.hide()
        app.quit()

    return leave, bridge.end_all


def _believed(brand: Brand) -> tuple[x509.Certificate, ssl.SSLContext]:
    """Return the root of the agents and the trust in the server that the brand names; raise StartError."""
    try:
        check_server_address(brand.server)
        return load_root(brand.agent_root), client_tls(brand.server_root)
    except (AddressError, IdentityError, ssl.SSLError) as error:
        raise StartError(startup.bad_brand_sentence()) from error


def _language_chooser(app: QApplication, profile: Profile) -> Callable[[str], None]:
    def choose(language: str) -> None:
        install_language(app, language)
        try:
            profile.change(Settings(language=language))
        except SettingsError as error:
            startup.tell(startup.unsaved_settings_sentence(error.path))

    return choose


def _read_password(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        raise StartError(startup.bad_password_file_sentence(path)) from error


def _refuse_to_start(app: QApplication, sentence: str) -> int:
    _say(f"pomoc: {sentence}")
    app.setQuitOnLastWindowClosed(True)
    _quit_on_signals(app, app.quit)
    startup.tell(sentence)
    app.exec()
    return _FAILED


def _quit_on_signals(app: QApplication, leave: Callable[[], object]) -> None:
    """Let SIGINT and SIGTERM end the program as closing its window does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: leave())
    # Python runs signal handlers between its own instructions only; while Qt waits there are none. So Python
    # writes a byte for each signal, and Qt wakes up for it: unlike a timer this costs nothing at rest.
    woken, waker = socket.socketpair()
    for end in (woken, waker):
        end.setblocking(False)
    signal.set_wakeup_fd(waker.fileno())
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read, app)

    def read() -> None:
        # Qt may still tell of the last signal after the end has closed this.
        with suppress(OSError):
            woken.recv(64)

    notifier.activated.connect(read)

    def close() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        woken.close()
        waker.close()

    app.aboutToQuit.connect(close)


def _say(text: str) -> None:
    # A windowed program on Windows has no standard error.
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201 - the command line is the only place to say it
