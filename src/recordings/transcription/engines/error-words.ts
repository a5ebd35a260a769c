/**
 * Returns the words of an error, from wherever an engine put them; empty where there are none.
 * @param json `{"error": "…"}`, `{"error": {"message": "…"}}` (OpenAI), `{"detail": [{"loc", "msg"}]}` (FastAPI)
 */
export function errorWords(json: unknown, depth = 0): string {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null || depth > 4) return '';
  if (Array.isArray(json)) return joinWords(json.slice(0, 5), depth);
  const { error, message, msg, detail, loc } = json as Record<string, unknown>;
  const words =
    [error, message, msg, detail].map((member) => errorWords(member, depth + 1)).find(Boolean) ?? '';
  const field = Array.isArray(loc) ? loc.at(-1) : undefined;
  return typeof field === 'string' ? `${field}: ${words}` : words;
}

const joinWords = (errors: unknown[], depth: number): string =>
  errors
    .map((error) => errorWords(error, depth + 1))
    .filter(Boolean)
    .join('; ');
