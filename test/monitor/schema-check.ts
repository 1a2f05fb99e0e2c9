/** As much of JSON Schema as the feed's needs. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly $ref?: string;
}

/** The schema of the feed: one a topic, and what they refer to. */
export interface FeedSchema {
  readonly oneOf: readonly Schema[];
  readonly $defs: Readonly<Record<string, Schema>>;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/**
 * What is wrong with a value, each with where it is; none when it fits.
 * @see JSON Schema, draft 2020-12.
 */
export function faultsOf(
  value: unknown,
  schema: Schema,
  defs: FeedSchema['$defs'],
  at = '',
): readonly string[] {
  const deeper = (inner: unknown, of: Schema, where: string): readonly string[] =>
    faultsOf(inner, of, defs, where);
  if (schema.$ref !== undefined)
    return deeper(value, defs[schema.$ref.replace('#/$defs/', '')]!, at);
  if (schema.anyOf !== undefined) {
    const each = schema.anyOf.map((one) => deeper(value, one, at));
    return each.some((faults) => faults.length === 0) ? [] : each.flat();
  }
  if ('const' in schema)
    return value === schema.const ? [] : [`${at}: not ${String(schema.const)}`];
  if (schema.enum !== undefined)
    return schema.enum.includes(value) ? [] : [`${at}: ${String(value)} is none of the values`];
  const found = typeOf(value);
  if (schema.type !== undefined && ![schema.type].flat().includes(found))
    return [`${at}: ${found} in place of ${String(schema.type)}`];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) =>
      deeper(item, schema.prefixItems?.[index] ?? schema.items ?? {}, `${at}[${index}]`),
    );
  return found === 'object' ? faultsOfObject(value as object, schema, deeper, at) : [];
}

function faultsOfObject(
  value: object,
  { properties = {}, required = [], additionalProperties }: Schema,
  deeper: (inner: unknown, of: Schema, where: string) => readonly string[],
  at: string,
): readonly string[] {
  const missing = required
    .filter((name) => !(name in value))
    .map((name) => `${at}.${name}: missing`);
  const inner = Object.entries(value).flatMap(([name, entry]: [string, unknown]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (own === undefined || typeof own === 'boolean') return [`${at}.${name}: is not declared`];
    return deeper(entry, own, `${at}.${name}`);
  });
  return [...missing, ...inner];
}
