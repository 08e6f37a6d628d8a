package diner.worker.intake;

import diner.worker.flow.Outcome;
import diner.worker.flow.Outcome.Counted;
import diner.worker.flow.Outcome.Unavailable;
import diner.worker.flow.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the gates how attempts ended, and gives back the attempts that an outage cost: those jobs
 * wait in their queues, as if they had not been tried. Owned by intake.
 */
final class Outages {

  private static final Logger log = LoggerFactory.getLogger(Outages.class);

  private final Ledgers ledgers;
  private final Admission admission;
  private final Parking parking;
  private final Deadlines deadlines;

  Outages(Ledgers ledgers, Admission admission, Parking parking, Deadlines deadlines) {
    this.ledgers = ledgers;
    this.admission = admission;
    this.parking = parking;
    this.deadlines = deadlines;
  }

  /**
   * Takes in how an attempt ended that is still ours.
   *
   * @return how it ended for its job; empty where it does not count: its job waits again
   */
  Optional<Counted> judge(Outcome outcome, Instant now) {
    return switch (outcome) {
      case Counted counted -> {
        answered(counted, now);
        yield Optional.of(counted);
      }
      case Unavailable refused -> refused(refused, now);
    };
  }

  private void answered(Counted counted, Instant now) {
    var ticket = counted.ticket();
    var gate = admission.gate(ticket);
    var shutSince = gate.shutSince();
    switch (counted.sign()) {
      case UNTRIED -> gate.untried(ticket);
      case SILENT, REFUSED -> gate.silent(ticket, now);
      case ANSWERED -> gate.answered(ticket, now);
    }
    if (shutSince != null && !gate.isShut()) {
      log.atInfo()
          .addKeyValue("kind", ticket.kind())
          .addKeyValue("shutFor", Duration.between(shutSince, now))
          .addKeyValue("waiting", admission.waiting(ticket))
          .log("the service behind this kind answers again: its jobs go on");
    }
  }

  private Optional<Counted> refused(Unavailable refused, Instant now) {
    var ticket = refused.ticket();
    var gate = admission.gate(ticket);
    var wasShut = gate.isShut();
    var wasProbe = gate.isProbe(ticket);
    if (gate.refused(ticket, refused.startedAt(), refused.retryAfter(), now)) {
      return Optional.of(refused.otherwise());
    }
    var waits = ticket.givenBack(refused.failure());
    var ledger = ledgers.of(ticket.assignment());
    if (ledger == null) {
      throw new IllegalStateException(ticket.delivery().turn() + " belongs to the past");
    }
    ledger.parked(waits.delivery().offset(), waits.attemptsMade());
    deadlines.waits(waits);
    if (wasProbe) {
      admission.readmitLast(waits); // another shall be the next: it may be this job's own fault
    } else {
      admission.readmit(waits);
    }
    if (!wasShut && gate.isShut()) {
      shut(refused);
    }
    return Optional.empty();
  }

  /** Those that found the service away before wait for nothing but the gate now. */
  private void shut(Unavailable last) {
    var kind = admission.rule(last.ticket());
    var parked =
        parking.take(ticket -> ticket.refusals() > 0 && admission.rule(ticket).equals(kind));
    parked.forEach(this::giveBack);
    log.atWarn()
        .addKeyValue("kind", last.ticket().kind())
        .addKeyValue("errorType", last.failure().type())
        .addKeyValue("error", last.failure().message())
        .addKeyValue("waiting", admission.waiting(last.ticket()))
        .log(
            "the service behind this kind is away or refuses everybody: its jobs wait, and one is"
                + " tried now and then");
  }

  private void giveBack(Ticket parked) {
    var ledger = ledgers.of(parked.assignment());
    if (ledger == null) {
      throw new IllegalStateException(parked.delivery().turn() + " belongs to the past");
    }
    var waits = parked.givenBack(parked.lastFailure());
    ledger.givenBack(waits.delivery().offset(), waits.attemptsMade());
    deadlines.waits(waits);
    admission.readmit(waits);
  }
}
