/** Colleagues who ask to be let in: the list, and one of them with what it takes to approve (rules section 1). */
import type { Page } from '../../../domain/answers.js';
import type { AccessRequest } from '../../../domain/model.js';
import type { AccessRequestFacts } from '../../../domain/use-cases/partner/access-requests.js';
import type { Card } from '../../card.js';
import { clean, short } from '../../plain.js';
import { renderCard } from '../../render.js';
import type { Words } from '../../words.js';
import { type Ask, field, mistakes } from '../ask.js';
import { LONGEST_NAME, nextPage, numbered, preset } from '../choices.js';
import { roleChoices } from './colleagues.js';

/** Longest name and address that can be filled in. */
const LONGEST_ENTRY = 200;
const LONGEST_ID = 100;
/** Users of the same name that are named. */
const MOST_NAMED = 3;

/** Asks for `request` (an id). */
export function chooseAccessRequestCard(words: Words, requests: Page<AccessRequest>, ask: Ask): Card {
  const t = (key: string) => words.t(`newcomer.list.${key}`);
  const title = t('title');
  const choices = requests.items.map(({ id, name, at }) => ({
    value: id,
    title: words.t('newcomer.list.row', { name: short(name, LONGEST_NAME), at: words.moment(at) }),
  }));
  const next = nextPage(words, requests);
  return renderCard(
    'access-requests',
    ask.cardId,
    {
      title,
      context: words.t('newcomer.list.context', { total: requests.total }),
      mistakes: mistakes(words, ask),
      empty: choices.length === 0,
      none: t('none'),
      request: {
        ...field(ask, 'request'),
        value: preset(choices, ask.entries?.request),
        label: t('label'),
      },
      choices: numbered(words, choices),
      open: t('open'),
      ...next,
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: title },
  );
}

/** Asks for `name`, `email` and `roles` (ids, apart by commas), to approve; or for nothing, to decline. */
export function accessRequestCard(words: Words, { request, namesakes }: AccessRequestFacts, ask: Ask): Card {
  const t = (key: string) => words.t(`newcomer.one.${key}`);
  const names = namesakes.slice(0, MOST_NAMED).map(({ name, email }) => `${short(name)} (${short(email)})`);
  const rows = [
    { label: t('callsThemselves'), value: short(request.name) },
    ...(request.email === undefined ? [] : [{ label: t('emailVouched'), value: short(request.email) }]),
    { label: t('objectId'), value: short(request.aadObjectId, LONGEST_ID) },
  ];
  return renderCard(
    'access-request',
    ask.cardId,
    {
      title: t('title'),
      asked: words.t('newcomer.one.asked', { at: words.moment(request.at) }),
      mistakes: mistakes(words, ask),
      rows,
      unvouched: t('unvouched'),
      hasNamesakes: names.length > 0,
      namesakes: names.length > 0 ? words.t('newcomer.one.namesakes', { names: words.list(names) }) : '',
      name: { ...field(ask, 'name', request.name, LONGEST_ENTRY), label: t('name') },
      email: { ...field(ask, 'email', request.email ?? '', LONGEST_ENTRY), label: t('email') },
      roles: { ...field(ask, 'roles'), label: t('roles') },
      choices: roleChoices(words),
      approve: t('approve'),
      decline: t('decline'),
      back: t('back'),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: `${t('title')}: ${clean(short(request.name))}` },
  );
}
