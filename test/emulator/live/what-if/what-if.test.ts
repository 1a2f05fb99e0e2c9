import { beforeAll, describe, expect, it } from 'vitest';
import type { WhatIfAnswer, WhatIfQuestion } from '../../../../monitor/what-if.js';
import { askedRun } from './asked-run.js';

const slices = 3;
let run: Awaited<ReturnType<typeof askedRun>>;
const patience = 120_000;
beforeAll(async () => {
  run = await askedRun(slices, 1);
}, patience);

const ask = (question: WhatIfQuestion) => run.whatIf.answer(question);
const rowOf = ({ lines }: WhatIfAnswer, name: string) => lines.find((line) => line.name === name)!;
const sameHits: WhatIfQuestion = { thresholds: { 'bits.ecl.sums.elow': '0.5 GeV' } };

describe('a what-if question', { timeout: patience }, () => {
  it('of the unchanged menu is answered with the live counts of the same windows', async () => {
    const { books, menu } = run;
    const answer = await ask({ menu: 'physics' });
    const { sample, from } = answer;
    expect(from).toBe('input bits');
    expect(sample).toMatchObject({ firstSlice: 0, lastSlice: slices - 1, slices });
    expect(sample.machineChanges).toEqual([1]);
    expect(sample.fromSeconds).toBe(0);
    expect(sample.toSeconds).toBeCloseTo(0.05 * slices, 4);
    expect(sample.seconds).toBeCloseTo(0.05 * slices, 4);
    expect(sample.windows).toBe(books.processed);
    expect(sample.occurrences).toBeGreaterThan(2 * sample.windows);
    let measured = 0;
    for (const [at, { name, prescale }] of menu.lines.entries()) {
      const { ftdl, accepts } = rowOf(answer, name);
      expect(ftdl!.asked, name).toEqual(ftdl!.now);
      expect(accepts.asked, name).toEqual(accepts.now);
      if (ftdl!.now === null) continue;
      measured++;
      expect(ftdl!.now.value * sample.seconds, name).toBeCloseTo(books.ftdl[at]!, 6);
      if (prescale === 1)
        expect(accepts.now!.value * sample.seconds, name).toBeCloseTo(books.psnm[at]!, 6);
    }
    expect(measured).toBeGreaterThan(100);
  });

  it('of the unchanged trigger is answered from hits with what was decided', async () => {
    const answer = await ask(sameHits);
    expect(answer.from).toBe('hits');
    expect(answer.sample.windows).toBe(run.books.processed);
    expect(answer.sample.probes).toBeGreaterThan(20);
    for (const { name, accepts, efficiencies } of [answer.total, ...answer.lines]) {
      expect(accepts.asked, name).toEqual(accepts.now);
      for (const { now, asked, difference } of efficiencies) {
        expect(asked, name).toEqual(now);
        if (difference !== null) expect(difference).toEqual({ value: 0, low: 0, high: 0 });
      }
    }
  });

  it('takes prescales as expectations: of 4 a quarter of what fires is kept', async () => {
    const answer = await ask({ prescales: { hie: 4 } });
    const { ftdl, accepts, efficiencies, prescale } = rowOf(answer, 'hie');
    expect(answer.from).toBe('prescales');
    expect(prescale).toEqual({ now: 1, asked: 4 });
    expect(ftdl!.now!.value).toBeGreaterThan(0);
    expect(ftdl!.asked).toEqual(ftdl!.now);
    expect(accepts.asked!.value).toBeCloseTo(ftdl!.now!.value / 4, 9);
    expect(accepts.asked!.high).toBeCloseTo(ftdl!.now!.high / 4, 9);
    expect(accepts.difference!.value).toBeCloseTo(-0.75 * ftdl!.now!.value, 9);
    for (const { now, asked } of efficiencies) {
      expect(asked!.value).toBeCloseTo(now!.value / 4, 12);
      expect(asked!.high).toBeCloseTo(now!.high / 4, 12);
    }
    expect(answer.total.accepts.asked!.value).toBeLessThan(answer.total.accepts.now!.value);
  });

  it('of a higher threshold has fewer of the line that asks for it, and no others', async () => {
    const answer = await ask({ thresholds: { 'bits.ecl.sums.ehigh': '3 GeV' } });
    const fires = (name: string) => rowOf(answer, name).ftdl!;
    expect(fires('hie').asked!.value).toBeLessThan(fires('hie').now!.value);
    expect(fires('hie').difference!.low).toBeLessThan(fires('hie').difference!.value);
    expect(fires('lml1').asked).toEqual(fires('lml1').now);
  });

  it('of another menu has its lines alone', async () => {
    const text = 'extends: physics\nadd: [{number: 190, name: mine, formula: ehigh}]\n';
    const answer = await ask({ menuText: `${text}remove: [hie]` });
    expect(rowOf(answer, 'mine')).toMatchObject({
      prescale: { now: null, asked: 1 },
      ftdl: { now: null, difference: null },
    });
    expect(rowOf(answer, 'mine').ftdl!.asked!.value).toBeGreaterThan(0);
    expect(rowOf(answer, 'hie')).toMatchObject({
      prescale: { now: 1, asked: null },
      accepts: { asked: null, difference: null },
    });
  });

  it('has the same answer whoever keeps the hits, and when it is asked again', async () => {
    const { tookSeconds: _, sequence: __, ...one } = await ask(sameHits);
    const again = await ask(sameHits);
    expect(again).toMatchObject(one);
    const others = await askedRun(slices, 2);
    const two = await others.whatIf.answer(sameHits);
    expect(two).toMatchObject(one);
  });
});
