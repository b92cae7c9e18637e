"""What an answer of the other side means for a row: sent, put off until when, failed, or uncertain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from distrib.model.deliveries import DeliveryState
from distrib.model.ledger import Noted
from distrib.model.messages import Outcome, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """When one that was asked to wait is tried again, and when that ends."""

    minutes: tuple[int, ...]

    def noted(self, row_id: int, attempts: int, receipt: Receipt, now: datetime) -> Noted:
        """Return what an answer means for a row whose attempt number `attempts` this was."""
        if receipt.outcome is Outcome.TAKEN:
            return Noted(id=row_id, state=DeliveryState.SENT, reply=receipt.reply, remote_id=receipt.remote_id)
        if receipt.outcome is Outcome.REFUSED:
            reason = f"Refused: {receipt.reply or 'no reason given'}"
            return Noted(id=row_id, state=DeliveryState.FAILED, reason=reason, reply=receipt.reply)
        if receipt.outcome is Outcome.UNSURE:
            reason = "It may have arrived: the line broke before the answer."
            return Noted(id=row_id, state=DeliveryState.UNCERTAIN, reason=reason, reply=receipt.reply)
        if attempts > len(self.minutes):
            reason = f"Expired: put off {attempts} times, at last with: {receipt.reply or 'no reason given'}"
            return Noted(id=row_id, state=DeliveryState.FAILED, reason=reason, reply=receipt.reply)
        wait = max(timedelta(minutes=self.minutes[attempts - 1]), receipt.retry_after or timedelta(0))
        reason = f"Put off: {receipt.reply or 'no reason given'}"
        return Noted(id=row_id, state=DeliveryState.DEFERRED, reason=reason, due_at=now + wait, reply=receipt.reply)
