import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type Table, TableBuilder } from '../../../detector/base/columns.js';
import { type ConfigOf, integer, parseConfig } from '../../../detector/base/config.js';
import { particleStatus } from '../../../detector/particles.js';
import type { Subdetector } from '../../../detector/subdetector.js';
import { hasBit, inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import type { Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { type BitPlugin, stageOf } from '../../../triggers/plugins.js';
import { inputSlots } from '../../../triggers/slots.js';
import { type ChainSetup, type DecidableBatch, makeChain } from '../../../emulator/chain/chain.js';
import { chainSchema, standardParts } from '../../../emulator/chain/parts.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import type { GenerateJob } from '../../../emulator/chain/jobs.js';

const photonGun = {
  generator: 'gun',
  config: { pdg: 22, frame: 'cms', minimum: '0.3 GeV', maximum: '5 GeV' },
};
const setup: ChainSetup = {
  seed: 7,
  run: 0,
  config: emulatorConfig(),
  menu: eclMenu,
  points: [photonGun],
};

const job = (first: number, count: number): GenerateJob => ({
  kind: 'generate',
  slice: 3,
  first,
  count,
  point: 0,
});

/** FTDL and input words of events `first` up to `first + count`, made in batches of `size`. */
async function wordsInBatches(total: number, size: number): Promise<number[]> {
  const { decide } = makeChain(setup);
  const words: number[] = [];
  for (let first = 0; first < total; first += size) {
    const batch: DecidableBatch = await firstValueFrom(
      of(job(first, Math.min(size, total - first))).pipe(decide),
    );
    for (let event = 0; event < batch.eventCount; event++) {
      words.push(...batch.inputBits.subarray(event * inputWords, (event + 1) * inputWords));
      words.push(...batch.ftdlBits.subarray(event * outputWords, (event + 1) * outputWords));
    }
  }
  return words;
}

describe('the pure chain', () => {
  it('gives each event the same bits in batches of 1, 7 and 64', async () => {
    const whole = await wordsInBatches(64, 64);
    expect(whole.some((word) => word !== 0)).toBe(true);
    expect(await wordsInBatches(64, 7)).toEqual(whole);
    expect(await wordsInBatches(64, 1)).toEqual(whole);
  });

  it('keeps hits when asked, of events that a line may accept which is not masked', async () => {
    const lines = eclMenu.lines.map((line) =>
      line.name === 'lml6' ? line : { ...line, prescale: 0 },
    );
    const masked = { ...setup, menu: { ...eclMenu, lines } };
    const decided = async (chain: ChainSetup): Promise<DecidableBatch> =>
      firstValueFrom(of(job(0, 64)).pipe(makeChain(chain).decide));
    expect(await decided(masked)).not.toHaveProperty('kept');
    const { kept, ftdlBits } = await decided({ ...masked, keepHits: true });
    const { number } = lines.find(({ name }) => name === 'lml6')!;
    const fired = Array.from({ length: 64 }, (_, event) => event).filter((event) =>
      hasBit(ftdlBits, outputWords, event, number),
    );
    expect(fired.length).toBeGreaterThan(10);
    expect([...kept!.events]).toEqual(fired);
    expect(kept!.hits).toMatchObject({
      ecl: { crystals: { offsets: { length: fired.length + 1 } } },
    });
  });

  it('fires lml6 on most lone barrel photons of 2 GeV and never without a photon', async () => {
    const line = eclMenu.lines.find(({ name }) => name === 'lml6')!.number;
    const fired = async (config: object): Promise<number> => {
      const { decide } = makeChain({ ...setup, points: [{ generator: 'gun', config }] });
      const batch = await firstValueFrom(of(job(0, 256)).pipe(decide));
      return Array.from({ length: 256 }, (_, event) =>
        hasBit(batch.ftdlBits, outputWords, event, line),
      ).filter(Boolean).length;
    };
    const barrel = {
      frame: 'cms',
      minimum: '2 GeV',
      maximum: '2 GeV',
      thetaMin: '70 deg',
      thetaMax: '110 deg',
    };
    expect(await fired({ pdg: 22, ...barrel })).toBeGreaterThan(230);
    expect(await fired({ pdg: 12, ...barrel })).toBe(0);
  });
});

/** A plane of scintillator that counts every particle that reaches the detector. */
const counterHits = { count: 'u1', time: 'f4' } as const;
const counterSchema = { perParticle: integer(1, '', 'Counts per particle', { min: 1, max: 10 }) };
const counter: Subdetector<
  'counter',
  ConfigOf<typeof counterSchema>,
  Table<typeof counterHits>,
  Table<typeof counterHits>
> = {
  name: 'counter',
  schema: counterSchema,
  deposit: ({ perParticle }) => {
    const builder = new TableBuilder(counterHits);
    return ({ offsets, status, time }) => {
      for (let event = 0; event + 1 < offsets.length; event++) {
        for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
          if (status[row] !== particleStatus.final) continue;
          builder.reserve(1);
          builder.columns.time[builder.rowCount] = time[row]!;
          builder.columns.count[builder.rowCount++] = perParticle;
        }
        builder.endEvent();
      }
      return builder.take();
    };
  },
  digitize: () => (deposits) => deposits[0]!,
};

interface CounterObjects {
  readonly counter: Uint32Array;
}
const counterStage = stageOf<{ readonly counter: Table<typeof counterHits> }, CounterObjects>()({
  name: 'counter',
  schema: {},
  reads: ['counter'],
  uses: [],
  build:
    () =>
    ({ hits, eventCount }) => {
      const { offsets, count } = hits.counter;
      return Uint32Array.from({ length: eventCount }, (_, event) =>
        count.subarray(offsets[event], offsets[event + 1]).reduce((a, b) => a + b, 0),
      );
    },
});

const counterBit: BitPlugin<'counter', 'counter', Record<string, never>, CounterObjects> = {
  name: 'counter',
  schema: {},
  reads: ['counter'],
  drives: ['plsin'],
  build: () => (objects, eventCount, bits) => {
    for (let event = 0; event < eventCount; event++)
      if (objects.counter[event]! >= 2) setBit(bits, inputWords, event, inputSlots.plsin);
  },
};

describe('a second subdetector', () => {
  it('plugs in as list entries: hits, objects, bit and line; the ECL stays as it was', async () => {
    const parts = {
      subdetectors: [...standardParts.subdetectors, counter],
      triggerStages: [...standardParts.triggerStages, counterStage],
      bitPlugins: [...standardParts.bitPlugins, counterBit],
    } as const;
    const config = parseConfig(chainSchema(parts), { counter: { perParticle: 2 } }, 'test');
    const menu: Menu = {
      ...eclMenu,
      lines: [
        ...eclMenu.lines,
        {
          number: 191,
          name: 'two_counts',
          formula: 'plsin',
          class: '',
          family: '',
          prescale: 1,
          source: 'this test',
        },
      ],
    };
    const { decide } = makeChain({ ...setup, config, menu }, { parts });
    const batch = await firstValueFrom(of(job(0, 16)).pipe(decide));
    const alone = await firstValueFrom(of(job(0, 16)).pipe(makeChain(setup).decide));
    for (let event = 0; event < 16; event++) {
      expect(hasBit(batch.ftdlBits, outputWords, event, 191)).toBe(true);
      const words = batch.ftdlBits.slice(event * outputWords, (event + 1) * outputWords);
      words[5]! &= 0x7fffffff;
      expect(words).toEqual(alone.ftdlBits.slice(event * outputWords, (event + 1) * outputWords));
    }
  });
});
