package io.habitus.cli.command;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/**
 * A folder of profiles as it is named on the command line: {@code PATH} or {@code NAME=PATH}.
 *
 * @param name in tables; the folder's own where none is given
 */
record ProfilesArgument(String name, Path folder) {

  /** Reads one. */
  static final class Converter implements CommandLine.ITypeConverter<ProfilesArgument> {
    @Override
    public ProfilesArgument convert(String text) {
      int sign = text.indexOf('=');
      Path folder = Path.of(text.substring(sign + 1));
      String name =
          sign > 0
              ? text.substring(0, sign)
              : folder.toAbsolutePath().normalize().getFileName().toString();
      return new ProfilesArgument(name, folder);
    }
  }

  /** Said before the data is opened, which may take long. */
  static void requireFolders(List<ProfilesArgument> all) {
    List<Problem> missing =
        all.stream()
            .filter(each -> !Files.isDirectory(each.folder()))
            .map(each ->
                Problem.inFile(
                    each.folder().toString(),
                    "a folder of profiles",
                    Files.exists(each.folder()) ? "a file" : "no such folder",
                    ""))
            .toList();
    if (!missing.isEmpty()) {
      throw new InputException(missing);
    }
  }

  /** Two folders of one name need names of their own. */
  static void requireDistinctNames(List<ProfilesArgument> all) {
    Set<String> seen = new HashSet<>();
    for (ProfilesArgument each : all) {
      if (!seen.add(each.name())) {
        throw new UsageException(
            "--profiles: two are named %s; give them names: --profiles mine=%s"
                .formatted(each.name(), each.folder()));
      }
    }
  }
}
