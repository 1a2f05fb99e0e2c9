import type { ClassCounts } from './machine-snapshot.js';
import type { CountedSince } from './counted-since.js';
import type { RunSnapshot } from './ports.js';

/** Length of the time that "now" is averaged over [s of wall time]. */
const recentSeconds = 10;

/** What topic `rates` tells of one class of anchor. */
interface ClassRate extends Pick<ClassCounts, 'name' | 'tier' | 'origin'> {
  readonly seedHz: number;
  /** Windows made, and windows they stand for [Hz]. */
  readonly windowHz: number;
  readonly weightedHz: number;
  readonly acceptHz: number;
}

/** What topic `rates` tells of one line of the menu. */
interface LineRate {
  readonly name: string;
  readonly family: string;
  readonly prescale: number;
  /** Rising edges since the start and now [Hz]: before prescale and mask. */
  readonly rises: number;
  readonly riseHz: number;
  /** After prescale and mask: since the start, now, and on the mean since then [Hz]. */
  readonly accepts: number;
  readonly acceptHz: number;
  readonly meanHz: number;
  /** When its counts began, where a later menu brought it; absent from the start of the run. */
  readonly since?: CountedSince;
  /** Accepts that no other line kept: now, and on the mean since `overlaps.since` [Hz]. */
  readonly exclusiveHz: number;
  readonly exclusiveMeanHz: number;
  /** Accepts now by class of anchor [Hz]; empty where a card is played. */
  readonly byClass: Float64Array;
}

/** Pairs of lines that keep the same accepts, under the present menu and prescales. */
interface OverlapRates {
  /** When its counts began; absent from the start of the run. */
  readonly since?: CountedSince;
  /** Accepts of each line since then, and their mean [Hz]. */
  readonly kept: Float64Array;
  readonly keptHz: Float64Array;
  /** Places in `lines`, the lower first. */
  readonly one: Float64Array;
  readonly other: Float64Array;
  /** Accepts that both kept since then, which shares of rare lines are made of. */
  readonly accepts: Float64Array;
  /** Their mean [Hz], to the millihertz. */
  readonly meanHz: Float64Array;
}

/** What topic `rates` tells of one family: of the OR of its unprescaled lines. */
interface FamilyRate {
  readonly name: string;
  readonly lines: readonly string[];
  readonly hz: number;
  /** On the mean since the start, or since a menu brought it. */
  readonly meanHz: number;
  readonly byClass: Float64Array;
}

/**
 * Data of topic `rates`: in Hz of the emulated machine, whatever the speed of the host; what was
 * given up, whoever was late, has neither events nor time.
 */
export interface SnapshotRates {
  readonly sequence: number;
  /** Whether a machine is played; the rates of a card are those that were asked for. */
  readonly machine: boolean;
  /**
   * Emulated time that was played and that "now" is averaged over [s]; 0 before there is any and
   * once the run is over.
   */
  readonly seconds: number;
  /** All accepts: since the start, now, and on the mean of the run. */
  readonly accepts: number;
  readonly acceptHz: number;
  readonly meanHz: number;
  readonly classes: readonly ClassRate[];
  readonly families: readonly FamilyRate[];
  readonly lines: readonly LineRate[];
  /** Pairs that kept any. */
  readonly overlaps: OverlapRates;
}

/** Rates between two snapshots; without an earlier one of the same run, since it began. */
export function ratesBetween(before: RunSnapshot | undefined, now: RunSnapshot): SnapshotRates {
  const total = now.run.playedSeconds;
  const seconds = total - (before?.run.playedSeconds ?? 0);
  const rate = (count: number, countBefore = 0): number =>
    seconds > 0 ? (count - countBefore) / seconds : Number.NaN;
  const mean: Slopes['mean'] = (count, since) => {
    const played = total - (since?.playedSeconds ?? 0);
    return played > 0 ? count / played : Number.NaN;
  };
  const { accepted } = now.events;
  // What another menu counted is no earlier count of these lines.
  const isKnown = before === undefined || hasSameColumns(before, now);
  const slopes: Slopes = { rate: isKnown ? rate : () => Number.NaN, mean };
  return {
    sequence: now.sequence,
    machine: now.machine !== undefined,
    seconds,
    accepts: accepted,
    acceptHz: rate(accepted, before?.events.accepted),
    meanHz: mean(accepted),
    classes: classRates(before, now, rate),
    families: familyRates(before, now, slopes),
    lines: lineRates(before, now, slopes),
    overlaps: overlapRates(now.overlaps, mean),
  };
}

function overlapRates(counts: RunSnapshot['overlaps'], mean: Slopes['mean']): OverlapRates {
  const { since, kept, one, other, accepts } = counts;
  return {
    ...(since !== undefined && { since }),
    kept,
    keptHz: kept.map((count) => mean(count, since)),
    one,
    other,
    accepts,
    meanHz: accepts.map((count) => toMillihertz(mean(count, since))),
  };
}

/** Whether lines and families of two snapshots are the same, in the same order, of one menu. */
const hasSameColumns = (one: RunSnapshot, other: RunSnapshot): boolean =>
  one.overlaps.since?.seconds === other.overlaps.since?.seconds &&
  one.lines.length === other.lines.length &&
  one.lines.every(({ name, since }, line) => {
    const then = other.lines[line];
    return then?.name === name && then.since?.seconds === since?.seconds;
  }) &&
  (one.machine?.families ?? []).every(({ name, lines }, family) => {
    const then = other.machine?.families[family];
    return then?.name === name && String(then.lines) === String(lines);
  });

type Rate = (count: number, before?: number) => number;
interface Slopes {
  readonly rate: Rate;
  readonly mean: (count: number, since?: CountedSince) => number;
}

function classRates(
  before: RunSnapshot | undefined,
  { machine }: RunSnapshot,
  rate: Rate,
): readonly ClassRate[] {
  return (machine?.classes ?? []).map(
    ({ name, tier, origin, seeds, windows, weighted, accepts }, index) => {
      const then = before?.machine?.classes[index];
      return {
        name,
        tier,
        origin,
        seedHz: rate(seeds, then?.seeds),
        windowHz: rate(windows, then?.windows),
        weightedHz: rate(weighted, then?.weighted),
        acceptHz: rate(accepts, then?.accepts),
      };
    },
  );
}

function familyRates(
  before: RunSnapshot | undefined,
  { machine }: RunSnapshot,
  { rate, mean }: Slopes,
): readonly FamilyRate[] {
  if (machine === undefined) return [];
  const rises = (classes: readonly ClassCounts[], family: number): number =>
    classes.reduce((sum, { familyRises }) => sum + (familyRises[family] ?? 0), 0);
  return machine.families.map(({ name, lines, since }, family) => {
    const count = rises(machine.classes, family);
    return {
      name,
      lines,
      hz: rate(count, rises(before?.machine?.classes ?? [], family)),
      meanHz: mean(count, since),
      byClass: byClass(before, machine.classes, rate, ({ familyRises }) => familyRises[family]),
    };
  });
}

function lineRates(
  before: RunSnapshot | undefined,
  now: RunSnapshot,
  { rate, mean }: Slopes,
): readonly LineRate[] {
  const { alone, since: aloneSince } = now.overlaps;
  return now.lines.map(({ name, family, prescale, ftdl, psnm, since }, line) => {
    const then = before?.lines[line];
    const exclusive = alone[line] ?? 0;
    return {
      name,
      family,
      prescale,
      rises: ftdl,
      riseHz: rate(ftdl, then?.ftdl),
      accepts: psnm,
      acceptHz: rate(psnm, then?.psnm),
      meanHz: mean(psnm, since),
      ...(since !== undefined && { since }),
      exclusiveHz: rate(exclusive, before?.overlaps.alone[line]),
      exclusiveMeanHz: mean(exclusive, aloneSince),
      byClass: byClass(
        before,
        now.machine?.classes ?? [],
        rate,
        ({ lineAccepts }) => lineAccepts[line],
      ),
    };
  });
}

function byClass(
  before: RunSnapshot | undefined,
  classes: readonly ClassCounts[],
  rate: Rate,
  count: (counts: ClassCounts) => number | undefined,
): Float64Array {
  return Float64Array.from(classes, (counts, index) => {
    const then = before?.machine?.classes[index];
    return toMillihertz(rate(count(counts) ?? 0, then && count(then)));
  });
}

/** There are thousands of these numbers, which JSON writes with all digits. */
const toMillihertz = (hertz: number): number => Math.round(1000 * hertz) / 1000;

/** The snapshots of the last seconds, for rates of now. */
export class RecentSnapshots {
  #kept: readonly RunSnapshot[] = [];

  /** Takes a snapshot a second or so; of a new run or of one that is not newer, none is kept. */
  note(snapshot: RunSnapshot): void {
    const { id, wallSeconds } = snapshot.run;
    const same = this.#kept.filter(({ run }) => run.id === id);
    if (same.some(({ run }) => run.wallSeconds >= wallSeconds)) return;
    this.#kept = [
      ...same.filter(({ run }) => run.wallSeconds >= wallSeconds - recentSeconds),
      snapshot,
    ];
  }

  /**
   * The snapshot that "now" counts from: the oldest of the same run that is not older than ten
   * seconds, or the last before them; undefined for the start of the run. A run that is over has no
   * "now": its last snapshot counts from itself.
   */
  before(snapshot: RunSnapshot): RunSnapshot | undefined {
    const { state, id, wallSeconds } = snapshot.run;
    if (state === 'ended' || state === 'failed') return snapshot;
    if (wallSeconds <= recentSeconds) return undefined;
    const earlier = this.#kept.filter(({ run }) => run.id === id && run.wallSeconds < wallSeconds);
    // Since another menu decides there may be none yet; the one before it has other lines.
    const alike = earlier.filter((each) => hasSameColumns(each, snapshot));
    return (
      alike.find(({ run }) => run.wallSeconds >= wallSeconds - recentSeconds) ??
      alike.at(-1) ??
      earlier.at(-1)
    );
  }
}
