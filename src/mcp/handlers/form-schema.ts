import type { Form } from '../../guard/question.ts';

/** Returns the schema by which a host makes a form of one field: elicitation is the same in both eras. */
export const formSchema = ({ name, title, type }: Form['field']) => ({
  type: 'object' as const,
  properties: {
    [name]: type === 'boolean' ? { type: 'boolean' as const, title } : { type: 'string' as const, title },
  },
  required: [name],
});
