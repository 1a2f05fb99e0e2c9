import { type ConfigSchema, expectation, isParameter, type Parameter } from './config.js';
import { namedUnits } from './units.js';

/** A JSON Schema, or part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What editors know of a file: which keys there are, what each accepts, and what it is. */
export function jsonSchemaOf(schema: ConfigSchema): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(schema).map(([key, entry]) => [
        key,
        isParameter(entry) ? parameterSchema(entry) : jsonSchemaOf(entry),
      ]),
    ),
  };
}

function parameterSchema(parameter: Parameter<unknown>): JsonSchema {
  const { doc, default: value } = parameter;
  const accepts = `${doc} (${expectation(parameter)})`;
  const isData = typeof value === 'object';
  return {
    ...shapeOf(parameter),
    description: accepts,
    ...(isData || value === undefined ? {} : { default: value }),
  };
}

function shapeOf({ kind, unit, min, max, choices = [] }: Parameter<unknown>): JsonSchema {
  const range = {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  };
  switch (kind) {
    case 'quantity':
      return {
        anyOf: [
          { type: 'number', ...range },
          { type: 'string', pattern: textOf(unit) },
        ],
      };
    case 'integer':
      return { type: 'integer', ...range };
    case 'choice':
      return { enum: choices };
    case 'flag':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string' };
    case 'content':
      return {};
  }
}

const digits = String.raw`[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?`;

/** A number with one of the units that go with another, or with none. */
function textOf(unit: string): string {
  const own = Object.hasOwn(namedUnits, unit) ? namedUnits[unit] : undefined;
  const alike = Object.entries(namedUnits)
    .filter(([, { dimension }]) => dimension === own?.dimension)
    .map(([name]) => name);
  const units = own === undefined ? '' : `(${alike.join('|')})?`;
  return String.raw`^\s*${digits}\s*${units}\s*$`;
}
