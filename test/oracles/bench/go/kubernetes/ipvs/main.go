//go:build linux

// Runs the ipvs proxier of kube-proxy once, against kernels of its own: the fakes that kube-proxy's tests use in place of ipvs, ipset and iptables.
// It is for kernels without ip_vs. Addresses of the node are those of the network namespace, in which a link kube-ipvs0 must be.
// Reads a question from stdin, and writes what was programmed to stdout.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"sort"
	"time"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	sysctl "k8s.io/component-helpers/node/util/sysctl/testing"
	kubeproxyconfig "k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/ipvs"
	ipset "k8s.io/kubernetes/pkg/proxy/ipvs/ipset/testing"
	ipvsutil "k8s.io/kubernetes/pkg/proxy/ipvs/util"
	ipvstest "k8s.io/kubernetes/pkg/proxy/ipvs/util/testing"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	iptables "k8s.io/kubernetes/pkg/util/iptables/testing"
)

type question struct {
	Node              string                    `json:"node"`
	NodeIP            string                    `json:"nodeIP"`
	IPFamily          v1.IPFamily               `json:"ipFamily"`
	Labels            map[string]string         `json:"labels"`
	ClusterCIDR       string                    `json:"clusterCIDR"`
	MasqueradeAll     bool                      `json:"masqueradeAll"`
	MasqueradeBit     int32                     `json:"masqueradeBit"`
	Scheduler         string                    `json:"scheduler"`
	NodePortAddresses []string                  `json:"nodePortAddresses"`
	Services          []v1.Service              `json:"services"`
	EndpointSlices    []discovery.EndpointSlice `json:"endpointSlices"`
}

type virtualServer struct {
	Name        string   `json:"name"`
	Scheduler   string   `json:"scheduler"`
	Flags       uint32   `json:"flags"`
	Timeout     uint32   `json:"timeout"`
	RealServers []string `json:"realServers"`
}

type set struct {
	Type    string   `json:"type"`
	Family  string   `json:"family"`
	Entries []string `json:"entries"`
}

type answer struct {
	VirtualServers []virtualServer `json:"virtualServers"`
	Sets           map[string]set  `json:"sets"`
	Iptables       string          `json:"iptables"`
	Addresses      []string        `json:"addresses"`
}

func main() {
	var asked question
	must(json.NewDecoder(os.Stdin).Decode(&asked))
	servers, sets, rules := ipvstest.NewFake(), ipset.NewFake("7.0"), iptables.NewFake()
	if asked.IPFamily == v1.IPv6Protocol {
		rules = iptables.NewIPv6Fake()
	}
	run(asked, servers, sets, rules)
	must(json.NewEncoder(os.Stdout).Encode(answer{
		VirtualServers: serversOf(servers),
		Sets:           setsOf(sets),
		Iptables:       rules.Dump.String(),
		Addresses:      addressesOf(asked.IPFamily),
	}))
}

func run(asked question, servers *ipvstest.FakeIPVS, sets *ipset.FakeIPSet, rules *iptables.FakeIPTables) {
	config := &kubeproxyconfig.KubeProxyConfiguration{NodePortAddresses: asked.NodePortAddresses}
	config.Linux.MasqueradeAll = asked.MasqueradeAll
	config.IPTables.MasqueradeBit = &asked.MasqueradeBit
	config.IPVS.Scheduler = asked.Scheduler
	config.SyncPeriod = metav1.Duration{Duration: time.Hour}
	config.MinSyncPeriod = metav1.Duration{Duration: time.Second}
	detector := proxyutil.NewNoOpLocalDetector()
	if asked.ClusterCIDR != "" {
		detector = proxyutil.NewDetectLocalByCIDR(asked.ClusterCIDR)
	}
	proxier, err := ipvs.NewProxier(context.Background(), config, asked.IPFamily, rules, servers, sets, sysctl.NewFake(), detector, asked.Node, net.ParseIP(asked.NodeIP), nil, nil, false)
	must(err)
	for i := range asked.Services {
		proxier.OnServiceAdd(&asked.Services[i])
	}
	for i := range asked.EndpointSlices {
		proxier.OnEndpointSliceAdd(&asked.EndpointSlices[i])
	}
	proxier.OnTopologyChange(asked.Labels)
	proxier.OnServiceSynced()
	proxier.OnEndpointSlicesSynced()
}

func serversOf(servers *ipvstest.FakeIPVS) []virtualServer {
	list, err := servers.GetVirtualServers()
	must(err)
	told := []virtualServer{}
	for _, each := range list {
		real, err := servers.GetRealServers(each)
		must(err)
		told = append(told, virtualServer{each.String(), each.Scheduler, uint32(each.Flags), each.Timeout, namesOf(real)})
	}
	sort.Slice(told, func(i, j int) bool { return told[i].Name < told[j].Name })
	return told
}

func namesOf(servers []*ipvsutil.RealServer) []string {
	names := []string{}
	for _, each := range servers {
		names = append(names, fmt.Sprintf("%s weight %d", each.String(), each.Weight))
	}
	sort.Strings(names)
	return names
}

func setsOf(sets *ipset.FakeIPSet) map[string]set {
	told := map[string]set{}
	for name, each := range sets.Sets {
		entries, err := sets.ListEntries(name)
		must(err)
		sort.Strings(entries)
		told[name] = set{string(each.SetType), each.HashFamily, entries}
	}
	return told
}

func addressesOf(family v1.IPFamily) []string {
	link, err := net.InterfaceByName("kube-ipvs0")
	must(err)
	all, err := link.Addrs()
	must(err)
	told := []string{}
	for _, each := range all {
		ip, _, err := net.ParseCIDR(each.String())
		must(err)
		if (ip.To4() != nil) == (family == v1.IPv4Protocol) && !ip.IsLinkLocalUnicast() {
			told = append(told, ip.String())
		}
	}
	sort.Strings(told)
	return told
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
