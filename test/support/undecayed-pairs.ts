import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEventFile } from '../../emulator/readers/events.js';
import { decayedHepmc3, undecayedLhe, undecayedPairLhe } from './event-files/generated.js';
import { machine } from './event-files/read.js';
import {
  agreement,
  countFiring,
  type FiredLines,
  firedLines,
  unprescaledPhysics,
} from './line-agreement.js';

/** Lines that the events of a file's text fire, and what was said of them. */
async function fired(
  text: string,
): Promise<{ readonly lines: FiredLines; readonly codes: readonly string[] }> {
  const home = mkdtempSync(join(tmpdir(), 'b2l1-pairs-'));
  const path = join(home, 'pairs.dat');
  writeFileSync(path, text);
  const file = await openEventFile(path, { beams: machine, seed: 3 });
  const lines = await firedLines(file);
  rmSync(home, { recursive: true });
  return { lines, codes: file.notes.map(({ code }) => code) };
}

/** ττ in LHE with τ of status 1, and in HepMC3 with our decays: other events of one generator. */
export function tauPairsAgree(events: number): void {
  it(`of ττ fire the lines of decayed ττ: p > 10⁻³, none beyond 5σ, ${events} each`, async () => {
    const undecayed = await fired(undecayedLhe('tautau', 0, events));
    const decayed = await fired(decayedHepmc3('tautau', 50, events));
    expect(undecayed.codes).toContain('READER_DECAYED');
    expect(decayed.codes).not.toContain('READER_DECAYED');
    expect([undecayed.lines.events, decayed.lines.events]).toEqual([events, events]);
    const { deviation, worst, degrees } = agreement(undecayed.lines, decayed.lines);
    expect(degrees).toBeGreaterThan(30);
    expect(Math.abs(worst.sigma), worst.name).toBeLessThan(5);
    expect(deviation).toBeLessThan(3.09);
  });
}

/** B⁰B̄⁰ at rest of the Υ(4S) in LHE with B of status 1. */
export function bPairsAreAccepted(events: number): void {
  it(`of B0 anti-B0 fire a physics line in 99 % of ${events} events`, async () => {
    const { lines, codes } = await fired(undecayedPairLhe(511, events));
    expect(codes).toContain('READER_DECAYED');
    expect(countFiring(lines, unprescaledPhysics) / events).toBeGreaterThanOrEqual(0.99);
  });
}
