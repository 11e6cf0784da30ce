/** The facts of a refusal as the words of its message take them: amounts, days, names and lists written out. */
import type { ReservationState } from '../../domain/answers.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import { short } from '../plain.js';
import type { MessageArguments, Words } from '../words.js';
import {
  columnName,
  familyName,
  requestStateName,
  reservationStateName,
  roleName,
  scopeName,
} from './names.js';

type KeysOf<T> = T extends unknown ? keyof T : never;
type FactName = Exclude<KeysOf<RefusalFacts>, 'code'>;
type FactOf<N extends FactName> = Extract<RefusalFacts, { [K in N]: unknown }>[N];

const USD = 'USD';
const MOST_NAMED = 5;

type Writers = {
  readonly [N in FactName]: (
    words: Words,
    value: FactOf<N>,
    currency: string,
  ) => string | number | Readonly<Record<string, string | number>>;
};

const name = (_: Words, value: string) => short(value);
const names = (words: Words, values: readonly string[]) =>
  words.list(values.slice(0, MOST_NAMED).map((value) => short(value)));
const day = (words: Words, value: string) => words.day(value);
const usd = (words: Words, value: string) => words.money(value, USD);
const money = (words: Words, value: string, currency: string) => words.money(value, currency);

/** How each fact is written; one that makes several values gives them by name. */
const WRITERS: Writers = {
  roles: (words, values) => words.anyOf(values.map((role) => roleName(words, role))),
  subscription: name,
  subscriptions: names,
  names,
  text: name,
  country: (words, code) => words.country(code),
  agreementSigned: (_, signed) => (signed ? 'yes' : 'no'),
  elsewhere: (words, values) => ({ elsewhere: names(words, values), elsewhereCount: values.length }),
  offer: name,
  date: day,
  fields: (words, values) =>
    words.list(
      values.map((field) =>
        words.has(`refusals.field.${field}`) ? words.t(`refusals.field.${field}`) : short(field),
      ),
    ),
  maximum: (_, value) => value,
  product: name,
  currency: name,
  currencies: names,
  scope: (words, scope) => scopeName(words, scope),
  orderNumber: name,
  requestNumber: name,
  first: (words, { by, at }) => ({ by: short(by), at: words.moment(at) }),
  endedOn: day,
  startsOn: day,
  endsOn: day,
  renewableFrom: day,
  status: (words, status) => reservationStateName(words, status as ReservationState),
  capUsd: usd,
  usedUsd: usd,
  leftUsd: usd,
  countsUsd: usd,
  roomOn: (words, value) => (value === '' ? 'never' : words.day(value)),
  fallsAway: money,
  families: (words, values) => words.list(values.map((family) => familyName(words, family))),
  newCommitment: money,
  returnedValue: money,
  shortfall: money,
  field: (_, field) => field,
  from: day,
  to: day,
  state: (words, state) => requestStateName(words, state),
  outcomes: (words, values) => words.anyOf(values.map((state) => requestStateName(words, state))),
  problem: (words, problem, currency) => ({
    problem,
    example: words.amount('1234', currency),
    rateExample: words.decimal('1.0832'),
    markupExample: words.decimal('12.5'),
  }),
  longest: (_, value) => value,
  placedAs: (_, value) => (value === '' ? 'none' : short(value)),
  file: name,
  decision: (_, decision) => decision,
  colleague: name,
  reason: (_, reason) => reason,
  columns: (words, columns) => words.list(columns.map((column) => columnName(words, column))),
  headings: names,
  line: (_, line) => line,
  before: money,
  now: money,
};

/** Every fact written out, by the name that the message has for it. */
export function refusalValues(words: Words, facts: RefusalFacts): MessageArguments {
  const currency = 'currency' in facts ? facts.currency : USD;
  const { code: _, ...rest } = facts;
  const written = Object.entries(rest).map(([fact, value]) => {
    const write = WRITERS[fact as FactName] as (words: Words, value: unknown, currency: string) => unknown;
    const result = write(words, value, currency);
    return typeof result === 'object' ? result : { [fact]: result };
  });
  return Object.assign({}, ...written);
}
