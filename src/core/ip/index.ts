export { bitsOf, formatAddress, isAddress, parseAddress, type IpAddress } from './address.js';
export { blockOf, contains, formatCidr, parseCidr, type Cidr } from './cidr.js';
