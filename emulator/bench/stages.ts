import { beams } from '../../detector/beams.js';
import { ecl } from '../../detector/ecl/ecl.js';
import { sliceAddresses } from '../../detector/event.js';
import { passMaterial } from '../../detector/material.js';
import { inputWords } from '../../triggers/batches.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import { firstValueFrom, of } from 'rxjs';
import type { ChainSetup, DecidableBatch } from '../chain.js';
import { makeChain } from '../chain.js';
import { buildGenerator } from '../generators/index.js';
import type { EmulatorConfig } from '../parts.js';
import type { Stage } from './measure.js';

const batchEvents = 1024;
const batches = 16;

/** A photon flat in E* over the whole calorimeter: the event of the single-photon rows. */
const photonGun = { generator: 'gun', config: { pdg: 22, frame: 'cms', minimum: '0.2 GeV', maximum: '5.3 GeV' } } as const;
const darkPhoton = { generator: 'dark-photon', config: { mass: '1 GeV' } } as const;

/** The stages of the pure part, each fed with what the stages before it made of the same events. */
export function benchStages(config: EmulatorConfig, menu: Menu, seed: number): readonly Stage[] {
  const context = { seed };
  const machine = { seed, beams: beams(config.beams) };
  const addresses = Array.from({ length: batches }, (_, batch) => sliceAddresses(1, 0, batch * batchEvents, batchEvents));
  const shoot = buildGenerator(photonGun.generator, photonGun.config, machine);
  const signal = buildGenerator(darkPhoton.generator, darkPhoton.config, machine);
  const traverse = passMaterial(config.material, context);
  const deposit = ecl.deposit(config.ecl, context);
  const digitize = ecl.digitize(config.ecl, context);
  const findObjects = triggerStages[0].build(config.triggers.ecl, context);
  const setBits = bitPlugins.map((plugin) => plugin.build(config.bits[plugin.name] as never));
  const compiled = compileMenu(menu);

  const generated = addresses.map((batch) => shoot(batch));
  const particles = generated.map((batch, index) => traverse(batch.particles, addresses[index]!));
  const deposits = particles.map((batch, index) => deposit(batch, addresses[index]!));
  const hits = deposits.map((batch, index) => digitize([batch], addresses[index]!));
  const objects = hits.map((batch, index) => ({
    ecl: findObjects({ eventCount: batchEvents, addresses: addresses[index]!, hits: { ecl: batch } }, {}),
  }));
  const bits = objects.map((batch) => {
    const words = new Uint32Array(batchEvents * inputWords);
    for (const stage of setBits) stage(batch, batchEvents, words);
    return words;
  });

  const overBatches = (name: string, what: string, work: (batch: number) => unknown): Stage => {
    let next = 0;
    return { name, what, events: batchEvents, work: () => void work(next++ % batches) };
  };
  return [
    overBatches('generator:gun', 'one photon, flat in E* 0.2–5.3 GeV', (batch) => shoot(addresses[batch]!)),
    overBatches('generator:dark-photon', 'e+e- → γA′, 1 GeV, with ISR', (batch) => signal(addresses[batch]!)),
    overBatches('material', 'photon conversion in front of the ECL', (batch) => traverse(generated[batch]!.particles, addresses[batch]!)),
    overBatches('ecl:deposit', 'path through crystals and gaps, shower, sharing', (batch) => deposit(particles[batch]!, addresses[batch]!)),
    overBatches('ecl:digitize', 'sums, noise, crystal hits, analogue sums of cells', (batch) =>
      digitize([deposits[batch]!], addresses[batch]!),
    ),
    overBatches('ecl-trigger', 'cells, clusters, sums, Bhabha, timing', (batch) =>
      findObjects({ eventCount: batchEvents, addresses: addresses[batch]!, hits: { ecl: hits[batch]! } }, {}),
    ),
    overBatches('input-bits', 'single-photon family and all other ECL bits', (batch) => {
      const words = new Uint32Array(batchEvents * inputWords);
      for (const stage of setBits) stage(objects[batch]!, batchEvents, words);
    }),
    overBatches('ftdl', `${menu.lines.length} lines of menu ${menu.name}`, (batch) => compiled.ftdl(bits[batch]!, batchEvents)),
  ];
}

/** Whole chains on one core: generator to FTDL, as a worker runs them. */
export function benchChains(config: EmulatorConfig, menu: Menu, seed: number): readonly Stage[] {
  const chainStage = (name: string, what: string, point: ChainSetup['points'][number]): Stage => {
    const { decide } = makeChain({ seed, run: 1, config, menu, points: [point] });
    let first = 0;
    let last: Promise<DecidableBatch> | undefined;
    return {
      name,
      what,
      events: batchEvents,
      work: () => {
        last = firstValueFrom(
          of({ kind: 'generate', slice: first >>> 12, first: first & 4095, count: batchEvents, point: 0 } as const).pipe(decide),
        );
        void last.catch(() => undefined);
        first += batchEvents;
      },
    };
  };
  return [
    chainStage('chain:single-photon', 'photon gun through material, ECL, trigger, bits and FTDL', photonGun),
    chainStage('chain:dark-photon', 'γA′ at 1 GeV through the same', darkPhoton),
  ];
}
