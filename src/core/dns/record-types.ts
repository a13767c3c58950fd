/** Types of records by the names that CoreDNS knows. Source: miekg/dns v1.1.72, types.go TypeToString. */
const names =
  'A AAAA AFSDB AMTRELAY ANY APL ATMA AVC AXFR CAA CDNSKEY CDS CERT CNAME CSYNC DHCID DLV DNAME DNSKEY DS EID EUI48 EUI64 GID GPOS HINFO HIP HTTPS IPSECKEY ISDN IXFR KEY KX L32 L64 LOC LP MAILA MAILB MB MD MF MG MINFO MR MX ' +
  'NAPTR NID NIMLOC NINFO NS NSAP-PTR NSEC NSEC3 NSEC3PARAM NULL NXNAME NXT None OPENPGPKEY OPT PTR PX RESINFO RKEY RP RRSIG RT Reserved SIG SMIMEA SOA SPF SRV SSHFP SVCB TA TALINK TKEY TLSA TSIG TXT UID UINFO UNSPEC URI X25 ZONEMD';
const types: ReadonlySet<string> = new Set(names.split(' '));

/** Classes likewise. */
const classes: ReadonlySet<string> = new Set(['IN', 'CS', 'CH', 'HS', 'NONE', 'ANY']);

/** Response codes by number, as CoreDNS names them. Source: miekg/dns v1.1.72, msg.go RcodeToString. */
const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NOTAUTH', 'NOTZONE', 'DSOTYPENI', '', '', '', '', 'BADSIG', 'BADKEY', 'BADTIME', 'BADMODE', 'BADNAME', 'BADALG', 'BADTRUNC', 'BADCOOKIE'];

export function isType(name: string): boolean {
  return types.has(name);
}

export function isClass(name: string): boolean {
  return classes.has(name);
}

/** The code that a name stands for; NOTIMPL is taken too. */
export function rcodeNumber(name: string): number | undefined {
  if (name === '') return undefined;
  const index = rcodes.indexOf(name === 'NOTIMPL' ? 'NOTIMP' : name === 'BADVERS' ? 'BADSIG' : name);
  return index === -1 ? undefined : index;
}

export function rcodeName(code: number): string {
  const name = rcodes[code] ?? '';
  return name === '' ? `RCODE${code}` : name;
}
