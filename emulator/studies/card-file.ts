import { basename } from 'node:path';
import * as z from 'zod';
import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { Faults } from '../../detector/base/faults.js';
import { userEvents } from '../chain/user-overlay.js';
import { vertexModes } from '../readers/events.js';
import { frameNames } from '../readers/frame.js';
import { findGenerator } from '../generators/index.js';
import { edgesOf, edgesShape, knownVariable, value, valueOf } from './axis-file.js';
import { backgroundFrom } from './background.js';
import { machineShape } from './card-machine.js';
import { checkShape } from './check-shape.js';
import {
  type Card,
  type CardPoint,
  type CurveRequest,
  defineCard,
  type FilePoint,
  type MapRequest,
} from './define-card.js';
import { inputProbes } from './input-probes.js';
import { intervalMethods } from './intervals.js';
import { mapFrom, mapsShape } from './map-file.js';
import { maxCounts } from './count-bound.js';
import { cellCount } from './map-result.js';
import { maxFlags, type Range, type Selection } from '../chain/observations.js';
import { type ReferenceRequest, referenceSets } from './references/request.js';
import type { Systematic } from './systematics.js';
import { type Observing, observingOf } from './observing.js';
import { variationsFrom } from './variations/from-file.js';

/** Shares of points, and how much a card may ask for. */
const [minShare, maxShare] = [1e-6, 1e6];
const maxCurves = 1000;

const maxReferences = 200;
const maxVariations = 50;

const setting = z.union([z.number(), z.string(), z.boolean()]);
/** A card as a user writes it: all that a built-in card can say in data. */
export const cardShape = z.strictObject({
  name: z.string().min(1).optional(),
  title: z.string().default(''),
  doc: z.string().default(''),
  events: z.number().int().positive().optional(),
  stage: z.enum(['ftdl', 'psnm']).default('ftdl'),
  confidence: z.number().gt(0).lt(1).optional(),
  interval: z.enum(intervalMethods).optional(),
  /** PDG code of the particle that variables are of. */
  particle: z.number().int().positive().optional(),
  /** A built-in card whose variables and probes it has, in place of those of a particle. */
  variables: z.string().optional(),
  points: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        generator: z.string().optional(),
        config: z.record(z.string(), z.unknown()).optional(),
        /** Events of a file in place of a generator's. */
        file: z.string().min(1).optional(),
        frame: z.enum(frameNames).optional(),
        vertex: z.enum(vertexModes).optional(),
        limit: z.number().int().positive().optional(),
        share: z.number().min(minShare).max(maxShare).optional(),
        /** Variables that all of its events share, base units. */
        values: z.record(z.string(), z.number()).optional(),
      }),
    )
    .min(1),
  lines: z.union([z.literal('all'), z.array(z.string())]).default([]),
  families: z.union([z.literal('all'), z.array(z.string())]).default([]),
  /** Conditions on input bits, counted as probes: `t2`, `typ`, `t2 >= 2`. */
  inputs: z.array(z.string().trim().min(1)).max(maxFlags).default([]),
  /** Selection of the totals. */
  totals: z.string().default('all'),
  /** What lies over its events, as `--machine --machine-set` name it; these go before. */
  machine: machineShape.optional(),
  machineSet: z.record(z.string(), setting).optional(),
  /** Machine of the data that were searched: `--machine data`. */
  dataMachine: machineShape.optional(),
  systematics: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        relative: z.number().gt(0).lte(1).optional(),
        absolute: z.number().gt(0).lte(1).optional(),
        lines: z.array(z.string()).min(1).optional(),
      }),
    )
    .default([]),
  references: z
    .array(
      z.strictObject({
        name: z.string().min(1).optional(),
        probe: z.string(),
        reference: z.union([
          z.enum(Object.keys(referenceSets) as [keyof typeof referenceSets]),
          z.array(z.string()).min(1),
        ]),
        /** A probe that must hold, too: the tag of tag and probe. */
        tag: z.string().optional(),
        selection: z.string().default('all'),
        variable: z.string().optional(),
        edges: edgesShape.optional(),
      }),
    )
    .max(maxReferences)
    .default([]),
  /** The same events by other conditions or under a machine, side by side. */
  variations: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        set: z.record(z.string(), setting).optional(),
        machine: machineShape.optional(),
        machineSet: z.record(z.string(), setting).optional(),
      }),
    )
    .max(maxVariations)
    .default([]),
  selections: z
    .record(z.string(), z.record(z.string(), z.tuple([value.nullable(), value.nullable()])))
    .default({}),
  curves: z
    .array(
      z.strictObject({
        title: z.string().optional(),
        variable: z.string(),
        edges: edgesShape,
        selection: z.string().default('all'),
        lines: z.array(z.string()).min(1),
        fit: z.enum(['erf']).optional(),
        /** Where to show each bin when not at its centre. */
        positions: z.array(value).optional(),
      }),
    )
    .max(maxCurves)
    .default([]),
  /** Against two variables at once. */
  maps: mapsShape,
});

/** A card as it was read, with the built-in one whose variables it has. */
type CardFile = Omit<z.infer<typeof cardShape>, 'variables'> & { readonly observing: Observing };

/**
 * A card from the content of a YAML file; all that is wrong with it is told at once.
 * @param file its path, for messages; its name is the card's where the card has none.
 * @throws CARD_UNKNOWN_KEY, CARD_BAD_VALUE, CARD_UNKNOWN_VARIABLE, CARD_UNKNOWN_SELECTION and the
 * codes of the generator's configuration
 */
export function cardFromFile(content: unknown, file: string): Card {
  const where = `card "${file}"`;
  const { variables: like, ...read } = checkShape(cardShape, content, where);
  const observing = observingOf(like, where);
  const raw = { ...read, observing };
  const { name = basename(file) } = raw;
  const faults = new Faults();
  if (like !== undefined && raw.particle !== undefined)
    faults.attempt(() => {
      throw new EmulatorError(
        'CARD_BAD_VALUE',
        `${where}: "particle" has no effect beside "variables"`,
      );
    });
  const points = raw.points.flatMap(
    (point, index) => faults.attempt(() => pointOf(point, `${where}, points[${index}]`)) ?? [],
  );
  const selections = Object.fromEntries(
    Object.entries(raw.selections).flatMap(([name, ranges]) => {
      const selection = faults.attempt(() =>
        selectionOf(ranges, raw, `${where}, selections.${name}`),
      );
      return selection === undefined ? [] : [[name, selection]];
    }),
  );
  const curves = raw.curves.flatMap((curve, index) => {
    const place = `${where}, curves[${index}]`;
    faults.attempt(() => requireSelection(curve.selection, raw, place));
    for (const name of curve.lines) faults.attempt(() => requireSubject(name, raw, place));
    return faults.attempt(() => curveOf(curve, raw, place)) ?? [];
  });
  const maps = raw.maps.flatMap((map, index) => {
    const place = `${where}, maps[${index}]`;
    faults.attempt(() => requireSelection(map.selection, raw, place));
    for (const name of map.lines) faults.attempt(() => requireSubject(name, raw, place));
    return faults.attempt(() => mapFrom(map, observing, place)) ?? [];
  });
  faults.attempt(() => requireSelection(raw.totals, raw, `${where}, totals`));
  const systematics = raw.systematics.flatMap(
    (each, index) =>
      faults.attempt(() => systematicFrom(each, raw, `${where}, systematics[${index}]`)) ?? [],
  );
  const references = raw.references.flatMap(
    (each, index) =>
      faults.attempt(() => referenceFrom(each, raw, `${where}, references[${index}]`)) ?? [],
  );
  const variations = variationsFrom(raw, where, faults);
  const background = backgroundFrom(raw, where, faults);
  faults.attempt(() => inputProbes(where, raw.inputs));
  faults.attempt(() => requireFlags(raw, where));
  faults.attempt(() => requireBounded(curves, maps, raw, where));
  faults.end();
  return defineCard({
    name,
    title: raw.title || name,
    doc: raw.doc,
    events: raw.events ?? (raw.points.every(({ file }) => file !== undefined) ? 0 : 100_000),
    stage: raw.stage,
    ...(like === undefined ? { pdg: raw.particle ?? 22 } : observing.card),
    lines: raw.lines,
    families: raw.families,
    ...(raw.inputs.length === 0 ? {} : { inputs: raw.inputs }),
    totals: raw.totals,
    ...background,
    ...(systematics.length === 0 ? {} : { systematics }),
    ...(references.length === 0 ? {} : { references }),
    ...(variations.length === 0 ? {} : { variations }),
    points,
    selections,
    curves: withOwnIds(curves),
    ...(maps.length === 0 ? {} : { maps: withOwnIds(maps) }),
    ...(raw.confidence === undefined ? {} : { confidence: raw.confidence }),
    ...(raw.interval === undefined ? {} : { interval: raw.interval }),
  });
}

function pointOf(raw: CardFile['points'][number], where: string): CardPoint {
  const { name, generator, config, file, share, values } = raw;
  refuseMixed(raw, where);
  if (file !== undefined) return filePoint({ ...raw, file });
  parseConfig(findGenerator(generator!).schema, config ?? {}, `${where}.config`);
  return {
    name: name ?? generator!,
    generator: generator!,
    config: config ?? {},
    share: share ?? 1,
    ...(values !== undefined && { values }),
  };
}

/** A point whose events are read before the study. */
function filePoint(raw: CardFile['points'][number] & { readonly file: string }): CardPoint {
  const { name, file, frame = 'auto', vertex = 'auto', limit, share, values } = raw;
  const config: FilePoint = { file, frame, vertex, ...(limit !== undefined && { limit }) };
  const shared = values !== undefined && { values };
  return { name: name ?? file, generator: userEvents, config, share: share ?? 1, ...shared };
}

/** A point has a generator or a file, with what belongs to it. */
function refuseMixed(raw: CardFile['points'][number], where: string): void {
  const of = raw.file === undefined ? fileKeys : generatorKeys;
  const idle = of.filter((key) => raw[key] !== undefined);
  if ((raw.file === undefined) === (raw.generator === undefined))
    throw new EmulatorError('CARD_BAD_VALUE', `${where}: expected either "generator" or "file"`);
  if (idle.length === 0) return;
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `${where}: ${idle.map((key) => `"${key}"`).join(', ')} has no effect beside ` +
      `"${raw.file === undefined ? 'generator' : 'file'}"`,
  );
}

const generatorKeys = ['generator', 'config'] as const;
const fileKeys = ['frame', 'vertex', 'limit'] as const;

function selectionOf(
  raw: CardFile['selections'][string],
  { observing }: CardFile,
  where: string,
): Selection {
  const ranges: Record<string, Range> = {};
  const texts: string[] = [];
  for (const [name, [from, to]] of Object.entries(raw)) {
    const variable = knownVariable(name, observing, where);
    const { label } = variable;
    ranges[name] = [
      from === null ? Number.NEGATIVE_INFINITY : valueOf(from, variable, `${where}.${name}[0]`),
      to === null ? Number.POSITIVE_INFINITY : valueOf(to, variable, `${where}.${name}[1]`),
    ];
    const [lowest, end] = ranges[name]!;
    if (!(lowest < end))
      throw new EmulatorError(
        'CARD_BAD_VALUE',
        `${where}.${name}: from ${from} to ${to} holds nothing, expected from < to`,
      );
    texts.push([from === null ? '' : `${from} ≤ `, label, to === null ? '' : ` < ${to}`].join(''));
  }
  return { text: texts.join(', '), ranges };
}

function curveOf(
  { title, variable, edges, selection, lines, fit, positions }: CardFile['curves'][number],
  { observing }: CardFile,
  where: string,
): CurveRequest {
  const known = knownVariable(variable, observing, where);
  const { label } = known;
  const axis = { variable, edges: edgesOf(edges, known, `${where}.edges`) };
  const shown = positions?.map((at, place) => valueOf(at, known, `${where}.positions[${place}]`));
  if (shown !== undefined && shown.length !== axis.edges.length - 1)
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: ${shown.length} positions, expected one for each of the ` +
        `${axis.edges.length - 1} bins`,
    );
  return {
    id: `${variable}, ${selection}`,
    title: title ?? `${lines.join(', ')} against ${label}`,
    axis,
    selection,
    subjects: lines,
    ...(fit === undefined ? {} : { fit }),
    ...(shown === undefined ? {} : { positions: shown }),
  };
}

/** @throws CARD_UNKNOWN_SELECTION */
function requireSelection(name: string, { selections }: CardFile, where: string): void {
  const names = ['all', ...Object.keys(selections)];
  if (names.includes(name)) return;
  throw new EmulatorError(
    'CARD_UNKNOWN_SELECTION',
    `${where}: selection "${name}" does not exist${nearestHint(name, names)}`,
  );
}

function systematicFrom(
  { name, relative, absolute, lines }: CardFile['systematics'][number],
  raw: CardFile,
  where: string,
): Systematic {
  if ((relative === undefined) === (absolute === undefined))
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where} "${name}": expected one of relative (of the efficiency) and absolute`,
    );
  for (const line of lines ?? []) requireSubject(line, raw, where);
  return {
    name,
    ...(relative === undefined ? {} : { relative }),
    ...(absolute === undefined ? {} : { absolute }),
    ...(lines === undefined ? {} : { lines }),
  };
}

function referenceFrom(
  { name, probe, reference, tag, selection, variable, edges }: CardFile['references'][number],
  raw: CardFile,
  where: string,
): ReferenceRequest {
  requireSelection(selection, raw, where);
  const lines: readonly string[] =
    typeof reference === 'string' ? referenceSets[reference] : reference;
  if (lines.includes(probe))
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: the reference holds the probe "${probe}", which all of its events would have`,
    );
  if ((variable === undefined) !== (edges === undefined))
    throw new EmulatorError('CARD_BAD_VALUE', `${where}: expected variable and edges, or neither`);
  if (tag !== undefined) requireTag(tag, probe, raw, where);
  const known = variable === undefined ? undefined : knownVariable(variable, raw.observing, where);
  const against = known === undefined ? '' : ` against ${known.label}`;
  return {
    name:
      name ??
      `${probe} by ${typeof reference === 'string' ? reference : lines.join(' ∨ ')}${against}`,
    probe,
    reference: lines,
    ...(tag !== undefined && { tag }),
    selection,
    ...(variable === undefined || known === undefined || edges === undefined
      ? {}
      : { axis: { variable, edges: edgesOf(edges, known, `${where}.edges`) } }),
  };
}

/** A tag is a probe of the card whose variables a file has, and another than what is measured. */
function requireTag(tag: string, probe: string, raw: CardFile, where: string): void {
  const probes = [...raw.observing.probes, ...raw.inputs];
  if (!probes.includes(tag))
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: tag "${tag}" is no probe${nearestHint(tag, probes)}; ` +
        (probes.length === 0
          ? 'probes are those of a built-in card, which variables names: tag-and-probe has some; ' +
            'and inputs of the card'
          : `there are ${probes.join(', ')}`),
    );
  if (tag === probe)
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: the tag "${tag}" is the probe, which all of its events would have`,
    );
}

/** Probes are bits of one word. */
function requireFlags({ inputs, observing }: CardFile, where: string): void {
  const flags = observing.probes.length + inputs.length;
  if (flags <= maxFlags) return;
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `${where}: ${inputs.length} inputs and ${observing.probes.length} probes of its variables, ` +
      `expected at most ${maxFlags} in all`,
  );
}

/** More numbers of results than this are a slip; see `requireCountable` for what is counted. */
function requireBounded(
  curves: readonly CurveRequest[],
  maps: readonly MapRequest[],
  { selections }: CardFile,
  where: string,
): void {
  const asked = Object.keys(selections).length;
  if (asked >= maxFlags)
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `${where}: ${asked} selections, expected at most ${maxFlags - 1}`,
    );
  const counts = [
    ...curves.map(({ axis, subjects }) => (axis.edges.length - 1) * (subjects.length + 1)),
    ...maps.map((map) => cellCount(map) * (map.subjects.length + 1)),
  ].reduce((sum, bins) => sum + bins, 0);
  if (counts <= maxCounts) return;
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `${where}: curves and maps have ${counts} bins of lines in all, expected at most ` +
      `${maxCounts}: fewer curves, maps, bins or lines`,
  );
}

/**
 * Curves of one variable and selection are counted on from the second: `theta, all`, `theta, all
 * (2)`.
 */
function withOwnIds<T extends { readonly id: string }>(curves: readonly T[]): readonly T[] {
  const taken = new Set<string>();
  return curves.map((curve) => {
    let id = curve.id;
    for (let count = 2; taken.has(id); count++) id = `${curve.id} (${count})`;
    taken.add(id);
    return { ...curve, id };
  });
}

/**
 * A curve's name must be among the lines and families that the card counts; where those are the
 * menu's, the card's layout sees to it.
 */
function requireSubject(name: string, raw: CardFile, where: string): void {
  const { lines, families, inputs, observing } = raw;
  if (lines === 'all' || families === 'all') return;
  const names = [...lines, ...families, ...observing.probes, ...inputs];
  if (names.includes(name)) return;
  throw new EmulatorError(
    'CARD_UNKNOWN_LINE',
    `${where}: "${name}" is neither in lines nor in families nor in inputs of the ` +
      `card${nearestHint(name, names)}`,
  );
}
