package io.habitus.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records as JSON: instants in ISO 8601, indented, map keys sorted, unknown keys refused. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /** A mapper that the caller may configure: a copy. */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  /** Looks up beforehand how a type is written and read. */
  static void prepare(Class<?> type) {
    var unusedWriter = MAPPER.writerFor(type);
    var unusedReader = MAPPER.readerFor(type);
  }

  /** Indented, with a newline at the end. */
  public static String text(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** One line without a newline, map keys sorted: the form that is hashed and that logs hold. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** Writes {@link #text}; the file appears by atomic rename. */
  public static void write(Path file, Object value) {
    WholeFile.write(file, text(value));
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is missing or holds something else
   */
  public static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      throw wrong(file, type, "no such file");
    }
    try {
      return MAPPER.readValue(file.toFile(), type);
    } catch (JsonProcessingException e) {
      throw wrong(file, type, e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private static InputException wrong(Path file, Class<?> type, String found) {
    String expected = "JSON of a " + type.getSimpleName();
    return new InputException(Problem.inFile(file.toString(), expected, found, ""));
  }
}
