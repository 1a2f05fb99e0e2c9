import { describe, expect, it } from 'vitest';
import { inputWords } from '../../triggers/batches.js';
import {
  inputCounts,
  inputMeanings,
  inputNames,
  inputSlotOf,
  inputSlots,
  otherSpelling,
  snapshotSlots,
} from '../../triggers/slots.js';

describe('input bits of the GDL', () => {
  it('are 179, each with a name of its own and a meaning, and fit in the words of an event', () => {
    expect(inputNames).toHaveLength(179);
    expect(new Set(inputNames).size).toBe(179);
    expect(inputMeanings).toHaveLength(179);
    expect(snapshotSlots).toBe(inputSlots.nimin1 + 1);
    expect(inputMeanings.every((meaning) => meaning.length > 3)).toBe(true);
    expect(inputNames.length).toBeLessThanOrEqual(32 * inputWords);
  });

  /**
   * First and last slot of each block of ftd_0036.inp, so that a name lost or doubled inside shifts
   * one of them.
   */
  const anchors = {
    t3_0: 0,
    ty_0: 4,
    t2_0: 8,
    ts_0: 12,
    ta_3: 19,
    typ: 20,
    tx_1: 22,
    cdc_open90: 23,
    cdc_active: 24,
    cdc_b2b3: 25,
    cdc_b2b9: 28,
    itsfb2b: 29,
    ti: 30,
    i2io: 31,
    i2fo: 32,
    f2f30: 33,
    s2f30: 34,
    s2s30: 35,
    s2s3: 36,
    s2so: 38,
    s2f3: 39,
    s2fo: 41,
    fwd_s: 42,
    bwd_s: 43,
    track: 44,
    trkflt: 45,
    ehigh: 46,
    elow: 47,
    elum: 48,
    ecl_bha: 49,
    ecl_3dbha: 50,
    bha_veto: 51,
    bha_type_0: 52,
    bha_intrk: 54,
    bha_theta_1: 56,
    clst_0: 57,
    clst_3: 60,
    ecl_active: 61,
    ecl_timing_fwd: 62,
    ecl_timing_bwd: 64,
    ecl_phys: 65,
    ecl_oflo: 66,
    ecl_lml_0: 67,
    ecl_lml_10: 77,
    ecl_lml_12: 78,
    ecl_lml_13: 79,
    ecl_mumu: 80,
    ecl_bhapur: 81,
    ecl_bst: 82,
    top_0: 83,
    top_bb: 86,
    top_active: 87,
    klm_hit: 88,
    klm_2: 91,
    klmb2b: 92,
    eklm_hit: 93,
    eklm_2: 96,
    eklmb2b: 97,
    revo: 98,
    her_kick: 99,
    ler_kick: 100,
    bha_delay: 101,
    pseud_rand: 102,
    plsin: 103,
    poissonin: 104,
    veto: 105,
    injv: 106,
    secl: 107,
    iecl_1: 109,
    samhem: 110,
    opohem: 111,
    d3: 112,
    d7: 114,
    p3: 115,
    p9: 118,
    cdcecl_0: 119,
    c2gev_0: 123,
    cdctop_3: 130,
    cdcklm_0: 131,
    seklm_1: 134,
    ecleklm: 135,
    ieklm: 136,
    fwdsb: 137,
    brlnb2: 144,
    trkbha1: 145,
    grlgg2: 148,
    nimin0: 149,
    nimin1: 150,
    ecl_lml_11: 151,
    ecl_taub2b: 152,
    ecl_taub2b3: 154,
    ehigh1: 155,
    ehigh4: 158,
    ecl_bg_0: 159,
    ecl_bg_2: 161,
    ecl_bhauni: 162,
    n1gev_0: 163,
    n2gev_3: 170,
    d9: 171,
    cdcklm_2: 172,
    cdcklm_3: 173,
    tsf0b2b: 174,
    tsf2b2b: 176,
    passive_veto: 177,
    cdcecl_veto: 178,
  } as const;

  it('have the slots of menu snapshot 0036, and behind them keep theirs', () => {
    for (const [name, slot] of Object.entries(anchors))
      expect([name, inputNames.indexOf(name as keyof typeof inputSlots)]).toEqual([name, slot]);
  });

  it('are found by name at the slot where they are listed', () => {
    inputNames.forEach((name, slot) => expect(inputSlots[name]).toBe(slot));
  });

  it('are found by another spelling too, where menus have one', () => {
    expect(inputSlotOf('ehigh4')).toBe(inputSlots.ehigh4);
    expect(['hie1', 'hie2', 'hie3', 'hie4'].map(inputSlotOf)).toEqual([155, 156, 157, 158]);
    expect(['taub2b', 'taub2b2', 'taub2b3'].map(inputSlotOf)).toEqual([152, 153, 154]);
    expect(['lml11', 'bhauni'].map(inputSlotOf)).toEqual([151, 162]);
    const fromOne = (name: string) => [1, 2, 3, 4].map((count) => inputSlotOf(`${name}${count}`));
    expect(fromOne('n1gev')).toEqual(inputCounts.get('n1gev')!.slots);
    expect(fromOne('n2gev')).toEqual(inputCounts.get('n2gev')!.slots);
    expect(fromOne('cdcklm').slice(2)).toEqual([inputSlots.cdcklm_2, inputSlots.cdcklm_3]);
    expect(inputSlotOf('constructor')).toBeUndefined();
    const spellings = inputNames.flatMap((_, slot) => otherSpelling(slot) ?? []);
    expect(spellings.filter((name) => Object.hasOwn(inputSlots, name))).toEqual([]);
  });

  it('spell tracks and matches one-hot, clusters, KLM sectors and Bhabha codes in binary', () => {
    const spelled = (encoding: string) =>
      [...inputCounts.keys()].filter((name) => inputCounts.get(name)!.encoding === encoding);
    expect(spelled('one-hot')).toEqual([
      't3',
      'ty',
      't2',
      'ts',
      'ta',
      'cdcecl',
      'c2gev',
      'cdctop',
      'cdcklm',
      'seklm',
      'n1gev',
      'n2gev',
    ]);
    expect(spelled('binary')).toEqual(['bha_type', 'bha_theta', 'clst', 'top', 'klm', 'eklm']);
    for (const [name, { slots }] of inputCounts)
      expect(slots.map((slot) => inputNames[slot])).toEqual(
        slots.map((_, digit) => `${name}_${digit}`),
      );
  });
});
