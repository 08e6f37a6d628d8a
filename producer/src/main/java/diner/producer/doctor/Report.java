package diner.producer.doctor;

import diner.producer.terminal.Plain;
import diner.shared.message.Json;
import java.util.ArrayList;
import java.util.List;

/** What all checks came to, in their order; pure. */
record Report(List<Entry> entries) {

  private static final String REMEDY = "         -> ";

  Report {
    entries = List.copyOf(entries);
  }

  /** One check. */
  record Entry(String check, Diagnosis diagnosis) {}

  boolean hasFindings() {
    return entries.stream().anyMatch(entry -> entry.diagnosis() instanceof Diagnosis.Ill);
  }

  Report plus(Report more) {
    var all = new ArrayList<>(entries);
    all.addAll(more.entries);
    return new Report(all);
  }

  /** For people. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (var entry : entries) {
      switch (entry.diagnosis()) {
        case Diagnosis.Well(var seen) -> lines.add(line("ok", entry, seen));
        case Diagnosis.Skipped(var why) -> lines.add(line("skipped", entry, why));
        case Diagnosis.Ill(var findings) ->
            findings.forEach(finding -> {
              lines.add(line("FINDING", entry, finding.problem()));
              lines.add(REMEDY + Plain.line(finding.remedy()));
            });
      }
    }
    return lines;
  }

  private static String line(String state, Entry entry, String text) {
    return "%-8s %s: %s".formatted(state, entry.check(), Plain.line(text));
  }

  /** An array, one object a check. */
  String json() {
    var array = Json.codec().createArrayNode();
    for (var entry : entries) {
      var json = array.addObject().put("check", entry.check());
      var findings = Json.codec().createArrayNode();
      switch (entry.diagnosis()) {
        case Diagnosis.Well(var seen) -> json.put("state", "ok").put("note", seen);
        case Diagnosis.Skipped(var why) -> json.put("state", "skipped").put("note", why);
        case Diagnosis.Ill(var all) -> {
          json.put("state", "finding").putNull("note");
          all.forEach(finding ->
              findings
                  .addObject()
                  .put("problem", finding.problem())
                  .put("remedy", finding.remedy()));
        }
      }
      json.set("findings", findings);
    }
    return array.toString();
  }
}
