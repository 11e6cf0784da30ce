/** What is filled in on the card of a history, or typed, made into its filter. */
import type { HistoryShown } from '../cards/views/history.js';
import { actionName } from '../cards/views/history-words.js';
import { typeName } from '../cards/views/names.js';
import { ANY } from '../cards/views/offer-filter.js';
import { Refusal } from '../domain/refusals.js';
import { normalized } from '../domain/search/text.js';
import { CUSTOMER_ITSELF, type HistoryFilter, requireDays } from '../domain/use-cases/history.js';
import { isOneOf } from './card-prompt.js';
import { onlyOne } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { commandWords } from './commands.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

const FIELDS = ['customer', 'from', 'to', 'kind', 'user'] as const;
type Fields = { readonly [F in (typeof FIELDS)[number]]?: string };

const LONGEST_VALUE = 200;
const LONGEST_ECHO = 60;
const MOST_NAMED = 5;

/** What is wrong, by field, in words. */
type Wrong = { readonly errors: Readonly<Record<string, string>> };

/**
 * The filter after these fields of the card; one that was not sent stays as it was.
 * @param shownCustomer what stands in the field for the customer: it is not looked for again.
 */
export async function narrowed(
  turn: Turn,
  services: Services,
  before: HistoryFilter,
  fields: Fields,
  shownCustomer: string,
): Promise<{ readonly filter: HistoryFilter } | Wrong> {
  const { customerId: kept, ...rest } = before;
  const filter = { ...rest, ...sentIn(fields) };
  try {
    requireDays(filter);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const field = error.facts.code === 'DateInvalid' ? error.facts.field : 'from';
    return { errors: { [field]: wordsOf(turn, error.facts) } };
  }
  const text = fields.customer?.trim() ?? shownCustomer;
  if (text === '') return { filter };
  if (text === shownCustomer && kept !== undefined) return { filter: { ...filter, customerId: kept } };
  const found = await customerNamed(turn, services, text);
  return 'errors' in found ? found : { filter: { ...filter, ...found } };
}

/** The fields but for the customer; "Any" and nothing take a narrowing away. */
function sentIn(fields: Fields): HistoryFilter {
  const sent = (['from', 'to', 'kind', 'user'] as const).flatMap((field) => {
    const value = fields[field]?.trim();
    return value === undefined ? [] : [[field, value === ANY ? '' : value.slice(0, LONGEST_VALUE)]];
  });
  return Object.fromEntries(sent);
}

async function customerNamed(
  turn: Turn,
  { desk }: Services,
  text: string,
): Promise<{ readonly customerId: string } | Wrong> {
  const { actor, words } = turn;
  const found = await desk.findCustomers(actor, { text: text.slice(0, LONGEST_VALUE) }, words.country);
  const only = onlyOne(found, text);
  if (only) return { customerId: only.id };
  const error = words.t(found.total === 0 ? 'history.ask.noCustomer' : 'history.ask.severalCustomers', {
    text: text.slice(0, LONGEST_ECHO),
    total: found.total,
    names: words.list(found.items.slice(0, MOST_NAMED).map(({ name, domain }) => `${name} (${domain})`)),
  });
  return { errors: { customer: error } };
}

/**
 * "from 2026-01-01 to 2026-03-31 by anna" as fields of the card, with names as they were typed; undefined where the
 * text is none of that. The words before a value are those of history.typed.
 */
export function typedFields(turn: Turn, text: string): Fields | undefined {
  const fields: { -readonly [F in keyof Fields]: string } = {};
  let current: keyof Fields | undefined;
  for (const word of text.split(/\s+/)) {
    const named = FIELDS.find((field) => isOneOf(turn, `history.typed.${field}`, word));
    if (named && (current === undefined || fields[current] !== '')) {
      current = named;
      fields[current] = '';
    } else if (current) fields[current] = `${fields[current] ?? ''} ${word}`.trim();
    else return undefined;
  }
  return current === undefined || fields[current] === '' ? undefined : fields;
}

/** Typed names of a kind or a user as the values that the card has for them; "any" as none. */
export function valuesFor(turn: Turn, { job, history }: HistoryShown, typed: Fields): Fields | Wrong {
  const { words } = turn;
  const kindName = job === 'orders' ? typeName : actionName;
  const choices: Record<'kind' | 'user', Named[]> = {
    kind: history.kinds.map((kind) => ({ value: kind, names: [kindName(words, kind), kind] })),
    user: [
      { value: CUSTOMER_ITSELF, names: commandWords(words, 'history.typed.customerItself') },
      ...history.users.map(({ id, name }) => ({ value: id, names: [name] })),
    ],
  };
  const values: Record<string, string> = {};
  for (const [field, text] of Object.entries(typed)) {
    const any = isOneOf(turn, 'history.typed.anything', text);
    const named = field === 'kind' || field === 'user' ? best(choices[field], text) : text;
    if (named === undefined && !any)
      return {
        errors: { [field]: words.t(`history.ask.no.${field}`, { text: text.slice(0, LONGEST_ECHO) }) },
      };
    values[field] = any ? '' : (named ?? '');
  }
  return values;
}

interface Named {
  readonly value: string;
  readonly names: readonly string[];
}

/** The one whose name it is, or else the first that has it in its name. */
function best(choices: readonly Named[], text: string): string | undefined {
  const wanted = normalized(text);
  const first = (fits: (name: string) => boolean) =>
    choices.find(({ names }) => names.some((name) => fits(normalized(name))))?.value;
  return first((name) => name === wanted) ?? first((name) => name.includes(wanted));
}
