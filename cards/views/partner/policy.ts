/** The refund policy in force, what each means, and the choice between them (rules section 4). */
import { REFUND_POLICIES, type RefundPolicyId } from '../../../domain/model.js';
import { refundPolicy } from '../../../domain/policy/refund.js';
import type { PolicyFacts } from '../../../domain/use-cases/partner/answers.js';
import type { Card } from '../../card.js';
import { plain } from '../../plain.js';
import { renderCard } from '../../render.js';
import type { Words } from '../../words.js';
import { type Ask, field, mistakes } from '../ask.js';
import { changesView, mayNotView } from './changes.js';

/** "Partner Center" for "partner-center". */
export function policyName(words: Words, policy: RefundPolicyId): string {
  return words.t(`partner.policy.name.${policy}`);
}

/** Asks for `policy`; the one in force is preset. */
export function policyCard(words: Words, facts: PolicyFacts, ask: Ask): Card {
  const { since, mayChange, changes } = facts;
  const t = (key: string) => words.t(`partner.policy.${key}`);
  const title = t('title');
  return renderCard(
    'policy',
    ask.cardId,
    {
      title,
      mistakes: mistakes(words, ask),
      inForceLabel: t('inForce'),
      inForce: policyName(words, facts.refundPolicy),
      hasSince: since !== undefined,
      since: since === undefined ? '' : words.t('partner.policy.since', { day: words.day(since) }),
      mayNot: mayNotView(words, facts),
      mayChange,
      means: REFUND_POLICIES.map((policy) => ({ text: meaningOf(words, policy) })),
      policy: field(ask, 'policy', facts.refundPolicy),
      label: t('choose'),
      choices: REFUND_POLICIES.map((policy) => ({ value: policy, title: plain(meaningOf(words, policy)) })),
      note: t('note'),
      changes: changesView(words, changes),
      switch: t('switch'),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: `${title}: ${policyName(words, facts.refundPolicy)}` },
  );
}

/** The policy in one line, with its own figures. */
function meaningOf(words: Words, id: RefundPolicyId): string {
  const { fullCreditDays, feePercent, capUsd, windowDays } = refundPolicy(id);
  return words.t(`partner.policy.means.${id}`, {
    name: policyName(words, id),
    days: fullCreditDays ?? 0,
    percent: words.decimal(feePercent),
    cap: words.money(capUsd, 'USD'),
    window: windowDays,
  });
}
