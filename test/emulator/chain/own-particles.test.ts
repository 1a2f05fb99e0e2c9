import { writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { from, lastValueFrom, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { beams } from '../../../detector/beams.js';
import { ParticleTable } from '../../../detector/particle-table.js';
import { type ChainSetup, makeChain } from '../../../emulator/chain/chain.js';
import type { GenerateJob } from '../../../emulator/chain/jobs.js';
import { eventDisplay } from '../../../emulator/display/event.js';
import { explainEvent } from '../../../emulator/explain/explain.js';
import { openEventFile } from '../../../emulator/readers/events.js';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { decideInOrder } from '../../../emulator/workers/pool.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const table = { 1000015: { mass: '1 GeV', charge: -1, lifetime: 'stable' } };
const config = emulatorConfig({ particles: table });
const gun = { pdg: 1000015, frame: 'lab', variable: 'momentum', minimum: 3, maximum: 4 };
const setup: ChainSetup = {
  seed: 5,
  run: 0,
  config,
  menu: physicsMenu,
  points: [{ generator: 'gun', config: { ...gun, thetaMin: '60 deg', thetaMax: '110 deg' } }],
};
const jobs: readonly GenerateJob[] = [0, 1, 2].map((slice) => ({
  kind: 'generate',
  slice,
  first: 0,
  count: 20,
  point: 0,
}));

describe('own particles of conditions', () => {
  it('reach every worker: decisions are those of this thread, tracks and KLM fire', async () => {
    const chain = makeChain(setup);
    const here = await lastValueFrom(from(jobs).pipe(chain.decide, toArray()));
    const there = await lastValueFrom(decideInOrder(jobs, { setup, workers: 2 }).pipe(toArray()));
    expect(there.map(({ batch }) => batch.ftdlBits)).toEqual(here.map(({ ftdlBits }) => ftdlBits));
    const { number } = chain.menu.lines.find(({ name }) => name === 'cdcklm1')!;
    const words = here[0]!.ftdlBits.length / 20;
    const fired = here.flatMap(({ ftdlBits }) =>
      Array.from(
        { length: 20 },
        (_, event) => (ftdlBits[event * words + (number >>> 5)]! >>> (number & 31)) & 1,
      ),
    );
    expect(fired.filter((bit) => bit === 1).length).toBeGreaterThan(45);
  });

  it('have their name in explain, and a charged path in its picture', async () => {
    const named = { 1000015: { ...table[1000015], name: 'stau-' } };
    const chain = makeChain({ ...setup, config: emulatorConfig({ particles: named }) });
    const one = { ...jobs[0]!, count: 1 };
    const batch = await lastValueFrom(of(chain.generate(one)).pipe(chain.full));
    const events = batch as Parameters<typeof explainEvent>[0];
    const context = { seed: 5, config: emulatorConfig({ particles: named }) };
    const { stages } = explainEvent(events, { lines: [], formulas: [] }, context);
    expect(stages[0]!.rows[0]![0]).toBe('stau-');
    const [particle] = eventDisplay(events, [], 'gun').particles;
    expect(particle?.kind).toBe('charged');
    expect(particle?.path.x.length).toBeGreaterThan(20);
  });

  it('are unknown to a chain without them', () => {
    expect(() => makeChain({ ...setup, config: emulatorConfig({}) })).toThrow(
      'pdg 1000015 has no known mass',
    );
  });

  it('stand in the name of the conditions, from a file or from --set', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'own-')), 'own.yaml');
    writeFileSync(file, 'particles: {1000015: {mass: "200 GeV", charge: -1, lifetime: stable}}\n');
    expect(loadConditions(file).name).toBe('own.yaml + particle 1000015 (200 GeV, -1 e, stable)');
    const set = ['particles.7001.mass=0.3 GeV', 'particles.7001.charge=0.01'];
    expect(loadConditions('nominal', set).config.particles).toEqual([
      { pdg: 7001, name: '7001', mass: 0.3, charge: 0.01, lifetime: 0 },
    ]);
  });

  it('are known in event files', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'own-')), 'own.hepevt');
    const row = (code: number, sign: number): string =>
      `1 ${code} 0 0 0 0 ${sign * 3} 0 0.2 3.168596 1 0 0 0 0`;
    writeFileSync(file, `1 2\n${row(1000015, 1)}\n${row(-1000015, -1)}\n`);
    const unknown = async (particles?: ParticleTable): Promise<number> => {
      const options = { beams: beams(config.beams), seed: 1, frame: 'lab' } as const;
      const opened = await openEventFile(file, {
        ...options,
        ...(particles === undefined ? {} : { particles }),
      });
      for await (const chunk of opened) expect(chunk.eventCount).toBe(1);
      return opened.counts.unknownCodes.size;
    };
    expect(await unknown()).toBe(2);
    expect(await unknown(new ParticleTable(config.particles))).toBe(0);
  });
});
