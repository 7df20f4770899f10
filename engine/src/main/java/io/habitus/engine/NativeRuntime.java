package io.habitus.engine;

import static java.lang.System.Logger.Level.INFO;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.habitus.core.problem.UsageException;
import io.habitus.core.provenance.Machine;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * libtorch in this process: loaded once, single-threaded, with memory limits that count what we
 * allocate and not what we map. Works without launcher flags; says once which fast path is missing.
 *
 * <p>Supported: Linux on x86-64 with glibc.
 */
public final class NativeRuntime {
  private static final System.Logger LOG = System.getLogger("io.habitus.engine");
  private static final String MKL = "/org/bytedeco/mkl/linux-x86_64/libmkl_rt.so.2";
  private static final String BLAS_PROPERTY = "org.bytedeco.openblas.load";

  private static final class Holder {
    static final NativeRuntime INSTANCE = new NativeRuntime();
  }

  private final Machine machine = Machine.current();
  private final String blas;
  private final List<String> notes = new ArrayList<>();

  private NativeRuntime() {
    requireSupported(System.getProperty("os.name"), System.getProperty("os.arch"));
    limitMemory();
    blas = chooseBlas();
    load();
    if (!AdamW.isVectorised()) {
      notes.add("AdamW runs in plain Java: start the JVM with --add-modules jdk.incubator.vector");
    } else if (isOn("UseProfiledLoopPredicate")) {
      notes.add(
          "the JVM may compile vector loops over and over, which takes half a core: start it with"
              + " -XX:-UseProfiledLoopPredicate");
    }
    notes.forEach(note -> LOG.log(INFO, note));
  }

  /** Whether this JVM has a switch of that name, and it is on. */
  private static boolean isOn(String vmOption) {
    var hotspot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return hotspot != null && Boolean.parseBoolean(hotspot.getVMOption(vmOption).getValue());
    } catch (IllegalArgumentException e) {
      return false; // another JVM
    }
  }

  /**
   * The runtime, loaded by the first call.
   *
   * @throws UsageException if the platform is not supported
   */
  public static NativeRuntime get() {
    return Holder.INSTANCE;
  }

  /** Whether products of bfloat16 run in hardware. Read from the processor at run time. */
  public boolean hasBfloat16() {
    List<String> features = machine.features();
    return features.contains("avx512_bf16") || features.contains("amx_bf16");
  }

  /** The processor's model name. */
  public String cpu() {
    return machine.cpu();
  }

  /** Which library multiplies matrices: {@code OpenBLAS} or {@code MKL}. */
  public String blas() {
    return blas;
  }

  /** libtorch's version and the vector instructions that it uses, for provenance. */
  public String description() {
    String version = torch.class.getPackage().getImplementationVersion();
    return "libtorch %s, %s, %s"
        .formatted(
            version == null ? "of unknown version" : version,
            torch.get_cpu_capability().getString(),
            blas);
  }

  /** Fast paths that are missing here, each with what would bring it. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  static void requireSupported(String system, String architecture) {
    boolean supported =
        system.equals("Linux") && (architecture.equals("amd64") || architecture.equals("x86_64"));
    if (!supported) {
      throw new UsageException(
          "the neural engine supports Linux on x86-64, found %s on %s"
              .formatted(system, architecture));
    }
  }

  /**
   * JavaCPP would count resident pages of memory-mapped stores against a limit of 4 × heap, collect
   * garbage when they pass it and then fail. We account for native memory ourselves.
   */
  private static void limitMemory() {
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxbytes", "0");
  }

  /** MKL is worth a third on Intel and nothing on AMD (docs/spike.md), at 160 MB of download. */
  private String chooseBlas() {
    String chosen = System.getProperty(BLAS_PROPERTY, "");
    if (chosen.isEmpty() && machine.cpu().contains("Intel")) {
      if (NativeRuntime.class.getResource(MKL) != null) {
        System.setProperty(BLAS_PROPERTY, "mkl_rt");
      } else {
        notes.add(
            "matrix products run on OpenBLAS: MKL is faster on this Intel CPU, add"
                + " org.bytedeco:mkl:2025.3-1.5.13:linux-x86_64-redist to the class path");
      }
    }
    return System.getProperty(BLAS_PROPERTY, "").contains("mkl") ? "MKL" : "OpenBLAS";
  }

  private void load() {
    try {
      Environment.during(
          Map.of("OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1"), NativeRuntime::loadBlas);
    } catch (UnsatisfiedLinkError e) {
      throw new UsageException(
          "the native libraries of the neural engine cannot be loaded here (Linux with glibc is"
              + " needed): "
              + firstLine(e.getMessage()));
    }
    torch.set_num_threads(1);
    torch.set_num_interop_threads(1);
    if (Pointer.maxPhysicalBytes() > 0) {
      notes.add(
          "JavaCPP was started before Habitus and limits resident memory: start the JVM with"
              + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    }
  }

  /** Both libraries read the environment by their first product at the latest. */
  private static void loadBlas() {
    Loader.load(torch.class);
    torch.set_num_threads(1);
    try (PointerScope scope = new PointerScope()) {
      org.bytedeco.pytorch.Tensor small = torch.ones(4, 4);
      small.matmul(small);
    }
  }

  /** C++ errors carry stack traces and can be megabytes long. */
  static String firstLine(@Nullable String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
