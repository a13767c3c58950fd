/**
 * `1/n` with ten decimals, as Go's `%0.10f` writes it.
 *
 * Source: pkg/proxy/iptables/proxier.go v1.37.2, computeProbability.
 */
export function probabilityOf(n: number): string {
  // Half-way between two numbers of ten decimals: Go takes the even one, `toFixed` the greater. No other 1/n is such a tie.
  return n === 2048 ? '0.0004882812' : (1 / n).toFixed(10);
}
