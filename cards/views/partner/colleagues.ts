/** The partner's users: the list, and one of them with its roles (rules section 1). */
import { type PartnerUser, ROLES } from '../../../domain/model.js';
import type { ColleagueFacts, ColleagueList } from '../../../domain/use-cases/partner/answers.js';
import type { Card } from '../../card.js';
import { plain, short } from '../../plain.js';
import { renderCard } from '../../render.js';
import type { Words } from '../../words.js';
import { type Ask, field, mistakes } from '../ask.js';
import { type Choice, LONGEST_NAME, nextPage, numbered } from '../choices.js';
import { roleName } from '../names.js';
import { changesView, mayNotView } from './changes.js';

/** Asks for `colleague` (a user id). */
export function chooseColleagueCard(words: Words, facts: ColleagueList, ask: Ask): Card {
  const { colleagues } = facts;
  const title = words.t('partner.colleagues.title');
  const choices = numbered(
    words,
    colleagues.items.map((user) => ({ value: user.id, title: rowOf(words, user) })),
  );
  return renderCard(
    'colleagues',
    ask.cardId,
    {
      title,
      context: words.t('partner.colleagues.context', { total: colleagues.total }),
      mistakes: mistakes(words, ask),
      mayNot: mayNotView(words, facts),
      colleague: field(ask, 'colleague', choices[0]?.value),
      listLabel: words.t('partner.colleagues.list'),
      choices,
      open: words.t('partner.colleagues.open'),
      hasRequests: facts.accessRequests > 0,
      requests: words.t('newcomer.list.button', { count: facts.accessRequests }),
      ...nextPage(words, colleagues),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: title },
  );
}

function rowOf(words: Words, user: PartnerUser): string {
  const roles = user.removed ? words.t('partner.colleagues.removed') : rolesText(words, user);
  return words.t('partner.colleagues.row', { name: short(user.name, LONGEST_NAME), roles });
}

/** "Admin agent and Global admin", or that there is no role. */
export function rolesText(words: Words, { roles }: Pick<PartnerUser, 'roles'>): string {
  if (roles.length === 0) return words.t('partner.colleagues.noRole');
  return words.list(roles.map((role) => roleName(words, role)));
}

/** Asks for `roles` (ids, apart by commas) where the user may change them; removes, or brings back. */
export function colleagueCard(words: Words, facts: ColleagueFacts, ask: Ask): Card {
  const { colleague, isMe, mayChange, changes } = facts;
  const t = (key: string) => words.t(`partner.colleagues.${key}`);
  const removed = colleague.removed ?? false;
  const mayEdit = mayChange && !isMe;
  return renderCard(
    'colleague',
    ask.cardId,
    {
      name: short(colleague.name),
      email: short(colleague.email),
      mistakes: mistakes(words, ask),
      removed: { shown: removed, text: t('isRemoved') },
      you: { shown: mayChange && isMe, text: t('you') },
      mayNot: mayNotView(words, facts),
      asksRoles: mayEdit && !removed,
      showsRoles: !mayEdit || removed,
      rolesLabel: t('roles'),
      rolesText: rolesText(words, colleague),
      roles: field(ask, 'roles', colleague.roles.join(',')),
      choices: roleChoices(words),
      changes: changesView(
        words,
        // Whose they are is said above.
        changes.map(({ subject: _, ...record }) => record),
      ),
      hasNoChanges: changes.length === 0,
      noChanges: t('never'),
      save: t('save'),
      mayRemove: mayEdit && !removed,
      remove: t('remove'),
      mayBringBack: mayEdit && removed,
      bringBack: t('bringBack'),
      back: t('back'),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: short(colleague.name) },
  );
}

/** All roles to tick, each with what it allows. */
export function roleChoices(words: Words): Choice[] {
  return ROLES.map((role) => {
    const can = words.t(`partner.colleagues.can.${role}`);
    const title = words.t('partner.colleagues.roleRow', { role: roleName(words, role), can });
    return { value: role, title: plain(title) };
  });
}
