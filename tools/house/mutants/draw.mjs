// A seeded choice of mutants from all places of the trigger, the detector and what decides beside
// them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../circles.mjs';
import { sitesOf } from './sites.mjs';

const folders = [
  'triggers',
  'detector',
  'emulator/chain',
  'emulator/daq',
  'emulator/optimize',
  'emulator/readers',
  'emulator/studies',
];

/** Files of data: menus, derived tables and networks, the table of particles. */
const isData = (file) => /\/(menus|tables|networks)\/|pdg-table\.ts$|\/slots\.ts$/.test(file);

/** A number of 32 bits from a text and a seed (FNV-1a, mixed). */
function hashOf(seed, text) {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Places of a file, each with a number of its own: it follows from seed, file, the text of the line
 * and which place of this text it is, so that a change elsewhere leaves the choice as it was.
 */
function numbered(seed, file, sites) {
  const seen = new Map();
  return sites.map((site) => {
    const key = `${file} ${site.changes[0].lineBefore}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return { ...site, order: hashOf(seed, `${key} ${seen.get(key)}`) };
  });
}

/** `count` mutants of a tree, the same for the same seed: file, offsets, text before and after. */
export function drawMutants(root, seed, count, only) {
  const sites = sourceFiles(root, folders)
    .filter((file) => !isData(file) && (only === undefined || file.startsWith(only)))
    .flatMap((file) => numbered(seed, file, sitesOf(file, readFileSync(join(root, file), 'utf8'))))
    .sort((a, b) => a.order - b.order);
  const drawn = sites
    .slice(0, count)
    .map(({ file, changes, order }) => ({ file, ...changes[order % changes.length] }));
  return { drawn, places: sites.length };
}
