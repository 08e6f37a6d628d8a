package diner.worker.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import diner.worker.handler.ComputingHandler;
import diner.worker.handler.HandlerSetup;
import diner.worker.handler.JobContext;
import diner.worker.handler.JobFault;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How likely each row of numbers is a yes: logistic regression with a model file in the jar. */
public final class ScoreHandler
    implements ComputingHandler<ScoreHandler.Rows, double[], ScoreHandler.Scores> {

  /** The payload, {@code {"rows": [[5.1, 3.5, 1.4], [6.2, 2.8, 4.8]]}}. */
  public record Rows(double[][] rows) {
    public Rows {
      if (rows.length == 0) {
        throw new IllegalArgumentException("rows must be at least one, were none");
      }
    }
  }

  /** The result: a number from 0 to 1 for each row. */
  public record Scores(double[] scores) {}

  private static final int ROWS_A_PART = 100;

  /** The bias, then a weight for each number of a row; set by open, before any job. */
  private double[] model = {};

  @Override
  public String kind() {
    return "score";
  }

  @Override
  public Class<Rows> payloadType() {
    return Rows.class;
  }

  @Override
  public void open(HandlerSetup setup) throws IOException {
    try (var file = Objects.requireNonNull(ScoreHandler.class.getResourceAsStream("model.csv"))) {
      var numbers = new String(file.readAllBytes(), UTF_8).strip().split(",", -1);
      model = Stream.of(numbers).mapToDouble(Double::parseDouble).toArray();
    }
  }

  @Override
  public Work<double[], Scores> begin(Rows payload, JobContext job) {
    var rows = payload.rows();
    return new Work<>() {
      @Override
      public int parts() {
        return (rows.length + ROWS_A_PART - 1) / ROWS_A_PART;
      }

      @Override
      public double[] compute(int part, int cleaner) {
        var first = part * ROWS_A_PART;
        var scores = new double[Math.min(ROWS_A_PART, rows.length - first)];
        for (var i = 0; i < scores.length; i++) {
          job.cancel().check();
          scores[i] = score(rows[first + i]);
        }
        return scores;
      }

      @Override
      public Scores merge(List<double[]> parts) {
        return new Scores(parts.stream().flatMapToDouble(DoubleStream::of).toArray());
      }
    };
  }

  private double score(double[] row) {
    if (row.length != model.length - 1) {
      throw JobFault.permanent(
          "row-length",
          "a row has %d numbers, expected %d".formatted(row.length, model.length - 1));
    }
    var sum = model[0];
    for (var i = 0; i < row.length; i++) {
      sum += model[i + 1] * row[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
