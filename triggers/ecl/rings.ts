import { EmulatorError } from '../../detector/base/errors.js';
import { firstBarrelRing, lastBarrelRing, ringCount } from '../../detector/ecl/cells-layout.js';

/**
 * Rings that decide: their energy is the sum of physics lines, and seeds in them are the isolated
 * clusters that count.
 * @see basf2 trg/ecl/src/TrgEclMaster.cc
 */
const firstPhysicsRing = 2;
const lastPhysicsRing = 15;
/** Whether a polar ring 1–17 is one of those. */
export const isPhysicsRing = (ring: number): boolean =>
  ring >= firstPhysicsRing && ring <= lastPhysicsRing;

/** Whether a polar ring 1–17 lies in the forward endcap. */
export const isForwardRing = (ring: number): boolean => ring < firstBarrelRing;
/** Whether a polar ring 1–17 lies in either endcap. */
export const isEndcapRing = (ring: number): boolean => isForwardRing(ring) || ring > lastBarrelRing;

/** Numbers and ranges in text, `"2-3,15-16"`. @throws CONFIG_BAD_VALUE naming `what` */
export function parseRanges(raw: string, last: number, what: string): number[] {
  const numbers: number[] = [];
  for (const part of raw.split(',').filter((piece) => piece.trim() !== '')) {
    const match = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (match === null || from < 1 || to > last || from > to) {
      throw new EmulatorError(
        'CONFIG_BAD_VALUE',
        `${what} is "${raw}", expected numbers and ranges within 1-${last}, for example "2-3,15"`,
      );
    }
    for (let number = from; number <= to; number++) numbers.push(number);
  }
  return numbers;
}

/** Bit r set when polar ring r (1–17) is in `raw`. @throws CONFIG_BAD_VALUE */
export function ringMask(raw: string, what: string): number {
  return parseRanges(raw, ringCount, what).reduce((mask, ring) => mask | (1 << ring), 0);
}
