import { EmulatorError, showValue } from '../../../detector/base/errors.js';
import type { Faults } from '../../../detector/base/faults.js';
import { faultOfMachine } from '../card-machine.js';
import { type Variation, variationFolder } from './variation.js';

/** Parameters by path, as a file of a card gives them. */
export type Settings = Readonly<Record<string, number | string | boolean>>;

/** Variations as a file of a card gives them. */
interface VariationsFile {
  readonly variations: readonly {
    readonly name: string;
    readonly set?: Settings | undefined;
    readonly machine?: string | undefined;
    readonly machineSet?: Settings | undefined;
  }[];
}

/** Characters of a name at most: it is part of the name of a folder. */
const maxName = 80;

/** Variations of a card; long names, one name twice and nothing that varies are faults. */
export function variationsFrom(
  { variations }: VariationsFile,
  where: string,
  faults: Faults,
): readonly Variation[] {
  const folders = variations.map(({ name }) => variationFolder(name));
  return variations.flatMap(({ name, set = {}, machine, machineSet = {} }, index) => {
    const place = `${where}, variations[${index}] ${showValue(name)}`;
    const refuse = (problem: string): undefined =>
      faults.attempt(() => {
        throw new EmulatorError('CARD_BAD_VALUE', `${place}: ${problem}`);
      });
    if (name.length > maxName)
      return refuse(`its name has ${name.length} characters, expected at most ${maxName}`) ?? [];
    if (folders.indexOf(folders[index]!) !== index)
      return refuse('another variation has this name, or its folder would have') ?? [];
    if (machine === undefined && Object.keys({ ...set, ...machineSet }).length === 0)
      return refuse('nothing varies, expected set, machine or machineSet') ?? [];
    const fault = faultOfMachine(machine);
    if (fault !== undefined) return refuse(fault) ?? [];
    return {
      name,
      set: assignmentsOf(set),
      ...(machine !== undefined && { machine }),
      machineSet: assignmentsOf(machineSet),
    };
  });
}

/** Settings by path as assignments, `path=value`. */
export const assignmentsOf = (settings: Settings): readonly string[] =>
  Object.entries(settings).map(([path, value]) => `${path}=${value}`);
