package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/cli.md holds the help texts as they are. After a change of them: {@code ./build -pl cli -am
 * test -Dtest=CliDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dhabitus.update=true}.
 */
class CliDocTest {
  private static final String BEGIN = "<!-- help texts, written by CliDocTest -->\n";

  private final Run run = new Run();

  @Test
  void theDocumentHoldsEveryHelpText() throws Exception {
    Path file = Installation.root().resolve("docs/cli.md");
    String document = Files.readString(file);
    String introduction = document.substring(0, document.indexOf(BEGIN) + BEGIN.length());
    String expected = introduction + helpTexts();
    if (Boolean.getBoolean("habitus.update")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).isEqualTo(expected);
  }

  @Test
  void everyHelpTextHasAnExampleAndTheSharedOptions() {
    for (String command : commands()) {
      assertThat(run.cli(command, "--help")).isZero();
      assertThat(run.out())
          .contains("Example", "habitus " + command, "--threads", "--memory", "--temp-dir")
          .contains("--quiet", "--json");
    }
  }

  private String helpTexts() {
    StringBuilder texts = new StringBuilder();
    for (String command : commands()) {
      run.cli(command, "--help");
      texts.append("\n## ").append(command).append("\n\n```text\n");
      texts.append(run.out().stripTrailing()).append("\n```\n");
    }
    return texts.toString();
  }

  /** The names that the help of habitus itself lists. */
  private List<String> commands() {
    run.cli("--help");
    String list = run.out().substring(run.out().indexOf("Commands:"));
    List<String> names =
        Pattern.compile("(?m)^  ([a-z]+)  ").matcher(list).results().map(CliDocTest::name).toList();
    assertThat(names).contains("generate");
    return names;
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
