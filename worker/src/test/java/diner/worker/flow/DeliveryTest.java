package diner.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import diner.shared.message.Header;
import diner.shared.message.Headers;
import diner.worker.Deliveries;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class DeliveryTest {

  @Test
  void countsWhatEmptyHeadersCostToo() {
    var headers = new Headers(Collections.nCopies(1_000, new Header("", null)));

    var delivery = Deliveries.delivery(Deliveries.ASSIGNMENT, 0, null, null, headers);

    assertThat(delivery.heldBytes()).isGreaterThan(50_000);
  }
}
