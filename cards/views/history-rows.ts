/** The rows of a history as the card shows them: what in bold, who and when under it, an amount or outcome at the right. */
import type { HistoryRow } from '../../domain/answers.js';
import type { ActivityRecord, Order } from '../../domain/model.js';
import { clean, short } from '../plain.js';
import type { View } from '../render.js';
import type { Words } from '../words.js';
import {
  actionName,
  changeOf,
  itemsOf,
  LONGEST_PART,
  placementOf,
  refusalOf,
  subjectName,
  whoDid,
} from './history-words.js';

/** Longest explanation of a refusal on a row. */
const LONGEST_WHY = 200;

type Line = { readonly text: string; readonly color: string; readonly subtle: boolean };

/** What a row is made of; lines without text are left out. */
interface Row {
  readonly what: string;
  readonly lines: readonly Line[];
  readonly side: string;
  readonly sideColor: string;
}

const faint = (text: string): Line => ({ text, color: 'default', subtle: true });
const coloured = (text: string, color: string): Line => ({ text, color, subtle: false });

/** An order under the number of its row: what was bought, when and by whom, its own number, where it stands, the amount. */
export function orderRow(
  words: Words,
  { entry, customerName }: HistoryRow<Order>,
  index: number,
  named: boolean,
): View {
  const own = entry.boughtByCustomer !== undefined;
  return rowView({
    what: words.t('history.row.what', { number: index + 1, what: itemsOf(words, entry) }),
    lines: [
      faint(whenWho(words, entry.at, whoDid(words, entry.by, entry.boughtByCustomer))),
      faint(
        joined([
          named ? short(customerName, LONGEST_PART) : '',
          clean(entry.number),
          placementOf(words, entry.placement),
        ]),
      ),
      coloured(own ? words.t('history.row.ownPurchase') : '', 'accent'),
    ],
    side: words.money(entry.total, entry.currency),
    sideColor: 'default',
  });
}

/** An activity record: the action, when and by whom, what it was done to, from what to what, and how it ended. */
export function activityRow(
  words: Words,
  { entry, customerName }: HistoryRow<ActivityRecord>,
  named: boolean,
): View {
  const refused = entry.outcome === 'refused';
  const why = refusalOf(words, entry);
  const own = entry.byCustomer !== undefined;
  return rowView({
    what: actionName(words, entry.action),
    lines: [
      faint(whenWho(words, entry.at, whoDid(words, entry.by, entry.byCustomer))),
      faint(
        joined([
          named ? short(customerName, LONGEST_PART) || words.t('history.row.partner') : '',
          subjectName(words, entry),
          changeOf(words, entry),
        ]),
      ),
      coloured(own ? words.t('history.row.ownAct') : '', 'accent'),
      coloured(why.title, 'attention'),
      faint(short(why.text, LONGEST_WHY)),
    ],
    side: words.t(refused ? 'history.row.refused' : 'history.row.done'),
    sideColor: refused ? 'attention' : 'good',
  });
}

function rowView({ lines, ...rest }: Row): View {
  return { ...rest, lines: lines.filter(({ text }) => text !== '') };
}

function whenWho(words: Words, at: string, who: string): string {
  return words.t('history.row.whenWho', { when: words.moment(at), who });
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
