package diner.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import diner.shared.kafka.Alphabet;
import diner.shared.kafka.DoneAhead;
import diner.shared.kafka.DoneAheadEncoder;
import diner.shared.message.Turn;
import diner.worker.flow.Assignment;
import diner.worker.flow.CommitPoint;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LedgersTest {

  private static final TopicPartition PARTITION = new TopicPartition("jobs.burgers", 3);

  private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
  private final Ledgers ledgers = new Ledgers(new MapFormat(Alphabet.CHARS_15, 4_096, 5));

  @BeforeEach
  void listen() {
    warnings.start();
    logger().addAppender(warnings);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(warnings);
  }

  @Test
  void everyAssignmentHasAnEpochOfItsOwn() {
    var first = assign();
    ledgers.forget(List.of(PARTITION));
    var second = assign();

    assertThat(second.epoch()).isGreaterThan(first.epoch());
    resume(second, OptionalLong.of(5), "", 0);
    assertThat(ledgers.of(first)).as("a late result finds nothing").isNull();
    assertThat(ledgers.of(second)).isSameAs(ledgers.of(PARTITION)).isNotNull();
  }

  @Test
  void refusesToResumeAnAssignmentOfThePast() {
    var first = assign();
    assign();

    assertThatThrownBy(() -> resume(first, OptionalLong.of(5), "", 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not a present one");
  }

  @Test
  void saysHowManyJobsRetentionHasDeletedAndGoesOnBehindThem() {
    var ledger = resume(assign(), OptionalLong.of(5), "", 12);

    assertThat(ledger.commitPoint()).isEqualTo(12);
    assertThat(warnings()).singleElement().asString().startsWith("up to 7 jobs were deleted");
    assertThat(ledger.isUnsaved()).as("so that lag forgets them, too").isTrue();
  }

  @Test
  void saysNothingWhereNothingWasDeleted() {
    var ledger = resume(assign(), OptionalLong.of(12), "", 12);

    assertThat(ledger.commitPoint()).isEqualTo(12);
    assertThat(ledger.isUnsaved()).isFalse();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void readsWhatAFormerOwnerHasFinishedAndTried() {
    var encoder = new DoneAheadEncoder(new Turn("jobs.burgers", 3, 5));
    encoder.finished(7, 9);
    var attempts = new TreeMap<Long, Integer>();
    attempts.put(6L, 2);
    attempts.put(9L, 8);
    encoder.attempts(attempts);

    var ledger = resume(assign(), OptionalLong.of(5), encoder.encode(Alphabet.BASE64), 0);

    assertThat(warnings()).isEmpty();
    assertThat(ledger.polled(5, 1)).isTrue();
    assertThat(ledger.polled(6, 1)).isTrue();
    assertThat(ledger.polled(7, 1)).isFalse();
    assertThat(ledger.polled(8, 1)).isFalse();
    assertThat(ledger.attempts(5)).isZero();
    assertThat(ledger.attempts(6)).isEqualTo(2);
    assertThat(ledger.attempts(9)).as("no more than the map has room for").isEqualTo(5);
  }

  @Test
  void countsTheCommittedOffsetAloneWhereTheMetadataIsNotOurs() {
    var ledger = resume(assign(), OptionalLong.of(5), "written by somebody else", 0);

    assertThat(ledger.commitPoint()).isEqualTo(5);
    assertThat(warnings()).singleElement().asString().contains("is not ours");
  }

  @Test
  void writesMapsInAsciiOnceTheyWereRefused() {
    finishedAhead(assign());
    var refused = ledgers.save().getFirst().metadata();
    assertThat(ledgers.areUrgent()).isFalse();

    ledgers.refused(List.of("", refused));

    assertThat(ledgers.areUrgent()).as("it is to be committed in another form").isTrue();
    assertThat(ledgers.format().alphabet()).isEqualTo(Alphabet.BASE64);
    assertThat(ledgers.format().capacityBytes()).isLessThan(4_096 * 6 / 8);
    assertThat(ledgers.save())
        .extracting(CommitPoint::metadata)
        .singleElement()
        .asString()
        .isNotEqualTo(refused)
        .isPrintable()
        .satisfies(text -> assertThat(map(5, text).count()).isEqualTo(1));
  }

  @Test
  void aRefusalOfWhatWasMadeBeforeTheFirstOneIsNotTheLastWord() {
    finishedAhead(assign());
    var first = ledgers.save().getFirst().metadata();
    ledgers.refused(List.of(first));
    ledgers.save();

    ledgers.refused(List.of(first));

    assertThat(ledgers.areUrgent()).isTrue();
  }

  @Test
  void endsTheWorkerWhereEvenAsciiIsRefused() {
    finishedAhead(assign());
    ledgers.refused(List.of(ledgers.save().getFirst().metadata()));
    var second = ledgers.save().getFirst().metadata();

    assertThatThrownBy(() -> ledgers.refused(List.of(second)))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("--metadata-limit");
  }

  private Assignment assign() {
    return ledgers.assign(List.of(PARTITION)).getFirst();
  }

  private PartitionLedger resume(
      Assignment assignment, OptionalLong committed, String metadata, long logStart) {
    var point = new ResumePoint(assignment, committed, metadata, logStart);
    assertThat(ledgers.resume(point)).isEqualTo(PARTITION);
    return Objects.requireNonNull(ledgers.of(assignment));
  }

  /** The second of two jobs is finished. */
  private void finishedAhead(Assignment assignment) {
    var ledger = resume(assignment, OptionalLong.of(5), "", 0);
    ledger.polled(5, 1);
    ledger.polled(6, 1);
    ledger.reserve(6, ledgers.format());
    ledger.started();
    ledger.finish(6);
  }

  private static DoneAhead map(long committed, String metadata) {
    return DoneAhead.decode(new Turn("jobs.burgers", 3, committed), metadata).orElseThrow();
  }

  private List<String> warnings() {
    return warnings.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Ledgers.class);
  }
}
