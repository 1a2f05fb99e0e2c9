import { join } from 'node:path';
import { EmulatorError, showValue } from '../../detector/base/errors.js';
import { Faults } from '../../detector/base/faults.js';
import { loadMachine, noMachine } from '../settings/machine.js';
import type { LoadedCard } from '../studies/card.js';
import { type Variation, variationFolder } from '../studies/variations/variation.js';
import type { CommonOptions, MachineOptions } from './context.js';
import type { StudyCommandOptions } from './study-options.js';

/** What a variation changes of the options of a study. */
type Varied = Pick<CommonOptions, 'set'> &
  MachineOptions &
  Pick<StudyCommandOptions, 'givenMachineSet' | 'replacesMachine'> & { readonly out?: string };

/** The machine whose parameters are varied when neither study nor variation names one. */
const fallback = '2022-peak';

/** A variation with the options of a study of it alone, and what these lay over its events. */
interface TriedVariation<O, A> {
  readonly variation: Variation;
  readonly own: O;
  readonly around: A;
}

/**
 * Variations of a card as options of a study, each tried; all that is wrong is told at once, by
 * its place in the card.
 * @param lay what options lay over events
 * @throws the codes of `lay`
 */
export function triedVariations<O extends Varied, A>(
  { reference, variations = [] }: Pick<LoadedCard, 'reference' | 'variations'>,
  options: O,
  lay: (own: O) => A,
): readonly TriedVariation<O, A>[] {
  const faults = new Faults();
  const tried = variations.flatMap((variation, index) => {
    const own = variedOptions(options, variation);
    try {
      return [{ variation, own, around: lay(own) }];
    } catch (error) {
      if (!(error instanceof EmulatorError)) throw error;
      const place = `card "${reference.name}", variations[${index}] ${showValue(variation.name)}`;
      for (const fault of faultsOf(variation, options, lay, error))
        faults.add(
          new EmulatorError(fault.code, `${place}: ${inCard(fault, variation)}`, { cause: fault }),
        );
      return [];
    }
  });
  faults.end();
  return tried;
}

/**
 * Tries the machine that a card says, where it lies over the events, and a file of that of its
 * data: what is wrong with them is told by their keys.
 * @throws the codes of `loadMachine`
 */
export function triedBackground(card: LoadedCard, asked: { readonly machine?: string }): void {
  const { reference, machine, machineSet = [], dataMachine } = card;
  if (dataMachine !== undefined)
    for (const fault of faultOf(() => loadMachine(dataMachine)))
      throw new EmulatorError(
        fault.code,
        `card "${reference.name}": dataMachine: ${fault.message}`,
        { cause: fault },
      );
  if (machine === undefined || asked.machine !== undefined) return;
  const own: Variation = { name: '', set: [], machine, machineSet };
  const none: Varied = {
    set: [],
    machine: noMachine,
    machineSet: [],
    givenMachineSet: [],
    replacesMachine: false,
  };
  const lay = (laid: Varied): unknown =>
    laid.machine === noMachine && laid.machineSet.length === 0
      ? undefined
      : loadMachine(laid.machine, laid.machineSet);
  const faults = new Faults();
  for (const whole of faultOf(() => lay({ ...none, machine, machineSet })))
    for (const fault of faultsOf(own, none, lay, whole))
      faults.add(
        new EmulatorError(fault.code, `card "${reference.name}": ${inCard(fault, own)}`, {
          cause: fault,
        }),
      );
  faults.end();
}

/** What is wrong with each part of a variation; where each is right by itself, with the whole. */
function faultsOf<O extends Varied>(
  { name, set, machine, machineSet }: Variation,
  options: O,
  lay: (own: O) => unknown,
  whole: EmulatorError,
): readonly EmulatorError[] {
  const named = machine !== undefined && { machine };
  const alone = (part: Partial<Variation>): readonly EmulatorError[] => {
    const own = variedOptions(options, { name, set: [], machineSet: [], ...part });
    return faultOf(() => lay(own));
  };
  const ofMachine = machine === undefined ? [] : alone({ machine });
  // Of a machine that does not exist no parameter is right.
  const asked = ofMachine.length > 0 ? [] : machineSet;
  const found = [
    ...ofMachine,
    ...set.flatMap((each) => alone({ set: [each] })),
    ...asked.flatMap((each) => alone({ machineSet: [each], ...named })),
  ];
  return found.length > 0 ? found : [whole];
}

/** A fault by the key of a card in place of the option of a command. */
function inCard({ message }: EmulatorError, { set, machineSet }: Variation): string {
  const keys = [
    ...set.map((each) => ({ said: `--set ${each}: `, key: `set.${pathOf(each)}` })),
    ...machineSet.map((each) => ({
      said: `--machine-set ${each}: `,
      key: `machineSet.${pathOf(each)}`,
    })),
  ];
  const blamed = keys.find(({ said }) => message.startsWith(said));
  return blamed === undefined ? message : `${blamed.key}: ${message.slice(blamed.said.length)}`;
}

const pathOf = (assignment: string): string => assignment.slice(0, assignment.indexOf('='));

function faultOf(work: () => unknown): readonly EmulatorError[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof EmulatorError) return [error];
    throw error;
  }
}

/**
 * The options of a study with what a variation changes; with --out it has a folder of its own. A
 * variation that names a machine has it in place of the card's with its parameters, as `--machine`;
 * those that the user has given hold for it, too.
 */
function variedOptions<O extends Varied>(
  options: O,
  { name, set, machine, machineSet }: Variation,
): O {
  const isLaid = options.machine !== noMachine || options.machineSet.length > 0;
  const named = machine ?? (!isLaid && machineSet.length > 0 ? fallback : options.machine);
  return {
    ...options,
    set: [...options.set, ...set],
    machine: named,
    machineSet: [
      ...(machine === undefined ? options.machineSet : options.givenMachineSet),
      ...machineSet,
    ],
    replacesMachine: options.replacesMachine && machine === undefined,
    ...(options.out !== undefined && { out: join(options.out, variationFolder(name)) }),
  };
}
