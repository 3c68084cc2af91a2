"""What the agent's windows call the states of a session."""

from PySide6.QtCore import QCoreApplication

from client.session.states import AgentState as S


def state_text(state: S) -> str:
    """Return a few words for the state, in the language of the windows."""
    translate = QCoreApplication.translate
    texts = {
        S.ALLOTTING: translate("AgentState", "Preparing"),
        S.WAITING: translate("AgentState", "Waiting for the customer"),
        S.CALLING: translate("AgentState", "Calling the customer"),
        S.CHAT: translate("AgentState", "Chat only"),
        S.VIEWING: translate("AgentState", "You see the screen"),
        S.ASKING: translate("AgentState", "Control requested"),
        S.CONTROLLING: translate("AgentState", "You are in control"),
        S.SUSPENDED: translate("AgentState", "The customer is working"),
        S.AWAY: translate("AgentState", "Connection lost, looking for it"),
        S.ENDED: translate("AgentState", "Ended"),
    }
    return texts[state]


def state_explanation(state: S) -> str:
    """Return one sentence on what the agent can do now; empty where the state says it all."""
    translate = QCoreApplication.translate
    texts = {
        S.CHAT: translate("AgentState", "You do not see the screen until the customer shows it."),
        S.VIEWING: translate("AgentState", "To use mouse and keyboard there, ask for control."),
        S.ASKING: translate("AgentState", "The customer is being asked whether you may use mouse and keyboard."),
        S.CONTROLLING: translate("AgentState", "Your mouse and keyboard work on the customer's computer."),
        S.SUSPENDED: translate(
            "AgentState", "Your mouse and keyboard wait until the customer's have been still for a moment."
        ),
        S.AWAY: translate(
            "AgentState", "You can go on writing: your messages are sent as soon as the connection is back."
        ),
    }
    return texts.get(state, "")
