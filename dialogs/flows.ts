/** Every flow of the desk, by the job that it is begun for; and what each leaves behind when it is left. */
import { AccessDialog } from './access.js';
import { AccessRequestsDialog } from './access-requests.js';
import { AskDialog } from './ask.js';
import { AttentionDialog } from './attention.js';
import { BulkDialog } from './bulk.js';
import type { BulkRuns } from './bulk-run.js';
import { BuyDialog } from './buy.js';
import { ColleaguesDialog } from './colleagues.js';
import { CompareDialog } from './compare.js';
import { ConfigureDialog } from './configure.js';
import { CopyDialog } from './copy.js';
import { CountryDialog } from './country.js';
import { CustomerPricesDialog } from './customer-prices.js';
import { CustomersDialog } from './customers.js';
import { ExchangeDialog } from './exchange.js';
import type { Services } from './flow.js';
import { HandoversDialog } from './handovers.js';
import { HistoryDialog } from './history.js';
import { NoticesDialog } from './notices.js';
import { PermissionsDialog } from './permissions.js';
import { PlacedDialog } from './placed.js';
import { PolicyDialog } from './policy.js';
import { RatesDialog } from './rates.js';
import { RefundDialog } from './refund.js';
import { RenewDialog } from './renew.js';
import { RequestsDialog } from './requests.js';
import { ReservationsDialog } from './reservations.js';
import type { Dialog } from './sdk.js';
import { SettingsDialog } from './settings.js';
import { SubscriptionsDialog } from './subscriptions.js';
import { SupportDialog } from './support.js';

/** The flows, one for each job. `runs`: the bulk purchases that are being bought. */
export function flowsOf(services: Services, runs: BulkRuns): Dialog[] {
  return [
    new BuyDialog(services),
    new RefundDialog(services),
    new ExchangeDialog(services),
    new PermissionsDialog(services),
    new CustomersDialog(services),
    new ReservationsDialog(services),
    new HistoryDialog('orders', services),
    new HistoryDialog('activity', services),
    new RequestsDialog(services),
    new SupportDialog(services),
    new HandoversDialog(services),
    new AskDialog(services),
    new PlacedDialog(services),
    new CompareDialog(services),
    new CopyDialog(services),
    new SubscriptionsDialog(services),
    new AccessDialog(services),
    new CountryDialog(services),
    new SettingsDialog(services),
    new ColleaguesDialog(services),
    new AccessRequestsDialog(services),
    new CustomerPricesDialog(services),
    new RatesDialog(services),
    new PolicyDialog(services),
    new BulkDialog(services, runs),
    new AttentionDialog('attention', services),
    new AttentionDialog('expiring', services),
    new ConfigureDialog(services),
    new RenewDialog(services),
    new NoticesDialog(services),
  ];
}

/** A cart, or what was recorded on the way; nothing with any other flow. */
const LEAVES: Readonly<Record<string, 'buy' | 'recorded'>> = {
  [BuyDialog.id]: 'buy',
  [RequestsDialog.id]: 'recorded',
  [SubscriptionsDialog.id]: 'recorded',
  [AccessDialog.id]: 'recorded',
  [ColleaguesDialog.id]: 'recorded',
  [AccessRequestsDialog.id]: 'recorded',
  [CustomerPricesDialog.id]: 'recorded',
  [RatesDialog.id]: 'recorded',
  [PolicyDialog.id]: 'recorded',
  [NoticesDialog.id]: 'recorded',
};

/** What a flow leaves behind when it is left. */
export function leavesBehind(flowId: string | undefined): 'buy' | 'recorded' | 'other' {
  return LEAVES[flowId ?? ''] ?? 'other';
}
