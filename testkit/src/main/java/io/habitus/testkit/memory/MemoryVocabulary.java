package io.habitus.testkit.memory;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values by code, in order of first appearance: a code says nothing about its value. */
final class MemoryVocabulary implements Vocabulary {
  private final List<Object> values = new ArrayList<>();
  private final Map<Object, Integer> codes = new HashMap<>();

  static MemoryVocabulary of(Collection<Object> occurrences) {
    MemoryVocabulary vocabulary = new MemoryVocabulary();
    for (Object value : occurrences) {
      Object key = Value.canonical(value);
      if (vocabulary.codes.putIfAbsent(key, vocabulary.size()) == null) {
        vocabulary.values.add(value instanceof byte[] ? value : key);
      }
    }
    return vocabulary;
  }

  int code(Object value) {
    return codes.getOrDefault(Value.canonical(value), Codes.UNKNOWN);
  }

  private Object value(int code) {
    return values.get(code - Codes.FIRST_VALUE);
  }

  @Override
  public int size() {
    return Codes.FIRST_VALUE + values.size();
  }

  @Override
  public boolean isInteger() {
    return !values.isEmpty() && values.stream().allMatch(value -> value instanceof Long);
  }

  @Override
  public long longValue(int code) {
    return (Long) value(code);
  }

  @Override
  public String text(int code) {
    return value(code) instanceof byte[] bytes ? Arrays.toString(bytes) : value(code).toString();
  }

  @Override
  public byte[] codes(int code) {
    return (byte[]) value(code);
  }

  @Override
  public int codeOf(long value) {
    return code(value);
  }

  @Override
  public int codeOf(String value) {
    return code(value);
  }

  @Override
  public int compare(int code, int other) {
    return isInteger()
        ? Long.compare(longValue(code), longValue(other))
        : Arrays.compareUnsigned(utf8(code), utf8(other));
  }

  private byte[] utf8(int code) {
    return text(code).getBytes(StandardCharsets.UTF_8);
  }
}
