export interface OrderProduct {
  product_id: number;
  units: number;
  unit_price: number;
  title: string;
  artnr: string | null;
  vat_percentage: number;
}

export interface ScriveDocument {
  order_product_id: number;
  status: string;
  last_change: string;
  sign_time: string | null;
}

export interface Order {
  id: number;
  campaign_customer_id: number;
  customer_id: number;
  user_id: number;
  campaign_id: number;
  call_id: number | null;
  order_recording_id: number | null;
  create_time: number;
  confirmation_datetime: number | null;
  payment_start_date: string | null;
  validated: boolean;
  api_exporter_status: number;
  api_exporter_sent_date: number | null;
  cancelled: boolean;
  status: string | null;
  products: OrderProduct[];
  scrive_documents: ScriveDocument[];
  comments: { user_id: number; comment: string }[];
}
