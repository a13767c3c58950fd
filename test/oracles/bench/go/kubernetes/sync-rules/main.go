// Command sync-rules times the full sync of the real kube-proxy in mode iptables: from Services and EndpointSlices, which it has been told of, to the text that it
// hands to iptables-restore. It reads {"services": [...], "slices": [...], "runs": N} from stdin, and prints the milliseconds of each run and the bytes of the text.
// With the name of a file as argument, it writes the text there.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"runtime"
	"time"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
	kubeproxyconfig "k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/iptables"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	utiliptables "k8s.io/kubernetes/pkg/util/iptables"
	"k8s.io/utils/ptr"
)

type question struct {
	Services []*v1.Service              `json:"services"`
	Slices   []*discovery.EndpointSlice `json:"slices"`
	Runs     int                        `json:"runs"`
}

type answer struct {
	Milliseconds []float64 `json:"milliseconds"`
	Bytes        int       `json:"bytes"`
}

func main() {
	klog.SetOutput(bytes.NewBuffer(nil))
	klog.LogToStderr(false)
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fatal(err)
	}
	told := answer{}
	var text []byte
	for range asked.Runs {
		// Of the run before nothing is to be cleared away while this one is timed.
		runtime.GC()
		took, restored := sync(asked)
		told.Milliseconds = append(told.Milliseconds, float64(took.Microseconds())/1000)
		told.Bytes = len(restored)
		text = restored
	}
	if len(os.Args) > 1 {
		if err := os.WriteFile(os.Args[1], text, 0o644); err != nil {
			fatal(err)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		fatal(err)
	}
}

func sync(asked question) (time.Duration, []byte) {
	config := &kubeproxyconfig.KubeProxyConfiguration{}
	config.IPTables.MasqueradeBit = ptr.To[int32](14)
	config.IPTables.LocalhostNodePorts = ptr.To(true)
	config.SyncPeriod = metav1.Duration{Duration: 30 * time.Second}
	kernel := &kernel{}
	detector := proxyutil.NewDetectLocalByCIDR("10.0.0.0/8")
	proxier, err := iptables.NewProxier(context.Background(), config, v1.IPv4Protocol, kernel, sysctls{}, detector, "node-0", net.ParseIP("192.168.0.1"), nil, nil, false)
	if err != nil {
		fatal(err)
	}
	for _, service := range asked.Services {
		proxier.OnServiceAdd(service)
	}
	for _, slice := range asked.Slices {
		proxier.OnEndpointSliceAdd(slice)
	}
	proxier.OnServiceSynced()
	begun := time.Now()
	proxier.OnEndpointSlicesSynced()
	return time.Since(begun), kernel.restored
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// kernel takes rules, and has none: what iptables itself costs is not timed.
type kernel struct {
	restored []byte
}

var _ utiliptables.Interface = &kernel{}

func (*kernel) EnsureChain(utiliptables.Table, utiliptables.Chain) (bool, error) { return true, nil }
func (*kernel) FlushChain(utiliptables.Table, utiliptables.Chain) error          { return nil }
func (*kernel) DeleteChain(utiliptables.Table, utiliptables.Chain) error         { return nil }
func (*kernel) ChainExists(utiliptables.Table, utiliptables.Chain) (bool, error) { return true, nil }
func (*kernel) EnsureRule(utiliptables.RulePosition, utiliptables.Table, utiliptables.Chain, ...string) (bool, error) {
	return true, nil
}
func (*kernel) DeleteRule(utiliptables.Table, utiliptables.Chain, ...string) error { return nil }
func (*kernel) IsIPv6() bool                                                       { return false }
func (*kernel) Protocol() utiliptables.Protocol                                    { return utiliptables.ProtocolIPv4 }
func (*kernel) SaveInto(utiliptables.Table, *bytes.Buffer) error                   { return nil }
func (*kernel) Restore(utiliptables.Table, []byte, utiliptables.FlushFlag, utiliptables.RestoreCountersFlag) error {
	return nil
}
func (k *kernel) RestoreAll(data []byte, _ utiliptables.FlushFlag, _ utiliptables.RestoreCountersFlag) error {
	// kube-proxy keeps its buffer for the next sync; so it is looked at, and not copied while it is timed.
	k.restored = data
	return nil
}
func (*kernel) Monitor(utiliptables.Chain, []utiliptables.Table, func(), time.Duration, <-chan struct{}) {
}
func (*kernel) Present() error { return nil }

type sysctls struct{}

func (sysctls) GetSysctl(string) (int, error) { return 0, nil }
func (sysctls) SetSysctl(string, int) error   { return nil }
