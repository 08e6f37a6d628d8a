package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A connection on which anything can be said, also what no client would. */
final class RawClient implements AutoCloseable {

  private static final int LIMIT_MILLIS = 20_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient to(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    return new RawClient(socket);
  }

  RawClient say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** All that the server says until it closes the connection. */
  String untilClosed() throws IOException {
    var said = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(said);
    } catch (SocketException reset) {
      // closed, too
    }
    return said.toString(ISO_8859_1);
  }

  /** What the server says up to the end of an answer's head. */
  String head() throws IOException {
    var said = new StringBuilder();
    while (said.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + said);
      }
      said.append((char) next);
    }
    return said.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
