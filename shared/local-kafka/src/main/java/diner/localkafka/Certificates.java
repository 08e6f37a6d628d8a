package diner.localkafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A key with a certificate of its own, made by the JDK's keytool when it is needed and valid for a
 * day; for tests. The files in its folder are a key store, a trust store, and the same as PEM.
 *
 * @param keyStore PKCS12, with key and certificate
 * @param trustStore PKCS12, with the certificate alone
 * @param pemKeyStore PEM, with key and certificate
 * @param pemTrustStore PEM, with the certificate alone
 * @param password of the two stores that are PKCS12
 */
public record Certificates(
    Path keyStore, Path trustStore, Path pemKeyStore, Path pemTrustStore, String password) {

  private static final String ALIAS = "key";
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /**
   * Makes one.
   *
   * @param name the certificate's common name, and the name of its files
   * @param hosts as keytool takes them, such as {@code ip:127.0.0.1,dns:kafka}
   */
  public static Certificates make(Path folder, String name, String hosts, String password) {
    try {
      var made =
          new Certificates(
              folder.resolve(name + ".p12"),
              folder.resolve(name + "-trust.p12"),
              folder.resolve(name + ".pem"),
              folder.resolve(name + "-trust.pem"),
              password);
      made.runKeytool(name, hosts);
      made.writeOthers();
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new LocalKafkaException("can't make a certificate for " + name + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalKafkaException("interrupted while keytool ran", e);
    }
  }

  private void runKeytool(String name, String hosts) throws IOException, InterruptedException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            keytool,
            "-J-XX:TieredStopAtLevel=1",
            "-genkeypair",
            "-alias",
            ALIAS,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + hosts,
            "-validity",
            "1",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-storetype",
            "PKCS12",
            "-keystore",
            keyStore.toString(),
            "-storepass:env",
            "STORE_PASSWORD");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STORE_PASSWORD", password);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new LocalKafkaException("keytool failed: " + said.strip());
    }
  }

  private void writeOthers() throws IOException, GeneralSecurityException {
    var secret = password.toCharArray();
    var keys = KeyStore.getInstance(keyStore.toFile(), secret);
    var certificate = keys.getCertificate(ALIAS);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, secret);
    trusted.setCertificateEntry(ALIAS, certificate);
    try (var out = Files.newOutputStream(trustStore)) {
      trusted.store(out, secret);
    }
    var pem = pem(certificate);
    Files.writeString(pemTrustStore, pem);
    var key = keys.getKey(ALIAS, secret).getEncoded();
    Files.writeString(pemKeyStore, pem("PRIVATE KEY", key) + pem);
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, PEM.encodeToString(bytes), what);
  }
}
