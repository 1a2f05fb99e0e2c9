import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo, particleNamed } from '../../../detector/pdg.js';
import {
  addCounts,
  countsOf,
  decayCounts,
  decayNotes,
  takeCounts,
} from '../../../emulator/decays/decay-counts.js';
import { decayFinals } from '../../../emulator/decays/decay-finals.js';

const { final, intermediate } = particleStatus;
const one = sliceAddresses(1, 0, 0, 1);

/** One event with these particles at rest in their own mass and 1 GeV along x. */
function event(...names: readonly string[]): Particles {
  const builder = new ParticleBuilder();
  for (const name of names) {
    const pdg = particleNamed(name)!;
    builder.push(pdg, final, -1, 1, 0, 0, Math.hypot(1, particleInfo(pdg)!.mass));
  }
  builder.endEvent();
  return builder.take();
}

describe('final particles that live too short', () => {
  it('are never final afterwards: decayed, or nothing in the detector where no table knows', () => {
    const counts = decayCounts();
    const { pdg, status } = decayFinals(
      { seed: 1 },
      counts,
      true,
    )(event('B_c+', 'tau-', 'pi+', 'J/psi'), one);
    expect(Array.from(status.slice(0, 4))).toEqual([
      intermediate,
      intermediate,
      final,
      intermediate,
    ]);
    expect([...counts.undecayed]).toEqual([[541, 1]]);
    expect([...counts.decayed]).toEqual([
      [15, 1],
      [443, 1],
    ]);
    for (let row = 4; row < pdg.length; row++)
      if (status[row] === final) expect(particleInfo(pdg[row]!)!.kind).not.toBe('short-lived');
  });

  it('leave nothing when they shall not be decayed, but for π0, which the transport decays', () => {
    const counts = decayCounts();
    const particles = event('tau-', 'pi0', 'mu-');
    const { status } = decayFinals({ seed: 1 }, counts, false)(particles, one);
    expect([...status]).toEqual([intermediate, final, final]);
    expect([...counts.undecayed]).toEqual([[15, 1]]);
    expect(counts.decayed.size).toBe(0);
  });
});

describe('counts of decays', () => {
  const rows = [
    { fate: 'decayed', pdg: 15, count: 3 },
    { fate: 'corrected', pdg: 15, count: 1 },
    { fate: 'undecayed', pdg: 541, count: 2 },
  ] as const;

  it('come out as rows once, and add up', () => {
    const counts = countsOf([...rows, ...rows.slice(0, 1)]);
    addCounts(counts, rows.slice(2));
    expect(takeCounts(counts)).toEqual([
      { ...rows[0], count: 6 },
      rows[1],
      { ...rows[2], count: 4 },
    ]);
    expect(takeCounts(counts)).toEqual([]);
  });

  it.each([
    ['file', ['READER_DECAYED', 'READER_MASS_CORRECTED', 'READER_UNDECAYED']],
    ['generator', ['GENERATOR_DECAYED', 'GENERATOR_MASS_CORRECTED', 'GENERATOR_UNDECAYED']],
  ] as const)('are told with number and name of a %s', (giver, codes) => {
    const notes = decayNotes(countsOf(rows), giver);
    expect(notes.map(({ code }) => code)).toEqual(codes);
    expect(notes.map(({ count }) => count)).toEqual([3, 1, 2]);
    expect(notes[0]!.message).toBe(
      `3 tau- (PDG code 15) are final in the ${giver} and were decayed here`,
    );
    expect(notes[2]!.message).toContain('2 B_c+ (PDG code 541) are final, live too short');
  });
});
