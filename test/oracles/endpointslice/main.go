// Records what the EndpointSlice controller makes of Services and pods: k8s.io/endpointslice, the reconciler that kube-controller-manager runs.
//
//	./record.sh
//
// The input is a JSON array of cases, {"name", "objects"}: one Service, pods and nodes as an API server gives them, defaults filled in.
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"
	corelisters "k8s.io/client-go/listers/core/v1"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
	"k8s.io/endpointslice"
	"k8s.io/endpointslice/util"
	"k8s.io/klog/v2"
)

type testCase struct {
	Name    string            `json:"name"`
	Objects []json.RawMessage `json:"objects"`
}

type port struct {
	Name     string          `json:"name"`
	Port     int32           `json:"port"`
	Protocol corev1.Protocol `json:"protocol"`
}

type endpoint struct {
	Pod         string   `json:"pod"`
	Addresses   []string `json:"addresses"`
	Ready       bool     `json:"ready"`
	Serving     bool     `json:"serving"`
	Terminating bool     `json:"terminating"`
}

type slice struct {
	AddressType discovery.AddressType `json:"addressType"`
	Ports       []port                `json:"ports"`
	Endpoints   []endpoint            `json:"endpoints"`
}

type outcome struct {
	// Those with endpoints: an empty one is a placeholder.
	Slices []slice `json:"slices"`
	Error  string  `json:"error,omitempty"`
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		log.Fatal(err)
	}
	separator := "{\n"
	for _, each := range cases {
		result, err := json.Marshal(run(each))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s  %q: %s", separator, each.Name, result)
		separator = ",\n"
	}
	fmt.Print("\n}\n")
}

func run(given testCase) outcome {
	var service *corev1.Service
	var pods []*corev1.Pod
	nodes := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{})
	for _, raw := range given.Objects {
		object, _, err := scheme.Codecs.UniversalDeserializer().Decode(raw, nil, nil)
		if err != nil {
			log.Fatalf("%s: %v", given.Name, err)
		}
		switch typed := object.(type) {
		case *corev1.Service:
			service = typed
		case *corev1.Pod:
			pods = append(pods, typed)
		case *corev1.Node:
			if err := nodes.Add(typed); err != nil {
				log.Fatal(err)
			}
		default:
			log.Fatalf("%s: %T is of no use", given.Name, object)
		}
	}
	return reconcile(service, pods, corelisters.NewNodeLister(nodes))
}

// reconcile chooses the pods as syncService of kubernetes v1.34 pkg/controller/endpointslice/endpointslice_controller.go does, which no module publishes.
func reconcile(service *corev1.Service, pods []*corev1.Pod, nodes corelisters.NodeLister) outcome {
	if service.Spec.Type == corev1.ServiceTypeExternalName || service.Spec.Selector == nil {
		return outcome{Slices: []slice{}}
	}
	selector := labels.Set(service.Spec.Selector).AsSelectorPreValidated()
	selected := slices.DeleteFunc(pods, func(pod *corev1.Pod) bool {
		return pod.Namespace != service.Namespace || !selector.Matches(labels.Set(pod.Labels))
	})

	made := []slice{}
	client := fake.NewClientset()
	client.PrependReactor("create", "endpointslices", func(action clienttesting.Action) (bool, runtime.Object, error) {
		object := action.(clienttesting.CreateAction).GetObject().(*discovery.EndpointSlice)
		if len(object.Endpoints) > 0 {
			made = append(made, tell(object))
		}
		return true, object, nil
	})
	reconciler := endpointslice.NewReconciler(client, nodes, 100, util.NewEndpointSliceTracker(), nil, &record.FakeRecorder{}, "oracle")
	result := outcome{}
	if err := reconciler.Reconcile(klog.Background(), service, selected, nil, time.Time{}); err != nil {
		result.Error = err.Error()
	}
	slices.SortFunc(made, func(a, b slice) int {
		return cmp.Or(cmp.Compare(a.AddressType, b.AddressType), cmp.Compare(a.Endpoints[0].Pod, b.Endpoints[0].Pod))
	})
	result.Slices = made
	return result
}

func tell(object *discovery.EndpointSlice) slice {
	told := slice{AddressType: object.AddressType, Ports: []port{}, Endpoints: []endpoint{}}
	for _, each := range object.Ports {
		told.Ports = append(told.Ports, port{Name: *each.Name, Port: *each.Port, Protocol: *each.Protocol})
	}
	for _, each := range object.Endpoints {
		conditions := each.Conditions
		told.Endpoints = append(told.Endpoints, endpoint{
			Pod: each.TargetRef.Name, Addresses: each.Addresses, Ready: *conditions.Ready, Serving: *conditions.Serving, Terminating: *conditions.Terminating,
		})
	}
	slices.SortFunc(told.Endpoints, func(a, b endpoint) int { return cmp.Compare(a.Pod, b.Pod) })
	return told
}
