import { type Provenance, provenanceOfScan } from '../studies/provenance.js';
import type { ScanPoint } from './rates-tables.js';

/** Rates at several values of one parameter, as `--json` prints them. */
export interface ScannedRates {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  /** What all values have of it, and the values. */
  readonly machine: string;
  /** What is scanned: a path of a parameter, `luminosity` or `currents`. */
  readonly scan: string;
  /** All that were asked for; `points` has fewer where the scan was stopped. */
  readonly values: readonly string[];
  /** Of all values: what they share, and the values of what is scanned. */
  readonly provenance: Provenance;
  readonly points: readonly ScanPoint[];
}

/** The document of a scan that has at least one point. */
export function scannedRates(
  scan: string,
  values: readonly string[],
  points: readonly ScanPoint[],
): ScannedRates {
  const all = points.map(({ rates }) => rates);
  const { version, seed, menu, conditions } = all[0]!;
  const others = all.map(({ machine }) => machine.split(' + '));
  const shared = others[0]!.filter((part) => others.every((parts) => parts.includes(part)));
  // Of one value alone all parts are shared, the scanned one too.
  const own = shared.filter((part) => !part.startsWith(`${scan}=`));
  return {
    version,
    seed,
    menu,
    conditions,
    machine: [...own, `${scan}=${values.join(',')}`].join(' + '),
    scan,
    values,
    provenance: provenanceOfScan(
      scan,
      values,
      all.map(({ provenance }) => provenance),
    ),
    points,
  };
}
