import { cm, GeV, MeV, mm } from '../../detector/base/units.js';
import type { Fields } from './fields.js';
import type { RawEvent, Role } from './raw-event.js';
import { role } from './raw-event.js';
import { quoted, type Source } from './source.js';

/** Factors from a HepMC file to base units. */
export interface HepmcUnits {
  readonly momentum: number;
  readonly length: number;
}

/**
 * What a file without U line is in.
 * @see HepMC 2.06 user manual, section "Units" (default GEV and MM).
 */
export const defaultHepmcUnits: HepmcUnits = { momentum: GeV, length: mm };

/** What a file is in after a U line that cannot be understood: nothing can be read in it. */
export const unknownHepmcUnits: HepmcUnits = { momentum: Number.NaN, length: Number.NaN };

/** A U line in `fields`, for example `U GEV MM`. @throws READER_MALFORMED */
export function readHepmcUnits(fields: Fields, source: Source): HepmcUnits {
  const momentum = { GEV: GeV, MEV: MeV }[fields.text(1)];
  const length = { MM: mm, CM: cm }[fields.text(2)];
  if (momentum === undefined)
    throw source.malformed(quoted(fields.text(1)), 'GEV or MEV as unit of momentum');
  if (length === undefined)
    throw source.malformed(quoted(fields.text(2)), 'MM or CM as unit of length');
  return { momentum, length };
}

/**
 * Status codes: 1 final, 3 documentation, 4 beam, above 200 free for the tracking of a detector
 * simulation, all others history.
 * @see HepMC 2.06 user manual, "Status codes".
 */
export function hepmcRole(status: number): Role {
  if (status === 1) return role.final;
  if (status === 4) return role.beam;
  if (status === 3) return role.documented;
  return status > 200 ? role.secondary : role.intermediate;
}

/** Columns from `first`: px py pz e of a P line; the row is appended. @throws READER_MALFORMED */
export function pushHepmcParticle(
  fields: Fields,
  first: number,
  event: RawEvent,
  units: HepmcUnits,
  pdg: number,
  kind: Role,
): number {
  const px = fields.number(first, 'px') * units.momentum;
  const py = fields.number(first + 1, 'py') * units.momentum;
  const pz = fields.number(first + 2, 'pz') * units.momentum;
  return event.push(pdg, kind, px, py, pz, fields.number(first + 3, 'the energy') * units.momentum);
}

/** Four columns from `first`: x y z ct [base units]. @throws READER_MALFORMED */
export function readHepmcPosition(
  fields: Fields,
  first: number,
  units: HepmcUnits,
): readonly [number, number, number, number] {
  return [
    fields.coordinate(first, 'x') * units.length,
    fields.coordinate(first + 1, 'y') * units.length,
    fields.coordinate(first + 2, 'z') * units.length,
    fields.coordinate(first + 3, 'ct') * units.length,
  ];
}
