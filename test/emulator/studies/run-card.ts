import { from, lastValueFrom, map, tap } from 'rxjs';
import type { DecidableBatch } from '../../../emulator/chain/chain.js';
import type { Need } from '../../../emulator/chain/need.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { cardFromFile } from '../../../emulator/studies/card-file.js';
import { cardChain, loadCard, type LoadedCard } from '../../../emulator/studies/card.js';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { partCounter } from '../../../emulator/studies/shards/part.js';
import { openStudy } from '../../../emulator/studies/study.js';

/** What else a card is run with. */
interface Run {
  /** What is simulated; as in a worker that counts when absent. */
  readonly need?: Need;
  readonly set?: readonly string[];
  /** Told of each batch. */
  readonly seen?: (batch: DecidableBatch) => void;
}

/** Runs a built-in card in this thread under the whole menu. */
export const runCard = (name: string, events: number, run?: Run): Promise<StudyDocument> =>
  runLoaded(loadCard(name), events, run);

/** The same of a card as a file has it. */
export const runFile = (
  content: { readonly events: number; readonly [key: string]: unknown },
  run?: Run,
): Promise<StudyDocument> =>
  runLoaded(
    { ...cardFromFile(content, 'mine.yaml'), reference: { name: 'mine.yaml', content } },
    content.events,
    run,
  );

async function runLoaded(
  card: LoadedCard,
  events: number,
  { need = 'lines', set = [], seen }: Run = {},
): Promise<StudyDocument> {
  const options = {
    version: 'test',
    seed: 3,
    events,
    menu: physicsMenu,
    conditions: 'nominal',
    config: emulatorConfig({}, set),
  };
  const study = openStudy(card, options);
  const { decide } = cardChain(study.setup, need);
  await lastValueFrom(
    from(study.jobs()).pipe(
      decide,
      tap(seen),
      map(partCounter(study.card, study.menu)),
      tap(study.add),
    ),
  );
  return study.document();
}

/** The value of a reading whose name begins so. */
export function readingOf({ readings }: StudyDocument, name: string): number {
  const reading = readings.find((candidate) => candidate.name.startsWith(name));
  if (reading?.value === undefined || reading.value === null)
    throw new Error(`no value for "${name}"`);
  return reading.value;
}
