package diner.worker;

import diner.localkafka.LocalKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKafka.class)
class MetersProof {

  @Test
  void areAsManyAfterTenThousandCommitsAndFiftyRebalancesAsBefore(LocalKafka kafka)
      throws Exception {
    Meters.stayTheSame(kafka, 10_000, 50);
  }
}
