/** What the cards about the partner's own data share: who may change it, and the latest changes of it. */
import type { ActivityRecord, Role } from '../../../domain/model.js';
import { short } from '../../plain.js';
import type { View } from '../../render.js';
import type { Words } from '../../words.js';
import { changeOf, LONGEST_PART, subjectName } from '../history-words.js';
import { roleName } from '../names.js';

/** The latest changes, "EUR: 1.0870 of Nov 19, 2026 → 1.0832 of Nov 21, 2026", each with when and by whom. */
export function changesView(words: Words, changes: readonly ActivityRecord[]): View {
  return {
    shown: changes.length > 0,
    heading: words.t('partner.changes'),
    lines: changes.map((record) => ({
      what: whatChanged(words, record),
      who: words.t('partner.changeBy', {
        moment: words.moment(record.at),
        name: short(record.by?.name ?? '', LONGEST_PART),
      }),
    })),
  };
}

function whatChanged(words: Words, record: ActivityRecord): string {
  const change = changeOf(words, record);
  if (record.subject === undefined) return change;
  return words.t('partner.changeOf', { subject: subjectName(words, record), change });
}

/** What is said to whoever may look at it only: which roles may change it (rules section 1). */
export function mayNotView(
  words: Words,
  { mayChange, rolesThatMay }: { readonly mayChange: boolean; readonly rolesThatMay: readonly Role[] },
): View {
  const roles = words.anyOf(rolesThatMay.map((role) => roleName(words, role)));
  return { shown: !mayChange, text: words.t('partner.mayNot', { roles }) };
}
