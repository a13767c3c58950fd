/** Whether an address, as Go prints it, is one of the loopback. */
export function isLoopback(ip: string): boolean {
  return ip.startsWith('127.') || ip === '::1';
}
