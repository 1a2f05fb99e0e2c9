import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** A file of `monitor/deploy`. */
export const deployed = (name: string): string =>
  fileURLToPath(new URL(`../../../monitor/deploy/${name}`, import.meta.url));

/** The rules as they stand in their file. */
export const rulesText = readFileSync(deployed('prometheus-rules.yml'), 'utf8');

interface Rule {
  readonly expr: string;
  readonly record?: string;
  readonly alert?: string;
  readonly for?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** All rules, of all groups. */
export const rules: readonly Rule[] = (
  parse(rulesText) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
).groups.flatMap((group) => group.rules);

/** Names of what is recorded, and of alerts. */
export const recordedNames = rules.flatMap(({ record }) => record ?? []);
export const alertNames = rules.flatMap(({ alert }) => alert ?? []);
