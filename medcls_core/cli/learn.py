"""`medcls learn`: what to label next, a round of learning, and who decides on its result."""

import typer

from medcls_core.cli import learn_ask, learn_decide, learn_gate, learn_round
from medcls_core.cli.help_texts import both
from medcls_core.cli.learn_rehearse import REHEARSE_HELP, rehearse_loop
from medcls_core.cli.learn_simulate import SIMULATE_HELP, simulate

learn = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=both(
        "Learn from the label store: ask about what teaches most, train a candidate, compare it "
        "with the model in use, promote or discard it.\n\n"
        "[bold]Examples[/]\n\n"
        "What to label next?  medcls learn ask --task cervical --strategy badge\n\n"
        "Enough labels?       medcls learn status --task cervical\n\n"
        "A round:             medcls learn round --task cervical\n\n"
        "What changes?        medcls learn gate --task cervical\n\n"
        "Let it answer:       medcls learn promote --task cervical --reader Li\n\n"
        "The one before:      medcls learn rollback --task cervical --reader Li",
        "从标注库学习：询问最有价值的目标，训练候选模型，与当前模型比较，采用或放弃。\n\n"
        "[bold]示例[/]\n\n"
        "接下来标注：  medcls learn ask --task cervical --strategy badge\n\n"
        "标注是否足够：medcls learn status --task cervical\n\n"
        "训练一轮：    medcls learn round --task cervical\n\n"
        "有何变化：    medcls learn gate --task cervical\n\n"
        "采用：        medcls learn promote --task cervical --reader 李伟\n\n"
        "恢复先前模型：medcls learn rollback --task cervical --reader 李伟",
    ),
)
learn.command("ask", help=learn_ask.ASK_HELP)(learn_ask.ask)
learn.command("status", help=learn_round.STATUS_HELP)(learn_round.status)
learn.command("round", help=learn_round.ROUND_HELP)(learn_round.learn_round)
learn.command("pause", help=learn_round.PAUSE_HELP)(learn_round.pause)
learn.command("continue", help=learn_round.CONTINUE_HELP)(learn_round.go_on)
learn.command("cancel", help=learn_round.CANCEL_HELP)(learn_round.cancel)
learn.command("gate", help=learn_gate.GATE_HELP)(learn_gate.gate)
learn.command("promote", help=learn_decide.PROMOTE_HELP)(learn_decide.promote)
learn.command("discard", help=learn_decide.DISCARD_HELP)(learn_decide.discard)
learn.command("rollback", help=learn_decide.ROLLBACK_HELP)(learn_decide.rollback)
learn.command("history", help=learn_decide.HISTORY_HELP)(learn_decide.history)
learn.command("simulate", help=SIMULATE_HELP)(simulate)
learn.command("rehearse", help=REHEARSE_HELP)(rehearse_loop)
