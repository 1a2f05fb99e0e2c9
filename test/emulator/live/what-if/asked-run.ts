import { firstValueFrom, of } from 'rxjs';
import { nominalConfig } from '../../../../emulator/chain/parts.js';
import { WhatIf } from '../../../../emulator/live/what-if/what-if.js';
import { machineWindows } from '../../../../emulator/settings/machine-in-time.js';
import { playedMachine } from '../../../../emulator/settings/played-machine.js';
import { makeTimedChain } from '../../../../emulator/settings/timed-chain.js';
import { endOf } from '../../../../emulator/chain/slices.js';
import { loadCard } from '../../../../emulator/studies/card.js';
import { probeChain, probePlan, probeSetup } from '../../../../emulator/studies/probes.js';
import { HeldHits } from '../../../../emulator/workers/held-hits.js';
import type { TriggerConfig } from '../../../../emulator/chain/chain.js';
import { batchKey } from '../../../../emulator/workers/questions.js';
import { makeDecider } from '../../../../triggers/gdl/decide.js';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { Books } from '../../../../emulator/live/books.js';

/** Bhabhas and what the LER's Touschek effect throws in, a twentieth of what there is. */
const { machine: whole, config } = playedMachine(
  { machine: '2022-peak', machineSet: ['specificLuminosity=3e33', 'backgrounds.scale=0.05'] },
  nominalConfig(),
);
const kept = [5, 111, 112];
const machine = { ...whole, classes: whole.classes.filter(({ source }) => kept.includes(source)) };
const setup = { seed: 3, run: 1, config, menu: physicsMenu, points: [], machine };

/** A run of some slices in this thread, kept by some workers that take turns. */
export async function askedRun(slices: number, workers: number) {
  const menu = compileMenu(physicsMenu);
  const books = new Books(menu);
  const { decide } = makeDecider(menu, config.gdl, setup);
  const windows = machineWindows(setup)!;
  const card = loadCard('two-track');
  const probes = [{ card, rate: 2000 }];
  const shadow = probeSetup(setup, probes);
  const plan = probePlan(shadow, probes);
  const held = Array.from({ length: workers }, () => new HeldHits(setup, 8e6));
  const chains = held.map((hits) => ({
    played: makeTimedChain(setup, { keep: hits.keep(false) }).decide,
    beside: probeChain(shadow, hits.keep(true)).decide,
  }));
  const whatIf = new WhatIf({
    run: 'run',
    menu,
    config,
    setup,
    probes: [card],
    workers: { ask: (trigger) => Promise.resolve(bitsOf(held, trigger)) },
    changesWithin: (first, last) => [0, 1, slices].filter((at) => first < at && at <= last),
    clock: performance,
    windows: 4096,
  });
  for (let slice = 0; slice < slices; slice++) {
    const { played, beside } = chains[slice % workers]!;
    const job = { kind: 'windows', slice, first: 0, count: windows.count(slice) } as const;
    const batch = decide(await firstValueFrom(of(job).pipe(played)));
    books.add(batch);
    whatIf.note({ slice, until: endOf(slice) }, batch);
    for (const probe of plan.jobs(slice))
      whatIf.noteProbe(0, await firstValueFrom(of(probe).pipe(beside)));
  }
  return { whatIf, books, menu };
}

function bitsOf(held: readonly HeldHits[], trigger: TriggerConfig) {
  const found = held.flatMap((hits) => {
    hits.ask({ id: 0, trigger });
    let told = hits.step();
    while (told === undefined) told = hits.step();
    return told.bits;
  });
  return new Map(found.map((bits) => [batchKey(bits, bits.isProbe), bits] as const));
}
