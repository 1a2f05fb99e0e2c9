import { EmulatorError } from '../../../detector/base/errors.js';
import type { Faults } from '../../../detector/base/faults.js';
import { type Variation, variationFolder } from './variation.js';

type Settings = Readonly<Record<string, number | string | boolean>>;

/** Variations as a file of a card gives them. */
interface VariationsFile {
  readonly variations: readonly {
    readonly name: string;
    readonly set?: Settings | undefined;
    readonly machine?: string | undefined;
    readonly machineSet?: Settings | undefined;
  }[];
}

/** Variations of a card; those without anything that varies, or of one name, are faults. */
export function variationsFrom(
  { variations }: VariationsFile,
  where: string,
  faults: Faults,
): readonly Variation[] {
  const folders = variations.map(({ name }) => variationFolder(name));
  return variations.flatMap(({ name, set = {}, machine, machineSet = {} }, index) => {
    const place = `${where}, variations[${index}] "${name}"`;
    const refuse = (problem: string): undefined =>
      faults.attempt(() => {
        throw new EmulatorError('CARD_BAD_VALUE', `${place}: ${problem}`);
      });
    if (folders.indexOf(folders[index]!) !== index)
      return refuse('another variation has this name, or its folder would have') ?? [];
    if (machine === undefined && Object.keys({ ...set, ...machineSet }).length === 0)
      return refuse('nothing varies, expected set, machine or machineSet') ?? [];
    return {
      name,
      set: assignmentsOf(set),
      ...(machine !== undefined && { machine }),
      machineSet: assignmentsOf(machineSet),
    };
  });
}

const assignmentsOf = (settings: Settings): readonly string[] =>
  Object.entries(settings).map(([path, value]) => `${path}=${value}`);
