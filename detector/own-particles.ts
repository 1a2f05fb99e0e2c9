import { type ConfigOf, content, parseConfig, quantity, text } from './base/config.js';
import { EmulatorError, nearestHint, showValue } from './base/errors.js';
import { GeV, m, MeV } from './base/units.js';
import { particleInfo } from './pdg.js';

/** A particle that a user declares; its antiparticle, of the opposite charge, follows. */
export interface OwnParticle {
  /** PDG code, positive. */
  readonly pdg: number;
  readonly name: string;
  /** [GeV] */
  readonly mass: number;
  /** [e], fractions allowed. */
  readonly charge: number;
  /** cτ [cm]; 0 for a stable one. */
  readonly lifetime: number;
}

/** The table of a user's particles, or the word that there is none. */
export type OwnParticles = 'none' | readonly OwnParticle[];

/** What is said of one particle; `lifetime` may also be the word `stable`. */
const entrySchema = {
  name: text('', 'Name in results; the code when empty'),
  mass: quantity(Number.NaN, 'GeV', 'Mass', { min: 1 * MeV, max: 100_000 * GeV }),
  charge: quantity(Number.NaN, '', 'Charge of the particle [e]', { min: -10, max: 10 }),
  lifetime: quantity(0, 'cm', 'cτ; what is not stable vanishes when it decays', {
    min: 0,
    max: 1e6 * m,
  }),
};

/** The parameter `particles` of conditions. */
export const ownParticles = content<OwnParticles>(
  'none',
  'none, or a table of PDG codes: {1000015: {mass: 200 GeV, charge: -1, lifetime: stable}}',
  isTable,
  "A user's own particles: they bend and ionize by charge and velocity, without interactions",
);

function isTable(raw: unknown): raw is OwnParticles {
  return raw === 'none' || (Array.isArray(raw) && raw.every(isEntry));
}

const isEntry = (entry: unknown): entry is OwnParticle =>
  typeof entry === 'object' &&
  entry !== null &&
  ['pdg', 'mass', 'charge', 'lifetime'].every((key) =>
    Number.isFinite((entry as Record<string, unknown>)[key]),
  );

/**
 * A configuration whose table of particles, as a file has it, is replaced by what it says.
 * @param where the file or option that `raw` came from, for messages.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function withParticles(raw: unknown, where: string): unknown {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, 'particles')) return raw;
  const { particles: table } = raw as { readonly particles: unknown };
  if (isTable(table)) return raw;
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    throw bad(where, 'particles', showValue(table), ownParticles.accepts ?? '');
  const particles = Object.entries(table).map(([code, entry]) => parseEntry(code, entry, where));
  return { ...raw, particles };
}

/** Own particles in words, for the names of results; empty without any. */
export const particlesLabel = (table: OwnParticles): readonly string[] =>
  table === 'none'
    ? []
    : table.map(({ pdg, mass, charge, lifetime }) => {
        const life = lifetime === 0 ? 'stable' : `cτ ${lifetime} cm`;
        return `particle ${pdg} (${mass} GeV, ${charge} e, ${life})`;
      });

function parseEntry(code: string, entry: unknown, where: string): OwnParticle {
  const pdg = Number(code);
  const key = `particles.${code}`;
  if (!Number.isInteger(pdg) || pdg <= 0 || pdg > 2 ** 31 - 1)
    throw bad(where, key, 'no PDG code', 'a whole number like 1000015; antiparticles follow');
  const known = particleInfo(pdg);
  if (known !== undefined && !Number.isNaN(known.mass))
    throw bad(
      where,
      key,
      `${known.name}, which is known`,
      'a code that the table of the PDG lacks',
    );
  const { mass, charge, lifetime, name } = readEntry(entry, where, key);
  for (const [what, value] of [
    ['mass', mass],
    ['charge', charge],
  ] as const)
    if (Number.isNaN(value)) throw bad(where, `${key}.${what}`, 'missing', `a ${what}`);
  return { pdg, name: name === '' ? code : name, mass, charge, lifetime };
}

function readEntry(entry: unknown, where: string, key: string): ConfigOf<typeof entrySchema> {
  if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, 'lifetime'))
    return parseConfig(entrySchema, entry, where, `${key}.`);
  const { lifetime, ...rest } = entry as { readonly lifetime: unknown };
  const isWord = typeof lifetime === 'string' && !/\d/.test(lifetime);
  if (isWord && lifetime.trim() !== 'stable')
    throw bad(
      where,
      `${key}.lifetime`,
      `${showValue(lifetime)}${nearestHint(lifetime, ['stable'])}`,
      'stable, or a length like "30 cm"',
    );
  return parseConfig(entrySchema, isWord ? rest : entry, where, `${key}.`);
}

function bad(where: string, key: string, found: string, expected: string): EmulatorError {
  return new EmulatorError(
    'CONFIG_BAD_VALUE',
    `${where}: ${key} is ${found}, expected ${expected}`,
  );
}
