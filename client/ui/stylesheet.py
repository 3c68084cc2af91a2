"""The style sheet of all windows, filled with the colours of one scheme.

Widgets choose a rule by a property: `role` for buttons and labels, `tone` for what is coloured.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from client.ui.theme import Colours

_TEMPLATE = """
QToolTip {{ background: {text}; color: {base}; border: 0; padding: 6px; }}

QPushButton {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: 6px;
    padding: 7px 14px; min-height: 22px;
}}
QPushButton:hover {{ background: {accent_soft}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:checked {{ background: {accent_soft}; border-color: {accent}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {disabled}; border-color: {line}; background: {window}; }}
QPushButton[role="primary"] {{
    background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[role="primary"]:disabled {{ background: {line}; color: {text}; border-color: {line}; }}
QPushButton[role="danger"] {{ color: {danger}; border-color: {danger}; }}
QPushButton[role="danger"]:hover {{ background: {danger_soft}; }}
QPushButton[role="danger"]:focus {{ border: 2px solid {danger}; }}
QPushButton[role="danger"]:disabled {{ color: {disabled}; border-color: {line}; }}
QPushButton[role="link"] {{
    color: {accent}; background: transparent; border-color: transparent; text-decoration: underline;
}}
QPushButton[role="link"]:hover {{ background: {accent_soft}; }}
QPushButton[role="link"]:focus {{ border: 2px solid {accent}; }}

QLineEdit, QPlainTextEdit, QTextEdit {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: 6px; padding: 6px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {accent}; padding: 5px; }}
QPlainTextEdit {{ padding: 3px; }}
QPlainTextEdit:focus {{ padding: 2px; }}
QLineEdit:read-only, QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {window}; color: {muted}; }}
QLineEdit[wrong="true"] {{ border: 2px solid {danger}; padding: 5px; }}
QTextEdit[role="transcript"] {{ padding: 0; selection-background-color: {text}; selection-color: {base}; }}
QTextEdit[role="transcript"]:focus {{ padding: 0; border: 2px solid {accent}; }}

QCheckBox:focus {{ border: 2px solid {accent}; border-radius: 4px; }}

QLabel[role="title"] {{ font-size: 17pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: 13pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="good"] {{ color: {good}; }}
QLabel[tone="caution"] {{ color: {caution}; }}
QLabel[tone="danger"] {{ color: {danger}; }}

QFrame[role="card"] {{ background: {base}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="strip"] {{ border-radius: 8px; background: {accent_soft}; border: 1px solid {accent}; }}
QFrame[role="strip"][tone="good"] {{ background: {good_soft}; border-color: {good}; }}
QFrame[role="strip"][tone="caution"] {{ background: {caution_soft}; border-color: {caution}; }}
QFrame[role="strip"][tone="danger"] {{ background: {danger_soft}; border-color: {danger}; }}
QFrame[role="strip"][tone="muted"] {{ background: {base}; border-color: {line}; }}
QFrame[role="bar"] {{ background: {base}; border: 2px solid {edge}; border-radius: 0; }}

QProgressBar {{ background: {line}; border: 0; border-radius: 3px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
"""


def style_sheet(colours: "Colours") -> str:
    """Return Qt's style sheet in these colours."""
    return _TEMPLATE.format(**vars(colours))
