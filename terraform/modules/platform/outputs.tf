output "address" {
  description = "Point the host's CNAME here."
  value       = module.load_balancer.address
}

output "registry_url" {
  value = module.registry.url
}

output "cluster_name" {
  value = module.cluster.name
}

output "secret_name" {
  description = "Put the addresses in here before the first deployment."
  value       = aws_secretsmanager_secret.addresses.name
}

output "delivery_role_arn" {
  value = one(module.delivery[*].role_arn)
}

output "migration_network" {
  description = "Where the pipeline runs the migration task."
  value       = { subnet_ids = module.network.private_subnet_ids, security_group_ids = [module.firewall.ids.app] }
}

output "promises" {
  description = "What the tests assert of every environment."
  sensitive   = true
  value = {
    database          = module.database.promises
    cache             = module.cache.promises
    storage           = module.storage.promises
    balancer          = module.load_balancer.promises
    open_to_the_world = module.firewall.open_to_the_world
    nat_count         = module.network.nat_count
    log_days          = module.cluster.promises.log_days
    commands          = { for role, service in module.service : role => service.container.command }
    plain_variables   = distinct(flatten([for service in module.service : [for variable in service.container.environment : variable.name]]))
    users             = distinct([for service in module.service : service.container.user])
    read_only         = alltrue([for service in module.service : service.container.readonlyRootFilesystem])
    services          = sort(compact([for service in module.service : service.service_name]))
    subject           = one(module.delivery[*].subject)
  }
}
