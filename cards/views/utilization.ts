/** How a reservation was used in the last 30 days: a picture with a bar for each day, and the same in words. */
import { LOW_USE_PERCENT, type Utilization } from '../../domain/policy/utilization.js';
import { INK, pictureOf } from '../picture.js';
import type { View } from '../render.js';
import type { Words } from '../words.js';

/** In units of the picture; it is stretched to the width of the card. */
const WIDTH = 600;
const HEIGHT = 110;
const GAP = 4;
/** What a day at 0 still shows, to tell it from a day without data. */
const LEAST = 5;

/** The picture and its facts in words (percents); without any data the words alone say so. */
export function utilizationView(words: Words, use: Utilization): View {
  const text = utilizationText(words, use);
  return {
    heading: words.t('reservation.one.utilization'),
    known: use.known !== undefined,
    url: use.known ? utilizationPicture(use) : '',
    altText: `${words.t('page.use.picture', {
      from: words.day(use.days[0]?.day ?? ''),
      to: words.day(use.days.at(-1)?.day ?? ''),
    })} ${text}`,
    text,
    legend: words.t('page.use.legend', { enough: LOW_USE_PERCENT }),
  };
}

/** Mean, lowest day, days at 0 and below 80 percent; or that nothing is known. */
function utilizationText(words: Words, { known }: Utilization): string {
  if (!known) return words.t('reservation.one.utilizationUnknown');
  const { days, mean, lowest, unused, below } = known;
  return words.t('page.use.text', {
    mean,
    days,
    lowest: Math.round(lowest.percent),
    day: words.day(lowest.day),
    unused,
    below,
    enough: LOW_USE_PERCENT,
  });
}

/** A bar for each day, those below 80 percent in another colour, days without data left open; a line at 80 percent. */
function utilizationPicture({ days }: Utilization): string {
  const step = WIDTH / days.length;
  const bars = days.map(({ percent }, i) => {
    if (percent === undefined) return '';
    const height = Math.max(LEAST, (percent / 100) * HEIGHT);
    const ink = percent < LOW_USE_PERCENT ? INK.alarm : INK.strong;
    return `<rect x="${i * step + GAP / 2}" y="${HEIGHT - height}" width="${step - GAP}" height="${height}" fill="${ink}"/>`;
  });
  const y = HEIGHT - (LOW_USE_PERCENT / 100) * HEIGHT;
  const line = `<path d="M0 ${y}H${WIDTH}M0 ${HEIGHT - 0.5}H${WIDTH}" stroke="${INK.line}" stroke-width="1.5"/>`;
  return pictureOf(`${bars.join('')}${line}`, WIDTH, HEIGHT);
}
