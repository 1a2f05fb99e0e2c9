/**
 * The input bits of the GDL: one name per slot. The first 151 stand in the order of the hardware;
 * behind them are names of earlier and later menus that the objects can drive too. Of 192 slots
 * those without a name are constant 0. Menus speak of these names only.
 * @see basf2 trg/gdl/dbobjects/log/ftd_0036.inp (names and order of the first 151);
 * trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc and trg/ecl/src/TrgEclMaster.cc (meaning and
 * encodings).
 * @see D-225 for the names behind them
 */

/**
 * How several slots spell one count: a slot per value ("one-hot"; the last one also stands for all
 * greater values) or binary digits.
 */
type CountEncoding = 'one-hot' | 'binary';

interface Input<N extends string = string> {
  readonly name: N;
  readonly meaning: string;
  /** Family name and encoding when the slot is a part of a count. */
  readonly count?: { readonly name: string; readonly encoding: CountEncoding };
  /** Another spelling that menus may use. */
  readonly also?: string;
}

const bit = <const N extends string>(
  name: N,
  meaning: string,
  also?: string,
): readonly [Input<N>] => [also === undefined ? { name, meaning } : { name, meaning, also }];

function oneHot<const N extends string>(name: N, meaning: string) {
  const count = { name, encoding: 'one-hot' } as const;
  return [
    { name: `${name}_0`, meaning: `${meaning}: exactly 1`, count },
    { name: `${name}_1`, meaning: `${meaning}: exactly 2`, count },
    { name: `${name}_2`, meaning: `${meaning}: exactly 3`, count },
    { name: `${name}_3`, meaning: `${meaning}: more than 3`, count },
  ] as const satisfies readonly Input[];
}

/** The slots of a count, which menus may also number from 1: `n1gev1` is `n1gev_0`. */
const alsoFromOne = <const T extends readonly Input[]>(slots: T): T =>
  slots.map((slot, index) => ({
    ...slot,
    also: `${slot.count?.name}${index + 1}`,
  })) as unknown as T;

function oneHotOfTwo<const N extends string>(name: N, meaning: string) {
  const count = { name, encoding: 'one-hot' } as const;
  return [
    { name: `${name}_0`, meaning: `${meaning}: exactly 1`, count },
    { name: `${name}_1`, meaning: `${meaning}: more than 1`, count },
  ] as const satisfies readonly Input[];
}

function binary<const N extends string, const D extends readonly string[]>(
  name: N,
  digits: D,
  meaning: string,
) {
  const count = { name, encoding: 'binary' } as const;
  return digits.map((digit, power) => ({
    name: `${name}_${digit}`,
    meaning: `${meaning}: digit ${1 << power}`,
    count,
  })) as unknown as {
    readonly [K in keyof D]: Input<`${N}_${D[K] & string}`>;
  };
}

/** Slot by slot: position in this list is the slot number. */
const inputs = [
  ...oneHot('t3', 'tracks of the 3-D fitter with |z0| < 35 cm'),
  ...oneHot('ty', 'neural-network tracks with |z0| < 20 cm'),
  ...oneHot('t2', '2-D full tracks'),
  ...oneHot('ts', 'short tracks (super-layers 0 to 4)'),
  ...oneHot('ta', 'tracks of any kind'),
  ...bit('typ', 'a neural-network track with |z0| < 15 cm and p > 0.7 GeV (single-track trigger)'),
  ...bit('tx_0', '"x" tracks; the source defines no more'),
  ...bit('tx_1', '"x" tracks; the source defines no more'),
  ...bit('cdc_open90', 'two 2-D tracks with an opening angle of at least 90° in φ'),
  ...bit('cdc_active', 'CDC event time measured (the fallback is none)'),
  ...bit('cdc_b2b3', 'two 2-D tracks back to back within 1 bin of 10°'),
  ...bit('cdc_b2b5', 'two 2-D tracks back to back within 2 bins of 10°'),
  ...bit('cdc_b2b7', 'two 2-D tracks back to back within 3 bins of 10°'),
  ...bit('cdc_b2b9', 'two 2-D tracks back to back within 4 bins of 10°'),
  ...bit('itsfb2b', 'inner track segments back to back'),
  ...bit('ti', 'an inner track (super-layers 0 to 2)'),
  ...bit('i2io', 'inner and inner track open by at least 90°'),
  ...bit('i2fo', 'inner and full track open by at least 90°'),
  ...bit('f2f30', 'full and full track open by at least 30°'),
  ...bit('s2f30', 'short and full track open by at least 30°'),
  ...bit('s2s30', 'short and short track open by at least 30°'),
  ...bit('s2s3', 'short and short track back to back within 1 bin of 10°'),
  ...bit('s2s5', 'short and short track back to back within 2 bins of 10°'),
  ...bit('s2so', 'short and short track open by at least 90°'),
  ...bit('s2f3', 'short and full track back to back within 1 bin of 10°'),
  ...bit('s2f5', 'short and full track back to back within 2 bins of 10°'),
  ...bit('s2fo', 'short and full track open by at least 90°'),
  ...bit('fwd_s', 'a short track pointing to the forward endcap'),
  ...bit('bwd_s', 'a short track pointing to the backward endcap'),
  ...bit('track', 'a CDC track in the wide gate (veto of photon lines)'),
  ...bit('trkflt', 'a CDC track in the wide gate, filtered'),
  ...bit('ehigh', 'ECL energy in rings 2 to 15 above 1 GeV'),
  ...bit('elow', 'ECL energy in rings 2 to 15 above 0.5 GeV'),
  ...bit('elum', 'ECL energy in rings 2 to 15 above 3 GeV'),
  ...bit('ecl_bha', '2-D Bhabha by ring sums'),
  ...bit('ecl_3dbha', '3-D Bhabha: cluster pair back to back in the centre of mass'),
  ...bit('bha_veto', 'Bhabha veto of the menu'),
  ...binary('bha_type', ['0', '1'], 'Bhabha type'),
  ...bit('bha_intrk', '3-D Bhabha clusters inside the track acceptance'),
  ...binary('bha_theta', ['0', '1'], 'θ flag of the 3-D Bhabha selection'),
  ...binary('clst', ['0', '1', '2', '3'], 'ECL trigger clusters'),
  ...bit('ecl_active', 'ECL event time present'),
  ...bit('ecl_timing_fwd', 'ECL event time is from the forward endcap'),
  ...bit('ecl_timing_brl', 'ECL event time is from the barrel'),
  ...bit('ecl_timing_bwd', 'ECL event time is from the backward endcap'),
  ...bit('ecl_phys', 'ECL physics trigger'),
  ...bit('ecl_oflo', 'more ECL clusters than the trigger keeps'),
  ...bit('ecl_lml_0', 'at least 3 clusters, one above 300 MeV, no 3-D Bhabha'),
  ...bit('ecl_lml_1', 'cluster with E* > 2 GeV in rings 4 to 14'),
  ...bit('ecl_lml_2', 'cluster with E* > 2 GeV in rings 2, 3, 15, 16, no 3-D Bhabha'),
  ...bit('ecl_lml_3', 'cluster with E* > 2 GeV in rings 2, 3, 15, 16, 3-D Bhabha'),
  ...bit('ecl_lml_4', 'cluster with E* > 2 GeV in ring 1 or 17, no 3-D Bhabha'),
  ...bit('ecl_lml_5', 'cluster with E* > 2 GeV in ring 1 or 17, 3-D Bhabha'),
  ...bit('ecl_lml_6', 'one cluster with E* > 1 GeV in rings 4 to 15, no other above 300 MeV'),
  ...bit('ecl_lml_7', 'one cluster with E* > 1 GeV in rings 2, 3, 16, no other above 300 MeV'),
  ...bit('ecl_lml_8', 'pair with Δφ* > 170°, both above 250 MeV, none with E* > 2 GeV'),
  ...bit(
    'ecl_lml_9',
    'pair with Δφ* > 170°, one above and one below 250 MeV, none with E* > 2 GeV',
  ),
  ...bit('ecl_lml_10', 'pair with Δφ* > 160° and Σθ* of 160° to 200°, none with E* > 2 GeV'),
  ...bit('ecl_lml_12', 'at least 3 clusters in rings 2 to 16, one above 500 MeV, no 3-D Bhabha'),
  ...bit('ecl_lml_13', 'one cluster with E* > 0.5 GeV in rings 6 to 11, no other above 300 MeV'),
  ...bit('ecl_mumu', 'back-to-back cluster pair, both with E* < 2 GeV'),
  ...bit('ecl_bhapur', '3-D Bhabha selection after the prescale of the ECL'),
  ...bit('ecl_bst', 'burst: ECL energy in all rings above 20 GeV'),
  ...binary('top', ['0', '1', '2'], 'TOP slots with a decision (encoding inferred)'),
  ...bit('top_bb', 'TOP slots back to back (inferred)'),
  ...bit('top_active', 'TOP event time present'),
  ...bit('klm_hit', 'barrel KLM trigger present'),
  ...binary('klm', ['0', '1', '2'], 'barrel KLM sectors with a track'),
  ...bit('klmb2b', 'barrel KLM sectors in both halves (or opposite to each other)'),
  ...bit('eklm_hit', 'endcap KLM trigger present'),
  ...binary('eklm', ['0', '1', '2'], 'endcap KLM sectors with a track'),
  ...bit('eklmb2b', 'endcap KLM sectors at both ends (or opposite to each other)'),
  ...bit('revo', 'revolution signal of the beams'),
  ...bit('her_kick', 'injection kicker of the high-energy ring'),
  ...bit('ler_kick', 'injection kicker of the low-energy ring'),
  ...bit('bha_delay', 'delayed Bhabha (background sample)'),
  ...bit('pseud_rand', 'pseudo-random trigger'),
  ...bit('plsin', 'pulser'),
  ...bit('poissonin', 'Poisson random trigger; may fire inside the injection veto'),
  ...bit('veto', 'global veto, of injections among others'),
  ...bit('injv', 'injection veto'),
  ...bit('secl', 'a short track matched to an endcap cluster'),
  ...bit('iecl_0', 'inner tracks matched to endcap clusters: at least 1 (by its name)'),
  ...bit('iecl_1', 'inner tracks matched to endcap clusters: at least 2 (by its name)'),
  ...bit('samhem', 'one 3-D track and a cluster in the same hemisphere'),
  ...bit('opohem', 'one 3-D track and a cluster in opposite hemispheres'),
  ...bit('d3', 'two clusters back to back within 1 bin of 10°'),
  ...bit('d5', 'two clusters back to back within 2 bins of 10°'),
  ...bit('d7', 'two clusters back to back within 3 bins of 10°'),
  ...bit('p3', 'track and cluster back to back within 1 bin of 10°'),
  ...bit('p5', 'track and cluster back to back within 2 bins of 10°'),
  ...bit('p7', 'track and cluster back to back within 3 bins of 10°'),
  ...bit('p9', 'track and cluster back to back within 4 bins of 10°'),
  ...oneHot('cdcecl', '2-D tracks matched to barrel clusters'),
  ...oneHot('c2gev', 'matched clusters of at least 2 GeV'),
  ...oneHot('cdctop', '2-D tracks matched to TOP modules'),
  ...oneHotOfTwo('cdcklm', '2-D tracks matched to barrel KLM sectors'),
  ...oneHotOfTwo('seklm', 'short tracks matched to endcap KLM sectors'),
  ...bit('ecleklm', 'endcap cluster and endcap KLM in one quadrant'),
  ...bit('ieklm', 'inner track matched to the endcap KLM'),
  ...bit('fwdsb', 'forward Bhabha cluster with a short track'),
  ...bit('bwdsb', 'backward Bhabha cluster with a short track'),
  ...bit('fwdnb', 'forward Bhabha cluster without a track'),
  ...bit('bwdnb', 'backward Bhabha cluster without a track'),
  ...bit('brlfb1', 'barrel Bhabha clusters with a full track: 1'),
  ...bit('brlfb2', 'barrel Bhabha clusters with a full track: 2'),
  ...bit('brlnb1', 'barrel Bhabha clusters without a track: 1'),
  ...bit('brlnb2', 'barrel Bhabha clusters without a track: 2'),
  ...bit('trkbha1', '1 track matched to the Bhabha clusters'),
  ...bit('trkbha2', '2 tracks matched to the Bhabha clusters'),
  ...bit('grlgg1', 'γγ of the GRL, first kind'),
  ...bit('grlgg2', 'γγ of the GRL, second kind'),
  ...bit('nimin0', 'NIM input 0'),
  ...bit('nimin1', 'NIM input 1'),
  // Beyond the snapshot, in no order of the hardware.
  ...bit('ecl_lml_11', 'cells, but no cluster with E* > 2 GeV', 'lml11'),
  ...bit('ecl_taub2b', 'τ pair: clusters open, little energy in all', 'taub2b'),
  ...bit('ecl_taub2b2', 'τ pair: both clusters of some energy, endcaps quiet', 'taub2b2'),
  ...bit('ecl_taub2b3', 'τ pair: rings 2 to 16, every cluster between two energies', 'taub2b3'),
  ...bit('ehigh1', 'ehigh without two clusters back to back in azimuth and polar angle', 'hie1'),
  ...bit('ehigh2', 'ehigh without two clusters back to back in azimuth or polar angle', 'hie2'),
  ...bit('ehigh3', 'ehigh without two clusters of which the lower is in an endcap', 'hie3'),
  ...bit('ehigh4', 'as ehigh3, but both clusters above 500 MeV to be refused', 'hie4'),
  ...bit('ecl_bg_0', 'beam background: quadrants back to back, forward or barrel'),
  ...bit('ecl_bg_1', 'beam background: quadrants back to back in the barrel only'),
  ...bit('ecl_bg_2', 'beam background: quadrants back to back forward only'),
  ...bit('ecl_bhauni', 'Bhabha of one kind; no source defines it', 'bhauni'),
  ...alsoFromOne(oneHot('n1gev', 'clusters above 1 GeV without a track')),
  ...alsoFromOne(oneHot('n2gev', 'clusters above 2 GeV without a track')),
  ...bit('d9', 'two clusters back to back within 4 bins of 10°'),
  ...bit('cdcklm_2', '2-D tracks matched to barrel KLM sectors: exactly 3', 'cdcklm3'),
  ...bit('cdcklm_3', '2-D tracks matched to barrel KLM sectors: more than 3', 'cdcklm4'),
  ...bit('tsf0b2b', 'track segments of super-layer 0 back to back; no source defines it'),
  ...bit('tsf1b2b', 'track segments of super-layer 1 back to back; no source defines it'),
  ...bit('tsf2b2b', 'track segments of super-layer 2 back to back; no source defines it'),
  ...bit('passive_veto', 'the time after an injection in which background comes back'),
  ...bit('cdcecl_veto', 'too much in the CDC and the ECL during that time'),
] as const;

/** Name of an input bit, as menus write it. */
export type InputName = (typeof inputs)[number]['name'];

/** Slots that have the names and order of menu snapshot 0036: the others are behind them. */
export const snapshotSlots = 151;

/**
 * Names by slot, length 179.
 * @example
 * ```ts
 * import { type InputName, inputNames } from 'belle2-l1';
 *
 * const first: InputName = inputNames[0]!;
 * console.log(first, inputNames.length); // → t3_0 179
 * ```
 */
export const inputNames: readonly InputName[] = inputs.map(({ name }) => name);

/**
 * Meaning by slot, length 179: thresholds are the nominal ones of the hardware, a run's
 * configuration may move them.
 */
export const inputMeanings: readonly string[] = inputs.map(({ meaning }) => meaning);

/**
 * Slot by name.
 * @example
 * ```ts
 * import { inputSlots } from 'belle2-l1';
 *
 * console.log(inputSlots.ecl_lml_6); // → 73
 * ```
 */
export const inputSlots = Object.fromEntries(
  inputNames.map((name, slot) => [name, slot]),
) as Readonly<Record<InputName, number>>;

/** Slots by other spellings that menus may use: `hie4` is `ehigh4`. */
const otherSpellings: ReadonlyMap<string, number> = new Map(
  (inputs as readonly Input[]).flatMap(({ also }, slot) =>
    also === undefined ? [] : [[also, slot] as const],
  ),
);

/** Other spelling of the input of a slot, if it has one. */
export const otherSpelling = (slot: number): string | undefined =>
  (inputs as readonly Input[])[slot]?.also;

/** Slot of an input by its name or its other spelling; undefined when there is none. */
export const inputSlotOf = (name: string): number | undefined =>
  Object.hasOwn(inputSlots, name) ? inputSlots[name as InputName] : otherSpellings.get(name);

/** A count that the sub-triggers send in several slots. */
export interface InputCount {
  readonly encoding: CountEncoding;
  /** Lowest value (one-hot) or lowest digit (binary) first. */
  readonly slots: readonly number[];
}

/** Counts by family name: `t2` is spelled by slots t2_0 to t2_3. */
export const inputCounts: ReadonlyMap<string, InputCount> = collectCounts(inputs);

function collectCounts(all: readonly Input[]): Map<string, InputCount> {
  const counts = new Map<string, InputCount>();
  for (const [slot, { count }] of all.entries()) {
    if (count === undefined) continue;
    counts.set(count.name, {
      encoding: count.encoding,
      slots: [...(counts.get(count.name)?.slots ?? []), slot],
    });
  }
  return counts;
}
