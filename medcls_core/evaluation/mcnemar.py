"""McNemar's test: do two models err on different images more often one way than the other?"""

from dataclasses import dataclass

from scipy import stats


@dataclass(frozen=True, slots=True)
class McNemar:
    """How many images only one of two models has right, and the exact two-sided p.

    Attributes:
        gained: wrong before, right after.
        lost: right before, wrong after.
        p: probability of so uneven a division if neither way were likelier; 1 without any.
    """

    gained: int
    lost: int
    p: float


def mcnemar(gained: int, lost: int) -> McNemar:
    """The exact test (binomial), which holds for few images, too.

    McNemar, Note on the sampling error of the difference between correlated proportions (1947).
    Images count as independent of each other: several of one slide make p smaller than it is.
    """
    total = gained + lost
    p = 1.0 if total == 0 else float(stats.binomtest(gained, total, 0.5).pvalue)
    return McNemar(gained, lost, p)
