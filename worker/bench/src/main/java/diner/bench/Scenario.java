package diner.bench;

import diner.bench.report.Row;
import diner.bench.stage.Stage;
import java.util.List;

/** One thing that is measured, with what it is compared to, in the same run. */
interface Scenario {

  /** As it is named on the command line. */
  String name();

  /** What it measures, for {@code --help}, in one line. */
  String summary();

  /** Measures; the stage is closed by the caller. */
  List<Row> run(Stage stage, Rounds rounds) throws Exception;
}
