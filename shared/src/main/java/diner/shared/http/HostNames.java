package diner.shared.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which names a server may be called. A page of a stranger's can have its own name lead to this
 * machine; the browser then takes a server on loopback for the stranger's, and says so in {@code
 * Host}.
 *
 * @param names in lower case, without a port; none: any
 */
public record HostNames(Set<String> names) {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  public HostNames {
    names = Set.copyOf(names);
  }

  /**
   * Those of a server that listens there: on loopback its usual names, elsewhere any, unless more
   * are given: then these and the address.
   */
  public static HostNames of(String bind, Collection<String> more) {
    var names = new HashSet<String>();
    if (isLoopback(bind)) {
      names.addAll(LOOPBACK);
    } else if (more.isEmpty()) {
      return new HostNames(Set.of());
    }
    names.add(inUrl(bind).toLowerCase(Locale.ROOT));
    more.forEach(name -> names.add(inUrl(name).toLowerCase(Locale.ROOT)));
    return new HostNames(names);
  }

  /** Whether only this machine can reach what listens there. May ask a name server. */
  public static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException nobodyCanListenThere) {
      return false;
    }
  }

  /** As a host is written in a URL. */
  public static String inUrl(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /**
   * Whether a request that names this host is meant for the server.
   *
   * @param host without its port; null where the request names none
   */
  public boolean allow(@Nullable String host) {
    return names.isEmpty()
        || (host != null && names.contains(inUrl(host).toLowerCase(Locale.ROOT)));
  }
}
