package outside;

import diner.worker.example.ScoreHandler;
import diner.worker.handler.ComputingHandler;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;

/** Scores rows, but not at the first attempt. */
public final class LateScoreHandler
    implements ComputingHandler<ScoreHandler.Rows, double[], ScoreHandler.Scores> {

  private final ScoreHandler scorer = new ScoreHandler();

  @Override
  public String kind() {
    return "score-late";
  }

  @Override
  public Class<ScoreHandler.Rows> payloadType() {
    return ScoreHandler.Rows.class;
  }

  @Override
  public void open(HandlerSetup setup) throws Exception {
    Loader.require("open");
    scorer.open(setup);
  }

  @Override
  public Work<double[], ScoreHandler.Scores> begin(ScoreHandler.Rows rows, JobContext job) {
    Loader.require("begin");
    if (job.attempt() == 1) {
      throw JobFault.transientFault("model-not-ready", "the model is not ready yet");
    }
    return scorer.begin(rows, job);
  }
}
