/** Notices as they are told: those of one kind together, each as it stands now. */
import type { NoticeKind, RequestKind, RequestState } from '../model.js';

interface Whose {
  readonly customerId: string;
  readonly customerName: string;
}

interface Reserved extends Whose {
  readonly reservationId: string;
  readonly product: string;
  readonly quantity: number;
}

/** A reservation that ends soon and does not go on, or whose automatic renewal was refused (rules section 3). */
interface ExpiringNotice extends Reserved {
  readonly kind: 'expiring30' | 'expiring7';
  readonly endsOn: string;
  /** 0 or less where it has ended: its automatic renewal was refused. */
  readonly daysLeft: number;
  readonly renewalRefused: boolean;
}

/** What a customer has bought by itself: Microsoft does not tell the partner (rules section 6). */
interface CustomerPurchaseNotice extends Reserved {
  readonly kind: 'customerPurchase';
  /** UTC day of the purchase. */
  readonly day: string;
}

/** What came of a request, for whoever filed it (rules section 3, "Outcome"). */
interface RequestOutcomeNotice extends Whose {
  readonly kind: 'requestOutcome';
  readonly number: string;
  readonly about: RequestKind;
  readonly state: RequestState;
  /** Who recorded it. */
  readonly by: string;
}

/** A reservation that was used less than the user's threshold on each of the last seven days that are known. */
export interface LowUtilizationNotice extends Reserved {
  readonly kind: 'lowUtilization';
  /** Use of the day on which it was used most, in percent. */
  readonly highest: number;
}

/** Most of a customer's refund limit is used; US dollars (rules section 4, "Cap"). */
interface CapNotice extends Whose {
  readonly kind: 'capNearlyUsed';
  readonly usedUsd: string;
  readonly capUsd: string;
}

/** Somebody of the partner's company asks to be let in (rules section 1). */
interface AccessRequestNotice {
  readonly kind: 'accessRequest';
  readonly requestId: string;
  /** As they call themselves. */
  readonly name: string;
  readonly at: string;
}

export type NoticeRow =
  | ExpiringNotice
  | CustomerPurchaseNotice
  | RequestOutcomeNotice
  | LowUtilizationNotice
  | CapNotice
  | AccessRequestNotice;

/** Several notices of one kind, told as one. */
export interface NoticeGroup {
  readonly kind: NoticeKind;
  /** The most pressing of them, eight at most. */
  readonly rows: readonly NoticeRow[];
  /** How many there are. */
  readonly total: number;
}

/** What was handed out to be told; whoever took it says what came of it. */
export interface NoticesClaimed {
  readonly claimId: string;
  /** The most pressing kind first; each is one card. */
  readonly groups: readonly NoticeGroup[];
}

/** What came of sending: "unknown" where nobody can say whether it arrived. */
export type SendOutcome = 'sent' | 'failed' | 'unknown';

/** A user for whom notices wait. */
export interface NoticesWaiting {
  readonly userId: string;
  /** How many can be sent by itself now, as far as nothing but the user's quiet hours stands in the way. */
  readonly due: number;
  /** How many wait at all. */
  readonly waiting: number;
}

/** What a user has chosen to be told, with what holds where nothing was chosen. */
export interface NoticeSettings {
  readonly wanted: readonly NoticeKind[];
  /** What can be chosen: whoever may not manage users is not told of access requests. */
  readonly kinds: readonly NoticeKind[];
  readonly threshold: number;
  readonly quiet?: { readonly from: string; readonly to: string };
  /** An IANA name; absent: none was chosen, and UTC counts. */
  readonly timeZone?: string;
}
