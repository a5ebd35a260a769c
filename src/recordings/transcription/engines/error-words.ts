/** The words of an error, from wherever an engine put them. */

/** @param json `{"error": "…"}`, `{"error": {"message": "…"}}` (OpenAI), `{"detail": [{"loc", "msg"}]}` (FastAPI) */
export function wordsOf(json: unknown, depth = 0): string {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null || depth > 4) return '';
  if (Array.isArray(json)) return list(json.slice(0, 5), depth);
  const { error, message, msg, detail, loc } = json as Record<string, unknown>;
  const said = [error, message, msg, detail].map((part) => wordsOf(part, depth + 1)).find(Boolean) ?? '';
  const field = Array.isArray(loc) ? loc.at(-1) : undefined;
  return typeof field === 'string' ? `${field}: ${said}` : said;
}

const list = (parts: unknown[], depth: number): string =>
  parts
    .map((part) => wordsOf(part, depth + 1))
    .filter(Boolean)
    .join('; ');
