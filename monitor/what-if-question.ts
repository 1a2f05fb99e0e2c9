import * as z from 'zod';
import { nearestHint, showValue } from '../detector/base/errors.js';
import type { WhatIfQuestion } from './what-if.js';

const name = z.string().min(1).max(200);
const value = z.union([z.string().max(10_000), z.number(), z.boolean()]);
const questionSchema = z.strictObject({
  menu: name.optional(),
  menuText: z.string().min(1).optional(),
  prescales: z.record(name, z.number()).optional(),
  thresholds: z.record(name, value).optional(),
});

/** What is expected under each key, in words. */
const expectations: Readonly<Record<string, string>> = {
  menu: 'the name of a built-in menu',
  menuText: "the text of a menu's file, YAML or JSON",
  prescales: 'lines with numbers from 0 on, such as {"lml6": 2.5}',
  thresholds: 'parameters with their values, such as {"bits.ecl.sums.elow": "0.6 GeV"}',
};

const usage = 'expected a question such as {"prescales": {"lml6": 2.5}}';

/** A question that was read, or what is wrong with the body. */
type ReadQuestion =
  | { readonly question: WhatIfQuestion; readonly problem?: undefined }
  | { readonly question?: undefined; readonly problem: string };

/** Reads the body of a what-if question; never throws, whatever the bytes are. */
export function readWhatIfQuestion(body: Buffer): ReadQuestion {
  let raw: unknown;
  try {
    raw = JSON.parse(body.toString('utf8'));
  } catch {
    return { problem: `the body is not JSON; ${usage}` };
  }
  const { data, error } = questionSchema.safeParse(raw);
  if (data !== undefined) return { question: data as WhatIfQuestion };
  return { problem: problemOf(error.issues[0]!, raw) };
}

/** Key, what was found, and what was expected. */
function problemOf(issue: z.core.$ZodIssue, raw: unknown): string {
  const keys = Object.keys(expectations);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!.slice(0, 100);
    return `key "${key}" is not known${nearestHint(key, keys)}; expected ${keys.join(', ')}`;
  }
  const [key, ...inner] = issue.path.map(String);
  if (key === undefined) return `found ${showValue(raw)}; ${usage}`;
  const found = issue.path.reduce<unknown>(
    (at, step) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step],
    raw,
  );
  const path = [key, ...inner].join(': ').slice(0, 200);
  return `key "${path}": found ${showValue(found)}, expected ${expectations[key]}`;
}

/** A longer list is cut [characters]. */
const maxTold = 300;

/** What a question asks for, in words of the message log. */
export function toldOf({
  menu,
  menuText,
  prescales = {},
  thresholds = {},
}: WhatIfQuestion): string {
  const parts = [
    ...(menu === undefined ? [] : [`menu ${menu}`]),
    ...(menuText === undefined ? [] : [`a menu of ${menuText.length} characters`]),
    ...Object.entries({ ...prescales, ...thresholds }).map(([name, value]) => `${name}=${value}`),
  ];
  const all = parts.join(' ');
  return all.length > maxTold ? `${all.slice(0, maxTold - 3)}...` : all || 'nothing is changed';
}
