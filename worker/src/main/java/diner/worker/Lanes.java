package diner.worker;

import diner.worker.answer.Answers;
import diner.worker.flow.Lane;
import diner.worker.flow.Outcome;
import diner.worker.flow.Ticket;
import diner.worker.lane.ComputingLane;
import diner.worker.lane.JobContexts;
import diner.worker.lane.JobReader;
import diner.worker.lane.WaitingLane;
import java.util.List;
import java.util.function.Consumer;

/** The two lanes, as intake sees them. {@link #start} is intake's alone. */
record Lanes(WaitingLane waiting, ComputingLane computing) {

  static Lanes open(
      Premises premises,
      WorkerOptions options,
      JobReader reader,
      JobContexts contexts,
      Answers answers,
      Consumer<List<Outcome>> outcomes)
      throws Exception {
    return new Lanes(
        Premises.await(
            WaitingLane.open(
                premises.waiting(), options.eventLoops(), reader, contexts, answers, outcomes)),
        Premises.await(
            ComputingLane.open(
                premises.computing(),
                options.cleaners(),
                options.computingHeapBytes(),
                reader,
                contexts,
                answers,
                outcomes)));
  }

  void start(Lane lane, List<Ticket> tickets) {
    switch (lane) {
      case WAITING -> waiting.start(tickets);
      case COMPUTING -> computing.start(tickets);
    }
  }
}
