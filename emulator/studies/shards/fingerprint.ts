import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { ChainSetup, SourcePoint } from '../../chain/chain.js';
import type { EmulatorConfig } from '../../chain/parts.js';
import { isFileEvents } from '../../chain/file-events.js';
import { askedOf } from '../../chain/user-overlay.js';
import { machineOf } from '../../settings/machine-in-time.js';
import type { CardSetup } from '../card.js';
import { version } from '../../version.js';

/** All that decides what a shard of a study gives: where two are equal, so are the bytes. */
export const fingerprintShape = z.strictObject({
  /**
   * Of this package, and the compiled program itself: cards, tables and networks are part of it.
   */
  version: z.string().max(100),
  program: z.string().max(100),
  seed: z.number(),
  card: z.string().max(1000),
  menu: z.string().max(1000),
  /**
   * Every parameter by its path, long ones, such as networks read from a file, as a hash; and
   * whether short-lived particles are decayed; of the machine and the file that are laid
   * over, if any.
   */
  parameters: z.record(z.string(), z.string().max(1000)),
});
/** What two studies must share so that their shards may be joined. */
export type Fingerprint = z.infer<typeof fingerprintShape>;

/**
 * The fingerprint of a study in this program.
 * @see D-148
 */
export function fingerprintOf(setup: CardSetup): Fingerprint {
  const { menu, parameters } = settingsOf(setup);
  const { seed } = setup;
  return { version, program: programHash(), seed, card: cardHash(setup), menu, parameters };
}

/** What decides on events besides a seed and a card: the menu and all parameters. */
export function settingsOf(setup: ChainSetup): Pick<Fingerprint, 'menu' | 'parameters'> {
  const { config, menu, decay = true, overlay } = setup;
  const laid = machineOf(setup)?.epochs[0].config;
  return {
    menu: `${menu.name} ${menu.version} ${hashOf(menu)}`,
    parameters: {
      ...parametersOf(config),
      decay: decay ? 'on' : 'off',
      ...(laid !== undefined && Object.fromEntries(flat(laid, 'machine'))),
      ...(overlay !== undefined && {
        overlay: `${hashOf(askedOf(overlay.name).slice(1))} ${overlay.hash}`,
      }),
    },
  };
}

/** A built-in card by its name, that of a file by what it says: its name decides on nothing. */
function cardHash({ card, points }: CardSetup): string {
  const hash = hashOf({ points: points.map(named), content: card.content });
  return card.content === undefined ? `${card.name} ${hash}` : hash;
}

/** A point by what decides on its events: those of a file by the hash of its bytes. */
function named(point: SourcePoint): SourcePoint {
  const { generator, config } = point;
  if (!isFileEvents(config)) return point;
  const { hash, events, firstSlice } = config;
  return { generator, config: { hash, events, firstSlice } };
}

/** One word for a fingerprint, lower-case hexadecimal. */
export function fingerprintKey(fingerprint: Fingerprint): string {
  return hashOf(fingerprint);
}

/** At most so many differing parameters are named. */
const maxNamed = 5;

/** What two fingerprints differ in, in words, ours second; empty where they are equal. */
export function fingerprintDifferences(theirs: Fingerprint, ours: Fingerprint): readonly string[] {
  const plain = (['version', 'seed', 'card', 'menu'] as const).flatMap((part) =>
    theirs[part] === ours[part] ? [] : `${part} ${theirs[part]}, here ${ours[part]}`,
  );
  // Another version is another program anyway.
  const build =
    theirs.program !== ours.program && theirs.version === ours.version
      ? ['another build of the program']
      : [];
  const paths = [...new Set([...Object.keys(theirs.parameters), ...Object.keys(ours.parameters)])];
  const other = paths.filter((path) => theirs.parameters[path] !== ours.parameters[path]);
  const show = (value: string | undefined): string => value ?? 'absent';
  const parameters = other
    .slice(0, maxNamed)
    .map((path) => `${path} ${show(theirs.parameters[path])}, here ${show(ours.parameters[path])}`);
  const more = other.length > maxNamed ? [`${other.length - maxNamed} more parameters`] : [];
  return [...plain, ...build, ...parameters, ...more];
}

/** Whatever the order of keys. */
export const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, entry: unknown) => sorted(entry)))
    .digest('hex')
    .slice(0, 32);

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const longest = 40;

function flat(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, entry]) =>
      flat(entry, path === '' ? key : `${path}.${key}`),
    );
  }
  const text = String(JSON.stringify(value));
  return [[path, text.length > longest ? hashOf(value) : text]];
}

/** Every parameter of a configuration by its path, long ones as a hash. */
export const parametersOf = (config: EmulatorConfig): Readonly<Record<string, string>> =>
  Object.fromEntries(flat(config, ''));

let programHashed: string | undefined;

/** Everything compiled that command and workers run, by its path in `folder`. */
export function programFiles(folder: string): readonly string[] {
  return ['bundle', 'kernels', 'tables'].flatMap((part) =>
    readdirSync(join(folder, part))
      .filter((name) => name.endsWith('.js'))
      .toSorted()
      .map((name) => `${part}/${name}`),
  );
}

/** Where the compiled program lies. */
export const programFolder = (): string =>
  fileURLToPath(new URL('../', import.meta.resolve('#worker')));

/** Of the compiled program that command and workers run. */
export function programHash(): string {
  if (programHashed !== undefined) return programHashed;
  const hash = createHash('sha256');
  const folder = programFolder();
  for (const name of programFiles(folder))
    hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  return (programHashed = hash.digest('hex').slice(0, 32));
}
