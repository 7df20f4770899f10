package io.habitus.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** The few rules that keep the modules in the order of the data. */
@AnalyzeClasses(packages = "io.habitus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Module → the modules that it may use; docs/architecture.md tells why. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "core", Set.of(),
          "ingest", Set.of("core"),
          "features", Set.of("core", "ingest"),
          "engine", Set.of("core"),
          "models", Set.of("core", "features", "engine"),
          "evaluation", Set.of("core", "engine"),
          "recommend", Set.of("core", "features", "engine", "models", "evaluation"),
          "explain", Set.of("core", "engine", "evaluation", "recommend"),
          "pipeline",
              Set.of(
                  "core",
                  "ingest",
                  "features",
                  "engine",
                  "models",
                  "evaluation",
                  "recommend",
                  "explain"));

  @ArchTest
  static void modulesLookOnlyToTheLeft(JavaClasses classes) {
    MAY_USE.forEach((module, allowed) -> {
      String[] forbidden =
          MODULES.stream()
              .filter(other -> !other.equals(module) && !allowed.contains(other))
              .map(other -> "io.habitus." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("io.habitus." + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .allowEmptyShould(true)
          .check(classes);
    });
  }

  private static final List<String> MODULES =
      List.of(
          "core",
          "ingest",
          "features",
          "engine",
          "models",
          "evaluation",
          "recommend",
          "explain",
          "pipeline",
          "cli");

  @ArchTest
  static final ArchRule sqlOnlyInIngest =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.habitus.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.duckdb..");

  @ArchTest
  static final ArchRule nativeLibrariesOnlyInTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.habitus.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onnxRuntimeOnlyInTheTextEncoder =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.habitus.features.text")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "dev.langchain4j..");

  @ArchTest
  static final ArchRule nothingIsRandomWithoutASeed =
      noClasses()
          .should()
          .callConstructorWhere(unseeded())
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class);

  @ArchTest
  static final ArchRule noDrawersForOddsAndEnds =
      noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    Set<String> packages = new TreeSet<>();
    Set<String> marked = new TreeSet<>();
    for (JavaClass each : classes) {
      packages.add(each.getPackageName());
      if (each.getSimpleName().equals("package-info") && each.isAnnotatedWith(NullMarked.class)) {
        marked.add(each.getPackageName());
      }
    }
    packages.removeAll(marked);
    assertThat(packages).as("packages without @NullMarked").isEmpty();
    assertThat(marked).contains("io.habitus.core.store", "io.habitus.cli.command");
  }

  private static DescribedPredicate<JavaConstructorCall> unseeded() {
    return DescribedPredicate.describe(
        "random generators without a seed",
        call ->
            (call.getTargetOwner().isEquivalentTo(Random.class)
                    || call.getTargetOwner().isEquivalentTo(SplittableRandom.class))
                && call.getTarget().getRawParameterTypes().isEmpty());
  }
}
