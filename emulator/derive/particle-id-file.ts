import { packTable, type PidTables } from '../offline/pid/tables.js';
import { header, type Provenance } from './table-files.js';

/** Source text of the module that holds the tables of particle identification. */
export const particleIdFile = (
  { reach, scatter, shower }: PidTables,
  provenance: Provenance,
): string => `import { type PidTables, unpackTable } from './tables.js';

${header(provenance)}
export const particleIdTables: PidTables = {
  reach: unpackTable(
    '${packTable(reach)}',
  ),
  scatter: unpackTable(
    '${packTable(scatter)}',
  ),
  shower: unpackTable(
    '${packTable(shower)}',
  ),
};
`;
