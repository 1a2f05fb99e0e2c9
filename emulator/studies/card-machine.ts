import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { nearestHint, showValue } from '../../detector/base/errors.js';
import { isMachineFile, machineNames, ofData } from '../settings/machine.js';
import type { Variation } from './variations/variation.js';

/** The background that a card has of itself, and that of the data of its search. */
export interface CardBackground {
  /** Machine that lies over its events, a built-in one or a file; none when absent. */
  readonly machine?: string;
  /** Parameters of that machine, `path=value`. */
  readonly machineSet?: readonly string[];
  /** Machine of the data that its search used, or the nearest: `--machine data`. */
  readonly dataMachine?: string;
}

const known = `${machineNames.join(', ')}, or a file that ends in .yaml`;
/** Built-in states whose names are numbers in YAML, where they have no quotes. */
const numbers = machineNames.filter((name) => /^\d+$/.test(name)).map(Number);

/** A state of the machine as the file of a card names it. */
export const machineShape = z
  .union([z.string().min(1), z.literal(numbers)], {
    error: ({ input }) =>
      `expected a machine by name, in quotes where it is a number (${known}), ` +
      `received ${showValue(input)}${nearestHint(String(input), machineNames)}`,
  })
  .transform(String);

/** What is wrong with a machine that lies over events; undefined where nothing is. */
export const faultOfMachine = (machine: string | undefined): string | undefined =>
  machine === ofData
    ? `machine "${ofData}" is one of --machine alone, which lays over what the key dataMachine ` +
      `names; here: ${known}`
    : undefined;

/** What is wrong with the name of the machine of the data; undefined where nothing is. */
export const faultOfDataMachine = (machine: string): string | undefined =>
  machineNames.includes(machine) || isMachineFile(machine)
    ? undefined
    : `dataMachine: machine "${machine}" does not exist${nearestHint(machine, machineNames)}; ` +
      `there are ${known}`;

/** What of a card names machines. */
type WithMachines = CardBackground & { readonly variations?: readonly Variation[] };

/** A card whose machines that are files are named from where it is read, as its folder is. */
export function withMachinesBeside<C extends WithMachines>(card: C, folder: string): C {
  const beside = <T extends Pick<CardBackground, 'machine'>>(each: T): T =>
    each.machine === undefined ? each : { ...each, machine: placeOf(each.machine, folder) };
  const { dataMachine, variations } = card;
  return {
    ...beside(card),
    ...(dataMachine !== undefined && { dataMachine: placeOf(dataMachine, folder) }),
    ...(variations !== undefined && { variations: variations.map(beside) }),
  };
}

const placeOf = (machine: string, folder: string): string =>
  isMachineFile(machine) && !isAbsolute(machine) ? join(folder, machine) : machine;
