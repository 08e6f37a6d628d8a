package diner.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes connections, reads what comes and never says a word, not even which protocol it speaks. */
final class MuteKitchen implements AutoCloseable {

  private static final int BACKLOG = 1_000;

  private final ServerSocket server;
  private final Set<Socket> guests = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  private MuteKitchen(ServerSocket server) {
    this.server = server;
  }

  static MuteKitchen start() throws IOException {
    var kitchen = new MuteKitchen(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().daemon().name("mute-kitchen").start(kitchen::accept);
    return kitchen;
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Connections that were made, whatever became of them. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var guest : guests) {
      guest.close();
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        var guest = server.accept();
        connections.incrementAndGet();
        guests.add(guest);
        Thread.ofVirtual().start(() -> listen(guest));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void listen(Socket guest) {
    try (guest) {
      guest.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // So it is.
    } finally {
      guests.remove(guest);
    }
  }
}
