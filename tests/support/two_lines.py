"""A customer and an agent who each reach a real server over a line of their own that can break."""

from contextlib import ExitStack

from tests.support.faulty_line import FaultyLine, faulty_line
from tests.support.live_server import LiveServer
from tests.support.people import Office, open_office


class TwoLines:
    """An office, and the lines from it to the server; `rates` are theirs in bytes a second, None for at once."""

    def __init__(
        self, stack: ExitStack, server: LiveServer, port: int, rates: tuple[float | None, float | None] = (None, None)
    ) -> None:
        """Open all in `stack`. `port` is the server's."""
        self.server = server
        self.customer, self.agent = (stack.enter_context(faulty_line(port, rate)) for rate in rates)
        self.office: Office = stack.enter_context(open_office(server, url=_url(self.agent)))
        # The desk has the agent's address by now; the next is for customers.
        self.office.url = _url(self.customer)


def _url(line: FaultyLine) -> str:
    return f"ws://127.0.0.1:{line.port}"
