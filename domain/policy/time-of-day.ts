/** Times of day and time zones, as users say them, and whether it is quiet for somebody now. */
import { TZDate } from '@date-fns/tz';

/** Where a user has named no time zone. */
export const UTC = 'UTC';

/** From when to when nothing is sent, as times of day; over midnight where `to` is the earlier one. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** A typed time of day as it is kept: "18:00" of "18", "18.00" or "6:00" ("06:00"); undefined for what is none. */
export function timeOfDay(text: string): string | undefined {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text.trim()) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

/** As Intl writes them, by how they are compared; UTC, which it leaves out, among them. */
const ZONES = new Map([...Intl.supportedValuesOf('timeZone'), UTC].map((zone) => [compared(zone), zone]));

/**
 * The IANA name of a typed time zone: as it stands ("europe/stockholm"), or by its city ("Stockholm"); undefined for
 * what is none. A difference of hours is none: it would be wrong for half of the year.
 */
export function timeZoneNamed(text: string): string | undefined {
  const typed = compared(text);
  if (!/^[a-z]/.test(typed)) return undefined;
  const known = ZONES.get(typed);
  if (known) return known;
  const cities = [...ZONES].filter(([zone]) => zone.endsWith(`/${typed}`));
  if (cities.length === 1) return cities[0]?.[1];
  return aliasOf(text.trim());
}

function compared(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, '_');
}

/** Other names of a zone, such as "Asia/Kolkata", are no members of the list and known all the same. */
function aliasOf(zone: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone.length <= 60 ? zone : undefined;
  } catch {
    return undefined;
  }
}

/** True where it is quiet now for a user in this time zone; never where there are no quiet hours. */
export function isQuiet(quiet: QuietHours | undefined, timeZone: string, now: Date): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  const time = localTime(timeZone, now);
  return from < to ? time >= from && time < to : time >= from || time < to;
}

/** The time of day on the wall there: "08:30". A zone that is not known any more is read as UTC. */
function localTime(timeZone: string, now: Date): string {
  const local = new TZDate(now, timeZone);
  const known = Number.isNaN(local.getTime()) ? new TZDate(now, UTC) : local;
  return [known.getHours(), known.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
