/** One support request: how it stands, who works on it, its numbers, and the fields of the portal's form to copy. */
import type { RequestDetail } from '../../domain/answers.js';
import { requestKind, type SupportRequest } from '../../domain/model.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { requestStateName, reservationStateName, roleName } from './names.js';
import { partOf, portalFormText } from './portal-form.js';
import { amounts, amountsView } from './request-amounts.js';
import { NEW_SUPPORT_REQUEST, topicRows } from './request-filed.js';

type Row = { readonly label: string; readonly value: string };

/** The card of a request, with what this user can do with it now (rules section 3, "Outcome of a request"). */
export function requestCard(words: Words, detail: RequestDetail, ask: Ask): Card {
  const { request, mayManage, mine } = detail;
  const t = (key: string) => words.t(`request.one.${key}`);
  const title = t('title');
  const waits = request.state === 'open' && request.placement.state === 'recorded';
  const open = request.state === 'open' && mayManage;
  const taking = mine ? 'letGo' : request.assignee ? 'takeOver' : 'takeOn';
  const view = {
    title,
    context: short(detail.customerName),
    number: clean(request.number),
    kindLine: words.t('request.one.kindLine', {
      kind: words.t(`request.kind.${requestKind(request)}`),
      moment: words.moment(request.at),
      name: short(request.by.name),
    }),
    recorded: waits,
    recordedText: t('recorded'),
    hasSubject: request.matter !== undefined,
    subject: clean(request.matter?.subject ?? ''),
    description: clean(request.matter?.description ?? ''),
    rows: rows(words, detail),
    ...amountsOf(words, detail),
    reservations: detail.reservations.map((reservation) => ({
      product: words.t('request.one.product', {
        quantity: reservation.quantity,
        name: short(reservation.product.name, LONGEST_NAME),
      }),
      state: reservationStateName(words, reservation.status),
      ids: [
        {
          label: words.t('refund.filed.reservationId'),
          value: clean(partOf(detail, reservation).reservationId),
        },
        { label: words.t('refund.filed.orderId'), value: clean(reservation.orderId) },
      ],
    })),
    form: {
      shown: waits,
      heading: t('form'),
      note: words.t('support.form.note'),
      lines: portalFormText(detail).map((text) => ({ text })),
    },
    hasMayNot: !mayManage,
    mayNot: mayNotLine(words, detail),
    maySettle: open,
    settle: t('settle'),
    mayPlace: waits && mayManage,
    markPlaced: t('markPlaced'),
    mayTake: open,
    takeOn: t(taking),
    takeAction: mine ? 'letGo' : 'takeOn',
    mayManage,
    references: t('references'),
    link: t('link'),
    url: NEW_SUPPORT_REQUEST,
    close: t('close'),
  };
  return renderCard('request', ask.cardId, view, {
    lang: words.locale,
    speak: `${title}: ${view.number}`,
  });
}

/** Rows without a value (no ticket, no reason) are left out. */
function rows(words: Words, { request, ageDays, order }: RequestDetail): Row[] {
  const t = (key: string) => words.t(`request.one.${key}`);
  const { assignee, outcome, placement } = request;
  const worker = assignee
    ? words.t('request.one.workerSince', {
        name: short(assignee.by.name),
        day: words.day(assignee.at.slice(0, 10)),
      })
    : t('nobody');
  return [
    ...matterRows(words, request),
    { label: t('state'), value: requestStateName(words, request.state) },
    { label: t('age'), value: words.t('request.age', { days: ageDays }) },
    { label: t('worker'), value: request.state === 'open' || assignee ? worker : '' },
    { label: t('ticket'), value: clean(request.ticketNumber ?? placement.number ?? '') },
    { label: t('case'), value: clean(request.caseReference ?? '') },
    {
      label: t('outcome'),
      value: outcome
        ? words.t('request.one.outcomeBy', { moment: words.moment(outcome.at), name: short(outcome.by.name) })
        : '',
    },
    { label: t('reason'), value: clean(outcome?.reason ?? '') },
    { label: t('order'), value: clean(order?.number ?? '') },
  ].filter(({ value }) => value !== '');
}

/** What a request of any other kind is about, and how much it hurts. */
function matterRows(words: Words, request: SupportRequest): Row[] {
  if (!request.matter) return [];
  const severity = words.t(`support.severity.${request.matter.severity}`);
  return [...topicRows(words, request), { label: words.t('support.form.severity'), value: severity }];
}

/** The quote in short; once it is paid, what was paid stands above it. */
function amountsOf(words: Words, { request }: RequestDetail): View {
  const { paidAmount, quote } = request;
  if (paidAmount === undefined || quote?.kind !== 'refund') return amountsView(words, request);
  const { currency } = quote.figures;
  const quoted = amounts(words, quote);
  return {
    hasAmounts: true,
    total: { label: words.t('request.one.paid'), amount: words.money(paidAmount, currency) },
    amounts: [quoted.total, ...quoted.amounts],
  };
}

function mayNotLine(words: Words, { needs }: RequestDetail): string {
  if (needs?.code === 'NeedsAccess')
    return words.t('request.mayNot.NeedsAccess', { subscription: short(needs.subscription) });
  const roles = needs?.roles ?? [];
  return words.t('request.mayNot.NeedsRole', {
    count: roles.length,
    roles: words.anyOf(roles.map((role) => roleName(words, role))),
  });
}
