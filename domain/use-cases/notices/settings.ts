/** What a user wants to be told by itself: its own choice, for itself only, and never a source of truth. */
import type { NoticeSettings } from '../../answers/notices.js';
import {
  type Actor,
  HIGHEST_THRESHOLD,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeWishes,
  type Preferences,
} from '../../model.js';
import { timeOfDay, timeZoneNamed } from '../../policy/time-of-day.js';
import { Refusal } from '../../refusals.js';
import { customerKey, PREFERENCES } from '../../store/kinds.js';
import { type Ports, requireUser } from '../ports.js';
import { DEFAULT_THRESHOLD, maySee } from './due.js';

/** What is changed, as typed; what is absent stays as it is. */
export interface NoticeChange {
  /** By kind: wanted from now on, or no longer. */
  readonly wanted?: Partial<Readonly<Record<NoticeKind, boolean>>>;
  readonly threshold?: string;
  /** Both empty: no quiet hours. */
  readonly quiet?: { readonly from: string; readonly to: string };
  /** Empty: none, and UTC counts. */
  readonly timeZone?: string;
}

type Wrong = Extract<Refusal['facts'], { code: 'NoticeSettingsInvalid' }>['fields'];

/** What the user has chosen. @throws Refusal UnknownUser, DocumentUnreadable. */
export async function noticeSettings(ports: Ports, actor: Actor): Promise<NoticeSettings> {
  const { user } = await requireUser(ports, actor);
  const kept = (await ports.documents.read(PREFERENCES, keyOf(actor))) ?? {};
  return settingsIn(
    kept,
    NOTICE_KINDS.filter((kind) => maySee(user, kind)),
  );
}

function settingsIn({ notices, timeZone }: Preferences, kinds: readonly NoticeKind[]): NoticeSettings {
  const { wanted = {}, threshold = DEFAULT_THRESHOLD, quiet } = notices ?? {};
  return {
    wanted: kinds.filter((kind) => wanted[kind] !== undefined),
    kinds,
    threshold,
    ...(quiet ? { quiet } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/**
 * Changes what the user wants to be told, from now on. Where any of it can not be read nothing is changed.
 * @returns what stands now. @throws Refusal UnknownUser; NoticeSettingsInvalid with all fields that can not be read.
 */
export async function setNotices(ports: Ports, actor: Actor, change: NoticeChange): Promise<NoticeSettings> {
  const { user } = await requireUser(ports, actor);
  const kinds = NOTICE_KINDS.filter((kind) => maySee(user, kind));
  const read = requireReadable(change);
  const now = ports.clock.now().toISOString();
  const stored = await ports.documents.update(PREFERENCES, keyOf(actor), (current = {}) => {
    const before: NoticeWishes = current.notices ?? { wanted: {} };
    const { quiet: quietBefore, ...rest } = before;
    const quiet = read.quiet === undefined ? quietBefore : (read.quiet ?? undefined);
    const notices: NoticeWishes = {
      ...rest,
      wanted: wantedAfter(before.wanted, change.wanted ?? {}, kinds, now),
      ...(read.threshold === undefined ? {} : { threshold: read.threshold }),
      ...(quiet ? { quiet } : {}),
    };
    const { timeZone: zoneBefore, ...others } = current;
    const timeZone = read.timeZone === undefined ? zoneBefore : (read.timeZone ?? undefined);
    const next: Preferences = { ...others, notices, ...(timeZone === undefined ? {} : { timeZone }) };
    return { next, result: next };
  });
  return settingsIn(stored, kinds);
}

/** What was wanted already is wanted since then. */
function wantedAfter(
  before: NoticeWishes['wanted'],
  change: NonNullable<NoticeChange['wanted']>,
  kinds: readonly NoticeKind[],
  now: string,
): NoticeWishes['wanted'] {
  const next = { ...before };
  for (const kind of kinds) {
    if (change[kind] === true) next[kind] ??= now;
    if (change[kind] === false) delete next[kind];
  }
  return next;
}

/** What was typed, as it is kept; null takes it away. @throws Refusal NoticeSettingsInvalid. */
function requireReadable({ threshold, quiet, timeZone }: NoticeChange) {
  const wrong: Wrong = [];
  const percent = Number(/^(\d{1,2}) ?%?$/.exec(threshold?.trim() ?? '')?.[1]);
  if (threshold !== undefined && !(percent >= 1 && percent <= HIGHEST_THRESHOLD)) wrong.push('threshold');
  const hours = quiet && quietHours(quiet, wrong);
  const zone = timeZone?.trim() === '' ? null : timeZoneNamed(timeZone ?? '');
  if (timeZone !== undefined && zone === undefined) wrong.push('timeZone');
  if (wrong.length > 0) throw new Refusal({ code: 'NoticeSettingsInvalid', fields: wrong });
  return {
    ...(threshold === undefined ? {} : { threshold: percent }),
    ...(hours === undefined ? {} : { quiet: hours }),
    ...(timeZone === undefined || zone === undefined ? {} : { timeZone: zone }),
  };
}

/** Null: none. From a time until the same time would be always or never: nobody can say which. */
function quietHours(typed: { readonly from: string; readonly to: string }, wrong: Wrong) {
  if (typed.from.trim() === '' && typed.to.trim() === '') return null;
  const [from, to] = [timeOfDay(typed.from), timeOfDay(typed.to)];
  if (from === undefined) wrong.push('from');
  if (to === undefined || from === to) wrong.push('to');
  return from === undefined || to === undefined ? null : { from, to };
}

/** Notes the time zone that the user's channel says, where the user has chosen none. What is no time zone is left. */
export async function noteTimeZone(ports: Ports, actor: Actor, timeZone: string): Promise<void> {
  await requireUser(ports, actor);
  const zone = timeZoneNamed(timeZone);
  const known = await ports.documents.read(PREFERENCES, keyOf(actor));
  if (zone === undefined || known?.timeZone !== undefined) return;
  await ports.documents.update(PREFERENCES, keyOf(actor), (current) => {
    if (current?.timeZone !== undefined) return { next: current, result: undefined };
    return { next: { ...current, timeZone: zone }, result: undefined };
  });
}

/** Users have keys of the same form as customers. */
function keyOf({ partnerId, userId }: Actor): string {
  return customerKey(partnerId, userId);
}
