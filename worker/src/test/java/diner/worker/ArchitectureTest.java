package diner.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data flows one way: the packages know what they must, and no more. */
class ArchitectureTest {

  private static final JavaClasses DINER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("diner");

  @ParameterizedTest
  @CsvSource({
    "intake, lane",
    "intake, publish",
    "intake, answer",
    "intake, handler",
    "lane, intake",
    "lane, publish",
    "publish, intake",
    "publish, lane",
    "publish, answer",
    "answer, intake",
    "answer, lane",
    "answer, publish",
    "handler, intake",
    "handler, lane",
    "handler, publish",
    "handler, answer",
  })
  void theIslandsDoNotKnowEachOther(String one, String other) {
    noClasses()
        .that()
        .resideInAPackage("diner.worker." + one + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("diner.worker." + other + "..")
        .check(DINER);
  }

  @Test
  void whatTravelsKnowsNeitherKafkaNorVertx() {
    noClasses()
        .that()
        .resideInAnyPackage("diner.worker.flow..", "diner.shared.message..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.vertx..", "io.netty..")
        .check(DINER);
  }

  @Test
  void intakeAndPublisherKnowNoVertxAndLanesNoKafka() {
    noClasses()
        .that()
        .resideInAnyPackage("diner.worker.intake..", "diner.worker.publish..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(DINER);
    noClasses()
        .that()
        .resideInAnyPackage("diner.worker.lane..", "diner.worker.handler..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(DINER);
  }

  @Test
  void nobodyWritesJsonOnIntake() {
    noClasses()
        .that()
        .resideInAPackage("diner.worker.intake..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("diner.shared.message.Json")
        .check(DINER);
  }

  @Test
  void theWorkerAloneWiresTheIslands() {
    classes()
        .that()
        .resideInAnyPackage("diner.worker.intake", "diner.worker.publish", "diner.worker.lane")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(
            "diner.worker", "diner.worker.intake", "diner.worker.publish", "diner.worker.lane")
        .check(DINER);
  }

  /** They may change in any release. */
  @Test
  void internalsOfVertxAreUsedInOnePlaceAlone() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("diner.worker.observe.BlockedLoops")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core.impl..")
        .check(DINER);
  }

  @Test
  void metersAreMadeInOnePlaceOfEachProgramAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("diner.worker.observe")
        .and()
        .doNotHaveFullyQualifiedName("diner.producer.gateway.GatewayMeters")
        .and()
        .doNotHaveFullyQualifiedName("diner.producer.lag.LagMeters")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.prometheus..")
        .check(DINER);
  }

  /** Its mailbox alone is shared; a rebalance's callback that waits for a lock stops the group. */
  @Test
  void intakeTakesNoLock() throws IOException {
    noClasses()
        .that()
        .resideInAPackage("diner.worker.intake..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent.locks..")
        .check(DINER);
    var intake = Path.of("target", "classes", "diner", "worker", "intake");
    try (var files = Files.list(intake)) {
      for (var file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        for (var method : ClassFile.of().parse(file).methods()) {
          var place = file.getFileName() + " " + method.methodName();
          assertThat(method.flags().has(AccessFlag.SYNCHRONIZED)).as(place).isFalse();
          method
              .code()
              .ifPresent(code ->
                  assertThat(code).as(place).noneMatch(MonitorInstruction.class::isInstance));
        }
      }
    }
  }
}
