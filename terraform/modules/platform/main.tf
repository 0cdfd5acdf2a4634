locals {
  name         = "vpa-${var.environment}"
  is_protected = var.environment == "production"
  database_key = ["DATABASE_URL", "REDIS_URL"]
  read_key     = var.database.replica_count > 0 ? ["DATABASE_READ_URL"] : []
  secrets      = { for key in concat(local.database_key, local.read_key) : key => "${aws_secretsmanager_secret.addresses.arn}:${key}::" }
  settings     = merge({ VPA_CORS_ORIGINS = "https://${var.host}" }, var.settings)
  tasks        = merge({ for role, size in var.roles : role => merge(size, { has_service = true }) }, { migrate = { cpu = 256, memory = 512, replicas = { least = 0, most = 0 }, is_spot = false, command = ["migrate"], has_service = false } })
}

module "encryption" {
  source     = "../encryption"
  name       = local.name
  account_id = var.account_id
  region     = var.region
}

module "network" {
  source       = "../network"
  name         = local.name
  cidr         = var.cidr
  zones        = var.zones
  nat_per_zone = var.nat_per_zone
}

module "firewall" {
  source = "../firewall"
  name   = local.name
  vpc_id = module.network.vpc_id
}

module "observability" {
  source             = "../observability"
  name               = local.name
  key_arn            = module.encryption.key_arn
  alarm_addresses    = var.alarm_addresses
  monthly_budget_usd = var.monthly_budget_usd
}

module "storage" {
  source           = "../storage"
  name             = local.name
  account_id       = var.account_id
  key_arn          = module.encryption.key_arn
  backup_lock_days = var.backup_lock_days
}

module "registry" {
  source  = "../registry"
  name    = local.name
  key_arn = module.encryption.key_arn
}

module "database" {
  source             = "../database"
  name               = local.name
  subnet_ids         = module.network.private_subnet_ids
  security_group_ids = [module.firewall.ids.database]
  key_arn            = module.encryption.key_arn
  instance_class     = var.database.instance_class
  storage_gib        = var.database.storage_gib
  multi_az           = var.database.multi_az
  backup_days        = var.database.backup_days
  replica_count      = var.database.replica_count
  is_protected       = local.is_protected
  alarm_topic_arn    = module.observability.topic_arn
}

module "cache" {
  source             = "../cache"
  name               = local.name
  subnet_ids         = module.network.private_subnet_ids
  security_group_ids = [module.firewall.ids.cache]
  key_arn            = module.encryption.key_arn
  node_type          = var.cache.node_type
  node_count         = var.cache.node_count
  alarm_topic_arn    = module.observability.topic_arn
}

# Made empty: an operator puts the addresses in (docs/operations/deploy.md), so that no password is in the state.
resource "aws_secretsmanager_secret" "addresses" {
  name                    = "${local.name}/addresses"
  description             = "JSON with DATABASE_URL, REDIS_URL and, with a replica, DATABASE_READ_URL"
  kms_key_id              = module.encryption.key_arn
  recovery_window_in_days = local.is_protected ? 30 : 7
}

module "load_balancer" {
  source               = "../load-balancer"
  name                 = local.name
  vpc_id               = module.network.vpc_id
  subnet_ids           = module.network.public_subnet_ids
  security_group_ids   = [module.firewall.ids.balancer]
  certificate_arn      = var.certificate_arn
  log_bucket           = module.storage.names.logs
  is_protected         = local.is_protected
  requests_per_address = var.requests_per_address
  alarm_topic_arn      = module.observability.topic_arn
}

module "cluster" {
  source       = "../cluster"
  name         = local.name
  has_insights = var.has_insights
  secret_arns  = [aws_secretsmanager_secret.addresses.arn]
  key_arn      = module.encryption.key_arn
  log_days     = var.log_days
  roles        = toset(keys(local.tasks))
}

module "service" {
  source           = "../service"
  for_each         = local.tasks
  name             = local.name
  role             = each.key
  command          = coalesce(each.value.command, each.key == "api" ? ["api"] : ["worker", each.key])
  image            = var.image
  cpu              = each.value.cpu
  memory           = each.value.memory
  replicas         = each.value.replicas
  is_spot          = each.value.is_spot
  has_service      = each.value.has_service
  environment      = local.settings
  secrets          = local.secrets
  region           = var.region
  target_group_arn = each.key == "api" ? module.load_balancer.target_group_arn : null
  cluster = {
    id                 = module.cluster.id
    name               = module.cluster.name
    execution_role_arn = module.cluster.execution_role_arn
    task_role_arn      = module.cluster.task_role_arn
    log_group          = module.cluster.log_groups[each.key]
  }
  network = {
    subnet_ids         = module.network.private_subnet_ids
    security_group_ids = [module.firewall.ids.app]
  }
}

module "delivery" {
  source         = "../delivery"
  count          = var.delivery == null ? 0 : 1
  name           = local.name
  repository     = var.delivery.repository
  deployment     = var.environment
  provider_arn   = var.delivery.provider_arn
  registry_arn   = module.registry.arn
  cluster_name   = module.cluster.name
  task_role_arns = [module.cluster.execution_role_arn, module.cluster.task_role_arn]
  account_id     = var.account_id
  region         = var.region
}

module "pages" {
  source          = "../pages"
  count           = var.pages == null ? 0 : 1
  name            = local.name
  account_id      = var.account_id
  hosts           = var.pages.hosts
  certificate_arn = var.pages.certificate_arn
}

module "kubernetes" {
  source             = "../kubernetes"
  count              = var.kubernetes == null ? 0 : 1
  name               = local.name
  kubernetes_version = var.kubernetes.version
  subnet_ids         = module.network.private_subnet_ids
  key_arn            = module.encryption.key_arn
  admin_cidrs        = var.kubernetes.admin_cidrs
  admin_role_arns    = var.kubernetes.admin_role_arns
  nodes              = var.kubernetes.nodes
}
