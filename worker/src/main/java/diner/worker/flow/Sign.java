package diner.worker.flow;

/** What an attempt says of the service behind its kind. */
public enum Sign {
  /** Nothing: the job was answered without being tried. */
  UNTRIED,
  /** Nothing, though it was tried: a time-out, a connection that was cut, an undeclared error. */
  SILENT,
  /** That it is there, whether it did the job or not. */
  ANSWERED,
  /** That it is away, or refuses everybody. */
  REFUSED
}
