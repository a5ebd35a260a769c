export interface Contactlist {
  id: number;
  office_id: number | null;
  is_company: number;
  title: string;
  deleted: number;
  /** YYYY-MM-DD. */
  prune_date: string | null;
  keep_order_on_prune: number;
  pruned: number;
  updated_at: number;
  created_at: number;
}

export interface BlockedNumber {
  id: number;
  phone: string;
  end_date: string | null;
  comment: string;
}

export interface Blocklist {
  id: number;
  title: string;
  office_id: number | null;
  numbers: Map<string, BlockedNumber>;
}
