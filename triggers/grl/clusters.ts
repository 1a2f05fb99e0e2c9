// kernel: every cluster of every event; scratch columns are reused
import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { bucketPeriod } from '../../detector/base/constants.js';
import { atan2, tan } from '../../detector/base/elementary.js';
import { degree, ns } from '../../detector/base/units.js';
import { isMeasured } from '../cdc/event-time.js';
import type { CdcObjects } from '../cdc/objects.js';
import { dataClock } from '../ecl/fam.js';
import type { EclObjects } from '../ecl/objects.js';
import { BinSet, binOf } from './bins.js';

/** Which clusters of the calorimeter the GRL counts: those in time, and in the barrel. */
export const clusterSchema = {
  window: quantity(
    100 * ns,
    'ns',
    'Clusters closer than this to the event time count (basf2 trg/grl TRGGRLProjectsModule.cc)',
    { min: 0 },
  ),
  eventTime: choice(
    'ecl',
    ['ecl', 'cdc'],
    'Event time of that window: of the ECL, as in basf2; or of the CDC, and of the ECL where ' +
      'the CDC has none',
  ),
  minTheta: quantity(
    35 * degree,
    'deg',
    'Smallest polar angle of a barrel cluster (basf2 trg/grl TRGGRLMatchModule.cc)',
    { min: 0 },
  ),
  maxTheta: quantity(126 * degree, 'deg', 'Largest polar angle of a barrel cluster (same)', {
    min: 0,
  }),
} as const;

/** More clusters than the ECL trigger ever keeps. */
const capacity = 16;

/**
 * Clusters of one event that are in time: row within the event, distance from the axis [cm],
 * azimuth [rad], 10° bin, and 1 where tracks are matched to them (barrel). Azimuth and bin are
 * those of an earlier event until `findAzimuths`.
 */
export class InTimeClusters {
  readonly row = new Uint8Array(capacity);
  readonly radius = new Float64Array(capacity);
  readonly phi = new Float64Array(capacity);
  readonly bin = new Uint8Array(capacity);
  readonly barrel = new Uint8Array(capacity);
  readonly bins = new BinSet();
  count = 0;
  readonly #window: number;
  readonly #ofCdc: boolean;
  readonly #maxCotangent: number;
  readonly #minCotangent: number;

  constructor({ window, eventTime, minTheta, maxTheta }: ConfigOf<typeof clusterSchema>) {
    this.#window = window;
    this.#ofCdc = eventTime === 'cdc';
    this.#maxCotangent = 1 / tan(minTheta);
    this.#minCotangent = 1 / tan(maxTheta);
  }

  load(cdc: CdcObjects, ecl: EclObjects, event: number): void {
    this.count = 0;
    this.bins.clear();
    const { offsets, time, x, y, z } = ecl.clusters;
    const first = offsets[event];
    const end = offsets[event + 1];
    if (first === end) return;
    const eventTime =
      this.#ofCdc && isMeasured(cdc.eventTimeSource[event])
        ? cdcTime(cdc, ecl, event)
        : eclTime(ecl, event);
    for (let cluster = first; cluster < end; cluster++) {
      if (!(Math.abs(time[cluster] - eventTime) < this.#window)) continue;
      const place = this.count++;
      this.row[place] = cluster - first;
      this.radius[place] = Math.sqrt(x[cluster] * x[cluster] + y[cluster] * y[cluster]);
      const cotangent = z[cluster] / this.radius[place];
      this.barrel[place] =
        cotangent <= this.#maxCotangent && cotangent >= this.#minCotangent ? 1 : 0;
    }
  }

  /** Finds azimuths and bins: what clusters are compared by, with tracks and with each other. */
  findAzimuths({ offsets, x, y }: EclObjects['clusters'], event: number): void {
    for (let place = 0; place < this.count; place++) {
      const cluster = offsets[event] + this.row[place];
      this.phi[place] = atan2(y[cluster], x[cluster]);
      this.bin[place] = binOf(this.phi[place]);
      this.bins.add(this.bin[place]);
    }
  }
}

/**
 * Event time of the ECL after the start of its window [ns]; windows start on even clocks and are
 * two clocks long.
 */
const eclTime = ({ eventTime, revoClock }: EclObjects, event: number): number =>
  (revoClock[event] & 1) * dataClock + eventTime[event];

/** Event time of the CDC after the start of the ECL's window [ns]; a tick is a bucket. */
const cdcTime = ({ eventTime }: CdcObjects, { windowStart }: EclObjects, event: number): number =>
  eventTime[event] * bucketPeriod - windowStart[event];
