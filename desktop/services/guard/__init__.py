"""DialGuard: the small rules that everything that dials goes through.

A new rule is a function in `rules` and its name in `RULES`.
"""

from dataclasses import dataclass

from desktop.domain.attempts import Answer, Verdict
from desktop.services.guard.rules import RULES, Rule, Wish

__all__ = ["DialGuard", "Judgement", "Rule", "Wish"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say together: the first refusal, else everything that must be asked."""

    refusal: Verdict | None
    asks: tuple[Verdict, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Return what a person is to read."""
        return (self.refusal,) if self.refusal else self.asks


class DialGuard:
    """Asks every rule about a wish to call."""

    def __init__(self, rules: tuple[Rule, ...] = RULES) -> None:
        self._rules = rules

    def judge(self, wish: Wish) -> Judgement:
        """Ask the rules in their order; a refusal ends it."""
        asks = []
        for rule in self._rules:
            verdict = rule(wish)
            if verdict.answer is Answer.REFUSE:
                return Judgement(verdict, ())
            if verdict.answer is Answer.ASK:
                asks.append(verdict)
        return Judgement(None, tuple(asks))
