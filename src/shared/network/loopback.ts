/** Addresses of this machine itself: what goes there leaves it by no wire. */

/** As URLs write them, IPv6 in brackets; the first is the one that people are shown. */
export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK_HOSTS.includes(hostname);

/** Whether what is sent there can't be read on the way: https, or http to this machine. */
export const isSecure = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
