package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packages and the one direction in which they may depend on each other:
 *
 * <pre>
 * spring ─► worker ─► pipe, queue, sync, process ─► ring ─► memory ─► io.sluice
 *                          └──► codec ──────────────────────────────►
 * </pre>
 *
 * A package may use everything to its right. Those that share a place may use each other as long as
 * no circle comes of it.
 */
class ArchitectureTest {

  private static final String ROOT = "io.sluice";

  /**
   * Packages that are drawn above and not written yet; they leave this set with their first class.
   */
  private static final Set<String> NOT_YET = Set.of();

  private static JavaClasses library;

  @BeforeAll
  static void readLibrary() {
    library =
        new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);
  }

  /**
   * A package of the library, "" being the root, and what it may use besides itself and the root.
   */
  record Place(String name, List<String> mayUse) {

    static Place of(String name, String... mayUse) {
      return new Place(name, List.of(mayUse));
    }

    String inPackage() {
      return name.isEmpty() ? ROOT : ROOT + "." + name + "..";
    }

    @Override
    public String toString() {
      return name.isEmpty() ? "(root)" : name;
    }
  }

  static List<Place> places() {
    return List.of(
        Place.of(""),
        Place.of("memory"),
        Place.of("codec"),
        Place.of("ring", "memory"),
        Place.of("process", "queue", "sync", "codec", "ring", "memory"),
        Place.of("sync", "queue", "process", "codec", "ring", "memory"),
        Place.of("queue", "sync", "process", "codec", "ring", "memory"),
        Place.of("pipe", "queue", "sync", "process", "codec", "ring", "memory"),
        Place.of("worker", "pipe", "queue", "sync", "process", "codec", "ring", "memory"),
        Place.of("spring", "worker", "pipe", "queue", "sync", "process", "codec"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void usesOnlyWhatLiesToItsRight(Place place) {
    String[] allowed =
        Stream.concat(
                Stream.of(ROOT, place.inPackage()),
                place.mayUse().stream().map(name -> Place.of(name).inPackage()))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(place.inPackage())
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)))
        .allowEmptyShould(NOT_YET.contains(place.name()))
        .check(library);
  }

  @Test
  void noCircles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(library);
  }

  @Test
  void everyPackageIsDrawn() {
    List<String> found =
        library.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.", -1))
            .map(path -> path.length == 1 ? "" : path[1])
            .distinct()
            .toList();
    List<String> written =
        places().stream().map(Place::name).filter(name -> !NOT_YET.contains(name)).toList();
    assertThat(found)
        .as("packages with classes, against those that are drawn and not in NOT_YET")
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void onlyMemoryMaps() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".memory..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(MappedByteBuffer.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(FileChannel.MapMode.class)
        .because("bounds, permissions and errors of shared memory are dealt with in one place")
        .check(library);
  }

  @Test
  void engineKnowsNoReactor() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".ring..", ROOT + ".memory..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.reactivestreams..")
        .because("the engine answers at once; waiting belongs to the packages above")
        .check(library);
  }

  @Test
  void coreKnowsNoSpring() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".spring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.micrometer..")
        .because("both are optional: the core builds and runs without them")
        .check(library);
  }

  @Test
  void keepsOffStandardStreams() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(library);
  }

  @Test
  void keepsOffJavaUtilLogging() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(library);
  }

  @Test
  void neverEndsItsProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".process.Orphan")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".worker.WorkerMain")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .because(
            "the process belongs to the application, but for a child whose parent is gone, or a"
                + " worker that its pool lets go")
        .check(library);
  }
}
