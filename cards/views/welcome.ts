/** The first card of a chat: who you are here and what you can begin with. */
import type { Me } from '../../domain/answers.js';
import type { Role } from '../../domain/model.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { jobTitles } from './jobs.js';
import { roleName } from './names.js';

/** Lines of each kind that are shown. */
const MOST_LINES = 5;

export interface WelcomeFacts {
  readonly me: Me;
  readonly localMode: boolean;
  /** What needs attention, one line each, in words. */
  readonly attention?: readonly string[];
  /** What was handed over to this user, or became of what it handed over, one line each. */
  readonly news?: readonly string[];
  /** Colleagues who ask to be let in, where this user may decide. */
  readonly accessRequests?: number;
}

/** Greets the user with name, partner, roles and what these allow (rules section 1), and six things to start with. */
export function welcomeCard(words: Words, facts: WelcomeFacts): Card {
  const { me, localMode, news = [], attention = [], accessRequests = 0 } = facts;
  const asking = accessRequests > 0 ? [words.t('newcomer.list.news', { count: accessRequests })] : [];
  const { name, roles } = me.user;
  return renderCard(
    'welcome',
    '',
    {
      title: words.t('welcome.title'),
      hello: words.t('welcome.hello', { name: short(name), partner: short(me.partner.name) }),
      roles: words.t('welcome.roles', {
        count: roles.length,
        roles: words.list(roles.map((role) => roleName(words, role))),
      }),
      can: words.t(`welcome.can.${whatRolesAllow(roles)}`),
      hasLines: asking.length + news.length + attention.length > 0,
      hasAccessRequests: asking.length > 0,
      hasNews: news.length > 0,
      hasAttention: attention.length > 0,
      attentionTitle: words.t('welcome.attention'),
      lines: [...asking, ...news.slice(0, MOST_LINES), ...attention.slice(0, MOST_LINES)].map((line) => ({
        line: clean(line),
      })),
      localMode,
      local: words.t('welcome.local'),
      help: words.t('welcome.help'),
      jobs: jobTitles(words),
    },
    { lang: words.locale },
  );
}

/** The widest of what the roles allow: any one that allows is enough. */
function whatRolesAllow(roles: readonly Role[]): 'all' | 'manage' | 'withAccess' | 'nothing' {
  if (roles.includes('AdminAgent')) return 'all';
  if (roles.includes('GlobalAdmin') || roles.includes('UserManagementAdmin')) return 'manage';
  return roles.length > 0 ? 'withAccess' : 'nothing';
}
