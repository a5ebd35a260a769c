/** Certificates for localhost, signed by themselves. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Writes a certificate and its key into a folder, over those that are there. @returns their paths */
export function makeCertificate(folder: string, name = 'localhost'): { cert: string; key: string } {
  const cert = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...newKey, ...names, '-out', cert], {
    stdio: 'ignore',
  });
  return { cert, key };
}
