"""What is asked next so that the model learns."""

from PySide6.QtCore import QCoreApplication

from app.context import AppContext
from app.dialogs.settings_pages.page import Page, choice
from app.settings import ASK_COUNTS
from app.theme import GRID
from app.translation import say
from medcls_core.learning.asking_next.strategies import NEED_PIXELS, STRATEGY_WORDS, Strategy


def title() -> str:
    """Name in the list of pages."""
    return QCoreApplication.translate("LearningPage", "What to ask next")


class LearningPage(Page):
    """The strategy by which findings are asked for, and how many at once."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(title())
        self._context = context
        words = {each.value: f"{each.value} · {say(STRATEGY_WORDS[each])}" for each in Strategy}
        self.strategy = choice(words, context.settings.ask_strategy.value)
        self.strategy.activated.connect(self._take_strategy)
        self.add(self.tr("Which findings teach the model most"), self.strategy)
        self._cost = self.say("")
        self.column.addSpacing(GRID)
        self.count = choice(
            {str(count): str(count) for count in ASK_COUNTS}, str(context.settings.ask_count)
        )
        self.count.activated.connect(self._take_count)
        self.add(
            self.tr("How many at once"),
            self.count,
            self.tr(
                "They are sought among the findings without an answer of all listed images. That "
                "one is asked for doesn't tell what the model answers."
            ),
        )
        self.count.setFixedWidth(12 * GRID)
        self.column.addStretch()
        self._say_cost()

    def _take_strategy(self) -> None:
        self._context.settings.ask_strategy = Strategy(self.strategy.currentData())
        self._say_cost()

    def _take_count(self) -> None:
        self._context.settings.ask_count = int(self.count.currentData())

    def _say_cost(self) -> None:
        looks = self._context.settings.ask_strategy in NEED_PIXELS
        self._cost.setText(
            self.tr("The model looks at up to 2,000 findings once more: seconds to minutes.")
            if looks
            else self.tr("Told at once, from the answers that the label store keeps.")
        )
