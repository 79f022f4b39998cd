package io.github.em4j.examples;

import io.github.em4j.Em4jVersion;
import io.github.em4j.EntityMatchingException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the runnable jar: one subcommand per job. */
@Command(
    name = "em4j",
    description = "Entity matching with fine-tuned language models, on the JVM.",
    versionProvider = Em4j.Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:the job failed", "2:bad arguments", "130:interrupted"},
    subcommands = {
      QuickstartCommand.class,
      EvaluateCommand.class,
      MatchCommand.class,
      ScoreResponsesCommand.class,
      ExplanationsCommand.class,
      LeaksCommand.class,
      SynthesizeCommand.class,
      MakeCheckpointCommand.class,
      FinetuneCommand.class,
      PretrainCommand.class,
      OpenAiCheckCommand.class,
      FineTuneOpenAiCommand.class,
      TrainingSetCommand.class,
      LearningCurveCommand.class,
      StudyCommand.class,
      BenchScoringCommand.class,
      BenchTrainingCommand.class,
      BenchSearchCommand.class
    })
public final class Em4j implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Em4j() {}

  /**
   * Runs the program and exits with 0 when the job is done, 1 when it failed and 2 for bad
   * arguments.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    Interruption.endsAtOnce();
    var interrupted = new Thread(Interruption::end, "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    int status =
        run(
            arguments,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    Runtime.getRuntime().removeShutdownHook(interrupted);
    System.exit(status);
  }

  /** Runs the program without exiting, writing to the given streams. */
  static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    var program = new Em4j();
    return new CommandLine(program)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, args) -> badArguments(e))
        .setExecutionExceptionHandler((e, command, parsed) -> program.failed(e, command))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing; the commands are " + String.join(", ", spec.subcommands().keySet()));
  }

  private static int badArguments(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("em4j: " + oneLine(e) + meant(e) + " (see '" + name + " --help')");
    return ExitCode.USAGE;
  }

  private static String meant(ParameterException e) {
    List<String> similar =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
  }

  private int failed(Exception e, CommandLine command) {
    if (e instanceof BadArgumentException) {
      return badArguments(new ParameterException(command, oneLine(e)));
    }
    // What a user can mend is an em4j exception or a bad argument; everything else is named by its
    // type as well.
    boolean expected =
        e instanceof EntityMatchingException || e instanceof IllegalArgumentException;
    command
        .getErr()
        .println("em4j: " + (expected ? "" : e.getClass().getSimpleName() + ": ") + oneLine(e));
    if (debug) {
      e.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Prints the version that the build wrote. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"em4j " + Em4jVersion.current()};
    }
  }
}
