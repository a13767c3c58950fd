/** What stands for a name or an address that the plugins or the kernel draw at random. */
export const randomVeth = 'vethXXXXXXXX';

/** As {@link randomVeth}, for a hardware address. */
export const randomMac = 'xx:xx:xx:xx:xx:xx';

/** Something in an answer that another run would have otherwise. */
export interface Unpredictable {
  readonly placeholder: string;
  readonly meaning: string;
}

const meanings: readonly Unpredictable[] = [
  { placeholder: randomVeth, meaning: '“veth” and eight hexadecimal digits that the plugin draws at random: the host’s end of the pair' },
  { placeholder: randomMac, meaning: 'a hardware address that the kernel draws at random' },
];

/** Those of which `text` has something. */
export function unpredictableIn(text: string): readonly Unpredictable[] {
  return meanings.filter(({ placeholder }) => text.includes(placeholder));
}
