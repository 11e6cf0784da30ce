/**
 * The kinds of files that are read, told by their header and not by their name. Columns are those of Microsoft's own
 * exports; where a file is not published as CSV, they are the properties of the resource. Ours are those that no
 * export has; they may be missing. docs/import.md has the same as tables.
 */

interface Column {
  /** As it is written when the book is exported. */
  readonly name: string;
  /** Other names of it: blanks, signs and capitals do not matter. */
  readonly also?: readonly string[];
  /** A file without it is of another kind. */
  readonly needed?: true;
}

export interface FileKind {
  readonly name: FileKindName;
  /** Where Microsoft describes it. */
  readonly source?: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** In the order in which they are read: what others refer to comes first. */
export const FILE_KIND_NAMES = [
  'users',
  'rates',
  'prices',
  'customers',
  'subscriptions',
  'reservations',
  'transactions',
  'utilization',
] as const;
export type FileKindName = (typeof FILE_KIND_NAMES)[number];

export const FILE_KINDS: readonly FileKind[] = [
  {
    name: 'users',
    source: 'https://learn.microsoft.com/partner-center/developer/user-resources',
    columns: {
      id: { name: 'UserId', also: ['Id'], needed: true },
      name: { name: 'DisplayName', also: ['Name'], needed: true },
      email: { name: 'UserPrincipalName', also: ['Email', 'EmailAddress'], needed: true },
      roles: { name: 'Roles', also: ['UserRoles'], needed: true },
      phone: { name: 'Phone' },
      objectId: { name: 'ObjectId', also: ['EntraObjectId', 'AadObjectId'] },
      removed: { name: 'Removed' },
    },
  },
  {
    name: 'rates',
    columns: {
      currency: { name: 'Currency', needed: true },
      usdPerUnit: { name: 'UsdPerUnit', needed: true },
      day: { name: 'Date', needed: true },
    },
  },
  {
    name: 'prices',
    source: 'https://learn.microsoft.com/partner-center/developer/get-a-price-sheet',
    columns: {
      productTitle: { name: 'ProductTitle', needed: true },
      productId: { name: 'ProductId', needed: true },
      skuId: { name: 'SkuId', needed: true },
      skuTitle: { name: 'SkuTitle', needed: true },
      term: { name: 'TermDuration', also: ['Term'], needed: true },
      billingPlan: { name: 'BillingPlan', needed: true },
      market: { name: 'Market' },
      currency: { name: 'Currency', needed: true },
      unitPrice: { name: 'UnitPrice', needed: true },
      startsOn: { name: 'EffectiveStartDate', needed: true },
      endsOn: { name: 'EffectiveEndDate' },
      segment: { name: 'Segment', needed: true },
      type: { name: 'ReservedResourceType' },
      region: { name: 'ArmRegionName', also: ['Region', 'Location'] },
      skuName: { name: 'ArmSkuName' },
      maxQuantity: { name: 'MaximumQuantity' },
      returnable: { name: 'Returnable' },
    },
  },
  {
    name: 'customers',
    source:
      'https://learn.microsoft.com/previous-versions/azure/cloud-solution-provider/integration/manage-customers/get-customers',
    columns: {
      id: { name: 'Microsoft ID', also: ['CustomerId', 'CustomerTenantId'], needed: true },
      name: { name: 'Company name', needed: true },
      domain: { name: 'Primary domain name', also: ['PrimaryDomain', 'Domain'], needed: true },
      relationship: { name: 'Relationship' },
      country: { name: 'Country' },
      segment: { name: 'Segment' },
      currency: { name: 'Currency' },
      tags: { name: 'Tags' },
      language: { name: 'Language' },
      agreementFirstName: { name: 'AgreementFirstName' },
      agreementLastName: { name: 'AgreementLastName' },
      agreementEmail: { name: 'AgreementEmail' },
      agreementDate: { name: 'AgreementDate' },
    },
  },
  {
    name: 'subscriptions',
    source: 'https://learn.microsoft.com/partner-center/developer/subscription-resources',
    columns: {
      id: { name: 'SubscriptionId', needed: true },
      name: { name: 'FriendlyName', also: ['SubscriptionName'], needed: true },
      customerId: { name: 'CustomerId', also: ['CustomerTenantId', 'Microsoft ID'], needed: true },
      offerId: { name: 'OfferId' },
      offerName: { name: 'OfferName', needed: true },
      status: { name: 'Status', needed: true },
      resellerId: { name: 'ResellerId' },
      resellerMpnId: { name: 'PartnerId', also: ['ResellerMpnId', 'MpnId'] },
      owners: { name: 'Owners' },
      access: { name: 'Access' },
    },
  },
  {
    name: 'reservations',
    source:
      'https://learn.microsoft.com/rest/api/reserved-vm-instances/reservation/list and https://learn.microsoft.com/javascript/api/@azure/arm-reservations/reservationsproperties',
    columns: {
      id: { name: 'ReservationId', needed: true },
      orderId: { name: 'ReservationOrderId', needed: true },
      skuName: { name: 'SkuName', also: ['Sku', 'ArmSkuName', 'ProductName'], needed: true },
      type: { name: 'ReservedResourceType', also: ['Type'], needed: true },
      region: { name: 'Location', also: ['Region'] },
      term: { name: 'Term', needed: true },
      quantity: { name: 'Quantity', needed: true },
      endsOn: { name: 'ExpiryDate', also: ['ExpirationDate', 'ExpiryDateTime'], needed: true },
      scope: { name: 'AppliedScopeType', also: ['Scope', 'UserFriendlyAppliedScopeType'] },
      status: { name: 'ProvisioningState', also: ['DisplayProvisioningState', 'Status'] },
      subscriptionId: { name: 'BillingScopeId', also: ['SubscriptionId', 'BillingSubscriptionId'] },
      customerId: { name: 'CustomerId', also: ['CustomerTenantId'] },
      startsOn: { name: 'PurchaseDate', also: ['PurchaseDateTime'] },
      billing: { name: 'BillingPlan' },
      currency: { name: 'Currency' },
      instalments: { name: 'Instalments', also: ['PricePaid'] },
      productId: { name: 'ProductId' },
      returnable: { name: 'Returnable' },
      orderNumber: { name: 'OrderNumber' },
      resellerId: { name: 'ResellerId' },
      boughtByCustomer: { name: 'BoughtByCustomer' },
      access: { name: 'Access' },
    },
  },
  {
    name: 'transactions',
    source:
      'https://learn.microsoft.com/azure/cost-management-billing/dataset-schema/reservation-transactions-mca',
    columns: {
      orderId: { name: 'ReservationOrderId', needed: true },
      day: { name: 'EventDate', needed: true },
      event: { name: 'EventType', needed: true },
      amount: { name: 'Amount', needed: true },
      currency: { name: 'Currency', needed: true },
      frequency: { name: 'BillingFrequency', needed: true },
      quantity: { name: 'Quantity', needed: true },
    },
  },
  {
    name: 'utilization',
    source: 'https://learn.microsoft.com/javascript/api/@azure/arm-consumption/reservationsummaryproperties',
    columns: {
      orderId: { name: 'ReservationOrderId', needed: true },
      reservationId: { name: 'ReservationId', needed: true },
      day: { name: 'UsageDate', needed: true },
      percent: { name: 'AvgUtilizationPercentage', needed: true },
    },
  },
];

/** How names of columns are compared. */
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** For each of our columns that a file has: where its cells stand, the best name first. */
export type ColumnPlaces = ReadonlyMap<string, readonly number[]>;

/** The kind of a file and its columns; undefined: not a file that we read. */
export function recognized(header: readonly string[]): { kind: FileKind; columns: ColumnPlaces } | undefined {
  const found = header.map(plain);
  const fitting = FILE_KINDS.map((kind) => {
    const columns = new Map(
      Object.entries(kind.columns).flatMap(([key, { name, also = [] }]) => {
        const places = [name, ...also].flatMap((each) => placesOf(plain(each), found));
        return places.length > 0 ? [[key, places]] : [];
      }),
    );
    const needed = Object.entries(kind.columns).filter(([, { needed: must }]) => must);
    return needed.every(([key]) => columns.has(key)) ? { kind, columns } : undefined;
  }).filter((fit) => fit !== undefined);
  // Where several fit, the one that knows most of the columns.
  return fitting.sort((a, b) => b.columns.size - a.columns.size)[0];
}

function placesOf(name: string, header: readonly string[]): number[] {
  return header.flatMap((each, i) => (each === name ? [i] : []));
}
