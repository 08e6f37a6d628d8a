package diner.worker.intake;

import diner.shared.kafka.Alphabet;
import diner.worker.flow.Lane;
import diner.worker.intake.SimulatedKafka.Job;
import diner.worker.intake.SimulatedWorker.Killed;
import diner.worker.intake.SimulatedWorker.Weather;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One random schedule: everything about it follows from its seed. Some time of anything that may
 * happen is followed by a time without faults, at whose end everything must be done.
 */
final class Schedule {

  private static final int MAX_ATTEMPTS = 3;
  private static final int QUIET_STEPS = 20_000;

  private final Random random;
  private final SettableClock clock = new SettableClock();
  private final SimulatedKafka kafka;
  private final SimulatedWorker.World world;
  private final List<SimulatedWorker> workers = new ArrayList<>();

  /** Workers that the group has given up, and that do not know. */
  private final List<SimulatedWorker> zombies = new ArrayList<>();

  private final Map<TopicPartition, SimulatedWorker> owners = new HashMap<>();

  /** Whether the service behind the burgers comes and goes. */
  private final boolean hasWeather;

  private int names;

  Schedule(long seed) {
    random = new Random(new SplittableRandom(seed).nextLong()); // else neighbours begin alike
    hasWeather = random.nextInt(3) == 0;
    var isExactlyOnce = random.nextInt(4) > 0;
    var metadataLimit = random.nextInt(3) == 0 ? 7 + random.nextInt(8) : 4_096;
    kafka = new SimulatedKafka(isExactlyOnce, 1 + random.nextInt(3), metadataLimit);
    var limits =
        new Limits(
            Map.of(Lane.WAITING, 1 + random.nextInt(8), Lane.COMPUTING, 1 + random.nextInt(3)),
            2 + random.nextInt(30),
            1 << 20,
            1 + random.nextInt(6),
            1 << 20,
            Duration.ofSeconds(5),
            Duration.ofHours(24),
            new MapFormat(Alphabet.CHARS_15, metadataLimit, MAX_ATTEMPTS));
    world =
        new SimulatedWorker.World(
            kafka, clock, random, limits, rules(random), isExactlyOnce, new Weather());
  }

  /** Some kinds have a limit, some a rate. */
  private static Function<String, KindRule> rules(Random random) {
    var burgers = rule(random, "burgers", Lane.WAITING);
    var cleaning = rule(random, "cleaning", Lane.COMPUTING);
    var others = rule(random, "others", Lane.WAITING);
    return kind ->
        switch (kind) {
          case "burgers" -> burgers;
          case "cleaning" -> cleaning;
          default -> others;
        };
  }

  private static KindRule rule(Random random, String kind, Lane lane) {
    return new KindRule(
        kind,
        lane,
        random.nextInt(3) == 0 ? 1 + random.nextInt(3) : Integer.MAX_VALUE,
        Duration.ofMillis(random.nextInt(3) == 0 ? 1 + random.nextInt(400) : 0),
        2 + random.nextInt(3)); // 20 would seldom come together
  }

  /** Runs it; returns how many steps it took. */
  int run() {
    join();
    var eventful = 50 + random.nextInt(300);
    for (var step = 0; step < eventful; step++) {
      eventfulStep();
    }
    world.weather().isAway = false;
    while (!zombies.isEmpty()) {
      awaken();
    }
    if (workers.stream().allMatch(SimulatedWorker::isStopping)) {
      join();
    }
    for (var step = 0; step < QUIET_STEPS; step++) {
      if (kafka.isDone()) {
        return eventful + step;
      }
      quietStep();
    }
    throw new AssertionError("not done: " + kafka.state());
  }

  private void eventfulStep() {
    if (hasWeather && random.nextInt(world.weather().isAway ? 250 : 60) == 0) {
      turn(world.weather());
    }
    switch (random.nextInt(40)) {
      case 0 -> moveSome();
      case 1 -> on(any(), this::evict);
      case 2 -> awaken();
      case 3 -> on(any(), this::kill);
      case 4 -> {
        if (workers.size() < 3) {
          join();
        }
      }
      case 5 -> on(any(), this::stop);
      case 6 -> kafka.endOnePending();
      case 7, 8 -> on(any(), SimulatedWorker::abort);
      case 9 -> on(any(), SimulatedWorker::lose);
      case 10 -> kafka.appendMarkers(anyPartition(), 1 + random.nextInt(3));
      case 11, 12, 13, 14, 15 ->
          kafka.append(random.nextInt(4) == 0 ? random.nextInt(20) : 0, anyJob());
      default -> quietStep();
    }
  }

  /** The service goes away, and many jobs meet it so; or it comes back. */
  private void turn(Weather weather) {
    weather.isAway = !weather.isAway;
    for (var jobs = weather.isAway ? random.nextInt(30) : 0; jobs > 0; jobs--) {
      kafka.append(0, anyJob());
    }
  }

  private void quietStep() {
    if (workers.isEmpty()) {
      join();
    }
    var all = new ArrayList<>(workers);
    all.addAll(zombies);
    var worker = all.get(random.nextInt(all.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> on(worker, SimulatedWorker::poll);
      case 2, 3 -> on(worker, SimulatedWorker::deliver);
      case 4, 5 -> on(worker, SimulatedWorker::endOneAttempt);
      case 6 -> on(worker, SimulatedWorker::publish);
      default -> {
        on(worker, SimulatedWorker::commitOffsets);
        clock.forward(Duration.ofMillis(random.nextInt(500)));
        if (random.nextInt(10) == 0) {
          kafka.endOnePending();
        }
      }
    }
    if (worker.isStopping() && worker.isDrained() && workers.contains(worker)) {
      leave(worker);
    }
  }

  // Coming and going

  private void join() {
    workers.add(new SimulatedWorker(world, "worker-" + ++names));
    rebalance();
  }

  private void stop(SimulatedWorker worker) {
    if (!worker.isStopping() && workers.size() > 1) {
      worker.stop();
    }
  }

  /** A drained worker leaves: it hands its partitions over. */
  private void leave(SimulatedWorker worker) {
    on(worker, leaving -> leaving.revoke(leaving.assigned(), 0));
    gone(worker);
  }

  /** The process is gone; the group notices in time. */
  private void kill(SimulatedWorker worker) {
    worker.die();
    gone(worker);
  }

  /** The group gives a worker up that still works, and does not know. */
  private void evict(SimulatedWorker worker) {
    if (!worker.isStopping() && zombies.size() < 2) {
      gone(worker);
      zombies.add(worker);
    }
  }

  /** A zombie learns that it lost its partitions, and joins again. */
  private void awaken() {
    if (!zombies.isEmpty()) {
      var worker = zombies.removeFirst();
      worker.lost(worker.assigned());
      workers.add(worker);
      rebalance();
    }
  }

  private void gone(SimulatedWorker worker) {
    workers.remove(worker);
    zombies.remove(worker);
    owners.values().removeIf(owner -> owner == worker);
    rebalance();
  }

  private void moveSome() {
    for (var partition : kafka.partitions()) {
      if (random.nextBoolean()) {
        take(partition);
      }
    }
    rebalance();
  }

  /** An owner hands a partition over, with more or less time to finish what runs. */
  private void take(TopicPartition partition) {
    var owner = owners.get(partition);
    if (owner != null) {
      on(owner, revoked -> revoked.revoke(List.of(partition), random.nextInt(30)));
      owners.remove(partition, owner);
    }
  }

  /** All workers that are here learn the new generation, and partitions without owner get one. */
  private void rebalance() {
    var generation =
        kafka.newGeneration(
            workers.stream().map(SimulatedWorker::name).collect(Collectors.toSet()));
    workers.forEach(worker -> worker.joined(generation));
    var candidates = workers.stream().filter(worker -> !worker.isStopping()).toList();
    if (candidates.isEmpty()) {
      return;
    }
    for (var partition : kafka.partitions()) {
      if (!owners.containsKey(partition)) {
        var owner = candidates.get(random.nextInt(candidates.size()));
        owners.put(partition, owner);
        owner.assign(List.of(partition));
      }
    }
  }

  /** Does something with a worker, whose process may end over it. */
  private void on(SimulatedWorker worker, Consumer<SimulatedWorker> action) {
    try {
      action.accept(worker);
    } catch (Killed e) {
      kill(worker);
    }
  }

  private SimulatedWorker any() {
    if (workers.isEmpty()) {
      join();
    }
    return workers.get(random.nextInt(workers.size()));
  }

  private TopicPartition anyPartition() {
    return kafka.partitions().get(random.nextInt(kafka.partitions().size()));
  }

  private Job anyJob() {
    var isComputing = random.nextInt(4) == 0;
    return new Job(
        anyPartition(),
        0,
        random.nextInt(3) == 0 ? "key-" + random.nextInt(3) : null,
        isComputing,
        random.nextInt(4) == 0 ? random.nextInt(MAX_ATTEMPTS + 2) : 0,
        isComputing && random.nextInt(8) == 0,
        soonOrNull(),
        soonOrNull());
  }

  private @Nullable Instant soonOrNull() {
    return random.nextInt(4) == 0
        ? clock.instant().plusMillis(random.nextInt(20_000) - 2_000)
        : null;
  }
}
