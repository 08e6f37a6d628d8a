package diner.producer.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the gateway remembers and asks for stays within bounds. */
class BoundsTest {

  private static final byte[] REPLY = "{\"job\":\"x\"}".getBytes(UTF_8);

  @Test
  void bytesAreTakenUpToTheLimitAndGivenBack() {
    var bytes = new HeldBytes(100);

    assertThat(bytes.take(60)).isTrue();
    assertThat(bytes.take(41)).isFalse();
    assertThat(bytes.take(40)).isTrue();
    bytes.giveBack(60);
    assertThat(bytes.held()).isEqualTo(40);
    assertThatThrownBy(() -> bytes.giveBack(41)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theOldestJobsAreForgottenFirst() {
    var posted = new PostedJobs(1_000);

    for (var i = 0; i <= PostedJobs.MOST; i++) {
      posted.onPosted("job-" + i);
    }

    assertThat(posted.size()).isEqualTo(PostedJobs.MOST);
    assertThat(posted.find("job-0")).isEmpty();
    assertThat(posted.find("job-1")).isPresent();
  }

  @Test
  void repliesAreKeptWithinTheirBytes() {
    var posted = new PostedJobs(2L * REPLY.length);
    posted.onPosted("open");

    posted.keep("a", REPLY);
    posted.keep("a", REPLY);
    posted.keep("b", REPLY);
    assertThat(posted.bytes()).isEqualTo(2L * REPLY.length);
    posted.keep("c", REPLY);

    assertThat(posted.find("open")).isEmpty();
    assertThat(posted.find("a")).isEmpty();
    assertThat(posted.find("c").orElseThrow().reply()).isEqualTo(REPLY);
    posted.forget("b");
    posted.forget("c");
    assertThat(posted.bytes()).isZero();
  }

  @Test
  void namesThatNobodyKnowsCostOneQuestionASecondAtMost() {
    var vertx = Vertx.vertx();
    try {
      var asked = new AtomicInteger();
      var answer = new CompletableFuture<Set<String>>();
      var known =
          new KnownTopics(
              vertx.getOrCreateContext(),
              () -> {
                asked.incrementAndGet();
                return answer;
              });

      var first = known.has("jobs.a");
      var second = known.has("jobs.b");
      answer.complete(Set.of("jobs.a"));

      assertThat(first.await()).isTrue();
      assertThat(second.await()).isFalse();
      assertThat(known.has("jobs.c").await()).isFalse();
      assertThat(known.has("jobs.a").await()).isTrue();
      assertThat(asked).hasValue(1);
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void aTokenIsKnownByItsWholeTextAlone() {
    var token = Token.of("sesame-open-the-door\n");

    assertThat(token.isIn("Bearer sesame-open-the-door")).isTrue();
    assertThat(token.isIn("bearer  sesame-open-the-door ")).isTrue();
    assertThat(token.isIn("Bearer sesame-open-the-doo")).isFalse();
    assertThat(token.isIn("Basic sesame-open-the-door")).isFalse();
    assertThat(token.isIn(null)).isFalse();
    assertThat(token).hasToString("Token[hidden]");
    assertThatThrownBy(() -> Token.of("too-short")).hasMessageNotContaining("too-short");
  }
}
