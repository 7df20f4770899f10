package io.habitus.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables of this process. The BLAS libraries read their thread count from there when
 * they are loaded and have no other switch that works before; a launcher could set it, a library
 * has to do it itself.
 */
final class Environment {
  private static final MethodHandle SETENV =
      handle("setenv", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle UNSETENV = handle("unsetenv", ValueLayout.ADDRESS);

  private Environment() {}

  /**
   * Sets variables while something runs, where they are not set by the user, and removes them
   * again: what this process needs is nothing that its children should inherit.
   */
  static void during(Map<String, String> variables, Runnable action) {
    List<String> ours =
        variables.keySet().stream().filter(name -> System.getenv(name) == null).toList();
    ours.forEach(name -> call(SETENV, name, variables.get(name)));
    try {
      action.run();
    } finally {
      ours.forEach(name -> call(UNSETENV, name, null));
    }
  }

  private static void call(MethodHandle function, String name, @Nullable String value) {
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          value == null
              ? (int) function.invokeExact(arena.allocateFrom(name))
              : (int) function.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (failed != 0) {
        throw new IllegalStateException("the environment variable " + name + " cannot be set");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle handle(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }
}
