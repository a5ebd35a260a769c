export type Datatype = 'int' | 'string' | 'text' | 'boolean' | 'datetime' | 'date' | 'dropdown' | 'multi';

export interface Field {
  id: number;
  name: string;
  datatype: Datatype;
  default_value: string | null;
  options: string | null;
  /** 1 is a field of the customer card, 2 of a product. */
  type: 1 | 2;
  description: string | null;
  deleted: number;
}
