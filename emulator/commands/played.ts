import { InvalidArgumentError } from 'commander';
import { Hz } from '../../detector/base/units.js';
import { type ChainSetup, makeChain } from '../chain/chain.js';
import { recordedChain } from '../chain/recorded-events.js';
import type { LoopedRecording } from '../daq/looped-recording.js';
import type { LiveRunOptions } from '../live/live-run.js';
import { cardProgram, loopProgram, machineProgram } from '../live/program.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { emulatorConfig } from '../settings/emulator-config.js';
import { luminosityText, noMachine } from '../settings/machine.js';
import { makeTimedChain } from '../settings/timed-chain.js';
import { unseededNotes } from '../settings/unseeded-notes.js';
import { playedMachine } from '../settings/played-machine.js';
import type { RunConfig } from '../settings/run-config.js';
import { loadGeneratedCard } from '../studies/card.js';
import { rate } from './context.js';

/** Cards whose events are played beside a machine unless asked otherwise: one a family. */
export const defaultProbes = [
  'single-photon',
  'single-muon',
  'two-track',
  'three-track',
  'nn-single-track',
] as const;

/** How often, each [Hz]. */
export const probeRate = 500;

/** A card that is played beside a machine, by name or file, and how often [Hz]. */
export interface ProbeRate {
  readonly card: string;
  readonly rate: number;
}

/** Parser of `--probe CARD=RATE`, repeatable. */
export function probesFrom(text: string, before: readonly ProbeRate[]): readonly ProbeRate[] {
  const equals = text.lastIndexOf('=');
  const card = equals < 0 ? text : text.slice(0, equals);
  if (card === '') throw new InvalidArgumentError('expected a card and a rate: two-track=500Hz.');
  if (before.some((other) => other.card === card))
    throw new InvalidArgumentError(`card ${card} is given twice.`);
  return [...before, { card, rate: equals < 0 ? probeRate : rate(text.slice(equals + 1)) }];
}

type Base = Omit<ChainSetup, 'run' | 'points' | 'rate' | 'machine' | 'keepHits'>;

/** What a run of a number plays, for the options of a live run. */
interface Played
  extends Pick<
    LiveRunOptions,
    | 'setup'
    | 'program'
    | 'programOf'
    | 'card'
    | 'loop'
    | 'probes'
    | 'machine'
    | 'source'
    | 'remarks'
  > {
  /** Builds what workers will build, for the sake of its errors. */
  readonly check: () => void;
}

/** Events of a card at a rate. */
export function playCard(settings: RunConfig, base: Base): (run: number) => Played {
  const card = loadGeneratedCard(settings.card);
  const perSecond = Number((settings.rate / Hz).toPrecision(12));
  const shown = perSecond >= 1000 ? `${perSecond / 1000} kHz` : `${perSecond} Hz`;
  return (run) => {
    const setup = { ...base, run, points: card.points, rate: perSecond, card: card.reference };
    return {
      setup,
      card,
      program: cardProgram(setup, card.schedule),
      // How often and what of a card is played follows from no menu.
      programOf: () => cardProgram(setup, card.schedule),
      source: `card ${card.name} at ${shown} (events of a card, no beam background)`,
      check: () => void makeChain(setup),
    };
  };
}

/** Parts of the conditions that decide upon recorded hits. */
const decidingParts = ['triggers', 'bits', 'gdl'];

/**
 * A recording in a loop: its hits and its conditions, of which the trigger's may be changed.
 * @throws USAGE_IDLE_OPTION for what would change hits that are recorded
 */
export function playLoop(
  loop: LoopedRecording,
  set: readonly string[],
  base: Base,
): (run: number) => Played {
  const idle = set.filter((assignment) => !decidingParts.includes(assignment.split(/[.=]/)[0]!));
  if (idle.length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `--set ${idle.join(', ')} has no effect on hits that are recorded: expected parameters of ` +
        decidingParts.join(', '),
    );
  const { path, run: recorded, events, slices } = loop;
  const where = `configuration recorded by version ${recorded.version}`;
  const config = emulatorConfig(recorded.config, set, where);
  const setup = { ...base, config, points: [], recorded: { version: recorded.version } };
  return (run) => {
    const program = loopProgram(loop, run);
    return {
      setup: { ...setup, run },
      loop,
      program,
      // What is recorded follows from no menu.
      programOf: () => program,
      remarks: loop.limits(base.menu),
      source:
        `recording ${path} in a loop: run ${recorded.run}, ${events} events in ${slices} slices ` +
        'of 50 ms',
      check: () => void recordedChain({ ...setup, run }, recorded.version),
    };
  };
}

/** The windows of a machine in time order, cards beside it. */
export function playMachine(
  {
    machineSet,
    probes: withProbes,
    probe,
  }: {
    readonly machineSet: readonly string[];
    readonly probes: boolean;
    readonly probe: readonly ProbeRate[];
  },
  settings: RunConfig,
  base: Base,
): (run: number) => Played {
  if (settings.machine === noMachine)
    throw new EmulatorError(
      'USAGE_SOURCE',
      `--machine ${noMachine} plays nothing: name a state of the machine, or a card with --card`,
    );
  const choice = { machine: settings.machine, machineSet, changes: settings.changes || undefined };
  const { machine, config, luminosity, notes } = playedMachine(choice, base.config);
  const asked = probe.length > 0 ? probe : defaultProbes.map((card) => ({ card, rate: probeRate }));
  const probes = withProbes
    ? asked.map(({ card, rate: perSecond }) => ({ card: loadGeneratedCard(card), rate: perSecond }))
    : [];
  const changes = machine.epochs.length - 1;
  return (run) => {
    const setup: ChainSetup = { ...base, config, run, points: [], machine };
    return {
      setup,
      machine,
      probes,
      program: machineProgram(setup),
      programOf: machineProgram,
      remarks: [...notes, ...unseededNotes(base)],
      source:
        `machine ${machine.name} in time order, all sources, ${luminosityText(luminosity)}` +
        (changes === 0 ? '' : `, ${changes} changes`),
      check: () => void makeTimedChain(setup),
    };
  };
}
