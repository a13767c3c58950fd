// Command translate has Envoy Gateway translate sets of Kubernetes objects into the configuration of Envoy. It reads a JSON list of sets, each a list of
// objects of one GatewayClass, and writes a JSON list of what each comes to: the xDS resources by Gateway, and the objects with their status.
//
// It is built as a package of the module of Envoy Gateway, whose translator is internal to that.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	resourcev3 "github.com/envoyproxy/go-control-plane/pkg/resource/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	gwapiv1 "sigs.k8s.io/gateway-api/apis/v1"

	egv1a1 "github.com/envoyproxy/gateway/api/v1alpha1"
	"github.com/envoyproxy/gateway/internal/gatewayapi"
	"github.com/envoyproxy/gateway/internal/gatewayapi/resource"
	"github.com/envoyproxy/gateway/internal/logging"
	"github.com/envoyproxy/gateway/internal/xds/translator"
)

type xds struct {
	Listeners []json.RawMessage `json:"listeners"`
	Routes    []json.RawMessage `json:"routes"`
	Clusters  []json.RawMessage `json:"clusters"`
	Endpoints []json.RawMessage `json:"endpoints"`
}

type translated struct {
	Xds        map[string]xds       `json:"xds"`
	Gateways   []*gwapiv1.Gateway   `json:"gateways"`
	HTTPRoutes []*gwapiv1.HTTPRoute `json:"httpRoutes"`
	GRPCRoutes []*gwapiv1.GRPCRoute `json:"grpcRoutes"`
}

func main() {
	var sets [][]map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&sets); err != nil {
		fail(err)
	}
	results := make([]translated, len(sets))
	for i, set := range sets {
		result, err := translate(set)
		if err != nil {
			fail(fmt.Errorf("set %d: %w", i, err))
		}
		results[i] = result
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func translate(set []map[string]any) (translated, error) {
	resources, err := load(set)
	if err != nil {
		return translated{}, err
	}
	logger := logging.DefaultLogger(io.Discard, egv1a1.LogLevelInfo)
	gateways := &gatewayapi.Translator{
		GatewayControllerName: string(resources.GatewayClass.Spec.ControllerName),
		GatewayClassName:      gwapiv1.ObjectName(resources.GatewayClass.Name),
		Logger:                logger,
	}
	result, _ := gateways.Translate(context.Background(), resources)
	all := map[string]xds{}
	for key, ir := range result.XdsIR {
		data := &translator.Translator{Logger: logger}
		table, err := data.Translate(context.Background(), ir)
		if err != nil {
			return translated{}, err
		}
		var made xds
		for kind, into := range map[string]*[]json.RawMessage{resourcev3.ListenerType: &made.Listeners, resourcev3.RouteType: &made.Routes, resourcev3.ClusterType: &made.Clusters, resourcev3.EndpointType: &made.Endpoints} {
			*into = []json.RawMessage{}
			for _, each := range table.XdsResources[kind] {
				text, err := protojson.Marshal(each.(proto.Message))
				if err != nil {
					return translated{}, err
				}
				*into = append(*into, text)
			}
		}
		all[key] = made
	}
	return translated{Xds: all, Gateways: result.Gateways, HTTPRoutes: result.HTTPRoutes, GRPCRoutes: result.GRPCRoutes}, nil
}

// load fills in the defaults of Gateway API's definitions, as an API server does.
func load(set []map[string]any) (*resource.Resources, error) {
	resources := resource.NewResources()
	defaulter := resource.GetGatewaySchemaDefaulter()
	for _, object := range set {
		written := &unstructured.Unstructured{Object: object}
		if written.GroupVersionKind().Group == gwapiv1.GroupName {
			var err error
			if written, err = defaulter.ApplyDefault(written); err != nil {
				return nil, err
			}
		}
		text, err := json.Marshal(written.Object)
		if err != nil {
			return nil, err
		}
		if err := add(resources, written.GetKind(), text); err != nil {
			return nil, fmt.Errorf("%s %s: %w", written.GetKind(), written.GetName(), err)
		}
	}
	resources.Sort()
	return resources, nil
}

func add(resources *resource.Resources, kind string, text []byte) error {
	switch kind {
	case "GatewayClass":
		return json.Unmarshal(text, &resources.GatewayClass)
	case "Gateway":
		return appendTo(&resources.Gateways, text)
	case "HTTPRoute":
		return appendTo(&resources.HTTPRoutes, text)
	case "GRPCRoute":
		return appendTo(&resources.GRPCRoutes, text)
	case "ReferenceGrant":
		return appendTo(&resources.ReferenceGrants, text)
	case "Namespace":
		return appendTo(&resources.Namespaces, text)
	case "Service":
		return appendTo(&resources.Services, text)
	case "EndpointSlice":
		return appendTo(&resources.EndpointSlices, text)
	case "Secret":
		return appendTo(&resources.Secrets, text)
	}
	return fmt.Errorf("unknown kind")
}

func appendTo[T any](list *[]*T, text []byte) error {
	each := new(T)
	if err := json.Unmarshal(text, each); err != nil {
		return err
	}
	*list = append(*list, each)
	return nil
}
