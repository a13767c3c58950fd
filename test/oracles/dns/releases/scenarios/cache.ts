import { ask, type Scenario } from '../../corefile/scenarios.js';

/** A cache over templates. The plugin file hands out records of its zone itself, in which the TTLs of the cache stay until 1.12.3. */
export const cacheScenarios: readonly Scenario[] = [
  {
    name: 'a cache over templates',
    corefile: `. {
  cache 900 example.org {
    success 100 1000 40
    denial 100 20 10
  }
  template IN A short.example.org {
    answer "{{ .Name }} 4 IN A 192.0.2.1"
  }
  template IN A long.example.org {
    answer "{{ .Name }} 5000 IN A 192.0.2.1"
    answer "{{ .Name }} 6000 IN A 192.0.2.2"
  }
  template IN A mixed.example.org {
    answer "{{ .Name }} 500 IN A 192.0.2.1"
    authority "{{ .Zone }} 300 IN NS ns.{{ .Zone }}"
    additional "ns.{{ .Zone }} 200 IN A 192.0.2.2"
  }
  template IN A none.example.org {
    rcode NXDOMAIN
    authority "{{ .Zone }} 15 IN SOA ns.{{ .Zone }} admin.{{ .Zone }} 1 60 60 60 60"
  }
  template IN A bare.example.org {
    rcode NXDOMAIN
  }
  template IN A bareref.example.org {
    rcode NXDOMAIN
    authority "{{ .Zone }} 300 IN NS ns.{{ .Zone }}"
  }
  template IN A nodata.example.org {
    authority "{{ .Zone }} 15 IN SOA ns.{{ .Zone }} admin.{{ .Zone }} 1 60 60 60 60"
  }
  template IN A alias.example.org {
    answer "{{ .Name }} 300 IN CNAME elsewhere.example.net."
    authority "{{ .Zone }} 150 IN SOA ns.{{ .Zone }} admin.{{ .Zone }} 1 60 60 60 60"
  }
  template IN A referral.example.org {
    authority "{{ .Zone }} 300 IN NS ns.{{ .Zone }}"
    authority "{{ .Zone }} 300 IN DS 1 13 2 aabbcc"
  }
  template IN DS signed.example.org {
    answer "{{ .Name }} 300 IN DS 1 13 2 aabbcc"
  }
  template IN A servfail.example.org {
    rcode SERVFAIL
  }
  template IN A empty.example.org {
    rcode NOERROR
  }
  template IN A example.net {
    answer "{{ .Name }} 4 IN A 192.0.2.1"
  }
}
`,
    questions: [...ask(['short', 'long', 'mixed', 'none', 'bare', 'bareref', 'nodata', 'alias', 'referral', 'servfail', 'empty'].map((name) => `${name}.example.org.`), ['A']), 'signed.example.org. DS', 'a.example.net. A'],
  },
  {
    name: 'a cache as it is by default',
    corefile: `. {
  cache
  template IN A {
    answer "{{ .Name }} 5000 IN A 192.0.2.1"
  }
  template IN MX {
    answer "{{ .Name }} 1 IN MX 10 mail.example.org."
  }
  template IN AAAA {
    authority "{{ .Zone }} 5000 IN SOA ns.example.org. admin.example.org. 1 60 60 60 60"
  }
}
`,
    questions: ask(['a.example.org.'], ['A', 'AAAA', 'MX']),
  },
];
