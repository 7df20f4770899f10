package io.habitus.engine;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/** A pointer to memory that is ours to free, not JavaCPP's. */
public final class Address extends Pointer {
  public Address(MemorySegment memory) {
    super((Pointer) null);
    address = memory.address();
  }
}
