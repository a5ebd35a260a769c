export interface Customer {
  id: number;
  contactlist_ids: number[];
  /** E.164 with a plus. */
  phone: string;
  /** Numbers the customer had before. */
  old_phones: string[];
  first_name: string | null;
  last_name: string | null;
  identity_number: string | null;
  email: string | null;
  address: string | null;
  postal_code: string | null;
  city: string | null;
  company_name: string | null;
  company_org_number: string | null;
  external_id_1: string | null;
  external_id_2: string | null;
  external_id_3: string | null;
  earliest_ringtime: string | null;
  custom_fields: { id: number; value: string }[];
  create_time: number;
  pruned: boolean;
}
