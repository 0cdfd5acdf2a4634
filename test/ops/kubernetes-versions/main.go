// Decodes every built-in manifest strictly into the API types of one Kubernetes version: unknown or misplaced fields fail.
package main

import (
	"bytes"
	"fmt"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

var kinds = map[string]func() any{
	"v1/ConfigMap": func() any { return &corev1.ConfigMap{} }, "v1/Secret": func() any { return &corev1.Secret{} },
	"v1/Service": func() any { return &corev1.Service{} }, "v1/ServiceAccount": func() any { return &corev1.ServiceAccount{} },
	"v1/Pod": func() any { return &corev1.Pod{} }, "v1/PersistentVolumeClaim": func() any { return &corev1.PersistentVolumeClaim{} },
	"apps/v1/Deployment": func() any { return &appsv1.Deployment{} }, "apps/v1/StatefulSet": func() any { return &appsv1.StatefulSet{} },
	"batch/v1/Job": func() any { return &batchv1.Job{} }, "batch/v1/CronJob": func() any { return &batchv1.CronJob{} },
	"autoscaling/v2/HorizontalPodAutoscaler": func() any { return &autoscalingv2.HorizontalPodAutoscaler{} },
	"policy/v1/PodDisruptionBudget":          func() any { return &policyv1.PodDisruptionBudget{} },
	"networking.k8s.io/v1/NetworkPolicy":     func() any { return &networkingv1.NetworkPolicy{} }, "networking.k8s.io/v1/Ingress": func() any { return &networkingv1.Ingress{} },
}

func main() {
	checked, custom, failed := 0, 0, 0
	for _, file := range os.Args[1:] {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		for _, doc := range bytes.Split(text, []byte("\n---\n")) {
			var head struct {
				APIVersion string `json:"apiVersion"`
				Kind       string `json:"kind"`
			}
			if err := yaml.Unmarshal(doc, &head); err != nil || head.Kind == "" {
				continue
			}
			make, ok := kinds[head.APIVersion+"/"+head.Kind]
			if !ok {
				custom++
				continue
			}
			checked++
			if err := yaml.UnmarshalStrict(doc, make()); err != nil {
				failed++
				fmt.Println(file, head.Kind, err)
			}
		}
	}
	fmt.Println("checked", checked, "custom", custom, "failed", failed)
	if failed > 0 || checked == 0 {
		os.Exit(1)
	}
}
