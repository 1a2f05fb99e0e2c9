import { kernels } from '#kernels';
import { firstValueFrom, of } from 'rxjs';
import { sin } from '../../detector/base/elementary.js';
import { beams } from '../../detector/beams.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { type Addresses, type RunContext, sliceAddresses } from '../../detector/event.js';
import type { EclHits } from '../../detector/ecl/hits.js';
import { subdetectors } from '../../detector/index.js';
import { passMaterial } from '../../detector/material.js';
import { transport, type Transported } from '../../detector/propagation/transport.js';
import type { AnySubdetector } from '../../detector/subdetector.js';
import { inputWords } from '../../triggers/batches.js';
import { expertsOf } from '../../triggers/cdc/network-set.js';
import { cdcObjects } from '../../triggers/cdc/cdc-trigger.js';
import { inputCount } from '../../triggers/cdc/neuro-inputs.js';
import { fixedNetwork, outputCount } from '../../triggers/cdc/neuro-network.js';
import type { CdcObjects, NeuroObjects } from '../../triggers/cdc/objects.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import { channelsRead } from '../../triggers/needs.js';
import { type Chain, type ChainSetup, type DecidableBatch, makeChain } from '../chain/chain.js';
import type { HitTree } from '../chain/kept-hits.js';
import { buildGenerator } from '../generators/index.js';
import { cardChain } from '../studies/card.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { Stage } from './measure.js';
import { acceptedBatch, recordBatch } from './record.js';
import { darkPhoton, photon, type Sample, tracks } from './samples.js';

const batches = 16;

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
  const evaluate = fixedNetwork(expertsOf(networks).experts[0]!, quantization);
  const inputs = Float64Array.from({ length: inputCount }, (_, input) => sin(input));
  const outputs = new Float64Array(outputCount);
  const tracksPerCall = 1024;
  return {
    name: 'neural:network',
    what: 'one track, inputs ready, fixed point',
    events: tracksPerCall,
    perEvent: { network: 1 },
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
  perEvent: Readonly<Record<string, number>> = {},
): Stage {
  let next = 0;
  const events = eventsOf(inputs[0]);
  return { name, what, events, perEvent, work: () => void work(inputs[next++ % inputs.length]!) };
}

interface Rows {
  readonly offsets: Uint32Array;
}

/** Rows per event of the tables of some batches. */
function rowsPerEvent(tables: readonly Rows[]): number {
  if (tables.length === 0) return 0;
  const rows = tables.reduce((sum, { offsets }) => sum + offsets.at(-1)!, 0);
  return rows / tables.reduce((sum, { offsets }) => sum + offsets.length - 1, 0);
}

function eventsOf(input: unknown): number {
  const { addresses, index } = input as {
    readonly addresses?: Addresses;
    readonly index?: Uint32Array;
  };
  return (addresses?.index ?? index)!.length;
}

/** What deposits of a subdetector are, one a row. */
const depositUnits: Readonly<Record<string, string>> = {
  cdc: 'cells',
  ecl: 'crystals',
  top: 'photons',
  arich: 'pads',
  klm: 'strips',
  pxd: 'passages',
  svd: 'passages',
};

/** Particles of a batch after their way, and where the hits of each subdetector are kept. */
interface MovedBatch extends Transported {
  readonly addresses: Addresses;
  readonly hits: Record<string, unknown>;
}

/** Rows of one subdetector; its hits are left in the batches. */
function subdetectorStages(
  { name, deposit, signal = deposit, noise, digitize }: AnySubdetector,
  prefix: string,
  config: Readonly<Record<string, unknown>>,
  context: RunContext,
  moved: readonly MovedBatch[],
): readonly Stage[] {
  const own = config[name] as never;
  const leave = signal(own, context);
  const addNoise = noise?.(own, context);
  const read = digitize(own, context) as (list: readonly unknown[], of: Addresses) => unknown;
  const crossedBefore = kernels.layersCrossed();
  const left = moved.map(({ particles, addresses, arcs }) => leave(particles, addresses, arcs));
  const crossings = (kernels.layersCrossed() - crossedBefore) >>> 0;
  const added = moved.map(({ addresses }) => addNoise?.(addresses));
  const deposits = moved.map((batch, at) => ({
    ...batch,
    list: [left[at]!, ...(added[at] === undefined ? [] : [added[at]])],
  }));
  for (const { addresses, hits, list } of deposits) hits[name] = read(list, addresses);
  const unit = depositUnits[name] ?? 'rows';
  const eventCount = moved.reduce((sum, batch) => sum + eventsOf(batch), 0);
  const perEvent = rowsPerEvent(left);
  const noisePerEvent = rowsPerEvent(added.filter((table) => table !== undefined));
  const rows = [
    cycling(
      `${prefix}${name}:deposit`,
      `${name}: what particles leave`,
      moved,
      ({ particles, addresses, arcs }) => leave(particles, addresses, arcs),
      { ...(crossings > 0 && { crossings: crossings / eventCount }), [unit]: perEvent },
    ),
    cycling(
      `${prefix}${name}:noise`,
      `${name}: uncorrelated noise`,
      moved,
      ({ addresses }) => addNoise?.(addresses),
      { [unit]: noisePerEvent },
    ),
    cycling(
      `${prefix}${name}:digitize`,
      `${name}: what the front end reports`,
      deposits,
      ({ list, addresses }) => read(list, addresses),
      { [unit]: perEvent + noisePerEvent },
    ),
  ];
  const readStage = (channels: Uint8Array): Stage => {
    const leaveRead = signal(own, context, channels);
    const work = ({ particles, addresses, arcs }: MovedBatch) =>
      leaveRead(particles, addresses, arcs);
    return cycling(
      `${prefix}${name}:deposit-read`,
      `${name}: the same in channels that the trigger reads`,
      moved,
      work,
      { [unit]: rowsPerEvent(moved.map(work)) },
    );
  };
  const channels = channelsRead(triggerStages).get(name);
  const readRows = channels === undefined ? [] : [readStage(channels)];
  return [rows[0]!, ...readRows, ...(addNoise === undefined ? [] : [rows[1]!]), rows[2]!];
}

/** Where a trigger stage finds what it works on, and what a row of that is. */
const readTables: Readonly<
  Record<string, { readonly unit: string; readonly of: (batch: FoundBatch) => unknown }>
> = {
  cdc: { unit: 'hits', of: ({ hits }) => hits['cdc'] },
  neuro: { unit: 'networks', of: ({ objects }) => (objects['neuro'] as NeuroObjects).tracks },
  ecl: { unit: 'pulses', of: ({ hits }) => (hits['ecl'] as EclHits).cellPulses },
  grl: { unit: 'tracks', of: ({ objects }) => (objects['cdc'] as CdcObjects).tracks2d },
  klm: { unit: 'hits', of: ({ hits }) => hits['klm'] },
  top: { unit: 'hits', of: ({ hits }) => hits['top'] },
};

interface FoundBatch {
  readonly hits: Readonly<Record<string, unknown>>;
  readonly objects: Readonly<Record<string, unknown>>;
}

/** What a trigger stage works on in an event. */
function workOf(stage: string, found: readonly FoundBatch[]): Readonly<Record<string, number>> {
  const read = readTables[stage];
  if (read === undefined) return {};
  return { [read.unit]: rowsPerEvent(found.map(read.of) as readonly Rows[]) };
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
  const moved = converted.map((batch) => ({
    ...batch,
    ...move(batch.particles, batch.addresses),
    hits: {} as Record<string, unknown>,
  }));
  rows.push(
    cycling(
      `${prefix}transport`,
      'helices through the layers: energy loss, scattering, radiation, decays',
      converted,
      (batch) => move(batch.particles, batch.addresses),
      { arcs: rowsPerEvent(moved.map(({ arcs }) => arcs)) },
    ),
    ...subdetectors.flatMap((subdetector) =>
      subdetectorStages(subdetector, prefix, config, context, moved),
    ),
  );

  const found = moved.map((batch) => ({
    ...batch,
    eventCount: batch.addresses.index.length,
    objects: {} as Record<string, unknown>,
  }));
  for (const stage of triggerStages) {
    const find = stage.build(config.triggers[stage.name] as never, context);
    for (const batch of found)
      batch.objects[stage.name] = find(batch as never, batch.objects as never);
    rows.push(
      cycling(
        `${prefix}trigger:${stage.name}`,
        `${stage.name} trigger objects`,
        found,
        (batch) => find(batch as never, batch.objects as never),
        workOf(stage.name, found),
      ),
    );
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

/** Arcs that the particles of an event fly, the unit of a whole chain. */
function arcsPerEvent(sample: Sample, run: EmulatorConfig, seed: number): number {
  const config = sample.config(run);
  const { generator, config: settings } = sample.point;
  const shoot = buildGenerator(generator, settings, { seed, beams: beams(config.beams) });
  const convert = passMaterial(config.material, { seed });
  const move = transport(config.transport, config.material, { seed });
  return rowsPerEvent(
    addressesOf(sample).map((addresses) => {
      const { particles } = shoot(addresses);
      return move(convert(particles, addresses), addresses).arcs;
    }),
  );
}

/**
 * Whole chains on one core, generator to FTDL: what the lines of the menu read, what those read
 * that a card counts, with its observations, as a worker of a study has it, and everything.
 */
export function benchChains(run: EmulatorConfig, menu: Menu, seed: number): readonly Stage[] {
  const chainStage = (name: string, what: string, sample: Sample, kind: ChainKind): Stage => {
    const points = [sample.point];
    const { decide } = benchedChain(
      { seed, run: 1, config: sample.config(run), menu, points },
      kind,
    );
    const count = sample.batchEvents;
    const arcs = arcsPerEvent(sample, run, seed);
    let first = 0;
    let last: Promise<DecidableBatch> | undefined;
    return {
      name,
      what,
      events: count,
      perEvent: { arcs },
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
  const chains = [
    { name: 'single-photon', what: 'photon gun', sample: photon },
    { name: 'dark-photon', what: 'γA′ at 1 GeV', sample: { ...photon, point: darkPhoton } },
    { name: 'tracks', what: tracks.what, sample: tracks },
  ];
  const card = 'single-photon';
  const counted = `photon gun: what the lines read that card ${card} counts, and what it observes`;
  return [
    ...chains.flatMap(({ name, what, sample }) => [
      chainStage(`chain:${name}`, `${what}: what the lines of the menu read`, sample, 'lines'),
      chainStage(`chain:${name}-all`, `${what}: every subdetector`, sample, 'all'),
    ]),
    chainStage(`chain:${card}-counted`, counted, photon, { card }),
  ];
}

/** What a chain simulates, or for which card. */
type ChainKind = 'lines' | 'all' | { readonly card: string };

const benchedChain = (setup: ChainSetup, kind: ChainKind): Chain =>
  typeof kind === 'string'
    ? makeChain(setup, { need: kind })
    : cardChain({ ...setup, card: { name: kind.card }, otherEvents: true }, 'lines');
