"""The one stylesheet, written from the colours and the grid."""

from app.tokens import Colors
from medcls_core.resources import resource_path


def style_sheet(c: Colors, grid: int) -> str:
    """Qt style sheet of the whole window for the colours `c`."""
    half = grid // 2
    up, down, tick = (
        resource_path("icons", f"{name}.svg").as_posix()
        for name in ("arrow-up", "arrow-down", "tick")
    )
    return f"""
QMainWindow, QDialog {{ background: {c.window}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow::separator {{ background: {c.window}; width: {half}px; height: {half}px; }}
QMainWindow::separator:hover {{ background: {c.selection}; }}
QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.border};
    padding: {half}px; }}
QMenuBar {{ background: {c.window}; padding: 2px; }}
QMenuBar::item {{ padding: {half}px {grid}px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.base}; border: 1px solid {c.border}; padding: {half}px 0; }}
QMenu::item {{ padding: {half + 1}px {3 * grid}px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: {half}px 0; }}
QToolBar {{ background: {c.window}; border: 0; border-bottom: 1px solid {c.border};
    spacing: {half}px; padding: {half}px {grid}px; }}
QToolBar::separator {{ width: 1px; background: {c.border}; margin: {half}px {half}px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: {half}px {grid}px; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.selection};
    border-color: {c.accent}; }}
QToolButton#qt_toolbar_ext_button {{ background: {c.raised}; border: 1px solid {c.border};
    padding: 0; }}
QToolButton#qt_toolbar_ext_button:hover {{ background: {c.hover}; border-color: {c.accent}; }}
QToolButton[half] {{ background: {c.raised}; border: 1px solid {c.border}; }}
QToolButton[half]:hover {{ background: {c.hover}; }}
QToolButton[half]:checked {{ background: {c.selection}; border-color: {c.accent}; }}
QToolButton[half="left"] {{ border-top-right-radius: 0; border-bottom-right-radius: 0; }}
QToolButton[half="right"] {{ border-top-left-radius: 0; border-bottom-left-radius: 0; }}
QToolButton:disabled {{ color: {c.disabled}; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ background: {c.window}; padding: {half + 1}px {grid}px {half + 1}px {grid}px;
    text-align: left; }}
QTabBar::tab {{ background: {c.window}; color: {c.muted}; padding: {half}px {grid + half}px;
    border: 0; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QWidget#panel {{ background: {c.base}; border: 1px solid {c.border}; border-radius: 6px; }}
QLabel[role="heading"] {{ font-weight: 600; font-size: 11pt; }}
QLabel[role="title"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="good"] {{ color: {c.good}; }}
QLabel[role="warning"] {{ color: {c.warning}; }}
QLabel[role="error"] {{ color: {c.error}; }}
QLabel[role="off"] {{ color: {c.disabled}; }}
QLabel[role="on-accent"] {{ color: {c.on_accent}; }}
QCheckBox, QRadioButton {{ spacing: {grid}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; background: {c.base};
    border: 1px solid {c.muted}; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
    image: url({tick}); }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {c.accent}; }}
QPushButton {{ background: {c.raised}; border: 1px solid {c.border}; border-radius: 4px;
    padding: {half + 1}px {grid + half}px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c.selection}; border-color: {c.accent}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.disabled}; background: {c.window}; }}
QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent};
    border-color: {c.accent}; font-weight: 600; }}
QPushButton[role="primary"]:disabled {{ background: {c.hover}; color: {c.disabled};
    border-color: {c.border}; }}
QPushButton[role="link"] {{ background: transparent; border: 0; color: {c.accent};
    padding: 2px {half}px; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {c.base}; color: {c.text};
    border: 1px solid {c.border}; border-radius: 4px; padding: {half - 1}px {half + 2}px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
    border-color: {c.accent}; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {{
    color: {c.disabled}; background: {c.window}; }}
QComboBox::drop-down {{ border: 0; width: {2 * grid + half}px; }}
QComboBox::down-arrow {{ image: url({down}); width: 12px; height: 12px; }}
QDoubleSpinBox, QSpinBox {{ padding-right: {2 * grid}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: {2 * grid}px;
    subcontrol-origin: border; background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-arrow {{ image: url({up}); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url({down}); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ background: {c.base}; border: 1px solid {c.border};
    selection-background-color: {c.selection}; selection-color: {c.text}; outline: 0; }}
QListView, QTableView, QPlainTextEdit, QTextBrowser {{ background: {c.base}; color: {c.text};
    border: 0; selection-background-color: {c.selection}; selection-color: {c.text};
    alternate-background-color: {c.raised}; outline: 0; }}
QListWidget#pageList {{ border: 1px solid {c.border}; border-radius: 6px; padding: {half}px; }}
QListWidget#pageList::item {{ padding: {grid}px; border-radius: 4px; }}
QListWidget#pageList::item:hover {{ background: {c.hover}; }}
QListWidget#pageList::item:selected {{ background: {c.selection}; color: {c.text}; }}
QHeaderView::section {{ background: {c.base}; color: {c.muted}; border: 0;
    border-bottom: 1px solid {c.border}; padding: {half}px {half}px; }}
QScrollArea {{ background: transparent; border: 0; }}
QStatusBar {{ background: {c.window}; border-top: 1px solid {c.border}; }}
QStatusBar::item {{ border: 0; }}
QStatusBar QLabel {{ color: {c.muted}; padding: 0 {half}px; }}
QStatusBar QLabel[role="good"] {{ color: {c.good}; }}
QStatusBar QLabel[role="warning"] {{ color: {c.warning}; }}
QStatusBar QLabel[role="error"] {{ color: {c.error}; }}
QProgressBar {{ background: {c.hover}; border: 0; border-radius: 3px; height: 6px;
    text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c.border}; border-radius: 4px; min-height: 24px;
    min-width: 24px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {c.disabled}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QFrame#messageBar {{ border-radius: 4px; border: 1px solid {c.border};
    background: {c.info_ground}; }}
QFrame#messageBar[tone="error"] {{ background: {c.error_ground}; border-color: {c.error}; }}
QFrame#messageBar[tone="good"] {{ background: {c.good_ground}; border-color: {c.good}; }}
QFrame#palette {{ background: {c.base}; border: 1px solid {c.border}; border-radius: 6px; }}
QFrame#palette QListView {{ border: none; }}
QLabel#keycap {{ background: {c.raised}; border: 1px solid {c.border}; border-bottom-width: 2px;
    border-radius: 4px; padding: 1px 6px; color: {c.text}; }}
QLabel#keycap[role="off"] {{ background: transparent; color: {c.disabled}; }}
QLabel#keycap[role="on-accent"] {{ background: transparent; border-color: {c.on_accent};
    color: {c.on_accent}; }}
QTableView::item {{ padding-left: {half}px; }}
"""
