locals {
  is_api      = var.target_group_arn != null
  environment = merge({ NODE_ENV = "production", VPA_HOST = "0.0.0.0", NODE_OPTIONS = "--max-old-space-size=${floor(var.memory * 0.75)}" }, var.environment)
}

resource "aws_ecs_task_definition" "this" {
  family                   = "${var.name}-${var.role}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = var.cluster.execution_role_arn
  task_role_arn            = var.cluster.task_role_arn
  runtime_platform {
    cpu_architecture        = var.is_arm ? "ARM64" : "X86_64"
    operating_system_family = "LINUX"
  }
  volume {
    name = "tmp"
  }
  container_definitions = jsonencode([{
    name                   = var.role
    image                  = var.image
    command                = var.command
    essential              = true
    user                   = "10001:10001"
    readonlyRootFilesystem = true
    stopTimeout            = var.stop_seconds
    environment            = [for name, value in local.environment : { name = name, value = value }]
    secrets                = [for name, arn in var.secrets : { name = name, valueFrom = arn }]
    portMappings           = local.is_api ? [{ containerPort = 8000, protocol = "tcp" }, { containerPort = 8001, protocol = "tcp" }] : [{ containerPort = 8001, protocol = "tcp" }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    linuxParameters        = { capabilities = { drop = ["ALL"] }, initProcessEnabled = false }
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = var.cluster.log_group, "awslogs-region" = var.region, "awslogs-stream-prefix" = var.role }
    }
  }])
}

resource "aws_ecs_service" "this" {
  count                  = var.has_service ? 1 : 0
  name                   = "${var.name}-${var.role}"
  cluster                = var.cluster.id
  task_definition        = aws_ecs_task_definition.this.arn
  desired_count          = var.replicas.least
  propagate_tags         = "SERVICE"
  enable_execute_command = false
  wait_for_steady_state  = true

  availability_zone_rebalancing      = "ENABLED"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = local.is_api ? 60 : null

  capacity_provider_strategy {
    capacity_provider = var.is_spot ? "FARGATE_SPOT" : "FARGATE"
    weight            = 1
  }

  # A deployment whose tasks do not get healthy goes back by itself.
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.network.subnet_ids
    security_groups  = var.network.security_group_ids
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = local.is_api ? [var.target_group_arn] : []
    content {
      target_group_arn = load_balancer.value
      container_name   = var.role
      container_port   = 8000
    }
  }

  lifecycle {
    # The autoscaler sets the one, the deployment the other.
    ignore_changes = [desired_count, task_definition]
    precondition {
      condition     = !(local.is_api && var.is_spot)
      error_message = "The API must not run on spare capacity: each loss would drop its sockets."
    }
  }
}

resource "aws_appautoscaling_target" "this" {
  count              = var.has_service && var.replicas.most > var.replicas.least ? 1 : 0
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.this[0].name}"
  min_capacity       = var.replicas.least
  max_capacity       = var.replicas.most
}

resource "aws_appautoscaling_policy" "this" {
  for_each           = length(aws_appautoscaling_target.this) == 0 ? {} : { ECSServiceAverageCPUUtilization = 70, ECSServiceAverageMemoryUtilization = 80 }
  name               = each.key
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  target_tracking_scaling_policy_configuration {
    target_value       = each.value
    scale_in_cooldown  = 600
    scale_out_cooldown = 30
    predefined_metric_specification {
      predefined_metric_type = each.key
    }
  }
}
