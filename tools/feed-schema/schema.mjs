// The JSON Schema of the feed, made of the declarations in monitor/ and their comments. The build
// puts it beside the page.
//   node tools/feed-schema/schema.mjs    prints it
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../house/syntax.mjs';
import { declarationsOf } from './declarations.mjs';
import { makeSchemas } from './types.mjs';

const column = {
  description:
    'Numbers of one type. Under b2l1.v1.json `data` are the numbers, null for what is none; under ' +
    'b2l1.v1.msgpack their bytes, little-endian.',
  type: 'object',
  properties: {
    dtype: {
      description: "NumPy's name of the type.",
      enum: ['|u1', '|i1', '<u2', '<i2', '<u4', '<i4', '<f4', '<f8'],
    },
    shape: { description: 'How many numbers.', type: 'array', items: { type: 'number' } },
    data: {
      description: 'The numbers.',
      type: 'array',
      items: { type: ['number', 'null'] },
    },
  },
  required: ['dtype', 'shape', 'data'],
  additionalProperties: false,
};

/** The schema of a sample of any topic as text, made of the sources below `root`. */
export function feedSchemaText(root) {
  const files = readdirSync(join(root, 'monitor')).filter((name) => name.endsWith('.ts'));
  const declarations = declarationsOf(files.map((name) => readSource(root, `monitor/${name}`)));
  const { defs, membersOf } = makeSchemas(declarations);
  const topics = membersOf(declarations.get('TopicData').body.body);
  const sample = ([topic, { schema }]) => ({
    type: 'object',
    properties: {
      topic: { const: topic },
      seq: { description: 'Samples due of this topic on this connection so far.', type: 'number' },
      time: { description: 'Emulated time of the run [s].', type: 'number' },
      data: schema,
    },
    required: ['topic', 'seq', 'time', 'data'],
    additionalProperties: false,
  });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A sample of the feed of belle2-l1, sub-protocol b2l1.v1.json',
    oneOf: topics.map(sample),
    $defs: { Column: column, ...defs },
  };
  return `${JSON.stringify(schema, undefined, 1)}\n`;
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(feedSchemaText(join(import.meta.dirname, '../..')));
