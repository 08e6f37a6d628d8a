package diner.producer.doctor;

import java.util.List;

/** What a check came to. */
sealed interface Diagnosis {

  /** Nothing is wrong; what it saw, shortly. */
  record Well(String seen) implements Diagnosis {}

  /** Something is. */
  record Ill(List<Finding> findings) implements Diagnosis {
    public Ill {
      findings = List.copyOf(findings);
    }
  }

  /** It could not be found out, and that alone is no harm. */
  record Skipped(String why) implements Diagnosis {}

  static Diagnosis of(List<Finding> findings, String seenIfNone) {
    return findings.isEmpty() ? new Well(seenIfNone) : new Ill(findings);
  }
}
