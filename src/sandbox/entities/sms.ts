export interface SmsTemplate {
  id: number;
  title: string;
  content: string;
  office_id: number | null;
}

export interface Sms {
  customer_id: number;
  campaign_id: number;
  user_id: number;
  message: string;
  sent: number;
  /** "none" stands beside a note of the dialer that was never a text message. */
  sender: string;
  sms_type: string;
}
