variable "name" {
  description = "Prefix of all names."
  type        = string
}

variable "role" {
  description = "api, or a worker such as scanner; migrate is a task without service."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z-]{1,20}$", var.role))
    error_message = "role must be a short name in small letters."
  }
}

variable "command" {
  description = "Arguments of the image."
  type        = list(string)
}

variable "image" {
  description = "Image with its tag or digest."
  type        = string
  validation {
    condition     = can(regex("(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(var.image, ":latest")
    error_message = "image must end with a tag or a digest, and never with \":latest\"."
  }
}

variable "cpu" {
  description = "CPU units; 1024 are one core."
  type        = number
  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.cpu)
    error_message = "cpu must be 256, 512, 1024, 2048 or 4096."
  }
}

variable "memory" {
  description = "MiB."
  type        = number
  validation {
    condition     = var.memory >= 512 && var.memory <= 30720
    error_message = "memory must be from 512 to 30720 MiB."
  }
}

variable "replicas" {
  description = "The fewest and the most tasks; the same number twice: no autoscaling."
  type        = object({ least = number, most = number })
  validation {
    condition     = var.replicas.least >= 0 && var.replicas.most >= var.replicas.least && var.replicas.most <= 100
    error_message = "replicas.most must be no less than replicas.least, and at most 100."
  }
}

variable "environment" {
  description = "Plain variables."
  type        = map(string)
  default     = {}
  validation {
    condition     = alltrue([for name in keys(var.environment) : !can(regex("PASSWORD|TOKEN|SECRET|DATABASE_URL|DATABASE_READ_URL|REDIS_URL", name))])
    error_message = "environment must hold no secrets: they belong to secrets."
  }
}

variable "secrets" {
  description = "Variable by the ARN of its secret."
  type        = map(string)
}

variable "is_spot" {
  description = "Spare capacity, which may go away with two minutes' notice. Not for the API."
  type        = bool
  default     = false
}

variable "stop_seconds" {
  description = "Seconds to drain; Fargate allows 120 at most."
  type        = number
  default     = 60
  validation {
    condition     = var.stop_seconds >= 2 && var.stop_seconds <= 120
    error_message = "stop_seconds must be from 2 to 120."
  }
}

variable "cluster" {
  description = "What modules/cluster gives."
  type        = object({ id = string, name = string, execution_role_arn = string, task_role_arn = string, log_group = string })
}

variable "network" {
  description = "Where the tasks run."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
}

variable "region" {
  description = "Region of the logs."
  type        = string
}

variable "target_group_arn" {
  description = "The load balancer's; null for workers."
  type        = string
  default     = null
}

variable "has_service" {
  description = "False for a task that is only run now and then."
  type        = bool
  default     = true
}

variable "is_arm" {
  description = "Graviton; the image must be built for it."
  type        = bool
  default     = false
}
