/** The client's one way in: bundled, a CommonJS package has its names only where they are imported by name. */
export { createClient } from '@redis/client';
