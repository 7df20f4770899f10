package io.habitus.cli.command;

import io.habitus.core.problem.UsageException;
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
