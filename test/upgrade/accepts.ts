/**
 * Whether all that one JSON schema takes is taken by another: what an earlier version of the desk may have written,
 * by what today's reads. It knows what the schemas of the book are made of, and says so where it meets something else.
 * Checks of more than one field at once do not stand in a JSON schema: the saved books are there for these.
 */

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly [more: string]: unknown;
}

/** Keywords that let less through the higher they are, and those that do the lower they are. */
const LEAST = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum'] as const;
const MOST = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum'] as const;
/** Keywords that have to be as they were, where they are at all. */
const SAME = ['pattern', 'format'] as const;
const KNOWN = new Set<string>([
  ...['$schema', 'type', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items', 'enum'],
  ...['const', 'anyOf', 'oneOf', 'not', 'default', 'description'],
  ...LEAST,
  ...MOST,
  ...SAME,
]);

/** Where today's schema does not take what the earlier one took, in words; none: it takes all of it. */
export function refusals(earlier: Schema, today: Schema, at = ''): string[] {
  const unknown = [...Object.keys(earlier), ...Object.keys(today)].filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) return [`${at}: ${unknown.join(', ')} is not known to this check`];
  // Nothing is of that shape, so there is nothing to take.
  if (isNothing(earlier)) return [];
  if (isNothing(today)) return [`${at}: is no longer taken`];
  const was = earlier.anyOf ?? earlier.oneOf;
  if (was) return was.flatMap((each) => refusals(each, today, at));
  const ways = today.anyOf ?? today.oneOf;
  if (ways) {
    const tried = ways.map((way) => refusals(earlier, way, at));
    return tried.some((found) => found.length === 0) ? [] : [`${at}: ${nearest(tried).join('; ')}`];
  }
  return [
    ...typeRefusals(earlier, today, at),
    ...boundRefusals(earlier, today, at),
    ...objectRefusals(earlier, today, at),
    ...(earlier.items && today.items ? refusals(earlier.items, today.items, `${at}[]`) : []),
  ];
}

const isNothing = ({ not }: Schema) => not !== undefined && Object.keys(not).length === 0;
const nearest = (tried: readonly string[][]) => tried.toSorted((a, b) => a.length - b.length)[0] ?? [];

/** The values where there is a choice of them; undefined where every value of the type will do. */
const valuesOf = (schema: Schema) => schema.enum ?? ('const' in schema ? [schema.const] : undefined);

function typeRefusals(earlier: Schema, today: Schema, at: string): string[] {
  const [was, is] = [valuesOf(earlier), valuesOf(today)];
  if (is) {
    const gone = was?.filter((value) => !is.includes(value)) ?? ['any value'];
    return gone.map((value) => `${at}: ${String(value)} is no longer taken`);
  }
  const fits = today.type === undefined || today.type === earlier.type;
  const whole = today.type === 'number' && earlier.type === 'integer';
  return fits || whole ? [] : [`${at}: was ${earlier.type}, is ${today.type}`];
}

function boundRefusals(earlier: Schema, today: Schema, at: string): string[] {
  const told = (name: string) => `${at}: ${name} was ${earlier[name] ?? 'none'}, is ${today[name]}`;
  const higher = LEAST.filter(
    (name) => numberIn(today, name, -Infinity) > numberIn(earlier, name, -Infinity),
  );
  const lower = MOST.filter((name) => numberIn(today, name, Infinity) < numberIn(earlier, name, Infinity));
  const other = SAME.filter((name) => today[name] !== undefined && today[name] !== earlier[name]);
  return [...higher, ...lower, ...other].map(told);
}

const numberIn = (schema: Schema, name: string, otherwise: number) => Number(schema[name] ?? otherwise);

function objectRefusals(earlier: Schema, today: Schema, at: string): string[] {
  if (earlier.type !== 'object' || today.type !== 'object') return [];
  const { properties: had = {}, required: needed = [] } = earlier;
  const { properties: has = {}, required: needs = [], additionalProperties: more = {} } = today;
  const missing = needs
    .filter((name) => !needed.includes(name))
    .map((name) => `${at}.${name}: is needed now`);
  const kept = Object.entries(had).flatMap(([name, schema]) => {
    const now = has[name] ?? (typeof more === 'boolean' ? undefined : more);
    if (now) return refusals(schema, now, `${at}.${name}`);
    return more === true || isNothing(schema) ? [] : [`${at}.${name}: is no longer taken`];
  });
  return [...missing, ...kept, ...otherRefusals(earlier, today, at)];
}

/** Of names that are not written down: those of records. */
function otherRefusals(earlier: Schema, today: Schema, at: string): string[] {
  const [was, is] = [earlier.additionalProperties ?? true, today.additionalProperties ?? true];
  if (was === false || is === true) return [];
  if (was === true || is === false) return [`${at}: takes fewer names`];
  const names = refusals(earlier.propertyNames ?? {}, today.propertyNames ?? {}, `${at} names`);
  return [...names, ...refusals(was, is, `${at}{}`)];
}
