package io.habitus.evaluation.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One test per rule. */
class EntryTest {
  private static final EntryOptions STRICT = EntryOptions.strict(ClientSet.of(3, 5, 9));

  @TempDir Path dir;

  @BeforeEach
  void aValidEntry() {
    ids(5, 3, 9);
    vectors(3, 2, 1f, 2f, 3f, 4f, 5f, 65504f);
  }

  private void ids(long... ids) {
    Npy.write(dir.resolve("client_ids.npy"), ids);
  }

  private void vectors(int rows, int columns, float... values) {
    short[] halves = new short[rows * columns];
    for (int i = 0; i < values.length; i++) {
      halves[i] = Float.floatToFloat16(values[i]);
    }
    write("embeddings.npy", ElementType.FLOAT16, MemorySegment.ofArray(halves), rows, columns);
  }

  private void write(String file, ElementType type, MemorySegment data, long... shape) {
    Npy.write(dir.resolve(file), type, shape, data);
  }

  private List<String> problems(EntryOptions options) {
    return Entry.problems(dir, options, RunContext.silent()).stream()
        .map(Problem::sentence)
        .toList();
  }

  private String onlyProblem() {
    assertThat(problems(STRICT)).hasSize(1);
    return problems(STRICT).getFirst();
  }

  @Test
  void aPermutationIsValid() {
    assertThat(problems(STRICT)).isEmpty();
    var folder = Entry.read(dir, STRICT, RunContext.silent());
    assertThat(folder.profiles().clientIds()).containsExactly(5, 3, 9);
    assertThat(folder.profiles().get(2, 1)).isEqualTo(65504f);
    assertThat(folder.provenance()).isEmpty();
  }

  @Test
  void aMissingFile() throws IOException {
    Files.delete(dir.resolve("embeddings.npy"));
    assertThat(onlyProblem()).contains("embeddings.npy", "no such file");
  }

  @Test
  void anEmptyFile() throws IOException {
    Files.write(dir.resolve("client_ids.npy"), new byte[0]);
    assertThat(onlyProblem()).contains("client_ids.npy", "an empty file");
  }

  @Test
  void noArray() throws IOException {
    Files.writeString(dir.resolve("client_ids.npy"), "client_id\n3\n5\n9\n");
    assertThat(onlyProblem()).contains("client_ids.npy", "expected a NumPy file");
  }

  @Test
  void idsOfAnotherType() {
    write("client_ids.npy", ElementType.INT32, MemorySegment.ofArray(new int[] {5, 3, 9}), 3);
    assertThat(onlyProblem()).contains("client_ids.npy", "int64 of rank 1", "int32 of rank 1");
  }

  @Test
  void idsOfAnotherRank() {
    write("client_ids.npy", ElementType.INT64, MemorySegment.ofArray(new long[] {5, 3, 9}), 3, 1);
    assertThat(onlyProblem()).contains("client_ids.npy", "int64 of rank 1", "int64 of rank 2");
  }

  @Test
  void vectorsOfAnotherType() {
    write("embeddings.npy", ElementType.FLOAT32, MemorySegment.ofArray(new float[6]), 3, 2);
    assertThat(onlyProblem()).contains("embeddings.npy", "float16 of rank 2", "float32 of rank 2");
  }

  @Test
  void vectorsOfAnotherRank() {
    write("embeddings.npy", ElementType.FLOAT16, MemorySegment.ofArray(new short[3]), 3);
    assertThat(onlyProblem()).contains("embeddings.npy", "float16 of rank 2", "float16 of rank 1");
  }

  @Test
  void tooManyColumns() {
    vectors(3, 2049);
    assertThat(onlyProblem()).contains("embeddings.npy", "1 to 2048 columns", "2049 columns");
    vectors(3, 2048);
    assertThat(problems(STRICT)).isEmpty();
    vectors(3, 0);
    assertThat(onlyProblem()).contains("0 columns");
  }

  @Test
  void notANumberAndInfinity() {
    vectors(3, 2, 1, 2, 3, Float.NaN, 5, 6);
    assertThat(onlyProblem()).contains("embeddings.npy, row 2, column 2", "found NaN");
    vectors(3, 2, 1, 2, 3, 4, 70000f, Float.NEGATIVE_INFINITY);
    assertThat(onlyProblem())
        .contains("row 3, column 1", "found Infinity (the first of 2 such values)", "65504");
  }

  @Test
  void lengthsThatDiffer() {
    vectors(2, 2);
    assertThat(onlyProblem())
        .contains("embeddings.npy", "3 rows, as many as client_ids.npy has ids", "found 2 rows");
  }

  @Test
  void missingExtraAndRepeatedClients() {
    ids(3, 3, 77);
    assertThat(problems(STRICT))
        .satisfiesExactly(
            p -> assertThat(p).contains("every client once", "1 repeated").doesNotContain("[3"),
            p -> assertThat(p).contains("the 3 relevant clients", "2 missing"),
            p -> assertThat(p).contains("1 not relevant").doesNotContain("[77"));
    assertThat(problems(new EntryOptions(STRICT.relevant(), true)))
        .satisfiesExactly(
            p -> assertThat(p).contains("1 repeated: [3]"),
            p -> assertThat(p).contains("2 missing: [5, 9]"),
            p -> assertThat(p).contains("1 not relevant: [77]"));
  }

  @Test
  void thePermutationCheckCanBeSwitchedOff() {
    ids(1, 2, 4);
    assertThat(problems(EntryOptions.anyClients())).isEmpty();
    ids(1, 2, 2);
    assertThat(problems(new EntryOptions(Optional.empty(), false)))
        .singleElement()
        .asString()
        .contains("1 repeated");
  }

  @Test
  void noClients() {
    ids();
    vectors(0, 2);
    assertThat(problems(EntryOptions.anyClients()))
        .singleElement()
        .asString()
        .contains("at least one client");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    ids(3, 5, 5, 8);
    float[] values = new float[3 * 2049];
    values[7] = Float.NaN;
    write("embeddings.npy", ElementType.FLOAT32, MemorySegment.ofArray(values), 3, 2049);
    assertThat(problems(STRICT)).hasSize(7);
    assertThatThrownBy(() -> Entry.read(dir, STRICT, RunContext.silent()))
        .isInstanceOfSatisfying(InputException.class, e -> assertThat(e.problems()).hasSize(7));
  }
}
