import { lazily } from '../base/lazily.js';
import {
  layerRadius,
  stereoShift,
  wireOffset,
  wiresOfLayer,
  zBackward,
  zForward,
} from './geometry.js';

/** Start and factor of the Fowler–Noll–Vo hash of 32 bits, and another start. */
const starts = [0x811c9dc5, 0x2f0b4c47] as const;
const factor = 0x01000193;

/** Digest of where the wires are: what is made in one geometry is refused in another. */
export const geometryDigest = lazily((): string => {
  const tables = [wiresOfLayer, layerRadius, zBackward, zForward, wireOffset, stereoShift];
  const numbers = Float64Array.from(tables.flatMap((table) => [...table]));
  const bytes = new Uint8Array(numbers.buffer);
  return starts
    .map((start) => {
      let hash: number = start;
      for (const byte of bytes) hash = Math.imul(hash ^ byte, factor);
      return (hash >>> 0).toString(16).padStart(8, '0');
    })
    .join('');
});
