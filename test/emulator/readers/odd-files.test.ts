import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { particleStatus } from '../../../detector/particles.js';
import { oddFiles } from '../../support/event-files/odd.js';
import type { RightValue } from '../../support/event-files/odd-right.js';
import { inLab } from '../../support/event-files/frames.js';
import {
  finals,
  machine,
  readAll,
  type ReadResult,
  remarks,
  scratchFiles,
} from '../../support/event-files/read.js';

const write = scratchFiles();
const folder = fileURLToPath(new URL('../../../../shared/data/inputs/', import.meta.url));

/** What was read, or the error that reading ended with before the first event. */
async function read(path: string): Promise<{ result?: ReadResult; error: unknown }> {
  try {
    const result = await readAll(path, { vertex: 'auto' });
    return { result, error: result.failure };
  } catch (error) {
    return { error };
  }
}

async function expectRight(path: string, right: RightValue): Promise<void> {
  const { result, error } = await read(path);
  if (right.error === undefined) expect(error).toBeUndefined();
  else
    expect(error).toMatchObject({
      code: right.error.code,
      message: expect.stringMatching(right.error.message),
    });
  expect(result?.events.length).toBe(right.events);
  if (result === undefined) return;
  const seen = result.events.flatMap(finals);
  if (right.finals !== undefined) expect(seen).toHaveLength(right.finals);
  if (right.frame !== undefined) expect(result.file.frame).toBe(right.frame);
  if (right.isWhole) expectWhole(result);
  const sums: Record<string, number> = {};
  for (const { code, count } of remarks(result.file)) sums[code] = (sums[code] ?? 0) + count;
  expect(sums).toEqual(right.notes ?? {});
}

/** All final particles of each event together move like the beams' centre of mass. */
function expectWhole({ events }: ReadResult): void {
  const { px, pz, energy } = machine.total;
  for (const event of events) {
    const sum = [0, 0, 0, 0];
    for (const { momentum, energy: own } of finals(event))
      for (const [axis, value] of [...momentum, own].entries()) sum[axis]! += value;
    expect(sum[0]! / sum[3]!).toBeCloseTo(px / energy, 3);
    expect(sum[1]! / sum[3]!).toBeCloseTo(0, 3);
    expect(sum[2]! / sum[3]!).toBeCloseTo(pz / energy, 3);
  }
}

describe('a file that is odd', () => {
  it.each(oddFiles.map((file) => [file.what, file] as const))(
    'gives what is right: %s',
    async (_, { content, right }) => {
      await expectRight(write('odd.dat', content), right);
    },
  );

  const shared = oddFiles.filter((file) => file.shared && existsSync(folder + file.shared));
  it.skipIf(shared.length === 0)(
    `gives what is right for each of the ${shared.length || 'absent'} files of the collection`,
    async () => {
      for (const file of shared)
        await expectRight(folder + file.shared!, file.sharedRight ?? file.right).catch(
          (error: Error) => {
            error.message = `${file.shared}: ${error.message}`;
            throw error;
          },
        );
    },
  );
});

it.skipIf(!existsSync(folder))('files of the collection have one of ours each', () => {
  const known = new Set(oddFiles.map(({ shared }) => shared));
  const there = existsSync(folder) ? readdirSync(folder) : [];
  expect(there.filter((name) => name !== 'README.md' && !known.has(name))).toEqual([]);
});

describe('beams of status 3 with positrons along +z', () => {
  it('turn events by half a turn about y, into the hemisphere of the electrons', async () => {
    const { content } = oddFiles.find(({ what }) => what.includes('positrons along +z'))!;
    const { events } = await readAll(write('status3.hepmc', content));
    const [x, y, z] = inLab([-3.15, 0, 4.2, 5.25]);
    for (const [axis, value] of [x, y, z].entries())
      expect(finals(events[0]!)[0]!.momentum[axis]).toBeCloseTo(value, 9);
  });
});

describe('reading that is strict', () => {
  const content = (part: string) => oddFiles.find(({ what }) => what.includes(part))!.content;

  it('stops at an event of negative energy, behind the good ones', async () => {
    const { events, failure, file } = await readAll(write('s.lhe', content('negative energy')), {
      strict: true,
    });
    expect(events).toHaveLength(2);
    expect(failure).toMatchObject({
      code: 'READER_MALFORMED',
      message: expect.stringContaining('energy -0.267 GeV of particle 5'),
    });
    expect(file.counts).toMatchObject({ badEvents: 1, passedOver: 0 });
  });

  it('stops at a collision that is nowhere', async () => {
    await expect(
      readAll(write('s.hepmc', content('at infinity')), { strict: true }),
    ).rejects.toMatchObject({ code: 'READER_MALFORMED' });
  });
});

describe('a decay that is nowhere', () => {
  it('makes its event bad: what it made would else come from the collision', async () => {
    const lines = (place: string) =>
      [
        'HepMC::Version 3.02.05',
        'HepMC::Asciiv3-START_EVENT_LISTING',
        ...['0 6 8 10', place].flatMap((at, number) => [
          `E ${number} 1 2`,
          'U GEV CM',
          'P 1 0 310 0 3 4 5.02 0.4976 2',
          `V -1 0 [1] @ ${at}`,
          'P 2 -1 211 0 1.5 2 2.504 0.13957 1',
        ]),
        'HepMC::Asciiv3-END_EVENT_LISTING',
        '',
      ].join('\n');
    for (const place of ['0 inf 0 inf', '0 1e30 0 1e30']) {
      const { events, file } = await readAll(write('decay.hepmc', lines(place)), { frame: 'lab' });
      expect(events.map(({ number }) => number)).toEqual([0]);
      expect(file.counts).toMatchObject({ events: 1, passedOver: 1 });
      expect(file.counts.firstBad).toMatch(/particle 2 made nowhere near/);
    }
  });
});

describe('what looks odd is said', () => {
  const codes = async (text: string) =>
    (await readAll(write('said.dat', text), { frame: 'lab' })).file.notes.map(
      ({ code, count }) => `${code} ${count}`,
    );
  const kaon = (place: string) =>
    '0 3\n2 310 0 0 2 3 0 3 4 5.025 0.4976 0 0 0 0\n' +
    `${`1 211 1 1 0 0 0 1.5 2 2.504 0.1396 ${place}\n`.repeat(2)}`;

  it('of decays farther than light gets: 3 cm in 0.1, ns where mm is expected', async () => {
    expect(await codes(kaon('0 18 24 0.1'))).toContain('READER_FASTER_THAN_LIGHT 2');
    expect(await codes(kaon('0 18 24 30.15'))).not.toContain('READER_FASTER_THAN_LIGHT 2');
  });

  it('of events with twice the energy of the beams', async () => {
    const photon = '0 3 4 5 0 22\n';
    expect(await codes(`4\n${photon.repeat(4)}3\n${photon.repeat(3)}`)).toContain(
      'READER_TOO_ENERGETIC 1',
    );
  });

  const taus = '2\n0 3 4 5.306346 1.77686 15\n0 -3 -4 5.306346 1.77686 -15\n';

  it('of a τ that is final: decayed where it is, the same for any chunks', async () => {
    const path = write('tau.hepevt', taus.repeat(5));
    const { events, file } = await readAll(path, { frame: 'lab' });
    expect(file.notes.map(({ message }) => message).join()).toContain(
      '5 tau- (PDG code 15) are final in the file and were decayed here',
    );
    for (const event of events) {
      const [first] = event.particles;
      expect(first).toMatchObject({ pdg: 15, status: particleStatus.intermediate });
      const energy = finals(event).reduce((sum, particle) => sum + particle.energy, 0);
      expect(energy).toBeCloseTo(2 * 5.306346, 4);
      expect(finals(event).map(({ pdg }) => pdg)).toEqual(expect.arrayContaining([16, -16]));
    }
    const small = await readAll(path, { frame: 'lab', batchSize: 2 });
    expect(small.events).toEqual(events);
  });

  it('of one that shall not be decayed: it leaves nothing, no track either', async () => {
    const { events, file } = await readAll(write('tau.hepevt', taus), {
      frame: 'lab',
      decay: false,
    });
    expect(finals(events[0]!)).toEqual([]);
    expect([...file.counts.decays.undecayed]).toEqual([
      [15, 1],
      [-15, 1],
    ]);
    expect(remarks(file)).toContainEqual({
      code: 'READER_UNDECAYED',
      message: expect.stringContaining('1 tau- (PDG code 15) are final'),
      count: 1,
    });
  });
});

describe('the frame of LHE', () => {
  const photon = '22 1 1 2 0 0 0 3 4 5 0 0 9.';
  const lhe = (init: string, incoming: readonly string[]) =>
    write(
      'frame.lhe',
      `<LesHouchesEvents version="3.0">\n<init>\n${init}\n</init>\n` +
        `<event>\n3 1 1 10 0 0\n${incoming.join('\n')}\n${photon}\n</event>\n`.repeat(3) +
        '</LesHouchesEvents>\n',
    );
  const row = (pdg: number, vector: readonly number[]) =>
    `${pdg} -1 0 0 0 0 ${vector.join(' ')} 0 0 9.`;

  it('is that of the events, taken to the crossing beams behind a head at rest', async () => {
    const path = lhe('11 -11 5.29 5.29 0 0 0 0 3 1', [
      row(11, inLab([0, 0, 5.29, 5.29])),
      row(-11, inLab([0, 0, -5.29, 5.29])),
    ]);
    const { file, events } = await readAll(path);
    expect(file.frame).toBe('lab');
    expect(finals(events[0]!)[0]!.momentum).toEqual([0, 3, 4]);
  });

  it('of 7 × 4 GeV is not head-on where the incoming particles cross', async () => {
    const path = lhe('11 -11 7.004 4.002 0 0 0 0 3 1', [
      row(11, inLab([0, 0, 5.29, 5.29])),
      row(-11, inLab([0, 0, -5.29, 5.29])),
    ]);
    const { file, events } = await readAll(path);
    expect(file.frameReason).toMatch(/^laboratory: the beam particles.*nothing is changed/);
    expect(finals(events[0]!)[0]!.momentum).toEqual([0, 3, 4]);
  });

  it('of head-on beams is turned too when electrons go along −z', async () => {
    const path = lhe('-11 11 4.0 7.0 0 0 0 0 3 1', [
      row(-11, [0, 0, 4, 4]),
      row(11, [0, 0, -7, 7]),
    ]);
    const { file, events } = await readAll(path);
    expect(file.frameReason).toContain('meet head-on');
    const beta = 3 / 11;
    const gamma = 1 / Math.sqrt(1 - beta ** 2);
    const expected = inLab([0, 3, gamma * (-4 - beta * 5), gamma * (5 + beta * 4)]);
    const { momentum, energy } = finals(events[0]!)[0]!;
    for (const [axis, value] of [...momentum, energy].entries())
      expect(value).toBeCloseTo(expected[axis]!, 9);
  });
});
