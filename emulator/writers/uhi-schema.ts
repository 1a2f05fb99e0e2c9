import * as z from 'zod';

/**
 * The version of the description that `histograms.json` follows.
 * @see https://uhi.readthedocs.io, "Serialization", uhi 1.0: `uhi_schema` 1
 */
const uhiVersion = 1;

/** Metadata are words and numbers alone, so that every format can hold them. */
const metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
/** By name of the program that wrote it. */
const writer = z.record(z.string(), z.record(z.string(), z.unknown()));
const about = { metadata: metadata.optional(), writer_info: writer.optional() };
const flow = { underflow: z.boolean(), overflow: z.boolean(), circular: z.boolean() };
const numbers = z.array(z.number());

const axis = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('regular'),
    lower: z.number(),
    upper: z.number(),
    bins: z.number().int().min(0),
    ...flow,
    ...about,
  }),
  z.strictObject({ type: z.literal('variable'), edges: numbers.min(2), ...flow, ...about }),
  z.strictObject({
    type: z.literal('category_str'),
    categories: z.array(z.string()),
    flow: z.boolean(),
    ...about,
  }),
  z.strictObject({
    type: z.literal('category_int'),
    categories: z.array(z.number().int()),
    flow: z.boolean(),
    ...about,
  }),
  z.strictObject({ type: z.literal('boolean'), ...about }),
]);

/** Numbers of one axis, or of two: a list for each bin of the first. */
const gridOf = (number: z.ZodNumber) => z.union([z.array(number), z.array(z.array(number))]);
const grid = gridOf(z.number());

const storage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('int'), values: gridOf(z.number().int()), ...about }),
  z.strictObject({ type: z.literal('double'), values: grid, ...about }),
  z.strictObject({ type: z.literal('weighted'), values: grid, variances: grid, ...about }),
  z.strictObject({
    type: z.literal('mean'),
    counts: numbers,
    values: numbers,
    variances: numbers,
    ...about,
  }),
  z.strictObject({
    type: z.literal('weighted_mean'),
    sum_of_weights: numbers,
    sum_of_weights_squared: numbers,
    values: numbers,
    variances: numbers,
    ...about,
  }),
]);

/**
 * Histograms by name, of one axis or two, as the published description of UHI has them; written
 * anew from that description.
 */
export const uhiFileShape = z.record(
  z.string(),
  z.strictObject({
    uhi_schema: z.literal(uhiVersion),
    ...about,
    axes: z.array(axis),
    storage,
  }),
);
