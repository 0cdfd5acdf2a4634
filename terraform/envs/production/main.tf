terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
  # bucket and kms_key_id come from the command line: terraform init -backend-config=backend.hcl
  backend "s3" {
    key          = "vpa/production.tfstate"
    region       = "ap-southeast-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
  default_tags {
    tags = { Project = "vpa", Environment = "production", ManagedBy = "terraform" }
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "ap-southeast-1"
}

variable "account_id" {
  description = "Number of the AWS account; any other is refused."
  type        = string
}

variable "host" {
  description = "Public host of the API."
  type        = string
}

variable "certificate_arn" {
  description = "ACM certificate of the host."
  type        = string
}

variable "image" {
  description = "Image of the first deployment."
  type        = string
}

variable "alarm_addresses" {
  description = "Who is told of alarms."
  type        = list(string)
}

variable "delivery" {
  description = "Source repository and OIDC provider that may deploy."
  type        = object({ repository = string, provider_arn = string })
  default     = null
}

module "platform" {
  source          = "../../modules/platform"
  environment     = "production"
  account_id      = var.account_id
  region          = var.region
  zones           = ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"]
  nat_per_zone    = true
  host            = var.host
  certificate_arn = var.certificate_arn
  image           = var.image
  alarm_addresses = var.alarm_addresses
  delivery        = var.delivery
  database = {
    instance_class = "db.m7g.large"
    storage_gib    = { start = 100, most = 500 }
    multi_az       = true
    backup_days    = 30
    replica_count  = 0
  }
  cache = { node_type = "cache.t4g.small", node_count = 2 }
  roles = {
    api     = { cpu = 512, memory = 1024, replicas = { least = 2, most = 10 } }
    scanner = { cpu = 256, memory = 512, replicas = { least = 2, most = 2 } }
    relay   = { cpu = 256, memory = 512, replicas = { least = 2, most = 2 } }
  }
  has_insights       = true
  backup_lock_days   = 30
  log_days           = 90
  monthly_budget_usd = 1500
}

output "address" {
  value = module.platform.address
}

output "registry_url" {
  value = module.platform.registry_url
}

output "cluster_name" {
  value = module.platform.cluster_name
}

output "secret_name" {
  value = module.platform.secret_name
}

output "delivery_role_arn" {
  value = module.platform.delivery_role_arn
}

output "migration_network" {
  value = module.platform.migration_network
}

output "promises" {
  value     = module.platform.promises
  sensitive = true
}
