// Attach reads network configurations as libcni does and attaches containers by real plugins, each in a network and mount
// namespace of its own. Cases come in on stdin, one JSON array; what happened goes out on stdout, by the name of the case.
// It needs Linux, root, ip and iptables. CNI_PATH is the folder of the plugins.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"

	"github.com/containernetworking/cni/libcni"
	"github.com/containernetworking/cni/pkg/invoke"
	"github.com/containernetworking/cni/pkg/types"
	"github.com/containernetworking/cni/pkg/version"
	"golang.org/x/sys/unix"
)

const netns = "/var/run/netns/pod"

type testCase struct {
	Name string `json:"name"`
	// Its extension says how it is read.
	File string `json:"file"`
	Text string `json:"text"`
	// Run in the host's namespace before: ip, iptables …
	Prepare []string `json:"prepare"`
	// Attachments before, by host-local alone, in this order.
	Allocations []allocation           `json:"allocations"`
	ContainerID string                 `json:"containerId"`
	IfName      string                 `json:"ifName"`
	CniArgs     [][2]string            `json:"cniArgs"`
	Capability  map[string]interface{} `json:"capabilityArgs"`
	// STATUS, ADD, CHECK, GC, DEL; none: the configuration is read only.
	Commands []string `json:"commands"`
	// What GC is told.
	ValidAttachments []struct {
		ContainerID string `json:"containerId"`
		IfName      string `json:"ifName"`
	} `json:"validAttachments"`
}

type allocation struct {
	ContainerID string   `json:"containerId"`
	IfName      string   `json:"ifName"`
	Addresses   []string `json:"addresses"`
	Released    bool     `json:"released"`
}

type parsed struct {
	Error                  string   `json:"error,omitempty"`
	Name                   string   `json:"name"`
	CNIVersion             string   `json:"cniVersion"`
	DisableCheck           bool     `json:"disableCheck"`
	DisableGC              bool     `json:"disableGC"`
	LoadOnlyInlinedPlugins bool     `json:"loadOnlyInlinedPlugins"`
	Plugins                []string `json:"plugins"`
}

type call struct {
	Plugin string            `json:"plugin"`
	Env    map[string]string `json:"env"`
	Stdin  json.RawMessage   `json:"stdin"`
	Result json.RawMessage   `json:"result,omitempty"`
	Error  *types.Error      `json:"error,omitempty"`
}

type operation struct {
	Command string          `json:"command"`
	Error   string          `json:"error,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Calls   []call          `json:"calls"`
	// Absent where it is as after the operation before.
	After *world `json:"after,omitempty"`
}

type world struct {
	Host      side              `json:"host"`
	Container side              `json:"container"`
	Rules     []string          `json:"rules"`
	Store     map[string]string `json:"store"`
}

type side struct {
	Links     []string `json:"links"`
	Addresses []string `json:"addresses"`
	Routes    []string `json:"routes"`
	// Those that a plugin may set.
	Sysctls []string `json:"sysctls,omitempty"`
	Qdiscs  []string `json:"qdiscs,omitempty"`
	IPRules []string `json:"ipRules,omitempty"`
}

type answer struct {
	Parsed     *parsed     `json:"parsed"`
	Operations []operation `json:"operations,omitempty"`
}

// recorder runs plugins as libcni's own executor and keeps what went in and came out.
type recorder struct {
	invoke.RawExec
	version.PluginDecoder
	calls []call
}

func (r *recorder) ExecPlugin(ctx context.Context, path string, stdin []byte, environ []string) ([]byte, error) {
	env := map[string]string{}
	for _, entry := range environ {
		key, value, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(key, "CNI_") {
			env[key] = value
		}
	}
	env["CNI_PATH"] = "/opt/cni/bin"
	out, err := r.RawExec.ExecPlugin(ctx, path, stdin, environ)
	c := call{Plugin: filepath.Base(path), Env: env, Stdin: stdin}
	if err != nil {
		if !errors.As(err, &c.Error) {
			return nil, err
		}
	} else if len(strings.TrimSpace(string(out))) > 0 {
		c.Result = out
	}
	r.calls = append(r.calls, c)
	return out, err
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := map[string]*answer{}
	for _, c := range cases {
		done := make(chan *answer)
		go func() {
			// The thread is not given back: its namespaces end with it.
			runtime.LockOSThread()
			done <- run(c)
		}()
		answers[c.Name] = <-done
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(answers); err != nil {
		panic(err)
	}
}

func run(c testCase) *answer {
	list, err := load(c)
	if err != nil {
		return &answer{Parsed: &parsed{Error: err.Error(), Plugins: []string{}}}
	}
	a := &answer{Parsed: &parsed{
		Name: list.Name, CNIVersion: list.CNIVersion, DisableCheck: list.DisableCheck, DisableGC: list.DisableGC,
		LoadOnlyInlinedPlugins: list.LoadOnlyInlinedPlugins, Plugins: []string{},
	}}
	for _, plugin := range list.Plugins {
		a.Parsed.Plugins = append(a.Parsed.Plugins, plugin.Network.Type)
	}
	if len(c.Commands) == 0 {
		return a
	}
	enter(c, list.Name)
	rec := &recorder{}
	path := os.Getenv("CNI_PATH")
	cni := libcni.NewCNIConfigWithCacheDir([]string{path}, "/run/cni-cache", rec)
	rt := &libcni.RuntimeConf{ContainerID: c.ContainerID, NetNS: netns, IfName: c.IfName, Args: c.CniArgs, CapabilityArgs: c.Capability}
	before := ""
	for _, command := range c.Commands {
		rec.calls = []call{}
		op := operation{Command: command}
		var err error
		switch command {
		case "ADD":
			var result types.Result
			if result, err = cni.AddNetworkList(context.Background(), list, rt); err == nil {
				op.Result = mustMarshal(result)
			}
		case "CHECK":
			err = cni.CheckNetworkList(context.Background(), list, rt)
		case "DEL":
			err = cni.DelNetworkList(context.Background(), list, rt)
		case "STATUS":
			err = cni.GetStatusNetworkList(context.Background(), list)
		case "GC":
			valid := []types.GCAttachment{}
			for _, a := range c.ValidAttachments {
				valid = append(valid, types.GCAttachment{ContainerID: a.ContainerID, IfName: a.IfName})
			}
			err = cni.GCNetworkList(context.Background(), list, &libcni.GCArgs{ValidAttachments: valid})
		default:
			panic("no such command: " + command)
		}
		if err != nil {
			op.Error = err.Error()
		}
		op.Calls = rec.calls
		after := look(list.Name)
		if text := string(mustMarshal(after)); text != before {
			op.After = after
			before = text
		}
		a.Operations = append(a.Operations, op)
	}
	return normalised(a)
}

func load(c testCase) (*libcni.NetworkConfigList, error) {
	if filepath.Ext(c.File) == ".conflist" {
		return libcni.ConfListFromBytes([]byte(c.Text))
	}
	conf, err := libcni.ConfFromBytes([]byte(c.Text))
	if err != nil {
		return nil, err
	}
	return libcni.ConfListFromConf(conf)
}

// enter leaves for fresh namespaces, with a container's beside, and prepares them.
func enter(c testCase, network string) {
	must(unix.Unshare(unix.CLONE_NEWNET | unix.CLONE_NEWNS))
	must(unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
	for _, folder := range []string{"/run", "/var/lib/cni"} {
		must(os.MkdirAll(folder, 0o755))
		must(unix.Mount("tmpfs", folder, "tmpfs", 0, ""))
	}
	must(sh("ip link set lo up"))
	must(sh("ip netns add pod"))
	for _, command := range c.Prepare {
		must(sh(command))
	}
	store := filepath.Join("/var/lib/cni/networks", network)
	for _, a := range c.Allocations {
		must(os.MkdirAll(store, 0o755))
		for i, address := range a.Addresses {
			if !a.Released {
				must(os.WriteFile(filepath.Join(store, address), []byte(a.ContainerID+"\r\n"+a.IfName), 0o600))
			}
			must(os.WriteFile(filepath.Join(store, fmt.Sprintf("last_reserved_ip.%d", i)), []byte(address), 0o600))
		}
	}
}

func look(network string) *world {
	w := &world{Host: lookAt(""), Container: lookAt("ip netns exec pod "), Rules: []string{}, Store: map[string]string{}}
	for _, table := range []string{"inet cni_plugins_masquerade", "ip cni_hostport", "ip6 cni_hostport"} {
		w.Rules = append(w.Rules, nftRules(table)...)
	}
	for _, program := range []string{"iptables-save", "ip6tables-save"} {
		table := ""
		for _, line := range lines(program) {
			switch {
			case strings.HasPrefix(line, "*"):
				table = line[1:]
			case strings.HasPrefix(line, ":") && strings.Contains(line, " - "):
				w.Rules = append(w.Rules, strings.TrimSuffix(program, "-save")+" -t "+table+" -N "+strings.Fields(line[1:])[0])
			case strings.HasPrefix(line, "-A"):
				w.Rules = append(w.Rules, strings.TrimSuffix(program, "-save")+" -t "+table+" "+line)
			}
		}
	}
	files, _ := filepath.Glob(filepath.Join("/var/lib/cni/networks", network, "*"))
	for _, file := range files {
		if filepath.Base(file) == "lock" {
			continue
		}
		data, err := os.ReadFile(file)
		must(err)
		w.Store[filepath.Base(file)] = string(data)
	}
	return w
}

// nftRules tells a table of nftables, if it is there.
func nftRules(table string) []string {
	out, err := exec.Command("sh", "-c", "nft -s list table "+table).Output()
	if err != nil {
		return nil
	}
	rules, chain := []string{}, ""
	for _, line := range strings.Split(string(out), "\n") {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(text, "chain "):
			chain = strings.Fields(text)[1]
			rules = append(rules, "nft "+table+" chain "+chain)
		case chain != "" && text != "" && text != "}" && !strings.HasPrefix(text, "type ") && !strings.HasPrefix(text, "comment "):
			rules = append(rules, "nft "+table+" "+chain+" "+text)
		}
	}
	return rules
}

type link struct {
	IfName string   `json:"ifname"`
	Master string   `json:"master"`
	MTU    int      `json:"mtu"`
	Flags  []string `json:"flags"`
	Info   struct {
		Kind      string `json:"info_kind"`
		SlaveData struct {
			Hairpin  bool `json:"hairpin"`
			Isolated bool `json:"isolated"`
		} `json:"info_slave_data"`
	} `json:"linkinfo"`
	Promiscuity int `json:"promiscuity"`
	AddrInfo    []struct {
		Family    string `json:"family"`
		Local     string `json:"local"`
		Prefixlen int    `json:"prefixlen"`
		Scope     string `json:"scope"`
	} `json:"addr_info"`
}

func lookAt(prefix string) side {
	s := side{Links: []string{}, Addresses: []string{}, Routes: []string{}}
	var links []link
	must(json.Unmarshal([]byte(output(prefix+"ip -d -j addr")), &links))
	for _, l := range links {
		kind := l.Info.Kind
		if kind == "" {
			kind = "device"
		}
		text := fmt.Sprintf("%s %s mtu %d", l.IfName, kind, l.MTU)
		if l.Master != "" {
			text += " master " + l.Master
		}
		for _, flag := range l.Flags {
			if flag == "UP" || flag == "PROMISC" || flag == "ALLMULTI" {
				text += " " + strings.ToLower(flag)
			}
		}
		if l.Info.SlaveData.Hairpin {
			text += " hairpin"
		}
		if l.Info.SlaveData.Isolated {
			text += " isolated"
		}
		s.Links = append(s.Links, text)
		for _, a := range l.AddrInfo {
			if a.Scope != "link" {
				s.Addresses = append(s.Addresses, fmt.Sprintf("%s %s/%d", l.IfName, a.Local, a.Prefixlen))
			}
		}
	}
	for _, family := range []string{"-4", "-6"} {
		for _, line := range lines(prefix + "ip " + family + " route show table all") {
			if strings.Contains(line, "table local") || strings.HasPrefix(line, "local ") || strings.HasPrefix(line, "fe80::") || strings.HasPrefix(line, "multicast ") || strings.HasPrefix(line, "anycast ") {
				continue
			}
			s.Routes = append(s.Routes, strings.Join(strings.Fields(strings.ReplaceAll(line, "linkdown", "")), " "))
		}
		for _, line := range lines(prefix + "ip " + family + " rule") {
			if rule := strings.Join(strings.Fields(line), " "); !strings.Contains(rule, "lookup local") && !strings.HasSuffix(rule, "from all lookup main") && !strings.HasSuffix(rule, "from all lookup default") {
				s.IPRules = append(s.IPRules, family[1:]+" "+rule)
			}
		}
	}
	for _, line := range lines(prefix + "tc qdisc") {
		if strings.HasPrefix(line, "qdisc tbf") || strings.HasPrefix(line, "qdisc ingress") {
			s.Qdiscs = append(s.Qdiscs, strings.Join(strings.Fields(line), " "))
		}
	}
	if prefix == "" {
		for _, key := range []string{"net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"} {
			data, err := os.ReadFile("/proc/sys/" + strings.ReplaceAll(key, ".", "/"))
			must(err)
			s.Sysctls = append(s.Sysctls, key+"="+strings.TrimSpace(string(data)))
		}
	}
	sort.Strings(s.Links)
	sort.Strings(s.Addresses)
	return s
}

var (
	veth   = regexp.MustCompile(`veth[0-9a-f]{8}`)
	mac    = regexp.MustCompile(`\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b`)
	handle = regexp.MustCompile(`qdisc (tbf|ingress) [0-9a-f]+:`)
)

// normalised replaces what another run would have otherwise: names of veths and hardware addresses. An address of zeros stays, and one that a configuration names.
func normalised(a *answer) *answer {
	text := string(mustMarshal(a))
	text = veth.ReplaceAllString(text, "vethXXXXXXXX")
	text = mac.ReplaceAllStringFunc(text, func(found string) string {
		if found == "00:00:00:00:00:00" || strings.HasPrefix(found, "02:00:5e:") {
			return found
		}
		return "xx:xx:xx:xx:xx:xx"
	})
	text = handle.ReplaceAllString(text, "qdisc $1")
	var back answer
	must(json.Unmarshal([]byte(text), &back))
	return &back
}

func mustMarshal(value interface{}) []byte {
	data, err := json.Marshal(value)
	must(err)
	return data
}

func sh(command string) error {
	out, err := exec.Command("sh", "-c", command).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %v: %s", command, err, out)
	}
	return nil
}

func output(command string) string {
	out, err := exec.Command("sh", "-c", command).Output()
	if err != nil {
		panic(fmt.Errorf("%s: %v", command, err))
	}
	return string(out)
}

func lines(command string) []string {
	text := strings.TrimRight(output(command), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
