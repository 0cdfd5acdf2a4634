variable "environment" {
  description = "dev, staging or production. Production refuses settings that lose data."
  type        = string
  validation {
    condition     = contains(["dev", "staging", "production"], var.environment)
    error_message = "environment must be dev, staging or production."
  }
}

variable "account_id" {
  description = "Number of the AWS account."
  type        = string
  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must have 12 digits."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "ap-southeast-1"
}

variable "cidr" {
  description = "Address block of the VPC."
  type        = string
  default     = "10.0.0.0/16"
}

variable "zones" {
  description = "Availability zones."
  type        = list(string)
}

variable "nat_per_zone" {
  description = "One NAT gateway in each zone. Production needs it: else one zone's loss cuts off all."
  type        = bool
  validation {
    condition     = var.environment != "production" || var.nat_per_zone
    error_message = "nat_per_zone must be true in production."
  }
}

variable "image" {
  description = "Image that the first deployment runs; later ones come from the pipeline."
  type        = string
}

variable "host" {
  description = "Public host of the API."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.host))
    error_message = "host must be a host name such as vpa.example.org."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the host."
  type        = string
}

variable "database" {
  description = "Size and safety of the database."
  type = object({
    instance_class = string
    storage_gib    = object({ start = number, most = number })
    multi_az       = bool
    backup_days    = number
    replica_count  = number
  })
  validation {
    condition     = var.environment != "production" || var.database.multi_az
    error_message = "database.multi_az must be true in production: an asynchronous copy loses commits that were acknowledged."
  }
  validation {
    condition     = var.environment != "production" || var.database.backup_days >= 30
    error_message = "database.backup_days must be at least 30 in production."
  }
}

variable "cache" {
  description = "Size of the cache."
  type        = object({ node_type = string, node_count = number })
  validation {
    condition     = var.environment != "production" || var.cache.node_count >= 2
    error_message = "cache.node_count must be at least 2 in production."
  }
}

variable "roles" {
  description = "The API and the workers: one entry each. The command of a worker is its name unless given."
  type = map(object({
    cpu      = number
    memory   = number
    replicas = object({ least = number, most = number })
    is_spot  = optional(bool, false)
    command  = optional(list(string))
  }))
  validation {
    condition     = alltrue([for role in ["api", "scanner", "relay"] : contains(keys(var.roles), role)])
    error_message = "roles must have api, scanner and relay."
  }
  validation {
    condition     = !contains(keys(var.roles), "migrate")
    error_message = "roles must not have migrate: that task is always there."
  }
  validation {
    condition     = var.environment != "production" || try(var.roles.api.replicas.least, 0) >= 2
    error_message = "roles.api.replicas.least must be at least 2 in production."
  }
}

variable "settings" {
  description = "Plain settings of all processes, such as SCAN_INTERVAL."
  type        = map(string)
  default     = {}
}

variable "log_days" {
  description = "Days that logs are kept."
  type        = number
}

variable "has_insights" {
  description = "Container Insights."
  type        = bool
}

variable "backup_lock_days" {
  description = "Days that backups cannot be deleted."
  type        = number
}

variable "alarm_addresses" {
  description = "Where alarms go."
  type        = list(string)
  validation {
    condition     = var.environment != "production" || length(var.alarm_addresses) > 0
    error_message = "alarm_addresses must name somebody in production."
  }
}

variable "monthly_budget_usd" {
  description = "US dollars a month."
  type        = number
}

variable "requests_per_address" {
  description = "Requests that one address may make in five minutes."
  type        = number
  default     = 3000
}

variable "delivery" {
  description = "Who may deploy by short-lived tokens; null: nobody."
  type        = object({ repository = string, provider_arn = string })
  default     = null
}

variable "pages" {
  description = "Static pages behind CloudFront; null: none."
  type        = object({ hosts = list(string), certificate_arn = string })
  default     = null
}

variable "kubernetes" {
  description = "A cluster for the Helm chart, beside the ECS services; null: none."
  type = object({
    version         = string
    admin_cidrs     = list(string)
    admin_role_arns = set(string)
    nodes           = object({ types = list(string), least = number, most = number })
  })
  default = null
}
