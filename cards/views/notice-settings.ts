/** What a user wants to be told by itself: the kinds, from when on use is low, quiet hours and time zone. */
import type { NoticeSettings } from '../../domain/answers/notices.js';
import { HIGHEST_THRESHOLD } from '../../domain/model.js';
import { UTC } from '../../domain/policy/time-of-day.js';
import type { Card } from '../card.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, field, mistakes } from './ask.js';

/** Asks for `wanted` (kinds, joined by commas), `threshold` (percent), `from` and `to` (times) and `timeZone`. */
export function noticeSettingsCard(words: Words, settings: NoticeSettings, ask: Ask): Card {
  const t = (key: string) => words.t(`notices.settings.${key}`);
  const { wanted, kinds, threshold, quiet, timeZone } = settings;
  const title = t('title');
  return renderCard(
    'notices',
    ask.cardId,
    {
      title,
      context: t('context'),
      mistakes: mistakes(words, ask),
      wanted: field(ask, 'wanted', wanted.join(',')),
      threshold: field(ask, 'threshold', String(threshold), 10),
      from: field(ask, 'from', quiet?.from ?? '', 20),
      to: field(ask, 'to', quiet?.to ?? '', 20),
      timeZone: field(ask, 'timeZone', timeZone ?? '', 60),
      labels: {
        wanted: t('wanted'),
        threshold: words.t('notices.settings.threshold', { highest: HIGHEST_THRESHOLD }),
        from: t('from'),
        to: t('to'),
        timeZone: t('timeZone'),
      },
      hints: { from: t('fromHint'), to: t('toHint'), timeZone: t('timeZoneHint') },
      kinds: kinds.map((kind) => ({ value: kind, title: t(`kind.${kind}`) })),
      quietNote: t('quiet'),
      noZone: timeZone === undefined,
      zoneNote: t('timeZoneNone'),
      save: t('save'),
      close: words.t('partner.close'),
    },
    { lang: words.locale, speak: title },
  );
}

/** What stands after it was saved, in a few sentences. */
export function noticesSavedText(
  words: Words,
  { wanted, threshold, quiet, timeZone }: NoticeSettings,
): string {
  const sentences = [words.t('notices.settings.saved', { count: wanted.length })];
  if (wanted.includes('lowUtilization'))
    sentences.push(words.t('notices.settings.thresholdNow', { percent: threshold }));
  if (quiet) sentences.push(words.t('notices.settings.quietNow', { ...quiet, zone: timeZone ?? UTC }));
  else if (timeZone !== undefined) sentences.push(words.t('notices.settings.zoneNow', { zone: timeZone }));
  return sentences.join(' ');
}
