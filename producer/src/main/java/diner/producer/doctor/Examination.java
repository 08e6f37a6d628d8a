package diner.producer.doctor;

import diner.producer.doctor.Contact.Advertised;
import diner.shared.kafka.KafkaSettings;
import diner.shared.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Looks at everything, from the address to the jobs: the addresses, then the brokers behind them,
 * then the rest at once. Three rounds, each with its limit, so that it ends within 15 s whatever is
 * wrong. Runs on the command's thread.
 */
final class Examination {

  private final KafkaSettings settings;
  private final Topics topics;
  private final String group;

  Examination(KafkaSettings settings, Topics topics, String group) {
    this.settings = settings;
    this.topics = topics;
    this.group = group;
  }

  /**
   * What came of it.
   *
   * @param isReached whether there is a broker that can be worked with
   */
  record Result(Report report, boolean isReached) {}

  /**
   * Looks.
   *
   * @throws org.apache.kafka.common.config.ConfigException where a setting is wrong
   */
  Result examine() throws InterruptedException {
    checkSettings();
    var contacts = new LinkedHashMap<String, Contact>();
    var given = List.copyOf(new LinkedHashSet<>(Address.split(settings.bootstrapServers())));
    var found = Round.all(given, this::call, Caller::failed, Caller.LIMIT);
    for (var address = 0; address < given.size(); address++) {
      contacts.put(given.get(address), found.get(address));
    }
    var report = report(ConnectionCheck.NAME, ConnectionCheck.judge(contacts));
    var brokers = ConnectionCheck.brokers(contacts);
    if (brokers.isEmpty()) {
      return new Result(report, false);
    }
    var advertised = advertised(brokers);
    var isLocal =
        given.stream()
            .filter(each -> contacts.get(each) instanceof Contact.Broker)
            .map(Address::parse)
            .flatMap(Optional::stream)
            .anyMatch(Address::isLoopback);
    var listeners = ListenersCheck.judge(isLocal, advertised);
    report = report.plus(report(ListenersCheck.NAME, listeners));
    var reached =
        advertised.entrySet().stream()
            .filter(each -> each.getValue() instanceof Contact.Broker)
            .map(each -> each.getKey().address().toString())
            .collect(Collectors.joining(","));
    return reached.isEmpty()
        ? new Result(report, false)
        : new Result(report.plus(inside(reached)), true);
  }

  private void checkSettings() {
    var unused = new AdminClientConfig(settings.over(Map.of()));
    unused.ignore(AdminClientConfig.CLIENT_ID_CONFIG);
  }

  private Contact call(String given) {
    return Address.parse(given)
        .map(new Caller(settings)::call)
        .orElseGet(() ->
            Caller.none(
                Contact.Cause.UNKNOWN_HOST,
                "'%s' is no address".formatted(given),
                "expected --bootstrap-server HOST:PORT[,HOST:PORT]"));
  }

  private Map<Advertised, Contact> advertised(List<Contact.Broker> brokers)
      throws InterruptedException {
    var all = brokers.stream().flatMap(each -> each.brokers().stream()).distinct().toList();
    var found =
        Round.all(
            all,
            broker -> new Caller(settings).call(broker.address()),
            Caller::failed,
            Caller.LIMIT);
    var contacts = new LinkedHashMap<Advertised, Contact>();
    for (var broker = 0; broker < all.size(); broker++) {
      contacts.put(all.get(broker), found.get(broker));
    }
    return contacts;
  }

  /** What only brokers know. */
  private Report inside(String reached) throws InterruptedException {
    var limit = (int) Patient.LIMIT.toMillis();
    var fixed =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            reached,
            AdminClientConfig.CLIENT_ID_CONFIG,
            "producer-doctor",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            limit,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            limit,
            AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);
    var admin = Admin.create(settings.over(Map.of(), fixed));
    try {
      var patient = new Patient(admin, topics, group);
      var checks = new ArrayList<Check>();
      checks.add(new VersionsCheck(patient));
      checks.add(new TopicsCheck(patient));
      checks.add(new ReplicasCheck(patient));
      checks.add(new GroupCheck(patient));
      checks.add(new TransactionsCheck(patient));
      checks.add(new ClockCheck(patient));
      return Round.of(checks, Patient.LIMIT);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static Report report(String check, Diagnosis diagnosis) {
    return new Report(List.of(new Report.Entry(check, diagnosis)));
  }
}
