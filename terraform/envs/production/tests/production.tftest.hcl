# AWS is mocked: this shows what would be asked of it, not that it would be given.
mock_provider "aws" {
  override_during = plan
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:ap-southeast-1:111122223333:targetgroup/vpa/1", arn_suffix = "targetgroup/vpa/1" }
  }
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:ap-southeast-1:111122223333:loadbalancer/app/vpa/1", arn_suffix = "app/vpa/1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/vpa" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:ap-southeast-1:111122223333:key/1" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:ap-southeast-1:111122223333:vpa" }
  }
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:ap-southeast-1:111122223333:regional/webacl/vpa/1" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:vpa" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:ap-southeast-1:111122223333:task-definition/vpa:1" }
  }
  mock_resource "aws_ecr_repository" {
    defaults = { arn = "arn:aws:ecr:ap-southeast-1:111122223333:repository/vpa" }
  }
}

variables {
  account_id      = "111122223333"
  host            = "vpa.example.org"
  certificate_arn = "arn:aws:acm:ap-southeast-1:111122223333:certificate/1"
  image           = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/vpa:0.1.0"
  alarm_addresses = ["ops@example.org"]
  delivery        = { repository = "example/vpa", provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
}

run "production" {
  command = plan

  assert {
    condition     = output.promises.database.encrypted && output.promises.cache.encrypted_at_rest && output.promises.cache.encrypted_in_transit && output.promises.storage.encrypted
    error_message = "everything that is stored or sent is encrypted"
  }
  assert {
    condition     = !output.promises.database.public && output.promises.storage.private && output.promises.storage.versioned
    error_message = "neither the database nor a bucket is public"
  }
  assert {
    condition     = output.promises.open_to_the_world == tolist(["443", "80"])
    error_message = "the world may call ports 80 and 443 of the load balancer, and nothing else"
  }
  assert {
    condition     = output.promises.database.password == null
    error_message = "no database password is in the state"
  }
  assert {
    condition     = length([for name in output.promises.plain_variables : name if can(regex("PASSWORD|TOKEN|SECRET|DATABASE|REDIS_URL", name))]) == 0
    error_message = "no secret is a plain variable"
  }
  assert {
    condition     = output.promises.users == tolist(["10001:10001"]) && output.promises.read_only
    error_message = "no task runs as root or can write to its image"
  }
  assert {
    condition     = output.promises.balancer.probe == "/readyz" && output.promises.balancer.drain >= 60 && output.promises.balancer.idle > 60 && output.promises.balancer.plain_http == "redirect"
    error_message = "the load balancer asks for readiness, drains, keeps websockets, and redirects plain HTTP"
  }
  assert {
    condition     = output.promises.commands == { api = ["api"], migrate = ["migrate"], relay = ["worker", "relay"], scanner = ["worker", "scanner"] }
    error_message = "each role runs its own command"
  }
  assert {
    condition     = output.promises.services == tolist(["vpa-production-api", "vpa-production-relay", "vpa-production-scanner"])
    error_message = "the migration is a task, not a service"
  }
  assert {
    condition     = output.promises.subject == "repo:example/vpa:environment:production"
    error_message = "only the workflow's protected environment may deploy"
  }
  assert {
    condition     = alltrue([for days in output.promises.log_days : days == 90])
    error_message = "every log group keeps 90 days"
  }
  assert {
    condition     = output.promises.nat_count == 3
    error_message = "NAT gateways: 3"
  }
  assert {
    condition     = output.promises.database.multi_az == true && output.promises.database.backup_days == 30 && output.promises.database.protected == true && output.promises.database.last_snapshot == true && output.promises.database.replicas == 0 && output.promises.cache.failover == true && output.promises.storage.lock_days == 30
    error_message = "database and backups are as safe as production asks"
  }
}
