import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { hasBit, outputWords } from '../../../triggers/batches.js';
import { decideSchema } from '../../../triggers/gdl/decide.js';
import { risingEdges } from '../../../triggers/gdl/edges.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { ftdlBits, line, menuOf } from './support.js';

const { edges: config } = parseConfig(decideSchema, {}, 'test');
const [track, cluster, both, muon, top] = [3, 31, 32, 100, 191];
const menu = compileMenu(
  menuOf(
    line(track, 't2 >= 1 & !veto'),
    line(cluster, 'ehigh & !bha_veto & !veto'),
    line(both, 't2 >= 1 & ehigh'),
    line(muon, 'klm_hit'),
    line(top, 'top_active'),
  ),
);

/** A window: when it begins, when its last member comes, which lines fire. */
type Window = readonly [time: number, last: number, ...fired: readonly number[]];

const bitsIn = (windows: readonly Window[]) => ftdlBits(windows.map(([, , ...fired]) => fired));
const of = (windows: readonly Window[]) =>
  [
    bitsIn(windows),
    Float64Array.from(windows, ([time]) => time),
    { lastMember: Float64Array.from(windows, ([, last]) => last) },
  ] as const;

/** Windows in which a line rises. */
function risesOf(number: number, windows: readonly Window[]): readonly number[] {
  const rising = risingEdges(menu, config)(...of(windows));
  return [...windows.keys()].filter((at) => hasBit(rising, outputWords, at, number));
}

describe('a line of the chamber', () => {
  it.each([track, both, muon, top])(
    'counts again 512 ns behind a window, not earlier (%i)',
    (l) => {
      expect(
        risesOf(l, [
          [1000, 1000, l],
          [1511, 1511, l],
        ]),
      ).toEqual([0]);
      expect(
        risesOf(l, [
          [1000, 1000, l],
          [1512, 1512, l],
        ]),
      ).toEqual([0, 1]);
    },
  );

  it('is held from the last member of the window on, not from its beginning', () => {
    expect(
      risesOf(track, [
        [0, 180, track],
        [600, 600, track],
      ]),
    ).toEqual([0]);
    expect(
      risesOf(track, [
        [0, 80, track],
        [600, 600, track],
      ]),
    ).toEqual([0, 1]);
  });

  it('is held on by windows in which it does not rise', () => {
    const at = (time: number): Window => [time, time, track];
    expect(risesOf(track, [at(0), at(400), at(800), at(1311), at(1823)])).toEqual([0, 4]);
  });

  it('does not lose what an earlier window with a later member gave it', () => {
    expect(
      risesOf(track, [
        [0, 188, track],
        [190, 190],
        [699, 699, track],
      ]),
    ).toEqual([0]);
    expect(
      risesOf(track, [
        [0, 300, track],
        [190, 190, track],
        [705, 705, track],
      ]),
    ).toEqual([0]);
  });
});

describe('a line of the calorimeter alone', () => {
  it('counts again after 250 ns, vetoes in its formula or not', () => {
    expect(
      risesOf(cluster, [
        [0, 0, cluster],
        [249, 249, cluster],
      ]),
    ).toEqual([0]);
    expect(
      risesOf(cluster, [
        [0, 0, cluster],
        [250, 250, cluster],
      ]),
    ).toEqual([0, 1]);
  });

  it('is what the menu’s energy and cluster lines are', () => {
    const physics = compileMenu(physicsMenu);
    const numberOf = (name: string) =>
      physics.lines.find((candidate) => candidate.name === name)!.number;
    const names = ['hie', 'lml1', 'c4', 'stt', 'ffy', 'mu_b2b', 'fed'];
    const numbers = names.map(numberOf);
    const twice = ftdlBits([numbers, numbers]);
    const rising = risingEdges(physics, config);
    const bits = rising(twice, Float64Array.of(0, 300), { lastMember: Float64Array.of(0, 300) });
    const again = names.filter((_, at) => hasBit(bits, outputWords, 1, numbers[at]!));
    expect(again).toEqual(['hie', 'lml1', 'c4']);
  });
});

describe('edges of a line', () => {
  it('are its own: another line that is up does not keep it down', () => {
    const windows: readonly Window[] = [
      [0, 0, track],
      [100, 100, track, cluster],
      [200, 200, both],
    ];
    expect([track, cluster, both].map((number) => risesOf(number, windows))).toEqual([
      [0],
      [1],
      [2],
    ]);
  });

  it('go on from their state as if they had seen the windows before', () => {
    const windows = Array.from(
      { length: 60 },
      (_, at): Window => [130 * at, 130 * at + (at % 3), ...(at % 4 === 0 ? [track] : []), cluster],
    );
    const whole = risingEdges(menu, config);
    const all = whole(...of(windows));
    const first = risingEdges(menu, config);
    const parts = [...first(...of(windows.slice(0, 31)))];
    const second = risingEdges(menu, config, first.upUntil());
    parts.push(...second(...of(windows.slice(31))));
    expect(parts).toEqual([...all]);
    expect(second.upUntil()).toEqual(whole.upUntil());
  });
});
