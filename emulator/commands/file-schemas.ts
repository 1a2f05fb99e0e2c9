import * as z from 'zod';
import { type JsonSchema, jsonSchemaOf } from '../../detector/base/json-schema.js';
import { expectations, lineSchema, menuSchema } from '../../triggers/gdl/read-menu.js';
import { menus } from '../../triggers/menus/index.js';
import { emulatorSchema } from '../chain/parts.js';
import { generators } from '../generators/index.js';
import { machineStateSchema } from '../settings/machine.js';
import { runSchema } from '../settings/run-config.js';
import { cardShape } from '../studies/card-file.js';
import { uhiFileShape } from '../writers/uhi-schema.js';

/** Files that a user writes or reads, and what makes the schema of each. */
const schemas = {
  conditions: () => jsonSchemaOf(emulatorSchema),
  run: () => jsonSchemaOf(runSchema),
  machine: () => jsonSchemaOf(machineStateSchema),
  card: cardSchema,
  menu: menuFileSchema,
  histograms: () => given(uhiFileShape),
} as const;

/** Name of a kind of file. */
export type FileKind = keyof typeof schemas;
/** All of them. */
export const fileKinds = Object.keys(schemas) as readonly FileKind[];

/** The JSON Schema of a file, from the declarations that read it. */
export const fileSchema = (kind: FileKind): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `b2l1 ${kind} file`,
  ...schemas[kind](),
});

/** What zod reads, as JSON Schema of what a user gives. */
const given = (type: z.ZodType): JsonSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'input' });
  return schema;
};

/** Within a schema, the properties of the object at some keys. */
const propertiesOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  schema['properties'] as Readonly<Record<string, JsonSchema>>;

/** A point is of a generator, with its own parameters, or of a file. */
function cardSchema(): JsonSchema {
  const card = given(cardShape);
  const { points, ...properties } = propertiesOf(card);
  const point = points!['items'] as JsonSchema;
  const { generator: _, config: __, file, frame, vertex, limit, ...all } = propertiesOf(point);
  const ofGenerators = generators.map(({ name, doc, schema }) => ({
    ...point,
    properties: { generator: { const: name }, config: jsonSchemaOf(schema), ...all },
    required: ['generator'],
    description: doc,
  }));
  const ofFile = { file, frame, vertex, limit, ...all };
  const items = { anyOf: [...ofGenerators, { ...point, properties: ofFile, required: ['file'] }] };
  return { ...card, properties: { ...properties, points: { ...points, items } } };
}

/** A whole menu, or changes to another (`extends`). */
function menuFileSchema(): JsonSchema {
  const line = told(given(lineSchema));
  const menu = told(given(menuSchema));
  const { lines, name, version, source, absent } = propertiesOf(menu);
  const whole = {
    ...menu,
    properties: { ...propertiesOf(menu), lines: { ...lines, items: line } },
  };
  const { required: _, ...someKeys } = line;
  const changes = {
    type: 'object',
    additionalProperties: false,
    required: ['extends'],
    properties: {
      extends: {
        type: 'string',
        description:
          `a menu: ${menus.map((each) => each.name).join(', ')}, ` + 'or a file beside this one',
      },
      name,
      version,
      source,
      absent,
      add: { type: 'array', items: line, description: 'lines that come to it' },
      change: {
        type: 'object',
        additionalProperties: someKeys,
        description: 'by name of the line, the keys that differ',
      },
      remove: { type: 'array', items: { type: 'string' }, description: 'names of lines that go' },
    },
  };
  return { anyOf: [whole, changes] };
}

/** With what each key accepts, in words. */
function told(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(propertiesOf(schema)).map(([key, property]) => {
    const description = expectations[key];
    return [key, description === undefined ? property : { ...property, description }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
