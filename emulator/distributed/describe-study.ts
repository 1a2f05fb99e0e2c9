import { EmulatorError } from '../../detector/base/errors.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { parseConfig } from '../../detector/base/config.js';
import { beams } from '../../detector/beams.js';
import { emulatorConfig } from '../settings/emulator-config.js';
import { machineStateSchema } from '../settings/machine.js';
import { machineInTime, type MachineInTime, machineOf } from '../settings/machine-in-time.js';
import { findCard } from '../studies/card.js';
import { fingerprintDifferences, fingerprintOf } from '../studies/shards/fingerprint.js';
import { openStudy, type Study } from '../studies/study.js';
import { version } from '../version.js';
import type { Description } from './messages.js';

/** What a worker is told of a study. */
export function describeStudy({ card: varied, setup, events, batchEvents }: Study): Description {
  const { seed, config, menu, card, decay = true } = setup;
  const fingerprint = fingerprintOf(setup);
  const laid = machineOf(setup);
  const machine = laid && { name: laid.name, config: { ...laid.epochs[0].config } };
  return {
    fingerprint,
    seed,
    card,
    points: varied.points.map(({ name, config: own }) => ({ name, config: own })),
    config,
    menu,
    events,
    batchEvents,
    decay,
    ...(machine !== undefined && { machine }),
  };
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
  points,
  config,
  menu,
  events,
  batchEvents,
  decay,
  machine,
}: Description): Study {
  const reference =
    card.content === undefined ? { name: card.name } : { name: card.name, content: card.content };
  const complete = emulatorConfig(config);
  const found = findCard(reference);
  const own = found.points.map((point, place) => ({ ...point, ...points[place] }));
  const study = openStudy(
    { ...found, points: own, reference },
    {
      version,
      seed,
      events,
      menu: readMenu(menu, 'menu'),
      conditions: '',
      config: complete,
      batchEvents,
      decay,
      ...(machine !== undefined && { machine: machineDescribed(machine, complete) }),
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

/** The machine of a study, its classes made by this program. */
const machineDescribed = (
  { name, config }: NonNullable<Description['machine']>,
  { beams: around }: EmulatorConfig,
): MachineInTime =>
  machineInTime({ name, config: parseConfig(machineStateSchema, config, 'machine') }, beams(around))
    .machine;
