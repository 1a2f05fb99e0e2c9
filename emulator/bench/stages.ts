import { firstValueFrom, of } from 'rxjs';
import { sin } from '../../detector/base/elementary.js';
import { beams } from '../../detector/beams.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { type Addresses, sliceAddresses } from '../../detector/event.js';
import { subdetectors } from '../../detector/index.js';
import { passMaterial } from '../../detector/material.js';
import { transport } from '../../detector/propagation/transport.js';
import { inputWords } from '../../triggers/batches.js';
import { expertsOf } from '../../triggers/cdc/network-set.js';
import { cdcObjects } from '../../triggers/cdc/cdc-trigger.js';
import { inputCount } from '../../triggers/cdc/neuro-inputs.js';
import { fixedNetwork, outputCount } from '../../triggers/cdc/neuro-network.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import type { Need } from '../chain/need.js';
import { type DecidableBatch, makeChain, type SourcePoint } from '../chain/chain.js';
import type { HitTree } from '../chain/kept-hits.js';
import { buildGenerator } from '../generators/index.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { Stage } from './measure.js';
import { acceptedBatch, recordBatch } from './record.js';

/** Events of one kind, for one set of rows. */
interface Sample {
  /** Before the names of its rows. */
  readonly prefix: string;
  readonly what: string;
  readonly point: SourcePoint;
  readonly batchEvents: number;
  /** On top of the run's configuration. */
  readonly config: (config: EmulatorConfig) => EmulatorConfig;
}

const batches = 16;

/** A photon flat in E* over the whole calorimeter: the event of the single-photon rows. */
const photon: Sample = {
  prefix: '',
  what: 'one photon, flat in E* 0.2–5.3 GeV',
  point: {
    generator: 'gun',
    config: { pdg: 22, frame: 'cms', minimum: '0.2 GeV', maximum: '5.3 GeV' },
  },
  batchEvents: 1024,
  config: (config) => config,
};

/** As many tracks as a BB̄ event has, over 160 noise hits in 512 ns (22 kHz on every wire). */
const tracks: Sample = {
  prefix: 'tracks:',
  what: '11 pions of 0.2–1.5 GeV, 22 kHz of noise on every wire',
  point: {
    generator: 'prongs',
    config: {
      particles: Array.from({ length: 11 }, (_, number) => (number % 2 === 0 ? 211 : -211)).join(
        ' ',
      ),
      minimum: '0.2 GeV',
      maximum: '1.5 GeV',
      thetaMin: '25 deg',
      thetaMax: '145 deg',
    },
  },
  batchEvents: 64,
  config: (config) => ({ ...config, cdc: { ...config.cdc, noiseRate: 22e3 * 1e-9 } }),
};

const darkPhoton: SourcePoint = { generator: 'dark-photon', config: { mass: '1 GeV' } };

/**
 * The stages of the pure part on each sample, each fed with what the stages before it made of the
 * same events.
 */
export function benchStages(config: EmulatorConfig, menu: Menu, seed: number): readonly Stage[] {
  const signal = buildGenerator(darkPhoton.generator, darkPhoton.config, {
    seed,
    beams: beams(config.beams),
  });
  const [first, ...rest] = stagesOf(photon, config, menu, seed);
  return [
    first!,
    cycling('generator:dark-photon', 'e+e- → γA′, 1 GeV, with ISR', addressesOf(photon), signal),
    ...rest,
    ...stagesOf(tracks, config, menu, seed),
    networkStage(config.triggers.neuro),
  ];
}

/** The network of the neural z trigger alone, in fixed point; an event is a track. */
function networkStage({ networks, quantization }: EmulatorConfig['triggers']['neuro']): Stage {
  const evaluate = fixedNetwork(expertsOf(networks)[0]!, quantization);
  const inputs = Float64Array.from({ length: inputCount }, (_, input) => sin(input));
  const outputs = new Float64Array(outputCount);
  const tracksPerCall = 1024;
  return {
    name: 'neural:network',
    what: 'one track, inputs ready, fixed point',
    events: tracksPerCall,
    work: () => {
      for (let track = 0; track < tracksPerCall; track++) evaluate(inputs, outputs);
    },
  };
}

function addressesOf({ batchEvents }: Sample): readonly Addresses[] {
  return Array.from({ length: batches }, (_, batch) =>
    sliceAddresses(1, 0, batch * batchEvents, batchEvents),
  );
}

/** A row that takes one input after the other. */
function cycling<T>(
  name: string,
  what: string,
  inputs: readonly T[],
  work: (input: T) => unknown,
): Stage {
  let next = 0;
  const events = eventsOf(inputs[0]);
  return { name, what, events, work: () => void work(inputs[next++ % inputs.length]!) };
}

function eventsOf(input: unknown): number {
  const { addresses, index } = input as {
    readonly addresses?: Addresses;
    readonly index?: Uint32Array;
  };
  return (addresses?.index ?? index)!.length;
}

// long: one row a stage, in the order of the chain.
function stagesOf(sample: Sample, run: EmulatorConfig, menu: Menu, seed: number): readonly Stage[] {
  const config = sample.config(run);
  const context = { seed };
  const { prefix, what, point } = sample;
  const shoot = buildGenerator(point.generator, point.config, { seed, beams: beams(config.beams) });
  const convert = passMaterial(config.material, context);
  const move = transport(config.transport, config.material, context);
  const rows: Stage[] = [cycling(`${prefix}generator`, what, addressesOf(sample), shoot)];

  const generated = addressesOf(sample).map((addresses) => ({ addresses, ...shoot(addresses) }));
  rows.push(
    cycling(`${prefix}material`, 'photon conversion in front', generated, (batch) =>
      convert(batch.particles, batch.addresses),
    ),
  );
  const converted = generated.map((batch) => ({
    ...batch,
    particles: convert(batch.particles, batch.addresses),
  }));
  const travel = 'helices through the layers: energy loss, scattering, radiation, decays';
  rows.push(
    cycling(`${prefix}transport`, travel, converted, (batch) =>
      move(batch.particles, batch.addresses),
    ),
  );
  const moved = converted.map((batch) => ({
    ...batch,
    ...move(batch.particles, batch.addresses),
    hits: {} as Record<string, unknown>,
  }));

  for (const subdetector of subdetectors) {
    const { name } = subdetector;
    const deposit = (subdetector.signal ?? subdetector.deposit)(config[name] as never, context);
    const digitize = subdetector.digitize(config[name] as never, context) as (
      list: readonly unknown[],
      addresses: Addresses,
    ) => unknown;
    rows.push(
      cycling(`${prefix}${name}:deposit`, `${name}: what particles leave`, moved, (batch) =>
        deposit(batch.particles, batch.addresses, batch.arcs),
      ),
    );
    const noise = subdetector.noise?.(config[name] as never, context);
    if (noise !== undefined)
      rows.push(
        cycling(`${prefix}${name}:noise`, `${name}: uncorrelated noise`, moved, (batch) =>
          noise(batch.addresses),
        ),
      );
    const deposits = moved.map((batch) => ({
      ...batch,
      list: [
        deposit(batch.particles, batch.addresses, batch.arcs),
        ...(noise === undefined ? [] : [noise(batch.addresses)]),
      ],
    }));
    rows.push(
      cycling(
        `${prefix}${name}:digitize`,
        `${name}: what the front end reports`,
        deposits,
        (batch) => digitize(batch.list, batch.addresses),
      ),
    );
    deposits.forEach((batch, index) => {
      moved[index]!.hits[name] = digitize(batch.list, batch.addresses);
    });
  }

  const found = moved.map((batch) => ({
    ...batch,
    eventCount: batch.addresses.index.length,
    objects: {} as Record<string, unknown>,
  }));
  for (const stage of triggerStages) {
    const find = stage.build(config.triggers[stage.name] as never, context);
    rows.push(
      cycling(`${prefix}trigger:${stage.name}`, `${stage.name} trigger objects`, found, (batch) =>
        find(batch as never, batch.objects as never),
      ),
    );
    for (const batch of found)
      batch.objects[stage.name] = find(batch as never, batch.objects as never);
  }
  const find3d = cdcObjects({ ...config.triggers.cdc, method: 'hough3d' }, context);
  rows.push(
    cycling(
      `${prefix}trigger:cdc-hough3d`,
      'cdc trigger objects, full tracks from the 3-D finder',
      found,
      ({ hits, addresses }) => find3d(hits['cdc'] as CdcHits, addresses),
    ),
  );

  const stages = bitPlugins.map((plugin) => plugin.build(config.bits[plugin.name] as never));
  const setBits = ({ eventCount, objects }: (typeof found)[number]): Uint32Array => {
    const words = new Uint32Array(eventCount * inputWords);
    for (const stage of stages) stage(objects as never, eventCount, words);
    return words;
  };
  rows.push(cycling(`${prefix}input-bits`, 'families and all other bits', found, setBits));
  const decided = found.map((batch) => ({ ...batch, words: setBits(batch) }));
  const { ftdl } = compileMenu(menu);
  rows.push(
    cycling(`${prefix}ftdl`, `${menu.lines.length} lines of menu ${menu.name}`, decided, (batch) =>
      ftdl(batch.words, batch.eventCount),
    ),
  );
  const accepted = decided.map(({ addresses, hits, words }) =>
    acceptedBatch(addresses, hits as HitTree, words),
  );
  rows.push(
    cycling(
      `${prefix}record`,
      'an accepted event with its hits, from columns to the bytes on disk',
      accepted,
      recordBatch,
    ),
  );
  return rows;
}

/**
 * Whole chains on one core: generator to FTDL, as a worker of a study runs them: what the lines of
 * the menu read, and for comparison everything.
 */
export function benchChains(run: EmulatorConfig, menu: Menu, seed: number): readonly Stage[] {
  const chainStage = (name: string, what: string, sample: Sample, need: Need = 'lines'): Stage => {
    const { decide } = makeChain(
      { seed, run: 1, config: sample.config(run), menu, points: [sample.point] },
      { need },
    );
    const count = sample.batchEvents;
    let first = 0;
    let last: Promise<DecidableBatch> | undefined;
    return {
      name,
      what,
      events: count,
      work: () => {
        last = firstValueFrom(
          of({
            kind: 'generate',
            slice: first >>> 12,
            first: first & 4095,
            count,
            point: 0,
          } as const).pipe(decide),
        );
        void last.catch(() => undefined);
        first += count;
      },
    };
  };
  return [
    chainStage('chain:single-photon', 'photon gun, detector, trigger and FTDL', photon),
    chainStage('chain:dark-photon', 'γA′ at 1 GeV through the same', {
      ...photon,
      point: darkPhoton,
    }),
    chainStage('chain:tracks', `${tracks.what}; what the lines of the menu read`, tracks),
    chainStage('chain:tracks-all', `${tracks.what}; every subdetector`, tracks, 'all'),
  ];
}
