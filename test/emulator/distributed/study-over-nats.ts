import { from, lastValueFrom, map, tap } from 'rxjs';
import { describeStudy } from '../../../emulator/distributed/describe-study.js';
import { studyId } from '../../../emulator/distributed/messages.js';
import { workForStudies } from '../../../emulator/distributed/work.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { cardChain, findCard } from '../../../emulator/studies/card.js';
import { partCounter } from '../../../emulator/studies/shards/part.js';
import { openStudy, type Study } from '../../../emulator/studies/study.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const content = { name: 'photons', points: [{ generator: 'gun' }], lines: ['lml6', 'hie'] };
/** Three shards. */
export const events = 2 * 4096 + 100;

/** A study of single photons. */
export function open(seed = 1): Study {
  const reference = { name: 'photons.yaml', content };
  const options = {
    version: 'test',
    seed,
    events,
    menu: physicsMenu,
    conditions: 'nominal',
    config: emulatorConfig({}),
    batchEvents: 1024,
  };
  return openStudy({ ...findCard(reference), reference }, options);
}

export const idOf = (study: Study): string => studyId(describeStudy(study).fingerprint, events);

/** The results of a study, counted here. */
export async function countedHere(seed?: number): Promise<string> {
  const study = open(seed);
  const { decide } = cardChain(study.setup);
  await lastValueFrom(
    from(study.jobs()).pipe(decide, map(partCounter(study.card, study.menu)), tap(study.add)),
  );
  return JSON.stringify(study.document());
}

export const distribution = (url: string, news: (text: string) => void = () => undefined) => ({
  access: { url },
  redeliverMs: 1000,
  returnSeconds: 1,
  stopped: () => false,
  ready: () => undefined,
  news,
});

/** A worker of one thread in this process, and what it has told. */
export function workHere(url: string) {
  let stopped = false;
  let stop: () => void = () => undefined;
  const told: string[] = [];
  const ended = lastValueFrom(
    workForStudies({
      access: { url },
      workers: 1,
      name: 'here',
      clock: performance,
      stop: new Promise<void>((resolve) => {
        stop = resolve;
      }),
      stopped: () => stopped,
      news: (text) => told.push(text),
    }),
    { defaultValue: undefined },
  );
  return {
    told,
    /** Resolves when it has ended; rejects with what it ended of. */
    stop: async (): Promise<void> => {
      stopped = true;
      stop();
      await ended;
    },
  };
}
