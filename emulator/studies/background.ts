import type { Note } from '../../detector/base/notes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Faults } from '../../detector/base/faults.js';
import { noMachine, ofData } from '../settings/machine.js';
import { type CardBackground, faultOfDataMachine, faultOfMachine } from './card-machine.js';
import { assignmentsOf, type Settings } from './variations/from-file.js';

/** A card by what lies over its events. */
type WithBackground = CardBackground & { readonly name: string };

/** A machine as options name it. */
interface AskedMachine {
  readonly machine: string;
  readonly machineSet: readonly string[];
}

/**
 * What lies over the events of a card: what the options name, else what the card has, with their
 * parameters behind its own.
 * @throws CARD_BAD_VALUE where the machine of the data is asked for, and the card names none
 */
export function backgroundOf(
  card: WithBackground,
  asked: Partial<Pick<AskedMachine, 'machine'>> & Pick<AskedMachine, 'machineSet'>,
): AskedMachine {
  const { machine = noMachine, machineSet = [] } = card;
  if (asked.machine === undefined)
    return { machine, machineSet: [...machineSet, ...asked.machineSet] };
  if (asked.machine !== ofData) return { machine: asked.machine, machineSet: asked.machineSet };
  if (card.dataMachine !== undefined)
    return { machine: card.dataMachine, machineSet: asked.machineSet };
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `--machine ${ofData}: card "${card.name}" names no machine of its data (key dataMachine)`,
  );
}

/**
 * What the file of a card says of it; parameters of a machine without a name are a fault, and a
 * machine of the data that does not exist.
 */
export function backgroundFrom(
  { machine, machineSet = {}, dataMachine }: BackgroundFile,
  where: string,
  faults: Faults,
): CardBackground {
  const assignments = assignmentsOf(machineSet);
  const found = [
    ...(machine === undefined && assignments.length > 0
      ? ['"machineSet" has no effect without "machine"']
      : []),
    faultOfMachine(machine),
    dataMachine === undefined ? undefined : faultOfDataMachine(dataMachine),
  ];
  for (const fault of found)
    if (fault !== undefined) faults.add(new EmulatorError('CARD_BAD_VALUE', `${where}: ${fault}`));
  return {
    ...(machine !== undefined && { machine }),
    ...(assignments.length > 0 && { machineSet: assignments }),
    ...(dataMachine !== undefined && { dataMachine }),
  };
}

interface BackgroundFile {
  readonly machine?: string | undefined;
  readonly machineSet?: Settings | undefined;
  readonly dataMachine?: string | undefined;
}

/** Whether options name another background than the card has. */
export const isReplaced = (
  { machine, machineSet = [] }: CardBackground,
  asked: AskedMachine,
): boolean => machine !== undefined && textOf({ machine, machineSet }) !== textOf(asked);

/**
 * That something else lies over the events than a card says.
 * @param laid what lies there, as results name it
 */
export function replacedBackground(card: WithBackground, laid: string): Note {
  const { name, machine = noMachine, machineSet = [] } = card;
  const own = textOf({ machine, machineSet });
  const message = `card "${name}" says machine ${own}: over its events lies ${laid}, as asked`;
  return { code: 'CARD_MACHINE_REPLACED', message, count: 1 };
}

/** That the background of a card is not laid over its events: only a study does. */
export function idleBackgroundNotes(card: WithBackground): readonly Note[] {
  const { name, machine = noMachine, machineSet = [] } = card;
  if (machine === noMachine && machineSet.length === 0) return [];
  const message =
    `machine ${textOf({ machine, machineSet })} of card "${name}" is left out: only b2l1 study ` +
    'takes it from the card, elsewhere --machine says what lies over the events';
  return [{ code: 'CARD_MACHINE_LEFT_OUT', message, count: 1 }];
}

const textOf = ({ machine, machineSet }: AskedMachine): string =>
  [machine, ...machineSet].join(' + ');
