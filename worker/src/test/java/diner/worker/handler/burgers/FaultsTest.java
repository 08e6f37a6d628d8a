package diner.worker.handler.burgers;

import static org.assertj.core.api.Assertions.assertThat;

import diner.worker.handler.JobFault;
import diner.worker.handler.JobFault.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest {

  @Test
  void aKitchenThatNobodyAnswersForIsEvidenceOfAnOutage() {
    assertThat(faultOf(new ConnectException("refused"))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(faultOf(new UnknownHostException("kitchen"))).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void whatOnlyTookTooLongOrWasCutIsNone() {
    assertThat(faultOf(new ConnectTimeoutException("5 s"))).isEqualTo(Kind.UNANSWERED);
    assertThat(faultOf(new IOException("reset by peer"))).isEqualTo(Kind.UNANSWERED);
    assertThat(faultOf(new ConnectionPoolTooBusyException("ours"))).isEqualTo(Kind.UNANSWERED);
    assertThat(Faults.timeout("GET", Duration.ofSeconds(1)).kind()).isEqualTo(Kind.UNANSWERED);
  }

  @Test
  void saysWhatWasOrderedAndWhatCameOfIt() {
    var fault = Faults.of("GET http://kitchen:1/burgers", new ConnectException("refused"));

    assertThat(fault.type()).isEqualTo("kitchen-unreachable");
    assertThat(fault.message()).isEqualTo("GET http://kitchen:1/burgers: refused");
  }

  private static JobFault.Kind faultOf(Throwable cause) {
    return Faults.of("GET", cause).kind();
  }
}
