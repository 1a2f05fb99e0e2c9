import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { speedOfLight } from '../../../detector/base/constants.js';
import { particleStatus } from '../../../detector/particles.js';
import { openEventFile } from '../../../emulator/readers/events.js';
import { fiveEvents, mapVectors, turned } from '../../support/event-files/events.js';
import { inLab } from '../../support/event-files/frames.js';
import {
  finals,
  machine,
  readAll,
  type ReadEvent,
  remarks,
  scratchFiles,
} from '../../support/event-files/read.js';
import {
  hepevtText,
  hepmc2Text,
  hepmc3Text,
  lheText,
  reducedText,
} from '../../support/event-files/texts.js';

const write = scratchFiles();
const texts = {
  LHE: lheText(fiveEvents),
  HepMC3: hepmc3Text(fiveEvents),
  'HepMC3 in MeV and cm': hepmc3Text(fiveEvents, { momentum: 'MEV', length: 'CM' }),
  HepMC2: hepmc2Text(fiveEvents),
  'HepMC2 in MeV and mm': hepmc2Text(fiveEvents, { momentum: 'MEV' }),
  'HepMC2 without units': hepmc2Text(fiveEvents, {}, false),
  HEPEVT: hepevtText(fiveEvents),
  'HEPEVT with vertices on their own lines': hepevtText(fiveEvents, true),
} as const;

/** Thirteen printed digits, and one rounding more where units are converted. */
const relative = 1e-11;

function expectClose(found: readonly number[], expected: readonly number[]): void {
  for (const [index, value] of expected.entries())
    expect(Math.abs(found[index]! - value)).toBeLessThan(relative * Math.max(1, Math.abs(value)));
}

/** Every particle of every event, in the laboratory by an independent way. */
function expectFiveEvents(events: readonly ReadEvent[]): void {
  const status = {
    beam: particleStatus.beam,
    final: particleStatus.final,
    decayed: particleStatus.intermediate,
  };
  expect(events.map(({ particles }) => particles.length)).toEqual(
    fiveEvents.map(({ particles }) => particles.length),
  );
  for (const [event, { particles }] of fiveEvents.entries()) {
    for (const [
      row,
      { pdg, kind, mothers, momentum, place = [0, 0, 0, 0] },
    ] of particles.entries()) {
      const found = events[event]!.particles[row]!;
      expect(found).toMatchObject({ pdg, status: status[kind], mother: (mothers[0] ?? 0) - 1 });
      const [px, py, pz, energy] = momentum;
      expectClose([...found.momentum, found.energy], inLab([px, py, pz, energy]));
      const [x, y, z, ct] = inLab([place[0] / 10, place[1] / 10, place[2] / 10, place[3] / 10]);
      expectClose(found.vertex, [x, y, z, ct / speedOfLight]);
    }
  }
}

describe('the same five events', () => {
  it.each(Object.entries(texts))(
    'are in the laboratory after reading them as %s',
    async (name, text) => {
      const { file, events, failure } = await readAll(write(`${name}.dat`, text));
      expect(failure).toBeUndefined();
      expect(file.format).toBe(name.split(' ')[0]);
      expect(file.frame).toBe('cms');
      expectFiveEvents(events);
      expect(events.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
      expect(file.counts).toMatchObject({
        events: 5,
        badEvents: 0,
        beams: 10,
        intermediates: 2,
        tracked: 12,
        secondaries: 0,
      });
    },
  );

  it('have the same particles in reduced HEPEVT, whose momenta sum to zero', async () => {
    // The form has no vertices, so that of event 2 is missing.
    const reduced = await readAll(write('reduced.dat', reducedText(fiveEvents)));
    const full = await readAll(write('full.lhe', texts.LHE));
    expect(reduced.file).toMatchObject({ format: 'HEPEVT', frame: 'cms' });
    expect(reduced.file.frameReason).toContain(
      'no beam tells the direction: electrons are taken to go along +z',
    );
    for (const [event, read] of reduced.events.entries()) {
      const expected = finals(full.events[event]!);
      expect(
        read.particles.map(({ pdg, momentum, energy }) => ({ pdg, momentum, energy })),
      ).toEqual(expected.map(({ pdg, momentum, energy }) => ({ pdg, momentum, energy })));
    }
  });

  it.each(Object.entries(texts))('are the same from gzip (%s)', async (name, text) => {
    const plain = await readAll(write(`${name}.txt`, text));
    const packed = await readAll(write(`${name}.gz`, gzipSync(text)));
    expect(packed.chunks).toEqual(plain.chunks);
  });

  it('are the same with CRLF line ends, a byte order mark and blank lines', async () => {
    for (const [name, text] of Object.entries(texts)) {
      const odd = `\ufeff${text.replaceAll('\n', '\r\n\r\n')}`;
      expect((await readAll(write(`${name}.crlf`, odd))).chunks, name).toEqual(
        (await readAll(write(`${name}.lf`, text))).chunks,
      );
    }
  });

  it('are the same in chunks of any size', async () => {
    const whole = await readAll(write('whole.lhe', texts.LHE), { vertex: 'auto' });
    for (const batchSize of [1, 2, 3]) {
      const { chunks, events } = await readAll(write('whole.lhe', texts.LHE), {
        batchSize,
        vertex: 'auto',
      });
      expect(chunks).toHaveLength(Math.ceil(5 / batchSize));
      expect(events).toEqual(whole.events);
      expect(chunks.map(({ firstIndex }) => firstIndex)).toEqual(
        chunks.map((_, index) => index * batchSize),
      );
    }
  });
});

describe('the orientation of a file', () => {
  const aboutY = turned(fiveEvents, (x, y, z) => [-x, y, -z]);

  it('with positrons along +z is undone by half a turn about y, no mirror image', async () => {
    const { file, events } = await readAll(
      write('positron.lhe', lheText(aboutY, { init: '-11 11 5.25 5.25 0 0 0 0 3 1' })),
    );
    expect(file.frameReason).toContain('positrons along +z: events are turned by 180° about y');
    expect(file.frameReason).toContain('√s 10.5 GeV');
    expectFiveEvents(events);
  });

  it('is known from the head when events list no beams', async () => {
    const withoutBeams = aboutY.map((event) => ({
      ...event,
      particles: event.particles.slice(2).map((particle) => ({
        ...particle,
        mothers: particle.mothers[0]! > 2 ? [particle.mothers[0]! - 2] : [],
      })),
    }));
    const { file, events } = await readAll(
      write('head.lhe', lheText(withoutBeams, { init: '-11 11 5.25 5.25 0 0 0 0 3 1' })),
    );
    expect(file.frameReason).toContain(
      "the beams of the file's head have a momentum of (0, 0, 0) GeV",
    );
    expect(file.frameReason).toContain('positrons along +z');
    const full = await readAll(write('ordinary.lhe', texts.LHE));
    expect(finals(events[0]!).map(({ momentum }) => momentum)).toEqual(
      finals(full.events[0]!).map(({ momentum }) => momentum),
    );
  });

  it('is an error when beams lie across the z axis', async () => {
    const across = turned(fiveEvents, (x, y, z) => [z, x, y]);
    await expect(readAll(write('across.lhe', lheText(across)))).rejects.toMatchObject({
      code: 'READER_FRAME',
    });
  });
});

describe('a file in the laboratory frame', () => {
  const inLaboratory = mapVectors(fiveEvents, inLab);

  it('is recognized by its beams and not changed', async () => {
    const { file, events } = await readAll(write('lab.hepmc', hepmc3Text(inLaboratory)));
    expect(file.frame).toBe('lab');
    expect(file.frameReason).toContain('nothing is changed');
    expectFiveEvents(events);
  });

  it('is recognized by the total momentum when it has only final particles', async () => {
    const { file, events } = await readAll(write('lab.hepevt', reducedText(inLaboratory)));
    expect(file.frame).toBe('lab');
    expect(file.frameReason).toMatch(
      /laboratory: the final particles together have a momentum of \(0\.447, .*, 2\.924\) GeV/,
    );
    expectClose(events[0]!.particles[0]!.momentum, inLab([3.15, 0, 4.2, 5.25]).slice(0, 3));
  });

  it('with electrons along −z is turned about x: beams still cross towards +x', async () => {
    const { file, events } = await readAll(
      write('lab-back.hepmc', hepmc3Text(turned(inLaboratory, (x, y, z) => [x, -y, -z]))),
    );
    expect(file.frameReason).toContain('electrons along −z');
    expectFiveEvents(events);
  });

  it('is taken at the word of --frame, in both directions', async () => {
    const path = write('forced.hepmc', hepmc3Text(fiveEvents));
    const asLab = await readAll(path, { frame: 'lab' });
    expect(asLab.file.frameReason).toMatch(/^laboratory, as asked/);
    expect(asLab.events[0]!.particles[2]!.momentum).toEqual([3.15, 0, 4.2]);
    const asCms = await readAll(path, { frame: 'cms' });
    expect(asCms.file.frameReason).toMatch(/^centre of mass, as asked/);
    expectFiveEvents(asCms.events);
  });

  it('is told from the centre of mass by photons alone, without the rest', async () => {
    // Photons of 4 GeV with cos θ* uniform; the other 6.6 GeV are invisible and not in the file.
    const photons = Array.from({ length: 1000 }, (_, event) => {
      const cosTheta = -1 + (2 * ((event * 617) % 1000) + 1) / 1000;
      const transverse = 4 * Math.sqrt(1 - cosTheta ** 2);
      return [transverse * Math.cos(event), transverse * Math.sin(event), 4 * cosTheta, 4] as const;
    });
    const text = (vectors: readonly (readonly number[])[]) =>
      vectors.map((vector) => `1\n${vector.join(' ')} 0 22\n`).join('');
    expect((await readAll(write('photons.hepevt', text(photons)))).file.frame).toBe('cms');
    const { file } = await readAll(write('photons-lab.hepevt', text(photons.map(inLab))));
    expect(file.frameReason).toMatch(/^laboratory: /);
  });

  it('is assumed, with a warning, where nothing fits', async () => {
    const { file } = await readAll(write('gun.hepevt', '1\n0 3 4 5 0 22\n'));
    expect(file.frame).toBe('lab');
    expect(file.frameReason).toMatch(/for want of better: .*\(0, 3, 4\) GeV.*--frame cms/);
  });
});

describe('collision points', () => {
  it('are drawn when a file has collisions at zero, all of an event together', async () => {
    const path = write('smear.lhe', texts.LHE);
    const kept = await readAll(path);
    const drawn = await readAll(path, { vertex: 'auto' });
    expect(drawn.file.vertexReason).toContain('exactly zero');
    for (const [event, { particles }] of drawn.events.entries()) {
      const shifts = particles.map(({ vertex }, row) =>
        vertex.map((value, axis) => value - kept.events[event]!.particles[row]!.vertex[axis]!),
      );
      for (const shift of shifts) expectClose(shift, shifts[0]!);
      // Widths of the luminous region: 12 µm, 0.5 µm, 0.3 mm; 6 σ.
      expect(Math.abs(shifts[0]![0]!)).toBeLessThan(0.0072);
      expect(Math.abs(shifts[0]![1]!)).toBeLessThan(0.0003);
      expect(Math.abs(shifts[0]![2]!)).toBeLessThan(0.18);
      expect(shifts[0]![2]).not.toBe(0);
    }
    const other = await readAll(path, { vertex: 'auto', seed: 2 });
    expect(other.events[0]!.particles[0]!.vertex).not.toEqual(
      drawn.events[0]!.particles[0]!.vertex,
    );
  });

  it('of the file are kept when it has its own', async () => {
    const text = texts.HepMC3.replaceAll(/^E (\d) (\d) (\d)$/gm, 'E $1 $2 $3 @ 0 0 1.5 0');
    const { file, events } = await readAll(write('own.hepmc', text), {
      vertex: 'auto',
      frame: 'lab',
    });
    expect(file.vertexReason).toContain('own collision points');
    expect(events[0]!.particles[2]!.vertex).toEqual([0, 0, 0.15000000000000002, 0]);
    // A vertex with a place of its own does not move with the event.
    expect(events[2]!.particles[4]!.vertex[2]).toBeCloseTo(2.4, 12);
  });
});

describe('an opened file', () => {
  it('takes the weight of its first event as 1 and keeps the ratios', async () => {
    for (const text of [texts.LHE, texts.HepMC3, texts.HepMC2, texts.HEPEVT]) {
      const { file, events } = await readAll(write('weights.dat', text));
      expect(file.weightUnit).toBe(2);
      expect(events.map(({ weight }) => weight)).toEqual([1, 1, 2, -1, 1]);
    }
  });

  it('stops after the events asked for, before what is wrong behind them', async () => {
    const path = write(
      'limit.lhe',
      texts.LHE.replace('22 1 1 2 0 0 0.000000000000e+0 -4', 'garbage'),
    );
    const strict = { strict: true };
    expect((await readAll(path, strict)).failure).toMatchObject({ code: 'READER_MALFORMED' });
    const { events, failure } = await readAll(path, { ...strict, limit: 4 });
    expect(failure).toBeUndefined();
    expect(events).toHaveLength(4);
  });

  it('stopped early is in the frame, and has the collision points, of the whole file', async () => {
    // One photon of 4 GeV alone tells nothing of the frame; 300 of them, evenly in cos θ*, do.
    const photons = Array.from({ length: 300 }, (_, event) => {
      const cosTheta = -1 + (2 * ((event * 61) % 300) + 1) / 300;
      const transverse = 4 * Math.sqrt(1 - cosTheta ** 2);
      return (
        `1\n${transverse * Math.cos(event)} ${transverse * Math.sin(event)} ${4 * cosTheta} 4 0 ` +
        '22\n'
      );
    });
    const inCms = write('early.hepevt', photons.join(''));
    const own = write(
      'early.lhe',
      texts.HepMC3.replace(/^E 4 (\d) (\d)$/m, 'E 4 $1 $2 @ 0 0 1.5 0'),
    );
    for (const path of [inCms, own]) {
      const whole = await readAll(path, { vertex: 'auto' });
      for (const limit of [1, 3]) {
        const { file, events } = await readAll(path, { vertex: 'auto', limit });
        expect([file.frame, file.frameReason, file.vertexReason]).toEqual([
          whole.file.frame,
          whole.file.frameReason,
          whole.file.vertexReason,
        ]);
        expect(events).toEqual(whole.events.slice(0, limit));
      }
    }
    expect((await readAll(own, { vertex: 'auto', limit: 1 })).file.vertexReason).toContain(
      'own collision points',
    );
  });

  it('counts, and complains of, nothing behind the events asked for', async () => {
    for (const batchSize of [1, 2, 1024]) {
      const { file } = await readAll(write('counted.hepmc', texts.HepMC3), { limit: 3, batchSize });
      const three = await readAll(write('three.hepmc', hepmc3Text(fiveEvents.slice(0, 3))));
      expect(file.counts).toEqual(three.file.counts);
    }
    const broken = write(
      'behind.lhe',
      texts.LHE.replace('22 1 1 2 0 0 0.000000000000e+0 -4', 'garbage'),
    );
    expect((await readAll(broken, { limit: 4 })).file.counts).toMatchObject({
      events: 4,
      badEvents: 0,
    });
    const many = Array.from({ length: 3000 }, (_, number) => ({
      ...fiveEvents[number % 5]!,
      number,
    }));
    const { file, events } = await readAll(write('many-limited.hepmc', hepmc3Text(many)), {
      limit: 1500,
      batchSize: 400,
    });
    expect(events).toHaveLength(1500);
    expect(file.counts.events).toBe(1500);
    expect(remarks(file).map(({ code, count }) => `${code} ${count}`)).toEqual([
      'READER_UNKNOWN_PARTICLE 300',
      'READER_UNKNOWN_PARTICLE 300',
    ]);
  });

  it('is read only as far as chunks are taken, and can be left early', async () => {
    const many = Array.from({ length: 4000 }, (_, number) => ({
      ...fiveEvents[number % 5]!,
      number,
    }));
    const file = await openEventFile(write('many.hepmc', hepmc3Text(many)), {
      beams: machine,
      seed: 1,
      batchSize: 100,
    });
    // Frame and vertices are decided on the first 1000 events.
    expect(file.counts.events).toBe(1000);
    for await (const chunk of file) {
      expect(chunk.eventCount).toBe(100);
      if (chunk.firstIndex === 1200) break;
    }
    expect(file.counts.events).toBe(1300);
    await file.close();
  });

  it('gives event i the address of shard i / 4096', async () => {
    const many = Array.from({ length: 4098 }, (_, number) => ({
      ...fiveEvents[0]!,
      number: 7 * number,
    }));
    const { chunks } = await readAll(write('shards.hepevt', reducedText(many)), { run: 3 });
    const addresses = chunks.flatMap(({ addresses: { run, slice, index } }) =>
      [...slice].map((value, event) => `${run}:${value}:${index[event]}`),
    );
    expect(addresses.slice(-3)).toEqual(['3:0:4095', '3:1:0', '3:1:1']);
    expect(chunks.at(-1)!.numbers).toEqual(Float64Array.of(4096, 4097));
  });

  it('counts unknown codes', async () => {
    const { file } = await readAll(write('unknown.lhe', texts.LHE));
    expect([...file.counts.unknownCodes]).toEqual([
      [2001, { particles: 1, tracked: 0 }],
      [9900099, { particles: 1, tracked: 1 }],
    ]);
  });
});
