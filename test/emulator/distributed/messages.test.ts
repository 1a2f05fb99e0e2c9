import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { describeStudy, studyDescribed } from '../../../emulator/distributed/describe-study.js';
import {
  beatShape,
  descriptionShape,
  jobShape,
  pack,
  studyId,
  unpack,
  unpackIfOurs,
  workerShape,
} from '../../../emulator/distributed/messages.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { loadCard } from '../../../emulator/studies/card.js';
import { openStudy } from '../../../emulator/studies/study.js';
import { variedCard } from '../../../emulator/studies/vary-card.js';
import { codecs } from '../../../monitor/wire.js';

const config = emulatorConfig({ ecl: { geometry: 'projective' } });
const options = {
  version: 'test',
  seed: 5,
  events: 10_000,
  menu: physicsMenu,
  conditions: 'nominal',
  config,
};
const study = openStudy(loadCard('two-track'), options);
const description = describeStudy(study);
const shapes = [beatShape, descriptionShape, jobShape, workerShape] as const;
const bad = expect.objectContaining({ code: 'NATS_BAD_MESSAGE' });

describe('the description of a study', () => {
  it('gives a worker the same study, to the fingerprint', () => {
    const made = studyDescribed(unpack(descriptionShape, pack(descriptionShape, description)));
    expect(describeStudy(made)).toEqual(description);
    expect(made.setup).toEqual(study.setup);
    expect([...made.jobs()]).toEqual([...study.jobs()]);
  });

  it('has parameters of generators that were chosen for it', () => {
    const varied = openStudy(variedCard(loadCard('mumu-zprime'), ['mass=4 GeV']), options);
    const made = studyDescribed(
      unpack(descriptionShape, pack(descriptionShape, describeStudy(varied))),
    );
    expect(made.setup.points).toEqual(varied.setup.points);
    expect(made.setup.points[0]?.config).toMatchObject({ mass: '4 GeV' });
  });

  it('is refused by another program, which says what differs', () => {
    const other = {
      ...description,
      fingerprint: { ...description.fingerprint, version: '9.9.9' },
    };
    expect(() => studyDescribed(other)).toThrow(expect.objectContaining({ code: 'NATS_DIFFERS' }));
    expect(() => studyDescribed(other)).toThrow(/version 9\.9\.9, here /);
    expect(() => studyDescribed({ ...description, seed: 6 })).toThrow(/seed 5, here 6/);
    expect(() =>
      studyDescribed({ ...description, config: { ecl: { geometry: 'round' } } }),
    ).toThrow(/ecl\.geometry/);
  });

  it('names its stream: another seed or number of events is another study', () => {
    const id = studyId(description.fingerprint, 10_000);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(
      new Set([
        id,
        studyId(description.fingerprint, 10_001),
        studyId({ ...description.fingerprint, seed: 6 }, 10_000),
      ]).size,
    ).toBe(3);
  });
});

describe('bytes from the network', () => {
  it('are a message of ours or refused with one code, whatever they are', () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    const packed = fc
      .oneof(fc.anything(), fc.record({ study: fc.string(), done: fc.boolean() }), bytes)
      .map(encoded);
    fc.assert(
      fc.property(
        fc.oneof(bytes, bytes.map(deflateRawSync), packed),
        fc.constantFrom(...shapes),
        (message, shape) => {
          const read = unpackIfOurs(shape, message);
          if (read === undefined) expect(() => unpack(shape, message)).toThrow(bad);
          else expect(shape.safeParse(read).success).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('cannot blow up when they are inflated', () => {
    const bomb = deflateRawSync(Buffer.alloc(17 * 2 ** 20));
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unpack(jobShape, bomb)).toThrow(bad);
  });

  it('name studies by hexadecimal words only, which are safe in subjects', () => {
    const beat = (id: string): Uint8Array => pack(beatShape, { study: id, done: false });
    expect(unpackIfOurs(beatShape, beat('a'.repeat(32)))).toEqual({
      study: 'a'.repeat(32),
      done: false,
    });
    for (const id of ['', '>', '*', 'a'.repeat(31), `${'a'.repeat(31)}.`])
      expect(unpackIfOurs(beatShape, beat(id))).toBeUndefined();
  });
});

function encoded(value: unknown): Uint8Array {
  try {
    return deflateRawSync(codecs['b2l1.v1.msgpack'].encode(value));
  } catch {
    // Not everything that JavaScript knows can be encoded.
    return new Uint8Array();
  }
}
