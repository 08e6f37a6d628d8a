package diner.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
}
