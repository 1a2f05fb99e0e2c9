import { particleInfo, particleNamed } from '../../detector/pdg.js';
import { maxProducts } from './phase-space.js';

/**
 * How the momenta of a mode are distributed. `phase-space`: uniform. `weak`: phase space times
 * (P·a) (b·c) of parent P and the first three products a, b, c, the squared amplitude of V − A for
 * fermions without polarization: in μ⁻, τ⁻ and b → ℓ⁻ the antineutrino stands first, then the
 * lepton.
 */
type DecayModel = 'phase-space' | 'weak';

/** One way to decay. */
export interface DecayMode {
  /** Share of all decays that the table lists; the shares of a parent add up to 1. */
  readonly fraction: number;
  /** PDG codes. */
  readonly products: Int32Array;
  /** Nominal masses and widths of the products [GeV]. */
  readonly masses: Float64Array;
  readonly widths: Float64Array;
  readonly model: DecayModel;
  /** Whether it stands for decays that the listings do not name one by one. */
  readonly isFilled: boolean;
}

/** The decays of a particle. */
export interface DecayEntry {
  readonly pdg: number;
  readonly modes: readonly DecayMode[];
  /**
   * 1 − the sum of the branching fractions in the table: rarer decays, for which the listed stand.
   */
  readonly leftOut: number;
}

/**
 * A table as it is written: `parent: name`, then lines of a branching fraction, the model unless it
 * is phase space, and the products by name. Lines behind `filled:` stand for decays that the
 * listings do not name one by one. `#` begins a remark.
 */
export type DecayText = string;

/** ħc [GeV cm]. @see PDG 2022, physical constants: 197.326 980 4 MeV fm. */
const hbarC = 1.973269804e-14;
/**
 * Reads a table of decays.
 * @throws RangeError when a name is unknown, a mode does not keep the charge or weighs more than
 * its parent, or the fractions of a parent exceed 1
 */
export function parseDecays(text: DecayText): readonly DecayEntry[] {
  const found: { pdg: number; name: string; modes: DecayMode[] }[] = [];
  let isFilled = false;
  for (const line of text.split('\n')) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words[0] === '') continue;
    const parent = found.at(-1);
    if (words[0] === 'parent:') {
      found.push({ ...codeOf(words[1] ?? '', line), modes: [] });
      isFilled = false;
    } else if (parent === undefined)
      throw new RangeError(`decays: "${line}" has no parent before it`);
    else if (words[0] === 'filled:') isFilled = true;
    else parent.modes.push({ ...parseMode(parent, words, line), isFilled });
  }
  return found.map(({ pdg, name, modes }) => {
    const sum = modes.reduce((total, { fraction }) => total + fraction, 0);
    if (!(sum > 0 && sum < 1 + 1e-9))
      throw new RangeError(`decays of ${name}: fractions add up to ${sum}`);
    return {
      pdg,
      modes: modes.map((mode) => ({ ...mode, fraction: mode.fraction / sum })),
      leftOut: Math.max(0, 1 - sum),
    };
  });
}

function codeOf(name: string, line: string): { readonly pdg: number; readonly name: string } {
  const pdg = particleNamed(name);
  if (pdg === undefined)
    throw new RangeError(`decays: "${name}" in "${line}" is no known particle`);
  return { pdg, name };
}

function parseMode(
  parent: { readonly pdg: number; readonly name: string },
  [fraction, ...rest]: readonly string[],
  line: string,
): Omit<DecayMode, 'isFilled'> {
  const model = rest[0] === 'weak' ? 'weak' : 'phase-space';
  const products = (model === 'weak' ? rest.slice(1) : rest).map((name) => codeOf(name, line).pdg);
  const infos = products.map((pdg) => particleInfo(pdg)!);
  const mother = particleInfo(parent.pdg)!;
  const wrong = (what: string): never => {
    throw new RangeError(`decays of ${parent.name}: "${line.trim()}" ${what}`);
  };
  if (!(Number(fraction) > 0)) wrong('does not begin with a fraction');
  if (products.length < 1 || products.length > maxProducts) wrong('has too few or many products');
  if (infos.reduce((sum, { charge }) => sum + charge, 0) !== mother.charge)
    wrong('does not keep the charge');
  const lightest = infos.reduce((sum, info) => sum + info.mass - reach * widthOf(info.lifetime), 0);
  if (infos.length > 1 && lightest >= mother.mass + reach * widthOf(mother.lifetime))
    wrong('weighs more than its parent');
  return {
    fraction: Number(fraction),
    products: Int32Array.from(products),
    masses: Float64Array.from(infos, ({ mass }) => mass),
    widths: Float64Array.from(infos, ({ lifetime }) => widthOf(lifetime)),
    model,
  };
}

/** Masses of resonances are drawn within so many widths of the nominal one. */
export const reach = 3;

/** Widths below are not drawn [GeV]: the particle has its nominal mass. */
const minWidth = 1e-5;

/** Width [GeV] of a particle of lifetime cτ [cm]; 0 when it is not to be drawn or not measured. */
export function widthOf(lifetime: number): number {
  const width = lifetime > 0 ? hbarC / lifetime : 0;
  return width < minWidth ? 0 : width;
}
