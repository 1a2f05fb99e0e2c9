// AssemblyScript: room in the one memory of all kernels.

/** Address of so many bytes, of zeros, a multiple of 16; they are never given back. */
export function reserve(bytes: i32): usize {
  const address = heap.alloc(bytes + 16);
  const aligned = (address + 15) & ~15;
  memory.fill(aligned, 0, bytes);
  return aligned;
}
