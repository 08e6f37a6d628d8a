package diner.worker;

import diner.localkafka.LocalKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKafka.class)
class MetersIT {

  @Test
  void areAsManyAfterCommitsAndRebalancesAsBefore(LocalKafka kafka) throws Exception {
    Meters.stayTheSame(kafka, 200, 5);
  }
}
