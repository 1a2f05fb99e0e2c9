import { EmulatorError } from '../../detector/base/errors.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import { emulatorConfig } from '../settings/emulator-config.js';
import { findCard } from '../studies/card.js';
import { fingerprintDifferences, fingerprintOf } from '../studies/shards/fingerprint.js';
import { openStudy, type Study } from '../studies/study.js';
import { version } from '../version.js';
import type { Description } from './messages.js';

/** What a worker is told of a study. */
export function describeStudy({ setup, events, batchEvents }: Study): Description {
  const { seed, config, menu, card, decay = true } = setup;
  const fingerprint = fingerprintOf(setup);
  return { fingerprint, seed, card, config, menu, events, batchEvents, decay };
}

/**
 * The study that was described, made by this program.
 * @throws NATS_DIFFERS when it would not give the same results here; the codes of cards, menus and
 * configurations
 */
export function studyDescribed({
  fingerprint,
  seed,
  card,
  config,
  menu,
  events,
  batchEvents,
  decay,
}: Description): Study {
  const reference =
    card.content === undefined ? { name: card.name } : { name: card.name, content: card.content };
  const study = openStudy(
    { ...findCard(reference), reference },
    {
      version,
      seed,
      events,
      menu: readMenu(menu, 'menu'),
      conditions: '',
      config: emulatorConfig(config),
      batchEvents,
      decay,
    },
  );
  const differences = fingerprintDifferences(fingerprint, fingerprintOf(study.setup));
  if (differences.length > 0)
    throw new EmulatorError(
      'NATS_DIFFERS',
      `the study is of another kind: ${differences.join('; ')}`,
    );
  return study;
}
