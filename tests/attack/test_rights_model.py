"""Whatever customer, agent, desktop and line do, in whatever order: nothing happens without a grant, or unwritten.

The model is the real customer's side (tests/support/customer_rig.py); hypothesis plays everybody else, and the agent
is a malicious one: any message, in any state, often and with extreme values. There is no clipboard and there are no
files in this protocol, so there is nothing of them to grant.
"""

import inspect
from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from client.pipeline.outbound import ScreenSender
from client.record.entries import Side
from client.record.signing import sign_root
from client.record.verify import Finding, verify
from client.session.states import CustomerEvent as Event
from client.session.states import CustomerState as State
from client.session.status import LineKind
from tests.support.audit import signer
from tests.support.customer_rig import CERTIFICATE, CREDENTIALS, FINGERPRINT, Rig, RigScreen
from tests.support.journal import Heard, Injected, Left, Line, Logged
from tests.wire.drawing import values_of
from wire import messages
from wire.endings import Ending, Refusal
from wire.messages import AgentMessage, InputMessage
from wire.rendezvous import PeerLeft, Refused

SHORT, LONG = (150, 40), (5000, 80)
"""Sequences, and the most steps of each."""
SHARED = (State.VIEWED, State.ASKED, State.CONTROLLED, State.SUSPENDED)
GRANTED = (State.CONTROLLED, State.SUSPENDED)
AWAY = (State.CHAT_AWAY, State.VIEWED_AWAY)
CLICKS = (
    Event.BEGIN,
    Event.CANCEL,
    Event.SHOW,
    Event.STOP_SHARING,
    Event.ALLOW_CONTROL,
    Event.DENY_CONTROL,
    Event.TAKE_CONTROL,
)
ENDS = (Event.LEAVE, Event.TIME_LIMIT, Event.PANIC, Event.IDLE)
WISHES = (messages.AskControl, messages.ReturnControl, messages.RefreshPicture, messages.LogSignature)
# Most places that a message may name are outside the screen.
places = st.builds(messages.PointerMove, st.integers(0, 99), st.integers(0, 99)) | st.just(messages.Key(0x61, True))
inputs = st.one_of([values_of(kind) for kind in get_args(InputMessage)])
wishes = st.one_of([values_of(kind) for kind in WISHES])
anything = st.one_of([values_of(kind) for kind in get_args(AgentMessage)])
moments = st.sampled_from(["calm", "network", "later"])
"""When the next thing happens: once all threads are calm, or only the network's is, or before anything was done."""
rarely = st.sampled_from([False] * 7 + [True] + [False] * 4)
done: Counter[str] = Counter()


class Model(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.rig = Rig()
        self.allowed = False
        """The customer allowed control, and it has not ended since."""
        self.log: dict[str, bool] = dict.fromkeys(("begun", "view", "capture", "control", "ended"), False)
        self.root: bytes | None = None
        self.signed = False
        self.said = 0

    # ----- the customer -----------------------------------------------------------------------

    @initialize(state=st.sampled_from([State.CHAT, *SHARED, *AWAY]))
    def begins(self, state: State) -> None:
        if state in (*SHARED, State.VIEWED_AWAY):
            self.shows_the_screen(state in GRANTED)
        if state is State.ASKED:
            self.agent_wishes(messages.AskControl(), 1)
        elif state is State.SUSPENDED:
            self.moves_the_mouse_or_presses_the_panic_key("input", really=True)
        elif state in AWAY:
            self.line_breaks(3)
        assert self.rig.state is state

    @rule(event=st.sampled_from(CLICKS), when=moments)
    def clicks(self, event: Event, when: str) -> None:
        def look() -> None:
            self.allowed |= event is Event.ALLOW_CONTROL and self.rig.state in GRANTED

        self.rig.does(event)
        self.rig.network.call(look)
        self._go_on(when)

    @precondition(lambda self: self.rig.state is State.CHAT)
    @rule(allows=st.booleans())
    def shows_the_screen(self, allows: bool) -> None:
        for event in (Event.BEGIN, Event.SHOW):
            self.clicks(event, "calm")
        self.screen_begins(800, 600)
        if allows:
            self.clicks(Event.ALLOW_CONTROL, "calm")

    @precondition(lambda self: self.rig.state in SHARED)
    @rule()
    def stops_sharing_in_the_middle_of_a_picture(self) -> None:
        self.rig.screens[-1].shows(200_000)
        self.rig.settle()
        self.clicks(Event.STOP_SHARING, "calm")
        self.agent_reports()

    @precondition(lambda self: self.rig.state is State.CONTROLLED)
    @rule(event=st.sampled_from([Event.TAKE_CONTROL, Event.STOP_SHARING, Event.LEAVE]))
    def stops_in_the_middle_of_input(self, event: Event) -> None:
        self.agent_uses_mouse_and_keys([messages.Key(0x61, True)] * 20, "network")
        self.clicks(event, "calm")

    @precondition(lambda self: self.rig.state in (State.VIEWED, State.ASKED))
    @rule()
    def allows_control(self) -> None:
        self.clicks(Event.ALLOW_CONTROL, "calm")

    @rule(event=st.sampled_from(ENDS), really=rarely)
    def ends(self, event: Event, really: bool) -> None:
        if really:
            self.rig.does(event)
            self._go_on("calm")

    @rule(what=st.sampled_from(["input", "input", "input", "panic"]), really=rarely)
    def moves_the_mouse_or_presses_the_panic_key(self, what: str, really: bool) -> None:
        if what in self.rig.noticed and (what == "input" or really):
            self.rig.noticed[what]()
            self._go_on("calm")

    @rule()
    def time_passes(self) -> None:
        self.rig.network.fire()
        self._go_on("calm")

    @rule()
    def says_something(self) -> None:
        self.rig.network.call(self.rig.session.send_chat, "dober dan")
        self._go_on("calm")

    # ----- the desktop ------------------------------------------------------------------------

    @precondition(lambda self: self.rig.screens)
    @rule(width=st.integers(1, 4000), height=st.integers(1, 4000))
    def screen_begins(self, width: int, height: int) -> None:
        self.rig.screens[-1].begins(width, height)
        self._go_on("calm")

    @precondition(lambda self: self.rig.screens)
    @rule(data=st.data(), size=st.sampled_from([1, 1000, 60_000, 200_000]), when=moments)
    def a_screen_shows(self, data: st.DataObject, size: int, when: str) -> None:
        """One that was stopped long ago, perhaps."""
        data.draw(st.sampled_from(self.rig.screens)).shows(size)
        self._go_on(when)

    @precondition(lambda self: self.rig.screens)
    @rule(fails=rarely, masks=st.booleans())
    def a_screen_fails_or_masks(self, fails: bool, masks: bool) -> None:
        self.rig.screens[-1].fails() if fails else self.rig.screens[-1].masks(masks)
        self._go_on("calm")

    # ----- the line ---------------------------------------------------------------------------

    @rule(flows=st.booleans())
    def line_is_slow_or_flows(self, flows: bool) -> None:
        (self.rig.link.flows.set if flows else self.rig.link.flows.clear)()
        self._go_on("calm")

    @rule(how=st.sampled_from([3, 4, 5, 1, 2, 0, 6]))
    def line_breaks(self, how: int) -> None:
        if how == 0:
            self.rig.network.call(self.rig.link.tells, Refused(Refusal.AGENT_REVOKED))
        elif how < 3:
            self.rig.network.call(self.rig.link.tells, PeerLeft())
        else:
            self.rig.link.breaks()
        self._go_on("calm")

    @precondition(lambda self: self.rig.way_back is not None)
    @rule(unlucky=rarely)
    def line_comes_back(self, unlucky: bool) -> None:
        if unlucky:
            self.rig.gives_up(None)
        else:
            self.rig.comes_back()
        self._go_on("calm")

    # ----- the agent --------------------------------------------------------------------------

    @rule(events=st.lists(inputs, min_size=1, max_size=5), when=moments)
    def agent_uses_mouse_and_keys(self, events: list[InputMessage], when: str) -> None:
        for event in events:
            self.rig.says(event)
        self._go_on(when)

    @precondition(lambda self: self.rig.state in SHARED)
    @rule(events=st.lists(places, min_size=1, max_size=5), when=moments)
    def agent_works(self, events: list[InputMessage], when: str) -> None:
        self.agent_uses_mouse_and_keys(events, when)

    @rule(message=wishes, times=st.integers(1, 3))
    def agent_wishes(self, message: AgentMessage, times: int) -> None:
        for _ in range(times):
            self.rig.says(message)
        self._go_on("calm")

    @rule()
    def agent_reports(self) -> None:
        self.rig.says(messages.PictureArrived(self.rig.link.pictures))
        self._go_on("calm")

    @rule()
    def agent_says_something(self) -> None:
        self.said += 1
        self.rig.says(messages.Chat(self.said, "dober dan"))
        self._go_on("calm")

    @rule(message=anything, really=rarely)
    def agent_says_anything(self, message: AgentMessage, really: bool) -> None:
        if really:
            self.rig.says(message)
            self._go_on("calm")

    @rule(really=rarely)
    def agent_ends(self, really: bool) -> None:
        if really:
            self.rig.says(messages.Goodbye(Ending.AGENT_ENDED))
            self._go_on("calm")

    @precondition(lambda self: self.root is not None)
    @rule(rightly=st.booleans(), times=st.integers(1, 2))
    def agent_signs(self, rightly: bool, times: int) -> None:
        side = Side.CUSTOMER if rightly else Side.AGENT
        signature = sign_root(side, FINGERPRINT, self.root or b"", CERTIFICATE, signer(CREDENTIALS))
        for _ in range(times):
            self.rig.says(messages.LogSignature(signature))
        before = self.rig.link.closed
        self._go_on("calm")
        self.signed |= rightly and not before and b'"signature"' in self.rig.path.read_bytes()

    # ----- what must be true ------------------------------------------------------------------

    @invariant()
    def nothing_happens_without_a_grant(self) -> None:
        state = self.rig.state
        if state not in GRANTED:
            self.allowed = False
        assert state not in GRANTED or self.allowed, "control came by itself"
        for happening in self.rig.journal.news():
            done[type(happening).__name__] += 1
            match happening:
                case Logged(event, fields):
                    self._written(event, fields)
                case Left(pixels):
                    assert not pixels or (self.log["view"] and self.log["capture"]), "pixels without consent"
                case Heard(message):
                    self._heard(message)
                case Injected():
                    assert self.log["control"], "input outside the times of control that are written down"
                case Line(line, at):
                    assert line.kind is not LineKind.PEER or at not in (*AWAY, State.ENDED), "acted on while away"
        if state in AWAY:
            assert not self.log["capture"]
        assert self.log["ended"] is (state is State.ENDED)
        assert self.log["control"] is (state is State.CONTROLLED)
        assert self.log["view"] is (state in (*SHARED, State.VIEWED_AWAY))

    def _written(self, event: str, fields: dict[str, Any]) -> None:
        log = self.log
        assert not log["ended"], "an entry after the last"
        match event:
            case "consent_given" if fields["what"] == "view":
                log["view"] = True
            case "consent_withdrawn" if fields["what"] == "view":
                log["view"] = False
            case "capture_started":
                assert log["view"]
                log["capture"] = True
            case "capture_stopped":
                log["capture"] = False
                log["view"] &= fields["reason"] != "screen_failed"
            case "control_granted":
                assert log["capture"]
                assert not log["control"]
                log["control"] = True
            case "input_summary":
                assert log["control"], "input without control"
            case "control_suspended" | "control_taken" | "control_returned":
                log["control"] = False
            case "line_lost":
                assert not log["capture"]
                assert not log["control"]
            case "session_ended":
                assert not log["capture"]
                assert not log["control"]
                log["view"] = False
                log["ended"] = True

    def _heard(self, message: messages.CustomerMessage) -> None:
        if self.log["ended"] and not isinstance(message, messages.Frame):
            after = messages.LogRoot | messages.Goodbye
            assert self.root is None or isinstance(message, after), "something after the root"
        if isinstance(message, messages.LogRoot):
            assert self.log["ended"]
            self.root = message.root
        if isinstance(message, messages.ControlChanged) and message.state is messages.ControlState.GRANTED:
            done["grants"] += 1

    def _go_on(self, when: str) -> None:
        if when == "calm":
            self.rig.settle()
        elif when == "network":
            self.rig.network.settle()
        if when != "later":
            done[self.rig.state.value] += 1

    def teardown(self) -> None:
        self.rig.settle()
        self.nothing_happens_without_a_grant()
        self.rig.does(Event.LEAVE)
        self.rig.network.settle()
        self.nothing_happens_without_a_grant()
        finding = verify(self.rig.path).finding
        self.rig.close()
        assert finding is (Finding.INTACT if self.signed else Finding.UNSIGNED)


def test_the_screen_of_the_model_is_called_as_the_real_one() -> None:
    # Chance meets some calls in the long form only.
    assert inspect.signature(RigScreen.shown) == inspect.signature(ScreenSender.shown)


def test_no_order_of_things_gives_more_than_was_granted(long_form: bool, report: Callable[[str], None]) -> None:
    sequences, steps = LONG if long_form else SHORT
    done.clear()
    run_state_machine_as_test(
        Model,
        settings=settings(
            max_examples=sequences,
            # The short form is the same every time; the long one looks for what nobody has seen.
            derandomize=not long_form,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    report(
        f"rights: {sequences} sequences of up to {steps} steps, {done['Logged']} entries, "
        f"{done['grants']} grants of control, {done['Injected']} events injected, {done['Left']} records sent, "
        "none without a grant"
    )
    # A model that never gets anywhere proves nothing.
    reached = {state for state in State if done[state.value]}
    assert reached >= {State.CHAT, *SHARED, *AWAY, State.ENDED}
    assert done["Injected"]
