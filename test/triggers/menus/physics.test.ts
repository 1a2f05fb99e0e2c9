import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { hasBit, inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import { eclDrives } from '../../../triggers/bits/ecl.js';
import { klmPlugin } from '../../../triggers/bits/klm.js';
import { matchingPlugin } from '../../../triggers/bits/matching.js';
import { tracksPlugin } from '../../../triggers/bits/tracks.js';
import { compileMenu, deadLines } from '../../../triggers/gdl/menu.js';
import { singleMuonPlugin } from '../../../triggers/lines/single-muon.js';
import { nnSingleTrackPlugin } from '../../../triggers/lines/nn-single-track.js';
import { singlePhotonDrives } from '../../../triggers/lines/single-photon.js';
import { twoTrackPlugin } from '../../../triggers/lines/two-track.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { menus } from '../../../triggers/menus/index.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type InputName, inputCounts, inputSlots } from '../../../triggers/slots.js';

const compiled = compileMenu(physicsMenu);
const byName = new Map(physicsMenu.lines.map((line) => [line.name, line]));

type CountName =
  | 't2'
  | 't3'
  | 'ts'
  | 'ty'
  | 'ta'
  | 'clst'
  | 'klm'
  | 'eklm'
  | 'cdcecl'
  | 'c2gev'
  | 'cdctop'
  | 'cdcklm'
  | 'seklm';

/**
 * What the hardware tells of one event: numbers, single bits, and whether the vetoes let it pass.
 */
interface Told extends Readonly<Record<CountName, number>> {
  readonly is: (...names: readonly InputName[]) => boolean;
  readonly kept: boolean;
  readonly clean: boolean;
}

/**
 * Condition of every output that is not in the ECL menu, as plain logic; `kept` is "no injection
 * veto", `clean` "nor a Bhabha".
 * @see basf2 trg/gdl/dbobjects/log/ftd_0036.alg
 */
const conditions: Readonly<Record<number, readonly [string, (told: Told) => boolean]>> = {
  0: ['fff', ({ t2, kept }) => t2 > 2 && kept],
  1: ['fffo', ({ t2, is, kept }) => t2 > 2 && is('cdc_open90') && kept],
  2: ['ffs', ({ t2, ts, kept }) => t2 > 1 && ts > 0 && kept],
  3: ['fss', ({ t2, ts, kept }) => t2 > 0 && ts > 1 && kept],
  4: ['sss', ({ ts, kept }) => ts > 2 && kept],
  5: ['ffz', ({ t2, t3, kept }) => t2 > 2 && t3 > 0 && kept],
  6: ['fzz', ({ t2, t3, kept }) => t2 > 2 && t3 > 1 && kept],
  7: ['zzz', ({ t3, kept }) => t3 > 2 && kept],
  8: ['ffy', ({ t2, ty, kept }) => t2 > 2 && ty > 0 && kept],
  9: ['fyy', ({ t2, ty, kept }) => t2 > 2 && ty > 1 && kept],
  10: ['yyy', ({ ty, kept }) => ty > 2 && kept],
  11: ['ff', ({ t2, clean }) => t2 > 1 && clean],
  12: ['fs', ({ t2, ts, clean }) => t2 > 0 && ts > 0 && clean],
  13: ['ss', ({ ts, clean }) => ts > 1 && clean],
  14: ['fz', ({ t2, t3, clean }) => t2 > 1 && t3 > 0 && clean],
  15: ['zz', ({ t3, clean }) => t3 > 1 && clean],
  16: ['fy', ({ t2, ty, clean }) => t2 > 1 && ty > 0 && clean],
  17: ['yy', ({ ty, clean }) => ty > 1 && clean],
  18: ['ffo', ({ t2, is, clean }) => t2 > 1 && is('cdc_open90') && clean],
  19: ['ffoc', ({ t2, clst, is, clean }) => t2 > 1 && clst > 0 && is('cdc_open90') && clean],
  20: ['fso', ({ t2, ts, is, clean }) => t2 > 0 && ts > 0 && is('s2fo') && clean],
  21: ['sso', ({ ts, is, clean }) => ts > 1 && is('s2so') && clean],
  22: ['fzo', ({ t2, t3, is, clean }) => t2 > 1 && t3 > 0 && is('cdc_open90') && clean],
  23: ['fyo', ({ t2, ty, is, clean }) => t2 > 1 && ty > 0 && is('cdc_open90') && clean],
  24: ['ffb', ({ t2, is, clean }) => t2 > 1 && is('cdc_b2b5') && clean],
  25: ['fsb', ({ t2, ts, is, clean }) => t2 > 0 && ts > 0 && is('s2f5') && clean],
  26: ['ssb', ({ ts, is, clean }) => ts > 1 && is('s2s5') && clean],
  27: ['fzb', ({ t2, t3, is, clean }) => t2 > 1 && t3 > 0 && is('cdc_b2b5') && clean],
  28: ['fyb', ({ t2, ty, is, clean }) => t2 > 1 && ty > 0 && is('cdc_b2b5') && clean],
  29: ['syo', ({ ts, ty, is, clean }) => ts > 0 && ty > 0 && is('s2fo') && clean],
  30: ['syb', ({ ts, ty, is, clean }) => ts > 0 && ty > 0 && is('s2f5') && clean],
  31: ['ff30', ({ t2, is, clean }) => t2 > 1 && is('f2f30') && clean],
  32: ['fs30', ({ t2, ts, is, clean }) => t2 > 0 && ts > 0 && is('s2f30') && clean],
  33: ['ss30', ({ ts, is, clean }) => ts > 1 && is('s2s30') && clean],
  34: ['fy30', ({ t2, ty, is, clean }) => t2 > 1 && ty > 0 && is('f2f30') && clean],
  35: ['cdcbb', ({ is, clean }) => is('cdc_b2b5') && clean],
  36: ['aaa', ({ ta, kept }) => ta > 2 && kept],
  37: ['aaao', ({ ta, is, kept }) => ta > 2 && is('cdc_open90') && kept],
  38: ['aao', ({ ta, is, clean }) => ta > 1 && is('cdc_open90') && clean],
  39: ['aab', ({ ta, is, clean }) => ta > 1 && is('cdc_b2b5') && clean],
  40: ['aa', ({ ta, clean }) => ta > 1 && clean],
  59: ['ggbrl', ({ is, kept }) => is('brlnb2') && kept],
  60: [
    'ggsel',
    ({ is, kept }) => is('ecl_3dbha', 'bha_intrk') && !is('trkbha1') && !is('trkbha2') && kept,
  ],
  61: ['g_high', ({ is, kept }) => is('ehigh') && !is('track') && kept],
  62: ['g_c1', ({ clst, is, kept }) => clst === 1 && !is('track') && kept],
  63: ['gg', ({ clst, is, kept }) => clst === 2 && !is('track') && kept],
  64: ['mu_pair', ({ klm, t2, kept }) => klm > 0 && t2 > 1 && kept],
  65: ['mu_b2b', ({ is, kept }) => is('klmb2b') && kept],
  66: ['klmhit', ({ is, kept }) => is('klm_hit') && kept],
  67: ['mu_epair', ({ eklm, kept }) => eklm > 0 && kept],
  68: ['mu_eb2b', ({ is, kept }) => is('eklmb2b') && kept],
  69: ['eklmhit', ({ is, kept }) => is('eklm_hit') && kept],
  70: ['klm2', ({ klm, clean }) => klm > 1 && clean],
  71: ['eklm2', ({ eklm, clean }) => eklm > 1 && clean],
  72: ['beklm', ({ klm, eklm, clean }) => klm === 1 && eklm === 1 && clean],
  73: ['toptiming', ({ is, kept }) => is('top_active') && kept],
  75: ['cdctiming', ({ is, kept }) => is('cdc_active') && kept],
  76: ['revolution', ({ is, kept }) => is('revo') && kept],
  77: ['random', ({ is, kept }) => is('pseud_rand') && kept],
  78: ['bg', ({ is, kept }) => is('bha_delay') && kept],
  79: ['pls', ({ is, kept }) => is('plsin') && kept],
  80: ['poisson', ({ is, kept }) => is('poissonin') && kept],
  81: ['poissonv', ({ is }) => is('poissonin')],
  82: ['vetout', ({ is }) => is('veto')],
  96: ['stt', ({ is, clean }) => is('typ') && clean],
  97: ['sttecl', ({ is, cdcecl, clean }) => is('typ') && cdcecl > 0 && clean],
  98: ['yecl', ({ ty, cdcecl, clean }) => ty > 0 && cdcecl > 0 && clean],
  99: ['secl1', ({ is, clean }) => is('secl') && clean],
  100: ['iecl1', ({ is, clean }) => is('iecl_0') && clean],
  101: ['fioiecl1', ({ t2, is, clean }) => t2 > 0 && is('ti', 'i2fo', 'iecl_0') && clean],
  102: ['itsf_b2b', ({ is, kept }) => is('itsfb2b') && kept],
  103: ['ioiecl1', ({ is, clean }) => is('i2io', 'ti', 'iecl_0') && clean],
  104: ['ioiecl2', ({ is, clean }) => is('i2io', 'ti', 'iecl_1') && clean],
  105: ['eed', ({ t2, cdcecl, is, clean }) => t2 === 2 && cdcecl === 2 && is('d5') && clean],
  106: ['fed', ({ t2, cdcecl, is, clean }) => t2 === 1 && cdcecl === 1 && is('d5') && clean],
  107: ['fp', ({ t2, is, clean }) => t2 === 1 && is('p5') && clean],
  108: ['sp', ({ ts, is, clean }) => ts === 1 && is('p5') && clean],
  109: ['zp', ({ t3, is, clean }) => t3 === 1 && is('p5') && clean],
  110: ['yp', ({ ty, is, clean }) => ty === 1 && is('p5') && clean],
  111: ['d_5', ({ is, clean }) => is('d5') && clean],
  112: ['shem', ({ is, kept }) => is('samhem') && kept],
  113: ['ohem', ({ is, clean }) => is('opohem') && clean],
  114: ['cdcecl1', ({ cdcecl, clean }) => cdcecl === 1 && clean],
  115: ['cdcecl2', ({ cdcecl, clean }) => cdcecl === 2 && clean],
  116: ['cdcecl3', ({ cdcecl, kept }) => cdcecl === 3 && kept],
  117: ['cdcecl4', ({ cdcecl, kept }) => cdcecl > 3 && kept],
  118: ['c2gev1', ({ c2gev, clean }) => c2gev === 1 && clean],
  119: ['c2gev2', ({ c2gev, clean }) => c2gev === 2 && clean],
  120: ['c2gev3', ({ c2gev, kept }) => c2gev === 3 && kept],
  121: ['c2gev4', ({ c2gev, kept }) => c2gev > 3 && kept],
  124: ['n1hie', ({ clst, is, kept }) => clst === 1 && is('ehigh') && !is('track') && kept],
  125: ['n1lume', ({ clst, is, kept }) => clst === 1 && is('elum') && !is('track') && kept],
  128: ['n3hie', ({ clst, is, kept }) => clst === 3 && is('ehigh') && !is('track') && kept],
  129: ['n3lume', ({ clst, is, kept }) => clst === 3 && is('elum') && !is('track') && kept],
  131: ['cdctop1', ({ cdctop, clean }) => cdctop === 1 && clean],
  132: ['cdctop2', ({ cdctop, clean }) => cdctop === 2 && clean],
  133: ['cdctop3', ({ cdctop, kept }) => cdctop === 3 && kept],
  134: ['cdctop4', ({ cdctop, kept }) => cdctop > 3 && kept],
  135: ['cdcklm1', ({ cdcklm, clean }) => cdcklm === 1 && clean],
  136: ['cdcklm2', ({ cdcklm, clean }) => cdcklm > 1 && clean],
  137: ['seklm1', ({ seklm, clean }) => seklm === 1 && clean],
  138: ['seklm2', ({ seklm, clean }) => seklm > 1 && clean],
  139: ['ieklm1', ({ is, clean }) => is('ieklm') && clean],
  140: ['fwd_seklm', ({ is, kept }) => is('fwd_s', 'eklm_hit') && kept],
  141: ['bwd_seklm', ({ is, kept }) => is('bwd_s', 'eklm_hit') && kept],
  142: ['ecleklm1', ({ is, clean }) => is('ecleklm') && clean],
  143: ['f', ({ t2, clean }) => t2 > 0 && clean],
  144: ['s', ({ ts, clean }) => ts > 0 && clean],
  145: ['z', ({ t3, clean }) => t3 > 0 && clean],
  146: ['y', ({ ty, clean }) => ty > 0 && clean],
  147: ['a', ({ ta, clean }) => ta > 0 && clean],
  148: ['bf', ({ t2, kept }) => t2 > 0 && kept],
  149: ['bs', ({ ts, kept }) => ts > 0 && kept],
  150: ['bz', ({ t3, kept }) => t3 > 0 && kept],
  151: ['by', ({ ty, kept }) => ty > 0 && kept],
  152: ['ba', ({ ta, kept }) => ta > 0 && kept],
  153: ['bffo', ({ t2, is, kept }) => t2 > 1 && is('cdc_open90') && kept],
  155: ['zzzv', ({ t3 }) => t3 > 2],
  156: ['yyyv', ({ ty }) => ty > 2],
  157: ['fffv', ({ t2 }) => t2 > 2],
  158: ['zzv', ({ t3, is }) => t3 > 1 && !is('bha_veto')],
  159: ['yyv', ({ ty, is }) => ty > 1 && !is('bha_veto')],
  160: ['ffov', ({ t2, is }) => t2 > 1 && is('cdc_open90') && !is('bha_veto')],
  161: ['fffov', ({ t2, is }) => t2 > 2 && is('cdc_open90')],
  166: ['mu_pairv', ({ klm, t2 }) => klm > 0 && t2 > 1],
  168: ['sttv', ({ is }) => is('typ') && !is('bha_veto')],
  169: ['stteclv', ({ is, cdcecl }) => is('typ') && cdcecl > 0 && !is('bha_veto')],
  170: ['nima01', ({ is, kept }) => is('nimin0', 'nimin1') && kept],
  171: ['yioiecl1', ({ ty, is, clean }) => ty > 0 && is('ti', 'i2fo', 'iecl_0') && clean],
  172: ['ffyo', ({ t2, ty, is, kept }) => t2 > 2 && ty > 0 && is('cdc_open90') && kept],
  173: [
    'eedy',
    ({ t2, cdcecl, ty, is, clean }) =>
      t2 === 2 && cdcecl === 2 && is('d5') && (ty === 1 || ty === 2) && clean,
  ],
  174: [
    'yed',
    ({ t2, cdcecl, ty, is, clean }) => t2 === 1 && cdcecl === 1 && is('d5') && ty === 1 && clean,
  ],
};

const counted = new Map(
  [...inputCounts].flatMap(([name, { slots }]) => slots.map((slot) => [slot, name] as const)),
);

/**
 * An event: each bit outside counts set by chance, each count some number that its slots can tell.
 */
function randomEvent(stream: RandomStream, bits: Uint32Array, event: number): Told {
  const set = new Set<number>();
  for (const slot of Object.values(inputSlots))
    if (!counted.has(slot) && stream.uniform() < 0.6) set.add(slot);
  for (const name of ['veto', 'bha_veto'] as const)
    if (stream.uniform() < 0.5) set.delete(inputSlots[name]);
  const counts: Record<string, number> = {};
  for (const [name, { encoding, slots }] of inputCounts) {
    const count = Math.floor(
      stream.uniform() * (encoding === 'one-hot' ? slots.length + 1 : 2 ** slots.length),
    );
    counts[name] = count;
    slots.forEach((slot, place) => {
      if (encoding === 'one-hot' ? count === place + 1 : (count >> place) & 1) set.add(slot);
    });
  }
  for (const slot of set) setBit(bits, inputWords, event, slot);
  const is = (...names: readonly InputName[]) => names.every((name) => set.has(inputSlots[name]));
  return {
    ...(counts as Record<CountName, number>),
    is,
    kept: !is('veto'),
    clean: !is('veto') && !is('bha_veto'),
  };
}

describe('the physics menu', () => {
  it("is the whole of menu snapshot 0036: outputs 0 to 174, the ECL menu's as they are", () => {
    expect(physicsMenu.lines.map(({ number }) => number)).toEqual(
      Array.from({ length: 175 }, (_, number) => number),
    );
    const added = physicsMenu.lines.filter((line) => !eclMenu.lines.includes(line));
    expect(added.map(({ number, name }) => [number, name])).toEqual(
      Object.entries(conditions).map(([number, [name]]) => [Number(number), name]),
    );
    expect(added).toHaveLength(175 - eclMenu.lines.length);
    expect(menus).toContain(physicsMenu);
  });

  it('decides each line as its condition reads, on 4096 random events, both ways', () => {
    const eventCount = 4096;
    const stream = new RandomStream().seed(37, 0, 0, 0, purpose.test);
    const inputBits = new Uint32Array(eventCount * inputWords);
    const told = Array.from({ length: eventCount }, (_, event) =>
      randomEvent(stream, inputBits, event),
    );
    const found = compiled.ftdl(inputBits, eventCount);
    for (const [number, [name, condition]] of Object.entries(conditions)) {
      const expected = told.map(condition);
      expect([
        name,
        told.map((_, event) => hasBit(found, outputWords, event, Number(number))),
      ]).toEqual([name, expected]);
      expect([name, new Set(expected)]).toEqual([name, new Set([true, false])]);
    }
  });

  it('has lines that cannot fire yet: those that need inputs without a source', () => {
    const driven = [
      tracksPlugin,
      matchingPlugin,
      twoTrackPlugin,
      klmPlugin,
      singleMuonPlugin,
      nnSingleTrackPlugin,
    ].flatMap(({ drives }) => [...drives]) as InputName[];
    const slots = new Set(
      [...driven, ...eclDrives, ...singlePhotonDrives].map((name) => inputSlots[name]),
    );
    const dead = deadLines(compiled, slots);
    expect(new Set(dead.map(({ reason }) => reason))).toEqual(new Set(['undriven']));
    const needed = /top|itsfb2b|revo|pseud_rand|bha_delay|plsin|poissonin|nimin|^veto$/;
    for (const { name, formula } of physicsMenu.lines) {
      expect([name, dead.some(({ line }) => line.name === name)]).toEqual([
        name,
        needed.test(formula),
      ]);
    }
    expect(deadLines(compiled)).toEqual([]);
  });

  it('passes physics lines whole, and masks exactly what the rate monitor does not group', () => {
    for (const { name, class: role, prescale } of physicsMenu.lines) {
      if (/^[BL]_/.test(role)) expect([name, prescale]).toEqual([name, 1]);
      expect([name, prescale === 0]).toEqual([name, role === '']);
    }
  });

  it('prescales the lines that neural tracks took over from as monitors', () => {
    const members = physicsMenu.lines.filter(({ name }) =>
      /^(fff|ffo|fso|ffb|fsb|ff30)$/.test(name),
    );
    expect(members.map(({ class: role, prescale }) => `${role} ${prescale}`)).toEqual(
      Array(6).fill('MONITOR 100'),
    );
  });

  it('groups lines as the rate monitor of the experiment does', () => {
    const members = (role: string) =>
      physicsMenu.lines
        .filter((line) => line.class === role && !eclMenu.lines.includes(line))
        .map(({ name }) => name);
    expect(members('B_CDC')).toEqual(['ffy', 'fyo', 'fyb']);
    expect(members('L_CDC')).toEqual([
      'syo',
      'syb',
      'fy30',
      'stt',
      'sttecl',
      'ioiecl2',
      'yioiecl1',
    ]);
    expect(members('L_KLM')).toEqual(
      `
        mu_b2b mu_eb2b eklm2 beklm cdcklm1 cdcklm2 seklm1 seklm2 ieklm1 fwd_seklm bwd_seklm
        ecleklm1
      `
        .trim()
        .split(/\s+/),
    );
    expect(members('CALIB')).toEqual(
      'ssb ggsel bg poissonv eed fed fp shem ohem bffo fffv'.split(' '),
    );
    expect(members('MONITOR')).toEqual(
      `
        fff fffo ffs fss sss ffz ff ss ffo fso sso fzo ffb fsb fzb ff30 g_high g_c1 gg eklmhit
        revolution random fioiecl1 ioiecl1 cdcecl1 cdcecl2 cdcecl3 cdcecl4 c2gev1 c2gev2 f s
      `
        .trim()
        .split(/\s+/),
    );
  });

  it('gives each family the lines that physicists count to it', () => {
    const members = (family: string) =>
      physicsMenu.lines.filter((line) => line.family === family).map(({ name }) => name);
    expect(members('three-track')).toEqual(
      'fff fffo ffs fss sss ffz fzz zzz ffy fyy yyy aaa aaao ffyo'.split(' '),
    );
    expect(members('two-track')).toEqual(
      `
        ff fs ss fz zz fy yy ffo ffoc fso sso fzo fyo ffb fsb ssb fzb fyb syo syb ff30 fs30 ss30
        fy30 cdcbb aao aab aa
      `
        .trim()
        .split(/\s+/),
    );
    expect(members('nn-single-track')).toEqual(['stt', 'sttecl', 'yecl']);
    expect(members('single-muon')).toEqual(
      `
        mu_pair mu_b2b mu_eb2b klm2 eklm2 beklm cdcklm1 cdcklm2 seklm1 seklm2 ieklm1 fwd_seklm
        bwd_seklm ecleklm1
      `
        .trim()
        .split(/\s+/),
    );
    expect(members('single-photon')).toEqual(
      'hie g_high g_c1 lml1 lml2 lml4 lml6 lml7 lml13 n1hie n1lume'.split(' '),
    );
  });

  it('states a source for every line', () => {
    for (const { name, number, source } of physicsMenu.lines)
      expect([name, source]).toEqual([
        name,
        expect.stringContaining(`ftd_0036 output ${number}; prescale: `),
      ]);
    expect(byName.get('ff')?.prescale).toBe(20);
  });
});
