// kernel: tries every change of one line and of two
import { type Derivatives, derivativesOf, type Merit, valuesOf } from './merit.js';

/** What is searched for: chances that make the first quantity largest, the others within limits. */
export interface Problem {
  readonly merit: Merit;
  /** Chances that each line may have, ascending. */
  readonly ladders: readonly Float64Array[];
  /** Of the quantities behind the first [Hz]; may be infinite. */
  readonly limits: Float64Array;
}

/** Place of each line on its ladder. */
type Levels = Int16Array;

/** Changes that gain less than this are rounding. */
const least = 1e-12;

/** Chances of levels. */
export const chancesOf = ({ ladders }: Pick<Problem, 'ladders'>, levels: Levels): Float64Array =>
  Float64Array.from(levels, (level, line) => ladders[line]![level]!);

/** Whether rates, behind the first value, are within their limits. */
export function fits({ limits }: Pick<Problem, 'limits'>, values: Float64Array): boolean {
  return limits.every((limit, at) => values[at + 1]! <= limit * (1 + least));
}

/** All lines at the least they may keep. */
export const lowest = ({ ladders }: Pick<Problem, 'ladders'>): Levels =>
  new Int16Array(ladders.length);

/**
 * The best levels found from some starts that are within the limits: no other level of any line,
 * and no other levels of any two, are better. Undefined when no start is within the limits.
 */
export function search(problem: Problem, starts: readonly Levels[]): Levels | undefined {
  let best: { readonly levels: Levels; readonly efficiency: number } | undefined;
  const ends = [fillUp(problem, lowest(problem)), emptied(problem)];
  for (const start of [...ends, ...starts]) {
    if (start === undefined || !fits(problem, at(problem, start))) continue;
    const levels = climb(problem, start);
    const efficiency = at(problem, levels)[0]!;
    if (best === undefined || efficiency > best.efficiency + least) best = { levels, efficiency };
  }
  return best?.levels;
}

const at = (problem: Problem, levels: Levels): Float64Array =>
  valuesOf(problem.merit, chancesOf(problem, levels));

/** Raises lines from a start, always the one that gains most for its part of the budgets. */
function fillUp(problem: Problem, start: Levels): Levels | undefined {
  const { merit, limits } = problem;
  const levels = start.slice();
  if (!fits(problem, at(problem, levels))) return undefined;
  for (;;) {
    const chances = chancesOf(problem, levels);
    const values = valuesOf(merit, chances);
    const slopes = slopesAt(merit, chances);
    let [line, level, most] = [-1, 0, 0];
    for (let each = 0; each < levels.length; each++) {
      const gain = slopes[0]![each]!;
      if (gain <= least) continue;
      let cost = Number.MIN_VALUE;
      for (let rate = 0; rate < limits.length; rate++)
        cost += slopes[rate + 1]![each]! / limits[rate]!;
      if (gain / cost <= most) continue;
      const up = highestWithin(problem, values, slopes, each, levels[each]!);
      if (up > levels[each]!) [line, level, most] = [each, up, gain / cost];
    }
    if (line < 0) return levels;
    levels[line] = level;
  }
}

/** Masks lines from the most that all may keep, always the one that costs least for its rate. */
function emptied(problem: Problem): Levels {
  const { merit, ladders, limits } = problem;
  const levels = Int16Array.from(ladders, ({ length }) => length - 1);
  for (;;) {
    const chances = chancesOf(problem, levels);
    const values = valuesOf(merit, chances);
    if (fits(problem, values)) return levels;
    const slopes = slopesAt(merit, chances);
    let [line, least] = [-1, Number.POSITIVE_INFINITY];
    for (let each = 0; each < levels.length; each++) {
      if (levels[each] === 0) continue;
      let cost = Number.MIN_VALUE;
      for (let rate = 0; rate < limits.length; rate++)
        if (values[rate + 1]! > limits[rate]!) cost += slopes[rate + 1]![each]! / limits[rate]!;
      const price = slopes[0]![each]! / cost;
      if (price < least) [line, least] = [each, price];
    }
    // Where lines keep the same events alone no line by itself takes rate away: no way down here.
    if (line < 0) return levels;
    levels[line] = 0;
  }
}

/** The highest level of a line that is within the limits. */
function highestWithin(
  { ladders, limits }: Problem,
  values: Float64Array,
  slopes: readonly Float64Array[],
  line: number,
  from: number,
): number {
  for (let level = ladders[line]!.length - 1; level > from; level--) {
    const step = ladders[line]![level]! - ladders[line]![from]!;
    let isWithin = true;
    for (let rate = 0; rate < limits.length && isWithin; rate++)
      isWithin = values[rate + 1]! + slopes[rate + 1]![line]! * step <= limits[rate]! * (1 + least);
    if (isWithin) return level;
  }
  return from;
}

const slopesAt = (merit: Merit, chances: Float64Array): readonly Float64Array[] =>
  merit.quantities.map((_, place) => derivativesOf(merit, place, chances, false).slopes);

/** Takes the best change of one line, or of two where one gains nothing, while there is any. */
function climb(problem: Problem, start: Levels): Levels {
  const { merit } = problem;
  const levels = start.slice();
  for (;;) {
    const chances = chancesOf(problem, levels);
    const values = valuesOf(merit, chances);
    const one = bestOfOne(problem, levels, values, slopesAt(merit, chances));
    if (one !== undefined) {
      levels[one.line] = one.level;
      continue;
    }
    const derivatives = merit.quantities.map((_, place) =>
      derivativesOf(merit, place, chances, true),
    );
    const two = bestOfTwo(problem, levels, values, derivatives);
    if (two === undefined) return levels;
    levels[two.line] = two.level;
    levels[two.other] = two.otherLevel;
  }
}

function bestOfOne(
  problem: Problem,
  levels: Levels,
  values: Float64Array,
  slopes: readonly Float64Array[],
): { readonly line: number; readonly level: number } | undefined {
  let [best, most] = [undefined as { line: number; level: number } | undefined, least];
  for (let line = 0; line < levels.length; line++) {
    const level = highestWithin(problem, values, slopes, line, levels[line]!);
    const step = problem.ladders[line]![level]! - problem.ladders[line]![levels[line]!]!;
    const gain = slopes[0]![line]! * step;
    if (gain > most) [best, most] = [{ line, level }, gain];
  }
  return best;
}

/** One line goes up, another down. */
interface Exchange {
  readonly line: number;
  readonly level: number;
  readonly other: number;
  readonly otherLevel: number;
}

/** The best exchange of two lines that is within the limits. */
function bestOfTwo(
  problem: Problem,
  levels: Levels,
  values: Float64Array,
  derivatives: readonly Derivatives[],
): Exchange | undefined {
  const { ladders, merit } = problem;
  const { lineCount } = merit;
  const { slopes: gains, bends: gainBends } = derivatives[0]!;
  let best: Exchange | undefined;
  let most = least;
  for (let line = 0; line < lineCount; line++) {
    const ladder = ladders[line]!;
    for (let level = levels[line]! + 1; level < ladder.length; level++) {
      const up = ladder[level]! - ladder[levels[line]!]!;
      if (gains[line]! * up <= most) continue;
      for (let other = 0; other < lineCount; other++) {
        if (other === line) continue;
        const need = neededDown(problem, values, derivatives, line, up, other);
        const otherLevel = levelBelow(ladders[other]!, levels[other]!, need);
        if (otherLevel < 0) continue;
        const down = ladders[other]![otherLevel]! - ladders[other]![levels[other]!]!;
        const bend = gainBends[line * lineCount + other]!;
        const gain = gains[line]! * up + gains[other]! * down + bend * up * down;
        if (gain <= most) continue;
        best = { line, level, other, otherLevel };
        most = gain;
      }
    }
  }
  return best;
}

/** By how much a line must go down so that rates are within limits when another goes up. */
function neededDown(
  { limits, merit: { lineCount } }: Problem,
  values: Float64Array,
  derivatives: readonly Derivatives[],
  line: number,
  up: number,
  other: number,
): number {
  let need = 0;
  for (let rate = 0; rate < limits.length; rate++) {
    const { slopes, bends } = derivatives[rate + 1]!;
    const excess = values[rate + 1]! + slopes[line]! * up - limits[rate]! * (1 + least);
    if (excess <= 0) continue;
    const slope = slopes[other]! + bends[line * lineCount + other]! * up;
    if (slope <= 0) return Number.POSITIVE_INFINITY;
    need = Math.max(need, excess / slope);
  }
  return need;
}

/** The highest level that is so much below another, −1 when there is none. */
function levelBelow(ladder: Float64Array, from: number, need: number): number {
  const now = ladder[from]!;
  if (!(need > 0 && need <= now)) return -1;
  let level = from;
  while (level >= 0 && now - ladder[level]! < need) level--;
  return level;
}

/**
 * Gives lines back what they keep now, as far as the limits allow: those that gain nothing stay as
 * they are where they cost nothing that is needed; the cheapest first.
 */
export function giveBack(problem: Problem, levels: Levels, present: Levels): Levels {
  const { merit, ladders, limits } = problem;
  const given = levels.slice();
  for (;;) {
    const chances = chancesOf(problem, given);
    const values = valuesOf(merit, chances);
    const slopes = slopesAt(merit, chances);
    let [cheapest, price] = [-1, Number.POSITIVE_INFINITY];
    for (let line = 0; line < given.length; line++) {
      if (given[line]! >= present[line]!) continue;
      const step = ladders[line]![present[line]!]! - ladders[line]![given[line]!]!;
      let [cost, isWithin] = [0, true];
      for (let rate = 0; rate < limits.length; rate++) {
        const more = slopes[rate + 1]![line]! * step;
        isWithin &&= values[rate + 1]! + more <= limits[rate]! * (1 + least);
        cost += more;
      }
      if (isWithin && cost < price) [cheapest, price] = [line, cost];
    }
    if (cheapest < 0) return given;
    given[cheapest] = present[cheapest]!;
  }
}
