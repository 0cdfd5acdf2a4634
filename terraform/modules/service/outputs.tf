output "task_family" {
  value = aws_ecs_task_definition.this.family
}

output "service_name" {
  value = one(aws_ecs_service.this[*].name)
}

output "container" {
  description = "What the task runs, for assertions."
  value       = jsondecode(aws_ecs_task_definition.this.container_definitions)[0]
}
