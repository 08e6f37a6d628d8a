package diner.worker;

import diner.localkafka.Certificates;
import diner.localkafka.LocalKafka;
import diner.shared.kafka.Right;
import diner.shared.kafka.TopicCreation;
import diner.shared.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.awaitility.Awaitility;

/**
 * A broker with TLS, logins and ACLs, and settings files for its clients. Whoever comes without a
 * login, as the tests themselves do, may do everything; others may do what is granted.
 */
final class SecureKafka implements AutoCloseable {

  /** Marked, so that it is found wherever it is printed. */
  static final String PASSWORD = "s3cret-of-the-test";

  /** Listeners by what they ask of clients. */
  static final String TLS = "TLS";

  static final String MUTUAL_TLS = "MUTUAL";
  static final String LOGIN = "LOGIN";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
  private static final String TOKEN =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

  private final Path folder;
  private final Certificates broker;
  private final Certificates client;
  private final LocalKafka kafka;
  private final Admin admin;

  private SecureKafka(Path folder, Certificates broker, Certificates client) {
    this.folder = folder;
    this.broker = broker;
    this.client = client;
    this.kafka = LocalKafka.start(options());
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  static SecureKafka start(Path folder) {
    var client =
        CompletableFuture.supplyAsync(
            () -> Certificates.make(folder, "client", "dns:client", PASSWORD));
    var broker = Certificates.make(folder, "broker", "ip:127.0.0.1", PASSWORD);
    return new SecureKafka(folder, broker, client.join());
  }

  private LocalKafka.Options options() {
    var options =
        LocalKafka.Options.DEFAULT
            .withListener(TLS, "SSL")
            .withListener(MUTUAL_TLS, "SSL")
            .withListener(LOGIN, "SASL_SSL")
            .withProperty(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .withProperty("super.users", "User:ANONYMOUS;User:boss;User:CN=client")
            .withProperty("ssl.keystore.location", broker.keyStore().toString())
            .withProperty("ssl.keystore.type", "PKCS12")
            .withProperty("ssl.keystore.password", PASSWORD)
            .withProperty("ssl.key.password", PASSWORD)
            .withProperty("ssl.truststore.location", client.trustStore().toString())
            .withProperty("ssl.truststore.type", "PKCS12")
            .withProperty("ssl.truststore.password", PASSWORD)
            .withProperty("listener.name.mutual.ssl.client.auth", "required");
    for (var mechanism :
        Map.of(
                "plain", PLAIN + " required user_boss=\"" + PASSWORD + "\"" + users() + ";",
                "scram-sha-512", SCRAM + " required;",
                "oauthbearer", TOKEN + " required unsecuredLoginStringClaim_sub=\"broker\";")
            .entrySet()) {
      options =
          options.withProperty(
              "listener.name.login." + mechanism.getKey() + ".sasl.jaas.config",
              mechanism.getValue());
    }
    return options.withProperty(
        "listener.name.login.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512,OAUTHBEARER");
  }

  /** Accounts without any right of their own: {@code user1} to {@code user9}. */
  private static String users() {
    var users = new StringBuilder();
    for (var i = 1; i <= 9; i++) {
      users.append(" user_user").append(i).append("=\"").append(PASSWORD).append('"');
    }
    return users.toString();
  }

  String bootstrapServers(String listener) {
    return kafka.bootstrapServers(listener);
  }

  /** The listener without TLS and login, on which all is allowed. */
  String openDoor() {
    return kafka.bootstrapServers();
  }

  Admin admin() {
    return admin;
  }

  Certificates broker() {
    return broker;
  }

  Certificates client() {
    return client;
  }

  void create(Topics topics) {
    TopicCreation.createMissing(
        admin, topics.specifications(List.of("burgers", "cleaning")), LIMIT);
  }

  void addScramUser(String name) throws Exception {
    var credential = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    admin
        .alterUserScramCredentials(
            List.of(new UserScramCredentialUpsertion(name, credential, PASSWORD)))
        .all()
        .get();
  }

  /** Gives an account these rights, and takes it all others. */
  void grantOnly(String user, Collection<Right> rights) throws Exception {
    takeAll();
    var bindings = rights.stream().map(right -> acl(user, right)).toList();
    admin.createAcls(bindings).all().get();
    awaitAcls(bindings.size());
  }

  void take(String user, Right right) throws Exception {
    var before = acls();
    admin.deleteAcls(List.of(acl(user, right).toFilter())).all().get();
    awaitAcls(before - 1);
  }

  void takeAll() throws Exception {
    admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    awaitAcls(0);
  }

  /** The controller answers; the broker acts upon it a moment later. */
  private void awaitAcls(int number) {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> acls() == number);
  }

  private int acls() throws Exception {
    return admin.describeAcls(AclBindingFilter.ANY).values().get().size();
  }

  private static AclBinding acl(String user, Right right) {
    return new AclBinding(
        new ResourcePattern(
            right.type(),
            right.name(),
            right.isPrefix() ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", right.operation(), AclPermissionType.ALLOW));
  }

  /** A settings file for a login with a password; the mechanism is PLAIN or SCRAM-SHA-512. */
  Path login(String mechanism, String user, String password) throws IOException {
    var module = mechanism.equals("PLAIN") ? PLAIN : SCRAM;
    var settings = new Properties();
    settings.putAll(trusting());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", mechanism);
    settings.put(
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";".formatted(module, user, password));
    return file(settings);
  }

  /** A settings file for a login with a token. */
  Path token(String user) throws IOException {
    var settings = new Properties();
    settings.putAll(trusting());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "OAUTHBEARER");
    settings.put(
        "sasl.jaas.config",
        "%s required unsecuredLoginStringClaim_sub=\"%s\";".formatted(TOKEN, user));
    return file(settings);
  }

  /** Settings of a client that trusts the broker. */
  Map<String, String> trusting() {
    return Map.of(
        "security.protocol",
        "SSL",
        "ssl.truststore.location",
        broker.trustStore().toString(),
        "ssl.truststore.type",
        "PKCS12",
        "ssl.truststore.password",
        PASSWORD);
  }

  /** Settings of a client with a certificate of its own; as stores, or as PEM files. */
  Map<String, String> mutual(boolean asPem) {
    return asPem
        ? Map.of(
            "security.protocol", "SSL",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", broker.pemTrustStore().toString(),
            "ssl.keystore.type", "PEM",
            "ssl.keystore.location", client.pemKeyStore().toString())
        : Map.of(
            "security.protocol",
            "SSL",
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.location",
            broker.trustStore().toString(),
            "ssl.truststore.password",
            PASSWORD,
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            client.keyStore().toString(),
            "ssl.keystore.password",
            PASSWORD,
            "ssl.key.password",
            PASSWORD);
  }

  Path file(Map<?, ?> settings) throws IOException {
    var file = Files.createTempFile(folder, "client", ".properties");
    var all = new Properties();
    all.putAll(settings);
    try (var out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
    return file;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    kafka.close();
  }
}
