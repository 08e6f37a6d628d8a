package diner.shared.cli;

import java.security.cert.CertPathBuilderException;
import java.util.Locale;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Says why TLS did not come about: what matters stands in the innermost cause. */
final class TlsFailures {

  private TlsFailures() {}

  static String explain(SslAuthenticationException error, String servers) {
    return "no TLS with Kafka at %s: %s".formatted(servers, causeAndFix(error));
  }

  private static String causeAndFix(SslAuthenticationException error) {
    Throwable innermost = error;
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof CertPathBuilderException) {
        return "its certificate is not trusted; set ssl.truststore.location (and"
            + " ssl.truststore.type, -password) to a store with its CA in --command-config";
      }
      innermost = at;
    }
    var message = String.valueOf(innermost.getMessage()).replaceAll("\\s+", " ").strip();
    var words = message.toLowerCase(Locale.ROOT);
    if (words.contains("no name matching") || words.contains("no subject alternative")) {
      return "its certificate is for other names (%s); name the broker as its certificate does in"
              .formatted(message)
          + " --bootstrap-server and in its advertised.listeners";
    }
    if (words.contains("alert")) {
      return "the broker refuses this client's certificate, or the lack of one (%s); set"
              .formatted(message)
          + " ssl.keystore.location to a key whose certificate it trusts in --command-config";
    }
    return message + "; check ssl.* in --command-config";
  }
}
