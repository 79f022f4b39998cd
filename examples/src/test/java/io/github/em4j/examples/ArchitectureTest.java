package io.github.em4j.examples;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The walls of the house: which module and which package may know which. */
final class ArchitectureTest {
  private static final String[] CORE = {
    "io.github.em4j",
    "io.github.em4j.model..",
    "io.github.em4j.dataset..",
    "io.github.em4j.evaluation..",
    "io.github.em4j.internal.."
  };
  private static final String PROMPTS = "io.github.em4j.prompts..";
  private static final String ONNX = "io.github.em4j.onnx..";
  private static final String TRAINING = "io.github.em4j.training..";
  private static final String OPENAI = "io.github.em4j.openai..";
  private static final String REPORT = "io.github.em4j.report..";
  private static final String EXAMPLES = "io.github.em4j.examples..";

  private static final JavaClasses EM4J =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.em4j");

  @Test
  void coreKnowsNoModelNoPromptAndNoVendor() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            PROMPTS,
            ONNX,
            TRAINING,
            OPENAI,
            REPORT,
            EXAMPLES,
            "ai.onnxruntime..",
            "okhttp3..",
            "org.tribuo..")
        .check(EM4J);
  }

  @Test
  void promptsInferenceOpenAiAndReportKnowOnlyCore() {
    modulesKnowNothingOf(PROMPTS, ONNX, TRAINING, OPENAI, REPORT, EXAMPLES);
    modulesKnowNothingOf(ONNX, PROMPTS, TRAINING, OPENAI, REPORT, EXAMPLES);
    modulesKnowNothingOf(OPENAI, PROMPTS, ONNX, TRAINING, REPORT, EXAMPLES);
    modulesKnowNothingOf(REPORT, PROMPTS, ONNX, TRAINING, OPENAI, EXAMPLES);
  }

  @Test
  void trainingKnowsNeitherOpenAiNorReportsNorExamples() {
    modulesKnowNothingOf(TRAINING, OPENAI, REPORT, EXAMPLES);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.github.em4j.(*)..").should().beFreeOfCycles().check(EM4J);
  }

  @Test
  void theDomainTypesStandOnTheirOwn() {
    classes()
        .that()
        .resideInAPackage("io.github.em4j")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.github.em4j", "java..", "com.google.common..", "org.jspecify..")
        .check(EM4J);
  }

  @Test
  void noLibraryShowsInAPublicSignature() {
    DescribedPredicate<JavaClass> foreign =
        describe(
            "of a library",
            type -> {
              JavaClass element = type.getBaseComponentType();
              return !element.isPrimitive()
                  && !element.getPackageName().startsWith("java.")
                  && !element.getPackageName().startsWith("io.github.em4j");
            });
    codeUnits()
        .that()
        .areDeclaredInClassesThat(describe("are published", ArchitectureTest::isPublished))
        .and(describe("are published", member -> isPublished(member.getModifiers())))
        .should()
        .notHaveRawReturnType(foreign)
        .andShould(
            new ArchCondition<JavaCodeUnit>("take no parameter of a library") {
              @Override
              public void check(JavaCodeUnit unit, ConditionEvents events) {
                unit.getRawParameterTypes().stream()
                    .filter(foreign)
                    .forEach(
                        type ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    unit, unit.getFullName() + " takes " + type.getName())));
              }
            })
        .check(EM4J);
  }

  private static boolean isPublished(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getPackageName().startsWith("io.github.em4j.examples")
        && !type.getPackageName().startsWith("io.github.em4j.internal")
        && type.getEnclosingClass().map(ArchitectureTest::isPublished).orElse(true);
  }

  private static boolean isPublished(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static void modulesKnowNothingOf(String module, String... others) {
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(EM4J);
  }
}
