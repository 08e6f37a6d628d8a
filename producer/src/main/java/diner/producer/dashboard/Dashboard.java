package diner.producer.dashboard;

import diner.producer.lag.LagFeed;
import diner.producer.lag.Look;
import diner.producer.replies.ReplyFeed;
import diner.producer.replies.ReplyInbox;
import diner.producer.replies.ReplyQuery;
import diner.producer.replies.StartingPoint;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the replies and the lag, and puts on the screen what has changed, four times a second. It
 * does so whether anybody looks or not: what a page shows at once is ten minutes old, and nobody
 * says beforehand that he will look. Its thread, {@code dashboard}, owns the board.
 */
public final class Dashboard implements AutoCloseable, LagFeed.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private static final Duration FRAME = Duration.ofMillis(250);

  /** A state goes out with every so-manieth frame, changed or not: it is the heartbeat as well. */
  private static final int FRAMES_A_STATE = 4;

  private static final Duration POSITIONS_LIMIT = Duration.ofSeconds(10);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  /** What the thread {@code lag} found last. */
  private sealed interface Sight {
    record Seen(Look look) implements Sight {}

    record Away(String cause) implements Sight {}
  }

  private final KafkaSettings settings;
  private final Topics topics;
  private final State.Names names;
  private final Screen screen;
  private final AtomicReference<@Nullable Sight> sight = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("dashboard").unstarted(this::run);
  private final CountDownLatch closing = new CountDownLatch(1);

  // Owned by the thread.
  private Board board;
  private int frames;

  private Dashboard(KafkaSettings settings, Topics topics, String group, Screen screen) {
    this.settings = settings;
    this.topics = topics;
    this.names = new State.Names(group, topics.prefix());
    this.screen = screen;
    this.board = new Board(names, Instant.now());
  }

  /**
   * Begins to follow.
   *
   * @param group of the workers
   */
  public static Dashboard start(
      KafkaSettings settings, Topics topics, String group, DashboardRoute screen) {
    var dashboard = new Dashboard(settings, topics, group, screen);
    dashboard.thread.start();
    return dashboard;
  }

  @Override
  public void onLook(Look look) {
    sight.set(new Sight.Seen(look));
  }

  @Override
  public void onFailure(RuntimeException cause) {
    sight.set(new Sight.Away(String.valueOf(cause.getMessage())));
  }

  private void run() {
    try {
      while (!isClosing()) {
        follow();
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** From ten minutes ago until the feed ends, which it does not by itself but for a fault. */
  private void follow() throws InterruptedException {
    var since = Instant.now().minus(Board.HISTORY);
    var inbox = new ReplyInbox();
    var query = new ReplyQuery(topics.replies(), new StartingPoint.Since(since));
    try (var _ = ReplyFeed.start(named(), query, _ -> true, inbox, POSITIONS_LIMIT)) {
      board = new Board(names, since);
      while (!isClosing()) {
        frame(inbox);
      }
    } catch (RuntimeException e) { // whatever it is, the gateway goes on without
      if (!isClosing()) {
        LOG.atWarn()
            .addKeyValue("cause", e.getMessage())
            .log("The dashboard can't follow the replies; it tries again in some seconds");
        board.onKafkaAway("replies can't be read: " + e.getMessage());
        show(Instant.now());
        var _ = closing.await(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** The client's name is not that of the gateway's own feed. */
  private KafkaSettings named() {
    var properties = new HashMap<>(settings.properties());
    properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "producer-dashboard");
    return new KafkaSettings(properties);
  }

  private void frame(ReplyInbox inbox) throws InterruptedException {
    var end = Instant.now().plus(FRAME);
    for (var now = Instant.now(); now.isBefore(end); now = Instant.now()) {
      for (var record : inbox.next(Duration.between(now, end))) {
        var answered = Answered.of(record);
        if (answered.isPresent()) {
          board.onReply(answered.get(), now);
        } else {
          board.onUnreadable();
        }
      }
    }
    if (inbox.isDrained()) {
      board.onCaughtUp();
    }
    switch (sight.getAndSet(null)) {
      case Sight.Seen(var look) -> board.onLook(look);
      case Sight.Away(var cause) -> board.onKafkaAway(cause);
      case null -> {}
    }
    show(Instant.now());
  }

  private void show(Instant now) {
    var bars = board.newBars(now);
    var isStateDue = ++frames % FRAMES_A_STATE == 0;
    if (!screen.isWatched()) {
      return;
    }
    var news = new ArrayList<Buffer>();
    if (bars != null) {
      news.add(Event.bars(bars));
    }
    if (isStateDue) {
      news.add(Event.state(board.state(now)));
    }
    var snapshot =
        screen.wantsSnapshot() ? Event.snapshot(board.wholeState(now), board.allBars(now)) : null;
    if (snapshot != null || !news.isEmpty()) {
      screen.show(new Screen.Frame(snapshot, Event.join(news)));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      var _ = thread.join(CLOSE_LIMIT); // a daemon: ends with the process at the latest
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
