package diner.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.junit.jupiter.api.Test;

class MeaningTest {

  @Test
  void theFirstCauseThatSaysSomethingCounts() {
    assertThat(
            Meaning.of(new KafkaException("in an error state", new ProducerFencedException("x"))))
        .isEqualTo(Meaning.FENCED);
    assertThat(Meaning.of(new KafkaException("no cause"))).isEqualTo(Meaning.OTHER);
  }

  @Test
  void concurrentTransactionsAskForAnotherTry() {
    assertThat(Meaning.of(new ConcurrentTransactionsException("markers"))).isEqualTo(Meaning.AWAY);
  }

  @Test
  void anAbortedRecordIsNotToBlame() {
    assertThat(Meaning.of(new TransactionAbortedException("others"))).isEqualTo(Meaning.OTHER);
  }

  @Test
  void aTimeOutForWantOfALoginIsForGood() {
    assertThat(Meaning.of(new TimeoutException("5 s", new SaslAuthenticationException("wrong"))))
        .isEqualTo(Meaning.FOR_GOOD);
    assertThat(Meaning.of(new TimeoutException("5 s"))).isEqualTo(Meaning.AWAY);
  }

  @Test
  void anAddressThatCantBeResolvedMayBeLater() {
    assertThat(Meaning.of(new ConfigException("No resolvable bootstrap urls given")))
        .isEqualTo(Meaning.AWAY);
    assertThat(Meaning.of(new ConfigException("acks must be all"))).isEqualTo(Meaning.FOR_GOOD);
  }
}
